"""Terms, weeks and days of classes: pure reckoning over a term and a working calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from junheng.ground.kernel.calendars import WorkCalendar
from junheng.registry.engine.calendar import counted, months, term_of
from junheng.registry.values.calendar import Days, Term
from junheng.registry.values.standing import DayKind

AUTUMN = Term(2026, 1, date(2026, 9, 1), date(2027, 1, 22))
SPRING = Term(2026, 2, date(2027, 2, 26), date(2027, 7, 7))
PLAIN = Days(WorkCalendar(years=frozenset({2026, 2027})))


def test_the_first_week_is_that_of_the_first_day_and_weeks_begin_on_monday():
    assert AUTUMN.week_of(date(2026, 9, 1)) == 1
    assert (AUTUMN.week_of(date(2026, 9, 6)), AUTUMN.week_of(date(2026, 9, 7))) == (1, 2)
    assert AUTUMN.weeks == 21
    assert SPRING.week_of(date(2027, 2, 28)) == 1


@given(first=st.dates(date(2000, 8, 1), date(2090, 1, 1)), length=st.integers(30, 180))
def test_weeks_count_every_day_once_and_never_skip(first, length):
    term = Term(first.year, 1, first, first + timedelta(days=length))
    weeks = [term.week_of(first + timedelta(days=day)) for day in range(length + 1)]
    assert weeks[0] == 1
    assert all(after - before in {0, 1} for before, after in pairwise(weeks))
    assert all(weeks.count(week) == 7 for week in set(weeks) - {weeks[0], weeks[-1]})


def test_a_day_off_takes_one_day_and_a_day_of_classes_on_a_weekend_gives_one():
    plain = counted(AUTUMN, PLAIN)
    own = Days(PLAIN.work, {date(2026, 11, 11): (DayKind.OFF, "秋假"), date(2026, 10, 31): (DayKind.ON, "补课")})
    assert counted(AUTUMN, own).teaching_days == plain.teaching_days
    assert own.taught(date(2026, 10, 31))
    assert not own.taught(date(2026, 11, 11))


def test_a_whole_week_off_is_no_week_with_classes():
    week = {date(2026, 10, 5) + timedelta(days=day): (DayKind.OFF, "假") for day in range(7)}
    assert counted(AUTUMN, Days(PLAIN.work, week)).teaching_weeks == counted(AUTUMN, PLAIN).teaching_weeks - 1


def test_a_day_of_the_winter_holiday_lies_in_no_term():
    assert term_of(date(2027, 2, 1), (AUTUMN, SPRING)) is None
    assert term_of(date(2027, 1, 22), (AUTUMN, SPRING)) is AUTUMN


def test_months_hold_every_day_of_the_year_once():
    found = months((AUTUMN, SPRING), PLAIN)
    days = [cell.day for month in found for row in month.weeks for cell in row.days if cell.in_month]
    assert days == sorted(set(days))
    assert (days[0], days[-1]) == (date(2026, 9, 1), date(2027, 7, 31))
    assert all(len(row.days) == 7 for month in found for row in month.weeks)
