"""The sections that lead tasks, each with how many are still open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from junheng.ground.people.values import Person
from junheng.rooms.plans.queries.tasks import visible


@dataclass(frozen=True, slots=True)
class SectionCard:
    """A section (or another unit) that leads tasks."""

    unit_id: int
    name: str
    open: int
    tasks: int


def sections(person: Person) -> tuple[SectionCard, ...]:
    """This will list the units that lead tasks which a person may see, by their codes. One query."""
    led = visible(person).exclude(lead_unit=None).order_by("lead_unit__code").values_list(
        "lead_unit_id", "lead_unit__name", "lead_unit__short_name")
    counted = led.annotate(open=Count("pk", filter=Q(closed_at=None, ended_at=None)), tasks=Count("pk"))
    return tuple(SectionCard(unit_id, short or name, still, tasks) for unit_id, name, short, still, tasks in counted)
