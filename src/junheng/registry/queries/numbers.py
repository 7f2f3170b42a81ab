"""Pupils, classes, teachers, staff, rooms, grounds and equipment of a day, counted once for all who ask."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from junheng.registry.access import on_day
from junheng.registry.models import ClassYear, Enrolment, Equipment, Ground, Post, Room
from junheng.registry.values import (
    Boarding,
    Duty,
    EquipmentKind,
    Establishment,
    GroundKind,
    RoomKind,
    Sex,
    Stage,
)

# A teacher of two schools counts where more than half of the work is.
MOST_OF_THE_WORK = 500


@dataclass(frozen=True, slots=True)
class Numbers:
    """Counts by school and stage; `staff` by school."""

    pupils: Counter[tuple[int, str]]
    classes: Counter[tuple[int, str]]
    teachers: Counter[tuple[int, str]]
    staff: Counter[int]

    def of_school(self, counts: Counter[tuple[int, str]], unit_id: int) -> int:
        """A school's number over all its stages."""
        return sum(counts[unit_id, stage] for stage in Stage)

    def of_stage(self, counts: Counter[tuple[int, str]], stage: Stage) -> int:
        """A stage's number over all schools."""
        return sum(count for (_, each), count in counts.items() if each == stage)

    def schools_of(self, stage: Stage) -> int:
        """How many schools have classes of a stage."""
        return sum(1 for (_, each), count in self.classes.items() if each == stage and count)

    def stages_of(self, unit_id: int) -> list[Stage]:
        """The stages of which a school has anything."""
        return [stage for stage in Stage if any((unit_id, stage) in counts for counts in (self.pupils, self.classes, self.teachers))]


def numbers(day: date, unit_ids: Collection[int] | None = None) -> Numbers:
    """The numbers of these schools, or of all: three queries."""
    pupils, years, posts = Enrolment.objects.filter(on_day(day)), ClassYear.objects.filter(on_day(day)), main_posts(day)
    if unit_ids is not None:
        pupils, posts = pupils.filter(school_id__in=unit_ids), posts.filter(school_id__in=unit_ids)
        years = years.filter(school_class__school_id__in=unit_ids)
    teachers, staff = Counter[tuple[int, str]](), Counter[int]()
    for school, stage, duty, count in posts.order_by().values_list("school", "stage", "duty").annotate(n=Count("pk")):
        staff[school] += count
        if duty == Duty.TEACHER:
            teachers[school, stage] += count
    return Numbers(
        Counter({(school, stage): n for school, stage, n in pupils.order_by().values_list("school", "stage").annotate(n=Count("pk"))}),
        Counter({(school, stage): n for school, stage, n in years.order_by().values_list(
            "school_class__school", "school_class__stage").annotate(n=Count("pk"))}),
        teachers, staff)


def main_posts(day: date) -> QuerySet[Post]:
    """Posts of the day that are most of somebody's work."""
    return Post.objects.filter(on_day(day), share_per_mille__gt=MOST_OF_THE_WORK)


def girls_and_boarders(ids: Collection[int], day: date) -> dict[int, dict[str, Any]]:
    """Girls, and pupils who sleep at school."""
    rows = Enrolment.objects.filter(on_day(day), school_id__in=ids).order_by().values_list("school").annotate(
        girls=Count("pk", filter=Q(pupil__sex=Sex.FEMALE)), boarders=Count("pk", filter=Q(pupil__boarding=Boarding.BOARDING)))
    return {school: {"girls": girls, "boarders": boarders} for school, girls, boarders in rows}


def established(ids: Collection[int], day: date) -> dict[int, dict[str, Any]]:
    """Staff on established posts."""
    rows = main_posts(day).filter(school_id__in=ids, establishment=Establishment.ESTABLISHED).order_by().values_list("school").annotate(n=Count("pk"))
    return {school: {"established": count} for school, count in rows}


def rooms(ids: Collection[int], day: date) -> dict[int, dict[str, Any]]:
    """Rooms and their areas by kind, how many are networked and how many are due for renewal."""
    found: dict[int, dict[str, Any]] = defaultdict(lambda: {"rooms": Counter(), "room_areas": Counter(), "networked": 0, "renewal": 0})
    for school, kind, count, area, networked, due in Room.objects.filter(on_day(day), school_id__in=ids).order_by().values_list("school", "kind").annotate(
            n=Count("pk"), area=Sum("area_dm2"), net=Count("pk", filter=Q(networked=True)), due=Count("pk", filter=Q(renewal_due__lte=day.year))):
        held = found[school]
        held["rooms"][RoomKind(kind)], held["room_areas"][RoomKind(kind)] = count, area
        held["networked"] += networked
        held["renewal"] += due
    return found


def grounds(ids: Collection[int], day: date) -> dict[int, dict[str, Any]]:
    """Areas of grounds by kind."""
    found: dict[int, dict[str, Any]] = defaultdict(lambda: {"grounds": Counter()})
    for school, kind, area in Ground.objects.filter(on_day(day), school_id__in=ids).order_by().values_list("school", "kind").annotate(area=Sum("area_dm2")):
        found[school]["grounds"][GroundKind(kind)] = area
    return found


def equipment(ids: Collection[int], day: date) -> dict[int, dict[str, Any]]:
    """Equipment and its value by kind."""
    found: dict[int, dict[str, Any]] = defaultdict(lambda: {"equipment": Counter(), "yuan": Counter()})
    for school, kind, count, yuan in Equipment.objects.filter(on_day(day), school_id__in=ids).order_by().values_list("school", "kind").annotate(
            n=Sum("count"), value=Sum("yuan")):
        found[school]["equipment"][EquipmentKind(kind)], found[school]["yuan"][EquipmentKind(kind)] = count, yuan
    return found
