"""Due dates as plans print them, turned into days with the reason that a page can show."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

FIVE_YEAR_ENDS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
ISO = re.compile(r"^(20\d\d)(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
PRINTED = re.compile(r"(?:(20\d\d)\s*年)?\s*(?:(\d{1,2})\s*月)?\s*(?:(\d{1,2})\s*日)?\s*(?:底|末)?(?:之?前)?")
# The school year's own days, as plans speak of them: autumn term opens on 1 September, spring term about 1 March.
EVENTS = (("秋季", (8, 31), "before the autumn term opens"), ("暑", (8, 31), "by the end of the summer holiday"),
          ("春季", (2, 28), "before the spring term opens"), ("上半年", (6, 30), "by the end of the half-year"),
          ("第一季度", (3, 31), "by the end of the quarter"), ("第二季度", (6, 30), "by the end of the quarter"),
          ("第三季度", (9, 30), "by the end of the quarter"), ("一季度", (3, 31), "by the end of the quarter"),
          ("二季度", (6, 30), "by the end of the quarter"), ("三季度", (9, 30), "by the end of the quarter"))


@dataclass(frozen=True, slots=True)
class DueDate:
    """A day, and the message id of the reason for it; "" when the plan itself names the day."""

    on: date
    basis: str = ""


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def due_date(printed: str | None, *, period_start: int, period_end: int) -> DueDate:
    """This will turn a printed deadline into a day; years default to the plan's last one.

    Reads 2025, 2025-06, 2025-06-30, 2025年12月, 2022年底前, 8月底前, 年内, 秋季开学前, 十四五末. Anything that names no
    day (长期坚持, 持续推进) and no deadline at all give the last day of the plan, with the reason.
    """
    last = date(period_end, 12, 31)
    if not printed or not printed.strip():
        return DueDate(last, "no date in the plan; taken as its last day")
    text = re.sub(r"\s+", "", printed)
    exact = ISO.match(text)
    if exact:
        year, month, day = (int(part) if part else None for part in exact.groups())
        return from_parts(year, month, day, period_end)
    for name, year in FIVE_YEAR_ENDS.items():
        if name in text:
            return DueDate(date(year, 12, 31), "the last day of the five-year plan")
    for word, (month, day), reason in EVENTS:
        if word in text:
            named = re.search(r"20\d\d", text)
            return DueDate(date(int(named.group()) if named else period_end, month, day), reason)
    found = PRINTED.match(text)
    if found and any(found.groups()):
        year, month, day = (int(part) if part else None for part in found.groups())
        if month is None or 1 <= month <= 12:
            return from_parts(year, month, day, period_end)
    return DueDate(last, "no day in the plan; taken as its last day")


def from_parts(year: int | None, month: int | None, day: int | None, period_end: int) -> DueDate:
    """A day from the parts that were printed; impossible days give the month's last."""
    whole_year = year or period_end
    if month is None:
        return DueDate(date(whole_year, 12, 31), "the last day of the year named")
    if day is None:
        return DueDate(month_end(whole_year, month), "the last day of the month named")
    try:
        return DueDate(date(whole_year, month, day))
    except ValueError:
        return DueDate(month_end(whole_year, month), "the last day of the month named")


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """A school year, named by the year in which it opens on 1 September."""

    opens: int

    @property
    def first_day(self) -> date:
        """1 September."""
        return date(self.opens, 9, 1)

    @property
    def last_day(self) -> date:
        """31 August of the year after."""
        return date(self.opens + 1, 8, 31)

    def __str__(self) -> str:
        return f"{self.opens}-{self.opens + 1}"


def school_year_of(day: date) -> SchoolYear:
    """The school year in which a day lies."""
    return SchoolYear(day.year if day.month >= 9 else day.year - 1)
