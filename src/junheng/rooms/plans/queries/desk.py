"""The desk: the text with its findings, the candidate being looked at, what is still to decide."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from junheng.ground.people.values import Person
from junheng.rooms.plans import access
from junheng.rooms.plans.engine.comparison.versions import Run as ClauseRun
from junheng.rooms.plans.engine.comparison.versions import runs_of
from junheng.rooms.plans.models import Candidate, Correction, Plan, Version
from junheng.rooms.plans.values import CandidateStatus, Comparator, Target, TargetWords


class NotReadYet(Exception):
    """The plan is still being read."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the text: plain, or belonging to a candidate."""

    text: str
    candidate_id: int | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the text with its number, cut into runs."""

    number: int
    start: int
    runs: tuple[Run, ...]
    heading: bool


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate as the desk shows it. `said` is what the reader had said before anybody edited."""

    id: int
    position: int
    status: CandidateStatus
    path: str
    chapter: str
    title: str
    quote: str
    start: int
    end: int
    subject: str
    comparator: str
    value: Decimal | None
    value_high: Decimal | None
    unit: str
    strict: bool
    per: str
    firmness: str
    due: date | None
    due_basis: str
    lead: str
    support: str
    measures_text: str
    systems: tuple[str, ...]
    proof_kind: str
    needs_new_look: bool
    by_hand: bool
    adopted: bool
    revision: int
    said: dict[str, object]
    correction: str = ""
    task_id: int | None = None
    asked: bool = False
    before: CandidateRow | None = None

    @property
    def runs(self) -> tuple[ClauseRun, ...]:
        """The clause of the earlier version and this one as runs: same, out, in."""
        return runs_of(self.before.quote, self.quote) if self.before else ()

    @property
    def open(self) -> bool:
        """Whether it is decided at the desk: a finding without a task, or what a correction says of one."""
        return not self.adopted or (bool(self.correction) and not self.asked)

    @property
    def words(self) -> TargetWords | None:
        """The number as words (≥ 95%), None for a task without one."""
        if not self.comparator:
            return None
        return TargetWords(Target(
            item_path=(), subject=self.subject, value=self.value, unit=self.unit or None,
            comparator=Comparator(self.comparator), quote="", start=0, end=0, value_high=self.value_high,
            strict=self.strict, per=self.per or None,
        ))


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the desk shows of one version."""

    plan_id: int
    title: str
    doc_number: str
    date_issued: date | None
    status: str
    version: int
    versions: tuple[int, ...]
    items: int
    paragraphs: tuple[Paragraph, ...]
    candidates: tuple[CandidateRow, ...]
    notes: tuple[dict[str, object], ...]
    may_adopt: bool
    may_review: bool
    level: str = "own"
    basis: tuple[str, str] = ("", "")
    in_force: bool = False

    @property
    def corrects(self) -> bool:
        """Whether this version corrects an adopted plan."""
        return self.status == Plan.Status.ADOPTED and self.version > 1

    @property
    def news(self) -> dict[str, int]:
        """How many clauses the correction leaves, changes, brings and takes out."""
        return {
            "kept": sum(1 for row in self.candidates if row.before and not row.correction),
            "changed": sum(1 for row in self.candidates if row.correction == Correction.CHANGED),
            "new": sum(1 for row in self.candidates if row.before is None),
            "gone": sum(1 for row in self.candidates if row.correction == Correction.GONE),
        }

    @property
    def decided(self) -> int:
        """How many have been decided."""
        return sum(1 for row in self.candidates if row.status != CandidateStatus.PENDING)

    @property
    def waiting_for_adoption(self) -> bool:
        """Whether adopting would change anything: something is still to review, or accepted and no task yet."""
        return (self.corrects and not self.in_force) or any(row.status == CandidateStatus.PENDING or (row.status == CandidateStatus.ACCEPTED and not row.adopted)
                   for row in self.candidates)

    @property
    def ready(self) -> int:
        """How many can be taken as they were read."""
        return sum(1 for row in self.candidates
                   if row.status == CandidateStatus.PENDING and row.due and not row.needs_new_look)

    @property
    def targets(self) -> int:
        """How many measurable targets were read."""
        return sum(1 for row in self.candidates if row.comparator)


def desk(person: Person, plan_id: int, *, number: int | None = None) -> Desk:
    """This will show a plan's version at the desk: the latest one read, or the one asked for. Four queries."""
    plan = Plan.objects.get(pk=plan_id)
    access.check_may_see_review(person, plan)
    versions = list(Version.objects.filter(plan=plan, read_at__isnull=False).order_by("number"))
    chosen = next((v for v in versions if v.number == number), versions[-1] if versions else None)
    if chosen is None:
        raise NotReadYet
    rows = tuple(candidate_row(row) for row in
                 Candidate.objects.filter(version=chosen).select_related("follows").order_by("position", "id"))
    return Desk(
        plan_id=plan.pk, title=plan.title, doc_number=plan.doc_number, date_issued=plan.date_issued,
        status=plan.status, version=chosen.number, versions=tuple(v.number for v in versions),
        items=sum(1 for item in chosen.reading.get("items", []) if item["path"]),
        paragraphs=paragraphs(chosen.text, chosen.blocks, rows), candidates=rows,
        notes=tuple(chosen.notes), may_adopt=access.may_adopt(person, plan) and plan.withdrawn_at is None,
        may_review=access.may_review(person, plan) and plan.level == Plan.Level.OWN and plan.withdrawn_at is None,
        level=plan.level, basis=(chosen.basis, chosen.basis_number), in_force=chosen.adopted_at is not None,
    )


def candidate_row(row: Candidate, *, alone: bool = False) -> CandidateRow:
    """A candidate as a value, with the clause of the earlier version that it continues."""
    return CandidateRow(
        id=row.pk, position=row.position, status=CandidateStatus(row.status), path="·".join(row.item_path),
        chapter=row.chapter, title=row.title, quote=row.quote, start=row.start, end=row.end, subject=row.subject,
        comparator=row.comparator, value=row.value, value_high=row.value_high, unit=row.unit, strict=row.strict,
        per=row.per, firmness=row.firmness, due=row.due, due_basis=row.due_basis, lead=row.lead,
        support=row.support, measures_text=row.measures_text, systems=tuple(row.systems), proof_kind=row.proof_kind,
        needs_new_look=row.needs_new_look, by_hand=row.by_hand, adopted=row.commitment_id is not None,
        revision=row.revision, said=row.origin, correction=row.correction, task_id=row.commitment_id,
        asked=row.change_id is not None,
        before=candidate_row(row.follows, alone=True) if row.follows and not alone else None,
    )


def paragraphs(text: str, blocks: Iterable[dict[str, object]], rows: Iterable[CandidateRow]) -> tuple[Paragraph, ...]:
    """The blocks of the text, each cut into runs at the borders of the candidates' clauses.

    Where clauses overlap (two values under one verb share their quote) the first one keeps the run.
    """
    spans = sorted((row.start, row.end, row.id, row.status.value) for row in rows)
    starts = [span[0] for span in spans]
    # The furthest end among the spans up to each one: what ends before a block begins need not be looked at again.
    reach = list(accumulate((span[1] for span in spans), max))
    result = []
    for block in blocks:
        start, end = int(str(block["start"])), int(str(block["end"]))
        runs: list[Run] = []
        at = start
        for first, last, ref, state in spans[bisect_right(reach, start):bisect_left(starts, end)]:
            if last <= at or first >= end:
                continue
            begin = max(first, at)
            if begin > at:
                runs.append(Run(text[at:begin]))
            stop = min(last, end)
            runs.append(Run(text[begin:stop], ref, state))
            at = stop
        if at < end:
            runs.append(Run(text[at:end]))
        heading = end - start <= 60 and not text[start:end].rstrip().endswith(("。", "；", "：", ":"))
        result.append(Paragraph(int(str(block["number"])), start, tuple(runs), heading))
    return tuple(result)
