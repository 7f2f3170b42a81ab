"""The overview of schools on a day: chosen columns, counted in as many queries as they need."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from junheng.ground.people.values import Person
from junheng.registry.access import on_day
from junheng.registry.engine.overview import cell, sum_cell, together
from junheng.registry.models import Enrolment, Equipment, Ground, OverviewChoice, Room
from junheng.registry.queries.numbers import main_posts, numbers
from junheng.registry.queries.schools import schools
from junheng.registry.values import (
    Boarding,
    EquipmentKind,
    Establishment,
    GroundKind,
    RoomKind,
    Sex,
    Stage,
)
from junheng.registry.values.cards import SchoolRow
from junheng.registry.values.overview import (
    FIRST_CHOICE,
    Counted,
    Overview,
    OverviewColumn,
    OverviewRow,
    columns_of,
)

C = OverviewColumn
OF_PUPILS = {C.GIRLS, C.BOARDERS, C.DORMITORY_EACH}
OF_STAGES = {C.KINDERGARTEN, C.PRIMARY, C.JUNIOR, C.SENIOR, C.TEACHERS, C.PER_TEACHER}
OF_ROOMS = {C.ROOMS, C.ROOM_AREA, C.ROOM_AREA_EACH, C.CLASSROOMS, C.NETWORKED, C.LABORATORIES, C.DORMITORY_AREA, C.DORMITORY_EACH,
            C.CANTEEN_AREA, C.RENEWAL}
OF_GROUNDS = {C.SPORTS_AREA, C.SPORTS_EACH}
OF_EQUIPMENT = {C.EQUIPMENT, C.EQUIPMENT_EACH, C.COMPUTERS, C.BOOKS, C.BOOKS_EACH}


def overview(person: Person, day: date, columns: Sequence[OverviewColumn], **cut: Any) -> Overview:
    """The schools of the day with these columns. Raises Denied."""
    rows = schools(person, day, **cut)
    counted = counted_of(rows, day, set(columns))
    every = together(counted[row.id] for row in rows)
    return Overview(tuple(columns), tuple(OverviewRow(row.id, row.name, tuple(cell(each, row, counted[row.id]) for each in columns)) for row in rows),
                    tuple(sum_cell(each, every) for each in columns))


def counted_of(rows: Sequence[SchoolRow], day: date, columns: Collection[OverviewColumn]) -> dict[int, Counted]:
    """What was counted of each school, as far as these columns ask."""
    ids = [row.id for row in rows]
    more: dict[int, dict[str, Any]] = defaultdict(dict)
    for asked, ask in ((OF_STAGES, by_stage), (OF_PUPILS, girls_and_boarders), ({C.ESTABLISHED}, established), (OF_ROOMS, rooms),
                       (OF_GROUNDS, grounds), (OF_EQUIPMENT, equipment)):
        if not asked.isdisjoint(columns):
            for school, found in ask(ids, day).items():
                more[school] |= found
    return {row.id: Counted(**{
        "classes": row.classes, "by_stage": Counter({Stage.PRIMARY: row.pupils}), "staff": row.staff, "capacity": row.capacity or 0,
        "seated": row.pupils if row.capacity else 0, "has_capacity": row.capacity is not None, **more[row.id]}) for row in rows}


def by_stage(ids: list[int], day: date) -> dict[int, dict[str, Any]]:
    """Pupils by stage, and teachers."""
    held = numbers(day, ids)
    return {school: {"by_stage": Counter({stage: held.pupils[school, stage] for stage in Stage}), "teachers": held.of_school(held.teachers, school)}
            for school in ids}


def girls_and_boarders(ids: list[int], day: date) -> dict[int, dict[str, Any]]:
    """Girls, and pupils who sleep at school."""
    rows = Enrolment.objects.filter(on_day(day), school_id__in=ids).order_by().values_list("school").annotate(
        girls=Count("pk", filter=Q(pupil__sex=Sex.FEMALE)), boarders=Count("pk", filter=Q(pupil__boarding=Boarding.BOARDING)))
    return {school: {"girls": girls, "boarders": boarders} for school, girls, boarders in rows}


def established(ids: list[int], day: date) -> dict[int, dict[str, Any]]:
    """Staff on established posts."""
    rows = main_posts(day).filter(school_id__in=ids, establishment=Establishment.ESTABLISHED).order_by().values_list("school").annotate(n=Count("pk"))
    return {school: {"established": count} for school, count in rows}


def rooms(ids: list[int], day: date) -> dict[int, dict[str, Any]]:
    """Rooms and their areas by kind, how many are networked and how many are due for renewal."""
    found: dict[int, dict[str, Any]] = defaultdict(lambda: {"rooms": Counter(), "room_areas": Counter(), "networked": 0, "renewal": 0})
    for school, kind, count, area, networked, due in Room.objects.filter(on_day(day), school_id__in=ids).order_by().values_list("school", "kind").annotate(
            n=Count("pk"), area=Sum("area_dm2"), net=Count("pk", filter=Q(networked=True)), due=Count("pk", filter=Q(renewal_due__lte=day.year))):
        held = found[school]
        held["rooms"][RoomKind(kind)], held["room_areas"][RoomKind(kind)] = count, area
        held["networked"] += networked
        held["renewal"] += due
    return found


def grounds(ids: list[int], day: date) -> dict[int, dict[str, Any]]:
    """Areas of grounds by kind."""
    found: dict[int, dict[str, Any]] = defaultdict(lambda: {"grounds": Counter()})
    for school, kind, area in Ground.objects.filter(on_day(day), school_id__in=ids).order_by().values_list("school", "kind").annotate(area=Sum("area_dm2")):
        found[school]["grounds"][GroundKind(kind)] = area
    return found


def equipment(ids: list[int], day: date) -> dict[int, dict[str, Any]]:
    """Equipment and its value by kind."""
    found: dict[int, dict[str, Any]] = defaultdict(lambda: {"equipment": Counter(), "yuan": Counter()})
    for school, kind, count, yuan in Equipment.objects.filter(on_day(day), school_id__in=ids).order_by().values_list("school", "kind").annotate(
            n=Sum("count"), value=Sum("yuan")):
        found[school]["equipment"][EquipmentKind(kind)], found[school]["yuan"][EquipmentKind(kind)] = count, yuan
    return found


def chosen_columns(person: Person) -> tuple[OverviewColumn, ...]:
    """The columns that the person chose last, or the usual ones."""
    kept = OverviewChoice.objects.filter(account_id=person.account_id).values_list("columns", flat=True).first()
    return FIRST_CHOICE if kept is None else columns_of(kept)
