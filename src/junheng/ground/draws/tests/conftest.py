"""A unit that draws, people who may, and a draw ready for the hall."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from junheng.ground.draws import actions
from junheng.ground.kernel.findings import Refused
from junheng.ground.people import actions as people
from junheng.ground.people.queries import person_by_id
from junheng.ground.people.values import Role
from junheng.ground.units import actions as units
from junheng.ground.units.values import Kind

DAY = date(2026, 8, 26)
AT = datetime(2026, 8, 26, 1, 30, tzinfo=UTC)
LIST = "编号,姓名\r\n" + "".join(f"P{number:02d},学生{number}\r\n" for number in range(1, 13))


@pytest.fixture
def bureau(db) -> int:
    return units.open_unit(code="B", name="云溪县教育局", kind=Kind.BUREAU, since=date(2020, 1, 1), by=None, by_name="Console", at=AT)


@pytest.fixture
def someone(bureau):
    """A person by role; the same name is the same person."""
    known = {}

    def made(role: Role, name: str = ""):
        if (role, name) not in known:
            opened = people.open_account(username=f"u{len(known)}", name=name or role.value, language="zh-hans",
                                         password="long enough 1", by=None, at=AT)
            people.appoint(account_id=opened.account_id, role=role, unit_id=bureau, since=date(2020, 1, 1), by=None, at=AT)
            known[role, name] = person_by_id(opened.account_id, DAY)
        return known[role, name]

    return made


@pytest.fixture
def clerk(someone):
    return someone(Role.OFFICE)


@pytest.fixture
def prepared(bureau, clerk):
    """A draw written down, by whatever of it is said otherwise; its list is brought in."""

    def made(**said):
        content = said.pop("content", LIST)
        draw = actions.prepare(**{
            "title": "余留学位派位", "unit_id": bureau, "kind": "order", "algorithm": "order/1",
            "asked": {"source": "ticket", "first": "lowest", "take": 5}, "seed_made": {"how": "balls", "digits": 6},
            "held_at": AT, "place": "礼堂", "phone": "0000-1", "witnesses": [{"role": "家长代表", "name": "王桂兰"}],
            "by": clerk, "at": AT, **said})
        actions.bring_lists(draw_id=draw.pk, files=[("名单.csv", content.encode())], by=clerk, at=AT)
        return draw.pk

    return made


@pytest.fixture
def published(prepared, clerk):
    """A draw whose notice is published."""

    def made(**said):
        draw_id = prepared(**said)
        actions.publish(draw_id=draw_id, by=clerk, at=AT)
        return draw_id

    return made


@pytest.fixture
def seeded(published, clerk):
    """A draw whose seed two people have typed."""

    def made(seed: str = "380516", **said):
        draw_id = published(**said)
        up_to_seed(draw_id, clerk)
        for place, who in ((1, "王桂兰"), (2, "宋建国")):
            actions.type_seed(draw_id=draw_id, place=place, attempt=1, who=who, text=seed, by=clerk, at=AT)
        return draw_id

    return made


def up_to_seed(draw_id: int, clerk) -> None:
    """Every step before the seed."""
    for code, key in (("posted", "note"), ("invited", "names"), ("imported", "note"), ("looked_up", "names")):
        actions.say_step(draw_id=draw_id, code=code, said={key: "王桂兰"}, by=clerk, at=AT)
    actions.try_out(draw_id=draw_id, by=clerk, at=AT)
    actions.say_step(draw_id=draw_id, code="tried", said={}, by=clerk, at=AT)


def refused(code: str):
    """A refusal with this code."""
    return pytest.raises(Refused, check=lambda fault: fault.findings[0].code == code)
