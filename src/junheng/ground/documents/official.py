"""Official papers (.docx) in the format of GB/T 9704-2012; measures from official_format.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from math import ceil
from typing import Any

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from junheng.ground.documents.ooxml import at_place, borders, element, finished, page_numbers, run
from junheng.ground.documents.title_lines import title_lines, width

PLACE = re.compile(r"^[\u4e00-\u9fff]{1,8}?(?:自治县|县|区|市|旗)")
TITLE, BODY, RECORD, TABLE = 22, 16, 14, 10.5
SLACK = 1.5  # characters kept free on both sides of a signature, where a font is wider than the one named


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (一、) to 4 (（1）)."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; widths in millimetres; `groups` puts a heading before the row with that index; `centred` names columns."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    groups: Mapping[int, str] = field(default_factory=dict)
    centred: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper. The number is left to the office; the red head is printed only when asked for, else its room is kept.

    With a `printer` the paper ends with its 版记: copies, who printed it, when. `across` lays the sheet on its side.
    """

    title: str
    issuer: str = ""
    number: str = ""
    addressees: str = ""
    blocks: tuple[Heading | Paragraph | Table, ...] = ()
    signature: str = ""
    date: str = ""
    note: str = ""
    red_head: bool = False
    copies: str = ""
    printer: str = ""
    printed_on: str = ""
    across: bool = False


@lru_cache(maxsize=1)
def form() -> dict[str, Any]:
    """The measures of the standard."""
    return tomllib.loads(files("junheng.ground.documents").joinpath("official_format.toml").read_text(encoding="utf-8"))


def official_paper(paper: Paper, *, created: datetime) -> bytes:
    """This will make a paper; the same paper and moment give the same parts."""
    document = new_document()
    fonts = form()["fonts"]
    section = document.sections[0]
    page_numbers(document, section, below_mm=form()["page"]["number_below"])
    if paper.number:
        head(document, paper)
    room = laid_out(document, section, across=paper.across) / TITLE
    own = PLACE.match(paper.issuer)
    words = (*form()["title"]["words"], *((own.group(),) if own else ()))
    add(document, "\n".join(title_lines(paper.title, room, words)), fonts["title"], TITLE, centre=True, line=34)
    add(document, "", fonts["body"], BODY, line=16 if paper.across else None)
    if paper.addressees:
        add(document, paper.addressees, fonts["body"], BODY)
    for block in paper.blocks:
        if isinstance(block, Table):
            add_table(document, block)
        elif isinstance(block, Heading):
            add(document, block.text, fonts[f"level{block.level}"], BODY, indent=True)
        else:
            add(document, block.text, fonts["body"], BODY, indent=True)
    if paper.signature:
        sign(document, paper)
    if paper.note:
        add(document, f"（{paper.note}）", fonts["body"], BODY, indent=True)
    if paper.printer:
        record(document, paper)
    return finished(document, created=created, title=paper.title, author=paper.issuer, fallbacks=form()["fallbacks"])


def laid_out(document: Any, section: Any, *, across: bool) -> float:
    """This will set the sheet, A4 with the margins of the standard or laid across; returns the width of a line in points."""
    page, side = form()["page"], form()["across"]
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    sheet = (page["height"], page["width"]) if across else (page["width"], page["height"])
    section.page_width, section.page_height = Mm(sheet[0]), Mm(sheet[1])
    for name in ("top", "bottom", "left", "right"):
        setattr(section, f"{name}_margin", Mm((side if across else page)[name]))
    normal = document.styles["Normal"]
    normal.font.name = form()["fonts"]["body"]
    normal.element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), form()["fonts"]["body"])
    for name in ("autoSpaceDN", "autoSpaceDE"):
        normal.element.get_or_add_pPr().insert(0, element(name, val="0"))
    margins = side if across else page
    return float(Mm(sheet[0] - margins["left"] - margins["right"]).pt)


def head(document: Any, paper: Paper) -> None:
    """This will print the red head, or keep its room on paper that has it, and the number with the rule under it."""
    wanted, fonts = form()["red_head"], form()["fonts"]
    name = f"{paper.issuer}文件"
    size = min(wanted["size"], int(Mm(form()["page"]["type_area"]).pt / max(1.0, width(name))))
    mark = add(document, name if paper.red_head else "", fonts["head"], size, centre=True, red=True, line=wanted["size"] * 1.3)
    mark.paragraph_format.space_before = Mm(wanted["above"])
    add(document, "", fonts["body"], BODY)
    add(document, "", fonts["body"], BODY)
    number = add(document, paper.number, fonts["body"], BODY, centre=True)
    if paper.red_head:
        borders(number, bottom=(wanted["rule"], wanted["colour"], wanted["rule_gap"]))
    add(document, "", fonts["body"], BODY)
    add(document, "", fonts["body"], BODY)


def sign(document: Any, paper: Paper) -> None:
    """This will sign: the date four characters from the right, the body that signs centred over it."""
    fonts, room = form()["fonts"], form()["signature"]
    over = (width(paper.signature) - width(paper.date)) / 2
    behind = max(room["date_in"], room["name_in"] + over) - max(0.0, over)
    wide = max(width(paper.signature), width(paper.date)) + 2 * SLACK
    add(document, "", fonts["body"], BODY)
    for text in (paper.signature, paper.date):
        style = add(document, text, fonts["body"], BODY, centre=True).paragraph_format
        style.right_indent = Pt(BODY * (behind - SLACK))
        style.left_indent = Mm(form()["page"]["type_area"]) - Pt(BODY * (behind - SLACK + wide))


def record(document: Any, paper: Paper) -> None:
    """This will put the 版记 at the foot of the last page: copies, who printed the paper, when."""
    fonts, page, wanted = form()["fonts"], form()["page"], form()["record"]
    lines = [*([f"抄送：{paper.copies}"] if paper.copies else []), f"{paper.printer}\t{paper.printed_on}印发"]
    room = (Mm(page["type_area"]).pt - 2 * RECORD) / RECORD
    highs = [ceil(width(text) / room) * page["line"] for text in lines]
    top = Mm(page["height"] - page["foot"]).pt - sum(highs)
    for index, (text, high) in enumerate(zip(lines, highs, strict=True)):
        line = add(document, text, fonts["body"], RECORD, line=page["line"])
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(RECORD)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(page["type_area"]) - Pt(RECORD), WD_TAB_ALIGNMENT.RIGHT)
        below = wanted["thick"] if text is lines[-1] else wanted["thin"]
        borders(line, **({"top": (wanted["thick"], "000000", 0)} if index == 0 else {}), bottom=(below, "000000", 0))
        at_place(line, left_mm=page["left"], top_pt=top + sum(highs[:index]), wide_mm=page["type_area"], high_pt=high)
    add(document, "", fonts["body"], 1, line=1)


def add(document: Any, text: str, font: str, size: float, *, centre: bool = False, indent: bool = False,
        right: float = 0, red: bool = False, line: float | None = None) -> Any:
    """This will add one paragraph; returns it. `right` is the room behind it in characters, `line` its pitch in points."""
    paragraph = document.add_paragraph()
    style = paragraph.paragraph_format
    style.space_before = style.space_after = Pt(0)
    style.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.line_spacing = Pt(line or form()["page"]["line"])
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        style.right_indent = Pt(size * right)
    if indent:
        style.first_line_indent = Pt(size * 2)
    run(paragraph, text, font, size, red=red)
    return paragraph


def add_table(document: Any, table: Table) -> None:
    """This will add a table as wide as its columns say, its head repeated on every page, no row torn between two."""
    fonts = form()["fonts"]
    grid = document.add_table(rows=1, cols=len(table.head))
    grid.style = "Table Grid"
    grid.autofit = False
    grid._tbl.tblPr.append(element("tblCellMar"))
    for side in ("left", "right"):
        grid._tbl.tblPr[-1].append(element(side, w=57, type="dxa"))
    for column, wide in zip(grid.columns, table.widths, strict=True):
        column.width = Mm(wide)
    grid.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
    fill(grid.rows[0], table.head, table.widths, fonts["level1"], centred=range(len(table.head)))
    for index, row in enumerate(table.rows):
        if index in table.groups:
            chapter = grid.add_row()
            fill(chapter, (table.groups[index], *[""] * (len(table.head) - 1)), table.widths, fonts["level1"])
            chapter.cells[0].merge(chapter.cells[-1])
            chapter.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
            for spare in chapter.cells[0].paragraphs[1:]:
                spare._p.getparent().remove(spare._p)
        fill(grid.add_row(), row, table.widths, fonts["body"], centred=table.centred)


def fill(row: Any, texts: tuple[str, ...], widths: tuple[int, ...], font: str, *, centred: Any = ()) -> None:
    """This will write one row."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))
    for place, (cell, text, wide) in enumerate(zip(row.cells, texts, widths, strict=True)):
        cell.width = Mm(wide)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
        if place in centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run(paragraph, text, font, TABLE)
