"""What the example county's schools are being asked: a table that three quarters have answered, and a notice."""

from __future__ import annotations

from datetime import datetime, timedelta

from junheng.ground.jobs import clock
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import filled_form
from junheng.ground.units.queries import tree
from junheng.registry.actions import returns, rounds
from junheng.registry.engine.returns import columns_of, form_of, number
from junheng.registry.models import Return, Round, School
from junheng.registry.queries import rounds as queries
from junheng.registry.values.collecting import RoundKind

HEADINGS = ("学校名称", "学校标识码", "在校生数", "班级数", "课后服务参加学生数", "其中家庭经济困难学生", "开设社团数", "投入资金（万元）", "是否公示收费标准", "备注")
TEXT = "按本学期第十周实际填写。参加学生数按实际参加一天以上的学生统计；没有的填 0。"
NOTICE = "各中心校、县直学校：\n\n请于十二月十日前完成冬季取暖和用电安全自查，发现问题即行整改。自查情况由学校存档备查，不再另行报表。"


def ask() -> None:
    """This will ask the schools of the example county, once."""
    now = clock.now()
    asker, office = somebody("jijiao", now), somebody("bangong", now)
    if asker is None or office is None or Round.objects.exists():
        return
    schools = list(School.objects.filter(closed=None).order_by("school_code").values_list("pk", flat=True))
    table = sent_out(asker, schools, now)
    visited = School.objects.filter(unit__code="X03").values_list("pk", flat=True)  # where the example county's clerk and head sign in
    answered(asker, table, [unit for place, unit in enumerate(schools) if place % 4 and unit not in visited], now)
    unit, _name = queries.asking_units(office, now.date())[0]
    notice = rounds.make_round(kind=RoundKind.NOTICE, title="关于做好冬季校园取暖和用电安全工作的通知", text=NOTICE, basis="云教安〔2026〕31号", list_number="",
                               minutes=3, on=now.date(), due=now.date() + timedelta(days=14), rows_free=False, columns=(), unit_id=unit, by=office, at=now)
    rounds.open_round(round_id=notice, unit_ids=schools, by=office, at=now)


def somebody(username: str, now: datetime) -> Person | None:
    """Somebody of the example county."""
    account = account_id_of(username)
    return person_by_id(account, now.date()) if account else None


def sent_out(asker: Person, schools: list[int], now: datetime) -> Round:
    """The table, open."""
    unit, _name = queries.asking_units(asker, now.date())[0]
    made = rounds.make_round(kind=RoundKind.TABLE, title="2026年秋季学期课后服务情况统计表", text=TEXT, basis="云教基〔2026〕42号", list_number="YX-JJ-07", minutes=10,
                             on=now.date(), due=now.date() + timedelta(days=5), rows_free=False, columns=columns_of(HEADINGS), unit_id=unit, by=asker, at=now)
    rounds.open_round(round_id=made, unit_ids=schools, by=asker, at=now)
    return Round.objects.get(pk=made)


def answered(asker: Person, table: Round, units: list[int], now: datetime) -> None:
    """This will hand in a file for each of these schools, and send one of them back."""
    columns, names = queries.columns_of(table), tree(now.date())
    form = form_of(f"round-{table.pk}", table.title, columns, rows_free=False)
    keys = [each.key for each in columns]
    files = []
    for line in queries.prefilled(columns, units, table.on):
        pupils = int(number(line.values.get(keys[2])) or 0)
        told = {keys[4]: pupils * 4 // 5, keys[5]: pupils // 25, keys[6]: 2 + pupils // 150, keys[7]: pupils // 40, keys[8]: pupils % 7 > 0, keys[9]: None}
        row = [(line.values | told).get(field.key) for field in form.fields]
        files.append((f"{names.name(line.unit_id or 0)}.xlsx", filled_form(form, [row], created=now)))
    returns.hand_in(round_id=table.pk, files=files, replacing=False, by=asker, at=now)
    for waiting in queries.waiting(table.pk):
        returns.take_handed(handed_id=waiting, by=asker, at=now)
    one = Return.objects.filter(round=table, state="returned").order_by("unit__code").first()
    if one is not None:
        rounds.send_back(return_id=one.pk, words="投入资金请按万元填写，核对后重报。", due=None, by=asker, at=now)
