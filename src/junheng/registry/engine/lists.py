"""A table of a kept list against the register: what is new, what changes, what cannot be taken. Nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from junheng.ground.sheets.intake import Reading, Refusal, Taken, Value
from junheng.ground.sheets.intake import refuse as at_cell
from junheng.registry.engine.faults import Fault, refuse
from junheng.registry.engine.plans import Plan, school_of
from junheng.registry.engine.rules import RULES
from junheng.registry.values.lists import Listing


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row as the register holds it; `values` by the form's keys, empty cells None."""

    id: int
    code: str
    school: int | None
    values: Mapping[str, Value]

    @property
    def ended(self) -> bool:
        """Whether it has a last day."""
        return self.values.get("until") is not None


@dataclass(slots=True)
class ListRegister:
    """What a table is compared with: schools within reach with the stages that each runs, the list's rows there."""

    on: date
    schools: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    stages: dict[int, frozenset[str]] = field(default_factory=dict)
    rows: list[HeldRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ListStep:
    """What a row does: `held` None for a new one, `values` whole then."""

    row: Taken | None
    held: HeldRow | None
    school: int | None
    values: Mapping[str, Value]
    changes: tuple[tuple[str, Value, Value], ...] = ()
    moves: bool = False


@dataclass(slots=True)
class Known:
    """The rows of a list, found again by code or by key; each is claimed once. `now`: the rows as they would be after those
    judged so far, new ones under numbers below nought."""

    listing: Listing
    register: ListRegister
    by_code: dict[str, HeldRow] = field(default_factory=dict)
    by_key: dict[tuple[Any, ...], dict[int, HeldRow]] = field(default_factory=lambda: defaultdict(dict))
    claimed: dict[int, int] = field(default_factory=dict)
    fresh: dict[tuple[Any, ...], int] = field(default_factory=dict)
    now: dict[int, HeldRow] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.now = {row.id: row for row in self.register.rows}
        for row in self.register.rows:
            self.by_code[row.code] = row
            if self.listing.once or not row.ended:
                for with_day in (True, False) if not self.listing.key else (True,):
                    self.by_key[self.key(row.school, row.values, with_day)][row.id] = row

    def key(self, school: int | None, values: Mapping[str, Value], with_day: bool) -> tuple[Any, ...]:
        """What a row is known by. Without its first day where the table does not say one, and the key is the whole row."""
        columns = self.listing.key or tuple(each for each in self.listing.compared if with_day or each != "since")
        return school, with_day, *(values.get(each) for each in columns)

    def like(self, school: int | None, values: Mapping[str, Value], with_day: bool) -> HeldRow | None:
        """A row that is there already and that no other row has claimed; where the list has a key, also one that is claimed."""
        found = self.by_key.get(self.key(school, values, with_day), {})
        return next((row for row in found.values() if self.listing.key or row.id not in self.claimed), None)


def plan(reading: Reading, listing: Listing, register: ListRegister) -> Plan:
    """What each row of a table would do: rows with a code first, so that a row without one never takes their place."""
    found = Plan(refusals=list(reading.refusals))
    known = Known(listing, register)
    for row in sorted(reading.rows, key=lambda each: not each.values.get("code")):
        step, refused = step_of(reading, row, known)
        if refused or step is None:
            found.refusals += refused
        elif step.held is None:
            found.added.append(step)
        elif step.changes:
            found.changed.append(step)
        else:
            found.unchanged += 1
    return found


def step_of(reading: Reading, row: Taken, known: Known) -> tuple[ListStep | None, list[Refusal]]:
    """What one row does, or why it cannot be taken."""
    listing, register, code = known.listing, known.register, row.values.get("code")
    held = known.by_code.get(str(code)) if code else None
    if code and held is None:
        return None, [at_cell(reading, row, "code", "unknown-row", "Nothing within your reach has the code %(row_code)s.",
                              "Leave it empty for something new.", row_code=str(code))]
    school: int | None = None
    if listing.placed:
        school, refused = school_of(reading, row, register.schools, register.names)
        if school is None:
            return None, refused
        if held is not None and held.school != school:
            return None, [at_cell(reading, row, "school_code", "another-school", "What has the code %(row_code)s belongs to %(school)s.",
                                  "Correct the school, or leave the code empty.", row_code=str(code), school=register.names.get(held.school or 0, ""))]
    given = set(reading.heads[row.sheet].columns.values())
    said = {key: row.values[key] for key in listing.compared if key in given and row.values[key] is not None}
    if held is None:
        held = known.like(school, begun(listing, register.on, said), "since" in said)
    step, faults = judged(known, held, school, said, row)
    refused = [at_cell(reading, row, each.key, each.code, each.message, each.remedy, place=None, **each.values) for each in faults]
    where = known.claimed if step.held is not None else known.fresh
    mark: Any = step.held.id if step.held is not None else known.key(school, step.values, with_day=True)
    if not refused and mark in where and (step.held is not None or listing.key):
        refused = [at_cell(reading, row, listing.form.shows[0], "same-row", "The same stands in row %(before)s already.", "Delete one of the two rows.",
                           before=where[mark])]
    where.setdefault(mark, row.row)
    if not refused:
        number = step.held.id if step.held is not None else -1 - len(known.fresh)
        known.now[number] = HeldRow(number, str(code or ""), school, step.values)
    return step, refused


def begun(listing: Listing, on: date, said: Mapping[str, Value]) -> dict[str, Value]:
    """A new row with what is usual where nothing is said."""
    usual: dict[str, Value] = {"since": on} if "since" in listing.compared else {}
    return {**dict.fromkeys(listing.compared), **usual, **listing.usual, **said}


def judged(known: Known, held: HeldRow | None, school: int | None, said: Mapping[str, Value], row: Taken | None = None) -> tuple[ListStep, list[Fault]]:
    """What values do to a row, new where `held` is None, and what is wrong with them: for tables and for single forms alike."""
    listing, register = known.listing, known.register
    values = begun(listing, register.on, said) if held is None else {**held.values, **said}
    changes = () if held is None else tuple(
        (key, held.values.get(key), values[key]) for key in listing.compared if values[key] != held.values.get(key))
    if held is not None and not changes:
        return ListStep(row, held, school, values), []
    faults: list[Fault] = []
    if "stage" in listing.compared and school is not None:
        faults += staged(values, register, school)
    first, last = values.get("since"), values.get("until")
    if isinstance(first, date) and isinstance(last, date) and last <= first:
        faults.append(refuse("until", "The last day lies before the first.", "Correct one of the two days."))
    rule = RULES.get(listing.form.name)
    faults += rule(values, school, [each for each in known.now.values() if held is None or each.id != held.id]) if rule else []
    if listing.key:
        same = known.by_key.get(known.key(school, values, with_day=True), {})
        if any(held is None or number != held.id for number in same):
            faults.append(refuse(listing.key[-1], "Another row says the same of this already.", "Correct it, or end the other one first."))
    return ListStep(row, held, school, values, changes), faults


def staged(values: dict[str, Value], register: ListRegister, school: int) -> list[Fault]:
    """This will fill in the stage where the school runs only one; what is wrong where it does not run the one that is said."""
    runs = register.stages[school]
    if values.get("stage"):
        return [] if values["stage"] in runs else [refuse("stage", "%(school)s does not run this stage.", "Correct the stage or the school.",
                                                          school=register.names[school])]
    usual = sorted(runs - {"kindergarten"}) or sorted(runs)
    if len(usual) != 1:
        return [refuse("stage", "%(school)s runs more than one stage.", "Fill in the stage (学段).", school=register.names[school])]
    values["stage"] = usual[0]
    return []
