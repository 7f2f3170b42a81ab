"""Pupils, classes, teachers and staff of a day, counted once for all who ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from junheng.registry.access import on_day
from junheng.registry.models import ClassYear, Enrolment, Post
from junheng.registry.values import Duty, Stage

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
