"""The words of this room: what a reading of a plan is made of, and what a task can be.

Everything here is frozen and knows neither Django nor files. Spans (`start`, `end`) are character
offsets into `PlanReading.text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

Path = tuple[str, ...]


class Comparator(StrEnum):
    """How a measured value is held against a target (contract 1)."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "="
    ABOUT = "~"
    RANGE = "range"
    INCREASE = "increase"
    DECREASE = "decrease"
    COMPLETE = "complete"


class DocumentAction(StrEnum):
    """What the plan does with a paper it names in 《》."""

    ISSUE = "issue"
    IMPLEMENT = "implement"
    CITE = "cite"


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered item of the plan. `path` is the numbers as printed, without brackets and points."""

    path: Path
    marker: str
    heading: str
    text: str
    start: int
    end: int
    systems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A measurable target (量化指标) with the exact clause it was read from."""

    item_path: Path
    subject: str
    value: Decimal | None
    unit: str | None
    comparator: Comparator
    quote: str
    start: int
    end: int
    value_high: Decimal | None = None
    strict: bool = False
    per: str | None = None
    deadline: str | None = None
    firmness: str | None = None
    reference: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A paper named in 《》 that the plan issues, carries out or cites."""

    name: str
    action: DocumentAction
    item_paths: tuple[Path, ...] = ()
    number: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that the plan names."""

    name: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Project:
    """A named project, scheme or site that the plan undertakes."""

    name: str
    item_path: Path
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who leads and who supports an item, as printed, and by when."""

    item_path: Path
    lead: tuple[str, ...]
    support: tuple[str, ...] = ()
    deadline: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Period:
    """The years a plan covers."""

    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class PlanReading:
    """Everything read from one plan."""

    text: str
    items: tuple[Item, ...] = ()
    targets: tuple[Target, ...] = ()
    documents: tuple[NamedDocument, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    projects: tuple[Project, ...] = ()
    responsible: tuple[Responsibility, ...] = ()
    title: str | None = None
    issuer: str | None = None
    doc_number: str | None = None
    date_issued: str | None = None
    period: Period = field(default_factory=Period)

    def as_contract(self) -> dict[str, Any]:
        """The JSON object of contract 1 (`junheng plan read --json`)."""
        return {
            "title": self.title,
            "issuer": self.issuer,
            "doc_number": self.doc_number,
            "date_issued": self.date_issued,
            "period": {"start": self.period.start, "end": self.period.end},
            "text": self.text,
            "items": [
                {"path": list(i.path), "heading": i.heading, "text": i.text, "start": i.start, "end": i.end,
                 "systems": list(i.systems)}
                for i in self.items
            ],
            "targets": [
                {"item_path": list(t.item_path), "subject": t.subject, "value": number(t.value),
                 "value_high": number(t.value_high), "unit": t.unit, "comparator": t.comparator.value,
                 "strict": t.strict, "per": t.per, "deadline": t.deadline, "firmness": t.firmness,
                 "quote": t.quote, "start": t.start, "end": t.end}
                for t in self.targets
            ],
            "documents": [
                {"name": d.name, "action": d.action.value, "number": d.number,
                 "item_paths": [list(p) for p in d.item_paths]}
                for d in self.documents
            ],
            "orgs": [{"name": o.name} for o in self.organisations],
            "projects": [{"name": p.name, "item_path": list(p.item_path)} for p in self.projects],
            "responsible": [
                {"item_path": list(r.item_path), "lead": list(r.lead), "support": list(r.support),
                 "deadline": r.deadline}
                for r in self.responsible
            ],
        }


def number(value: Decimal | None) -> int | float | None:
    """A decimal as the plainest JSON number."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


class Light(StrEnum):
    """Where a task stands. Computed from dates and data, never picked; the label is the msgid."""

    DONE = "done"
    ON = "on"
    BEHIND = "behind"
    OVERDUE = "overdue"
    IDLE = "idle"
    NO_SOURCE = "nosource"
    ENDED = "ended"

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done: checked and closed, or ended with a basis."""
        return self in {Light.DONE, Light.ENDED}

    @property
    def label(self) -> str:
        """English message id of the light's word."""
        return LIGHT_LABELS[self]


LIGHT_LABELS = {
    Light.DONE: "Done",
    Light.ON: "On schedule",
    Light.BEHIND: "At risk",
    Light.OVERDUE: "Overdue",
    Light.IDLE: "Not started",
    Light.NO_SOURCE: "No source",
    Light.ENDED: "Ended",
}


class ProofKind(StrEnum):
    """Kinds of proof, in the order in which they are wanted (教师厅〔2025〕2号: schools come last)."""

    FIGURE = "figure"
    RECOGNITION = "recognition"
    PAPER = "paper"
    EVENT = "event"
    MILESTONE = "milestone"
    BUREAU = "bureau"
    SCHOOL = "school"

    @property
    def label(self) -> str:
        """English message id of the kind."""
        return PROOF_LABELS[self]

    @property
    def order(self) -> int:
        """0 is the proof that is wanted first."""
        return list(ProofKind).index(self)


PROOF_LABELS = {
    ProofKind.FIGURE: "Reported figure",
    ProofKind.RECOGNITION: "Upper level's recognition",
    ProofKind.PAPER: "Paper issued",
    ProofKind.EVENT: "Meeting or event held",
    ProofKind.MILESTONE: "Project milestone",
    ProofKind.BUREAU: "Bureau material",
    ProofKind.SCHOOL: "Material from schools",
}


class ChangeKind(StrEnum):
    """Ways in which a task may leave its printed wording or date, each only with a basis."""

    CHANGED = "changed"
    POSTPONED = "postponed"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """English message id of the kind of change."""
        return {"changed": "Changed", "postponed": "Postponed", "ended": "Ended"}[self.value]


class CandidateStatus(StrEnum):
    """What a person has decided about something the reader found."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MERGED = "merged"

    @property
    def label(self) -> str:
        """English message id of the decision."""
        return {"pending": "To review", "accepted": "Accepted", "rejected": "Not taken", "merged": "Merged"}[
            self.value
        ]


class Verdict(StrEnum):
    """What a person said of a lower clause and an upper one: it carries it out, or it does not."""

    CARRIES = "carries"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as lists show it: who, by when, where it stands. Shares run from 0 to 100, None when unknown."""

    id: int
    plan_id: int
    number: str
    position: int
    chapter: str
    title: str
    lead: str
    lead_unit_id: int | None
    leader: str
    leader_id: int | None
    owner: str
    owner_id: int | None
    support: str
    due: date
    first_due: date
    due_basis: str
    light: Light
    reason: str
    reason_values: dict[str, str | int]
    share: int | None
    expected: int
    systems: tuple[str, ...]
    rooms: tuple[str, ...]
    proof_kind: str
    proofs: int
    orders: int
    open_orders: int
    postponed: int
    changes_waiting: int
    ended: bool
    handed_in: bool
    last_report: date | None
    workdays: int
    measures: tuple[str, ...] = ()
    missing: str = ""
    columns: tuple[str, ...] = ()
    handed_in_by_id: int | None = None
    plan: str = ""
    adjusted: int = 0

    @property
    def unproved(self) -> bool:
        """Whether nothing proves the task yet."""
        return self.proofs == 0 and not self.ended

    @property
    def settled(self) -> bool:
        """Whether the question of its proof is settled: one is there, or the task is over."""
        return self.proofs > 0 or self.light.over

    @property
    def mark(self) -> str:
        """The message id of the word beside the title, "" for none."""
        if self.changes_waiting and not self.light.over:
            return "to decide"
        if self.postponed:
            return "Postponed"
        if self.handed_in and not self.light.over:
            return "to check"
        return "Changed" if self.adjusted else ""


@dataclass(frozen=True, slots=True)
class TargetWords:
    """A target together with nothing else: what pages turn into words (≥ 95%) in the reader's language."""

    target: Target


@dataclass(frozen=True, slots=True)
class LedgerEdit:
    """What one row of a ledger that came back changes on a task.

    `changed` holds column, old and new; `people` the ids behind names that changed; `words` a report's three parts;
    `code` stands for the task as it was when the row was looked at.
    """

    task_id: int
    number: str
    title: str
    row: int
    code: str
    changed: tuple[tuple[str, str, str], ...]
    people: dict[str, int | None]
    words: tuple[str, str, str] | None

    def as_plain(self) -> list[Any]:
        """The edit as plain JSON, for the page between looking and taking."""
        return [self.task_id, self.number, self.title, self.row, self.code, self.changed, self.people, self.words]

    @classmethod
    def from_plain(cls, said: list[Any]) -> LedgerEdit:
        """The edit back from plain JSON."""
        task_id, number_, title, row, code, changed, people, words = said
        return cls(task_id, number_, title, row, code, tuple((a, b, c) for a, b, c in changed), people,
                   (words[0], words[1], words[2]) if words else None)


# The rooms in the order of the rail, with the message ids of their short names.
ROOMS = {
    "indicators": "Indicators", "places": "Places and layout", "admissions": "Admissions",
    "classes": "Balanced class placement", "timetable": "Timetable", "staff": "Staff", "quality": "Quality",
    "wellbeing": "Wellbeing", "support": "Aid and care", "safety": "Safe schools",
    "supervision": "Supervision", "resources": "Shared resources", "finance": "Money and projects",
}
