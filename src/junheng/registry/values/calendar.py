"""Terms, weeks and days of the school calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from junheng.ground.kernel.calendars import WorkCalendar
from junheng.registry.values.standing import DayKind

NUMBERS = {1: "第一学期", 2: "第二学期"}


@dataclass(frozen=True, slots=True)
class Term:
    """A term, both days counted. `provisional`: nobody has said its days yet."""

    opens: int
    number: int
    first_day: date
    last_day: date
    basis: str = ""
    provisional: bool = False

    @property
    def name(self) -> str:
        """2026—2027学年第一学期."""
        return f"{self.opens}—{self.opens + 1}学年{NUMBERS[self.number]}"

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first_day <= day <= self.last_day

    def week_of(self, day: date) -> int:
        """The week of a day, from 1; the first week, Monday to Sunday, is that of the first day."""
        return (monday(day) - monday(self.first_day)).days // 7 + 1

    @property
    def weeks(self) -> int:
        """How many weeks it has, begun ones counted."""
        return self.week_of(self.last_day)


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Days:
    """The county's own days beside the published holidays: what each is, and what it is called."""

    work: WorkCalendar
    own: Mapping[date, tuple[DayKind, str]] = field(default_factory=dict)

    def taught(self, day: date) -> bool:
        """Whether there are classes on a day of term: a working day, unless the county says otherwise."""
        said = self.own.get(day)
        return said[0] is DayKind.ON if said else self.work.is_working_day(day)

    def word(self, day: date) -> str:
        """What the county calls a day; "" for an ordinary one."""
        said = self.own.get(day)
        return said[1] if said else ""


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day in a month: of which term and week, whether there are classes."""

    day: date
    in_month: bool
    in_term: bool
    taught: bool
    word: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A row of a month, Monday to Sunday; `number` of the week in its term, None outside."""

    number: int | None
    days: tuple[DayCell, ...]


@dataclass(frozen=True, slots=True)
class MonthCard:
    """A month of the calendar."""

    first: date
    weeks: tuple[WeekRow, ...]


@dataclass(frozen=True, slots=True)
class TermCard:
    """A term with its count: weeks, weeks with classes, days of classes."""

    term: Term
    teaching_weeks: int
    teaching_days: int


@dataclass(frozen=True, slots=True)
class CalendarCard:
    """A school year: its terms, months, the county's own days. `holidays_unknown`: calendar years without a notice yet."""

    opens: int
    terms: tuple[TermCard, ...]
    months: tuple[MonthCard, ...]
    own: tuple[tuple[date, date, DayKind, str, str], ...]
    holidays_unknown: tuple[int, ...]
