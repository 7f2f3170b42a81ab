"""Exports of national systems against the register: what differs, what was decided, and what pages are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from junheng.registry.values.codes import Coded


class NationalSystem(Coded):
    """A system of the ministry whose exports are compared (国家系统)."""

    PUPILS = "pupils", "全国中小学生学籍信息管理系统"
    STAFF = "staff", "全国教师管理信息系统"

    @property
    def form(self) -> str:
        """The name of its form."""
        return f"national-{self.value}"


class DifferenceKind(Coded):
    """How a record there and here differ (差异类别)."""

    VALUE = "another_value", "栏目不一致"
    PLACE = "another_place", "学校或班级不一致"
    TWO_NUMBERS = "two_numbers", "一人两号"
    PROBABLE = "probably_one_person", "疑似同一人"
    THEIRS_ONLY = "only_there", "仅国家系统有"
    OURS_ONLY = "only_here", "仅本县有"


class Outcome(Coded):
    """What the bureau decided of a difference (差异处理)."""

    THEIRS = "national_value", "以国家系统为准"
    LISTED = "to_be_corrected", "列入更正清单"
    SAME = "one_person", "是同一人"
    APART = "two_people", "不是同一人"


class SchoolSays(Coded):
    """What a school says of a difference (学校核对意见)."""

    CHECKED = "checked", "已核"
    THEIRS = "national_value_is_right", "建议以国家系统为准"
    OURS = "ours_is_right", "建议更正国家系统"


class FileState(Coded):
    """What became of an export (导出文件状态)."""

    READING = "reading", "比对中"
    ASKED = "headings_unknown", "列名待确认"
    COMPARED = "compared", "已比对"
    REFUSED = "not_read", "未能读取"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a system as the county's book has them: headings by key, the system's own first; `passed_over`: headings that
    say nothing here; `owned`: keys of which the system is master; `stages` whose pupils it holds."""

    titles: Mapping[str, tuple[str, ...]]
    passed_over: tuple[str, ...]
    owned: frozenset[str]
    stages: frozenset[str]

    def own(self, key: str) -> str:
        """The system's own heading of a column."""
        return self.titles[key][0]

    def aliases(self) -> dict[str, str]:
        """The key of each heading, "" for one that is passed over."""
        return dict.fromkeys(self.passed_over, "") | {title: key for key, titles in self.titles.items() for title in titles}


@dataclass(frozen=True, slots=True)
class FileCard:
    """An export that was loaded. `refusals`: cells that could not be read, in the reader's language; `kept`: whether the file
    itself is still here."""

    id: int
    system: NationalSystem
    file_name: str
    dated: date
    state: FileState
    counts: Mapping[str, int]
    schools: int
    by: str
    at: datetime
    kept: bool
    refusals: tuple[Mapping[str, str | int], ...]
    asked: tuple[str, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class SchoolDifferences:
    """A school with its open differences, and the date of the last export that held it."""

    school_id: int
    school: str
    counts: tuple[int, ...]
    dated: date | None
    stale: bool

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class SystemCard:
    """A system with the newest export within somebody's reach and what differs. `days`: since the day of that file."""

    system: NationalSystem
    latest: FileCard | None
    days: int
    stale: bool
    kinds: tuple[tuple[DifferenceKind, int], ...]
    columns: tuple[tuple[str, str, int], ...]
    schools: tuple[SchoolDifferences, ...]
    listed: int
    taken: int
    may_send: bool
    may_decide: bool

    @property
    def open(self) -> int:
        """How many differences are open."""
        return sum(count for _, count in self.kinds)


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A difference as a list shows it. Values are covered where `sealed`; `cells`: the whole row there and the whole
    record here, column by column, where one of them stands alone or both may be one person."""

    id: int
    system: NationalSystem
    kind: DifferenceKind
    name: str
    code: str
    pupil_id: int | None
    member_id: int | None
    school_id: int
    school: str
    key: str
    title: str
    theirs: str
    ours: str
    sealed: bool
    owned: bool
    file_id: int
    file_name: str
    dated: date
    place: str
    cells: tuple[tuple[str, str, str], ...]
    first_seen: datetime
    gone_at: datetime | None
    outcome: Outcome | None
    reason: str
    decided_by: str
    decided_at: datetime | None
    says: SchoolSays | None
    says_words: str
    said_by: str
    correction_id: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the corrections that go back to the master of a record."""

    school_code: str
    school: str
    number: str
    name: str
    column: str
    old: str
    new: str
    reason: str
