"""Files as they come: workbooks new and old, separated texts, and what is none of them."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import date

import pytest
import xlsxwriter

from junheng.ground.kernel.findings import Refused
from junheng.ground.sheets.intake import Field, Form, Kind, take
from junheng.ground.sheets.intake.old import old_looks

FORM = Form("pupils", "学生名册", (
    Field("name", "姓名", required=True), Field("roll", "学籍号", Kind.CODE, required=True), Field("born", "出生日期", Kind.DAY),
    Field("class_no", "班级"),
), unique=("roll",))
TEXT = "姓名,学籍号,出生日期\n王𬭎,0012,2018-07-04\n阿依古丽·买买提,0013,2018年7月5日\n"
SHEET = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
         "<sheetData>%s</sheetData></worksheet>")
HEAD_XML = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>学籍号</t></is></c></row>'
ROW_XML = '<row r="2"><c r="A2" t="inlineStr"><is><t>王小禾</t></is></c><c r="B2"><v>12</v></c></row>'


def workbook(fill, **options):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    fill(book)
    book.close()
    return buffer.getvalue()


def with_sheet(rows):
    """A workbook whose sheet has just this XML."""
    source, out = zipfile.ZipFile(io.BytesIO(workbook(lambda book: book.add_worksheet("名册")))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            packed.writestr(name, SHEET % rows if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return out.getvalue()


def refused(data, name="a.xlsx"):
    with pytest.raises(Refused) as caught:
        take(data, name, FORM)
    return caught.value.findings[0].code


@pytest.mark.parametrize("data", [
    b"\xef\xbb\xbf" + TEXT.encode(), TEXT.encode(), TEXT.encode("gb18030"), TEXT.replace(",", "\t").encode("utf-16"), TEXT.replace(",", ";").encode(),
    TEXT.replace("\n", "\r\n").encode("gb18030"), TEXT.replace("0012", "'0012").replace("0013", "\t0013").encode(),
    TEXT.replace("0012", '"=""0012"""').encode(), TEXT.replace("2018-07-04", "2018/7/4 0:00").encode(),
], ids=["UTF-8 with mark", "UTF-8", "GB18030", "Unicode text", "semicolons", "Windows line ends", "apostrophe and tab", "equals", "time"])
def test_a_separated_text_is_read_in_the_encodings_and_ways_of_offices(data):
    reading = take(data, "a.csv", FORM)
    assert [(row.row, row.values["name"], row.values["roll"], row.values["born"]) for row in reading.rows] == [
        (2, "王𬭎", "0012", date(2018, 7, 4)), (3, "阿依古丽·买买提", "0013", date(2018, 7, 5))]


def test_a_quotation_mark_that_nobody_closes_swallows_no_other_row():
    reading = take('姓名,学籍号\n"王小禾,G1\n李小明,G2\n张三,G3\n'.encode(), "a.csv", FORM)
    assert [row.values["roll"] for row in reading.rows] == ["G2", "G3"]
    assert [(each.row, each.column) for each in reading.refusals] == [(2, "学籍号")]


def test_a_cell_of_two_lines_is_one_row():
    reading = take('姓名,学籍号,班级\n王小禾,G1,"2\n班"\n李小明,G2,3班\n'.encode(), "a.csv", FORM)
    assert [(row.row, row.values["class_no"]) for row in reading.rows] == [(2, "2 班"), (3, "3班")]


@pytest.mark.parametrize(("data", "code"), [
    (b"", "empty-file"), (b"PK\x03\x04broken", "broken"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "broken"), (b"\xd0\xcf\x11\xe0", "broken"),
    (bytes(range(256)) * 40, "broken"), (b"\x00" * 100, "broken"), (b"<html><table><tr><td>" + "姓名".encode(), "broken"), (b"\n\n", "no-table"),
    ("你好，这不是表格".encode("gb18030"), "no-table"), (b"%PDF-1.7 \xff\xfe\xff", "broken"), (b"\xff\xfe\x00", "broken"),
])
def test_what_is_no_table_is_refused_and_says_so(data, code):
    assert refused(data) == code


def test_a_workbook_cut_short_or_with_broken_parts_is_refused():
    whole = workbook(lambda book: book.add_worksheet("名册").write_row(0, 0, ("姓名", "学籍号")))
    for cut in range(0, len(whole), 97):
        with pytest.raises(Refused):
            take(whole[:cut], "a.xlsx", FORM)
    assert refused(with_sheet(HEAD_XML + "<row><c")) == "broken"


def test_a_packed_file_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.txt", "x")
    assert refused(out.getvalue()) == "broken"


def test_a_binary_workbook_whose_errors_cannot_be_seen_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("xl/workbook.bin", b"x")
    assert refused(out.getvalue()) == "broken"


def test_three_hundred_columns_are_read_and_more_are_refused():
    def wide(columns):
        def fill(book):
            page = book.add_worksheet("名册")
            page.write_row(0, 0, ("姓名", "学籍号", *(f"项目{number}" for number in range(columns - 2))))
            page.write_row(1, 0, ("王小禾", "G1", *range(columns - 2)))
        return workbook(fill)

    assert len(take(wide(300), "a.xlsx", FORM).asked) == 298
    assert refused(wide(301)) == "too-large"
    assert refused((",".join(["姓名", "学籍号", *["x"] * 299]) + "\n").encode(), "a.csv") == "too-large"


@pytest.mark.parametrize("address", ["XFD1048576", "A1048576", "XFD3", "LA2"])
def test_one_cell_far_away_is_refused_before_the_space_between_is_filled(address):
    row = "".join(sign for sign in address if sign.isdigit())
    assert refused(with_sheet(HEAD_XML + f'<row r="{row}"><c r="{address}"><v>1</v></c></row>')) == "too-large"


def test_a_million_empty_rows_that_are_only_formatted_cost_nothing():
    empty = "".join(f'<row r="{row}" s="1" customFormat="1"><c r="A{row}" s="1"/><c r="XFD{row}" s="1"/></row>' for row in range(3, 1_048_577))
    reading = take(with_sheet(HEAD_XML + ROW_XML + empty), "a.xlsx", FORM)
    assert [row.row for row in reading.rows] == [2]
    assert len(reading.grids[0].rows) == 2


def test_cells_that_do_not_say_where_they_stand_show_their_errors_too():
    rows = HEAD_XML.replace(' r="A1"', "").replace(' r="B1"', "") + '<row r="2"><c t="e"><v>#REF!</v></c><c><f>1+1</f></c></row>'
    assert [(each.row, each.column, each.finding.code) for each in take(with_sheet(rows), "a.xlsx", FORM).refusals] == [
        (2, "姓名", "sheet/error-cell"), (2, "学籍号", "sheet/uncounted")]


def in_an_office(folder, data, ending):
    """The same workbook as LibreOffice saves it."""
    office = shutil.which("soffice")
    if office is None:
        raise RuntimeError("This test needs: apt-get install libreoffice-calc")
    place = folder / "a.xlsx"
    place.write_bytes(data)
    subprocess.run([office, f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", ending, "--outdir", folder / "out", place],
                   check=True, capture_output=True)
    return (folder / "out" / f"a.{ending}").read_bytes()


def roster(book):
    page, other = book.add_worksheet("名册"), book.add_worksheet("旧名册")
    other.hide()
    other.write_row(0, 0, ("姓名", "学籍号"))
    page.merge_range(0, 0, 0, 3, "城关小学学生名册")
    page.write_row(1, 0, ("姓名", "学籍号", "出生日期", "班级"))
    page.write_row(2, 0, ("王𬭎", "0012"))
    page.write_datetime(2, 2, date(2018, 7, 4), book.add_format({"num_format": "yyyy-mm-dd"}))
    page.merge_range(2, 3, 3, 3, "2班")
    page.write_row(3, 0, ("李小明", 13, 43286))
    page.write_row(4, 0, ("张三", 1.10101e17))
    page.write_formula(5, 0, "=B2&C2", None, "学籍号出生日期")
    page.write_formula(5, 1, "=1/0", None, "#DIV/0!")
    page.write_formula(5, 3, "=NA()", None, "#N/A")
    page.set_row(4, None, None, {"hidden": True})
    page.set_column(1, 1, None, None, {"hidden": True})
    page.write_row(6, 0, ("合计", 3))


@pytest.mark.office
@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_an_old_and_an_open_workbook_are_read_like_a_new_one(tmp_path, ending):
    reading = take(in_an_office(tmp_path, workbook(roster), ending), f"a.{ending}", FORM)
    assert [(row.row, row.values["name"], row.values["roll"], row.values["born"], row.values["class_no"]) for row in reading.rows] == [
        (3, "王𬭎", "0012", date(2018, 7, 4), "2班"), (4, "李小明", "13", date(2018, 7, 5), "2班")]
    assert [(each.row, each.column, each.finding.code) for each in reading.refusals] == [
        (5, "学籍号", "sheet/number-lost"), (6, "学籍号", "sheet/error-cell"), (6, "班级", "sheet/error-cell")]
    grid = reading.grids[0]
    assert (grid.rows[5][1], grid.rows[5][3]) == ("#DIV/0!", "#N/A")
    assert (grid.hidden_rows, grid.hidden_columns, reading.passed_over, reading.totals) == (frozenset({4}), frozenset({1}), ["旧名册"], 1)


@pytest.mark.office
def test_an_old_workbook_cut_short_is_refused(tmp_path):
    whole = in_an_office(tmp_path, workbook(roster), "xls")
    assert len(old_looks(whole)) == 2
    for cut in range(8, len(whole) - 4096, 511):
        with pytest.raises(Refused):
            take(whole[:cut], "a.xls", FORM)


@pytest.mark.office
def test_an_open_sheet_that_unfolds_to_more_than_a_table_is_refused(tmp_path):
    source, out = zipfile.ZipFile(io.BytesIO(in_an_office(tmp_path, workbook(roster), "ods"))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in source.namelist():
            data = source.read(name)
            if name == "content.xml":
                cell = b'<table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/>'
                data = data.replace(b"</table:table>", b'<table:table-row table:number-rows-repeated="1000000">' + cell + b"</table:table-row></table:table>", 1)
            packed.writestr(name, data)
    assert refused(out.getvalue(), "a.ods") == "too-large"
