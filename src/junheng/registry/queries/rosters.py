"""What a list of pupils is compared with, and the same list filled with the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from junheng.ground.kernel.dates import school_year_of
from junheng.ground.people import access as people
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Value
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.engine.rosters import COMPARED, Held, Place, Register, grade_of
from junheng.registry.models import Enrolment, FormerNumber, Guardian, Pupil, SchoolSpell
from junheng.registry.queries.schools import spells_on
from junheng.registry.values import Care, SchoolKind, Stage
from junheng.registry.values.forms import PUPILS

RUNS: dict[str, frozenset[str]] = {
    SchoolKind.KINDERGARTEN: frozenset({Stage.KINDERGARTEN}), SchoolKind.PRIMARY: frozenset({Stage.KINDERGARTEN, Stage.PRIMARY}),
    SchoolKind.TEACHING_POINT: frozenset({Stage.KINDERGARTEN, Stage.PRIMARY}), SchoolKind.JUNIOR: frozenset({Stage.JUNIOR}),
    SchoolKind.NINE_YEAR: frozenset({Stage.KINDERGARTEN, Stage.PRIMARY, Stage.JUNIOR}), SchoolKind.COMPLETE_SECONDARY: frozenset({Stage.JUNIOR, Stage.SENIOR}),
    SchoolKind.TWELVE_YEAR: frozenset({Stage.KINDERGARTEN, Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR}), SchoolKind.SENIOR: frozenset({Stage.SENIOR}),
    SchoolKind.VOCATIONAL: frozenset({Stage.VOCATIONAL}), SchoolKind.SPECIAL: frozenset(Stage) - {Stage.SENIOR},
}


def within_reach(person: Person, day: date, kind: str = access.PUPIL) -> list[SchoolSpell]:
    """The schools whose pupils, or whose staff, the person may change."""
    reach = people.reach(person, "change", kind)
    rows = spells_on(day).select_related("school")
    return list(rows if reach.everything else rows.filter(school_id__in=reach.unit_ids))


def register_of(person: Person, day: date) -> Register:
    """The register on a day: whole within the person's reach, elsewhere only which numbers are taken."""
    spells = within_reach(person, day)
    names = {row.school_id: row.short_name or row.name for row in spells}
    by: dict[str, int] = {}
    for row in spells:
        by |= {row.school.school_code: row.school_id, row.name: row.school_id, row.short_name or row.name: row.school_id}
    found = Register(school_year_of(day).opens, by, names, {row.school_id: RUNS[row.kind] for row in spells})
    found.given_up.update(FormerNumber.objects.values_list("number", flat=True))
    places = places_on(day)
    guardians = guardians_by_household()
    merged: list[tuple[int, str, str | None, str | None]] = []
    columns = ("pk", "merged_into_id", "code", "household_id", "care", "name", "sex", "born", "identity_number", "roll_number", "ethnic_group", "boarding",
               "residence", "residence_division", "address")
    for pk, kept, code, household, care, *cells in Pupil.objects.order_by().values_list(*columns).iterator(chunk_size=5000):
        place = places.get(pk)
        identity, roll = cells[3], cells[4]
        if kept is not None:
            merged.append((kept, code, identity, roll))
            continue
        if place is not None and place.school not in names:
            found.everywhere.update(filter(None, (identity, roll)))
            continue
        found.know(Held(pk, code, place, values_of(cells, care, guardians.get(household, ()))))
    also(found, merged)
    return found


def also(found: Register, merged: list[tuple[int, str, str | None, str | None]]) -> None:
    """This will let codes and numbers of records that were merged find the record that stays."""
    known = {held.id: held for held in found.by_code.values()}
    for kept, code, identity, roll in merged:
        held = known.get(kept)
        if held is None:
            found.everywhere.update(filter(None, (identity, roll)))
            continue
        found.by_code[code] = held
        if identity:
            found.by_identity.setdefault(identity, held)
        if roll:
            found.by_roll.setdefault(roll, held)


def places_on(day: date) -> dict[int, Place]:
    """Where each pupil is on a roll on the day."""
    rows = Enrolment.objects.filter(on_day(day)).order_by().values_list("pupil_id", "school_id", "stage", "entry_year", "school_class__class_no")
    return {pupil: Place(school, stage, entry, number) for pupil, school, stage, entry, number in rows.iterator(chunk_size=5000)}


def guardians_by_household() -> dict[int, list[tuple[str, str, str]]]:
    """Name, relation and telephone of guardians, in the order of their codes."""
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for household, *cells in Guardian.objects.order_by("code").values_list("household_id", "name", "relation", "phone").iterator(chunk_size=5000):
        found[household].append((cells[0], cells[1], cells[2]))
    return found


def values_of(cells: list[Any], care: str, guardians: Any) -> dict[str, Value]:
    """A pupil by the form's keys."""
    found: dict[str, Value] = dict(zip(COMPARED, cells, strict=False))
    found["address"] = found["address"] or None
    found["residence_division"] = found["residence_division"] or None
    found["ethnic_group"] = found["ethnic_group"] or None
    told = Care.of(care)
    if told is not None:
        found |= {"special_need": told.special_need.value, "hardship": told.hardship, "left_behind": told.left_behind}
    for number, (name, relation, phone) in enumerate(guardians[:2], start=1):
        found |= {f"guardian{number}_name": name, f"guardian{number}_relation": relation, f"guardian{number}_phone": phone or None}
    return found


def roster(person: Person, day: date, unit_ids: list[int] | None = None) -> Iterator[list[Value]]:
    """The form filled with the pupils on the roll within reach, by school, grade and class: what comes out goes in again unchanged."""
    register = register_of(person, day)
    codes = {row.school_id: (row.school.school_code, row.name) for row in within_reach(person, day)}
    order = list(Stage)
    held = [each for code, each in register.by_code.items() if code == each.code and each.place is not None and (unit_ids is None or each.place.school in unit_ids)]

    def rank(each: Held) -> tuple[Any, ...]:
        place = each.place
        assert place is not None
        return codes[place.school][0], order.index(Stage(place.stage)), -place.entry_year, place.class_no or 0, each.code

    for each in sorted(held, key=rank):
        place = each.place
        if place is None:
            continue
        code, name = codes[place.school]
        where: dict[str, Value] = {"code": each.code, "school_code": code, "school": name,
                                   "grade": f"{place.stage}:{grade_of(place, register.opens)}",
                                   "class_no": str(place.class_no) if place.class_no else None}
        yield [where.get(field.key, each.values.get(field.key)) for field in PUPILS.fields]


