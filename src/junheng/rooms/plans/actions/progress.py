"""A task lives: who owns it, what was done, what the numbers say, what proves it, who checked it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from junheng.ground.files import actions as files
from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person
from junheng.rooms.plans import access
from junheng.rooms.plans.actions.messages import approvers, hearers, tell_owner, tell_people
from junheng.rooms.plans.actions.support import check_revision, locked, tell_audit
from junheng.rooms.plans.engine.typed import check_possible
from junheng.rooms.plans.models import Commitment, Measure, MeasuredValue, Milestone, Proof, Report
from junheng.rooms.plans.queries.tasks import measure_scale
from junheng.rooms.plans.values import ProofKind

PROOF_FILES = frozenset({"pdf", "docx", "xlsx", "jpg", "png", "txt"})


def open_task(commitment_id: int, verb: str, kind: str, *, by: Person) -> Commitment:
    """The task, held for change, if this person may and it is still open."""
    task = locked(Commitment, commitment_id)
    access.check_may(by, verb, kind, task)
    if task.closed_at or task.ended_at:
        raise Refused(Finding(code="task-closed", message="This task has been closed.",
                              remedy="Open a new task if there is more to do."))
    refuse_withdrawn(task)
    return task


def refuse_withdrawn(task: Commitment) -> None:
    """Raises Refused for a task of a plan that has been withdrawn."""
    if task.plan.withdrawn_at:
        raise Refused(Finding(code="plan-withdrawn", message="This plan has been withdrawn.",
                              remedy="Bring it back first, in the list of plans."))


@transaction.atomic
def assign(*, commitment_id: int, by: Person, at: datetime, revision: int, owner_id: int | None,
           lead_unit_id: int | None, leader_id: int | None, support_unit_ids: tuple[int, ...] = (),
           measures_text: str = "", proof_kind: str = "", support_text: str | None = None) -> Commitment:
    """This will say who leads, who is responsible, who supports, and which proof will end the task.

    `support_text` names supporting bodies in the plan's words, also those outside the house; None leaves it.
    """
    task = open_task(commitment_id, "change", "plans/commitment", by=by)
    named = task.support_text if support_text is None else support_text.strip()
    supporting = set(task.support_units.values_list("pk", flat=True))
    asked = (owner_id, lead_unit_id, leader_id, measures_text.strip(), proof_kind, set(support_unit_ids), named)
    if asked == (task.owner_id, task.lead_unit_id, task.leader_id, task.measures_text, task.proof_kind, supporting,
                 task.support_text):
        return task
    check_revision(task, revision)
    before = {"owner": task.owner_id, "lead": task.lead_unit_id, "leader": task.leader_id, "support": sorted(supporting),
              "support_text": task.support_text}
    task.support_text = named
    task.owner_id, task.lead_unit_id, task.leader_id = owner_id, lead_unit_id, leader_id
    task.measures_text = measures_text.strip()
    task.proof_kind = ProofKind(proof_kind).value if proof_kind else ""
    task.revision += 1
    task.save()
    task.support_units.set(support_unit_ids)
    tell_audit("assigned %(number)s", {"number": task.number}, by=by, at=at, kind="commitment", ref=task.pk,
               rows={"before": before, "owner": owner_id, "lead": lead_unit_id, "leader": leader_id,
                     "support": sorted(support_unit_ids), "support_text": named})
    if owner_id and owner_id != before["owner"]:
        tell_owner(task, "You are responsible for %(title)s, due %(date)s",
                   {"title": task.title, "date": task.due.isoformat()}, at=at,
                   key=f"assigned:{task.pk}:{owner_id}:{task.revision}")
    return task


@transaction.atomic
def report(*, commitment_id: int, progress: str, problems: str, next_steps: str, today: date, key: str,
           by: Person, at: datetime) -> Report:
    """This will record progress in the owner's words. The same key sent twice is one report."""
    task = open_task(commitment_id, "change", "plans/progress", by=by)
    known = Report.objects.filter(key=key).first()
    if known is not None:
        return known
    if not progress.strip():
        raise Refused(Finding(code="progress-empty", message="The report says nothing of progress.",
                              remedy="Write in a sentence what has been done since the last report."))
    return keep_report(task, progress=progress, problems=problems, next_steps=next_steps, today=today, key=key, by=by, at=at)


@transaction.atomic
def report_with_figures(*, commitment_id: int, progress: str, problems: str, next_steps: str, figures: Sequence[tuple[int, Decimal, date, str]],
                        today: date, key: str, by: Person, at: datetime) -> Report:
    """This will record progress and the values that go with it (measure, value, day, source), all or nothing."""
    row = report(commitment_id=commitment_id, progress=progress, problems=problems, next_steps=next_steps, today=today,
                 key=key, by=by, at=at)
    for measure_id, value, on, source in figures:
        add_value(measure_id=measure_id, value=value, on=on, source=source, today=today, by=by, at=at)
    return row


def keep_report(task: Commitment, *, progress: str, problems: str, next_steps: str, today: date, key: str, by: Person,
                at: datetime) -> Report:
    """A report kept with its audit sentence; whoever calls has checked who may."""
    row = Report.objects.create(commitment=task, on=today, progress=progress.strip(), problems=problems.strip(),
                                next_steps=next_steps.strip(), at=at, by_id=by.account_id, key=key)
    tell_audit("reported on %(number)s", {"number": task.number}, by=by, at=at, kind="commitment", ref=task.pk,
               rows={"progress": row.progress, "problems": row.problems, "next": row.next_steps})
    return row


@transaction.atomic
def set_baseline(*, measure_id: int, value: Decimal, on: date, source: str, by: Person, at: datetime) -> Measure:
    """This will set where a measure starts from and where its values come from."""
    measure = locked(Measure, measure_id)
    task = open_task(measure.commitment_id, "change", "plans/commitment", by=by)
    value = check_possible(value, measure_scale(measure))
    before = {"value": str(measure.baseline_value), "on": str(measure.baseline_on)}
    if (measure.baseline_value, measure.baseline_on, measure.source) == (value, on, source.strip()[:200]):
        return measure
    measure.baseline_value, measure.baseline_on, measure.source = value, on, source.strip()[:200]
    measure.save()
    tell_audit("set the baseline of %(subject)s to %(value)s",
               {"subject": measure.subject, "value": str(value)}, by=by, at=at, kind="commitment", ref=task.pk,
               rows={"before": before, "value": str(value), "on": on.isoformat()})
    return measure


@transaction.atomic
def add_value(*, measure_id: int, value: Decimal, on: date, source: str, today: date, by: Person,
              at: datetime) -> MeasuredValue:
    """This will add a value with its date and source; a second one for the same day replaces it, both are kept."""
    measure = locked(Measure, measure_id)
    task = open_task(measure.commitment_id, "change", "plans/progress", by=by)
    if not source.strip():
        raise Refused(Finding(code="source-missing", message="A value needs its source.",
                              remedy="Name the table, the paper or the count that it comes from."))
    if on > today:
        raise Refused(Finding(code="value-ahead", message="The value's date lies in the future.",
                              remedy="Enter the day to which the value belongs."))
    value = check_possible(value, measure_scale(measure))
    known = measure.measured.filter(on=on, replaced=False).first()
    if known is not None and known.value == value and known.source == source.strip():
        return known
    measure.measured.filter(on=on, replaced=False).update(replaced=True)
    row = MeasuredValue.objects.create(measure=measure, on=on, value=value, source=source.strip()[:200], at=at,
                                       by_id=by.account_id)
    if not measure.source:
        measure.source = row.source
        measure.save(update_fields=["source"])
    tell_audit("gave %(subject)s the value %(value)s of %(date)s",
               {"subject": measure.subject, "value": str(value), "date": on.isoformat()}, by=by, at=at,
               kind="commitment", ref=task.pk, rows={"value": str(value), "source": row.source})
    return row


@transaction.atomic
def add_milestone(*, commitment_id: int, name: str, planned: date, by: Person, at: datetime) -> Milestone:
    """This will add a dated step to a task; the same name for the same day sent twice is one step."""
    task = open_task(commitment_id, "change", "plans/commitment", by=by)
    known = task.milestones.filter(name=name.strip()[:200], planned=planned).first()
    if known is not None:
        return known
    row = Milestone.objects.create(commitment=task, name=name.strip()[:200], planned=planned)
    tell_audit("planned %(name)s of %(number)s for %(date)s",
               {"name": row.name, "number": task.number, "date": planned.isoformat()}, by=by, at=at,
               kind="commitment", ref=task.pk)
    return row


@transaction.atomic
def reach_milestone(*, milestone_id: int, on: date, today: date, by: Person, at: datetime) -> Milestone:
    """This will record the day on which a step was reached."""
    row = locked(Milestone, milestone_id)
    task = open_task(row.commitment_id, "change", "plans/progress", by=by)
    if on > today:
        raise Refused(Finding(code="milestone-ahead", message="The day lies in the future.",
                              remedy="Enter the day on which the step was reached."))
    if row.reached == on:
        return row
    row.reached = on
    row.save(update_fields=["reached"])
    tell_audit("reached %(name)s of %(number)s on %(date)s",
               {"name": row.name, "number": task.number, "date": on.isoformat()}, by=by, at=at, kind="commitment",
               ref=task.pk)
    return row


@transaction.atomic
def add_proof(*, commitment_id: int, kind: ProofKind, title: str, on: date, source: str, today: date, by: Person,
              at: datetime, number: str = "", list_number: str = "", content: bytes | None = None,
              file_name: str = "") -> Proof:
    """This will add a proof. Papers and recognitions carry their number; material from schools its list number.

    The same proof sent twice is one proof.
    """
    task = open_task(commitment_id, "change", "plans/proof", by=by)
    if not title.strip() or not source.strip():
        raise Refused(Finding(code="proof-nameless", message="A proof needs its title and its source.",
                              remedy="Enter what it is and who made it."))
    if kind in {ProofKind.PAPER, ProofKind.RECOGNITION} and not number.strip():
        raise Refused(Finding(code="proof-number", message="This kind of proof needs its document number.",
                              remedy="Enter the number as printed on the paper."))
    if kind is ProofKind.SCHOOL and not list_number.strip():
        raise Refused(Finding(code="proof-list-number",
                              message="Material is asked of schools only under a number of the yearly list.",
                              remedy="Enter the list number, or use a proof that the bureau holds itself."))
    if on > today:
        raise Refused(Finding(code="proof-ahead", message="The proof's date lies in the future.",
                              remedy="Enter the date printed on it."))
    known = same_proof(task, kind, title.strip()[:300], number.strip()[:80], list_number.strip()[:80], on, content)
    if known is not None:
        return known
    row = Proof(commitment=task, kind=kind, title=title.strip()[:300], number=number.strip()[:80],
                list_number=list_number.strip()[:80], on=on, source=source.strip()[:200], at=at, by_id=by.account_id)
    if content is not None:
        row.attachment = files.store(content=content, name=file_name, owner_kind="plans/commitment",
                                     owner_ref=str(task.pk), by=by.account_id, at=at, allowed=PROOF_FILES)
    row.save()
    tell_audit("added the proof %(title)s to %(number)s", {"title": row.title, "number": task.number}, by=by, at=at,
               kind="commitment", ref=task.pk, rows={"kind": kind.value, "title": row.title, "number": row.number})
    return row


def same_proof(task: Commitment, kind: ProofKind, title: str, number: str, list_number: str, on: date,
               content: bytes | None) -> Proof | None:
    """A proof of the task that says the same and holds the same file."""
    known = task.proofs.filter(kind=kind, title=title, number=number, list_number=list_number, on=on,
                               withdrawn_at__isnull=True)
    if content is None:
        return known.filter(attachment__isnull=True).first()
    return known.filter(attachment__sha256=hashlib.sha256(content).hexdigest()).first()


@transaction.atomic
def withdraw_proof(*, proof_id: int, reason: str, by: Person, at: datetime) -> Proof:
    """This will take a proof out of the count with a reason; it stays on record."""
    row = locked(Proof, proof_id)
    task = open_task(row.commitment_id, "change", "plans/proof", by=by)
    if row.withdrawn_at is None:
        if not reason.strip():
            raise Refused(Finding(code="withdrawal-reason", message="A proof is withdrawn only with a reason.",
                                  remedy="Write what is wrong with it."))
        row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_reason = at, by.account_id, reason.strip()
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        tell_audit("withdrew the proof %(title)s from %(number)s: %(reason)s",
                   {"title": row.title, "number": task.number, "reason": row.withdrawn_reason}, by=by, at=at,
                   kind="commitment", ref=task.pk)
    return row


@transaction.atomic
def ask_to_close(*, commitment_id: int, by: Person, at: datetime) -> Commitment:
    """This will say that a task is done and ask for the check; a task without proof cannot be handed in."""
    task = open_task(commitment_id, "change", "plans/progress", by=by)
    if not task.proofs.filter(withdrawn_at__isnull=True).exists() and not has_values(task):
        raise Refused(Finding(code="proof-missing", message="Nothing proves this task yet.",
                              remedy="Add a proof, or a value with its source, first."))
    if task.closing_asked_at is None:
        task.closing_asked_at, task.closing_asked_by_id = at, by.account_id
        task.revision += 1
        task.save()
        tell_audit("handed in %(number)s for the check", {"number": task.number}, by=by, at=at, kind="commitment",
                   ref=task.pk)
        tell_people(task, "%(name)s handed in %(title)s for the check", {"name": by.name, "title": task.title},
                    to=approvers(task, "plans/commitment", at=at, but=by.account_id), at=at,
                    key=f"handed-in:{task.pk}:{task.revision}")
    return task


@transaction.atomic
def close(*, commitment_id: int, by: Person, at: datetime) -> Commitment:
    """This will close a task after a check by someone other than the one who handed it in (件件有核验)."""
    task = open_task(commitment_id, "approve", "plans/commitment", by=by)
    if task.closing_asked_at is None:
        raise Refused(Finding(code="not-handed-in", message="This task has not been handed in for the check.",
                              remedy="The person responsible hands it in first."))
    if task.closing_asked_by_id == by.account_id:
        raise Refused(Finding(code="own-work", message="Nobody checks their own work.",
                              remedy="Ask a colleague of the office or the leader in charge."))
    task.closed_at, task.closed_by_id = at, by.account_id
    task.revision += 1
    task.save()
    tell_audit("checked and closed %(number)s", {"number": task.number}, by=by, at=at, kind="commitment",
               ref=task.pk)
    tell_people(task, "%(title)s was checked and closed by %(name)s", {"title": task.title, "name": by.name},
                to=[*hearers(task, at=at), task.closing_asked_by_id], at=at, key=f"closed:{task.pk}")
    return task


@transaction.atomic
def return_to_owner(*, commitment_id: int, reason: str, by: Person, at: datetime) -> Commitment:
    """This will send a task that was handed in back to its owner with a reason."""
    task = open_task(commitment_id, "approve", "plans/commitment", by=by)
    if not reason.strip():
        raise Refused(Finding(code="reason-missing", message="A task is sent back only with a reason.",
                              remedy="Write what is missing."))
    if task.closing_asked_at is None:
        raise Refused(Finding(code="not-handed-in", message="This task has not been handed in for the check.",
                              remedy="The person responsible hands it in first."))
    task.closing_asked_at, task.closing_asked_by = None, None
    task.revision += 1
    task.save()
    tell_audit("sent %(number)s back: %(reason)s", {"number": task.number, "reason": reason.strip()}, by=by, at=at,
               kind="commitment", ref=task.pk)
    tell_owner(task, "%(title)s was sent back for correction: %(reason)s",
               {"title": task.title, "reason": reason.strip()}, at=at, key=f"back:{task.pk}:{task.revision}")
    return task


def has_values(task: Commitment) -> bool:
    """Whether any measure of the task has a value in force."""
    return MeasuredValue.objects.filter(measure__commitment=task, replaced=False).exists()
