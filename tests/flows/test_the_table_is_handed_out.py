"""The task table as an office hands it out: from the command line and from living tasks, every clause in it."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from junheng.ground.documents import read_document
from junheng.rooms.plans import queries
from junheng.rooms.plans.models import Candidate, Commitment, Plan
from junheng.shell.lived_year import EXAMPLE, somebody

DAY, MADE = date(2026, 11, 20), datetime(2026, 11, 20, tzinfo=UTC)


def rows_of(content, sheet=0):
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[sheet]
    head = [cell.value for cell in page[2]]
    return [dict(zip(head, row, strict=True)) for row in page.iter_rows(min_row=3, values_only=True) if row[1]]


@pytest.fixture(scope="module")
def read():
    return queries.read_plan(read_document((EXAMPLE / "plan-2026.txt").read_bytes(), "plan-2026.txt"))


def test_the_table_of_a_plan_just_read_holds_its_dated_deeds_papers_and_measures(read):
    table = {row["目标任务"]: row for row in rows_of(queries.task_table(read, created=MADE))}
    assert table["县一中综合楼主体完工"]["完成时限"] == "2026年11月底前"
    assert table["印发《云溪县社会事务进校园年度清单》"]["完成时限"] == "2026年10月底前"
    assert table["认定普惠性民办园6所"]["具体举措"] == "完善普惠性民办园认定和奖补办法。"
    assert "组织开展学生心理健康测评" in table["心理健康专职教师配备率达到80%"]["具体举措"]
    assert table["保育员持证上岗率达到100%"]["量化指标"] == "达到100%"
    assert not any(title in {"减轻学校负担", "改善办学条件"} for title in table)


def test_what_stands_before_the_first_item_is_cited_as_the_preamble():
    text = "某县2026年教育工作要点\n根据《某县教育发展规划》有关要求，结合本县教育工作实际，现提出全年工作要点如下安排。\n一、任务\n1.抓党建。上好党课。"
    found = queries.read_plan(read_document(text.encode(), "plan.txt"))
    papers = openpyxl.load_workbook(io.BytesIO(queries.task_table(found, created=MADE))).worksheets[2]
    assert [cell.value for cell in papers[3]] == ["贯彻落实", "《某县教育发展规划》", "前言"]


def test_a_plan_that_names_no_year_gets_no_invented_one():
    found = queries.read_plan(read_document("一、任务\n1.抓党建。上好党课。".encode(), "plan.txt"))
    (row,) = rows_of(queries.task_table(found, created=datetime(2000, 1, 1, tzinfo=UTC)))
    assert row["完成时限"] == "12月底前"


def test_the_living_table_says_the_same_as_the_one_made_from_the_reading(county, read):
    clerk = somebody("bangong", DAY)
    living = {row["目标任务"]: row for row in rows_of(queries.living_table(clerk, county, today=DAY, created=MADE)[1])}
    made = {row["目标任务"]: row for row in rows_of(queries.task_table(read, created=MADE))}
    shared = [title for title in living if title in made and living[title]["量化指标"] == made[title]["量化指标"]]
    assert len(shared) >= 40
    for title in shared:
        for column in ("具体举措", "在哪办", "配合单位"):
            assert living[title][column] == made[title][column]


def test_the_ledger_carries_measures_and_supporting_units(county):
    clerk = somebody("bangong", DAY)
    (row,) = [row for row in rows_of(queries.ledger(clerk, county, today=DAY, created=MADE)[1])
              if row["目标任务"] == "认定普惠性民办园6所"]
    assert (row["具体举措"], row["配合单位"], row["量化指标"]) == ("完善普惠性民办园认定和奖补办法。", "各中心校", "6所")


def test_a_merged_promise_without_a_number_becomes_a_measure_of_the_task_above(county):
    task = Commitment.objects.get(plan=county, title="印发《云溪县社会事务进校园年度清单》")
    assert [measure.subject for measure in task.measures.all()] == ["进校园事项"]
    assert Candidate.objects.get(plan=county, title="进校园事项只减不增").merged_into.commitment == task


def test_central_schools_and_schools_see_the_tasks_that_all_of_them_support(county, sign_in):
    for username, title in (("zhongxin", "城乡结对学校开展联合教研不少于60次"), ("xiaozhang", "总体近视率下降0.6个百分点")):
        assert title in sign_in(username).get("/plans/mine/?tab=support").content.decode()
    support = {task.title: set(task.support_units.values_list("code", flat=True)) for task in Commitment.objects.filter(plan=county)}
    assert support["保育员持证上岗率达到100%"] == {"Z01", "Z02", "Z03"}
    assert {"K01", "X01", "X03"} <= support["重大隐患全部挂牌督办、按期销号"]


def test_a_bulletin_leaves_its_number_to_the_office_with_the_countys_own_characters_where_they_are_known(county, settings):
    import docx

    def number():
        queries.rules.county_format.cache_clear()
        content = queries.bulletin(somebody("bangong", DAY), county, today=DAY, created=MADE)[1]
        return next(each.text for each in docx.Document(io.BytesIO(content)).paragraphs if "〔" in each.text)

    assert number().strip() == "〔2026〕　　号"
    settings.COUNTY = str(EXAMPLE)
    assert number() == "云教督〔2026〕　　号"
    settings.COUNTY = None
    queries.rules.county_format.cache_clear()


@pytest.mark.parametrize(("named", "title"), [
    ("某县要点", "关于某县要点11月份推进情况的通报"), ("要点2026", "关于《要点2026》11月份推进情况的通报")])
def test_a_bulletin_keeps_the_digits_of_a_plans_name_apart_from_the_month(county, named, title):
    Plan.objects.filter(id=county).update(title=named)
    assert queries.bulletin(somebody("bangong", DAY), county, today=DAY, created=MADE)[0] == f"{title}.docx"
