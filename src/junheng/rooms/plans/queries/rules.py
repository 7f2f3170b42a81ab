"""House rules, calendar and lexicon, loaded once for a process and a day."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings

from junheng.ground.kernel.calendars import WorkCalendar
from junheng.ground.standards import Book
from junheng.ground.units.books import load_book
from junheng.ground.units.calendar import calendar_of
from junheng.rooms.plans.engine.light import LightRules
from junheng.rooms.plans.engine.reminders import ReminderRules
from junheng.rooms.plans.engine.systems import Lexicon, lexicon_from


@lru_cache(maxsize=1)
def house_lexicon() -> Lexicon:
    """The lexicon of systems that clauses call for."""
    return lexicon_from(
        files("junheng.rooms.plans").joinpath("standards", "systems.toml").read_text(encoding="utf-8")
    )


@lru_cache(maxsize=1)
def book() -> Book:
    """All standards with the county's overlays."""
    return load_book(Path(settings.COUNTY) if settings.COUNTY else None)


@lru_cache(maxsize=1)
def county_format() -> dict[str, Any]:
    """What the county's own official_format.toml says of its papers; {} where it takes the usual form.

    [numbers] bulletin: its 代字; [record] copies, printer: its 版记; [slip]: the fields of its 发文处理笺.
    """
    place = Path(settings.COUNTY) / "official_format.toml" if settings.COUNTY else None
    return tomllib.loads(place.read_text(encoding="utf-8")) if place is not None and place.exists() else {}


@lru_cache(maxsize=8)
def light_rules(today: date) -> LightRules:
    """The parameters of the light in force on a day."""
    light = book().at(today)["plans/light"]
    return LightRules(margin=light.value("margin"), report_fresh_days=int(light.value("report_fresh_days")))



def work_calendar(today: date) -> WorkCalendar:
    """The calendar that counts working days around a day."""
    return calendar_of(today.year)


def unknown_years(today: date, days: Iterable[date]) -> tuple[int, ...]:
    """The years from today to these days whose days off are not known: their working days are provisional."""
    years = {day.year for day in days} | {today.year}
    calendar = work_calendar(today)
    return tuple(year for year in range(min(years), max(years) + 1) if year >= today.year and calendar.provisional(year))


@lru_cache(maxsize=8)
def reminder_rules(today: date) -> ReminderRules:
    """The offsets of reminders in force on a day."""
    said = book().at(today)["plans/reminders"]
    return ReminderRules(
        first=int(said.value("first_reminder")), second=int(said.value("second_reminder")),
        after_due=int(said.value("after_due")), to_leader=int(said.value("to_leader")), to_head=int(said.value("to_head")),
    )
