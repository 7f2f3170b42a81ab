"""Standing data checks (数据体检): what is declared of each, and what one of them met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from junheng.registry.values.codes import Coded

Slot = str | int


class Severity(Coded):
    """How grave a finding is (严重程度)."""

    ERROR = "error", "错误"
    WARNING = "warning", "存疑"
    NOTE = "note", "提示"


class Subject(Coded):
    """What kind of record a finding is about."""

    SCHOOL = "school", "学校"
    CLASS = "class", "班级"
    PUPIL = "pupil", "学生"
    STAFF = "staff", "教职工"
    ROOM = "room", "用房"
    GROUND = "ground", "场地"
    EQUIPMENT = "equipment", "设备"


class Fix(Coded):
    """A ready fix: what is done at once because the record itself says what is right."""

    BIRTH = "take_birth_from_number", "按身份证件号更正出生日期"
    SEX = "take_sex_from_number", "按身份证件号更正性别"
    TWIN = "take_twin_mark_away", "去掉双胞胎标记"
    ON_ROLL = "call_on_roll", "改为在籍"
    NETWORK = "take_network_mark_away", "去掉网络多媒体标记"
    RETIREMENT = "compute_retirement_by_rule", "按规定重算退休日期"
    PLACE = "end_place_at_closed_school", "在停办日结束学籍"
    POST = "end_post_at_closed_school", "在停办日结束岗位"
    RETIRED = "end_post_on_retirement", "在退休日结束岗位"


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in both languages, with the same %(name)s slots."""

    zh: str
    en: str

    def said(self, language: str, values: Mapping[str, Slot] | None = None) -> str:
        """The sentence in a language, its slots filled."""
        text = self.en if language.startswith("en") else self.zh
        return text % values if values is not None else text


@dataclass(frozen=True, slots=True)
class Check:
    """A check as its file declares it. `query`: a function of queries/checks by name; `limits`: values of standards/data-checks.toml
    that it asks for; `fix`: None where none is safe; `source`: the rule of law behind it."""

    id: str
    subject: Subject
    severity: Severity
    query: str
    title: Words
    why: Words
    said: Words
    remedy: Words
    limits: tuple[str, ...] = ()
    fix: Fix | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Met:
    """A record that a check found: `school` is where it belongs, None where it belongs nowhere; `values` fill the sentence.

    Sealed fields never come into `values`, which are kept open.
    """

    record: int
    school: int | None
    values: Mapping[str, Slot] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a list shows it. `name` is empty for whoever may not see the record; `code` is no personal datum."""

    id: int
    check: Check
    subject: Subject
    record: int
    code: str
    name: str
    school_id: int | None
    school: str
    message: str
    remedy: str
    first_seen: datetime
    last_seen: datetime
    gone_at: datetime | None
    accepted_reason: str
    accepted_until: date | None
    accepted_by: str
    link: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check with what is open of it within somebody's reach."""

    check: Check
    open: int
    accepted: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class SchoolFindings:
    """A school with its open findings by severity."""

    school_id: int | None
    school: str
    errors: int
    warnings: int
    notes: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.errors + self.warnings + self.notes
