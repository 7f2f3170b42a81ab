"""Days, calendars and numerals."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.ground.kernel.calendars import WorkCalendar
from junheng.ground.kernel.dates import due_date, school_year_of
from junheng.ground.kernel.numerals import decimal_number, share, whole_number

NUMERALS = "零一二三四五六七八九"


def written(number: int) -> str:
    """A whole number below ten thousand in Chinese numerals, written by the plainest rule there is."""
    if number == 0:
        return "零"
    text, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if gap and text else "") + NUMERALS[digit] + name
            gap = False
        else:
            gap = True
    return text


@given(st.integers(0, 9999))
def test_every_number_is_read_back_as_it_was_written(number):
    assert whole_number(written(number)) == number


@pytest.mark.parametrize(("text", "number"), [
    ("十", 10), ("十五", 15), ("二〇二五", 2025), ("两千三百万", 23_000_000), ("一亿二千万", 120_000_000), ("三千二百个", None),
    ("", None), ("12", 12), ("一一十", None),
])
def test_whole_numbers(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize(("text", "number"), [("1.2亿", "120000000"), ("九十五点五", "95.5"), ("15万", "150000"), ("一点", None)])
def test_decimals(text, number):
    assert decimal_number(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(("text", "per_cent"), [
    ("95%", "95"), ("百分之九十五", "95"), ("四分之一", "25"), ("五成", "50"), ("九成五", "95"), ("三成半", "35"), ("很多", None),
])
def test_shares(text, per_cent):
    assert share(text) == (None if per_cent is None else Decimal(per_cent))


@pytest.mark.parametrize(("printed", "day", "has_reason"), [
    ("2026-06-30", "2026-06-30", False), ("2025", "2025-12-31", True), ("2026-02", "2026-02-28", True),
    ("2026年12月", "2026-12-31", True), ("2026年6月15日前", "2026-06-15", False), ("8月底前", "2026-08-31", True),
    ("秋季开学前", "2026-08-31", True), ("“十四五”末", "2025-12-31", True), ("长期坚持", "2026-12-31", True),
    (None, "2026-12-31", True), ("上半年", "2026-06-30", True), ("2026-02-30", "2026-02-28", True),
])
def test_a_printed_deadline_becomes_a_day_with_its_reason(printed, day, has_reason):
    found = due_date(printed, period_start=2026, period_end=2026)
    assert (found.on.isoformat(), bool(found.basis)) == (day, has_reason)


def test_the_school_year_opens_on_the_first_of_september():
    assert str(school_year_of(date(2026, 8, 31))) == "2025-2026"
    assert str(school_year_of(date(2026, 9, 1))) == "2026-2027"


CALENDAR = WorkCalendar(frozenset({date(2026, 10, 5)}), frozenset({date(2026, 10, 10)}), frozenset({2026}))


def test_a_made_up_saturday_is_a_working_day_and_a_holiday_is_none():
    assert CALENDAR.is_working_day(date(2026, 10, 10))
    assert not CALENDAR.is_working_day(date(2026, 10, 5))
    assert not CALENDAR.is_working_day(date(2026, 10, 11))


def test_an_unknown_year_counts_weekdays_less_fixed_festivals_and_says_so():
    assert CALENDAR.provisional(2031)
    assert not CALENDAR.is_working_day(date(2031, 10, 1))
    assert CALENDAR.is_working_day(date(2031, 10, 8))


@given(st.integers(0, 200), st.integers(-300, 300))
def test_adding_and_counting_working_days_agree(offset, count):
    start = date(2026, 1, 1) + timedelta(days=offset)
    end = CALENDAR.add_working_days(start, count)
    if count >= 0:
        assert CALENDAR.working_days_between(start, end) == count
