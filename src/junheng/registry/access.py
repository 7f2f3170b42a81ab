"""Who may do what in the hall: the access table asked with the units that count, and lists cut by them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from junheng.ground.files.gates import gate
from junheng.ground.people import access
from junheng.ground.people.table import Verb
from junheng.ground.people.values import Person
from junheng.registry.models import (
    Correction,
    Enrolment,
    Equipment,
    Ground,
    Paper,
    Post,
    Pupil,
    PupilEvent,
    Room,
    School,
    SchoolClass,
    StaffMember,
)
from junheng.registry.values.exchange import Kind

SCHOOL, CLASS, PUPIL, STAFF = "registry/school", "registry/class", "registry/pupil", "registry/staff"
ROUND, RETURN = "registry/round", "registry/return"
CONTACT, DUTY = "registry/contact", "registry/duty"
PUPIL_EVENT, STAFF_EVENT, HEADCOUNT = "registry/pupil-event", "registry/staff-event", "registry/headcount"
PUPIL_CORRECTION, STAFF_CORRECTION = "registry/pupil-correction", "registry/staff-correction"
FACILITY, GROUP, PAPER, PROGRAMME = "registry/facility", "registry/group", "registry/paper", "registry/programme"
SLIP = "registry/slip"
BASE, BOOKING, CALENDAR = "registry/base", "registry/booking", "registry/calendar"
# Whose rows the tables of each form hold.
FORM_KINDS = {
    "pupils": PUPIL, "staff": STAFF, "schools": SCHOOL, "rooms": FACILITY, "grounds": FACILITY, "equipment": FACILITY, "digital": FACILITY,
    "groups": GROUP, "papers": PAPER, "programmes": PROGRAMME, "bases": BASE, "terms": CALENDAR, "days-off": CALENDAR,
}
CHECK, PUPIL_TWICE, STAFF_TWICE = "registry/check", "registry/pupil-twice", "registry/staff-twice"
PUPIL_NATIONAL, STAFF_NATIONAL = "registry/pupil-national", "registry/staff-national"
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


def reach(person: Person, verb: Verb, kind: str) -> access.Reach:
    """How far the person reaches in lists of this kind."""
    return access.reach(person, verb, kind)


def visible_pupils(person: Person, day: date) -> QuerySet[Pupil]:
    """The pupils whom the person may see on a day: those on the roll, on that day, of a school within reach. Records that were
    merged into others are not among them."""
    reached = reach(person, "see", PUPIL)
    rows = Pupil.objects.filter(merged_into=None)
    if reached.everything:
        return rows
    found = Q(pk__in=[])
    if reached.unit_ids:
        found |= Q(Exists(Enrolment.objects.filter(on_day(day), pupil=OuterRef("pk"), school_id__in=reached.unit_ids)))
    if reached.own:
        found |= Q(Exists(own_class(person, day)))
    return rows.filter(found)


@gate(PAPER)
def may_open_paper(person: Person, ref: str) -> bool:
    """A paper's file: whoever may see the papers of its school."""
    school = Paper.objects.filter(pk=int(ref)).values_list("school_id", flat=True).first()
    return school is not None and may(person, "see", PAPER, unit_ids=[school])


def own_class(person: Person, day: date) -> QuerySet[Enrolment]:
    """The place of a pupil of the outer query in a class that the person leads on the day."""
    return Enrolment.objects.filter(
        on_day(day), pupil=OuterRef("pk"), school_class__years__since__lte=day, school_class__years__until__gt=day,
        school_class__years__head_teacher__account_id=person.account_id)


def visible_staff(person: Person, day: date) -> QuerySet[StaffMember]:
    """The members of staff whom the person may see on a day."""
    reached = reach(person, "see", STAFF)
    rows = StaffMember.objects.filter(merged_into=None)
    if reached.everything:
        return rows
    found = Q(account_id=person.account_id) if reached.own else Q(pk__in=[])
    if reached.unit_ids:
        found |= Q(Exists(Post.objects.filter(on_day(day), member=OuterRef("pk"), school_id__in=reached.unit_ids)))
    return rows.filter(found)


def visible_events(person: Person) -> QuerySet[PupilEvent]:
    """The events of the roll in which a unit within the person's reach takes part."""
    reach = access.reach(person, "see", PUPIL_EVENT)
    rows = PupilEvent.objects.all()
    if reach.everything:
        return rows
    units = reach.unit_ids
    return rows.filter(Q(from_school__in=units) | Q(to_school__in=units) | Q(steps__unit__in=units)).distinct()


def visible_corrections(person: Person) -> QuerySet[Correction]:
    """The corrections of schools within the person's reach, and the person's own."""
    pupils, staff = access.reach(person, "see", PUPIL_CORRECTION), access.reach(person, "see", STAFF_CORRECTION)
    return Correction.objects.filter(Q(pupil__isnull=False, school__in=pupils.unit_ids) | Q(member__isnull=False, school__in=staff.unit_ids)
                                     | Q(proposed_by=person.account_id))


@gate(PUPIL_CORRECTION)
@gate(STAFF_CORRECTION)
def may_open_evidence(person: Person, ref: str) -> bool:
    """The proof of a correction: whoever sees the correction."""
    return visible_corrections(person).filter(pk=int(ref)).exists()


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
    rows = TABLES[kind].objects.filter(merged_into=None) if kind in SEALED else TABLES[kind].objects.all()
    if reach.everything:
        return rows
    if kind is Kind.PUPIL:
        return rows.filter(Exists(Enrolment.objects.filter(on_day(day), pupil=OuterRef("pk"), school_id__in=reach.unit_ids)))
    if kind is Kind.STAFF:
        return rows.filter(Exists(Post.objects.filter(on_day(day), member=OuterRef("pk"), school_id__in=reach.unit_ids)))
    return rows.filter(**{"pk__in" if kind is Kind.SCHOOL else "school_id__in": reach.unit_ids})
