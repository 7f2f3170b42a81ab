"""更正: what a corrected file of an adopted plan asks of its tasks, each with the one paper that allows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.queries import person_by_id
from junheng.ground.people.values import Person
from junheng.rooms.plans import access
from junheng.rooms.plans.actions.carrying import both_words
from junheng.rooms.plans.actions.changes import ask_change
from junheng.rooms.plans.actions.support import locked, tell_audit
from junheng.rooms.plans.models import Candidate, Commitment, Correction, Measure, Version
from junheng.rooms.plans.values import CandidateStatus, ChangeKind

SETTLED = (CandidateStatus.ACCEPTED, CandidateStatus.MERGED)


def refuse_done(row: Candidate) -> None:
    """A clause that has become a task is changed there; only what a correction says of it is decided at the desk."""
    if row.commitment_id and not (row.correction and row.change_id is None and row.version.adopted_at is None):
        raise Refused(Finding(code="adopted-already", message="This one has been adopted as a task already.",
                              remedy="Change the task itself, with the paper that allows it."))


def settled_as(row: Candidate) -> CandidateStatus:
    """How a row stands once it is accepted: a part of a task stays merged into the clause that heads it."""
    old = row.follows
    if not row.commitment_id or not row.correction or old is None or old.merged_into_id is None:
        return CandidateStatus.ACCEPTED
    others = Candidate.objects.filter(version=row.version_id, commitment=row.commitment_id).exclude(pk=row.pk)
    head = others.filter(follows=old.merged_into_id).first() or others.exclude(correction=Correction.GONE).exclude(
        status=CandidateStatus.MERGED).first()
    row.merged_into = head
    return CandidateStatus.MERGED if head else CandidateStatus.ACCEPTED


def named_basis(row: Candidate, *, basis: str, basis_number: str, by: Person, at: datetime) -> None:
    """This will keep the paper that allows a correction to change tasks. Raises Refused while none is named.

    Where the task has been closed meanwhile, a changed clause becomes a task of its own and needs no paper.
    """
    task = locked(Commitment, row.commitment_id or 0)
    if (task.closed_at or task.ended_at) and row.correction == Correction.CHANGED:
        row.commitment, row.merged_into = None, None
        return
    if task.closed_at or task.ended_at:
        raise Refused(Finding(code="task-closed", message="This task has been closed.",
                              remedy="Leave this clause out: the task stays as it was when it was closed."))
    version = locked(Version, row.version_id)
    said = (basis.strip()[:300] or version.basis, basis_number.strip()[:80] or version.basis_number)
    if not all(said):
        raise Refused(Finding(code="basis-missing", message="A change needs its basis: title and number of the paper.",
                              remedy="Enter it once: it counts for everything that this correction changes."))
    if said != (version.basis, version.basis_number):
        version.basis, version.basis_number = said
        version.save(update_fields=["basis", "basis_number"])
        tell_audit("named %(basis)s as the basis of version %(number)s", {"basis": said[1], "number": version.number},
                   by=by, at=at, kind="review", ref=version.plan_id, rows={"basis": said[0], "number": said[1]})


def take_back(row: Candidate, *, by: Person, at: datetime) -> Candidate:
    """This will put what a correction says of a task back among what is to review."""
    if row.status == CandidateStatus.PENDING and row.decided_at is None:
        return row
    if row.correction == Correction.CHANGED and row.follows is not None:
        for name, value in row.origin.items():
            setattr(row, name, row._meta.get_field(name).to_python(value))
        both_words(row, row.follows)
    row.status, row.needs_new_look, row.merged_into = CandidateStatus.PENDING, True, None
    row.decided_at, row.decided_by = None, None
    row.revision += 1
    row.save()
    tell_audit("took back the decision on %(title)s", {"title": row.title}, by=by, at=at, kind="review",
               ref=row.plan_id, rows=row.correction)
    return row


def to_ask(version: Version) -> QuerySet[Candidate]:
    """What was accepted of a correction and has not been asked of the tasks that its clauses had."""
    return version.candidates.exclude(correction="").filter(
        status__in=SETTLED, change=None, commitment__isnull=False, follows__commitment=F("commitment"))


def check_corrections(version: Version) -> None:
    """Raises Refused, task by task, where a change that was accepted at the desk cannot be asked for now."""
    findings = []
    tasks = Commitment.objects.filter(pk__in=to_ask(version).values("commitment_id"))
    for task in tasks.order_by("position"):
        if task.closed_at or task.ended_at:
            findings.append(Finding(
                code="task-closed", message="Task %(number)s has been closed meanwhile.", values={"number": task.number},
                remedy="Take back what was accepted of it and accept it again: it becomes a task of its own, or leave it out."))
        elif task.changes.filter(approved__isnull=True).exists():
            findings.append(Finding(
                code="change-open", message="Another change of task %(number)s is waiting for a decision.",
                remedy="Have it decided first, then adopt the correction.", values={"number": task.number}))
    if findings:
        raise Refused(*findings)


def ask_corrections(version: Version, *, by: Person, at: datetime) -> int:
    """This will ask for what an accepted correction changes: one change a task, in the name of whoever accepted it.

    Asked for already, it is passed over. Returns how many changes it asked for.
    """
    check_corrections(version)
    rows = version.candidates.exclude(commitment=None)
    by_task: dict[int, list[Candidate]] = defaultdict(list)
    for row in to_ask(version).select_related("follows").order_by("position", "id"):
        by_task[row.commitment_id or 0].append(row)
    asked = 0
    for task_id, changed in by_task.items():
        task = locked(Commitment, task_id)
        still = rows.filter(commitment=task).exclude(correction=Correction.GONE, status__in=SETTLED).exists()
        kind, new = (change_of(task, changed) if still else (ChangeKind.ENDED, {}))
        if kind is ChangeKind.CHANGED and not new:
            continue
        change = ask_change(commitment_id=task_id, kind=kind, basis=version.basis, basis_number=version.basis_number,
                            reason="", new=new, by=asker(changed, task, by=by, at=at), at=at)
        Candidate.objects.filter(pk__in=[row.pk for row in changed]).update(change=change)
        asked += 1
    return asked


def asker(rows: Sequence[Candidate], task: Commitment, *, by: Person, at: datetime) -> Person:
    """Who asks for a change: whoever accepted it at the desk, the one who adopts where that person no longer may."""
    accepted = next((row.decided_by_id for row in rows if row.decided_by_id), None)
    person = person_by_id(accepted, at.date()) if accepted else None
    return person if person and access.may(person, "change", "plans/change", task) else by


def change_of(task: Commitment, rows: Sequence[Candidate]) -> tuple[ChangeKind, dict[str, Any]]:
    """What the changed clauses of one task ask of it; a later date makes it a postponement."""
    new: dict[str, Any] = {}
    targets: list[dict[str, Any]] = []
    measures = list(task.measures.filter(dropped_at=None))
    for row in rows:
        old = row.follows
        if old is None:
            continue
        if row.correction == Correction.CHANGED and row.status == CandidateStatus.ACCEPTED:
            new |= words_of(task, row, old)
        measure = measure_of(measures, old)
        if row.correction == Correction.GONE or not row.comparator:
            targets += [{"id": measure.pk, "dropped": True}] if measure else []
        elif measure is None or target_of(row) != target_of(old):
            targets.append({"id": measure.pk if measure else None, **target_of(row), "quote": row.quote})
    if targets:
        new["measures"] = targets
    later = bool(new.get("due")) and new["due"] > task.due.isoformat()
    return (ChangeKind.POSTPONED if later else ChangeKind.CHANGED), new


def words_of(task: Commitment, row: Candidate, old: Candidate) -> dict[str, Any]:
    """The title, date and clause that the corrected file gives a task, as far as they are new."""
    new: dict[str, Any] = {}
    if row.title != old.title and row.title != task.title:
        new["title"] = row.title
    if row.due and row.due != old.due and row.due != task.due:
        new["due"] = row.due.isoformat()
    if row.quote != task.quote:
        new |= {"quote": row.quote, "start": row.start, "end": row.end}
    return new


def measure_of(measures: Sequence[Measure], old: Candidate) -> Measure | None:
    """The measure that an earlier clause became: by its words and number, else by its subject, else the only one."""
    if not old.comparator:
        return None
    same = [each for each in measures if each.quote == old.quote]
    for found in ([each for each in same if target_of(each) == target_of(old)], same,
                  [each for each in measures if each.subject == old.subject], measures if len(measures) == 1 else []):
        if found:
            return found[0]
    return None


def target_of(row: Candidate | Measure) -> dict[str, Any]:
    """A target as a change writes it."""
    subject = row.subject or getattr(row, "title", "")[:300]
    return {"subject": subject, "comparator": str(row.comparator), "value": plain(row.value),
            "value_high": plain(row.value_high), "unit": row.unit, "strict": row.strict, "per": row.per}


def plain(value: Decimal | None) -> str | None:
    """A number as text, without trailing zeros."""
    return None if value is None else f"{value.normalize():f}"


