"""What a change says of a task: its wording, its date, its measurable targets; the old ones stay with the change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max

from junheng.ground.kernel.findings import Finding, Refused
from junheng.rooms.plans.models import Commitment, Measure
from junheng.rooms.plans.values import ChangeKind, Comparator

# A measure in a change: id (None for one that comes new), these, and `quote`; or id and `dropped`.
TARGET = ("subject", "comparator", "value", "value_high", "unit", "strict", "per", "quote")
NUMBERS = ("value", "value_high")
# Comparators that say something without a number: all of them, and only up or only down.
WITHOUT_NUMBER = (Comparator.COMPLETE, Comparator.INCREASE, Comparator.DECREASE)


def before_change(task: Commitment, kind: ChangeKind, new: Mapping[str, Any]) -> dict[str, Any]:
    """What a task says now of everything that a change gives anew. Raises Refused for a change that cannot be."""
    if kind is ChangeKind.ENDED:
        return {}
    if kind is ChangeKind.POSTPONED and not new.get("due"):
        raise Refused(Finding(code="due-missing", message="A postponement needs its new date.",
                              remedy="Enter the day by which the task is now to be done."))
    if not new:
        raise Refused(Finding(code="nothing-changes", message="Nothing of this task changes.",
                              remedy="Enter the new wording, or the new number of a target."))
    if "title" in new and not new["title"].strip():
        raise Refused(Finding(code="title-missing", message="A task needs a title.",
                              remedy="Write what is to be done in a few words."))
    old: dict[str, Any] = {name: getattr(task, name) for name in ("title", "quote", "start", "end") if name in new}
    if "due" in new:
        check_due(task, kind, date.fromisoformat(new["due"]))
        old["due"] = task.due.isoformat()
    if "measures" in new:
        known = {measure.pk: measure for measure in task.measures.filter(dropped_at=None)}
        for target in new["measures"]:
            check_target(target, known)
        old["measures"] = [said(known[target["id"]]) for target in new["measures"] if target["id"] is not None]
    return old


def check_due(task: Commitment, kind: ChangeKind, due: date) -> None:
    """Raises Refused for a date that its kind of change does not set."""
    if kind is ChangeKind.POSTPONED and due <= task.due:
        raise Refused(Finding(code="not-later", message="The new date is not later than the present one.",
                              remedy="Enter a later date, or ask for a change instead of a postponement."))
    if kind is ChangeKind.CHANGED and due > task.due:
        raise Refused(Finding(code="later", message="A later date is a postponement.",
                              remedy="Ask for a postponement, so that it is counted as one."))
    if due < task.begins:
        raise Refused(Finding(code="too-early", message="The new date lies before the task begins.",
                              remedy="Enter a day within the plan's years."))


def check_target(target: Mapping[str, Any], known: Mapping[int, Measure]) -> None:
    """Raises Refused for a target that says nothing, and KeyError for one that is not this task's."""
    if target["id"] is not None and target["id"] not in known:
        raise KeyError(target["id"])
    if target.get("dropped"):
        return
    comparator = Comparator(target["comparator"])
    if comparator is Comparator.RANGE and None in (target.get("value"), target.get("value_high")):
        raise Refused(Finding(code="range-open", message="A range needs both of its ends.",
                              remedy="Enter the lower and the upper number."))
    if target.get("value") is None and comparator not in WITHOUT_NUMBER:
        raise Refused(Finding(code="number-missing", message="This target needs a number.",
                              remedy="Enter it, or choose “all of them”."))


def said(measure: Measure) -> dict[str, Any]:
    """A measure as a change keeps it."""
    found: dict[str, Any] = {name: getattr(measure, name) for name in TARGET}
    for name in NUMBERS:
        found[name] = None if found[name] is None else f"{found[name].normalize():f}"
    return {"id": measure.pk, **found}


def put_terms(task: Commitment, new: Mapping[str, Any], *, basis_number: str, at: datetime) -> None:
    """This will put on a task what an approved change says; the caller saves the task."""
    if "title" in new:
        task.title = new["title"].strip()[:500]
    if "due" in new:
        task.due, task.due_basis = date.fromisoformat(new["due"]), basis_number
    for name in ("quote", "start", "end"):
        if name in new:
            setattr(task, name, new[name])
    for target in new.get("measures", ()):
        put_target(task, target, at=at)


def put_target(task: Commitment, target: Mapping[str, Any], *, at: datetime) -> None:
    """This will write one measure as a change gives it; one that is dropped keeps its values."""
    if target["id"] is None:
        last = task.measures.aggregate(last=Max("position"))["last"]
        measure = Measure(commitment=task, position=0 if last is None else last + 1)
    else:
        measure = Measure.objects.select_for_update().get(pk=target["id"], commitment=task)
    if target.get("dropped"):
        measure.dropped_at = at
    else:
        for name in TARGET:
            if name in target:
                value = target[name]
                setattr(measure, name, Decimal(value) if name in NUMBERS and value is not None else value)
    measure.save()
