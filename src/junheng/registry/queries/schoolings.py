"""What a list of schools is compared with, and the same list filled with the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q

from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Value
from junheng.registry import access
from junheng.registry.engine.schoolings import HeldSchool, SchoolRegister
from junheng.registry.models import Enrolment, Post, School, SchoolSpell
from junheng.registry.queries.rosters import within_reach
from junheng.registry.queries.schools import townships
from junheng.registry.values.codes import SchoolStanding
from junheng.registry.values.forms import SCHOOLS


def school_register(person: Person, day: date) -> SchoolRegister:
    """The schools that the person may change, as they are since their last change."""
    found = SchoolRegister(day, townships={name: number for number, name in townships(day)})
    may = {row.school_id for row in within_reach(person, day, access.SCHOOL)}
    starts = []
    for row in SchoolSpell.objects.filter(until=None, school_id__in=may).select_related("school", "township"):
        found.by_code[row.school.school_code] = HeldSchool(row.school_id, row.since, values_of(row))
        starts.append(row.since)
    for counts, table in ((found.pupils, Enrolment), (found.posts, Post)):
        rows = table.objects.filter(Q(until=None) | Q(until__gt=min(starts, default=day)), school_id__in=may)
        for school, until, count in rows.order_by().values_list("school_id", "until").annotate(count=Count("pk")):
            counts.setdefault(school, []).append((until, count))
    found.closed = {code: closed for code, closed in School.objects.values_list("school_code", "closed") if closed is not None}
    return found


def values_of(row: SchoolSpell) -> dict[str, Value]:
    """A school by the form's keys."""
    return {"name": row.name, "short_name": row.short_name or None, "kind": row.kind, "ownership": row.ownership, "locale": row.locale,
            "township": (row.township.short_name or row.township.name) if row.township else None, "address": row.address or None,
            "capacity": row.capacity}


def filled_schools(person: Person, day: date) -> Iterator[list[Value]]:
    """The form filled with the schools within reach, by code: what comes out goes in again unchanged."""
    register = school_register(person, day)
    for code, held in sorted(register.by_code.items()):
        where: dict[str, Value] = {"school_code": code, **held.values, "standing": SchoolStanding.OPEN.value}
        yield [where.get(field.key) for field in SCHOOLS.fields]
