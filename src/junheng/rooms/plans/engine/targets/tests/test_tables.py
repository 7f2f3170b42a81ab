"""Indicator tables, with bars between cells or with one cell to a line."""

from __future__ import annotations

from junheng.rooms.plans.engine.targets import find_targets
from junheng.rooms.plans.values import Comparator, Period, Target


def read(text: str) -> list[Target]:
    return list(find_targets(text, (), period=Period(2021, 2025)))


def table(*rows: str) -> str:
    return "\n".join(rows) + "\n"


def test_the_last_year_of_a_row_is_its_target() -> None:
    (target,) = read(table("指标 | 2020年 | 2025年 | 属性", "毛入园率(%) | 90.5 | 95 | 预期性"))
    assert (target.subject, target.value, target.unit, target.deadline) == ("毛入园率", 95, "%", "2025")
    assert target.quote == "毛入园率(%) | 90.5 | 95 | 预期性"


def test_the_latest_year_wins_wherever_it_stands() -> None:
    (target,) = read(table("指标 | 2025年 | 2020年", "示范园(所) | 12 | 4"))
    assert (target.value, target.unit) == (12, "所")


def test_a_column_of_units_is_read() -> None:
    (target,) = read(table("序号 | 指标 | 单位 | 2025年目标值", "1 | 新增学位 | 个 | 12,000"))
    assert (target.subject, target.value, target.unit) == ("新增学位", 12000, "个")


def test_signs_and_words_in_cells_compare() -> None:
    rows = read(table("指标 | 2020年 | 2025年", "大班额比例(%) | 5 | ≤1", "班额 | 52人 | 45人以内", "本科率 | 80% | >90%", "学位 | 100个 | 90-110个"))
    assert [target.comparator for target in rows] == [
        Comparator.AT_MOST, Comparator.AT_MOST, Comparator.AT_LEAST, Comparator.RANGE]
    assert [target.strict for target in rows] == [False, False, True, False]


def test_a_bare_number_of_what_should_be_little_is_an_upper_bound() -> None:
    rows = read(table("指标 | 2020年 | 2025年", "大班额班级数(个) | 14 | 0", "近视率 | 50% | 46%", "入园率 | 90% | 95%"))
    assert [target.comparator for target in rows] == [Comparator.AT_MOST, Comparator.AT_MOST, Comparator.AT_LEAST]


def test_cells_without_a_number_give_nothing() -> None:
    assert read(table("指标 | 2020年 | 2025年", "生师比 | 18:1 | 17:1", "满意度 | 较高 | 持续提高", "建成时间 | 2021年 | 2024年")) == []


def test_an_empty_cell_keeps_its_column() -> None:
    (target,) = read(table("指标 | 单位 | 2020年 | 2025年", "巩固率(%) |  | 98 | 99"))
    assert (target.value, target.unit) == (99, "%")


def test_a_table_of_tasks_is_read_as_sentences() -> None:
    targets = read(table("序号 | 任务 | 单位 | 时限", "1 | 新建幼儿园3所,新增学位810个 | 县教育局 | 2024年底前"))
    assert [(target.value, target.deadline) for target in targets] == [(3, "2024-12-31"), (810, "2024-12-31")]


def test_cells_copied_one_to_a_line_are_put_together() -> None:
    text = table("指标", "2020年", "2025年", "属性", "1.毛入园率(%)", "91%", "95%以上", "预期性", "2.平均受教育年限(年)", "11年", "12.3年", "预期性")
    assert [(target.subject, str(target.value), target.unit) for target in read(text)] == [
        ("毛入园率", "95", "%"), ("平均受教育年限", "12.3", "年")]


def test_two_indicators_in_one_row_take_their_own_numbers() -> None:
    text = table("指标", "2020年", "2025年", "标准班额比例(%)", "其中:小学", "初中", "34%", "77%", "80%以上", "85%以上")
    assert [(target.subject, target.value) for target in read(text)] == [("小学", 80), ("初中", 85)]


def test_text_behind_a_copied_table_is_read_again() -> None:
    text = table("指标", "2020年", "2025年", "毛入园率", "91%", "95%", "到2025年,全县新建幼儿园3所。")
    assert [target.value for target in read(text)] == [95, 3]


def test_spans_point_into_the_text() -> None:
    text = table("总表", "指标 | 2020年 | 2025年", "毛入园率(%) | 90 | 95")
    for target in read(text):
        assert text[target.start:target.end] == target.quote
