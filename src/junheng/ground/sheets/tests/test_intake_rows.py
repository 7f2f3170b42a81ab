"""Rows under a head: what is one, what is none, and every fault at its cell."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlsxwriter

from junheng.ground.sheets.intake import Field, Form, Kind, take

FORM = Form("pupils", "学生名册", (
    Field("note", "说明", most=200, aliases=("情况",)),
    Field("name", "姓名", required=True),
    Field("roll", "学籍号", Kind.CODE, required=True),
    Field("sex", "性别", Kind.CHOICE, choices={"男": "male", "女": "female"}, required=True),
    Field("born", "出生日期", Kind.DAY),
), unique=("roll", "name"))
HEAD = ("序号", "姓名", "学籍号", "性别", "出生日期")
FIRST, SECOND = ("1", "王小禾", "G1", "女", "2018-07-04"), ("2", "李小明", "G2", "男", "2018-07-05")


def made(*rows, name="名册", change=None):
    """A workbook of one sheet; `change` is called with openpyxl's sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = name
    for row, cells in enumerate(rows, start=1):
        for place, cell in enumerate(cells, start=1):
            if cell is not None and cell != "":
                page.cell(row, place).value = cell
    if change is not None:
        change(page)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(*rows, **more):
    return take(made(*rows, **more), "a.xlsx", FORM)


def taken(reading):
    return [row.row for row in reading.rows]


def faults(reading):
    return [(each.sheet, each.row, each.column, each.finding.code.removeprefix("sheet/")) for each in reading.refusals]


NONE_OF_THE_TABLES = [
    ("合计", "", "", "3"), ("合 计", "", "", 3, ""), ("小　计",), ("总计：", "", 35), ("本页合计", "", "", "3", "x"), ("", "合计（人）", "", 3), ("Total", 3),
    ("城关小学", "小计", "", 2), ("合计35人",), ("共2人",), ("全校共计 35 人",),
    ("注：性别填男或女",), ("注1：性别填男或女",), ("备注：以上为在籍学生",), ("说明：",), ("填表说明", "请用黑色笔"), ("", "注：不得合并单元格",),
    ("填表人：张三", "", "审核人：李四", "", "填表日期：2026年9月1日"), ("填表人：", "张三", "审核人：", "李四", "日期："), ("填表人", "张三"),
    ("单位（盖章）：",), ("校长签字：", "张三"), ("联系电话：0571-88888888",), ("审核人（签字）：",),
    ("2、出生日期按身份证填写",), ("（3）没有身份证的留空不填",), ("每行填一人，不得合并单元格。",),
    HEAD, ("序号", "姓 名", "学籍号*", "性别", "出生日期"),
]


@pytest.mark.parametrize("row", NONE_OF_THE_TABLES, ids=lambda row: "|".join(map(str, row)))
def test_totals_notes_signatures_and_the_head_once_more_are_no_rows(row):
    reading = read(HEAD, FIRST, row, SECOND)
    assert (taken(reading), faults(reading), reading.totals) == ([2, 4], [], 1)


def test_the_title_once_more_on_the_next_page_is_no_row():
    title = ("城关小学学生名册",)
    reading = read(title, HEAD, FIRST, title, HEAD, SECOND)
    assert (taken(reading), faults(reading)) == ([3, 6], [])


STAYS = [("说明：随迁", "王小禾", "G1", "女"), ("注：插班", "王小禾", "G1", "女"), ("备注", "王小禾", "G1", "女"), ("填表人：母亲", "王小禾", "G1", "女", "2018-07-04"),
         ("1、原在外县就读，本期转入。", "王小禾", "G1", "女")]


@pytest.mark.parametrize("row", STAYS, ids=lambda row: row[0])
def test_a_remark_in_the_first_column_of_a_whole_row_does_not_swallow_the_row(row):
    assert taken(read(("情况", *HEAD[1:]), row)) == [2]


@pytest.mark.parametrize("more", [(), ("其他",)])
def test_a_row_of_a_small_table_is_no_note_because_it_begins_like_one(more):
    form = Form("notes", "条目", (Field("name", "名称", required=True), Field("text", "内容", required=True, most=200), Field("more", "其他")))
    reading = take(made(("名称", "内容", *more), ("说明：甲", "乙"), ("注：", "丙")), "a.xlsx", form)
    assert [row.values["text"] for row in reading.rows] == ["乙", "丙"]


def test_a_row_with_only_a_name_is_a_row_with_faults_and_not_passed_over():
    assert faults(read(HEAD, ("", "王小禾"))) == [("名册", 2, "学籍号", "required"), ("名册", 2, "性别", "required")]


def test_numbers_printed_beforehand_make_no_row():
    reading = read(HEAD, FIRST, ("2",), (3,), (), ("4", "", "", "", ""))
    assert (taken(reading), faults(reading)) == ([2], [])


def test_every_fault_is_told_at_its_cell_and_the_row_is_taken_once_or_not_at_all():
    reading = read(("标题",), HEAD, FIRST, ("", "", "G3", "女生", "昨天"), SECOND)
    assert taken(reading) == [3, 5]
    assert faults(reading) == [("名册", 4, "姓名", "required"), ("名册", 4, "性别", "not-among"), ("名册", 4, "出生日期", "not-a-day")]
    place = reading.refusals[1].finding.place
    assert (place.file, place.sheet, place.row, place.column, reading.refusals[1].place) == ("a.xlsx", "名册", 4, "性别", 3)
    assert reading.refusals[1].finding.values["choices"] == "男、女"


def test_an_area_merged_down_a_column_stands_in_each_of_its_rows():
    def merge(page):
        page.merge_cells("D2:D3")

    assert [row.values["sex"] for row in read(HEAD, ("", "王小禾", "G1", "女"), ("", "李小明", "G2"), change=merge).rows] == ["female", "female"]


def test_a_merged_area_alone_makes_no_row_of_the_empty_lines_it_covers():
    def merge(page):
        page.merge_cells("D2:D6")

    reading = read(HEAD, ("", "王小禾", "G1", "女"), ("", "李小明", "G2"), (), (), ("9",), change=merge)
    assert (taken(reading), faults(reading)) == ([2, 3], [])


def test_an_area_merged_across_columns_belongs_to_the_first_of_them():
    def merge(page):
        page.merge_cells("B2:C2")

    assert faults(read(HEAD, ("", "王小禾", "", "女"), change=merge)) == [("名册", 2, "学籍号", "required")]


def test_hidden_rows_and_columns_are_read_because_filters_hide_them():
    def hide(page):
        page.row_dimensions[2].hidden = True
        page.column_dimensions["C"].hidden = True

    reading = read(HEAD, FIRST, ("", "李小明", "", "男"), change=hide)
    assert taken(reading) == [2]
    assert faults(reading) == [("名册", 3, "学籍号", "required")]
    assert (reading.grids[0].hidden_rows, reading.grids[0].hidden_columns) == (frozenset({1}), frozenset({2}))


def test_a_hidden_sheet_is_passed_over_and_named():
    def more(page):
        copy = page.parent.copy_worksheet(page)
        copy.title, copy.sheet_state = "旧名册", "hidden"

    reading = read(HEAD, FIRST, change=more)
    assert ([row.sheet for row in reading.rows], reading.passed_over) == (["名册"], ["旧名册"])


def test_an_error_of_a_formula_is_told_at_its_cell_and_never_empty():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet("名册")
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, FIRST)
    page.write_formula(1, 4, "=VLOOKUP(B2,X:Y,2,0)", None, "#N/A")
    page.write_row(2, 0, SECOND[:4])
    page.write_formula(2, 0, "=ROW(#REF!)", None, "#REF!")
    page.write_formula(3, 0, "=ROW(#REF!)", None, "#REF!")
    page.write_formula(4, 2, "=1/0", None, "#DIV/0!")
    book.close()
    reading = take(buffer.getvalue(), "a.xlsx", FORM)
    assert taken(reading) == [3]
    assert faults(reading) == [("名册", 2, "出生日期", "error-cell"), ("名册", 5, "姓名", "required"), ("名册", 5, "学籍号", "error-cell"),
                               ("名册", 5, "性别", "required")]
    assert reading.refusals[0].finding.values["value"] == "#N/A"
    assert reading.grids[0].rows[2][0] == "#REF!"


def test_a_formula_without_its_result_is_told_and_never_empty():
    reading = read(HEAD, FIRST, ("", "李小明", "G2", "男", '=DATE(2018,7,4)'))
    assert (taken(reading), faults(reading)) == ([2], [("名册", 3, "出生日期", "uncounted")])


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet("名册")
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, FIRST[:4])
    page.write_formula(1, 4, '=IF(1,"","x")', None, " ")
    book.close()
    assert take(buffer.getvalue(), "a.xlsx", FORM).rows[0].values["born"] is None


def test_two_rows_with_one_number_keep_the_first_and_name_it_at_the_second():
    reading = read(HEAD, FIRST, ("", "李小红", "G1", "男"), SECOND)
    assert (taken(reading), faults(reading)) == ([2, 4], [("名册", 3, "学籍号", "twice")])
    assert reading.refusals[0].finding.values["before"] == 2


def test_a_row_that_repeats_two_numbers_is_told_of_both():
    assert faults(read(HEAD, FIRST, FIRST)) == [("名册", 3, "姓名", "twice"), ("名册", 3, "学籍号", "twice")]


def test_a_number_of_a_row_that_is_refused_for_another_cell_is_still_the_first():
    reading = read(HEAD, ("", "王小禾", "G1", "女生"), SECOND, ("", "李小红", "G1", "女"))
    assert (taken(reading), faults(reading)) == ([3], [("名册", 2, "性别", "not-among"), ("名册", 4, "学籍号", "twice")])


def test_one_number_on_two_sheets_names_the_sheet():
    def more(page):
        page.parent.copy_worksheet(page).title = "二班"

    reading = read(HEAD, FIRST, change=more)
    assert taken(reading) == [2]
    assert {str(each.finding) for each in reading.refusals} >= {
        "“学籍号” is the same as in row 2 of sheet “名册”. Delete one of the two rows, or correct the number."}


def test_reading_tells_how_far_it_is():
    told = []
    rows = [("", f"学生{number}", f"G{number}", "女") for number in range(4100)]
    reading = take(made(HEAD, *rows), "a.xlsx", FORM, watch=lambda done, total: told.append((done, total)))
    assert len(reading.rows) == 4100
    assert [total for _, total in told] == [4100, 4100]
    assert [done for done, _ in told] == [1999, 3999]
