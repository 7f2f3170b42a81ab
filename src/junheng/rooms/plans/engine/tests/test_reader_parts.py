"""Head, papers, bodies and proposals of invented plans."""

from __future__ import annotations

import pytest

from junheng.ground.documents import read_document
from junheng.rooms.plans.engine.bodies import responsibilities
from junheng.rooms.plans.engine.candidates import propose
from junheng.rooms.plans.engine.outline import outline
from junheng.rooms.plans.engine.papers import find_papers
from junheng.rooms.plans.engine.reader import read_plan
from junheng.rooms.plans.values import DocumentAction, Period

NOTICE = """青禾县教育局关于印发《青禾县2026年教育工作要点》的通知

青教字〔2026〕12号

各学校：

现将《青禾县2026年教育工作要点》印发给你们，请认真贯彻执行。

青禾县教育局
2026年3月2日

青禾县2026年教育工作要点

2026年，全县教育工作的总体要求是办好家门口的学校，让每个孩子都有学上、上好学。

一、学前教育

（一）扩大资源。到2026年底，普惠率达到91%。贯彻落实《学前教育提升行动计划》，研究制定《青禾县公办园管理办法》。（牵头单位：学前股；配合单位：财务股、各中心校；完成时限：2026年11月）
"""


def reading(text):
    return read_plan(read_document(text.encode(), "plan.txt"))


def test_title_number_issuer_date_and_period_are_read_from_the_head():
    found = reading(NOTICE)
    assert (found.title, found.doc_number, found.issuer) == ("青禾县2026年教育工作要点", "青教字〔2026〕12号", "青禾县教育局")
    assert (found.date_issued, found.period) == ("2026-03-02", Period(2026, 2026))


def test_what_the_text_does_not_say_stays_unsaid():
    found = reading("一、党建\n1.抓学习。学原文，悟原理，每月一次。")
    assert (found.title, found.doc_number, found.issuer, found.date_issued) == (None, None, None, None)


@pytest.mark.parametrize(("head", "read"), [
    ("青禾县教育局2026年为民办实事", ("青禾县教育局2026年为民办实事", "青禾县教育局", None, Period(2026, 2026))),
    ("青禾县新时代学前教育提升行动计划\n实施方案", ("青禾县新时代学前教育提升行动计划实施方案", None, None, Period())),
    ("青禾县教育局\n青禾县财政局\n二〇二六年四月十二日\n青禾县学校建设方案", ("青禾县学校建设方案", "青禾县教育局", "2026-04-12", Period(2026, 2030))),
    ("【制定机关】青禾县人民政府\n【公布日期】2019.05.01\n青禾县学前教育办法", ("青禾县学前教育办法", "青禾县人民政府", "2019-05-01", Period(2019, 2019))),
    ("青禾县教育局2025年工作总结和2026年工作计划", ("青禾县教育局2025年工作总结和2026年工作计划", "青禾县教育局", None, Period(2026, 2026))),
    ("2026年教育民生工作", ("2026年教育民生工作", None, None, Period(2026, 2026))),
])
def test_heads_are_printed_in_many_ways(head, read):
    goal = "到2030年" if "二〇二六" in head else "年内"
    found = reading(f"{head}\n一、目标\n{goal}新建幼儿园3所，办好人民满意的教育。\n二、任务\n抓好落实工作。")
    assert (found.title, found.issuer, found.date_issued, found.period) == read


def test_the_date_of_a_later_copy_makes_no_goal_past():
    found = reading("青禾县教育局\n2024年6月3日\n青禾县学前教育行动计划\n一、目标\n到2020年，普惠率达到85%。2018年新建幼儿园3所。")
    assert (found.period, len(found.targets)) == (Period(), 2)


def test_a_five_year_plan_covers_its_five_years():
    text = "青禾县教育事业发展“十五五”规划\n\n一、目标\n（一）普及。到2030年，毛入学率达到99%。"
    assert reading(text).period == Period(2026, 2030)


@pytest.mark.parametrize(
    ("sentence", "name", "action"),
    [
        ("贯彻落实《幼儿园工作规程》要求。", "幼儿园工作规程", DocumentAction.IMPLEMENT),
        ("出台《青禾县名师管理办法》。", "青禾县名师管理办法", DocumentAction.ISSUE),
        ("修订《学校绩效考核细则》《教师考核办法》。", "教师考核办法", DocumentAction.ISSUE),
        ("根据《义务教育法》有关规定执行。", "义务教育法", DocumentAction.IMPLEMENT),
    ],
)
def test_the_verb_before_a_paper_says_what_is_done_with_it(sentence, name, action):
    text = f"一、任务\n1.抓制度。{sentence}"
    found = {paper.name: paper.action for paper in find_papers(text, outline(text))}
    assert found[name] is action


@pytest.mark.parametrize("sentence", ["办好《青禾教育》电视栏目。", "阅读《西游记》等名著。", "《方案》下发后执行。"])
def test_programmes_books_and_short_forms_are_no_papers(sentence):
    text = f"一、任务\n1.抓宣传。{sentence}"
    assert find_papers(text, outline(text)) == ()


@pytest.mark.parametrize(
    ("wording", "lead", "support", "due"),
    [
        ("（牵头单位：基教股；配合单位：人事股、财务股；完成时限：2026年6月）", ("基教股",), ("人事股", "财务股"), "2026年6月"),
        ("〔责任单位：县教育局，县财政局〕", ("县教育局",), ("县财政局",), None),
        ("（县教育局牵头，县财政局、县人社局按职责分工负责）", ("县教育局",), ("县财政局", "县人社局"), None),
        ("（责任科室：安全科；时限：长期坚持）", ("安全科",), (), "长期坚持"),
    ],
)
def test_responsibility_is_read_in_every_usual_wording(wording, lead, support, due):
    text = f"一、任务\n1.抓安全。排查隐患。{wording}\n2.抓教学。听课。"
    (found,) = responsibilities(text, outline(text))
    assert (found.item_path, found.lead, found.support, found.deadline) == (("一", "1"), lead, support, due)


def test_a_task_table_gives_lead_support_and_date_by_its_columns():
    text = "一、分工\n序号 | 任务 | 牵头单位 | 配合单位 | 完成时限\n1 | 新建幼儿园 | 学前股 | 财务股 | 2026年8月"
    (found,) = responsibilities(text, outline(text))
    assert (found.lead, found.support, found.deadline) == (("学前股",), ("财务股",), "2026年8月")


def test_a_row_that_lacks_its_first_cells_keeps_its_columns():
    text = "类别 | 事项 | 责任单位 | 时限 |\n教育 | 新建学校 | 县教育局 | 6月 |\n改造食堂 | 县财政局 | 8月 |"
    assert [(each.lead, each.deadline) for each in responsibilities(text, ())] == [(("县教育局",), "6月"), (("县财政局",), "8月")]


@pytest.mark.parametrize(("clause", "names"), [
    ("新建城南实验小学，改扩建第三幼儿园，推进县一中扩建项目。", ["城南实验小学", "第三幼儿园", "县一中扩建项目"]),
    ("实施“青苗工程”，启动教育数字化战略行动。", ["“青苗工程”", "教育数字化战略行动"]),
    ("实施“名师领航”计划和“县中振兴”行动。", ["“名师领航”计划", "“县中振兴”行动"]),
    ("确保县特殊教育学校迁建工程8月底前竣工。", ["县特殊教育学校迁建工程"]),
    ("新建公办幼儿园3所，改造各级各类学校。", []),
])
def test_projects_are_named_without_their_verbs_and_once(clause, names):
    assert [each.name for each in reading(f"一、项目\n1.抓建设。{clause}").projects] == names


def test_each_target_and_each_item_without_one_becomes_a_proposal():
    text = ("一、总体要求\n坚持正确方向。\n二、学前教育\n（一）扩资源。普惠率达到91%，新建幼儿园2所。（牵头单位：学前股；完成时限：2026年11月）\n"
            "（二）强管理。研究制定公办园管理办法。")
    found = propose(reading(text), period=(2026, 2026))
    assert [(each.title, each.lead, each.due.isoformat()) for each in found] == [
        ("普惠率达到91%", "学前股", "2026-11-30"), ("新建幼儿园2所", "学前股", "2026-11-30"),
        ("研究制定公办园管理办法", "", "2026-12-31"),
    ]


def test_the_same_text_gives_the_same_reading():
    assert reading(NOTICE).as_contract() == reading(NOTICE).as_contract()
