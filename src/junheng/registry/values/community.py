"""Groups, papers, networks and practice bases as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from junheng.ground.standards.book import Dated
from junheng.registry.values.calendar import MonthCard
from junheng.registry.values.codes import Stage
from junheng.registry.values.coverage import Coverage
from junheng.registry.values.grades import grade_words
from junheng.registry.values.standing import BaseKind, BookingState, GroupKind, PaperKind, Wireless


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A school in a group."""

    school_id: int
    school: str
    leads: bool
    since: date
    basis: str


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group on a day, its leader first."""

    name: str
    kind: GroupKind
    members: tuple[MemberRow, ...]


@dataclass(frozen=True, slots=True)
class GroupsCard:
    """The groups of a day; how many of the rural schools belong to one."""

    groups: tuple[GroupCard, ...]
    rural: int
    rural_in: int
    alone: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A governance paper. `days_left` until its last day; below nought when past; None for one without end."""

    id: int
    school_id: int
    school: str
    kind: PaperKind
    number: str
    holder: str
    since: date
    valid_until: date | None
    days_left: int | None
    attachment_id: int | None


@dataclass(frozen=True, slots=True)
class PapersCard:
    """Papers that are past or end within so many days, and whether every school has its own."""

    within: int
    due: tuple[PaperRow, ...]
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A school's network and terminals on a day; None where nobody has said. `short_mbps`: what is missing to the standard."""

    school_id: int
    school: str
    classes: int
    pupils: int
    since: date | None
    bandwidth_mbps: int | None
    short_mbps: int | None
    wired_classes: int | None
    wireless: Wireless | None
    pupil_terminals: int | None
    accounts_opened: int | None
    accounts_used: int | None
    rooms: int
    networked: int


@dataclass(frozen=True, slots=True)
class NetworksCard:
    """The networks of a day; how many schools have said theirs, how many reach the standard."""

    rows: tuple[NetworkRow, ...]
    said: int
    reach: int
    rule: Dated


@dataclass(frozen=True, slots=True)
class BaseRow:
    """A practice base; `booked` and `attended` pupils of the school year."""

    id: int
    name: str
    kind: BaseKind
    operator: str
    address: str
    capacity: int
    themes: str
    first_grade: int
    last_grade: int
    hours: int
    safety_until: date | None
    booked: int
    attended: int


@dataclass(frozen=True, slots=True)
class BasesCard:
    """The bases of a day; the schools that have been to one in the school year, and those that have not."""

    opens: int
    bases: tuple[BaseRow, ...]
    schools: int
    not_been: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A grade of a school on a day of a base."""

    id: int
    on: date
    school_id: int
    school: str
    stage: Stage
    grade: int
    pupils: int
    state: BookingState
    attended: int | None

    @property
    def grade_words(self) -> str:
        """五年级."""
        return grade_words(self.stage, self.grade)


@dataclass(frozen=True, slots=True)
class BaseCard:
    """A base in a month: `free` places by day, bookings."""

    row: BaseRow
    month: MonthCard
    free: dict[date, int]
    bookings: tuple[BookingRow, ...]


@dataclass(frozen=True, slots=True)
class SchoolStanding:
    """What a school has on a day beside classes and rooms. `papers` None for whoever may not see them."""

    groups: tuple[GroupCard, ...]
    papers: tuple[PaperRow, ...] | None
    network: NetworkRow | None
    bookings: tuple[BookingRow, ...]
