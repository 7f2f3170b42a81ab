"""Rows of the hall: schools, classes, pupils, guardians, staff, posts, facilities. Frozen; neither Django nor files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from junheng.registry.values.codes import (
    Backbone,
    Boarding,
    Condition,
    Degree,
    Duty,
    DutyStatus,
    EquipmentKind,
    Establishment,
    GroundKind,
    Household,
    Locale,
    Ownership,
    PostCategory,
    Relation,
    RetirementGroup,
    RollStatus,
    RoomKind,
    SchoolKind,
    Sex,
    SpecialNeed,
    Stage,
    Title,
)


@dataclass(frozen=True, slots=True)
class Township:
    """A township (乡镇、街道) of the county."""

    code: str
    name: str
    locale: Locale
    longitude_e6: int
    latitude_e6: int


@dataclass(frozen=True, slots=True)
class Village:
    """A village or community (行政村、社区)."""

    code: str
    name: str
    township: str
    longitude_e6: int
    latitude_e6: int


@dataclass(frozen=True, slots=True)
class School:
    """A school, kindergarten or teaching point. `unit_code` is its code in the bureau's trees, `parent` a point's school."""

    school_code: str
    unit_code: str
    name: str
    short_name: str
    kind: SchoolKind
    ownership: Ownership
    locale: Locale
    county: str
    township: str
    village: str
    parent: str
    opened: date
    longitude_e6: int
    latitude_e6: int


@dataclass(frozen=True, slots=True)
class Class:
    """A class of one school year. `entry_year` and `class_no` stay while it moves up; the head teacher's staff id or ""."""

    class_id: str
    school_code: str
    stage: Stage
    school_year: int
    grade: int
    class_no: int
    entry_year: int
    pupils: int
    head_teacher: str


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child known to the register. `roll_number` is empty before primary school; `twin_group` for those without a twin."""

    pupil_id: str
    name: str
    sex: Sex
    born: date
    identity_number: str
    roll_number: str
    ethnic_group: str
    household_id: str
    twin_group: str
    residence: Household
    residence_division: str
    township: str
    village: str
    status: RollStatus
    school_code: str
    class_id: str
    grade: int
    boarding: Boarding
    left_behind: bool
    migrant: bool
    hardship: bool
    special_need: SpecialNeed


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A pupil's time in one class cohort, from grade to grade, both counted; school years by the year they open."""

    pupil_id: str
    school_code: str
    stage: Stage
    class_no: int
    entry_year: int
    from_year: int
    to_year: int


@dataclass(frozen=True, slots=True)
class Guardian:
    """A guardian of a household's children. `works_away` for those who work outside the county."""

    guardian_id: str
    household_id: str
    name: str
    relation: Relation
    phone: str
    works_away: bool


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person employed by the bureau's schools, apart from the post. `retires` is the first of the month by the rule; years
    of title and backbone level are 0 where there is none."""

    staff_id: str
    name: str
    sex: Sex
    born: date
    identity_number: str
    ethnic_group: str
    began_work: date
    came_to_county: date
    degree: Degree
    certificate_stage: str
    certificate_subject: str
    title: Title
    title_since: int
    backbone: Backbone
    backbone_until: int
    duty_status: DutyStatus
    retirement_group: RetirementGroup
    retires: date


@dataclass(frozen=True, slots=True)
class Post:
    """A post that a person holds. A teacher of two schools (走教) has two, whose thousandths add to 1000."""

    post_id: str
    staff_id: str
    school_code: str
    stage: Stage
    duty: Duty
    subject: str
    establishment: Establishment
    category: PostCategory
    grade: int
    appointed_from: date
    appointed_until: date
    taught_here_since: date
    share_per_mille: int


@dataclass(frozen=True, slots=True)
class Room:
    """A room; area in square decimetres. `networked` for rooms with networked multimedia (网络多媒体教室)."""

    room_id: str
    school_code: str
    stage: Stage
    kind: RoomKind
    area_dm2: int
    built: int
    condition: Condition
    renewal_due: int
    networked: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground; area in square decimetres."""

    ground_id: str
    school_code: str
    stage: Stage
    kind: GroundKind
    area_dm2: int
    resurfaced: int


@dataclass(frozen=True, slots=True)
class Equipment:
    """A year's purchases of one kind at a school: count, and book value in yuan (账面原值)."""

    equipment_id: str
    school_code: str
    stage: Stage
    kind: EquipmentKind
    bought: int
    count: int
    yuan: int
