"""Two plans held against each other, on plans of our own."""

from __future__ import annotations

import pytest

from junheng.ground.documents import read_document
from junheng.rooms.plans.engine.comparison import Agreement, compare_levels, compare_versions
from junheng.rooms.plans.engine.comparison.versions import runs_of
from junheng.rooms.plans.engine.reader import read_plan
from junheng.rooms.plans.values import PlanReading, Verdict

UPPER = """某市2026年教育工作要点
一、基础教育
1.扩大学前教育资源。全市新建公办幼儿园15所。到2026年底，普惠性幼儿园覆盖率达到93%。
2.控辍保学。九年义务教育巩固率不低于99.5%。
3.发展专门教育。年内建成市级专门学校1所，健全专门教育指导委员会。
二、教师队伍
4.县管校聘与交流轮岗。交流轮岗教师占符合交流条件教师总数的10%以上。
5.学校食堂监管。5月底前，学校食堂“明厨亮灶”实现全覆盖。
"""
LOWER = """某县2026年教育工作要点
一、普惠发展
（一）增加幼儿园学位。新建公办幼儿园2所，普惠性幼儿园覆盖率达到92%。（牵头单位：学前股）
（二）严防失学辍学。九年义务教育巩固率不低于99.6%。（牵头单位：基教股）
二、队伍建设
（一）推行县管校聘。符合交流条件教师中，交流轮岗教师占10%以上。（牵头单位：人事股）
（二）保障教师交流轮岗。符合交流条件教师交流轮岗的，优先安排周转宿舍。（牵头单位：财务股）
（三）食堂安全。8月底前，学校食堂“明厨亮灶”实现全覆盖。（牵头单位：安全股）
（四）开展校园足球联赛。（牵头单位：体卫艺股）
"""


def reading(text: str) -> PlanReading:
    return read_plan(read_document(text.encode(), "要点.txt"))


@pytest.fixture(scope="module")
def levels():
    return compare_levels(reading(UPPER), reading(LOWER))


def clause(levels, number: str):
    return next(each for each in levels.clauses if each.path[-1] == number)


def test_a_clause_finds_those_that_carry_it_out(levels):
    assert [link.path for link in clause(levels, "1").links] == [("一", "一")]
    assert [link.path for link in clause(levels, "2").links] == [("一", "二")]


def test_a_clause_that_nothing_carries_out_is_open(levels):
    assert [each.path[-1] for each in levels.clauses if each.state == "open"] == ["3"]


def test_a_clause_shared_by_two_sections_says_so(levels):
    assert clause(levels, "4").leads == ("人事股", "财务股")
    assert clause(levels, "4").shared


def test_a_lower_clause_of_its_own_is_listed(levels):
    assert [path for path, _ in levels.own] == [("二", "四")]


@pytest.mark.parametrize(("number", "agreements"), [
    ("1", [Agreement.PART, Agreement.LESS]), ("2", [Agreement.MORE]), ("5", [Agreement.LATER]),
])
def test_numbers_say_how_they_stand_to_the_upper_ones(levels, number, agreements):
    assert [pair.agreement for pair in clause(levels, number).numbers] == agreements


def test_a_count_is_a_part_of_the_upper_count_and_no_disagreement(levels):
    pair = clause(levels, "1").numbers[0]
    assert (pair.upper.value, pair.lower.value, pair.agreement.disagrees) == (15, 2, False)


def test_what_a_person_said_of_a_link_stands_above_any_likeness():
    verdicts = {(("一", "1"), ("一", "一")): Verdict.NOT, (("一", "3"), ("二", "四")): Verdict.CARRIES}
    found = compare_levels(reading(UPPER), reading(LOWER), verdicts=verdicts)
    assert clause(found, "1").state == "open"
    assert (clause(found, "3").state, clause(found, "3").links[0].verdict) == ("covered", Verdict.CARRIES)


def test_sections_known_from_tasks_stand_above_the_printed_ones():
    found = compare_levels(reading(UPPER), reading(LOWER), leads={("一", "一"): ["学前教育股", "项目办"]})
    assert clause(found, "1").leads == ("学前教育股", "项目办")


def test_a_plan_against_itself_is_covered_whole_with_equal_numbers():
    same = compare_levels(reading(UPPER), reading(UPPER))
    assert {each.state for each in same.clauses} == {"covered"}
    assert all(each.links[0].path == each.path for each in same.clauses)
    assert {pair.agreement for each in same.clauses for pair in each.numbers} <= {Agreement.SAME, Agreement.PART}


def test_an_empty_plan_leaves_every_clause_open():
    assert {each.state for each in compare_levels(reading(UPPER), reading("通知\n")).clauses} == {"open"}
    assert compare_levels(reading("通知\n"), reading(UPPER)).clauses == ()


CORRECTED = LOWER.replace("92%", "93%").replace("8月底前", "5月底前").replace(
    "（四）开展校园足球联赛。（牵头单位：体卫艺股）\n", "").replace(
    "（二）严防失学辍学。九年义务教育巩固率不低于99.6%。（牵头单位：基教股）\n",
    "（二）专门教育。建设专门教育班1个。（牵头单位：基教股）\n（三）严防失学辍学。九年义务教育巩固率不低于99.6%。（牵头单位：基教股）\n")


@pytest.fixture(scope="module")
def versions():
    return compare_versions(reading(LOWER), reading(CORRECTED))


def test_every_item_of_two_versions_is_told_once(versions):
    kinds = {change.path: change.kind for change in versions.items}
    assert kinds[("一", "一")] == "changed"
    assert kinds[("一", "二")] == "added"
    assert kinds[("一", "三")] == "moved"
    assert kinds[("二", "四")] == "removed"
    assert versions.count("same") == len(versions.items) - 5


def test_a_changed_item_shows_what_went_and_what_came(versions):
    change = next(each for each in versions.items if each.path == ("一", "一"))
    assert "".join(run.text for run in change.runs if run.kind != "in") == f"{change.old.heading}\n{change.old.text}"
    assert "".join(run.text for run in change.runs if run.kind != "out") == f"{change.new.heading}\n{change.new.text}"
    assert [(run.kind, run.text) for run in change.runs if run.kind != "same"] == [("out", "92"), ("in", "93")]


@pytest.mark.parametrize(("old", "new", "changed"), [
    ("达到92%以上", "达到94%以上", [("out", "92"), ("in", "94")]),
    ("降至0.50以下", "降至0.45以下", [("out", "0.50"), ("in", "0.45")]),
    ("新增1,620个", "新增1,820个", [("out", "1,620"), ("in", "1,820")]),
    ("新建幼儿园2所", "新建幼儿园12所", [("out", "2"), ("in", "12")]),
])
def test_a_number_changes_as_a_whole(old, new, changed):
    assert [(run.kind, run.text) for run in runs_of(old, new) if run.kind != "same"] == changed


def test_changed_numbers_and_dates_are_listed_with_both(versions):
    changed = [(each.old.value, each.new.value, each.old.deadline, each.new.deadline)
               for each in versions.targets if each.kind == "changed"]
    assert (92, 93, None, None) in changed
    assert (100, 100, "2026-08-31", "2026-05-31") in changed
    assert [each.new.subject for each in versions.targets if each.kind == "added"] == ["建设专门教育班"]


def test_a_version_against_itself_changed_nothing():
    same = compare_versions(reading(LOWER), reading(LOWER))
    assert {change.kind for change in same.items} == {"same"}
    assert same.targets == ()
