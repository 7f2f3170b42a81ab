"""Pupils written from a plan: households, guardians, pupils, classes, places on a roll."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from junheng.ground.kernel.dates import school_year_of
from junheng.ground.sheets.intake import Value
from junheng.registry.actions import rows
from junheng.registry.engine.initials import initials
from junheng.registry.engine.plans import Plan
from junheng.registry.engine.rosters import CARE, GUARDIANS, PERSON, Place, Step, families, grade_of
from junheng.registry.models import ClassYear, Enrolment, Guardian, Household, Import, Pupil, SchoolClass
from junheng.registry.values import Boarding, Care, Relation, RollStatus, SpecialNeed
from junheng.registry.values import Household as Residence

BATCH = 2000


def write(*, plan: Plan, brought: Import, on: date, at: datetime) -> int:
    """This will write new and changed pupils of a plan; how many classes were opened for them."""
    classes, opened = classes_for([*plan.added, *plan.changed], brought, on)
    add(plan.added, classes, brought, on, at)
    change(plan.changed, classes, brought, on, at)
    return opened


def classes_for(steps: Sequence[Step], brought: Import, on: date) -> tuple[dict[Place, int], int]:
    """Numbers of the classes that places name; those that are not there are opened for the school year of the day."""
    wanted = {step.place for step in steps if step.held is None or step.moves}
    schools = {place.school for place in wanted}
    found = {Place(school, stage, entry, number): pk for pk, school, stage, entry, number in SchoolClass.objects.filter(
        school_id__in=schools).values_list("pk", "school_id", "stage", "entry_year", "class_no")}
    fresh = [SchoolClass(school_id=place.school, stage=place.stage, entry_year=place.entry_year, class_no=place.class_no, brought=brought)
             for place in sorted(wanted - found.keys(), key=lambda each: (each.school, each.stage, each.entry_year, each.class_no or 0))]
    year = school_year_of(on)
    for group in SchoolClass.objects.bulk_create(fresh, BATCH):
        found[Place(group.school_id, group.stage, group.entry_year, group.class_no)] = group.pk
    there = set(ClassYear.objects.filter(school_class__in=[found[place] for place in wanted], since__lte=on, until__gt=on).values_list(
        "school_class", flat=True))
    ClassYear.objects.bulk_create([
        ClassYear(school_class_id=found[place], school_year=year.opens, grade=grade_of(place, year.opens), since=year.first_day,
                  until=date(year.opens + 1, 9, 1)) for place in wanted if found[place] not in there], BATCH)
    return found, len(fresh)


def add(steps: Sequence[Step], classes: Mapping[Place, int], brought: Import, on: date, at: datetime) -> None:
    """This will write new pupils with their households, guardians and places."""
    if not steps:
        return
    named = {str(step.row.values[f"guardian{each}_name"]) for step in steps for each in (1, 2) if step.row.values.get(f"guardian{each}_name")}
    known: dict[tuple[str, str], int] = {}
    for chunk in rows.chunks(sorted(named)):
        for name, phone, household in Guardian.objects.filter(name__in=chunk).values_list("name", "phone", "household_id"):
            if phone:
                known.setdefault((name, phone), household)
    labels = families(steps, known)
    fresh = [each for each in dict.fromkeys(labels) if isinstance(each, str)]
    made = Household.objects.bulk_create([Household(code=f"H{brought.pk}-{number}", brought=brought) for number in range(len(fresh))], BATCH)
    numbers: dict[int | str, int] = {label: row.pk for label, row in zip(fresh, made, strict=True)}
    guardians, given = [], set()
    for step, label in zip(steps, labels, strict=True):
        if label in given or not isinstance(label, str):
            continue
        given.add(label)
        guardians += guardians_of(step.row.values, numbers[label], f"G{brought.pk}-{len(guardians)}", brought)
    Guardian.objects.bulk_create(guardians, BATCH)
    pupils = Pupil.objects.bulk_create([
        pupil(step.row.values, numbers.get(label, label), f"S{brought.pk}-{number}", brought, at)
        for number, (step, label) in enumerate(zip(steps, labels, strict=True), start=1)], BATCH)
    Enrolment.objects.bulk_create([enrolment(row.pk, step.place, classes[step.place], on, brought)
                                   for row, step in zip(pupils, steps, strict=True)], BATCH)


def pupil(values: Mapping[str, Value], household: Any, code: str, brought: Import, at: datetime) -> Pupil:
    """A new pupil of a row."""
    return Pupil(
        code=code, name=values["name"], initials=initials(str(values["name"])), sex=values["sex"], born=values["born"],
        identity_number=values.get("identity_number"), roll_number=values.get("roll_number"), ethnic_group=values.get("ethnic_group") or "",
        household_id=household, residence=values.get("residence") or Residence.SAME_TOWNSHIP.value,
        residence_division=values.get("residence_division") or "", address=values.get("address") or "",
        boarding=values.get("boarding") or Boarding.DAY.value, status=RollStatus.ON_ROLL.value, brought=brought, changed_at=at,
        care=care(values, Care()))


def care(values: Mapping[str, Value], before: Care) -> str:
    """What calls for care after a row; what it does not say stays."""
    need = values.get("special_need")
    hardship, left = values.get("hardship"), values.get("left_behind")
    return Care(SpecialNeed(str(need)) if need else before.special_need, before.hardship if hardship is None else bool(hardship),
                before.left_behind if left is None else bool(left)).text()


def guardians_of(values: Mapping[str, Value], household: int, code: str, brought: Import) -> list[Guardian]:
    """The guardians that a row names."""
    return [Guardian(code=f"{code}-{each}", household_id=household, name=values[f"guardian{each}_name"], brought=brought,
                     relation=values.get(f"guardian{each}_relation") or Relation.FATHER.value, phone=values.get(f"guardian{each}_phone") or "")
            for each in (1, 2) if values.get(f"guardian{each}_name")]


def enrolment(pupil_id: int, place: Place, group: int, on: date, brought: Import) -> Enrolment:
    """A place on a roll from the day on."""
    return Enrolment(pupil_id=pupil_id, school_id=place.school, stage=place.stage, entry_year=place.entry_year, school_class_id=group,
                     since=on, brought=brought)


def change(steps: Sequence[Step], classes: Mapping[Place, int], brought: Import, on: date, at: datetime) -> None:
    """This will write what changes of pupils who are known, keeping what stood before."""
    held = {step.held.id: step for step in steps if step.held is not None}
    if not held:
        return
    rows.keep_before(Pupil, held, brought)
    found: list[Pupil] = []
    for chunk in rows.chunks(held):
        found += Pupil.objects.filter(pk__in=chunk)
    for row in found:
        step = held[row.pk]
        new = {key: after for key, _, after in step.changes}
        for key in PERSON:
            if key in new:
                setattr(row, key, new[key])
        if "name" in new:
            row.initials = initials(row.name)
        if any(key in new for key in CARE):
            row.care = care(new, Care.of(row.care) or Care())
        if step.moves:
            row.status = RollStatus.ON_ROLL.value
        row.changed_at = at
    rows.update(Pupil, found, [*PERSON, "initials", "care", "status", "changed_at"])
    change_guardians({row: held[row.pk] for row in found}, brought)
    move([step for step in steps if step.moves and step.held is not None], classes, brought, on)


def change_guardians(steps: Mapping[Pupil, Step], brought: Import) -> None:
    """This will write changed guardians; a household that had none gets them."""
    touched = {row: step for row, step in steps.items() if any(key in GUARDIANS for key, _, _ in step.changes)}
    known: dict[int | None, list[Guardian]] = {}
    for chunk in rows.chunks({row.household_id for row in touched if row.household_id}):
        for each in Guardian.objects.filter(household_id__in=chunk).order_by("code"):
            known.setdefault(each.household_id, []).append(each)
    changed: dict[int, Guardian] = {}
    for row, step in touched.items():
        if row.household_id is None:
            row.household = Household.objects.create(code=f"H{brought.pk}-{row.code}", brought=brought)
            row.save(update_fields=["household"])
        there = known.setdefault(row.household_id, [])
        new = {key: after for key, _, after in step.changes}
        for number in (1, 2):
            said = {name: new[f"guardian{number}_{name}"] for name in ("name", "relation", "phone") if f"guardian{number}_{name}" in new}
            if not said:
                continue
            if number <= len(there):
                for name, value in said.items():
                    setattr(there[number - 1], name, value)
                changed[there[number - 1].pk] = there[number - 1]
            elif said.get("name"):
                fresh = guardians_of({f"guardian1_{name}": value for name, value in said.items()}, row.household_id or 0,
                                     f"G{brought.pk}-{row.code}-{number}", brought)
                there += Guardian.objects.bulk_create(fresh)
    rows.keep_before(Guardian, changed, brought)
    rows.update(Guardian, list(changed.values()), ["name", "relation", "phone"])


def move(steps: Sequence[Step], classes: Mapping[Place, int], brought: Import, on: date) -> None:
    """This will let pupils go on in another class from the day on; one who began on that day or later is corrected."""
    ids = {step.held.id: step for step in steps if step.held is not None}
    open_now: list[Enrolment] = []
    for chunk in rows.chunks(ids):
        open_now += Enrolment.objects.filter(Q(until__isnull=True) | Q(until__gt=on), pupil_id__in=chunk)
    rows.keep_before(Enrolment, [stay.pk for stay in open_now], brought)
    staying = {stay.pupil_id for stay in open_now if stay.since >= on}
    for stay in open_now:
        place = ids[stay.pupil_id].place
        if stay.since >= on:
            stay.school_id, stay.stage, stay.entry_year, stay.school_class_id = place.school, place.stage, place.entry_year, classes[place]
        else:
            stay.until = on
    rows.update(Enrolment, open_now, ["school", "stage", "entry_year", "school_class", "until"])
    Enrolment.objects.bulk_create([enrolment(pupil_id, step.place, classes[step.place], on, brought)
                                   for pupil_id, step in ids.items() if pupil_id not in staying], BATCH)
