"""Figures as people type them, and those that cannot be."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.ground.kernel.findings import Refused
from junheng.rooms.plans.engine.typed import Scale, check_possible, figure_typed
from junheng.rooms.plans.values import Comparator

SHARE = Scale("普惠性幼儿园在园幼儿占比", "%", Comparator.AT_LEAST, goal=Decimal(92))
ALL = Scale("食堂明厨亮灶", "", Comparator.COMPLETE, goal=Decimal(100))
COUNT = Scale("新建公办幼儿园", "所", Comparator.AT_LEAST, goal=Decimal(2))
RATIO = Scale("骨干教师数差异系数", "", Comparator.AT_MOST, goal=Decimal("0.5"))
GROWTH = Scale("一般公共预算教育支出同比增长", "%", Comparator.AT_LEAST, goal=Decimal(3))
GROSS = Scale("高中阶段毛入学率", "%", Comparator.AT_LEAST, goal=Decimal(98))


@pytest.mark.parametrize(("text", "scale", "value"), [
    ("92%", SHARE, "92"), ("92", SHARE, "92"), ("９２", SHARE, "92"), ("９２．５％", SHARE, "92.5"), (" 92.5 % ", SHARE, "92.5"),
    ("百分之九十二", SHARE, "92"), ("九成", SHARE, "90"), ("100%", ALL, "100"), ("1,234", COUNT, "1234"),
    ("1，234", COUNT, "1234"), ("12所", COUNT, "12"), ("两", COUNT, "2"), ("1.2万", COUNT, "12000"), ("0.5185", RATIO, "0.5185"),
    ("-3.2", GROWTH, "-3.2"), ("－3.2%", GROWTH, "-3.2"), ("112", GROSS, "112"), ("0", SHARE, "0"),
])
def test_a_figure_is_read_as_it_is_typed(text, scale, value):
    assert figure_typed(text, scale) == Decimal(value)


@pytest.mark.parametrize(("text", "scale", "code"), [
    ("9999", ALL, "figure-above-all"), ("100.1%", SHARE, "figure-above-all"), ("-5", SHARE, "figure-negative"),
    ("−5", COUNT, "figure-negative"), ("92%", COUNT, "figure-not-a-share"), ("约92", SHARE, "figure-unread"),
    ("1,23", COUNT, "figure-unread"), ("", COUNT, "figure-unread"), ("1e9", COUNT, "figure-unread"), ("NaN", COUNT, "figure-unread"),
    ("99999999999999", COUNT, "figure-too-large"), ("9" * 60, COUNT, "figure-unread"),
])
def test_a_figure_that_cannot_be_is_refused_at_its_field_with_the_reason(text, scale, code):
    with pytest.raises(Refused) as refused:
        figure_typed(text, scale, field="value_7")
    finding = refused.value.findings[0]
    assert (finding.code, finding.place.column) == (code, "value_7")
    assert str(finding)


def test_a_share_whose_target_lies_above_all_is_not_held_to_all():
    assert check_possible(Decimal(130), Scale("完成比例", "%", Comparator.AT_LEAST, goal=Decimal(120))) == 130


@given(st.decimals(0, 100, places=4))
def test_a_written_share_comes_back_as_it_was(value):
    assert figure_typed(f"{value}%", SHARE) == value
