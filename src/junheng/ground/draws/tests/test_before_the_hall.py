"""Before the hall: what a notice fixes, lists with faults in them, and the receipt codes of families."""

from __future__ import annotations

import json

import pytest

from junheng.ground.draws import actions, engine, queries
from junheng.ground.draws.models import Draw
from junheng.ground.draws.tests.conftest import AT, LIST, refused
from junheng.ground.kernel.findings import Refused


def test_a_notice_names_list_rules_seed_time_and_witnesses_and_carries_its_digest(published):
    notice = Draw.objects.get(pk=published()).notice
    assert notice["digest"] == engine.notice(**{key: notice[key] for key in ("title", "kind", "algorithm", "rules", "seed_made",
                                                                              "at", "witnesses")},
                                             lists=list(queries.frozen_lists(Draw.objects.get()).values()))["digest"]
    assert notice["at"] == {"day": "2026-08-26", "time": "09:30", "place": "礼堂", "phone": "0000-1"}
    assert "学生" not in json.dumps(notice, ensure_ascii=False)


def test_after_the_notice_neither_rules_nor_list_can_change(published, prepared, clerk):
    draw_id = published()
    with refused("published-already"):
        prepared(place="另一处")
    with refused("list-changed"):
        actions.bring_lists(draw_id=draw_id, files=[("新.csv", LIST.replace("P03", "P3").encode())], by=clerk, at=AT)
    assert actions.bring_lists(draw_id=draw_id, files=[("同一份.csv", LIST.encode("gb18030"))], by=clerk, at=AT)[0].rows[0] == [
        "P01", "学生1"]


@pytest.mark.parametrize(("changed", "line", "was", "now"), [
    (LIST.replace("P03", "P3"), 3, "P03 学生3", "P3 学生3"), (LIST + "P99,学生99\r\n", 13, "", "P99 学生99"),
    (LIST.replace("P12,学生12\r\n", ""), 12, "P12 学生12", ""),
])
def test_a_list_changed_after_the_notice_is_refused_with_its_first_changed_line(published, clerk, changed, line, was, now):
    with pytest.raises(Refused) as fault:
        actions.bring_lists(draw_id=published(), files=[("新.csv", changed.encode())], by=clerk, at=AT)
    values = fault.value.findings[0].values
    assert (values["line"], values["was"], values["now"]) == (line, was, now)


@pytest.mark.parametrize(("content", "code"), [
    ("编号\r\n", "list-empty"), ("编号\r\nP1\r\n\r\nP1 \r\n", "id-twice"), ("编号,姓名\r\n,张三\r\n", "id-empty"), ("编号\r\nP\0\r\n", "sign-unreadable"), ("电话\r\n1\r\n", "columns-missing"),
    ("编号,学号\r\n1,2\r\n", "columns-twice"),
])
def test_a_list_with_a_fault_is_refused_where_the_fault_is(prepared, content, code):
    with refused(code):
        prepared(content=content)


def test_an_identifier_that_stands_twice_names_both_rows(prepared):
    with pytest.raises(Refused) as fault:
        prepared(content="编号\r\nP1\r\nP2\r\n\r\nＰ1　\r\n")
    assert fault.value.findings[0].values == {"id": "P1", "first": 2, "row": 5}


def test_a_stray_space_counts_for_nothing_and_is_told(prepared):
    draw_id = prepared(content="编号\r\nP1 \r\nP2\r\n")
    row = Draw.objects.get(pk=draw_id).lists.get()
    assert row.rows == [["P1"], ["P2"]]
    assert row.changed == [[1, "id", "P1 ", "P1"]]


def test_more_than_there_are_cannot_be_drawn(published):
    with refused("take-too-many"):
        published(asked={"source": "ticket", "first": "lowest", "take": 13})


def test_a_notice_without_a_list_is_not_published(bureau, clerk, prepared):
    draw_id = prepared()
    Draw.objects.get(pk=draw_id).lists.all().delete()
    with refused("list-missing"):
        actions.publish(draw_id=draw_id, by=clerk, at=AT)


def test_every_family_has_a_receipt_code_of_its_own_and_finds_its_own_line_only(published):
    draw = Draw.objects.get(pk=published(with_receipts=True))
    rows = draw.lists.get().rows
    codes = [row[-1] for row in rows]
    assert len(set(codes)) == len(rows)
    assert all(len(code) == 16 and code.isdigit() for code in codes)
    assert queries.line_of(draw, " Ｐ03", f"{rows[2][-1][:4]} {rows[2][-1][4:]}") == 3
    assert queries.line_of(draw, "P03", rows[3][-1]) is None
    assert queries.line_of(draw, "P03", "") is None


def test_two_draws_of_one_list_have_other_codes(published):
    one, other = (Draw.objects.get(pk=published(with_receipts=True, title=title)).lists.get().rows for title in ("甲", "乙"))
    assert not {row[-1] for row in one} & {row[-1] for row in other}
