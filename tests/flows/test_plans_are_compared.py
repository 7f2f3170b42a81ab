"""上级承接 and versions, on the pages."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from junheng.ground.jobs import actions as jobs
from junheng.rooms.plans.models import ClauseLink, Commitment, Plan, Version
from junheng.shell.lived_year import EXAMPLE


@pytest.fixture
def upper(county):
    return Plan.objects.get(level="upper")


def test_every_upper_clause_stands_beside_what_carries_it_out(county, upper, sign_in):
    answer = sign_in("jijiao").get(f"/plans/{county}/levels/")
    shown = answer.context["shown"].comparison
    assert (shown.count("covered"), shown.count("open")) == (16, 2)
    page = answer.content.decode()
    assert "推进学校家庭社会协同育人" in page
    assert "低于上级" in page


def test_clauses_that_nothing_carries_out_can_be_shown_alone(county, upper, sign_in):
    answer = sign_in("bangong").get(f"/plans/{county}/levels/?upper={upper.pk}&show=open")
    assert ["·".join(each.path) for each in answer.context["clauses"]] == ["一·6", "三·14"]


def test_the_sections_of_the_tasks_stand_beside_the_clause(county, upper, sign_in):
    answer = sign_in("bangong").get(f"/plans/{county}/levels/")
    high_school = next(each for each in answer.context["clauses"] if each.path == ("一", "5"))
    assert high_school.leads == ("招考办", "教研室")


def test_the_office_names_a_clause_and_takes_it_back(county, upper, sign_in):
    client = sign_in("bangong")
    said = {"upper": upper.pk, "upper_path": "三·14", "lower_path": "六·三", "verdict": "carries"}
    assert client.post(f"/plans/{county}/levels/say/", said).status_code == 302
    client.post(f"/plans/{county}/levels/say/", said)
    assert ClauseLink.objects.filter(upper_path="三·14").count() == 1
    page = client.get(f"/plans/{county}/levels/").context["clauses"]
    assert next(each for each in page if each.path == ("三", "14")).state == "covered"
    client.post(f"/plans/{county}/levels/say/", said | {"verdict": ""})
    assert not ClauseLink.objects.filter(upper_path="三·14").exists()


def test_a_clause_that_is_not_there_is_refused_with_what_to_do(county, upper, sign_in):
    answer = sign_in("bangong").post(f"/plans/{county}/levels/say/", {
        "upper": upper.pk, "upper_path": "三·14", "lower_path": "九·九", "verdict": "carries"})
    assert answer.status_code == 422
    assert "没有第九·九条" in answer.content.decode()


@pytest.mark.parametrize("username", ["jijiao", "juzhang", "shenji"])
def test_only_the_office_says_what_belongs_together(county, upper, sign_in, username):
    answer = sign_in(username).post(f"/plans/{county}/levels/say/", {
        "upper": upper.pk, "upper_path": "三·14", "lower_path": "六·三", "verdict": "carries"})
    assert answer.status_code == 403
    assert not ClauseLink.objects.filter(upper_path="三·14").exists()


def test_the_comparison_as_a_table(county, upper, sign_in):
    answer = sign_in("bangong").get(f"/plans/{county}/levels-{upper.pk}.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=3, values_only=True) if row[2]}
    assert len(rows) == 18
    assert (rows["一·6"][2], rows["一·4"][3], rows["一·4"][5]) == ("未承接", "二·四", "基教股")
    assert rows["一·4"][6].startswith("低于上级")


def test_an_upper_plan_is_not_adopted(county, upper, sign_in):
    tasks = Commitment.objects.count()
    answer = sign_in("bangong").post(f"/plans/{upper.pk}/adopt/")
    assert answer.status_code == 422
    assert "只用于对照" in answer.content.decode()
    assert Commitment.objects.count() == tasks


def test_without_an_upper_plan_the_page_says_what_to_do(county, upper, sign_in):
    Plan.objects.filter(pk=upper.pk).update(level="own")
    assert "尚未导入上级规划" in sign_in("bangong").get(f"/plans/{county}/levels/").content.decode()


def test_a_corrected_file_shows_what_changed(county, sign_in):
    client = sign_in("bangong")
    assert "只读取了一个版本" in client.get(f"/plans/{county}/versions/").content.decode()
    corrected = (EXAMPLE / "plan-2026.txt").read_text(encoding="utf-8").replace("占比达到92%", "占比达到93%")
    client.post("/plans/upload/", {"plan": county, "level": "own", "file": SimpleUploadedFile(
        "云溪县2026年教育工作要点（更正）.txt", corrected.encode())})
    jobs.run(Version.objects.get(plan=county, number=2).job_id)
    answer = client.get(f"/plans/{county}/versions/?old=1&new=2")
    shown = answer.context["shown"].comparison
    assert [(each.old.value, each.new.value) for each in shown.targets] == [(92, 93)]
    assert "<del>92</del><ins>93</ins>" in answer.content.decode()


@pytest.mark.parametrize("asked", ["?upper=x", "?upper=999999", "?show=nothing", "?old=7&new=x"])
def test_a_choice_that_makes_no_sense_counts_as_none(county, sign_in, asked):
    client = sign_in("bangong")
    assert client.get(f"/plans/{county}/levels/{asked}").status_code == 200
    assert client.get(f"/plans/{county}/versions/{asked}").status_code == 200
