"""How units are reached and who is on duty, as pages and workbooks are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from junheng.ground.sheets.intake import Field, Form, Kind


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A unit in the directory. `heads`: who leads it on the day; `group` is the heading above it."""

    unit_id: int
    group: str
    name: str
    heads: tuple[str, ...]
    phone: str
    room: str
    school: bool


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A unit's duty on a day; `person` is "" where nobody is named yet. `works`: whether bureaus work on the day."""

    unit_id: int
    unit: str
    on: date
    works: bool
    leader: str = ""
    person: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class DutySaid:
    """A day's duty as typed in."""

    leader: str
    person: str
    phone: str

    def __bool__(self) -> bool:
        return bool(self.leader or self.person or self.phone)


# A table of its own, not one of the import centre's: it is small, and written or refused at once.
ROTA = Form("duty", "值班表", (
    Field("on", "日期", Kind.DAY, ("值班日期", "时间"), required=True, example="2027-02-06"),
    Field("unit", "单位", aliases=("值班单位", "学校", "单位名称"), most=120, width=24, hint="不填就是所选的单位。"),
    Field("leader", "带班领导", aliases=("带班", "值班领导"), most=60, example="何文清"),
    Field("person", "值班人员", aliases=("值班人", "值班员", "值班"), required=True, most=120, example="陈岚"),
    Field("phone", "值班电话", aliases=("联系电话", "电话", "手机"), most=40, width=16, example="10088880001"),
), unique=("on", "unit"))
