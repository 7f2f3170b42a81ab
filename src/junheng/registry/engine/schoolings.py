"""A list of schools against the register: which open, which change from a day on, which close, what cannot be taken. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from junheng.ground.sheets.intake import Reading, Refusal, Taken, Value
from junheng.ground.sheets.intake import refuse as at_cell
from junheng.registry.engine.plans import Plan
from junheng.registry.values.codes import SchoolStanding

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
    """What a list is compared with: schools by code, those that were closed, townships by name. `pupils` and `posts`: how many a school
    has until when (None: without an end)."""

    on: date
    by_code: dict[str, HeldSchool] = field(default_factory=dict)
    closed: dict[str, date] = field(default_factory=dict)
    townships: dict[str, int] = field(default_factory=dict)
    pupils: dict[int, list[tuple[date | None, int]]] = field(default_factory=dict)
    posts: dict[int, list[tuple[date | None, int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Schooling:
    """What a row does, on a day and by a paper: `held` None for a school that opens; `values` whole; `closes`: `on` is the first
    day without the school."""

    row: Taken
    held: HeldSchool | None
    values: Mapping[str, Value]
    on: date
    basis: str
    changes: tuple[tuple[str, Value, Value], ...] = ()
    moves: bool = False
    closes: bool = False


def plan(reading: Reading, register: SchoolRegister) -> Plan:
    """What each row of a list would do."""
    found = Plan(refusals=list(reading.refusals))
    for row in reading.rows:
        code = str(row.values["school_code"])
        held = register.by_code.get(code)
        if closing(row):
            close(reading, row, register, held, found)
            continue
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


def closing(row: Taken) -> bool:
    """Whether a row lets a school close: by its standing or by a day."""
    return row.values.get("standing") == SchoolStanding.CLOSED or row.values.get("closed") is not None


def close(reading: Reading, row: Taken, register: SchoolRegister, held: HeldSchool | None, found: Plan) -> None:
    """What a row that closes a school would do. One that was closed on that day already stays as it is."""
    code = str(row.values["school_code"])
    on = next((day for day in (row.values.get("closed"), row.values.get("since")) if isinstance(day, date)), register.on)
    if code in register.closed and (register.closed[code] == on or not isinstance(row.values.get("closed"), date)):
        found.unchanged += 1
        return
    basis = str(row.values.get("basis") or "")
    refused = wrong_to_close(reading, row, register, held, on, basis)
    if refused:
        found.refusals += refused
    elif held is not None:
        changes = (("standing", SchoolStanding.OPEN.value, SchoolStanding.CLOSED.value), ("closed", None, on))
        found.changed.append(Schooling(row, held, held.values, on, basis, changes, closes=True))


def wrong_to_close(reading: Reading, row: Taken, register: SchoolRegister, held: HeldSchool | None, on: date, basis: str) -> list[Refusal]:
    """What the rules of closing refuse: pupils and posts that go on, a paper that is missing, a day that cannot be."""
    code, where = str(row.values["school_code"]), "closed" if row.values.get("closed") is not None else "standing"
    if code in register.closed:
        return [at_cell(reading, row, where, "closed", "The school with the code %(number)s was closed on %(day)s.",
                        "Leave the row out; a code is never given twice.", number=code, day=register.closed[code].isoformat())]
    if held is None:
        return [at_cell(reading, row, "school_code", "not-open", "There is no school with the code %(number)s that could be closed.",
                        "Correct the code, or leave the row out.", number=code)]
    found, name = [], str(held.values["name"])
    if row.values.get("standing") == SchoolStanding.OPEN:
        found.append(at_cell(reading, row, "standing", "standing-differs", "%(school)s has a day of closing and is said to go on.",
                             "Empty the day, or write 停办.", school=name))
    if any(row.values.get(key) not in {None, held.values.get(key)} for key in COLUMNS):
        found.append(at_cell(reading, row, where, "closes-and-changes", "%(school)s closes and changes in one row.",
                             "Leave the other columns as they are; let it change in a table before.", school=name))
    if not basis:
        found.append(at_cell(reading, row, "basis", "no-paper", "The paper is missing by which this was decided.", "Give its number or its title."))
    if on > register.on:
        found.append(at_cell(reading, row, where, "ahead", "%(day)s is still to come.", "Write it down on that day or after it.", day=on.isoformat()))
    if on <= held.since:
        found.append(at_cell(reading, row, where, "before-opening", "%(school)s was opened or changed on %(day)s; this cannot come before.",
                             "Give a later day.", school=name, day=held.since.isoformat()))
    for counts, message in ((register.pupils, "%(school)s still has %(count)s pupils on its roll."), (register.posts, "%(school)s still has %(count)s posts.")):
        left = sum(count for until, count in counts.get(held.id, ()) if until is None or until > on)
        if left:
            found.append(at_cell(reading, row, where, "not-empty", message, "Let the school go into another (merge), or end these first.",
                                 school=name, count=left))
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
