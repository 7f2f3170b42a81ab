"""How an event moves from step to step: whose turn it is, how it ends, and what the rules say of a kind. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from junheng.ground.standards.book import Entry
from junheng.registry.values.events import Decision, EventKind, EventState, StepWho


@dataclass(frozen=True, slots=True)
class Procedure:
    """The rules of a kind of event on a day: steps with their working days, stages and status from which it may begin."""

    steps: tuple[tuple[StepWho, int], ...]
    by_another: bool
    stages: frozenset[str]
    begins_from: frozenset[str]
    source: str


def procedure_of(kind: EventKind, rules: Entry) -> Procedure:
    """What the standard says of a kind. Raises KeyError where it says nothing, ValueError for a step that nobody knows."""
    steps = rules.dated("steps", stage=kind)
    who = [StepWho(each) for each in str(steps.value).split()]
    limit = rules.dated("days")
    return Procedure(
        tuple((each, int(rules.value("days", stage=each))) for each in who), str(rules.dated("another", stage=kind).value) == "yes",
        frozenset(str(rules.dated("stages", stage=kind).value).split()), frozenset(str(rules.dated("begins_from", stage=kind).value).split()),
        " ".join(filter(None, (limit.source.number, limit.source.document))))


def standing(decisions: Sequence[str]) -> tuple[EventState, int | None]:
    """The state after the decisions of all steps in order ("" for none yet), and the step whose turn it is."""
    for place, decision in enumerate(decisions):
        if decision == Decision.REFUSED:
            return EventState.REFUSED, None
        if decision != Decision.AGREED:
            return EventState.UNDER_WAY, place
    return EventState.DONE, None
