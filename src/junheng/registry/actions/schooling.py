"""Schools opened and changed by table: each row by the same verbs as on the page, and taken back within a day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import ProtectedError
from django.utils.timezone import localdate

from junheng.ground.people.values import Person
from junheng.ground.units import actions as units
from junheng.registry.actions import rows
from junheng.registry.actions.schools import change_school, open_school, refused
from junheng.registry.engine.plans import Plan
from junheng.registry.engine.schoolings import COLUMNS, Schooling
from junheng.registry.models import Import, School, SchoolSpell
from junheng.registry.queries.schools import townships
from junheng.registry.values import Locale, Ownership, SchoolKind
from junheng.registry.values.asked import Said


def write(*, plan: Plan, brought: Import, by: Person, at: datetime) -> int:
    """This will open and change the schools of a plan; no classes are opened for them."""
    places, today = {name: number for number, name in townships(brought.on)}, localdate(at)
    for step in plan.added:
        made = open_school(code="", school_code=str(step.row.values["school_code"]), said=said_of(step, places), managing=None, on=step.on,
                           basis=step.basis, today=today, by=by, at=at)
        SchoolSpell.objects.filter(school_id=made).update(brought=brought)
    rows.keep_before(SchoolSpell, SchoolSpell.objects.filter(until=None, school_id__in=[step.held.id for step in plan.changed]).values_list(
        "pk", flat=True), brought)
    for step in plan.changed:
        change_school(unit_id=step.held.id, said=said_of(step, places), on=step.on, basis=step.basis, today=today, by=by, at=at)
        if step.on > step.held.since:
            SchoolSpell.objects.filter(school_id=step.held.id, since=step.on).update(brought=brought)
    return 0


def said_of(step: Schooling, places: dict[str, int]) -> Said:
    """A school as a row says it."""
    values: dict[str, Any] = {key: "" if step.values[key] is None else step.values[key] for key in COLUMNS}
    return Said(str(values["name"]), SchoolKind(values["kind"]), Ownership(values["ownership"]), Locale(values["locale"]),
                places.get(str(values["township"])), str(values["short_name"]), str(values["address"]), step.values["capacity"])  # type: ignore[arg-type]


def changed_since(row: Import) -> int:
    """Schools of an import that were changed or closed after it."""
    later = SchoolSpell.objects.filter(brought=row, until__isnull=False).count()
    kept = row.befores.filter(table=SchoolSpell._meta.db_table).values("row")
    return later + School.objects.filter(spells__in=kept, closed__isnull=False).count()


def take_back(row: Import, by: Person, at: datetime) -> None:
    """This will delete the spells of an import, with the schools that it opened and their units. Raises Refused where one is in use."""
    before = {held["school_id"]: held for held in row.befores.filter(table=SchoolSpell._meta.db_table).values_list("held", flat=True)}
    opened = set(SchoolSpell.objects.filter(brought=row).exclude(school_id__in=before).values_list("school_id", flat=True))
    now = {spell.school_id: spell for spell in SchoolSpell.objects.filter(school_id__in=before, until=None)}
    SchoolSpell.objects.filter(brought=row).delete()
    for school, held in before.items():
        if (now[school].name, now[school].short_name) != (held["name"], held["short_name"]):
            units.rename(unit_id=school, name=held["name"], short_name=held["short_name"], by=by.account_id, by_name=by.name, at=at)
    for school in sorted(opened):
        try:
            School.objects.get(pk=school).delete()
            units.take_back_opening(unit_id=school, by=by.account_id, by_name=by.name, at=at)
        except ProtectedError:
            raise refused("in-use", "A school that this table opened has classes, staff or rooms already.",
                          "Let it go into another school instead.") from None
