"""督办台账 back in: every row of it, or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.values import Person
from junheng.rooms.plans.actions.progress import assign, keep_report, open_task
from junheng.rooms.plans.actions.support import tell_audit
from junheng.rooms.plans.engine.ledger import LEAD, LEADER, OWNER, Known, plain, row_code
from junheng.rooms.plans.models import Commitment
from junheng.rooms.plans.queries.ledger import check_may_bring_back, known_tasks
from junheng.rooms.plans.values import LedgerEdit


@transaction.atomic
def bring_back(*, plan_id: int, edits: Sequence[LedgerEdit], file: str, today: date, by: Person, at: datetime) -> int:
    """This will take what a filled-in ledger changes; returns how many tasks changed.

    A task that has changed since the ledger was looked at refuses all of it; rows taken already are passed over.
    """
    plan = check_may_bring_back(by, plan_id)
    ids = [edit.task_id for edit in edits]
    list(Commitment.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    tasks = {task.task_id: task for task in known_tasks(by, plan_id, today=today, ids=ids)}
    waiting = [edit for edit in edits if edit.task_id in tasks and not taken(edit, tasks[edit.task_id])]
    stale = [edit for edit in waiting if row_code(tasks[edit.task_id].cells) != edit.code]
    if stale or len(tasks) < len(set(ids)):
        raise Refused(*(
            Finding(code="ledger-stale", message="Task %(value)s has changed since this ledger was exported.",
                    remedy="Export the ledger again and enter this row anew.", values={"value": edit.number},
                    place=Place(file=file, row=edit.row))
            for edit in stale or edits
        ))
    for edit in waiting:
        apply(edit, file=file, today=today, by=by, at=at)
    if waiting:
        tell_audit("brought the ledger %(name)s back in: %(count)s tasks changed",
                   {"name": file, "count": len(waiting)}, by=by, at=at, kind="plan", ref=plan.pk,
                   rows={edit.number: list(edit.changed) for edit in waiting})
    return len(waiting)


def taken(edit: LedgerEdit, task: Known) -> bool:
    """Whether the task says already what the row says."""
    return all(plain(task.cells[name]) == new for name, _, new in edit.changed)


def apply(edit: LedgerEdit, *, file: str, today: date, by: Person, at: datetime) -> None:
    """This will put one row on its task, as if it had been typed."""
    task = open_task(edit.task_id, "change", "plans/commitment", by=by)
    if edit.people:
        task = assign(
            commitment_id=task.pk, by=by, at=at, revision=task.revision,
            owner_id=edit.people.get(OWNER, task.owner_id), lead_unit_id=edit.people.get(LEAD, task.lead_unit_id),
            leader_id=edit.people.get(LEADER, task.leader_id),
            support_unit_ids=tuple(task.support_units.values_list("pk", flat=True)), measures_text=task.measures_text,
            proof_kind=task.proof_kind,
        )
    if edit.words:
        progress, problems, next_steps = edit.words
        keep_report(task, progress=progress, problems=problems, next_steps=next_steps, today=today,
                    key=f"ledger:{task.pk}:{edit.code}", by=by, at=at)
