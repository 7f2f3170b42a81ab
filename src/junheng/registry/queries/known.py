"""What the register knows of schools on a day, column by column (values/known.py): at most one query for each part that is asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Q, Sum

from junheng.ground.sheets.intake.fields import Value
from junheng.registry.access import on_day
from junheng.registry.models import ClassYear, Enrolment, Equipment, Ground, Post, Room
from junheng.registry.queries.numbers import main_posts
from junheng.registry.queries.schools import spells_on
from junheng.registry.values import (
    Boarding,
    Duty,
    EquipmentKind,
    Establishment,
    GroundKind,
    Household,
    Locale,
    Ownership,
    RoomKind,
    SchoolKind,
    Sex,
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
    """Pupils on the roll."""
    rows = Enrolment.objects.filter(on_day(day), school_id__in=unit_ids).order_by().values("school_id").annotate(
        pupils=Count("pk"), boys=Count("pk", filter=Q(pupil__sex=Sex.MALE)), girls=Count("pk", filter=Q(pupil__sex=Sex.FEMALE)),
        boarders=Count("pk", filter=Q(pupil__boarding=Boarding.BOARDING)), migrants=Count("pk", filter=Q(pupil__residence=Household.ELSEWHERE)))
    return counted(rows, unit_ids, "pupils", "boys", "girls", "boarders", "migrants")


def of_classes(unit_ids: Collection[int], day: date) -> Found:
    """Classes, and the pupils of the largest."""
    rows = ClassYear.objects.filter(on_day(day), school_class__school_id__in=unit_ids).order_by().values("school_class__school_id").annotate(n=Count("pk"))
    classes = {row["school_class__school_id"]: row["n"] for row in rows}
    largest = Counter[int]()
    for school, count in Enrolment.objects.filter(on_day(day), school_id__in=unit_ids, school_class__isnull=False).order_by().values(
            "school_id", "school_class").annotate(n=Count("pk")).values_list("school_id", "n"):
        largest[school] = max(largest[school], count)
    return {unit_id: {"classes": classes.get(unit_id, 0), "largest_class": largest[unit_id]} for unit_id in unit_ids}


def of_staff(unit_ids: Collection[int], day: date) -> Found:
    """Staff by their main post, and the head's name."""
    rows = main_posts(day).filter(school_id__in=unit_ids).order_by().values("school_id").annotate(
        staff=Count("pk"), teachers=Count("pk", filter=Q(duty=Duty.TEACHER)),
        established=Count("pk", filter=Q(establishment=Establishment.ESTABLISHED)))
    found = counted(rows, unit_ids, "staff", "teachers", "established")
    heads = Post.objects.filter(on_day(day), school_id__in=unit_ids, duty=Duty.HEAD).order_by().values("school_id").annotate(name=Max("member__name"))
    for row in heads:
        found[row["school_id"]]["head"] = row["name"]
    return found


def of_rooms(unit_ids: Collection[int], day: date) -> Found:
    """Rooms."""
    rows = Room.objects.filter(on_day(day), school_id__in=unit_ids).order_by().values("school_id").annotate(
        area=Sum("area_dm2"), classrooms=Count("pk", filter=Q(kind=RoomKind.CLASSROOM)))
    return {row["school_id"]: {"rooms_area": square_metres(row["area"]), "classrooms": row["classrooms"]} for row in rows}


def of_grounds(unit_ids: Collection[int], day: date) -> Found:
    """Grounds."""
    rows = Ground.objects.filter(on_day(day), school_id__in=unit_ids, kind=GroundKind.SPORTS).order_by().values("school_id").annotate(area=Sum("area_dm2"))
    return {row["school_id"]: {"sports_area": square_metres(row["area"])} for row in rows}


def of_equipment(unit_ids: Collection[int], day: date) -> Found:
    """Equipment."""
    found: Found = defaultdict(dict)
    keys = {EquipmentKind.COMPUTERS.value: "computers", EquipmentKind.BOOKS.value: "books"}
    for row in Equipment.objects.filter(on_day(day), school_id__in=unit_ids, kind__in=keys).order_by().values("school_id", "kind").annotate(n=Sum("count")):
        found[row["school_id"]][keys[row["kind"]]] = row["n"]
    return found


def square_metres(area_dm2: int) -> Decimal:
    """Square decimetres in square metres."""
    return Decimal(area_dm2) / 100


def counted(rows: Collection[Mapping[str, int]], unit_ids: Collection[int], *keys: str) -> Found:
    """Counts by school; a school without any has noughts."""
    held = {row["school_id"]: row for row in rows}
    return {unit_id: {key: held[unit_id][key] if unit_id in held else 0 for key in keys} for unit_id in unit_ids}


PARTS: Mapping[Part, Callable[[Collection[int], date], Found]] = {
    Part.SCHOOL: of_school, Part.PUPILS: of_pupils, Part.CLASSES: of_classes, Part.STAFF: of_staff, Part.ROOMS: of_rooms,
    Part.GROUNDS: of_grounds, Part.EQUIPMENT: of_equipment,
}
