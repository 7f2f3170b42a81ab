"""发文处理笺, the slip that goes with a paper through the bureau; it is never part of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from docx import Document as new_document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from junheng.ground.documents.official import add, form, laid_out
from junheng.ground.documents.ooxml import finished, run

COLUMNS_MM = (27, 51, 27, 51)
LOW_MM, HIGH_MM = 12, 21


def processing_slip(known: Mapping[str, str], *, created: datetime, fields: Mapping[str, Any] | None = None) -> bytes:
    """This will make the slip on one A4 page.

    `known` fills fields by their names; `fields` is a county's own [slip] table. What is not known stays blank for the
    hand that signs; a field with a row of its own has room for it.
    """
    wanted, fonts = dict(fields or form()["slip"]), form()["fonts"]
    document = new_document()
    laid_out(document, document.sections[0], across=False)
    add(document, wanted["title"], fonts["title"], 22, centre=True, line=34)
    add(document, "", fonts["body"], 10, line=14)
    grid = document.add_table(rows=0, cols=len(COLUMNS_MM))
    grid.style = "Table Grid"
    grid.autofit = False
    for column, width in zip(grid.columns, COLUMNS_MM, strict=True):
        column.width = Mm(width)
    said = {**wanted.get("filled", {}), **known}
    tall = frozenset(wanted.get("tall", ()))
    for names in wanted["rows"]:
        row = grid.add_row()
        row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Mm(HIGH_MM if tall & set(names) else LOW_MM)
        for cell, width in zip(row.cells, COLUMNS_MM, strict=True):
            cell.width = Mm(width)
        cells = row.cells
        if len(names) == 1:
            cells[1].merge(cells[3])
        for place, name in enumerate(names):
            slip_cell(cells[place * 2], name, fonts["level1"], centre=True)
            slip_cell(cells[place * 2 + 1], said.get(name, ""), fonts["body"])
    return finished(document, created=created, title=wanted["title"], fallbacks=form()["fallbacks"])


def slip_cell(cell: Any, text: str, font: str, *, centre: bool = False) -> None:
    """One cell of the slip, its words in the middle of its height."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run(paragraph, text, font, 12)
