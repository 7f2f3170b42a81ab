"""Records that may be one person: what is compared, and how each comparison came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from junheng.registry.values.codes import Coded


class PersonKind(Coded):
    """Whose records are compared."""

    PUPIL = "pupil", "学生"
    STAFF = "staff", "教职工"


class Decision(Coded):
    """What was decided about a pair."""

    OPEN = "open", "待判定"
    LATER = "later", "以后再定"
    DIFFERENT = "different", "不是同一人"
    SAME = "same", "同一人，已合并"


class Trait(Coded):
    """What is compared of two people."""

    NUMBER = "number", "证件号"
    NAME = "name", "姓名"
    BORN = "born", "出生日期"
    SEX = "sex", "性别"
    CONTACT = "contact", "监护人与电话"
    HOME = "home", "住址"


class Outcome(Coded):
    """How a comparison came out; `none` where one of the two does not say."""

    SAME = "same", "相同"
    NEAR = "near", "仅差一处"
    VARIANT = "variant", "异体或形近字"
    SOUND = "sound", "读音相同"
    PART = "part", "部分相同"
    DIFFERENT = "different", "不同"
    NONE = "none", "无法比较"


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the comparison knows one. `numbers`: identity number and the one in a roll number with G; `passing`: other roll
    numbers, which give way to these; `guardians`: names; `phones`: of guardians, of staff their own; `home`: the smallest place
    known, "" for none."""

    id: int
    name: str
    sex: str
    born: date
    numbers: frozenset[str] = frozenset()
    passing: frozenset[str] = frozenset()
    household: int | None = None
    guardians: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    home: str = ""
    twin_group: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two people who may be one, with points for and against, trait by trait."""

    first: int
    second: int
    points: int
    outcomes: Mapping[Trait, Outcome]


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair as the queue shows it."""

    id: int
    kind: PersonKind
    names: tuple[str, str]
    schools: tuple[str, str]
    points: int
    outcomes: tuple[tuple[Trait, Outcome], ...]
    decision: Decision
    found_at: datetime


@dataclass(frozen=True, slots=True)
class Side:
    """One record of a pair: its lines by label, sealed fields covered unless the look was logged."""

    id: int
    code: str
    name: str
    school: str
    on_roll: bool
    lines: tuple[tuple[str, str], ...]
    merged: bool


@dataclass(frozen=True, slots=True)
class PairCard:
    """A pair with its two records side by side. `merge`: the number of the merge in force, with who it kept."""

    row: PairRow
    sides: tuple[Side, Side]
    merge: int | None
    kept: int | None
    decided_by: str
    decided_at: datetime | None
    may_uncover: bool
