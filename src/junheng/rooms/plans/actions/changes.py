"""调整、延期、终止: a task leaves its printed wording or date only with a basis, and another person approves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person
from junheng.rooms.plans import access
from junheng.rooms.plans.actions.messages import approvers, tell_people
from junheng.rooms.plans.actions.progress import refuse_withdrawn
from junheng.rooms.plans.actions.support import locked, tell_audit
from junheng.rooms.plans.actions.terms import before_change, put_terms
from junheng.rooms.plans.models import Change, Commitment
from junheng.rooms.plans.values import ChangeKind

ASKED = {
    ChangeKind.CHANGED: "asked for %(number)s to be changed, basis %(basis)s",
    ChangeKind.POSTPONED: "asked for %(number)s to be postponed, basis %(basis)s",
    ChangeKind.ENDED: "asked for %(number)s to be ended, basis %(basis)s",
}
REQUEST_LABELS = {
    ChangeKind.CHANGED: "%(name)s asks for a change of %(title)s: waiting for your decision",
    ChangeKind.POSTPONED: "%(name)s asks to postpone %(title)s to %(date)s: waiting for your decision",
    ChangeKind.ENDED: "%(name)s asks to end %(title)s: waiting for your decision",
}


@transaction.atomic
def ask_change(*, commitment_id: int, kind: ChangeKind, basis: str, basis_number: str, reason: str,
               new: Mapping[str, Any], by: Person, at: datetime) -> Change:
    """This will ask for a change with its paper; the task stays as it is until somebody else approves.

    `new` holds what is to be: `title`, `due` (ISO), `quote` with `start` and `end`, `measures` (see actions/terms.py).
    """
    task = locked(Commitment, commitment_id)
    access.check_may(by, "change", "plans/change", task)
    if task.closed_at or task.ended_at:
        raise Refused(Finding(code="task-closed", message="This task has been closed.",
                              remedy="Open a new task if there is more to do."))
    refuse_withdrawn(task)
    if not basis.strip() or not basis_number.strip():
        raise Refused(Finding(code="basis-missing", message="A change needs its basis: title and number of the paper.",
                              remedy="Enter the paper that allows it, for instance a decision of the bureau's meeting."))
    if task.changes.filter(approved__isnull=True).exists():
        raise Refused(Finding(code="change-open", message="A change of this task is waiting for a decision already.",
                              remedy="Wait for it, or ask the leader in charge to decide."))
    old = before_change(task, kind, new)
    row = Change.objects.create(commitment=task, kind=kind, basis=basis.strip(), basis_number=basis_number.strip(),
                                reason=reason.strip(), old=old, new=dict(new), asked_at=at,
                                asked_by_id=by.account_id)
    tell_audit(ASKED[kind], {"number": task.number, "basis": basis_number}, by=by, at=at, kind="commitment",
               ref=task.pk, rows={"old": old, "new": dict(new)})
    tell_people(task, REQUEST_LABELS[kind], {"name": by.name, "title": task.title, "date": new.get("due", "")},
                to=approvers(task, "plans/change", at=at, but=by.account_id), at=at, key=f"change:{row.pk}")
    return row


@transaction.atomic
def decide_change(*, change_id: int, approved: bool, by: Person, at: datetime) -> Change:
    """This will approve or refuse a change; never by the person who asked for it."""
    row = locked(Change, change_id)
    task = locked(Commitment, row.commitment_id)
    access.check_may(by, "approve", "plans/change", task)
    if row.approved is not None:
        return row
    if row.asked_by_id == by.account_id:
        raise Refused(Finding(code="own-request", message="Nobody decides a change that they asked for themselves.",
                              remedy="Ask the leader in charge or the head of the bureau."))
    row.decided_at, row.decided_by_id, row.approved = at, by.account_id, approved
    row.save()
    if approved:
        apply_change(task, row, at=at)
    tell_audit("approved the change of %(number)s, basis %(basis)s" if approved
               else "refused the change of %(number)s, basis %(basis)s",
               {"number": task.number, "basis": row.basis_number}, by=by, at=at, kind="commitment", ref=task.pk,
               rows={"old": row.old, "new": row.new})
    tell_people(task, "The change of %(title)s that you asked for was approved" if approved
                else "The change of %(title)s that you asked for was refused", {"title": task.title},
                to=[row.asked_by_id], at=at, key=f"change:{row.pk}:decided")
    return row


def apply_change(task: Commitment, row: Change, *, at: datetime) -> None:
    """This will put an approved change on the task; the first due date stays on record."""
    if row.kind == ChangeKind.ENDED:
        task.ended_at = at
    put_terms(task, row.new, basis_number=row.basis_number, at=at)
    task.revision += 1
    task.save()
