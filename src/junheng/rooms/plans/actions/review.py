"""The desk: what a person decides about each thing the reader found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person
from junheng.rooms.plans import access
from junheng.rooms.plans.actions.carrying import EDITABLE
from junheng.rooms.plans.actions.corrections import named_basis, refuse_done, settled_as, take_back
from junheng.rooms.plans.actions.reading import snapshot
from junheng.rooms.plans.actions.support import check_revision, locked, tell_audit
from junheng.rooms.plans.models import Candidate, Correction, Plan, Version
from junheng.rooms.plans.values import CandidateStatus, Comparator, ProofKind


def open_candidate(candidate_id: int, revision: int | None, *, by: Person) -> Candidate:
    """The candidate, held for change, if this person may review and nobody was faster."""
    row = held_candidate(candidate_id, by=by)
    if revision is not None:
        check_revision(row, revision)
    return row


def held_candidate(candidate_id: int, *, by: Person) -> Candidate:
    """The candidate, held for change, if this person may review."""
    row = locked(Candidate, candidate_id)
    access.check_may_review(by, row.plan)
    return row


def done_already(row: Candidate, status: CandidateStatus, changes: Mapping[str, Any], *, by: Person) -> bool:
    """Whether the same person has just decided the same with the same words: a form sent twice."""
    return (row.status == status and row.decided_by_id == by.account_id
            and all(getattr(row, name) == value for name, value in changes.items()))


def settle(row: Candidate, status: CandidateStatus, *, by: Person, at: datetime) -> Candidate:
    """This will write a decision on a candidate."""
    row.status = status
    row.needs_new_look = False
    row.decided_at, row.decided_by_id = (None, None) if status == CandidateStatus.PENDING else (at, by.account_id)
    row.revision += 1
    row.save()
    return row


@transaction.atomic
def accept(*, candidate_id: int, by: Person, at: datetime, revision: int | None = None,
           changes: Mapping[str, Any] | None = None, basis: str = "", basis_number: str = "") -> Candidate:
    """This will take a candidate as a task to adopt, with the words as edited.

    What a corrected file changes or no longer has needs the paper that allows it, named once for the whole correction.
    """
    row = held_candidate(candidate_id, by=by)
    status = settled_as(row)
    changes = {} if row.correction == Correction.GONE else changes or {}
    if done_already(row, status, changes, by=by):
        return row
    refuse_done(row)
    check_revision(row, row.revision if revision is None else revision)
    if row.correction and row.commitment_id:
        named_basis(row, basis=basis, basis_number=basis_number, by=by, at=at)
        status = status if row.commitment_id else CandidateStatus.ACCEPTED
    write_changes(row, changes)
    if row.due is None:
        raise Refused(Finding(code="due-missing", message="A task needs a due date.",
                              remedy="Enter the due date; when the plan states none, the plan's last day."))
    settle(row, status, by=by, at=at)
    tell_audit("accepted %(title)s", {"title": row.title}, by=by, at=at, kind="review", ref=row.plan_id,
               rows=snapshot(row))
    return row


@transaction.atomic
def accept_rest(*, plan_id: int, by: Person, at: datetime) -> int:
    """This will take what is still to review as it was read; what has changed since a decision needs its own look.

    Returns how many were taken.
    """
    plan = locked(Plan, plan_id)
    access.check_may_review(by, plan)
    version = Version.objects.filter(plan=plan, read_at__isnull=False).order_by("-number").first()
    waiting = Candidate.objects.select_for_update().filter(
        version=version, status=CandidateStatus.PENDING, needs_new_look=False, due__isnull=False)
    rows = [settle(row, CandidateStatus.ACCEPTED, by=by, at=at) for row in waiting]
    if rows:
        tell_audit("accepted %(count)s items as they were read", {"count": len(rows)}, by=by, at=at, kind="review",
                   ref=plan.pk, rows=[snapshot(row) for row in rows])
    return len(rows)


@transaction.atomic
def edit(*, candidate_id: int, changes: Mapping[str, Any], by: Person, at: datetime,
         revision: int | None = None) -> Candidate:
    """This will keep edited words without deciding yet; words that stand there already change nothing."""
    row = held_candidate(candidate_id, by=by)
    if all(getattr(row, name) == value for name, value in changes.items()):
        return row
    refuse_done(row)
    check_revision(row, row.revision if revision is None else revision)
    before = snapshot(row)
    write_changes(row, changes)
    row.revision += 1
    row.save()
    if snapshot(row) != before:
        tell_audit("edited %(title)s", {"title": row.title}, by=by, at=at, kind="review", ref=row.plan_id,
                   rows={"before": before, "after": snapshot(row)})
    return row


@transaction.atomic
def reject(*, candidate_id: int, by: Person, at: datetime, revision: int | None = None) -> Candidate:
    """This will leave a candidate out of the task table; it stays visible and can be taken back."""
    row = held_candidate(candidate_id, by=by)
    if done_already(row, CandidateStatus.REJECTED, {}, by=by):
        return row
    refuse_done(row)
    check_revision(row, row.revision if revision is None else revision)
    settle(row, CandidateStatus.REJECTED, by=by, at=at)
    tell_audit("left out %(title)s", {"title": row.title}, by=by, at=at, kind="review", ref=row.plan_id,
               rows=snapshot(row))
    return row


@transaction.atomic
def undo(*, candidate_id: int, by: Person, at: datetime) -> Candidate:
    """This will bring a candidate back to the reader's own words and to the list of what is to review."""
    row = open_candidate(candidate_id, None, by=by)
    refuse_done(row)
    if row.correction and row.commitment_id:
        return take_back(row, by=by, at=at)
    if row.status == CandidateStatus.PENDING and row.decided_at is None and (row.by_hand or snapshot(row) == row.origin):
        return row
    if not row.by_hand:
        for name, value in row.origin.items():
            setattr(row, name, read_back(name, value))
    row.parts.filter(status=CandidateStatus.MERGED).update(
        status=CandidateStatus.PENDING, merged_into=None, decided_at=None, decided_by=None)
    row.merged_into = None
    settle(row, CandidateStatus.PENDING, by=by, at=at)
    tell_audit("took back the decision on %(title)s", {"title": row.title}, by=by, at=at, kind="review",
               ref=row.plan_id, rows=snapshot(row))
    return row


@transaction.atomic
def split(*, candidate_id: int, at_offset: int, by: Person, at: datetime, revision: int | None = None) -> Candidate:
    """This will divide a candidate's clause in two at a character; the second half becomes a task of its own.

    The number stays with the half whose words hold it.
    """
    row = open_candidate(candidate_id, revision, by=by)
    refuse_adopted(row)
    if not row.start < at_offset < row.end:
        raise Refused(Finding(code="split-outside", message="The place to split lies outside the clause.",
                              remedy="Choose a place inside the marked clause."))
    text = row.version.text
    first, second = text[row.start:at_offset], text[at_offset:row.end]
    twin = Candidate(
        plan=row.plan, version=row.version, position=row.position + 1, item_path=row.item_path,
        chapter=row.chapter, title=trimmed(second), quote=second, start=at_offset, end=row.end, due=row.due,
        due_basis=row.due_basis, lead=row.lead, support=row.support, systems=row.systems, by_hand=True,
    )
    if row.comparator and plain_number(row.value) and plain_number(row.value) not in first:
        for name in ("subject", "comparator", "value", "value_high", "unit", "strict", "per", "proof_kind"):
            setattr(twin, name, getattr(row, name))
        row.comparator, row.value, row.value_high, row.unit, row.subject = "", None, None, "", ""
        row.proof_kind = ""
    row.title, row.quote, row.end = trimmed(first), first, at_offset
    twin.origin = snapshot(twin)
    twin.save()
    settle(row, CandidateStatus.PENDING, by=by, at=at)
    tell_audit("split %(title)s", {"title": row.title}, by=by, at=at, kind="review", ref=row.plan_id,
               rows={"first": snapshot(row), "second": snapshot(twin)})
    return twin


@transaction.atomic
def merge_into_previous(*, candidate_id: int, by: Person, at: datetime, revision: int | None = None) -> Candidate:
    """This will join a candidate to the one before it: one task, then, with both measurable targets."""
    row = held_candidate(candidate_id, by=by)
    refuse_adopted(row)
    if row.merged_into is not None:
        return row.merged_into
    check_revision(row, row.revision if revision is None else revision)
    previous = (
        Candidate.objects.select_for_update()
        .filter(plan=row.plan, version=row.version, position__lt=row.position)
        .exclude(status__in=[CandidateStatus.MERGED, CandidateStatus.REJECTED]).exclude(correction=Correction.GONE)
        .order_by("-position", "-id").first()
    )
    if previous is None:
        raise Refused(Finding(code="nothing-before", message="No task stands before this one.",
                              remedy="Merge the next one into this one instead."))
    refuse_adopted(previous)
    previous.systems = sorted({*previous.systems, *row.systems})
    previous.revision += 1
    previous.save()
    row.merged_into = previous
    row.parts.update(merged_into=previous)
    settle(row, CandidateStatus.MERGED, by=by, at=at)
    tell_audit("merged %(title)s into %(other)s", {"title": row.title, "other": previous.title}, by=by, at=at,
               kind="review", ref=row.plan_id, rows=snapshot(row))
    return previous


@transaction.atomic
def add_by_hand(*, plan_id: int, start: int, end: int, by: Person, at: datetime, changes: Mapping[str, Any],
                words: str = "") -> Candidate:
    """This will add a task that the reader missed, from a marked run of the text; the same run twice is one task.

    `words` are looked for in the text instead, as they stand there, wherever lines break.
    """
    plan = locked(Plan, plan_id)
    access.check_may_review(by, plan)
    version = Version.objects.filter(plan=plan, read_at__isnull=False).order_by("-number").first()
    if version is not None and words.strip():
        start, end = place_of(words, version.text)
    if version is None or not 0 <= start < end <= len(version.text):
        raise Refused(Finding(code="span-outside", message="No run of the text is marked.",
                              remedy="Mark the words of the clause first."))
    known = plan.candidates.filter(version=version, by_hand=True, start=start, end=end).first()
    if known is not None:
        return known
    near = plan.candidates.filter(version=version, start__lte=start).order_by("-start").first()
    last = plan.candidates.aggregate(last=Max("position"))["last"] or 0
    row = Candidate(
        plan=plan, version=version, position=near.position + 1 if near else last + 10,
        item_path=near.item_path if near else [], chapter=near.chapter if near else "",
        title=trimmed(version.text[start:end]), quote=version.text[start:end], start=start, end=end,
        due=plan.period_end, lead=near.lead if near else "", support=near.support if near else "", by_hand=True,
    )
    write_changes(row, changes)
    row.origin = snapshot(row)
    row.save()
    tell_audit("added %(title)s by hand", {"title": row.title}, by=by, at=at, kind="review", ref=plan.pk,
               rows=snapshot(row))
    return row


def place_of(words: str, text: str) -> tuple[int, int]:
    """Where words first stand in a text, white space aside. Raises Refused where they do not."""
    found = re.search(r"\s*".join(map(re.escape, "".join(words.split()))), text)
    if found is None:
        raise Refused(Finding(code="words-unknown", message="These words do not stand in the text.",
                              remedy="Write the clause as it is printed, or choose its sentence from the list."))
    return found.span()


def refuse_adopted(row: Candidate) -> None:
    """A task that lives already is changed on its own page, with a basis."""
    if row.commitment_id:
        raise Refused(Finding(code="adopted-already", message="This one has been adopted as a task already.",
                              remedy="Change the task itself, with the paper that allows it."))


def write_changes(row: Candidate, changes: Mapping[str, Any]) -> None:
    """This will put edited fields on a candidate after checking them; unknown names are refused."""
    for name, value in changes.items():
        if name not in EDITABLE:
            raise KeyError(name)
        setattr(row, name, value)
    row.title = row.title.strip()
    if not row.title:
        raise Refused(Finding(code="title-missing", message="A task needs a title.",
                              remedy="Write what is to be done in a few words."))
    if row.comparator and row.comparator not in set(Comparator):
        raise ValueError(row.comparator)
    if row.proof_kind and row.proof_kind not in set(ProofKind):
        raise ValueError(row.proof_kind)
    if row.comparator == Comparator.RANGE and (row.value_high is None or row.value is None):
        raise Refused(Finding(code="range-open", message="A range needs both of its ends.",
                              remedy="Enter the lower and the upper number."))


def read_back(name: str, value: Any) -> Any:
    """A field of a snapshot in its own type."""
    if value is None or isinstance(value, (list, bool)):
        return value
    if name in {"value", "value_high"}:
        return Decimal(value)
    return date.fromisoformat(value) if name == "due" else value


def plain_number(value: Decimal | None) -> str:
    """A number as it is likely printed."""
    return "" if value is None else f"{value.normalize():f}"


def trimmed(clause: str) -> str:
    """A clause as a title: without its opening and closing stops, at most 80 characters."""
    return clause.strip(" \n，,；;。、").replace("\n", "")[:80] or "—"
