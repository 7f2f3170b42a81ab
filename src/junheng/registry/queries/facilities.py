"""Facilities of the county on a day: what there is, what is due, whether every school has what it should."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, Sum

from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.engine.coverage import Having, coverage
from junheng.registry.models import Equipment, Ground, Room
from junheng.registry.queries.books import book
from junheng.registry.queries.numbers import numbers
from junheng.registry.queries.schools import spells_on
from junheng.registry.values import Condition, EquipmentKind, GroundKind, RoomKind, SchoolKind, Stage
from junheng.registry.values.cards import FacilityCard, Holding
from junheng.registry.values.coverage import Coverage

LEVELS = (*(stage.value for stage in Stage), SchoolKind.TEACHING_POINT.value)


def facilities(person: Person, day: date) -> FacilityCard:
    """The county's rooms, grounds and equipment by kind, schools with most rooms due, and coverage. Raises Denied."""
    access.check_may(person, "see", access.FACILITY)
    due = Q(renewal_due__lte=day.year)
    rooms = Room.objects.filter(on_day(day)).order_by().values("kind").annotate(
        n=Count("pk"), amount=Sum("area_dm2"), due=Count("pk", filter=due), repair=Count("pk", filter=Q(condition=Condition.REPAIR)))
    grounds = Ground.objects.filter(on_day(day)).order_by().values("kind").annotate(n=Count("pk"), amount=Sum("area_dm2"))
    equipment = Equipment.objects.filter(on_day(day)).order_by().values("kind").annotate(n=Sum("count"), amount=Sum("yuan"))
    worn = dict(Room.objects.filter(on_day(day)).filter(due | Q(condition=Condition.REPAIR)).order_by().values_list("school").annotate(n=Count("pk")))
    names = {row.school_id: row.short_name or row.name for row in spells_on(day)}
    return FacilityCard(
        rooms=in_order(rooms, RoomKind), grounds=in_order(grounds, GroundKind), equipment=in_order(equipment, EquipmentKind),
        repair=sum(row["repair"] for row in rooms),
        worn=tuple(sorted(((school, names[school], count) for school, count in worn.items() if school in names), key=lambda each: (-each[2], each[1]))),
        coverage=tuple(every_school(day)))


def in_order(rows: Iterable[dict[str, int]], kinds: type[RoomKind] | type[GroundKind] | type[EquipmentKind]) -> tuple[Holding, ...]:
    """Sums by kind in the order of the kinds."""
    by = {str(row["kind"]): row for row in rows}
    return tuple(Holding(kind, by[kind]["n"], by[kind]["amount"], by[kind].get("due", 0)) for kind in kinds if kind in by)


def every_school(day: date) -> list[Coverage]:
    """Whether every school has the rooms and grounds that it should."""
    has: dict[int, Counter[str]] = defaultdict(Counter)
    for table in (Room, Ground):
        for school, kind, count in table.objects.filter(on_day(day)).order_by().values_list("school", "kind").annotate(n=Count("pk")):
            has[school][kind] += count
    kinds = [kind.value for each in (RoomKind, GroundKind) for kind in each]
    return coverage(book().at(day)["registry/every-school"], having(day, has), kinds, LEVELS)


def having(day: date, has: dict[int, Counter[str]]) -> list[Having]:
    """The schools of a day that have classes, with what they have."""
    held = numbers(day)
    return [Having(row.school_id, row.short_name or row.name, frozenset(
        {SchoolKind.TEACHING_POINT.value} if row.kind == SchoolKind.TEACHING_POINT else {
            stage.value for stage in Stage if held.classes[row.school_id, stage.value]}), has[row.school_id])
        for row in spells_on(day).order_by("school__school_code")]
