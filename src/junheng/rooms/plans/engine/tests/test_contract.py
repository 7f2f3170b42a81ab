"""A reading goes into the contract's JSON and comes back as it was."""

from __future__ import annotations

import json

from junheng.ground.documents import read_document
from junheng.rooms.plans.engine.contract import reading_from
from junheng.rooms.plans.engine.reader import read_plan

PLAN = """某县2026年教育工作要点
一、学前教育
（一）扩大资源。新建幼儿园2所，普惠率达到92.5%，每园配备保健医1名。（牵头单位：学前股；配合单位：财政局；完成时限：2026年12月）
（二）落实《学前教育法》。
二、队伍建设
1.生师比控制在12至14之间。
"""


def test_a_stored_reading_is_the_reading():
    reading = read_plan(read_document(PLAN.encode(), "要点.txt"))
    stored = json.loads(json.dumps(reading.as_contract()))
    back = reading_from(stored, reading.text)
    assert back.as_contract() == reading.as_contract()
    assert [item.marker.strip() for item in reading.items] == [item.marker for item in back.items]


def test_an_empty_reading_comes_back_empty():
    assert reading_from({}, "").items == ()
