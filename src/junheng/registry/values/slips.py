"""Checking slips (核对单): what a guardian is shown and what the school is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from junheng.registry.values.codes import Coded

# What a guardian checks. What is said of disability and hardship is not on a page without an account.
CHECKED = ("name", "sex", "born", "ethnic_group", "identity_number", "roll_number", "residence", "boarding", "address")
# As often may a code be given with wrong digits; then the school prints another.
MOST_WRONG = 5
LONGEST_DAYS = 60


class SlipState(Coded):
    """What became of a slip (核对情况)."""

    WAITING = "waiting", "未核对"
    RIGHT = "right", "核对无误"
    PROPOSED = "proposed", "提出更正"
    LOCKED = "locked", "已锁定"
    NO_NUMBER = "no_number", "无证件号"


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A field as a guardian sees it, and the words it may be answered with."""

    key: str
    title: str
    shown: str
    covered: bool
    choices: tuple[str, ...]
    hint: str


@dataclass(frozen=True, slots=True)
class SlipCard:
    """The own child's row."""

    name: str
    school: str
    class_name: str
    until: date
    lines: tuple[CheckedLine, ...]


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """A slip for the printer: the only time that its code is known."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A pupil of the class and what the guardian answered. `asked`: proposals of this slip that the school has yet to look at."""

    pupil_id: int
    name: str
    state: SlipState
    answered: datetime | None = None
    proposed: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class SlipRoundCard:
    """A round of a class."""

    id: int
    opened: date
    opened_by: str
    until: date
    closed: date | None
    going_on: bool
    rows: tuple[SlipRow, ...]
    answered: int


@dataclass(frozen=True, slots=True)
class ClassSlips:
    """The page of a class: its rounds, the newest first, and whether the person may begin and end them."""

    class_id: int
    school: str
    class_name: str
    may_change: bool
    rounds: tuple[SlipRoundCard, ...]
