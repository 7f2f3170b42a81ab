"""What becomes a task and what a measure (具体举措), on invented items."""

from __future__ import annotations

import pytest

from junheng.ground.documents import read_document
from junheng.rooms.plans.engine.candidates import propose
from junheng.rooms.plans.engine.reader import read_plan
from junheng.rooms.plans.values import ProofKind


def proposed(words, heading="抓落实"):
    text = f"一、任务\n（一）{heading}。{words}\n（二）抓宣传。办好校园广播。"
    found = propose(read_plan(read_document(text.encode(), "plan.txt")), period=(2026, 2026))
    return [each for each in found if each.item_path == ("一", "一")]


def told(words, heading="抓落实"):
    return [(each.title, each.measures) for each in proposed(words, heading)]


def test_the_other_sentences_of_an_items_only_number_are_its_measures():
    assert told("心理健康教师配备率达到80%。组织开展学生心理测评，建立“一生一策”机制。") == [
        ("心理健康教师配备率达到80%", "组织开展学生心理测评，建立“一生一策”机制。"),
    ]


def test_a_clause_before_a_number_leads_to_it_and_one_behind_goes_on_from_it():
    assert told("健全联控机制，巩固率不低于99.5%，并向家长公开。招聘教师86名，重点补充音体美学科。") == [
        ("巩固率不低于99.5%", "健全联控机制。\n向家长公开。"), ("招聘教师86名", "重点补充音体美学科。"),
    ]


def test_sentences_beside_several_numbers_make_a_task_of_their_own():
    assert told("普惠率达到92%。加强统筹，加大投入力度。新建幼儿园2所。") == [
        ("普惠率达到92%", ""), ("加强统筹", "加大投入力度。"), ("新建幼儿园2所", ""),
    ]


def test_a_deed_with_its_own_date_and_no_number_is_a_task_with_that_date():
    (building, rooms) = proposed("县一中综合楼11月底前主体完工，新增实验室12间。")
    assert (building.title, building.due.isoformat(), building.proof_kind) == ("县一中综合楼主体完工", "2026-11-30", ProofKind.MILESTONE)
    assert (rooms.title, rooms.measures) == ("新增实验室12间", "")


def test_when_the_building_named_before_is_ready_is_a_measure_of_it():
    assert told("新建小学1所，8月底前投入使用，新增学位1620个。") == [
        ("新建小学1所", "8月底前投入使用。"), ("新增学位1620个", ""),
    ]


@pytest.mark.parametrize(
    ("words", "title", "due"),
    [
        ("10月底前印发《某县社会事务进校园清单》，进校园事项只减不增。", "印发《某县社会事务进校园清单》", "2026-10-31"),
        ("6月底前，研究制定公办园管理办法。", "研究制定公办园管理办法", "2026-06-30"),
        ("修订《教师考核办法》和《学校考核细则》。", "修订《教师考核办法》和《学校考核细则》", "2026-12-31"),
    ],
)
def test_a_promised_paper_is_a_task_with_its_own_date_and_is_proved_by_the_paper(words, title, due):
    paper = proposed(words)[0]
    assert (paper.title, paper.due.isoformat(), paper.proof_kind) == (title, due, ProofKind.PAPER)


def test_carrying_out_a_paper_that_is_there_already_is_no_promise_of_one():
    assert [each.proof_kind for each in proposed("全面实施修订后的课程方案，落实《幼儿园工作规程》。")] == [None]


def test_building_projects_in_a_row_are_tasks_each_proved_by_milestones():
    found = proposed("推进城东小学扩建项目、城西中学分校新建项目建成投用、河湾中学等8所学校运动场改造项目。")
    assert [each.title for each in found] == ["推进城东小学扩建项目", "城西中学分校新建项目建成投用", "河湾中学等8所学校运动场改造项目"]
    assert {each.proof_kind for each in found} == {ProofKind.MILESTONE}


def test_an_item_without_a_number_is_named_by_what_it_does_first_and_keeps_the_rest():
    assert told("以“乡村振兴”为抓手，坚持问题导向，组建城乡教育共同体，推进集团化办学。开展联合教研。", "打造共享平台") == [
        ("打造共享平台，组建城乡教育共同体", "以“乡村振兴”为抓手，坚持问题导向。\n推进集团化办学。\n开展联合教研。"),
    ]


def test_a_heading_that_the_first_deed_repeats_is_not_said_twice():
    assert told("落实意识形态工作责任制，履行主体责任。", "落实意识形态工作")[0][0] == "落实意识形态工作责任制"


def test_a_title_too_long_is_cut_between_papers_and_nothing_of_it_is_lost():
    papers = "".join(f"《关于全面加强和改进新时代学校第{number}项工作的意见》" for number in range(4))
    (found,) = proposed(f"认真贯彻{papers}精神。")
    assert found.title.endswith("》等")
    assert len(found.title) <= 60
    assert found.measures == f"认真贯彻{papers}精神。"


def test_a_count_behind_another_takes_its_verb():
    assert [title for title, _ in told("评选优秀案例100篇，首批示范校20所。")] == ["评选优秀案例100篇", "评选首批示范校20所"]


def test_who_leads_and_by_when_is_no_clause_of_the_item():
    (found,) = proposed("办好家长学校。（牵头单位：基教股；配合单位：各中心校；完成时限：2026年6月）")
    assert (found.title, found.measures, found.lead, found.due.isoformat()) == ("办好家长学校", "", "基教股", "2026-06-30")


def test_aims_under_an_opening_chapter_are_tasks_and_its_guiding_words_are_not():
    text = "一、总体要求\n（一）指导思想\n坚持正确方向。\n（二）具体目标\n召开全县教育大会。\n二、任务\n1.抓党建。上好党课。"
    found = propose(read_plan(read_document(text.encode(), "plan.txt")), period=(2026, 2026))
    assert [each.title for each in found if each.item_path[0] == "一"] == ["召开全县教育大会"]
