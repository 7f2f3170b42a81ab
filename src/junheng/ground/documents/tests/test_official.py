"""Official papers as Word opens them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from junheng.ground.documents.official import (
    Heading,
    Paper,
    Paragraph,
    Table,
    form,
    official_paper,
)
from junheng.ground.documents.slip import processing_slip
from junheng.ground.documents.title_lines import title_lines

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
PAPER = Paper(
    title="关于教育工作推进情况的通报", issuer="某县教育局", number="〔2026〕  号", addressees="各学校：",
    blocks=(Heading("一、总体情况", 1), Paragraph("共48项任务。"), Table(("序号", "任务"), (("1", "=1+1"),), (20, 100))),
    signature="某县教育局", date="2026年11月20日",
)
PRINTED = replace(PAPER, copies="县人民政府办公室。", printer="某县教育局办公室", printed_on="2026年11月20日")


def opened(content: bytes):
    return docx.Document(io.BytesIO(content))


def test_the_page_and_the_type_are_those_of_the_standard():
    paper = opened(official_paper(PAPER, created=MOMENT))
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.left_margin.mm), round(section.right_margin.mm)) == (210, 28, 26)
    title = next(each for each in paper.paragraphs if each.text == PAPER.title)
    assert (title.runs[0].font.size.pt, title.runs[0].font.name) == (22, "方正小标宋简体")
    body = next(each for each in paper.paragraphs if each.text == "共48项任务。")
    assert (body.runs[0].font.size.pt, body.paragraph_format.first_line_indent.pt) == (16, 32)


@pytest.mark.parametrize("wanted", [True, False])
def test_the_red_head_with_its_rule_is_printed_only_when_asked_for(wanted):
    paper = opened(official_paper(Paper(title="通报", issuer="某县教育局", number="〔2026〕  号", red_head=wanted), created=MOMENT))
    assert ("某县教育局文件" in [each.text for each in paper.paragraphs]) == wanted
    assert ("w:pBdr" in paper.element.xml) == wanted


def test_without_the_red_head_its_room_is_kept_so_that_the_number_falls_on_the_printed_line():
    def above(red_head):
        paper = opened(official_paper(replace(PAPER, red_head=red_head), created=MOMENT)).paragraphs
        number = next(place for place, each in enumerate(paper) if each.text == PAPER.number)
        return [(each.paragraph_format.space_before.pt, each.paragraph_format.line_spacing.pt) for each in paper[:number]]
    assert above(True) == above(False)
    assert round(above(False)[0][0] / 72 * 25.4) == 35


def test_odd_pages_are_numbered_to_the_right_and_even_ones_to_the_left():
    paper = opened(official_paper(PAPER, created=MOMENT))
    section = paper.sections[0]
    assert paper.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT)
    assert (odd.paragraph_format.right_indent.pt, even.paragraph_format.left_indent.pt) == (14, 14)


def test_the_body_that_signs_stands_centred_over_the_date_four_characters_from_the_edge():
    signed = [each for each in opened(official_paper(PAPER, created=MOMENT)).paragraphs if each.text in {PAPER.signature, PAPER.date}]
    assert {each.alignment for each in signed} == {WD_ALIGN_PARAGRAPH.CENTER}
    (edges,) = {(each.paragraph_format.left_indent.pt, each.paragraph_format.right_indent.pt) for each in signed}
    assert edges[1] == 16 * 2.5


def test_the_record_closes_the_last_page_between_two_thick_rules():
    lines = opened(official_paper(PRINTED, created=MOMENT)).element.xml
    assert ("抄送：县人民政府办公室。" in lines, "2026年11月20日印发" in lines, lines.count("w:framePr")) == (True, True, 2)
    assert lines.count('w:sz="8"') == 2
    assert "w:framePr" not in opened(official_paper(PAPER, created=MOMENT)).element.xml


def test_fonts_that_are_not_installed_have_others_to_stand_for_them():
    parts = zipfile.ZipFile(io.BytesIO(official_paper(PAPER, created=MOMENT)))
    table = parts.read("word/fontTable.xml").decode()
    assert all(f'w:name="{name}"><w:altName' in table for name in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"))


def test_what_the_file_says_of_itself_is_our_own():
    content = official_paper(PAPER, created=MOMENT)
    facts, parts = opened(content).core_properties, zipfile.ZipFile(io.BytesIO(content))
    assert (facts.title, facts.author, facts.comments, facts.language) == (PAPER.title, PAPER.issuer, "", "zh-CN")
    assert b"Microsoft" not in parts.read("docProps/app.xml")
    assert not any("thumbnail" in name for name in parts.namelist())


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于教育工作推进情况的通报", ("关于教育工作推进情况的通报",)),
        ("关于云溪县2026年教育工作要点11月份推进情况的通报", ("关于云溪县2026年教育工作要点", "11月份推进情况的通报")),
        ("关于印发《云溪县2026年校园安全专项整治行动方案》的通知", ("关于印发《云溪县2026年校园安全专项整治", "行动方案》的通知")),
    ],
)
def test_a_long_title_is_broken_between_words(title, lines):
    found = title_lines(title, 20, (*form()["title"]["words"], "云溪县"))
    assert "".join(found) == title
    if "《" not in title:
        assert found == lines
    assert not any(line[0] in "的》、" for line in found)


def test_a_wide_table_lies_across_with_columns_as_wide_as_asked_and_one_head_for_all_pages():
    table = Table(("序号", "任务"), (("1", "甲"), ("2", "乙")), (20, 100), {0: "一、学前教育", 1: "二、义务教育"}, (0,))
    paper = opened(official_paper(Paper(title="任务分解表", blocks=(table,), across=True), created=MOMENT))
    assert round(paper.sections[0].page_width.mm) == 297
    (grid,) = paper.tables
    assert [round(column.width.mm) for column in grid.columns] == [20, 100]
    assert [row.cells[0].text for row in grid.rows] == ["序号", "一、学前教育", "1", "二、义务教育", "2"]
    assert paper.element.xml.count("w:tblHeader") == 1


def test_a_cell_that_looks_like_a_formula_is_text():
    table = opened(official_paper(PAPER, created=MOMENT)).tables[0]
    assert [cell.text for cell in table.rows[1].cells] == ["1", "=1+1"]


def test_equal_papers_are_equal_files():
    assert official_paper(PAPER, created=MOMENT) == official_paper(PAPER, created=MOMENT)


def test_the_slip_is_filled_where_something_is_known_and_blank_for_the_hands_that_sign():
    slip = opened(processing_slip({"标题": "关于……的通报", "拟稿人": "林静"}, created=MOMENT)).tables[0]
    said = {row.cells[0].text: row.cells[1].text for row in slip.rows} | {row.cells[2].text: row.cells[3].text for row in slip.rows}
    assert (said["标题"], said["拟稿人"], said["签发"]) == ("关于……的通报", "林静", "")
    assert "主动公开" in said["公开属性"]


def test_a_county_sets_its_own_fields_of_the_slip():
    own = {"title": "某县教育局发文稿纸", "rows": [["标题"], ["局长签发"]]}
    slip = opened(processing_slip({"标题": "通报"}, created=MOMENT, fields=own))
    assert slip.paragraphs[0].text == "某县教育局发文稿纸"
    assert [row.cells[0].text for row in slip.tables[0].rows] == ["标题", "局长签发"]
