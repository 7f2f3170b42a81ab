"""What programs are given: a row of each table with all that belongs to it. Days from `since` up to the day before `until`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The tables that programs are given, in the order in which one can be written after the other."""

    SCHOOL = "school"
    STAFF = "staff"
    CLASS = "class"
    PUPIL = "pupil"
    ROOM = "room"
    GROUND = "ground"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True)
class SpellRecord:
    """What a school was for a time. `township` and `village` are codes; coordinates in millionths of a degree."""

    since: date
    until: date | None
    name: str
    short_name: str
    kind: str
    ownership: str
    locale: str
    township: str
    village: str
    address: str
    longitude_e6: int | None
    latitude_e6: int | None
    capacity: int | None
    basis: str


@dataclass(frozen=True, slots=True)
class SchoolRecord:
    """A school, kindergarten or teaching point; `closed` is the first day without it."""

    id: int
    school_code: str
    opened: date
    closed: date | None
    spells: tuple[SpellRecord, ...]


@dataclass(frozen=True, slots=True)
class ClassYearRecord:
    """A class in one school year; `head_teacher` is the id of a member of staff."""

    school_year: int
    grade: int
    head_teacher: int | None
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """A class from its first to its last year. `school_code` of ten digits, here as elsewhere."""

    id: int
    school_code: str
    stage: str
    entry_year: int
    class_no: int
    years: tuple[ClassYearRecord, ...]


@dataclass(frozen=True, slots=True)
class GuardianRecord:
    """A guardian of a household's children; the telephone covered unless sealed fields were asked for."""

    code: str
    name: str
    relation: str
    phone: str
    works_away: bool


@dataclass(frozen=True, slots=True)
class EnrolmentRecord:
    """A pupil's time on a roll; `class_no` is None while the pupil is in no class yet."""

    school_code: str
    stage: str
    entry_year: int
    class_no: int | None
    class_id: int | None
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PupilRecord:
    """A pupil. `sealed`: whether numbers, address and care are given whole; else numbers are covered and the others None."""

    id: int
    code: str
    name: str
    sex: str
    born: date
    sealed: bool
    identity_number: str
    roll_number: str
    ethnic_group: str
    residence: str
    residence_division: str
    village: str
    address: str | None
    boarding: str
    status: str
    twin_group: str
    special_need: str | None
    hardship: bool | None
    left_behind: bool | None
    household: int | None
    guardians: tuple[GuardianRecord, ...]
    enrolments: tuple[EnrolmentRecord, ...]


@dataclass(frozen=True, slots=True)
class PostRecord:
    """A post of a member of staff; the posts of one person add to 1000 thousandths."""

    code: str
    school_code: str
    stage: str
    duty: str
    subject: str
    establishment: str
    category: str
    grade: int
    appointed_from: date | None
    appointed_until: date | None
    share_per_mille: int
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class StaffRecord:
    """A member of staff with all posts. `sealed`: whether identity number and telephone are given whole."""

    id: int
    code: str
    name: str
    sex: str
    born: date
    sealed: bool
    identity_number: str
    phone: str
    ethnic_group: str
    began_work: date | None
    came_to_county: date | None
    degree: str
    certificate_stage: str
    certificate_subject: str
    title: str
    title_since: int | None
    backbone: str
    backbone_until: int | None
    duty_status: str
    retirement_group: str
    retires: date | None
    posts: tuple[PostRecord, ...]


@dataclass(frozen=True, slots=True)
class RoomRecord:
    """A room; area in square decimetres, years of the calendar."""

    id: int
    code: str
    school_code: str
    stage: str
    kind: str
    area_dm2: int
    built: int | None
    condition: str
    renewal_due: int | None
    networked: bool
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class GroundRecord:
    """A ground; area in square decimetres."""

    id: int
    code: str
    school_code: str
    stage: str
    kind: str
    area_dm2: int
    resurfaced: int | None
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class EquipmentRecord:
    """A year's purchases of one kind; book value in yuan."""

    id: int
    code: str
    school_code: str
    stage: str
    kind: str
    bought: int | None
    count: int
    yuan: int
    since: date
    until: date | None


Record = SchoolRecord | StaffRecord | ClassRecord | PupilRecord | RoomRecord | GroundRecord | EquipmentRecord


@dataclass(frozen=True, slots=True)
class Change:
    """A row as it is now, by table and id; None for one that is gone, or with `there` no longer within the token's reach."""

    kind: Kind
    id: int
    there: bool
    row: Record | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Some changes in their order, the cursor with which to ask on, whether there is more already, and whether all up to here
    was read from the beginning (then `round` begins with an empty cursor and every row that exists is among them once)."""

    changes: tuple[Change, ...]
    cursor: str
    more: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Brought:
    """What rows sent by a program do, or did. `passed_over`: empty rows, and totals and notes as tables have them; `brought`: the id
    under which they can be undone within a day, None where nothing was written."""

    added: int
    changed: int
    unchanged: int
    refused: int
    passed_over: int
    brought: int | None
    findings: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class PulledPage:
    """What a node answered to a cursor: its changes, the cursor after them, and whether all was told since the beginning."""

    asked: str
    changes: tuple[Mapping[str, Any], ...]
    cursor: str
    more: bool
    whole: bool
