"""The school calendar of a year from its terms and days."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from junheng.registry.values.calendar import DayCell, Days, MonthCard, Term, TermCard, WeekRow


def days_of(first: date, last: date) -> Iterable[date]:
    """Every day from one to another, both counted."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def counted(term: Term, days: Days) -> TermCard:
    """A term with its weeks and days of classes."""
    taught = [day for day in days_of(term.first_day, term.last_day) if days.taught(day)]
    return TermCard(term, len({term.week_of(day) for day in taught}), len(taught))


def term_of(day: date, terms: Iterable[Term]) -> Term | None:
    """The term in which a day lies; None in the holidays."""
    return next((term for term in terms if day in term), None)


def months(terms: Sequence[Term], days: Days) -> tuple[MonthCard, ...]:
    """The months from the first day of the first term to the last day of the last, by weeks."""
    if not terms:
        return ()
    first, last = min(term.first_day for term in terms), max(term.last_day for term in terms)
    found = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        found.append(month_of(year, month, terms, days))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return tuple(found)


def month_of(year: int, month: int, terms: Sequence[Term], days: Days) -> MonthCard:
    """A month by weeks."""
    return MonthCard(date(year, month, 1), tuple(week(row, month, terms, days) for row in calendar.Calendar().monthdatescalendar(year, month)))


def week(row: Sequence[date], month: int, terms: Sequence[Term], days: Days) -> WeekRow:
    """A row of a month."""
    term = next((found for day in row if (found := term_of(day, terms))), None)
    return WeekRow(term.week_of(row[0]) if term else None, tuple(
        DayCell(day, day.month == month, inside := term_of(day, terms) is not None, inside and days.taught(day), days.word(day)) for day in row))
