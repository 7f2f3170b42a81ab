"""What goes back: the marked copy, the template, and forms that are filled, sent and read again."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from junheng.ground.sheets.intake import Field, Form, Kind, Mark, filled_form, marked, take, template
from junheng.ground.sheets.intake.cells import CHECKS, WEIGHTS
from junheng.ground.sheets.intake.grid import Grid, grids

MADE = datetime(2026, 11, 20, tzinfo=UTC)
FORM = Form("pupils", "学生名册", (
    Field("name", "姓名", required=True, most=60, example="王小禾", hint="与户口簿一致"), Field("sex", "性别", Kind.CHOICE, required=True,
                                                                                  choices={"男": "male", "女": "female", "1": "male", "2": "female"}),
    Field("born", "出生日期", Kind.DAY), Field("identity", "身份证件号", Kind.IDENTITY), Field("roll", "学籍号", Kind.ROLL),
    Field("code", "学校标识码", Kind.CODE, most=10), Field("size", "人数", Kind.WHOLE, least=-5, most=10_000), Field("boards", "是否寄宿", Kind.YES),
    Field("phone", "联系电话", Kind.PHONE), Field("remark", "备注说明", most=200),
))
HOSTILE = ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "<script>alert(1)</script>", "http://example.org", "{=1}", "#标签", "_x0041_", "a & b <c>"]


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def copied(grid, *marks):
    return opened(marked([grid], marks, created=MADE))


def mark(row, place, *, sheet="名册", problem="问题。", remedy="怎么改。"):
    return Mark(sheet, row, place, "姓名", "内容", problem, remedy)


def test_hostile_cells_are_read_as_text_and_come_back_as_text():
    first, *_ = FORM.fields
    small = Form("names", "名单", (first, Field("remark", "备注说明", most=200)))
    data = filled_form(small, [(text, text) for text in HOSTILE], created=MADE)
    reading = take(data, "a.xlsx", small)
    assert [row.values["name"] for row in reading.rows] == HOSTILE
    page = opened(marked(reading.grids, [mark(3, 0, sheet="名单")], created=MADE))["名单"]
    cells = [page.cell(row, column) for row in range(2, 2 + len(HOSTILE)) for column in (1, 2)]
    assert [cell.value for cell in cells] == [text for text in HOSTILE for _ in range(2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_the_copy_has_the_same_sheets_in_the_same_order_behind_the_list():
    sheets = [Grid("名册", [["姓名"]]), Grid("字典", [["男"]], visible=False), Grid("汇总", [])]
    book = opened(marked(sheets, [], created=MADE))
    assert book.sheetnames == ["问题清单", "名册", "字典", "汇总"]
    assert [page.sheet_state for page in book] == ["visible", "visible", "hidden", "visible"]


def test_a_copy_of_a_copy_keeps_the_older_list_and_gets_another():
    assert opened(marked([Grid("问题清单", [["序号"]]), Grid("名册", [])], [], created=MADE)).sheetnames == ["问题清单2", "问题清单", "名册"]


def test_names_of_sheets_that_a_workbook_cannot_hold_are_changed_and_stay_apart():
    names = opened(marked([Grid("长" * 40, []), Grid("长" * 39, []), Grid("一/二:[三]", []), Grid("A", []), Grid("a", []), Grid("'", [])], [], created=MADE)).sheetnames
    assert names == ["问题清单", "长" * 31, "长" * 30 + "2", "一_二__三_", "A", "a2", "Sheet1"]


def test_a_refused_cell_is_coloured_and_says_what_is_wrong_and_the_list_names_it():
    book = copied(Grid("名册", [["姓名", "性别"], ["王小禾", ""]]), mark(2, 0), mark(2, 1), mark(2, 1, problem="还有。"))
    page = book["名册"]
    assert {page.cell(2, column).fill.fgColor.rgb for column in (1, 2)} == {"FFFBE3E4"}
    assert page["A1"].fill.fgColor.rgb != "FFFBE3E4"
    assert page["A2"].comment.text == "问题。怎么改。"
    assert page["B2"].comment.text == "问题。怎么改。\n还有。怎么改。"
    assert [cell.value for cell in book["问题清单"][1]] == ["序号", "工作表", "行", "列", "内容", "问题", "怎么改"]
    assert [cell.value for cell in book["问题清单"][2]] == ["1", "名册", "2", "姓名", "内容", "问题。", "怎么改。"]
    assert book["问题清单"].max_row == 4


VALUES = [1.10101e17, 20180704.0, 3, True, date(2018, 7, 4), datetime.combine(date(2018, 7, 4), time(8, 30)), "文字"]


@pytest.mark.parametrize("is_marked", [False, True])
def test_values_come_back_with_their_types_also_where_they_are_refused(is_marked):
    grid = Grid("名册", [[value] for value in VALUES])
    page = copied(grid, *(mark(row, 0) for row in range(1, 1 + len(VALUES)) if is_marked))["名册"]
    back = [page.cell(row, 1).value for row in range(1, 1 + len(VALUES))]
    assert back == [*VALUES[:4], datetime.combine(VALUES[4], time()), *VALUES[5:]]
    assert page["E1"].is_date is False
    assert page.cell(5, 1).number_format == "yyyy-mm-dd"


def test_times_and_days_before_1900_come_back_as_texts():
    page = copied(Grid("名册", [[time(12)], [timedelta(hours=30)], [date(1899, 7, 4)]]))["名册"]
    assert [page.cell(row, 1).value for row in (1, 2, 3)] == ["12:00:00", "1 day, 6:00:00", "1899-07-04"]


def test_what_was_merged_is_merged_unless_a_cell_inside_is_marked():
    def sheet():
        return Grid("名册", [["标题", ""], ["2班", "甲"], ["2班", "乙"], ["3班", "丙"], ["3班", "丁"]], merged=(((0, 0), (0, 1)), ((1, 0), (2, 0)), ((3, 0), (4, 0))),
                    spread=frozenset({(2, 0), (4, 0)}))

    data = marked([sheet()], [mark(5, 0)], created=MADE)
    held = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("名册").to_python()
    assert [row[0] for row in held] == ["标题", "2班", "", "3班", "3班"]
    page = opened(data)["名册"]
    assert {str(area) for area in page.merged_cells.ranges} == {"A1:B1", "A2:A3"}
    assert [page.cell(row, 1).value for row in range(1, 6)] == ["标题", "2班", None, "3班", "3班"]
    assert page["A5"].comment is not None


def test_areas_of_a_broken_file_that_cover_each_other_do_no_harm():
    page = copied(Grid("名册", [["甲", ""], ["", ""]], merged=(((0, 0), (1, 1)), ((0, 0), (0, 1)))))["名册"]
    assert page["A1"].value == "甲"


def test_a_mark_of_a_whole_row_stands_at_its_first_cell_and_one_behind_the_table_is_no_trouble():
    page = copied(Grid("名册", [["姓名"], ["王小禾"]]), mark(2, None), mark(9, 4))["名册"]
    assert page["A2"].comment is not None
    assert page["E9"].comment is not None


def test_the_marked_copy_sent_again_is_read_like_the_original():
    data = filled_form(FORM, [("王小禾", "female", date(2018, 7, 4), None, None, "3101", 40, True, "13800000000", "=1+1")], created=MADE)
    before = take(data, "a.xlsx", FORM)
    after = take(marked(before.grids, [mark(2, 3, sheet="学生名册")], created=MADE), "a.xlsx", FORM)
    assert [row.values for row in after.rows] == [row.values for row in before.rows]
    assert after.passed_over == ["问题清单"]


def test_the_empty_form_says_how_it_is_filled_and_is_read_as_a_table_without_rows():
    data = template(FORM, created=MADE)
    book = opened(data)
    assert book.sheetnames == ["学生名册", "填写说明"]
    assert [cell.value for cell in book["学生名册"][1]] == [field.title for field in FORM.fields]
    assert book["学生名册"]["A1"].comment.text == "与户口簿一致"
    assert {rule.formula1 for rule in book["学生名册"].data_validations.dataValidation} == {'"男,女"', '"是,否"'}
    assert [cell.value for cell in book["填写说明"][2]] == ["姓名", "是", "与户口簿一致", "王小禾"]
    reading = take(data, "a.xlsx", FORM)
    assert (reading.rows, reading.refusals, reading.asked, reading.passed_over) == ([], [], [], ["填写说明"])


def identity(front, day, serial):
    digits = f"99{front:04}{day:%Y%m%d}{serial:03}"
    return digits + CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11]


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
IDENTITIES = st.builds(identity, st.integers(0, 9999), DAYS, st.integers(0, 999))
# What stands in a text column after it was read once: single spaces, none at its ends, nothing unseen.
LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\ufffe\uffff")
TEXTS = st.lists(st.text(LETTERS | st.sampled_from("=+-@<>&\"'·王𬭎_x#"), min_size=1, max_size=12), min_size=1, max_size=3).map(" ".join).filter(
    lambda text: not text.startswith(("#", "Err")))
ROWS = st.tuples(
    TEXTS, st.sampled_from(["male", "female"]), st.none() | DAYS, st.none() | IDENTITIES, st.none() | st.builds("{}{}".format, st.sampled_from("GJL"), IDENTITIES),
    st.none() | st.text("0123456789ABZ", min_size=1, max_size=10), st.none() | st.integers(-5, 10_000), st.none() | st.booleans(),
    st.none() | st.from_regex(r"1\d{10}|0\d{2,3}-?\d{7,8}", fullmatch=True, alphabet="0123456789-"), st.none() | TEXTS)


@given(st.lists(ROWS, max_size=8))
def test_a_form_filled_with_rows_is_read_back_with_exactly_these_values(rows):
    reading = take(filled_form(FORM, rows, created=MADE), "a.xlsx", FORM)
    assert reading.refusals == []
    assert [tuple(row.values[field.key] for field in FORM.fields) for row in reading.rows] == rows
    assert [row.row for row in reading.rows] == list(range(2, 2 + len(rows)))


@given(st.lists(ROWS, min_size=1, max_size=4))
def test_the_marked_copy_of_any_form_holds_the_same_cells(rows):
    held = grids(filled_form(FORM, rows, created=MADE), "a.xlsx")
    again = grids(marked(held, [mark(2, 0, sheet="学生名册")], created=MADE), "b.xlsx")
    assert again[1].rows == held[0].rows
