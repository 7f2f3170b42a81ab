"""The working calendar of a county: the published holidays of a kept library under the county's own file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

import chinese_calendar
from chinese_calendar import constants
from django.conf import settings

from junheng.ground.kernel.calendars import WorkCalendar


def load_calendar(years: Iterable[int], county_file: str | None = None) -> WorkCalendar:
    """This will build the calendar of some years. The county's file (TOML) wins over the library:

    `years = [2027]`, `holidays = [2027-01-01, …]`, `made_up = [2027-02-07, …]` for a year that the library does not
    know yet, or single days that differ here.
    """
    wanted = set(years)
    known = wanted & {day.year for day in constants.holidays}
    holidays = {day for day in chinese_calendar.constants.holidays if day.year in known}
    made_up = {day for day in chinese_calendar.constants.workdays if day.year in known}
    if county_file:
        said = tomllib.loads(county_file)
        own_holidays = set(dates(said.get("holidays", [])))
        own_made_up = set(dates(said.get("made_up", [])))
        holidays = (holidays - own_made_up) | own_holidays
        made_up = (made_up - own_holidays) | own_made_up
        known |= {int(year) for year in said.get("years", [])}
    return WorkCalendar(frozenset(holidays), frozenset(made_up), frozenset(known))


def dates(values: Iterable[object]) -> Iterable[date]:
    """The dates of a list. Raises ValueError for anything else."""
    for value in values:
        if not isinstance(value, date):
            raise ValueError(f"{value!r} is not a date such as 2027-01-01")
        yield value


@lru_cache(maxsize=4)
def calendar_of(year: int) -> WorkCalendar:
    """Working days of a year and its neighbours, the county's file laid over the published ones."""
    county = Path(settings.COUNTY) / "calendar.toml" if settings.COUNTY else None
    text = county.read_text(encoding="utf-8") if county and county.exists() else None
    return load_calendar(range(year - 2, year + 3), text)
