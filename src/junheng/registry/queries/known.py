"""What the register knows of schools on a day, column by column (values/known.py): counted as the overview
counts them, a few queries for each part that is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max

from junheng.ground.sheets.intake.fields import Value
from junheng.registry.access import on_day
from junheng.registry.models import Enrolment, Post
from junheng.registry.queries.numbers import (
    equipment,
    established,
    girls_and_boarders,
    grounds,
    numbers,
    rooms,
)
from junheng.registry.queries.schools import spells_on
from junheng.registry.values import (
    Duty,
    EquipmentKind,
    GroundKind,
    Household,
    Locale,
    Ownership,
    RoomKind,
    SchoolKind,
)
from junheng.registry.values.known import KNOWN, Part

Found = dict[int, dict[str, Value]]


def known_values(keys: Collection[str], unit_ids: Collection[int], day: date) -> Mapping[int, Mapping[str, Value]]:
    """The values of these columns by school; a school of which nothing is known has none."""
    found: Found = {each: {} for each in unit_ids}
    for part in {KNOWN[key].part for key in keys}:
        for unit_id, values in PARTS[part](unit_ids, day).items():
            found[unit_id] |= values
    return {unit_id: {key: values.get(key) for key in keys} for unit_id, values in found.items()}


def of_school(unit_ids: Collection[int], day: date) -> Found:
    """What each school is."""
    rows = spells_on(day).filter(school_id__in=unit_ids).select_related("school", "township")
    return {row.school_id: {
        "name": row.name, "school_code": row.school.school_code, "kind": SchoolKind(row.kind).chinese, "ownership": Ownership(row.ownership).chinese,
        "locale": Locale(row.locale).chinese, "address": row.address or None, "capacity": row.capacity,
        "township": (row.township.short_name or row.township.name) if row.township else None} for row in rows}


def of_pupils(unit_ids: Collection[int], day: date) -> Found:
    """Pupils on the roll; who is neither a girl nor counted as one is a boy."""
    held, more = numbers(day, unit_ids), girls_and_boarders(unit_ids, day)
    migrants = dict(Enrolment.objects.filter(on_day(day), school_id__in=unit_ids, pupil__residence=Household.ELSEWHERE).order_by().values_list(
        "school").annotate(n=Count("pk")))
    found: Found = {}
    for unit_id in unit_ids:
        pupils, girls = held.of_school(held.pupils, unit_id), more.get(unit_id, {}).get("girls", 0)
        found[unit_id] = {"pupils": pupils, "girls": girls, "boys": pupils - girls, "boarders": more.get(unit_id, {}).get("boarders", 0),
                          "migrants": migrants.get(unit_id, 0)}
    return found


def of_classes(unit_ids: Collection[int], day: date) -> Found:
    """Classes, and the pupils of the largest."""
    held, largest = numbers(day, unit_ids), Counter[int]()
    for school, count in Enrolment.objects.filter(on_day(day), school_id__in=unit_ids, school_class__isnull=False).order_by().values(
            "school_id", "school_class").annotate(n=Count("pk")).values_list("school_id", "n"):
        largest[school] = max(largest[school], count)
    return {unit_id: {"classes": held.of_school(held.classes, unit_id), "largest_class": largest[unit_id]} for unit_id in unit_ids}


def of_staff(unit_ids: Collection[int], day: date) -> Found:
    """Staff by their main post, and the head's name."""
    held, posts = numbers(day, unit_ids), established(unit_ids, day)
    heads = dict(Post.objects.filter(on_day(day), school_id__in=unit_ids, duty=Duty.HEAD).order_by().values_list("school").annotate(
        name=Max("member__name")))
    return {unit_id: {"staff": held.staff[unit_id], "teachers": held.of_school(held.teachers, unit_id),
                      "established": posts.get(unit_id, {}).get("established", 0), "head": heads.get(unit_id)} for unit_id in unit_ids}


def of_rooms(unit_ids: Collection[int], day: date) -> Found:
    """Rooms."""
    return {school: {"rooms_area": square_metres(held["room_areas"].total()), "classrooms": held["rooms"][RoomKind.CLASSROOM]}
            for school, held in rooms(unit_ids, day).items()}


def of_grounds(unit_ids: Collection[int], day: date) -> Found:
    """Grounds."""
    return {school: {"sports_area": square_metres(held["grounds"][GroundKind.SPORTS])} for school, held in grounds(unit_ids, day).items()
            if GroundKind.SPORTS in held["grounds"]}


def of_equipment(unit_ids: Collection[int], day: date) -> Found:
    """Equipment."""
    keys = {EquipmentKind.COMPUTERS: "computers", EquipmentKind.BOOKS: "books"}
    return {school: {key: held["equipment"][kind] for kind, key in keys.items() if kind in held["equipment"]}
            for school, held in equipment(unit_ids, day).items()}


def square_metres(area_dm2: int) -> Decimal:
    """Square decimetres in square metres."""
    return Decimal(area_dm2) / 100


PARTS: Mapping[Part, Callable[[Collection[int], date], Found]] = {
    Part.SCHOOL: of_school, Part.PUPILS: of_pupils, Part.CLASSES: of_classes, Part.STAFF: of_staff, Part.ROOMS: of_rooms,
    Part.GROUNDS: of_grounds, Part.EQUIPMENT: of_equipment,
}
