"""督办台账 out to the sections and back in, with real workbooks."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from junheng.ground.audit.models import Entry
from junheng.rooms.plans.models import Commitment, Report

DONE_COLUMNS = {"进展情况": 12, "存在问题": 13, "下步打算": 14, "责任人": 8, "完成时限": 9, "目标任务": 2, "编号": 1, "牵头科(股)室": 6}


@pytest.fixture
def ledger(county, sign_in):
    """The exported ledger as a workbook that can be filled in and sent back."""

    class Ledger:
        client = sign_in("bangong")

        def __init__(self) -> None:
            self.book = openpyxl.load_workbook(io.BytesIO(self.client.get(f"/plans/{county}/ledger.xlsx").content))
            self.sheet = self.book.worksheets[0]

        def row(self, words: str) -> int:
            return next(row for row in range(3, self.sheet.max_row + 1) if words in self.sheet.cell(row, 2).value)

        def fill(self, words: str, column: str, text: str) -> None:
            self.sheet.cell(self.row(words), DONE_COLUMNS[column]).value = text

        def send(self, client=None):
            out = io.BytesIO()
            self.book.save(out)
            return (client or self.client).post(f"/plans/{county}/ledger/",
                                                {"file": SimpleUploadedFile("台账.xlsx", out.getvalue())})

        def take(self, answer):
            return self.client.post(f"/plans/{county}/ledger/take/", {"token": answer.context["token"]})

    return Ledger()


def counts() -> tuple[int, int]:
    return Report.objects.count(), Entry.objects.count()


def task(words: str) -> Commitment:
    return Commitment.objects.get(title__contains=words)


def test_a_ledger_sent_back_as_exported_changes_nothing(ledger):
    before = counts()
    answer = ledger.send()
    assert (answer.status_code, answer.context["reading"].edits) == (200, ())
    assert answer.context["reading"].untouched == Commitment.objects.count()
    assert "没有改动" in answer.content.decode()
    assert counts() == before


def test_what_a_section_filled_in_is_shown_and_then_taken_once(ledger):
    ledger.fill("保育员持证上岗率", "进展情况", "已组织两期培训。")
    ledger.fill("保育员持证上岗率", "下步打算", "12月组织补考。")
    before = counts()
    looked = ledger.send()
    assert "已组织两期培训。" in looked.content.decode()
    assert counts() == before
    assert ledger.take(looked).status_code == 302
    ledger.take(looked)
    assert [(row.progress, row.next_steps) for row in task("保育员持证上岗率").reports.all()] == [("已组织两期培训。", "12月组织补考。")]
    assert counts() == (before[0] + 1, before[1] + 2)


def test_a_name_becomes_the_person_and_the_section(ledger):
    ledger.fill("保育员持证上岗率", "责任人", "陈岚")
    ledger.fill("保育员持证上岗率", "牵头科(股)室", "基教股")
    ledger.take(ledger.send())
    found = task("保育员持证上岗率")
    assert (found.owner.username, found.lead_unit.short_name) == ("jijiao", "基教股")


@pytest.mark.parametrize(("column", "text", "said", "place"), [
    ("责任人", "查无此人", "无对应", "责任人"), ("完成时限", "2027-01-31", "不能通过台账修改", "完成时限"),
    ("目标任务", "改一个说法", "不能通过台账修改", "目标任务"), ("编号", "九·99", "没有您可见的任务", "编号"),
    ("存在问题", "经费不足", "须同时填写进展情况", "进展情况"),
])
def test_a_row_that_may_not_be_names_its_place_and_nothing_is_taken(ledger, column, text, said, place):
    row = ledger.row("保育员持证上岗率")
    ledger.fill("控辍保学常态清零", "进展情况", "联控联保逐户走访。")
    before = counts()
    ledger.sheet.cell(row, DONE_COLUMNS[column]).value = text
    answer = ledger.send()
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f"台账.xlsx，第{row}行，{place}" in page
    assert counts() == before


def test_a_task_that_changed_meanwhile_is_never_overwritten(ledger, sign_in, county):
    found = task("普惠性幼儿园在园幼儿占比")
    sign_in("xueqian").post(f"/plans/tasks/{found.pk}/report/", {"progress": "新的进展。", "key": "k1"})
    ledger.fill("普惠性幼儿园在园幼儿占比", "进展情况", "旧台账上的进展。")
    answer = ledger.send()
    assert answer.status_code == 422
    assert "台账导出后已有更新" in answer.content.decode()
    assert found.reports.first().progress == "新的进展。"


def test_a_task_that_changes_between_looking_and_taking_refuses_all_of_it(ledger, sign_in):
    ledger.fill("普惠性幼儿园在园幼儿占比", "进展情况", "台账上的进展。")
    ledger.fill("保育员持证上岗率", "进展情况", "已组织两期培训。")
    looked = ledger.send()
    found = task("普惠性幼儿园在园幼儿占比")
    sign_in("xueqian").post(f"/plans/tasks/{found.pk}/report/", {"progress": "新的进展。", "key": "k2"})
    before = counts()
    assert ledger.take(looked).status_code == 422
    assert counts() == before


def test_a_word_in_the_row_of_a_closed_task_is_passed_over_and_the_other_rows_are_taken(ledger):
    closed = Commitment.objects.exclude(closed_at=None).first()
    said = closed.reports.count()
    ledger.fill(closed.title, "存在问题", "无")
    ledger.fill("保育员持证上岗率", "进展情况", "已组织两期培训。")
    answer = ledger.send()
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f"任务{closed.number}已办结，本行跳过" in page
    assert f"台账.xlsx，第{ledger.row(closed.title)}行" in page
    assert ledger.take(answer).status_code == 302
    assert closed.reports.count() == said
    assert task("保育员持证上岗率").reports.count() == 1


def test_an_untouched_row_stays_quiet_whatever_happened_in_the_house(ledger, sign_in):
    found = task("普惠性幼儿园在园幼儿占比")
    sign_in("xueqian").post(f"/plans/tasks/{found.pk}/report/", {"progress": "新的进展。", "key": "k3"})
    assert ledger.send().context["reading"].edits == ()


@pytest.mark.parametrize("username", ["xueqian", "juzhang", "shenji", "duxue"])
def test_only_the_office_brings_a_ledger_back(ledger, sign_in, username):
    assert ledger.send(sign_in(username)).status_code == 403


def test_a_token_from_elsewhere_or_for_another_plan_is_refused(ledger, county):
    ledger.fill("保育员持证上岗率", "进展情况", "已组织两期培训。")
    token = ledger.send().context["token"]
    for address, said in ((f"/plans/{county}/ledger/take/", token[:-2]), (f"/plans/{county - 1}/ledger/take/", token)):
        assert ledger.client.post(address, {"token": said}).status_code == 422
    assert not task("保育员持证上岗率").reports.exists()


@pytest.mark.parametrize(("name", "content"), [
    ("台账.xlsx", b"PK\x03\x04broken"), ("台账.xlsx", b""), ("台账.csv", "编号,别的\n1,2\n".encode()), ("图.png", b"\x89PNG\r\n"),
])
def test_a_file_that_is_no_ledger_says_so(ledger, county, name, content):
    answer = ledger.client.post(f"/plans/{county}/ledger/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_cell_that_looks_like_a_formula_goes_out_and_comes_back_as_text(ledger, sign_in, county):
    ledger.fill("保育员持证上岗率", "进展情况", "-1+1|cmd <b>x</b>")
    ledger.take(ledger.send())
    book = openpyxl.load_workbook(io.BytesIO(ledger.client.get(f"/plans/{county}/ledger.xlsx").content))
    cells = [row[DONE_COLUMNS["进展情况"] - 1] for row in book.worksheets[0].iter_rows(min_row=3) if "保育员" in row[1].value]
    assert (cells[0].value, cells[0].data_type) == ("-1+1|cmd <b>x</b>", "s")
    page = ledger.client.get(f"/plans/tasks/{task('保育员持证上岗率').pk}/").content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in page
