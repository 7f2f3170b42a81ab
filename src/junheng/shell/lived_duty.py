"""Who sits at the telephone in the example county: office telephones of all units, the bureau's rota of two months, a school's of one.

Every number begins with 100, as no telephone's does.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from junheng.ground.people.queries import account_id_of
from junheng.ground.units.queries import tree
from junheng.ground.units.values import TAUGHT_AT, Kind
from junheng.registry import actions
from junheng.registry.models import Contact, DutyDay
from junheng.registry.values.directory import DutySaid
from junheng.shell.lived_year import moment, somebody

OFFICES = (Kind.BUREAU, Kind.SECTION, Kind.INSTITUTION, Kind.CENTRAL_SCHOOL, *TAUGHT_AT)
LEADERS = ("何文清", "沈立新", "罗敏")
AT_THE_BUREAU = ("林静", "许立", "邓小兰", "陈岚", "方红梅", "郭永年", "黄志坚", "马国强", "苏晓", "吴志平")
AT_SCHOOL = ("田小禾", "贺晴")
BUREAU_PHONE, SCHOOL_PHONE, FIRST_OFFICE = "10088880001", "10088880303", 10_088_881_000


def live(day: date) -> int:
    """This will write telephones and rotas, unless there are any already; how many days of duty."""
    if DutyDay.objects.exists() or Contact.objects.exists() or account_id_of("bangong") is None:
        return 0
    telephones(day)
    office, head = somebody("bangong", day), somebody("xiaozhang", day)
    units = tree(day)
    bureau, school = units.by_code("B"), units.by_code("X03")
    days = rota(day, BUREAU_PHONE, AT_THE_BUREAU, LEADERS, months=2)
    count = actions.fill_duty(unit_id=bureau, days=days, today=day, by=office, at=moment(day)) if bureau else 0
    days = rota(day, SCHOOL_PHONE, AT_SCHOOL, ("贺晴",), months=1)
    return count + (actions.fill_duty(unit_id=school, days=days, today=day, by=head, at=moment(day)) if school else 0)


def telephones(day: date) -> None:
    """An office telephone for the bureau, its units and every school."""
    units, office = tree(day), somebody("bangong", day)
    listed = [each for kind in OFFICES for each in units.of_kind(kind)]
    for place, unit in enumerate(listed):
        inside = units.card(unit).kind in {Kind.BUREAU, Kind.SECTION, Kind.INSTITUTION}
        room = f"机关楼{2 + place // 8}{place % 8 + 1:02d}" if inside else "办公楼101"
        actions.set_contact(unit_id=unit, phone=BUREAU_PHONE if units.card(unit).code == "B" else str(FIRST_OFFICE + place), room=room, today=day, by=office,
                            at=moment(day))


def rota(day: date, phone: str, people: tuple[str, ...], leaders: tuple[str, ...], *, months: int) -> dict[date, DutySaid]:
    """Everybody in turn from the first of the month on; a leader has a week."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31 * (months - 1))).replace(day=1)
    until = last.replace(day=monthrange(last.year, last.month)[1])
    days = [first + timedelta(days=each) for each in range((until - first).days + 1)]
    return {on: DutySaid(leaders[place // 7 % len(leaders)], people[place % len(people)], phone) for place, on in enumerate(days)}
