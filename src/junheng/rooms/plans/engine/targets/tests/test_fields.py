"""What a target says beside its number: subject, date, firmness, distribution, reference, and where it stands."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.rooms.plans.engine.targets import find_targets
from junheng.rooms.plans.values import Comparator, Item, Period, Target

YEAR_PLAN = Period(2024, 2024)
FIVE_YEAR_PLAN = Period(2021, 2025)


def read(text: str, period: Period = FIVE_YEAR_PLAN) -> tuple[Target, ...]:
    return find_targets(text, (), period=period)


@pytest.mark.parametrize(("clause", "dates"), [
    ("到2025年,毛入园率达到95%。", ["2025"]),
    ("到 2025 年底,毛入园率达到95%,普惠率达到90%。", ["2025-12-31", "2025-12-31"]),
    ("2023年新建幼儿园2所,2024年新建3所。", ["2023", "2024"]),
    ("“十四五”末,全县学校达到90所。", ["2025"]),
    ("普惠率到2023年达到80%,2025年达到90%。", ["2023", "2025"]),
    ("2022年、2023年、2024年分别招聘教师50名、60名、70名。", ["2022", "2023", "2024"]),
    ("新建小学1所,2024年底前建成投用。", ["2024-12-31"]),
    ("2024年9月底前完成招聘120名。", ["2024-09-30"]),
    ("2024年6月15日前认定示范校3所。", ["2024-06-15"]),
    ("三年内新增学位3000个。", ["2023"]),
    ("2022年起三年内撤并教学点9个。", ["2024"]),
    ("毛入园率达到95%。", [None]),
    ("较2020年提高5个百分点。", [None]),
    ("修编《某县布局规划(2023—2030年)》,新建幼儿园3所。", [None]),
    ("2024年底前竣工投用,普惠率达到90%。", ["2024-12-31"]),
    ("新校区2024年8月底前投入使用,普惠率达到90%。", [None]),
])
def test_the_deadline_is_the_nearest_date_said(clause: str, dates: list[str | None]) -> None:
    assert [target.deadline for target in read(clause)] == dates


@pytest.mark.parametrize(("clause", "date"), [
    ("年底前建成录播教室12间。", "2024-12-31"),
    ("8月底前招聘教师60名。", "2024-08-31"),
    ("秋季开学前新增学位900个。", "2024-08-31"),
    ("今年新建幼儿园2所。", "2024"),
    ("新增学位900个,8月底前全部投入使用。", "2024-08-31"),
    ("新建小学1所,2024年9月投入使用。", "2024-09"),
    ("心理教师配备率达到85%,6月底前完成学生测评。", None),
    ("年内创建示范校3所。", "2024"),
])
def test_a_date_without_a_year_takes_the_year_of_the_plan(clause: str, date: str | None) -> None:
    assert [target.deadline for target in read(clause, YEAR_PLAN)] == [date]


@pytest.mark.parametrize(("clause", "firmness"), [
    ("力争普惠率达到90%。", "力争"), ("争取新增学位500个。", "力争"), ("确保巩固率不低于99%。", "确保"), ("必须达到100%。", "确保"),
    ("普惠率达到90%。", None), ("争取上级资金2000万元。", None), ("确保校车检验率100%;普惠率达到90%。", None),
])
def test_firmness_is_the_last_word_of_aim_or_must_in_its_part_of_the_sentence(clause: str, firmness: str | None) -> None:
    assert read(clause)[-1].firmness == firmness


@pytest.mark.parametrize(("clause", "per"), [
    ("每年招聘教师100名。", "年"), ("每学期开展演练2次。", "学期"), ("每校配备心理教师1名。", "校"), ("每个乡镇建成1所公办园。", "乡镇"),
    ("每所学校至少配备2名保安。", "学校"), ("生均公用经费不低于800元。", "生"), ("公用经费标准800元/生·年。", "生·年"),
    ("每生每年补助1000元。", "年/生"), ("每百名学生拥有骨干教师1.2名以上。", "百名学生"), ("新建幼儿园3所。", None),
])
def test_what_a_number_counts_per(clause: str, per: str | None) -> None:
    assert read(clause)[0].per == per


@pytest.mark.parametrize(("clause", "subjects"), [
    ("学前三年毛入园率达到95%。", ["学前三年毛入园率"]),
    ("入学率、巩固率均达到100%。", ["入学率", "巩固率"]),
    ("小学、初中教师本科率分别达到90%、98%。", ["小学教师本科率", "初中教师本科率"]),
    ("小学、初中班额分别控制在45人、50人以内。", ["小学班额", "初中班额"]),
    ("评选优质课60节。", ["优质课"]),
    ("开发1000节优质课例。", ["优质课例"]),
    ("普惠率达到90%,比上年提高2个百分点。", ["普惠率", "普惠率"]),
    ("交流教师不低于符合条件教师总数的10%。", ["交流教师"]),
    ("每个乡镇原则上至少办1所公办中心园。", ["公办中心园"]),
    ("分片区打造3—4家党建示范学校。", ["党建示范学校"]),
    ("推进东山小学、西山小学等2个新建项目。", ["新建项目"]),
    ("2023—2025年每年新建幼儿园2所。", ["新建幼儿园"]),
    ("2024年起三年内拟撤并学校20所。", ["撤并学校"]),
    ("大班额由23个减少到10个。", ["大班额"]),
    ("班主任津贴每人每月不低于500元。", ["班主任津贴"]),
    ("骨干教师、学科带头人各20名。", ["骨干教师", "学科带头人"]),
])
def test_the_subject_is_what_the_number_is_about(clause: str, subjects: list[str]) -> None:
    assert [target.subject for target in read(clause)] == subjects


def test_more_than_is_strict_and_no_less_than_is_not() -> None:
    more, least = read("本科率高于90%,研究生占比不低于5%。")
    assert (more.strict, least.strict) == (True, False)


def test_a_comparison_without_a_number_keeps_its_reference() -> None:
    (target,) = read("确保教师平均工资不低于当地公务员平均工资水平。")
    assert (target.value, target.comparator, target.reference) == (None, Comparator.AT_LEAST, "当地公务员平均工资水平")


def test_numbers_of_respectively_share_one_quote() -> None:
    first, second = read("入园率和巩固率分别达到95%、99%。")
    assert first.quote == second.quote == "入园率和巩固率分别达到95%、99%"


def test_numbers_of_a_list_have_quotes_of_their_own() -> None:
    assert [target.quote for target in read("创建省级示范园2所、市级示范园5所。")] == ["创建省级示范园2所", "市级示范园5所"]


def test_full_width_digits_are_read_and_quoted_as_printed() -> None:
    (target,) = read("毛入园率达到９５％。")
    assert (target.value, target.unit, target.quote) == (Decimal(95), "%", "毛入园率达到９５％")


def test_a_target_knows_its_item_and_text_outside_items_is_read_too() -> None:
    text = "新建幼儿园2所。\n一、目标\n1.普惠率达到90%。\n"
    at = text.index("一、")
    under = text.index("1.")
    items = (Item(("一",), "一、", "目标", "", at, under), Item(("一", "1"), "1.", "", "", under, len(text)))
    assert [target.item_path for target in find_targets(text, items, period=FIVE_YEAR_PLAN)] == [(), ("一", "1")]


def test_a_section_that_looks_back_promises_nothing() -> None:
    text = "一、工作回顾\n新建幼儿园8所,普惠率达到90%。\n二、目标任务\n新建幼儿园3所。\n"
    middle = text.index("二、")
    items = (Item(("一",), "一、", "工作回顾", "", 0, middle), Item(("二",), "二、", "目标任务", "", middle, len(text)))
    assert [target.value for target in find_targets(text, items, period=FIVE_YEAR_PLAN)] == [3]


@pytest.mark.parametrize("heading", ["2023年工作完成情况", "2023年主要工作", "前期进展", "主要做法和成效", "政策背景"])
def test_a_heading_of_the_year_before_or_of_progress_looks_back(heading: str) -> None:
    text = f"一、{heading}\n新建幼儿园8所。\n二、2024年计划\n新建幼儿园3所。\n"
    middle = text.index("二、")
    items = (Item(("一",), "一、", heading, "", 0, middle), Item(("二",), "二、", "2024年计划", "", middle, len(text)))
    assert [target.value for target in find_targets(text, items, period=YEAR_PLAN)] == [3]


REVIEW = "某县2023年工作总结和2024年工作要点\n2023年,全县教育工作稳步推进。\n一、学前教育\n新建幼儿园8所。\n{turn}一、学前教育\n新建幼儿园3所。\n"


@pytest.mark.parametrize(("turn", "values"), [("2024年,全县教育工作要抓好五件事。\n", [3]), ("下一步,抓好五件事。\n", [3]), ("", [])])
def test_a_review_in_front_of_a_plan_promises_nothing(turn: str, values: list[int]) -> None:
    text = REVIEW.format(turn=turn)
    cuts = [text.index("一、"), text.rindex("一、"), len(text)]
    items = tuple(Item(("一",), "一、", "学前教育", "", start, end) for start, end in pairwise(cuts))
    assert [target.value for target in find_targets(text, items, period=YEAR_PLAN)] == values


def test_a_plan_that_recalls_the_year_before_in_one_sentence_is_no_review() -> None:
    text = "2023年,全县教育工作稳步推进。\n一、学前教育\n新建幼儿园3所。\n"
    items = (Item(("一",), "一、", "学前教育", "", text.index("一、"), len(text)),)
    assert [target.value for target in find_targets(text, items, period=YEAR_PLAN)] == [3]


def test_a_dated_heading_dates_what_stands_under_it() -> None:
    text = "一、2023年目标\n新建幼儿园3所。\n"
    items = (Item(("一",), "一、", "2023年目标", "", 0, len(text)),)
    assert [target.deadline for target in find_targets(text, items, period=FIVE_YEAR_PLAN)] == ["2023"]


def test_a_year_before_the_plan_is_past_and_a_base_year_is_not() -> None:
    assert read("2019年新建幼儿园8所。") == ()
    assert len(read("普惠率较2019年提高8个百分点。")) == 1


def test_without_a_period_only_a_later_start_makes_a_year_past() -> None:
    text = "2021年撤并学校6所,2022年起三年内拟撤并学校20所。"
    assert [target.value for target in read(text, Period())] == [20]


def test_a_bound_stays_a_rule_where_a_count_is_an_achievement() -> None:
    assert [target.value for target in read("组建联盟校13个,津贴每月不低于500元,极大调动了积极性。")] == [500]


PIECES = st.lists(st.sampled_from([
    "到2025年", "毛入园率", "达到", "95%", "以上", ",", "。", "\n", "新建", "幼儿园", "3所", "、", "(", ")", "“", "”", "《", "》", "分别", "12", "万",
    "全覆盖", "所有", "学校", "全部", "不低于", "上年", " | ", "2020年", "一、", "1.", "十二", "个", "百分点", "每年", "%", "—", ":", "由", "提高到",
    "只增不减", "消除", "大班额", "９０", "％", " ", "了", "的", "翻一番", "三分之一", "66人以上",
]), max_size=60).map("".join)


@given(PIECES)
def test_every_quote_is_an_exact_run_of_the_text(text: str) -> None:
    for target in read(text):
        assert target.quote
        assert text[target.start:target.end] == target.quote


@given(PIECES, st.data())
def test_items_change_paths_and_never_lose_their_places(text: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text)))
    items = (Item(("一",), "", "", "", 0, cut), Item(("二",), "", "", "", cut, len(text)))
    for target in find_targets(text, items, period=FIVE_YEAR_PLAN):
        assert text[target.start:target.end] == target.quote


@given(PIECES)
def test_the_same_text_gives_the_same_targets(text: str) -> None:
    assert read(text) == read(text)
