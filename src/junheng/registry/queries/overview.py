"""The overview of schools on a day: chosen columns, counted in as many queries as they need."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from junheng.ground.people.values import Person
from junheng.registry.engine.overview import cell, sum_cell, together
from junheng.registry.models import OverviewChoice
from junheng.registry.queries.numbers import (
    equipment,
    established,
    girls_and_boarders,
    grounds,
    numbers,
    rooms,
)
from junheng.registry.queries.schools import schools
from junheng.registry.values import (
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


def chosen_columns(person: Person) -> tuple[OverviewColumn, ...]:
    """The columns that the person chose last, or the usual ones."""
    kept = OverviewChoice.objects.filter(account_id=person.account_id).values_list("columns", flat=True).first()
    return FIRST_CHOICE if kept is None else columns_of(kept)
