"""Workbooks out and tables in."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest

from junheng.ground.kernel.findings import Refused
from junheng.ground.sheets import Column, Sheet, read_rows, workbook

MADE = datetime(2026, 11, 20, tzinfo=UTC)


def made(*rows):
    return workbook((Sheet("表", "标题", (Column("编号", 8), Column("目标任务", 20)), rows),), created=MADE)


def printed(columns, *rows, printed):
    sheet = Sheet("表", "标题", columns, rows, {0: "一、学前教育"}, printed)
    return openpyxl.load_workbook(io.BytesIO(workbook((sheet,), created=MADE))).active


def test_columns_for_the_screen_stay_off_the_paper_and_make_no_row_higher():
    columns = (Column("编号", 8), Column("目标任务", 20), Column("原文", 10))
    page = printed(columns, ("1", "短", "长" * 300), printed=2)
    assert page.print_area == "'表'!$A$1:$B$4"
    assert page.row_dimensions[4].height < 40
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.print_title_rows) == ("landscape", 9, "$1:$2")


def test_a_row_is_high_enough_for_the_lines_its_words_need():
    columns = (Column("编号", 8), Column("具体举措", 40))
    low, high = (printed(columns, ("1", "建" * count), printed=0).row_dimensions[4].height for count in (10, 200))
    assert low < 25
    assert 14 * 9 < high < 14 * 16


def test_hostile_cells_stay_text():
    hostile = ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "http://example.org", "<script>"]
    sheet = openpyxl.load_workbook(io.BytesIO(made(*((str(n), text) for n, text in enumerate(hostile))))).active
    cells = [sheet.cell(row, 2) for row in range(3, 3 + len(hostile))]
    assert [cell.value for cell in cells] == hostile
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_what_was_written_is_read_back():
    rows = [("一·1", "新建学校"), ("一·2", "培训教师\n两期")]
    assert [dict(row) for _, row in read_rows(made(*rows), "t.xlsx", columns=("编号", "目标任务"))] == [
        {"编号": number, "目标任务": title} for number, title in rows]


def test_the_head_is_found_wherever_it_stands_and_rows_keep_their_numbers():
    (number, row), = read_rows("说明,,\n\n编号,目标任务,备注\n1,新建学校,无\n".encode("gb18030"), "t.csv", columns=("目标任务", "编号"))
    assert (number, row) == (4, {"目标任务": "新建学校", "编号": "1"})


def test_a_table_without_the_columns_is_refused_with_their_names():
    with pytest.raises(Refused) as caught:
        read_rows("甲,乙\n1,2\n".encode(), "t.csv", columns=("编号",))
    assert "编号" in str(caught.value.findings[0])


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99])
def test_a_damaged_workbook_is_refused(data):
    with pytest.raises(Refused):
        read_rows(data, "t.xlsx", columns=("编号",))


def test_the_same_sheets_make_the_same_parts():
    first, second = (zipfile.ZipFile(io.BytesIO(made(("1", "甲")))) for _ in range(2))
    assert {name: first.read(name) for name in first.namelist()} == {name: second.read(name) for name in second.namelist()}
