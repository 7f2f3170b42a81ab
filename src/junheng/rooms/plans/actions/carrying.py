"""From one version to the next: what a corrected file keeps of people's decisions, what it changes, what it lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from junheng.rooms.plans.engine.candidates import Proposal
from junheng.rooms.plans.engine.carry import CarryResult, Decided, carry_decisions, terms
from junheng.rooms.plans.models import Candidate, Correction, Plan, Version
from junheng.rooms.plans.values import CandidateStatus

EDITABLE = ("title", "subject", "comparator", "value", "value_high", "unit", "strict", "per", "firmness", "due",
            "lead", "support", "measures_text", "systems", "proof_kind")


def carry_over(version: Version, rows: list[Candidate], proposals: Sequence[Proposal], *, at: datetime) -> list[Candidate]:
    """This will give a version's new rows the decisions taken before; returns the rows to keep, none saved yet.

    An adopted plan is held against the version in force, any other against the version before. Clauses that the
    corrected file no longer has stand among the rows as gone, while their tasks live.
    """
    base = base_of(version)
    if base is None:
        return rows
    earlier = list(base.candidates.select_related("commitment"))
    by_key = {str(row.pk): row for row in earlier}
    result = carry_decisions([decided_of(row, earlier) for row in earlier if holds(row)], proposals, version.text)
    for index, key in result.kept.items():
        keep(rows[index], by_key[key], at=at)
    for index, key in result.changed.items():
        reopen(rows[index], by_key[key])
    cut = [found_row(version, rows, by_key[key], span, at=at) for key, span in result.found.items()]
    gone = [gone_row(version, rows, by_key[key], earlier) for key in result.gone if to_end(by_key[key], by_key, result)]
    kept = [row for index, row in enumerate(rows) if index not in result.covered] + cut
    gather(kept)
    remember(version, base, [*kept, *gone])
    return [*kept, *gone]


def save_rows(rows: Sequence[Candidate]) -> None:
    """This will save new rows, those that others were merged into first."""
    Candidate.objects.bulk_create([row for row in rows if row.status != CandidateStatus.MERGED])
    Candidate.objects.bulk_create([row for row in rows if row.status == CandidateStatus.MERGED])


def base_of(version: Version) -> Version | None:
    """The version whose decisions a new one continues."""
    before = Version.objects.filter(plan_id=version.plan_id, number__lt=version.number, read_at__isnull=False)
    if version.plan.status == Plan.Status.ADOPTED:
        before = before.filter(adopted_at__isnull=False)
    return before.order_by("-number").first()


def holds(row: Candidate) -> bool:
    """Whether a row of the version before has something to carry over."""
    if row.correction == Correction.GONE:
        return row.status == CandidateStatus.REJECTED
    return row.status != CandidateStatus.PENDING or row.commitment_id is not None


def decided_of(row: Candidate, earlier: Sequence[Candidate]) -> Decided:
    """A row of the version before as the engine takes it: by the reader's own words, not by the person's."""
    said: Mapping[str, object] = row.origin
    cut = row.by_hand or any(other.by_hand and other.start == row.end for other in earlier)
    return Decided(
        key=str(row.pk), item_path=tuple(row.item_path), quote=row.quote, subject=text_of(said.get("subject")),
        value=text_of(said.get("value")) or None, status=row.status, cut=cut,
        terms=terms(text_of(said.get("comparator")), text_of(said.get("value_high")), text_of(said.get("unit")),
                    text_of(said.get("due"))),
    )


def text_of(value: object) -> str:
    """A field of a snapshot as text, "" for none."""
    return "" if value is None else str(value)


def keep(new: Candidate, old: Candidate, *, at: datetime) -> None:
    """This will give an unchanged clause everything that people said of it."""
    for name in EDITABLE:
        setattr(new, name, getattr(old, name))
    new.follows, new.commitment_id = old, old.commitment_id
    new.status = CandidateStatus.ACCEPTED if old.correction == Correction.GONE else CandidateStatus(old.status)
    new.decided_at, new.decided_by_id = (at, old.decided_by_id) if old.decided_by_id else (None, None)


def reopen(new: Candidate, old: Candidate) -> None:
    """This will put a changed clause up for a new look, with the person's words where the reader's stayed the same.

    A task that has been closed stays closed: what the corrected file asks beyond it becomes a task of its own.
    """
    task = old.commitment
    new.follows, new.commitment_id = old, task.pk if task and not (task.closed_at or task.ended_at) else None
    new.correction, new.needs_new_look = Correction.CHANGED, True
    both_words(new, old)


def both_words(new: Candidate, old: Candidate) -> None:
    """This will take the reader's new words where they changed, and the person's earlier ones where they did not."""
    for name in EDITABLE:
        if new.origin.get(name) == old.origin.get(name):
            setattr(new, name, getattr(old, name))


def found_row(version: Version, rows: Sequence[Candidate], old: Candidate, span: tuple[int, int], *,
              at: datetime) -> Candidate:
    """A clause that a person had cut out, at its place in the new text."""
    near = before(rows, span[0])
    row = Candidate(
        plan_id=version.plan_id, version=version, position=near.position + 1 if near else 1,
        item_path=near.item_path if near else old.item_path, chapter=near.chapter if near else old.chapter,
        quote=version.text[span[0]:span[1]], start=span[0], end=span[1], due_basis=old.due_basis, by_hand=old.by_hand,
        origin=old.origin,
    )
    keep(row, old, at=at)
    return row


def before(rows: Sequence[Candidate], start: int) -> Candidate | None:
    """The last row that begins at a place of the text or before it."""
    return max((row for row in rows if row.start <= start), key=lambda row: row.start, default=None)


def to_end(old: Candidate, by_key: Mapping[str, Candidate], result: CarryResult) -> bool:
    """Whether a clause that is no longer there has a living task that was its own."""
    task = old.commitment
    if task is None or task.closed_at or task.ended_at or old.correction == Correction.GONE:
        return False
    return old.merged_into_id is None or str(old.merged_into_id) not in result.gone


def gone_row(version: Version, rows: Sequence[Candidate], old: Candidate, earlier: Sequence[Candidate]) -> Candidate:
    """A clause that the corrected file no longer has, behind the clause that it stood behind."""
    back = {row.follows_id: row for row in rows if row.follows_id}
    above = [back[row.pk] for row in earlier if row.position < old.position and row.pk in back]
    row = Candidate(
        plan_id=version.plan_id, version=version, position=above[-1].position + 2 if above else 0,
        item_path=old.item_path, chapter=old.chapter, quote=old.quote, start=0, end=0, due_basis=old.due_basis,
        correction=Correction.GONE, needs_new_look=True, follows=old, commitment_id=old.commitment_id, origin=old.origin,
    )
    for name in EDITABLE:
        setattr(row, name, getattr(old, name))
    return row


def gather(rows: Sequence[Candidate]) -> None:
    """This will merge what was merged before; where the clause that it was merged into is gone, the first part heads."""
    back = {row.follows_id: row for row in rows if row.follows_id}
    heads: dict[int, Candidate] = {}
    for row in rows:
        if row.status != CandidateStatus.MERGED or row.follows is None:
            continue
        whole = row.follows.merged_into_id
        head = back.get(whole) or heads.get(whole or 0)
        if head is None:
            heads[whole or 0] = row
            row.status = CandidateStatus.ACCEPTED
        else:
            row.merged_into = head


def remember(version: Version, base: Version, rows: Sequence[Candidate]) -> None:
    """This will take over what was decided on a correction that this one overtakes, and its paper, before anybody adopted it."""
    overtaken = Version.objects.filter(plan_id=version.plan_id, number__gt=base.number, number__lt=version.number)
    named = overtaken.exclude(basis_number="").order_by("-number").first()
    if named is not None and not version.basis_number:
        version.basis, version.basis_number = named.basis, named.basis_number
        version.save(update_fields=["basis", "basis_number"])
    passed = Candidate.objects.filter(version__plan_id=version.plan_id, version__number__gt=base.number,
                                      version__number__lt=version.number, change=None, decided_by__isnull=False,
                                      status__in=[CandidateStatus.ACCEPTED, CandidateStatus.REJECTED])
    known = {same(row): row for row in passed.order_by("version__number", "id")}
    for row in rows:
        old = known.get(same(row))
        if row.status == CandidateStatus.PENDING and old is not None:
            for name in EDITABLE:
                setattr(row, name, getattr(old, name))
            row.status, row.needs_new_look = CandidateStatus(old.status), False
            row.decided_at, row.decided_by_id = old.decided_at, old.decided_by_id


def same(row: Candidate) -> tuple[object, ...]:
    """What two rows of two corrections of one version share when they say the same of it."""
    return (row.quote, text_of(row.origin.get("value")), row.follows_id, row.correction)
