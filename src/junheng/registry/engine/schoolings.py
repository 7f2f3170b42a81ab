"""A list of schools against the register: which open, which change from a day on, what cannot be taken. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from junheng.ground.sheets.intake import Reading, Refusal, Taken, Value
from junheng.ground.sheets.intake import refuse as at_cell
from junheng.registry.engine.plans import Plan

# What a school says of itself, and what a new one must say.
COLUMNS = ("name", "short_name", "kind", "ownership", "locale", "township", "address", "capacity")
MUST = ("kind", "ownership", "locale")


@dataclass(frozen=True, slots=True)
class HeldSchool:
    """A school as it is since its last change. `township` by its short name."""

    id: int
    since: date
    values: Mapping[str, Value]


@dataclass(slots=True)
class SchoolRegister:
    """What a list is compared with: schools by code, those that were closed, townships by name."""

    on: date
    by_code: dict[str, HeldSchool] = field(default_factory=dict)
    closed: dict[str, date] = field(default_factory=dict)
    townships: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Schooling:
    """What a row does, on a day and by a paper: `held` None for a school that opens; `values` whole."""

    row: Taken
    held: HeldSchool | None
    values: Mapping[str, Value]
    on: date
    basis: str
    changes: tuple[tuple[str, Value, Value], ...] = ()
    moves: bool = False


def plan(reading: Reading, register: SchoolRegister) -> Plan:
    """What each row of a list would do."""
    found = Plan(refusals=list(reading.refusals))
    for row in reading.rows:
        code = str(row.values["school_code"])
        held = register.by_code.get(code)
        given = set(reading.heads[row.sheet].columns.values())
        said = {key: row.values[key] for key in COLUMNS if key in given and row.values[key] is not None}
        values = {**dict.fromkeys(COLUMNS), **(held.values if held else {}), **said}
        changes = tuple((key, held.values.get(key), value) for key, value in values.items() if value != held.values.get(key)) if held else ()
        if held is not None and not changes:
            found.unchanged += 1
            continue
        given_day = row.values.get("since")
        on = given_day if isinstance(given_day, date) else register.on
        basis = str(row.values.get("basis") or "")
        refused = wrong(reading, row, register, held, values, on, basis)
        if refused:
            found.refusals += refused
        else:
            (found.added if held is None else found.changed).append(Schooling(row, held, values, on, basis, changes))
    return found


def wrong(reading: Reading, row: Taken, register: SchoolRegister, held: HeldSchool | None, values: Mapping[str, Value], on: date,
          basis: str) -> list[Refusal]:
    """What the rules of opening and changing refuse."""
    found, code = [], str(row.values["school_code"])
    if not (len(code) == 10 and code.isascii() and code.isdigit()):
        found.append(at_cell(reading, row, "school_code", "school-code", "“%(number)s” is no code of a school.",
                             "It has ten digits (学校标识码).", number=code))
    elif code in register.closed:
        found.append(at_cell(reading, row, "school_code", "closed", "The school with the code %(number)s was closed on %(day)s.",
                             "Leave the row out; a code is never given twice.", number=code, day=register.closed[code].isoformat()))
    if not basis:
        found.append(at_cell(reading, row, "basis", "no-paper", "The paper is missing by which this was decided.", "Give its number or its title."))
    if on > register.on:
        found.append(at_cell(reading, row, "since", "ahead", "%(day)s is still to come.", "Write it down on that day or after it.", day=on.isoformat()))
    if held is not None and on < held.since:
        found.append(at_cell(reading, row, "since", "changed-later", "%(school)s was changed on %(day)s already.", "Give that day or a later one.",
                             school=str(held.values["name"]), day=held.since.isoformat()))
    if values["township"] and str(values["township"]) not in register.townships:
        found.append(at_cell(reading, row, "township", "no-township", "There is no township “%(township)s”.", "Write its name as in the directory of units.",
                             township=str(values["township"])))
    for key in () if held else MUST:
        if values[key] is None:
            found.append(at_cell(reading, row, key, "needed", "A school that opens needs its kind, who runs it, and town or country.", "Fill it in."))
    return found
