"""Numbers, dates and measures as papers write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from junheng.ground.documents import read_document
from junheng.rooms.plans.engine.reader import read_plan
from junheng.rooms.plans.engine.wording import due_words, numbered, several, written
from junheng.rooms.plans.values import Comparator, Target


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("保育员持证上岗率达到100%", "达到100%"), ("起始年级班额达标率100%", "达到100%"), ("巩固率不低于99.5%", "不低于99.5%"),
        ("交流轮岗教师占符合条件教师总数的10%以上", "10%以上"), ("骨干教师差异系数降至0.50以下", "降至0.50以下"), ("新建公办幼儿园2所", "2所"),
        ("新增公办学位540个", "新增540个"), ("近视率下降0.6个百分点", "下降0.6个百分点"), ("资助实现全覆盖", "实现全覆盖"),
        ("幼儿园班额全部达标", "全部达标"), ("一般公共预算教育支出只增不减", "只增不减"), ("打造3-4所示范学校", "3-4所"),
        ("力争普惠率达到93%", "力争达到93%"), ("责任督学每月到校1次", "1次/月"),
    ],
)
def test_a_number_is_written_in_the_plans_own_words(clause, words):
    text = f"一、任务\n1.抓落实。{clause}。\n2.抓宣传。办好校刊。"
    (target,) = read_plan(read_document(text.encode(), "plan.txt")).targets
    assert written(target) == words


def target(value, comparator, unit, quote=""):
    return Target(item_path=(), subject="普惠率", value=Decimal(value), unit=unit, comparator=comparator, quote=quote, start=0, end=0)


def test_a_number_changed_since_is_written_with_the_word_for_its_side():
    assert written(target("95.00", Comparator.AT_LEAST, "%", "普惠率达到92%")) == "不低于95%"
    assert written(target("3", Comparator.AT_LEAST, "所", "普惠园达到2所")) == "不少于3所"


def test_zeros_kept_by_a_database_change_no_word():
    assert written(target("0.500000", Comparator.AT_MOST, None, "差异系数降至0.50以下")) == "降至0.50以下"


def test_a_number_that_the_title_does_not_name_stands_behind_its_subject():
    measure = target("92", Comparator.AT_LEAST, "%", "普惠率达到92%")
    assert (several([measure], "普惠率达到92%"), several([measure], "印发《行动计划》")) == ("达到92%", "普惠率达到92%")
    assert several([measure, measure]) == "普惠率达到92%；普惠率达到92%"


def test_due_dates_are_written_as_offices_write_them():
    assert (due_words(date(2026, 12, 31)), due_words(date(2026, 8, 20))) == ("2026年12月底前", "2026年8月20日前")
    assert due_words(date(2026, 12, 31), year_known=False) == "12月底前"


def test_measures_are_numbered_only_where_there_are_several():
    assert (numbered("甲。"), numbered("甲。\n乙。"), numbered("")) == ("甲。", "1.甲。\n2.乙。", "")
