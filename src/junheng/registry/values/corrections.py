"""Corrections and headcounts: their words, and what pages are told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from junheng.registry.values.codes import Coded, Sex


class CorrectionState(Coded):
    """What became of a correction (更正申请状态)."""

    ASKED = "asked", "待学校核实"
    PROPOSED = "proposed", "待审核"
    ACCEPTED = "accepted", "已采纳"
    REJECTED = "rejected", "未采纳"
    WITHDRAWN = "withdrawn", "已撤回"


class Presence(Coded):
    """How a head differs from the roll (人籍不一致)."""

    ABSENT = "absent", "在籍未到校"
    EXTRA = "extra", "到校无学籍"


# Somebody has yet to decide.
OPEN = frozenset({CorrectionState.ASKED, CorrectionState.PROPOSED})
# Numbers and addresses stay covered in lists; they are uncovered by whoever decides, with a logged look.
COVERED = frozenset({"identity_number", "roll_number", "address", "phone"})


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction with both sides as people write them, covered where `sealed`. `moved_on`: the register has another value by now.
    `on_slip`: a guardian asked for it on a checking slip; `passed_by` then is who at the school passed it on."""

    id: int
    who: str
    pupil_id: int | None
    member_id: int | None
    school: str
    title: str
    held: str
    proposed: str
    now: str
    sealed: bool
    moved_on: bool
    reason: str
    evidence: str
    attachment_id: int | None
    for_guardian: str
    state: CorrectionState
    on_slip: bool
    proposed_by: str
    proposed_at: datetime
    passed_by: str
    passed_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    words: str


@dataclass(frozen=True, slots=True)
class Head:
    """A pupil of the class that is counted."""

    id: int
    name: str
    sex: Sex
    absent: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class CountSheet:
    """A class in a round: its pupils, who is there without being on the roll, and who confirmed."""

    round_id: int
    round: str
    class_id: int
    school: str
    class_name: str
    heads: tuple[Head, ...]
    extras: tuple[tuple[str, str], ...]
    confirmed_by: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A line for the registrar."""

    school: str
    class_name: str
    kind: Presence
    pupil_id: int | None
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round: how many classes have answered, which have not, and what differs."""

    id: int
    name: str
    opened: date
    classes: int
    counted: int
    missing: tuple[tuple[int, str, str], ...]
    differences: tuple[Difference, ...]
