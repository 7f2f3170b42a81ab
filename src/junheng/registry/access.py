"""Who may do what in the hall: the access table asked with the units that count, and lists cut by them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from junheng.ground.people import access
from junheng.ground.people.table import Verb
from junheng.ground.people.values import Person
from junheng.registry.models import (
    Enrolment,
    Equipment,
    Ground,
    Post,
    Pupil,
    Room,
    School,
    SchoolClass,
    StaffMember,
)
from junheng.registry.values.exchange import Kind

SCHOOL, CLASS, PUPIL, STAFF = "registry/school", "registry/class", "registry/pupil", "registry/staff"
PUPIL_SEALED, STAFF_SEALED, NODE = "registry/pupil-sealed", "registry/staff-sealed", "registry/node"


def on_day(day: date) -> Q:
    """Rows that hold on a day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def check_may(person: Person, verb: Verb, kind: str, *, unit_ids: Collection[int] = (), owner_id: int | None = None) -> None:
    """Raises Denied unless the person may."""
    access.check_may(person, verb, kind, unit_ids=unit_ids, owner_id=owner_id)


def may(person: Person, verb: Verb, kind: str, *, unit_ids: Collection[int] = (), owner_id: int | None = None) -> bool:
    """Whether the person may."""
    return access.may(person, verb, kind, unit_ids=unit_ids, owner_id=owner_id)


def may_at_all(person: Person, verb: Verb, kind: str) -> bool:
    """Whether there can be anything of this kind for the person: for menus and buttons."""
    return access.may_at_all(person, verb, kind)


def visible_pupils(person: Person, day: date) -> QuerySet[Pupil]:
    """The pupils whom the person may see on a day: those on the roll, on that day, of a school within reach."""
    reach = access.reach(person, "see", PUPIL)
    rows = Pupil.objects.all()
    if reach.everything:
        return rows
    found = Q(pk__in=[])
    if reach.unit_ids:
        found |= Q(Exists(Enrolment.objects.filter(on_day(day), pupil=OuterRef("pk"), school_id__in=reach.unit_ids)))
    if reach.own:
        found |= Q(Exists(own_class(person, day)))
    return rows.filter(found)


def own_class(person: Person, day: date) -> QuerySet[Enrolment]:
    """The place of a pupil of the outer query in a class that the person leads on the day."""
    return Enrolment.objects.filter(
        on_day(day), pupil=OuterRef("pk"), school_class__years__since__lte=day, school_class__years__until__gt=day,
        school_class__years__head_teacher__account_id=person.account_id)


def visible_staff(person: Person, day: date) -> QuerySet[StaffMember]:
    """The members of staff whom the person may see on a day."""
    reach = access.reach(person, "see", STAFF)
    rows = StaffMember.objects.all()
    if reach.everything:
        return rows
    found = Q(account_id=person.account_id) if reach.own else Q(pk__in=[])
    if reach.unit_ids:
        found |= Q(Exists(Post.objects.filter(on_day(day), member=OuterRef("pk"), school_id__in=reach.unit_ids)))
    return rows.filter(found)


# What programs are given, and the kind of object that the access table knows it as.
GIVEN = {Kind.SCHOOL: SCHOOL, Kind.CLASS: CLASS, Kind.PUPIL: PUPIL, Kind.STAFF: STAFF, Kind.ROOM: SCHOOL, Kind.GROUND: SCHOOL,
         Kind.EQUIPMENT: SCHOOL}
SEALED = {Kind.PUPIL: PUPIL_SEALED, Kind.STAFF: STAFF_SEALED}
TABLES: dict[Kind, Any] = {Kind.SCHOOL: School, Kind.CLASS: SchoolClass, Kind.PUPIL: Pupil, Kind.STAFF: StaffMember, Kind.ROOM: Room,
                           Kind.GROUND: Ground, Kind.EQUIPMENT: Equipment}


def reach_by_unit(person: Person, kind: str) -> access.Reach:
    """How far a person sees by unit, own cases aside: those are read one by one, not by the table."""
    found = access.reach(person, "see", kind)
    return access.Reach(everything=found.everything, unit_ids=found.unit_ids)


def given(person: Person, kind: Kind, day: date) -> QuerySet[Any]:
    """The rows of a table that a program of the person is given on a day. Raises Denied where there can be none."""
    reach = reach_by_unit(person, GIVEN[kind])
    if not reach:
        check_may(person, "see", GIVEN[kind])
    rows = TABLES[kind].objects.all()
    if reach.everything:
        return rows
    if kind is Kind.PUPIL:
        return rows.filter(Exists(Enrolment.objects.filter(on_day(day), pupil=OuterRef("pk"), school_id__in=reach.unit_ids)))
    if kind is Kind.STAFF:
        return rows.filter(Exists(Post.objects.filter(on_day(day), member=OuterRef("pk"), school_id__in=reach.unit_ids)))
    return rows.filter(**{"pk__in" if kind is Kind.SCHOOL else "school_id__in": reach.unit_ids})
