"""新增任务: a task that no clause of the adopted plan holds, by the paper that asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person
from junheng.rooms.plans import access
from junheng.rooms.plans.actions.adoption import refuse_withdrawn
from junheng.rooms.plans.actions.messages import tell_owner
from junheng.rooms.plans.actions.support import locked, tell_audit
from junheng.rooms.plans.actions.terms import check_target, put_target
from junheng.rooms.plans.engine.candidates import numbers
from junheng.rooms.plans.models import Commitment, Plan
from junheng.rooms.plans.values import ProofKind


@transaction.atomic
def add_task(*, plan_id: int, title: str, chapter: str, due: date, basis: str, basis_number: str, by: Person, at: datetime,
             quote: str = "", lead_unit_id: int | None = None, leader_id: int | None = None, owner_id: int | None = None,
             support_text: str = "", measures_text: str = "", proof_kind: str = "",
             target: Mapping[str, Any] | None = None) -> Commitment:
    """This will add a task to an adopted plan, with the paper that asks for it; the same one sent twice is one task.

    `quote` are the paper's words; `target` is a measure as a change writes it (see actions/terms.py).
    """
    plan = locked(Plan, plan_id)
    access.check_may_add(by, plan)
    refuse_withdrawn(plan)
    check_addition(plan, title=title, due=due, basis=basis, basis_number=basis_number)
    if target is not None:
        check_target({"id": None, **target}, {})
    said = {"title": title.strip()[:500], "due": due, "basis": basis.strip()[:300], "basis_number": basis_number.strip()[:80]}
    known = plan.commitments.filter(**said).first()
    if known is not None:
        return known
    number, position, path = place_in(plan, chapter)
    task = Commitment.objects.create(
        plan=plan, number=number, position=position, chapter=chapter.strip()[:300], item_path=path,
        quote=quote.strip() or said["title"], start=0, end=0, lead_unit_id=lead_unit_id, leader_id=leader_id,
        owner_id=owner_id, support_text=support_text.strip(), measures_text=measures_text.strip(),
        begins=min(max(plan.period_start, at.date()), due), first_due=due, due_basis=said["basis_number"],
        proof_kind=ProofKind(proof_kind).value if proof_kind else "", **said,
    )
    if target is not None:
        put_target(task, {"id": None, **target, "subject": target.get("subject") or task.title[:300]}, at=at)
    tell_audit("added the task %(number)s %(title)s, basis %(basis)s",
               {"number": number, "title": task.title, "basis": task.basis_number}, by=by, at=at, kind="commitment",
               ref=task.pk, rows={**said, "due": due.isoformat(), "chapter": task.chapter, "target": dict(target or {})})
    if owner_id or lead_unit_id:
        tell_owner(task, "A task was added: %(title)s, due %(date)s", {"title": task.title, "date": due.isoformat()},
                   at=at, key=f"added:{task.pk}")
    return task


def check_addition(plan: Plan, *, title: str, due: date, basis: str, basis_number: str) -> None:
    """Raises Refused for a task that cannot be added."""
    if plan.status != Plan.Status.ADOPTED:
        raise Refused(Finding(code="not-adopted", message="This plan has not been adopted yet.",
                              remedy="Add what the reader missed at the desk."))
    if not title.strip():
        raise Refused(Finding(code="title-missing", message="A task needs a title.",
                              remedy="Write what is to be done in a few words."))
    if not basis.strip() or not basis_number.strip():
        raise Refused(Finding(code="basis-missing", message="A new task needs its basis: title and number of the paper.",
                              remedy="Enter the paper that asks for it."))
    if due < plan.period_start:
        raise Refused(Finding(code="too-early", message="The new date lies before the task begins.",
                              remedy="Enter a day within the plan's years."))


def place_in(plan: Plan, chapter: str) -> tuple[str, int, list[str]]:
    """Number, place and path of a new task: behind the last one of its chapter, at the plan's end in a chapter of its own."""
    rows = plan.commitments.filter(chapter=chapter.strip()).order_by("position")
    last = rows.last()
    if last is None:
        end = plan.commitments.aggregate(last=Max("position"))["last"] or 0
        return next_number(plan, "增"), end + 10, []
    return next_number(plan, last.number.partition("·")[0]), last.position + 1, list(last.item_path[:1])


def next_number(plan: Plan, label: str) -> str:
    """The first number of a chapter that no task has had."""
    taken = set(plan.commitments.values_list("number", flat=True))
    return next(number for number in numbers([("", (label,))] * (len(taken) + 1)) if number not in taken)
