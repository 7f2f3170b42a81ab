"""The example county's register: 110 schools, 50,000 pupils, 4,000 staff, all invented, brought in behind the running site."""

from __future__ import annotations

import os
import tomllib
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from junheng.ground.jobs import clock
from junheng.ground.jobs.registry import Progress, job
from junheng.ground.people.queries import account_id_of
from junheng.ground.snapshots import actions as freezing
from junheng.ground.snapshots import queries as snapshots
from junheng.ground.snapshots.taking import taken
from junheng.ground.units import actions as units
from junheng.ground.units.books import load_book
from junheng.ground.units.models import Unit
from junheng.ground.units.values import Kind
from junheng.registry import actions
from junheng.registry.engine.invented import County, Rules, county
from junheng.registry.values import School, SchoolKind
from junheng.shell import (
    lived_duty,
    lived_events,
    lived_faults,
    lived_national,
    lived_rounds,
    lived_standing,
)
from junheng.shell.demo import CONSOLE, COUNTY, FOUNDED, PEOPLE, founding

EXAMPLE = settings.PACKAGE.parent.parent / "counties" / "example"
SEED, YEARS = "云溪", 5
KINDS = {SchoolKind.KINDERGARTEN: Kind.KINDERGARTEN, SchoolKind.TEACHING_POINT: Kind.TEACHING_POINT}
# Schools of the whole county answer to the deputy in charge, all others to their township's central school.
COUNTYWIDE = {SchoolKind.SENIOR, SchoolKind.VOCATIONAL, SchoolKind.SPECIAL, SchoolKind.COMPLETE_SECONDARY, SchoolKind.TWELVE_YEAR}


def scale() -> str:
    """How much of the county: JUNHENG_DEMO_SCALE, 1 for the whole of it."""
    return os.environ.get("JUNHENG_DEMO_SCALE", "1")


@job("shell.hall")
def load(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will bring the invented register in; called again it goes on where it was broken off. `lived`: with a few events under
    way; `faults`: some are planted, checks and search find them."""
    held = invented(arguments.get("scale") or scale())
    total, done = sum(len(each) for each in held.tables()), 0

    def step(word: str, rows: int) -> None:
        nonlocal done
        done += rows
        progress.step(min(done, total), total, word)

    progress.step(0, total, "Schools")
    ids = open_units(held)
    count = actions.bring_in(held, units=ids, by=None, by_name="Console", at=timezone.now(), step=step)
    actions.know_accounts(accounts={name: number for username, name, _, _ in PEOPLE if (number := account_id_of(username))},
                          by=None, by_name="Console", at=timezone.now())
    count += lived_standing.load(held, SEED)
    freeze_census()
    progress.step(total, total, "Schools are asked")
    lived_rounds.ask()
    if arguments.get("faults"):
        lived_faults.plant(held.day, progress)
    if not arguments.get("lived"):
        return {"rows": count}
    lived_duty.live(clock.today())
    return {"rows": count, "events": lived_events.live(), "exports": lived_national.live(progress)}


def freeze_census() -> None:
    """This will freeze the census of the year, as the house does by itself in the night."""
    on = snapshots.census_due(clock.today())
    if on is not None:
        freezing.freeze(on=on, tables=taken(on), by=None, by_name="Console", at=clock.now())


def invented(size: str) -> County:
    """The county on the day that the house shows as today."""
    day = date.fromisoformat(settings.TODAY or "2026-11-20")
    book = load_book(None).at(day)
    told = {name: tomllib.loads((EXAMPLE / f"{name}.toml").read_text(encoding="utf-8")) for name in ("invented", "names")}
    rules = Rules(*(book[f"registry/{name}"] for name in ("entry-ages", "class-sizes", "retirement")))
    return county(SEED, size, day, YEARS, shape=told["invented"], names=told["names"], rules=rules)


def open_units(held: County) -> dict[str, int]:
    """This will open the units of townships, central schools and schools that are not there yet; ids by code."""
    ids = dict(Unit.objects.values_list("code", "pk"))

    def opened(code: str, name: str, short: str, kind: Kind, managing: str, place: str) -> None:
        if code not in ids:
            ids[code] = units.open_unit(code=code, name=name, short_name=short, kind=kind, since=FOUNDED, at=founding(),
                                        managing_parent=ids.get(managing), administrative_parent=ids.get(place), **CONSOLE)

    for town in held.townships:
        short = town.name.removeprefix(held.name)
        opened(town.code, town.name, short, Kind.TOWNSHIP, "", COUNTY)
        opened(f"Z{town.code[1:]}", f"{short}中心校", f"{short.rstrip('镇乡')}中心校", Kind.CENTRAL_SCHOOL, "L1", town.code)
    codes = {school.school_code: school.unit_code for school in held.schools}
    for school in sorted(held.schools, key=lambda each: bool(each.parent)):
        opened(school.unit_code, school.name, school.short_name, KINDS.get(school.kind, Kind.SCHOOL), above(school, codes),
               school.township)
    return ids


def above(school: School, codes: dict[str, str]) -> str:
    """The code of the unit that manages a school."""
    if school.parent:
        return codes[school.parent]
    return "L1" if school.kind in COUNTYWIDE else f"Z{school.township[1:]}"
