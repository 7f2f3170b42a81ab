"""What pages, workbooks and programs are told of the hall: frozen, without tables behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from junheng.ground.sheets.intake import Value
from junheng.registry.values.care import Care
from junheng.registry.values.codes import (
    Backbone,
    Boarding,
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
    RollStatus,
    RoomKind,
    SchoolKind,
    Sex,
    Stage,
    SuccessionKind,
    Title,
)
from junheng.registry.values.coverage import Coverage
from junheng.registry.values.grades import class_words


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school on a day, with its numbers of that day. `staff` counts each person where more than half of the work is."""

    id: int
    school_code: str
    name: str
    short_name: str
    kind: SchoolKind
    ownership: Ownership
    locale: Locale
    township: str
    village: str
    address: str
    capacity: int | None
    opened: date
    closed: date | None
    pupils: int
    classes: int
    staff: int


@dataclass(frozen=True, slots=True)
class Spell:
    """What a school was from a day to the day before another."""

    since: date
    until: date | None
    name: str
    kind: SchoolKind
    ownership: Ownership
    locale: Locale
    basis: str


@dataclass(frozen=True, slots=True)
class Kinship:
    """A school that this one went into or came from. `into`: this one went into it."""

    id: int
    name: str
    kind: SuccessionKind
    into: bool
    on: date
    basis: str


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class in the school year of the day."""

    id: int
    stage: Stage
    grade: int
    class_no: int
    entry_year: int
    pupils: int
    boys: int
    head_teacher: str
    head_teacher_id: int | None

    @property
    def name(self) -> str:
        """三年级2班."""
        return class_words(self.stage, self.grade, self.class_no)


@dataclass(frozen=True, slots=True)
class StageRow:
    """A school's numbers of one stage."""

    stage: Stage
    pupils: int
    classes: int
    teachers: int


@dataclass(frozen=True, slots=True)
class Holding:
    """What a school has of one kind: how many, and the area in square decimetres or the value in yuan."""

    kind: RoomKind | GroundKind | EquipmentKind
    count: int
    amount: int
    due: int = 0


@dataclass(frozen=True, slots=True)
class SchoolCard:
    """All that the card of a school shows."""

    row: SchoolRow
    central: str
    points: tuple[tuple[int, str], ...]
    spells: tuple[Spell, ...]
    kin: tuple[Kinship, ...]
    stages: tuple[StageRow, ...]
    classes: tuple[ClassRow, ...]
    rooms: tuple[Holding, ...]
    grounds: tuple[Holding, ...]
    equipment: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A pupil in a list."""

    id: int
    code: str
    name: str
    sex: Sex
    born: date
    boarding: Boarding
    status: RollStatus
    school_id: int | None
    school: str
    class_id: int | None
    class_name: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A pupil's time on a roll; `class_name` as it was called at its end or on the day."""

    school_id: int
    school: str
    stage: Stage
    class_id: int | None
    class_name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PupilCard:
    """A pupil as the card shows it, sealed fields covered. `family`: names of brothers and sisters within reach."""

    row: PupilRow
    ethnic_group: str
    residence: Household
    township: str
    village: str
    twin: bool
    identity_covered: str
    roll_covered: str
    guardians: tuple[tuple[str, Relation, str], ...]
    stays: tuple[Stay, ...]
    family: tuple[tuple[int, str], ...]
    school_ids: tuple[int, ...]
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class Uncovered:
    """The sealed fields of a person, after the look was logged."""

    identity_number: str
    roll_number: str = ""
    address: str = ""
    phone: str = ""
    guardians: tuple[tuple[str, Relation, str], ...] = ()
    care: Care | None = None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff in a list, with the main post of the day."""

    id: int
    code: str
    name: str
    sex: Sex
    school_id: int | None
    school: str
    duty: Duty | None
    subject: str
    title: Title
    duty_status: DutyStatus


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of a member of staff."""

    school_id: int
    school: str
    stage: Stage
    duty: Duty
    subject: str
    establishment: Establishment
    category: PostCategory
    grade: int
    appointed_from: date | None
    appointed_until: date | None
    share_per_mille: int
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class StaffCard:
    """A member of staff as the card shows it, sealed fields covered."""

    row: StaffRow
    born: date
    ethnic_group: str
    began_work: date | None
    came_to_county: date | None
    degree: Degree
    certificate: tuple[str, str]
    title_since: int | None
    backbone: Backbone
    backbone_until: int | None
    retires: date | None
    identity_covered: str
    posts: tuple[PostRow, ...]
    leads: tuple[tuple[int, str], ...]
    school_ids: tuple[int, ...]
    owner_id: int | None

    @property
    def certificate_words(self) -> str:
        """初中 数学, as the certificate names them."""
        stage, subject = self.certificate
        return f"{Stage(stage).chinese if stage else ''} {subject}".strip()


@dataclass(frozen=True, slots=True)
class SchoolFound:
    """A school that a search found."""

    id: int
    school_code: str
    name: str
    township: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; `more` when there was more than a page shows."""

    schools: tuple[SchoolFound, ...] = ()
    pupils: tuple[PupilRow, ...] = ()
    staff: tuple[StaffRow, ...] = ()
    more: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class CountyRow:
    """The numbers of one stage or one township on a day."""

    name: str
    stage: Stage | None
    schools: int
    classes: int
    pupils: int
    teachers: int


@dataclass(frozen=True, slots=True)
class CountyNumbers:
    """The county's numbers by stage and by township."""

    stages: tuple[CountyRow, ...]
    townships: tuple[CountyRow, ...]


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a kept list; `values` by the keys of its form."""

    id: int
    school_id: int | None
    school: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class FacilityCard:
    """The county's facilities on a day; `repair`: rooms to be repaired; `worn`: schools with rooms to repair or renew."""

    rooms: tuple[Holding, ...]
    grounds: tuple[Holding, ...]
    equipment: tuple[Holding, ...]
    repair: int
    worn: tuple[tuple[int, str, int], ...]
    coverage: tuple[Coverage, ...]
