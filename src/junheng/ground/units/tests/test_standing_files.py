"""The calendar and the book of standards, as they load from the files that come with the house and the county's own."""

from __future__ import annotations

from datetime import date

from junheng.ground.standards import lint
from junheng.ground.units.books import load_book
from junheng.ground.units.calendar import load_calendar


def test_the_published_calendar_of_2026_counts_as_the_notice_says():
    calendar = load_calendar([2026])
    assert calendar.working_days_between(date(2026, 11, 20), date(2026, 12, 31)) == 29
    assert not calendar.is_working_day(date(2026, 10, 1))


def test_a_countys_own_file_wins_over_the_published_calendar():
    calendar = load_calendar([2026], "years = [2027]\nholidays = [2026-11-20]\nmade_up = [2026-11-21]\n")
    assert not calendar.is_working_day(date(2026, 11, 20))
    assert calendar.is_working_day(date(2026, 11, 21))
    assert not calendar.provisional(2027)


def test_the_houses_own_standards_load_and_pass_the_linter():
    assert [each for each in lint(load_book(None), date(2026, 11, 20)) if each.level == "error"] == []
