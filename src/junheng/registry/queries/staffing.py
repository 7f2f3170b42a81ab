"""What a list of staff is compared with, and the same list filled with the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Field, Value
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.engine.postings import FIRST, PERSON, POST, HeldMember, StaffRegister
from junheng.registry.engine.typed import words_by_code
from junheng.registry.models import Post, StaffMember
from junheng.registry.queries.rosters import RUNS, within_reach
from junheng.registry.values import Duty
from junheng.registry.values.forms import STAFF


def staff_register(person: Person, day: date) -> StaffRegister:
    """The staff on a day: whole within the person's reach, elsewhere only which numbers are taken."""
    spells = within_reach(person, day, access.STAFF)
    names = {row.school_id: row.short_name or row.name for row in spells}
    by: dict[str, int] = {}
    for row in spells:
        by |= {row.school.school_code: row.school_id, row.name: row.school_id, row.short_name or row.name: row.school_id}
    found = StaffRegister(by, names, {row.school_id: RUNS[row.kind] for row in spells})
    posts: dict[int, Any] = {}
    for post in Post.objects.filter(on_day(day)).order_by("share_per_mille", "code"):
        posts[post.member_id] = post
    known: dict[int, HeldMember] = {}
    for member in StaffMember.objects.filter(merged_into=None).order_by():
        main = posts.get(member.pk)
        if main is not None and main.school_id not in names:
            if member.identity_number:
                found.everywhere.add(member.identity_number)
            continue
        values: dict[str, Value] = {key: getattr(member, key) or None for key in PERSON}
        if main is not None:
            values |= {key: getattr(main, key) or None for key in POST}
        held = HeldMember(member.pk, main.school_id if main else None, main.pk if main else None, values)
        found.by_code[member.code] = known[member.pk] = held
        if member.identity_number:
            found.by_identity[member.identity_number] = held
    for member in StaffMember.objects.exclude(merged_into=None).exclude(identity_number=None):
        stays = known.get(member.merged_into_id or 0)
        if stays is None:
            found.everywhere.add(str(member.identity_number))
        else:
            found.by_identity.setdefault(str(member.identity_number), stays)
    return found


def appointed_fields() -> list[Field]:
    """What is asked of somebody who is appointed for the first time, in the order of the table."""
    return [field for field in STAFF.fields if field.key in FIRST]


def asked_of_newcomers() -> list[tuple[str, list[tuple[str, str]], str]]:
    """The same for a form: key, choices by code and word, an example."""
    return [(field.key, list(words_by_code(field).items()), field.example) for field in appointed_fields()]


def may_appoint(person: Person, unit_id: int) -> bool:
    """Whether the person writes first appointments to a school down."""
    return access.may(person, "change", access.STAFF_EVENT, unit_ids=[unit_id])


def staff_list(person: Person, day: date) -> Iterator[list[Value]]:
    """The form filled with the staff within reach, by school and duty: what comes out goes in again unchanged."""
    register = staff_register(person, day)
    codes = {row.school_id: (row.school.school_code, row.name) for row in within_reach(person, day, access.STAFF)}
    order = [duty.value for duty in Duty]
    held = sorted(((codes[each.school][0], order.index(str(each.values["duty"])), code, each) for code, each in register.by_code.items()
                   if each.school is not None), key=lambda row: row[:3])
    for _, _, code, each in held:
        school_code, school = codes[each.school or 0]
        where: dict[str, Value] = {"code": code, "school_code": school_code, "school": school}
        yield [where.get(field.key, each.values.get(field.key)) for field in STAFF.fields]
