"""The example county's draws: one held in the summer with its published result, one announced and still to be held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from junheng.ground.draws import actions
from junheng.ground.draws.models import Draw
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.people.values import Person
from junheng.ground.units.models import Unit

EXAMPLE = settings.PACKAGE.parent.parent / "counties" / "example"
WITNESSES = ({"role": "公证员", "name": "秦朗"}, {"role": "县人大代表", "name": "宋建国"}, {"role": "家长代表", "name": "王桂兰"},
             {"role": "派驻纪检组", "name": "沈明"})
STEPS = (("posted", "note", "县政府网站和园门口"), ("invited", "names", "公证员秦朗、县人大代表宋建国、家长代表王桂兰、派驻纪检组沈明"),
         ("tested", "note", "检测报告当场宣读"), ("machine", "note", "公证处笔记本，新U盘一只"), ("imported", "note", "64行，摘要宣读一致"),
         ("looked_up", "names", "家长代表王桂兰、家长代表李娟"))


def at(day: str, hour: int, minute: int = 0) -> datetime:
    """A moment of the lived year."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(hour, minute)))


def clerk(day: str) -> Person:
    """Whoever holds the ceremonies."""
    found = person_by_id(account_id_of("bangong") or 0, date.fromisoformat(day))
    if found is None:
        raise LookupError("the example county has no office")
    return found


@transaction.atomic
def live() -> None:
    """This will hold one draw and announce another; called again it changes nothing."""
    if Draw.objects.exists():
        return
    held = announced("云溪县机关幼儿园2026年秋季余留学位电脑派位", "draw-kindergarten-2026.csv", "2026-08-14", at("2026-08-20", 9, 30),
                     place="县机关幼儿园多功能厅", take=40, witnesses=WITNESSES)
    by, day = clerk("2026-08-20"), "2026-08-20"
    for count, (code, key, text) in enumerate(STEPS):
        actions.say_step(draw_id=held, code=code, said={key: text}, by=by, at=at(day, 9, 30 + count * 3))
    actions.try_out(draw_id=held, by=by, at=at(day, 9, 50))
    actions.say_step(draw_id=held, code="tried", said={}, by=by, at=at(day, 9, 52))
    for place, who in ((1, "家长代表王桂兰"), (2, "县人大代表宋建国")):
        actions.type_seed(draw_id=held, place=place, attempt=1, who=who, text="380516", by=by, at=at(day, 9, 54 + place))
    actions.run(draw_id=held, pressed_by="县人大代表宋建国", by=by, at=at(day, 9, 58))
    for code in ("signed", "published"):
        actions.say_step(draw_id=held, code=code, said={"note": ""}, by=by, at=at(day, 10, 20))
    announced("云溪县2026年冬季学校食堂双随机检查对象抽取", "draw-canteens-2026.csv", "2026-11-18", at("2026-11-24", 15),
              place="县教育局一楼会议室", take=3, witnesses=WITNESSES[1:])


def announced(title: str, file: str, published: str, held_at: datetime, *, place: str, take: int,
              witnesses: Sequence[dict[str, str]]) -> int:
    """This will prepare a draw of six digit balls and publish its notice; returns its number."""
    by = clerk(published)
    said: dict[str, Any] = {"asked": {"source": "ticket", "first": "lowest", "take": take}, "seed_made": {"how": "balls", "digits": 6}}
    draw = actions.prepare(title=title, unit_id=Unit.objects.get(code="B").pk, kind="order", algorithm="order/1", **said,
                           held_at=held_at, place=place, phone="0000-8866012", witnesses=witnesses, by=by, at=at(published, 9))
    actions.bring_lists(draw_id=draw.pk, files=[(file, (EXAMPLE / file).read_bytes())], by=by, at=at(published, 10))
    actions.publish(draw_id=draw.pk, by=by, at=at(published, 11))
    return draw.pk
