"""Schools opened, changed and closed by table: each row by the same verbs as on the page, and taken back within a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import ProtectedError
from django.utils.timezone import localdate

from junheng.ground.people.values import Person
from junheng.ground.units import actions as units
from junheng.registry.actions import rows
from junheng.registry.actions.schools import (
    HOLDINGS,
    STANDING,
    change_school,
    close_school,
    open_school,
    refused,
)
from junheng.registry.engine.plans import Plan
from junheng.registry.engine.schoolings import COLUMNS, Schooling
from junheng.registry.models import Before, Import, School, SchoolSpell
from junheng.registry.queries.schools import townships
from junheng.registry.values import Locale, Ownership, SchoolKind
from junheng.registry.values.asked import Said


def write(*, plan: Plan, brought: Import, by: Person, at: datetime) -> int:
    """This will open, change and close the schools of a plan; no classes are opened for them."""
    places, today = {name: number for number, name in townships(brought.on)}, localdate(at)
    for step in plan.added:
        made = open_school(code="", school_code=str(step.row.values["school_code"]), said=said_of(step, places), managing=None, on=step.on,
                           basis=step.basis, today=today, by=by, at=at)
        SchoolSpell.objects.filter(school_id=made).update(brought=brought)
    rows.keep_before(SchoolSpell, SchoolSpell.objects.filter(until=None, school_id__in=[step.held.id for step in plan.changed]).values_list(
        "pk", flat=True), brought)
    for step in plan.changed:
        if step.closes:
            close(step, brought, today, by, at)
            continue
        change_school(unit_id=step.held.id, said=said_of(step, places), on=step.on, basis=step.basis, today=today, by=by, at=at)
        if step.on > step.held.since:
            SchoolSpell.objects.filter(school_id=step.held.id, since=step.on).update(brought=brought)
    return 0


def close(step: Schooling, brought: Import, today: date, by: Person, at: datetime) -> None:
    """This will close a school as its page does, and keep what ends with it, so that it can be taken back."""
    school = step.held.id  # type: ignore[union-attr]
    for table in (*HOLDINGS, *STANDING):
        rows.keep_before(table, table.objects.filter(school_id=school, until=None, since__lt=step.on).values_list("pk", flat=True), brought)  # type: ignore[attr-defined]
    Before.objects.create(brought=brought, table=School._meta.db_table, row=school, held={"closed": step.on.isoformat()})
    close_school(unit_id=school, on=step.on, basis=step.basis, today=today, by=by, at=at)


def closings(row: Import) -> dict[int, str]:
    """The schools that an import closed, with the day."""
    return {school: held["closed"] for school, held in row.befores.filter(table=School._meta.db_table).values_list("row", "held")}


def said_of(step: Schooling, places: dict[str, int]) -> Said:
    """A school as a row says it."""
    values: dict[str, Any] = {key: "" if step.values[key] is None else step.values[key] for key in COLUMNS}
    return Said(str(values["name"]), SchoolKind(values["kind"]), Ownership(values["ownership"]), Locale(values["locale"]),
                places.get(str(values["township"])), str(values["short_name"]), str(values["address"]), step.values["capacity"])  # type: ignore[arg-type]


def changed_since(row: Import) -> int:
    """Schools of an import that were changed or closed after it."""
    later = SchoolSpell.objects.filter(brought=row, until__isnull=False).count()
    kept = row.befores.filter(table=SchoolSpell._meta.db_table).values("row")
    ours = closings(row)
    there = dict(School.objects.filter(pk__in=ours).values_list("pk", "closed"))
    later += sum(str(there.get(school)) != day for school, day in ours.items())
    return later + School.objects.filter(spells__in=kept, closed__isnull=False).exclude(pk__in=ours).count()


def take_back(row: Import, by: Person, at: datetime) -> None:
    """This will delete the spells of an import, with the schools that it opened and their units, and open again those that it closed.
    Raises Refused where one is in use."""
    for school in sorted(closings(row)):
        units.take_back_closing(unit_id=school, by=by.account_id, by_name=by.name, at=at)
        School.objects.filter(pk=school).update(closed=None)
    before = {held["school_id"]: held for held in row.befores.filter(table=SchoolSpell._meta.db_table).values_list("held", flat=True)}
    opened = set(SchoolSpell.objects.filter(brought=row).exclude(school_id__in=before).values_list("school_id", flat=True))
    now = {spell.school_id: spell for spell in SchoolSpell.objects.filter(school_id__in=before, until=None)}
    SchoolSpell.objects.filter(brought=row).delete()
    for school, held in before.items():
        if school in now and (now[school].name, now[school].short_name) != (held["name"], held["short_name"]):
            units.rename(unit_id=school, name=held["name"], short_name=held["short_name"], by=by.account_id, by_name=by.name, at=at)
    for school in sorted(opened):
        try:
            School.objects.get(pk=school).delete()
            units.take_back_opening(unit_id=school, by=by.account_id, by_name=by.name, at=at)
        except ProtectedError:
            raise refused("in-use", "A school that this table opened has classes, staff or rooms already.",
                          "Let it go into another school instead.") from None
