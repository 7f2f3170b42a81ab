"""The school calendar: which term and which week a day lies in, and the calendar of a year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings

from junheng.ground.kernel.dates import school_year_of
from junheng.ground.people.values import Person
from junheng.ground.units.calendar import load_calendar
from junheng.registry import access
from junheng.registry.engine import calendar as engine
from junheng.registry.models import DayOff
from junheng.registry.models import Term as Row
from junheng.registry.queries.books import book
from junheng.registry.values.calendar import CalendarCard, Days, Term
from junheng.registry.values.standing import DayKind

ENDS = {1: ("autumn_first", "autumn_last"), 2: ("spring_first", "spring_last")}


def terms(opens: int) -> tuple[Term, ...]:
    """The two terms of a school year; provisional days where nobody has said them."""
    held = {row.number: Term(opens, row.number, row.first_day, row.last_day, row.basis) for row in Row.objects.filter(school_year=opens)}
    rule = book().at(date(opens, 9, 1))["registry/terms"]

    def usual(name: str) -> date:
        month, day = divmod(int(rule.value(name)), 100)
        return date(opens if name == "autumn_first" else opens + 1, month, day)

    return tuple(held.get(number) or Term(opens, number, usual(first), usual(last), provisional=True) for number, (first, last) in ENDS.items())


def term_of(day: date) -> Term | None:
    """The term in which a day lies; None in the holidays. A term may begin in the last days of August."""
    opens = school_year_of(day).opens
    return engine.term_of(day, (*terms(opens), *terms(opens + 1)))


def week_of(day: date) -> int | None:
    """The week of the term in which a day lies; None in the holidays."""
    term = term_of(day)
    return term.week_of(day) if term else None


def days_of_year(opens: int) -> Days:
    """Published holidays and the county's own days around a school year."""
    place = Path(settings.COUNTY) / "holidays.toml" if settings.COUNTY else None
    work = load_calendar((opens, opens + 1), place.read_text(encoding="utf-8") if place and place.is_file() else None)
    own = {day: (DayKind(row.kind), row.word) for row in DayOff.objects.filter(last_day__gte=date(opens, 8, 1), first_day__lt=date(opens + 1, 9, 1))
           for day in engine.days_of(row.first_day, row.last_day)}
    return Days(work, own)


def school_calendar(person: Person, opens: int) -> CalendarCard:
    """The calendar of a school year. Raises Denied."""
    access.check_may(person, "see", access.CALENDAR)
    held, days = terms(opens), days_of_year(opens)
    own = DayOff.objects.filter(last_day__gte=held[0].first_day, first_day__lte=held[-1].last_day)
    return CalendarCard(opens, tuple(engine.counted(term, days) for term in held), engine.months(held, days),
                        tuple((row.first_day, row.last_day, DayKind(row.kind), row.word, row.basis) for row in own),
                        tuple(year for year in (opens, opens + 1) if days.work.provisional(year)))
