"""Working days: weekdays less published holidays, plus the weekend days made up for."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta

# Festivals on a fixed day of the sun's calendar (全国年节及纪念日放假办法); the moving ones come with the yearly notice.
FIXED_FESTIVALS = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Holidays and made-up working days of the years that are known.

    A year outside `years` counts weekdays less the fixed festivals and is provisional: recomputed when its notice
    has been loaded.
    """

    holidays: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()
    years: frozenset[int] = field(default_factory=frozenset)
    _weekdays_off: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _weekends_on: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Counting the days of a year one by one for each row of a list would be most of the page's time.
        off = (day for day in self.holidays - self.made_up if day.weekday() < 5)
        object.__setattr__(self, "_weekdays_off", tuple(sorted(off)))
        object.__setattr__(self, "_weekends_on", tuple(sorted(day for day in self.made_up if day.weekday() >= 5)))

    def provisional(self, year: int) -> bool:
        """Whether the year's notice is not known yet."""
        return year not in self.years

    def is_working_day(self, day: date) -> bool:
        """Whether bureaus work on a day."""
        if day in self.made_up:
            return True
        if day in self.holidays or day.weekday() >= 5:
            return False
        return not (self.provisional(day.year) and (day.month, day.day) in FIXED_FESTIVALS)

    def add_working_days(self, start: date, count: int) -> date:
        """The day that lies `count` working days after (before, when negative) a day, which itself is not counted.

        The day of the event is not counted (民法典 201: 自下一日开始计算).
        """
        step = timedelta(days=1 if count >= 0 else -1)
        day, left = start, abs(count)
        while left:
            day += step
            if self.is_working_day(day):
                left -= 1
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before."""
        if end < start:
            return -self.working_days_between(end, start)
        count = weekdays_up_to(end) - weekdays_up_to(start)
        count += between(self._weekends_on, start, end) - between(self._weekdays_off, start, end)
        for year in range(start.year, end.year + 1):
            if self.provisional(year):
                festivals = (date(year, month, day) for month, day in FIXED_FESTIVALS)
                count -= sum(1 for day in festivals if start < day <= end and day.weekday() < 5
                             and day not in self.made_up and day not in self.holidays)
        return count


def weekdays_up_to(day: date) -> int:
    """How many Mondays to Fridays there have been since the calendar began, on a Monday."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def between(days: tuple[date, ...], start: date, end: date) -> int:
    """How many of some sorted days lie after `start` up to and including `end`."""
    return bisect_right(days, end) - bisect_right(days, start)
