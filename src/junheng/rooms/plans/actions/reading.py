"""Uploading a plan and recording what was read from it."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from junheng.ground.documents import inspect_document
from junheng.ground.documents.values import Document
from junheng.ground.files import actions as files
from junheng.ground.files.store import one_at_a_time
from junheng.ground.jobs import actions as jobs
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.values import Person
from junheng.rooms.plans import access
from junheng.rooms.plans.actions.carrying import EDITABLE, carry_over, save_rows
from junheng.rooms.plans.actions.support import locked, tell_audit
from junheng.rooms.plans.engine.candidates import Proposal, propose
from junheng.rooms.plans.models import Candidate, Plan, Version
from junheng.rooms.plans.queries.rules import house_lexicon
from junheng.rooms.plans.values import PlanReading

ALLOWED = frozenset({"txt", "html", "docx", "pdf"})


@transaction.atomic
def upload(*, content: bytes, name: str, level: str, bureau_id: int, by: Person, at: datetime,
           plan_id: int | None = None) -> Version:
    """This will keep a plan's file and start its reading; a corrected file joins the plan it corrects.

    Refused with one clear sentence, nothing stored: a file that no reader takes, and a file that is here already.
    """
    access.check_may_upload(by, bureau_id)
    inspect_document(content, name)
    digest = hashlib.sha256(content).hexdigest()
    one_at_a_time(digest)
    twin = Version.objects.filter(sha256=digest).select_related("plan").first()
    if twin is not None:
        raise Refused(
            Finding(
                code="same-file",
                message="This file is here already: %(title)s, version %(number)s, uploaded on %(date)s.",
                remedy="Open it in the list of plans; upload a corrected file as a new version of it.",
                place=Place(file=name),
                values={"title": twin.plan.title, "number": twin.number,
                        "date": twin.created_at.date().isoformat()},
            )
        )
    if plan_id is None:
        year = at.year
        plan = Plan.objects.create(
            level=level, title=(name.rsplit(".", 1)[0] or name)[:300], period_start=date(year, 1, 1),
            period_end=date(year, 12, 31), bureau_id=bureau_id, created_at=at, created_by_id=by.account_id,
        )
    else:
        plan = locked(Plan, plan_id)
        if plan.withdrawn_at:
            raise Refused(Finding(code="plan-withdrawn", message="This plan has been withdrawn.",
                                  remedy="Bring it back first, in the list of plans."))
    number = plan.versions.count() + 1
    attachment = files.store(
        content=content, name=name, owner_kind="plans/plan", owner_ref=str(plan.pk), by=by.account_id, at=at,
        allowed=ALLOWED,
    )
    version = Version.objects.create(
        plan=plan, number=number, attachment=attachment, file_name=name[:255], sha256=digest, created_at=at,
        created_by_id=by.account_id,
    )
    version.job_id = jobs.enqueue(
        kind="plans.read", arguments={"version": version.pk}, key=f"plans.read:{version.pk}", by=by.account_id,
        by_name=by.name, at=at,
    )
    version.save(update_fields=["job_id"])
    tell_audit("uploaded %(name)s as version %(number)s of a plan", {"name": name, "number": number}, by=by, at=at,
               kind="plan", ref=plan.pk, rows={"sha256": digest})
    return version


@transaction.atomic
def record_reading(*, version_id: int, document: Document, reading: PlanReading, by: Person, at: datetime) -> int:
    """This will store a reading and propose its tasks; called again for the same version it changes nothing.

    Decisions taken on an earlier version are carried over (PLN-01); an adopted plan itself stays as it is until the
    correction has been adopted. Returns the number of rows to review.
    """
    version = locked(Version, version_id)
    if version.read_at is not None:
        return version.candidates.count()
    plan = locked(Plan, version.plan_id)
    if plan.status != Plan.Status.ADOPTED:  # a correction speaks for the plan once it has been adopted itself
        describe(plan, reading)
    version.text = reading.text
    version.blocks = [
        {"number": block.number, "start": block.start, "end": block.end, "bold": block.bold, "kind": block.kind}
        for block in document.blocks
    ]
    version.reading = reading.as_contract() | {"text": ""}
    version.notes = [asdict(note) | {"values": dict(note.values)} for note in document.notes]
    version.read_at = at
    version.save()
    proposals = propose(reading, period=(plan.period_start.year, plan.period_end.year), lexicon=house_lexicon())
    rows = carry_over(version, [candidate_row(plan, version, found) for found in proposals], proposals, at=at)
    save_rows(rows)
    if plan.status == Plan.Status.READING:
        plan.status = Plan.Status.REVIEW
    plan.save()
    tell_audit(
        "read version %(number)s: %(items)s items, %(targets)s measurable targets",
        {"number": version.number, "items": len(reading.items), "targets": len(reading.targets)},
        by=by, at=at, kind="plan", ref=plan.pk, rows={"sha256": version.sha256, "reading": version.reading},
    )
    return len(rows)


def describe(plan: Plan, reading: PlanReading) -> None:
    """This will take title, number, dates and period from the text, where the text has them."""
    if reading.title:
        plan.title = reading.title[:300]
    plan.issuer = (reading.issuer or plan.issuer)[:200]
    plan.doc_number = (reading.doc_number or plan.doc_number)[:80]
    if reading.date_issued:
        plan.date_issued = date.fromisoformat(reading.date_issued)
    first = reading.period.start or (plan.date_issued.year if plan.date_issued else plan.period_start.year)
    last = reading.period.end or first
    plan.period_start, plan.period_end = date(first, 1, 1), date(max(first, last), 12, 31)


def candidate_row(plan: Plan, version: Version, found: Proposal) -> Candidate:
    """An unsaved candidate from a proposal."""
    target = found.target
    row = Candidate(
        plan=plan, version=version, position=found.position * 10, item_path=list(found.item_path),
        chapter=found.chapter[:300], title=found.title[:500], quote=found.quote, start=found.start, end=found.end,
        due=found.due, due_basis=found.due_basis[:200], lead=found.lead[:200], support=found.support[:2000],
        measures_text=found.measures, systems=list(found.systems), proof_kind=found.proof_kind or "", firmness=found.firmness or "",
    )
    if target is not None:
        row.subject, row.comparator, row.value = target.subject[:300], target.comparator, target.value
        row.value_high, row.unit, row.strict = target.value_high, (target.unit or "")[:40], target.strict
        row.per = (target.per or "")[:40]
    row.origin = snapshot(row)
    return row


def snapshot(row: Candidate) -> dict[str, object]:
    """What a candidate says, as plain JSON: kept for undoing and for showing what the reader had said."""
    return {
        name: value if isinstance(value := getattr(row, name), (list, bool)) or value is None else str(value)
        for name in EDITABLE
    }


@transaction.atomic
def record_refusal(*, version_id: int, by: Person, at: datetime) -> None:
    """This will take away a version that could not be read, and its plan when it was the only one.

    The findings stay with the job, so the person still sees why.
    """
    version = locked(Version, version_id)
    plan = locked(Plan, version.plan_id)
    attachment_id, name = version.attachment_id, version.file_name
    version.delete()
    if not plan.versions.exists():
        plan.delete()
    files.remove(attachment_id=attachment_id, by=by.account_id, at=at)
    tell_audit("could not read %(name)s; nothing of it was kept", {"name": name}, by=by, at=at, kind="plan",
               ref=version_id)
