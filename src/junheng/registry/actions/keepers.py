"""Who compares, writes and takes back the tables of each form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Reading
from junheng.registry import access
from junheng.registry.actions import pupils, staff
from junheng.registry.engine import postings, rosters
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
    StaffEvent,
    StaffMember,
)
from junheng.registry.queries.books import retirement
from junheng.registry.queries.rosters import register_of
from junheng.registry.queries.staffing import staff_register


@dataclass(frozen=True, slots=True)
class Keeper:
    """A form's own part of the work. `kind`: of the access table; `write` returns how many classes it opened; `changed_since`
    counts rows of an import that somebody has touched since; `take_back` deletes what an import added."""

    kind: str
    compare: Callable[[Reading, Person, date], Plan]
    write: Callable[[Plan, Import, date, datetime], int]
    changed_since: Callable[[Import], int]
    take_back: Callable[[Import], None]


def pupils_changed(row: Import) -> int:
    """Pupils of an import that were changed after it, or moved, or have an event or a correction."""
    mine = Pupil.objects.filter(brought=row)
    touched = row.befores.filter(table=Pupil._meta.db_table).values("row")
    later = (mine | Pupil.objects.filter(pk__in=touched)).filter(changed_at__gt=row.taken_at).count()
    asked = PupilEvent.objects.filter(Q(pupil__in=mine) | Q(school_class__brought=row) | Q(to_class__brought=row)).count()
    return later + asked + Correction.objects.filter(pupil__in=mine).count() + Enrolment.objects.filter(pupil__in=mine).exclude(brought=row).count()


def take_pupils_back(row: Import) -> None:
    """This will delete the pupils of an import with their places; guardians, households and classes go when nobody needs them."""
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


def take_staff_back(row: Import) -> None:
    """This will delete the posts and members of an import."""
    Post.objects.filter(brought=row).delete()
    StaffMember.objects.filter(brought=row).delete()


KEEPERS = {
    "pupils": Keeper(access.PUPIL, lambda reading, by, on: rosters.plan(reading, register_of(by, on)),
                     lambda plan, row, on, at: pupils.write(plan=plan, brought=row, on=on, at=at), pupils_changed, take_pupils_back),
    "staff": Keeper(access.STAFF, lambda reading, by, on: postings.plan(reading, staff_register(by, on)),
                    lambda plan, row, on, at: staff.write(plan=plan, brought=row, on=on, at=at, rule=retirement(on)), staff_changed,
                    take_staff_back),
}
