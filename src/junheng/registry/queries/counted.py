"""Counts of a day for all schools at once, by school and stage: a handful of grouped queries, however many schools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, FilteredRelation, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from junheng.ground.units.queries import tree
from junheng.ground.units.values import Kind, Tree
from junheng.registry.access import on_day
from junheng.registry.models import ClassYear, Enrolment, Equipment, Ground, Room
from junheng.registry.queries.numbers import main_posts
from junheng.registry.values import (
    Backbone,
    Boarding,
    Degree,
    Duty,
    EquipmentKind,
    Establishment,
    GroundKind,
    Household,
    RoomKind,
    Sex,
)
from junheng.registry.values.counting import ABOVE, ARTS_AND_SPORTS, MIDDLE, NOT_TEACHING

Key = tuple[int, str]
DEGREES = list(Degree)


@dataclass(frozen=True, slots=True)
class Counted:
    """One count by school and stage; a school of which nothing was entered is not among `known`."""

    held: Mapping[Key, int | None]
    known: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", frozenset(school for (school, _), count in self.held.items() if count is not None))

    def of(self, key: Key) -> int | None:
        """The count, 0 where the school has others; None where nobody has entered any for the school."""
        return (self.held.get(key) or 0) if key[0] in self.known else None


def resources(day: date) -> dict[str, Counted]:
    """The counted resources of contract part 2, areas in square decimetres: four queries."""
    return {**teachers(day), **facilities(day)}


def teachers(day: date) -> dict[str, Counted]:
    """Full-time teachers (专任教师), and how many of them are what. A teacher of two schools counts where most of the work is.

    Qualification, title and backbone level are as the register has them; a level that has run out, a title that came later do not count.
    """
    above = Q(pk__in=[])
    for stage, least in ABOVE.items():
        above |= Q(stage=stage, member__degree__in=DEGREES[DEGREES.index(least):])
    lasting = Q(member__backbone_until__isnull=True) | Q(member__backbone_until__gte=day.year)
    titled = Q(member__title_since__isnull=True) | Q(member__title_since__lte=day.year)
    return grouped(main_posts(day).filter(duty=Duty.TEACHER), {
        "teachers": Count("pk"), "teachers_above_degree": Count("pk", filter=above),
        "backbone_teachers": Count("pk", filter=~Q(member__backbone=Backbone.NONE) & lasting),
        "arts_pe_teachers": Count("pk", filter=Q(subject__in=ARTS_AND_SPORTS)),
        "teachers_mid_title": Count("pk", filter=Q(member__title__in=MIDDLE) & titled)})


def facilities(day: date) -> dict[str, Counted]:
    """Rooms, grounds and equipment. Teaching rooms without indoor sports rooms; sports halls count with the sports grounds."""
    rooms = grouped(Room.objects.filter(on_day(day)), {
        "teaching_area_m2": Sum("area_dm2", filter=~Q(kind__in=NOT_TEACHING)), "multimedia_rooms": Count("pk", filter=Q(networked=True)),
        "halls": Coalesce(Sum("area_dm2", filter=Q(kind=RoomKind.SPORTS_HALL)), 0)})
    grounds = grouped(Ground.objects.filter(on_day(day)), {
        "open": Coalesce(Sum("area_dm2", filter=Q(kind=GroundKind.SPORTS)), 0)})["open"]
    halls = rooms.pop("halls")
    sports = {key: (halls.of(key) or 0) + (grounds.of(key) or 0) for key in {*halls.held, *grounds.held} if key[0] in grounds.known}
    bought = grouped(Equipment.objects.filter(on_day(day)), {
        "equipment_yuan": Sum("yuan", filter=Q(kind=EquipmentKind.TEACHING)), "computers": Sum("count", filter=Q(kind=EquipmentKind.COMPUTERS)),
        "books": Sum("count", filter=Q(kind=EquipmentKind.BOOKS))})
    return {**rooms, "sports_area_m2": Counted(sports), **bought}


def grouped(rows: QuerySet[Any], sums: Mapping[str, Any]) -> dict[str, Counted]:
    """Sums by school and stage: one query."""
    found = list(rows.order_by().values("school_id", "stage").annotate(**sums))
    return {name: Counted({(row["school_id"], row["stage"]): row[name] for row in found}) for name in sums}


def enrolled(day: date) -> list[dict[str, Any]]:
    """Pupils on the roll by school, stage and grade, and how many are what; grade 0 without a class: one query."""
    year = FilteredRelation("school_class__years", condition=Q(school_class__years__since__lte=day, school_class__years__until__gt=day))
    rows = Enrolment.objects.filter(on_day(day)).annotate(year=year).order_by()
    return list(rows.values("school_id", "stage", grade=Coalesce("year__grade", 0)).annotate(
        pupils=Count("pk"), girls=Count("pk", filter=Q(pupil__sex=Sex.FEMALE)), boarders=Count("pk", filter=Q(pupil__boarding=Boarding.BOARDING)),
        migrants=Count("pk", filter=Q(pupil__residence=Household.ELSEWHERE))))


def in_classes(day: date) -> list[dict[str, Any]]:
    """Classes of the day with their pupils: two queries."""
    pupils = dict(Enrolment.objects.filter(on_day(day)).exclude(school_class=None).order_by().values_list("school_class").annotate(n=Count("pk")))
    rows = ClassYear.objects.filter(on_day(day)).order_by().values_list(
        "school_class", "school_class__school", "school_class__stage", "grade", "school_class__class_no")
    return [{"school_id": school, "stage": stage, "grade": grade, "class_no": number, "pupils": pupils.get(group, 0)}
            for group, school, stage, grade, number in rows]


def employed(day: date) -> list[dict[str, Any]]:
    """Staff by school, stage and duty, and how many of them hold an established post: one query."""
    return list(main_posts(day).order_by().values("school_id", "stage", "duty").annotate(
        staff=Count("pk"), established=Count("pk", filter=Q(establishment=Establishment.ESTABLISHED))))


def counties_of(day: date) -> dict[int, str]:
    """The code of the county in which each unit lies on the day: two queries."""
    units = tree(day)
    return {below: units.card(county).code for county in units.of_kind(Kind.COUNTY) for below in units.descendants(county, Tree.ADMINISTRATIVE)}
