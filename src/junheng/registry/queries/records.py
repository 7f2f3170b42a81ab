"""Rows of the register as programs are given them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from junheng.ground.people.access import Reach
from junheng.registry.models import Enrolment, Post, SchoolSpell
from junheng.registry.queries.people import covered, covered_phone
from junheng.registry.values import Care
from junheng.registry.values.exchange import (
    ClassRecord,
    ClassYearRecord,
    EnrolmentRecord,
    EquipmentRecord,
    GroundRecord,
    GuardianRecord,
    Kind,
    PostRecord,
    PupilRecord,
    Record,
    RoomRecord,
    SchoolRecord,
    SpellRecord,
    StaffRecord,
)


def with_parts(kind: Kind, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with all that belongs to them, in a few queries however many rows."""
    if kind is Kind.SCHOOL:
        return rows.prefetch_related(Prefetch("spells", SchoolSpell.objects.select_related("township", "village").order_by("since")))
    if kind is Kind.CLASS:
        return rows.select_related("school").prefetch_related("years")
    if kind is Kind.STAFF:
        return rows.prefetch_related(Prefetch("posts", Post.objects.select_related("school").order_by("since", "code")))
    if kind is Kind.PUPIL:
        return rows.select_related("village").prefetch_related(
            "household__guardians", Prefetch("enrolments", Enrolment.objects.select_related("school", "school_class").order_by("since")))
    return rows.select_related("school")


def records(kind: Kind, rows: Iterable[Any], day: date, sealed: Reach) -> list[Record]:
    """Rows as records; sealed fields are opened for those within `sealed` on the day."""
    return [MAKERS[kind](row, day, sealed) for row in rows]


def same(record: type[Any], row: Any, **more: Any) -> Any:
    """A record whose fields are columns of the row, but for those given."""
    return record(**{each.name: more[each.name] if each.name in more else getattr(row, each.name) for each in fields(record)})


def opened(stays: Iterable[Any], day: date, sealed: Reach) -> bool:
    """Whether sealed fields of somebody with these places or posts may be given."""
    return sealed.everything or any(each.school_id in sealed.unit_ids and each.since <= day and (each.until is None or each.until > day)
                                    for each in stays)


def school_record(row: Any, day: date, sealed: Reach) -> SchoolRecord:
    """A school with what it was from day to day."""
    del day, sealed
    return same(SchoolRecord, row, id=row.pk, spells=tuple(
        same(SpellRecord, each, township=each.township.code if each.township else "", village=each.village.code if each.village else "")
        for each in row.spells.all()))


def class_record(row: Any, day: date, sealed: Reach) -> ClassRecord:
    """A class with its years."""
    del day, sealed
    return same(ClassRecord, row, school_code=row.school.school_code,
                years=tuple(same(ClassYearRecord, each, head_teacher=each.head_teacher_id) for each in row.years.all()))


def pupil_record(row: Any, day: date, sealed: Reach) -> PupilRecord:
    """A pupil with guardians and places."""
    stays = list(row.enrolments.all())
    whole = opened(stays, day, sealed)
    care = Care.of(row.care) if whole else None
    guardians = row.household.guardians.all() if row.household else ()
    return same(
        PupilRecord, row, sealed=whole, identity_number=given(row.identity_number, whole), roll_number=given(row.roll_number, whole),
        village=row.village.code if row.village else "", address=row.address if whole else None, household=row.household_id,
        special_need=care.special_need.value if care else None, hardship=care.hardship if care else None,
        left_behind=care.left_behind if care else None,
        guardians=tuple(same(GuardianRecord, each, phone=each.phone if whole else covered_phone(each.phone)) for each in guardians),
        enrolments=tuple(same(EnrolmentRecord, each, school_code=each.school.school_code, class_id=each.school_class_id,
                              class_no=each.school_class.class_no if each.school_class else None) for each in stays))


def staff_record(row: Any, day: date, sealed: Reach) -> StaffRecord:
    """A member of staff with all posts."""
    posts = list(row.posts.all())
    whole = opened(posts, day, sealed)
    return same(StaffRecord, row, sealed=whole, identity_number=given(row.identity_number, whole),
                phone=row.phone if whole else covered_phone(row.phone),
                posts=tuple(same(PostRecord, each, school_code=each.school.school_code) for each in posts))


def given(number: str | None, whole: bool) -> str:
    """A number, covered unless it may be given whole."""
    return (number or "") if whole else covered(number)


def holding(record: type[Any]) -> Callable[[Any, date, Reach], Any]:
    """A room, a ground or equipment."""
    return lambda row, day, sealed: same(record, row, school_code=row.school.school_code)


MAKERS: dict[Kind, Callable[[Any, date, Reach], Record]] = {
    Kind.SCHOOL: school_record, Kind.CLASS: class_record, Kind.PUPIL: pupil_record, Kind.STAFF: staff_record,
    Kind.ROOM: holding(RoomRecord), Kind.GROUND: holding(GroundRecord), Kind.EQUIPMENT: holding(EquipmentRecord),
}
