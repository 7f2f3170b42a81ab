"""Headings as people write them, wherever the head stands."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from junheng.ground.kernel.findings import Refused
from junheng.ground.sheets.intake import Field, Form, Kind, take

FORM = Form("pupils", "学生名册", (
    Field("name", "姓名", aliases=("学生姓名",), required=True),
    Field("roll", "学籍号", Kind.CODE, required=True),
    Field("phone", "联系电话", Kind.CODE, ("电话",)),
    Field("class_no", "班级"),
    Field("one_name", "监护人1姓名"), Field("one_phone", "监护人1电话", Kind.CODE),
), unique=("roll",))


def made(*sheets, merged=()):
    """A workbook: for each sheet a name and rows; `merged` areas of the first one."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    for number, (name, rows) in enumerate(sheets):
        page = book.add_worksheet(name)
        for area in merged if number == 0 else ():
            page.merge_range(*area, "")
        for row, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if cell != "":
                    page.write(row, place, cell)
    book.close()
    return buffer.getvalue()


def rows_of(reading):
    return [(row.row, {key: value for key, value in row.values.items() if value is not None}) for row in reading.rows]


def lines(*rows):
    return "\n".join(",".join(row) for row in rows).encode()


def test_title_rows_over_the_head_are_passed_over_and_rows_keep_their_numbers():
    data = made(("名册", [["城关小学2026年秋季学生名册"], ["填报单位：城关小学", "", "2026年9月1日"], [], ["姓名", "学籍号"], ["王小禾", "G1"]]), merged=[(0, 0, 0, 3)])
    assert rows_of(take(data, "a.xlsx", FORM)) == [(5, {"name": "王小禾", "roll": "G1"})]


@pytest.mark.parametrize("title", ["姓 名", "*姓名", "姓名（必填）", "姓\n名", "姓名：", "★学生姓名", "【必填】姓名", "姓名(与户口簿一致)"])
def test_stars_spaces_and_brackets_in_a_heading_change_nothing(title):
    reading = take(made(("名册", [["学籍号", title], ["G1", "王小禾"]])), "a.xlsx", FORM)
    assert rows_of(reading) == [(2, {"name": "王小禾", "roll": "G1"})]
    assert reading.asked == []


TWO_ROWS = [["学籍号", "姓名", "监护人1", "", "班级"], ["", "", "姓名", "电话", ""], ["G1", "王小禾", "王大", "138", "2班"]]
WHOLE = {"roll": "G1", "name": "王小禾", "one_name": "王大", "one_phone": "138", "class_no": "2班"}
DOWN = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)]


def test_a_head_of_two_rows_names_each_column_by_its_group():
    reading = take(made(("名册", TWO_ROWS), merged=DOWN), "a.xlsx", FORM)
    assert rows_of(reading) == [(3, WHOLE)]
    assert reading.asked == []


def test_a_head_of_two_rows_is_read_without_merged_cells_as_well():
    assert rows_of(take(lines(*TWO_ROWS), "a.csv", FORM)) == [(3, WHOLE)]


def test_a_column_behind_a_merged_group_does_not_belong_to_it():
    rows = [["", "", "监护人1", "", ""], ["学籍号", "姓名", "姓名", "电话", "班级"], TWO_ROWS[2]]
    assert rows_of(take(made(("名册", rows), merged=[(0, 2, 0, 3)]), "a.xlsx", FORM)) == [(3, WHOLE)]


def test_a_group_that_says_nothing_of_its_own_leaves_the_titles_alone():
    rows = [["学生信息", "", "", "监护人1", ""], ["学籍号", "姓名", "班级", "姓名", "电话"], ["G1", "王小禾", "2班", "王大", "138"]]
    assert rows_of(take(made(("名册", rows), merged=[(0, 0, 0, 2), (0, 3, 0, 4)]), "a.xlsx", FORM)) == [(3, WHOLE)]


def test_an_unknown_guardian_is_asked_for_and_never_taken_for_the_pupil():
    rows = [["学籍号", "姓名", "监护人1", "", "监护人2", ""], ["", "", "姓名", "电话", "姓名", "电话"], ["G1", "王小禾", "王大", "138", "李二", "139"]]
    reading = take(made(("名册", rows), merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)]), "a.xlsx", FORM)
    assert rows_of(reading)[0][1]["name"] == "王小禾"
    assert reading.asked == ["监护人2姓名", "监护人2电话"]
    assert "phone" not in rows_of(reading)[0][1]


def test_a_head_of_two_rows_once_more_on_the_next_page_is_passed_over():
    data = made(("名册", [*TWO_ROWS, *TWO_ROWS[:2], ["G2", "李小明", "李大", "139", "3班"]]), merged=[*DOWN, (3, 0, 4, 0), (3, 1, 4, 1), (3, 2, 3, 3), (3, 4, 4, 4)])
    reading = take(data, "a.xlsx", FORM)
    assert [row for row, _ in rows_of(reading)] == [3, 6]
    assert reading.refusals == []


def test_unknown_headings_are_asked_for_once_over_all_sheets():
    rows = [["姓名", "学籍号", "血型", "序号", "备注"], ["王小禾", "G1", "A", "1", ""]]
    more = [["姓名", "学籍号", " 血 型", "特长"], ["李小明", "G2", "B", "笛子"]]
    assert take(made(("一班", rows), ("二班", more)), "a.xlsx", FORM).asked == ["血型", "特长"]


def test_the_countys_own_headings_are_respected_and_may_pass_a_column_over():
    data = made(("名册", [["娃娃名字", "学籍号", "血型", "班级"], ["王小禾", "G1", "A", "2班"]]))
    reading = take(data, "a.xlsx", FORM, aliases={"娃娃 名字": "name", "血型": "", "班级": "", "别的": "no-such-column"})
    assert rows_of(reading) == [(2, {"name": "王小禾", "roll": "G1"})]
    assert reading.asked == []


def test_an_alias_to_a_column_of_another_form_leaves_the_heading_unknown():
    data = made(("名册", [["姓名", "学籍号", "血型"], ["王小禾", "G1", "A"]]))
    assert take(data, "a.xlsx", FORM, aliases={"血型": "blood"}).asked == ["血型"]


def test_a_required_column_that_is_missing_refuses_the_file_and_says_where():
    with pytest.raises(Refused) as caught:
        take(made(("名册", [["标题"], ["姓名", "班级"], ["王小禾", "2班"]])), "a.xlsx", FORM)
    finding, = caught.value.findings
    assert (finding.code, finding.place.sheet, finding.place.row, finding.place.column) == ("columns-missing", "名册", 2, "学籍号")


def test_two_columns_of_one_meaning_that_differ_refuse_the_file():
    with pytest.raises(Refused) as caught:
        take(made(("名册", [["姓名", "学籍号", "班级", "学生姓名"], ["王小禾", "G1", "2班", "王小禾"], ["李小明", "G2", "2班", "李晓明"]])), "a.xlsx", FORM)
    finding, = caught.value.findings
    assert (finding.code, finding.place.row, finding.place.column, finding.values["first"], finding.values["second"]) == (
        "columns-twice", 1, "学生姓名", "A", "D")


def test_two_columns_of_one_meaning_that_agree_are_read_once():
    data = made(("名册", [["姓名", "学籍号", "学生姓名"], ["王小禾", "G1", "王小禾"], ["李小明", "G2", ""]]))
    assert [values["name"] for _, values in rows_of(take(data, "a.xlsx", FORM))] == ["王小禾", "李小明"]


def test_another_table_beside_a_whole_one_is_passed_over_and_named():
    summary = [["班级", "电话", "人数"], ["1班", "138", 40]]
    reading = take(made(("名册", [["姓名", "学籍号"], ["王小禾", "G1"]]), ("汇总", summary), ("说明", [["请用黑色笔"]])), "a.xlsx", FORM)
    assert [row.sheet for row in reading.rows] == ["名册"]
    assert reading.passed_over == ["汇总", "说明"]


def test_a_second_roster_without_a_required_column_is_not_passed_over_in_silence():
    with pytest.raises(Refused):
        take(made(("一班", [["姓名", "学籍号"], ["王小禾", "G1"]]), ("二班", [["姓名", "班级"], ["李小明", "2班"]])), "a.xlsx", FORM)


def test_a_file_without_the_table_is_refused_with_the_columns_it_needs():
    with pytest.raises(Refused) as caught:
        take(made(("名册", [["品名", "数量"], ["粉笔", 3]])), "a.xlsx", FORM)
    assert caught.value.findings[0].code == "no-table"
    assert caught.value.findings[0].values["columns"] == "姓名、学籍号"


def test_what_stands_under_a_head_with_gaps_does_not_become_part_of_it():
    data = made(("名册", [["姓名", "学籍号", "班级"], ["王小禾", "", ""], ["李小明", "G2", "2班"]]))
    reading = take(data, "a.xlsx", FORM)
    assert [(each.row, each.column) for each in reading.refusals] == [(2, "学籍号")]
    assert [row for row, _ in rows_of(reading)] == [3]
