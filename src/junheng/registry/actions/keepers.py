"""Who compares, writes and takes back the tables of each form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Reading
from junheng.registry import access
from junheng.registry.actions import lists, pupils, schooling, staff
from junheng.registry.engine import lists as listed
from junheng.registry.engine import postings, rosters, schoolings
from junheng.registry.engine.plans import Plan
from junheng.registry.models import (
    Correction,
    Enrolment,
    Guardian,
    Household,
    Import,
    Post,
    Pupil,
    PupilEvent,
    SchoolClass,
    Slip,
    StaffEvent,
    StaffMember,
)
from junheng.registry.queries.books import retirement
from junheng.registry.queries.lists import list_register
from junheng.registry.queries.rosters import register_of
from junheng.registry.queries.schoolings import school_register
from junheng.registry.queries.staffing import staff_register
from junheng.registry.values.lists import LISTS


@dataclass(frozen=True, slots=True)
class Keeper:
    """A form's own part of the work. `kind`: of the access table; `write` returns how many classes it opened; `changed_since`
    counts rows of an import that somebody has touched since; `take_back` deletes what an import added."""

    kind: str
    compare: Callable[[Reading, Person, date], Plan]
    write: Callable[[Plan, Import, Person, datetime], int]
    changed_since: Callable[[Import], int]
    take_back: Callable[[Import, Person, datetime], None]


def pupils_changed(row: Import) -> int:
    """Pupils of an import that were changed after it, or moved, or have an event, a correction or a checking slip."""
    mine = Pupil.objects.filter(brought=row)
    touched = row.befores.filter(table=Pupil._meta.db_table).values("row")
    later = (mine | Pupil.objects.filter(pk__in=touched)).filter(changed_at__gt=row.taken_at).count()
    asked = PupilEvent.objects.filter(Q(pupil__in=mine) | Q(school_class__brought=row) | Q(to_class__brought=row)).count()
    asked += Slip.objects.filter(Q(pupil__in=mine) | Q(round__school_class__brought=row)).count()
    return later + asked + Correction.objects.filter(pupil__in=mine).count() + Enrolment.objects.filter(pupil__in=mine).exclude(brought=row).count()


def take_pupils_back(row: Import, by: Person, at: datetime) -> None:
    """This will delete the pupils of an import with their places; guardians, households and classes go when nobody needs them."""
    del by, at
    Enrolment.objects.filter(brought=row).delete()
    Pupil.objects.filter(brought=row).delete()
    Guardian.objects.filter(brought=row).delete()
    Household.objects.filter(brought=row, pupils__isnull=True).delete()
    SchoolClass.objects.filter(brought=row, enrolments__isnull=True).delete()


def staff_changed(row: Import) -> int:
    """Members of an import that were changed after it, got another post, lead a class, or have an event or a correction."""
    mine = StaffMember.objects.filter(brought=row)
    touched = row.befores.filter(table=StaffMember._meta.db_table).values("row")
    later = (mine | StaffMember.objects.filter(pk__in=touched)).filter(changed_at__gt=row.taken_at).count()
    asked = StaffEvent.objects.filter(member__in=mine).count() + Correction.objects.filter(member__in=mine).count()
    return later + asked + Post.objects.filter(member__in=mine).exclude(brought=row).count() + mine.filter(led__isnull=False).count()


def take_staff_back(row: Import, by: Person, at: datetime) -> None:
    """This will delete the posts and members of an import."""
    del by, at
    Post.objects.filter(brought=row).delete()
    StaffMember.objects.filter(brought=row).delete()


def of_list(name: str) -> Keeper:
    """The keeper of a kept list."""
    return Keeper(access.FORM_KINDS[name], lambda reading, by, on: listed.plan(reading, LISTS[name], list_register(by, name, on)),
                  lambda plan, row, by, at: lists.write(name=name, plan=plan, brought=row, at=at),
                  lambda row: lists.changed_since(name, row), lambda row, by, at: lists.take_back(name, row))


KEEPERS = {
    "pupils": Keeper(access.PUPIL, lambda reading, by, on: rosters.plan(reading, register_of(by, on)),
                     lambda plan, row, by, at: pupils.write(plan=plan, brought=row, on=row.on, at=at), pupils_changed, take_pupils_back),
    "staff": Keeper(access.STAFF, lambda reading, by, on: postings.plan(reading, staff_register(by, on)),
                    lambda plan, row, by, at: staff.write(plan=plan, brought=row, on=row.on, at=at, rule=retirement(row.on)), staff_changed,
                    take_staff_back),
    "schools": Keeper(access.SCHOOL, lambda reading, by, on: schoolings.plan(reading, school_register(by, on)),
                      lambda plan, row, by, at: schooling.write(plan=plan, brought=row, by=by, at=at), schooling.changed_since, schooling.take_back),
} | {name: of_list(name) for name in LISTS}
