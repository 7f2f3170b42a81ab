"""Collection rounds (收表) and notices with a receipt (签收): what is asked, of whom, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from junheng.ground.sheets.intake.fields import Kind, Value

# Kinds that an asker may choose for a column.
ASKED_KINDS = (Kind.WHOLE, Kind.AMOUNT, Kind.TEXT, Kind.YES, Kind.CHOICE, Kind.DAY)
NUMBERS = frozenset({Kind.WHOLE, Kind.AMOUNT})
MOST_WHOLE = 10**12


class RoundKind(StrEnum):
    """A table to fill in, or a paper to be received."""

    TABLE = "table"
    NOTICE = "notice"


class RoundState(StrEnum):
    """How far a round is."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class ReturnState(StrEnum):
    """How far a unit's return is. RETURNED of a notice: received."""

    ASKED = "asked"
    RETURNED = "returned"
    SENT_BACK = "sent_back"


class Via(StrEnum):
    """How a return came: typed on a page, by the unit's own file, by the asker with a file from elsewhere."""

    PAGE = "page"
    FILE = "file"
    ASKER = "asker"


@dataclass(frozen=True, slots=True)
class Asked:
    """A column of a round. `known` names what fills it from the register; "" for one that has to be asked.

    `adds_up`: keys of the columns whose sum it is; `at_most`: the key of the column that it may not exceed.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    known: str = ""
    measure: str = ""
    required: bool = True
    choices: tuple[str, ...] = ()
    hint: str = ""
    adds_up: tuple[str, ...] = ()
    at_most: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is counted."""
        return self.kind in NUMBERS

    @property
    def heading(self) -> str:
        """The heading with its unit of measure, as it stands over the column."""
        return f"{self.title}（{self.measure}）" if self.measure else self.title


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a return: the school it speaks of (None in a list of its own rows), its values by the key of the column."""

    unit_id: int | None
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Answer:
    """A return as it stands, for whoever puts them together."""

    unit_id: int
    name: str
    state: ReturnState
    lines: tuple[Line, ...]
    remarks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in the returns that the asker should look at: the school, the column, and a sentence with its values."""

    school: str
    column: str
    message: str
    values: Mapping[str, str | int | Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in a list. `minutes` are what one return is expected to take."""

    id: int
    kind: RoundKind
    title: str
    asker: str
    basis: str
    minutes: int
    due: date
    state: RoundState
    asked: int
    returned: int
    late: bool

    @property
    def still_to_come(self) -> int:
        """How many have not answered."""
        return self.asked - self.returned


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round whole. `text` is what a notice says, or how a table is filled in; `rows_free`: a list of the unit's own rows."""

    row: RoundRow
    asker_id: int
    author_id: int
    author: str
    list_number: str
    text: str
    on: date
    rows_free: bool
    columns: tuple[Asked, ...]
    opened_at: datetime | None
    closed_at: datetime | None
    words: str


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A unit's return in the asker's list. `due` is its own day where it was given one (补报)."""

    id: int
    unit_id: int
    unit: str
    state: ReturnState
    due: date
    late: bool
    answered_at: datetime | None
    answered_by: str
    via: Via | None
    received_at: datetime | None
    words: str
    remarks: int


@dataclass(frozen=True, slots=True)
class Task:
    """A return in the list of the unit that is asked."""

    id: int
    round_id: int
    kind: RoundKind
    title: str
    asker: str
    unit: str
    due: date
    state: ReturnState
    minutes: int
    late: bool
    words: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReturnCard:
    """A return for whoever fills it in: known values, what was typed so far, and what the same school last said elsewhere.

    `subjects`: the schools of which it speaks, by number and name; `prior`: (value, day, round) by school and column.
    """

    id: int
    round: RoundCard
    unit_id: int
    unit: str
    state: ReturnState
    version: int
    due: date
    late: bool
    may_answer: bool
    subjects: tuple[tuple[int, str], ...]
    lines: tuple[Line, ...]
    prior: Mapping[tuple[int | None, str], tuple[Value, date, str]]
    remarks: Mapping[str, str]
    draft_saved_at: datetime | None
    answered_at: datetime | None
    answered_by: str
    received_at: datetime | None
    words: str


@dataclass(frozen=True, slots=True)
class Collected:
    """The total of a column as it came back: dated, by so many of the units that were asked."""

    round_id: int
    key: str
    title: str
    column: str
    value: Decimal
    measure: str
    on: date
    answered: int
    asked: int

    @property
    def id(self) -> str:
        """What names it in a form."""
        return f"{self.round_id}:{self.key}"


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file that the asker handed in: what became of it ("waiting", "taken", "unchanged", "refused"), for whom, and what was wrong."""

    name: str
    state: str
    unit: str
    faults: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Burden:
    """What a unit was asked in a term: rounds and the minutes that their askers expected."""

    unit_id: int
    unit: str
    requests: int
    minutes: int
    notices: int
    returned: int
    late: int
