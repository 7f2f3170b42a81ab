"""终止 is no 已完成: its own word and its own count on the board, the task's page, the ledger, the bulletin, the API."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest

from junheng.rooms.plans.models import Change, Commitment
from tests.flows.bringing import words


@pytest.fixture
def ended(county, sign_in):
    """A task without a value and without a proof, ended with a paper and the leader's approval."""
    task = Commitment.objects.get(title__contains="保育员持证上岗率")
    sign_in("xueqian").post(f"/plans/tasks/{task.pk}/change/", {
        "kind": "ended", "basis": "局长办公会纪要", "basis_number": "云教纪〔2026〕11号"})
    change = Change.objects.get(commitment=task)
    assert sign_in("juzhang").post(f"/plans/changes/{change.pk}/decide/", {"decision": "approve"}).status_code == 302
    task.refresh_from_db()
    return task


def test_the_board_counts_it_apart_from_what_is_done(county, sign_in, ended):
    counts = sign_in("juzhang").get(f"/plans/{county}/").context["board"].counts
    over = {light: Commitment.objects.exclude(**{f"{column}_at": None}).count()
            for light, column in (("done", "closed"), ("ended", "ended"))}
    assert {light: counts[light] for light in over} == over


def test_its_page_says_ended_and_not_done(sign_in, ended):
    page = words(sign_in("juzhang").get(f"/plans/tasks/{ended.pk}/"))
    assert 'class="light ended"' in page
    assert 'class="light done"' not in page


def test_the_ledger_says_ended_and_claims_no_share(county, sign_in, ended):
    content = sign_in("bangong").get(f"/plans/{county}/ledger.xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    head = [cell.value for cell in sheet[2]]
    row = next(row for row in sheet.iter_rows(min_row=3, values_only=True) if "保育员持证上岗率" in row[1])
    said = dict(zip(head, row, strict=True))
    assert said["进展"] == "终止"
    assert not said["完成(%)"]


def test_the_bulletin_lists_it_under_a_heading_of_its_own(county, sign_in, ended):
    content = sign_in("bangong").get(f"/plans/{county}/bulletin.docx").content
    lines = [line.text for line in docx.Document(io.BytesIO(content)).paragraphs]
    mine = next(line for line in lines if "保育员持证上岗率" in line)
    assert "已终止" in mine
    assert "已办结" not in mine
    assert any("终止事项" in line for line in lines)


def test_the_owner_finds_it_among_the_ended_and_not_among_the_done(sign_in, ended):
    work = sign_in("xueqian").get("/plans/mine/?tab=done").context["work"]
    assert ended.pk in {row.id for row in work.ended}
    assert ended.pk not in {row.id for row in work.done}
