"""Workbooks as an office prints them: title, head repeated on every page, A4 landscape; cells are texts and numbers, never formulas."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from math import ceil
from typing import Any

import xlsxwriter

from junheng.ground.kernel.words import writable

FONT, HEAD_FONT, TITLE_FONT = "仿宋", "黑体", "方正小标宋简体"
BODY, HEAD = 10, 12  # points, read without glasses at arm's length on A4
TITLE_HEIGHT, GROUP_HEIGHT = 36, 22
# Widths are counted in digits of the default font: one whose digits are as wide on every machine.
DEFAULT_FONT = {"font_name": "Arial", "font_size": 10}
HIGHEST = 409.0  # points, the highest row that a workbook knows
DIGIT, CELL_EDGE, CELL_PADDING = 7, 5, 4  # pixels of a digit and of a cell's edge at 96 dpi, points of its padding


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its width in digits of the sheet's default font, and whether its short cells are centred."""

    title: str
    width: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a title over a table; `groups` puts a heading before the row with that index. Numbers stay numbers, to be counted on.

    `printed` is how many columns go on paper, 0 for all: the rest is for the screen, and rows are as high as print needs.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | int | Decimal]]
    groups: Mapping[int, str] = field(default_factory=dict)
    printed: int = 0


def workbook(sheets: Sequence[Sheet], *, created: datetime) -> bytes:
    """This will make a workbook; the same sheets and moment give the same parts."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_format_properties": DEFAULT_FONT,
    })
    book.set_properties({"created": created.replace(tzinfo=None)})
    plain = {"font_name": FONT, "font_size": BODY, "valign": "vcenter", "border": 1, "text_wrap": True, "num_format": "@"}
    form = Formats(
        title=book.add_format({"font_name": TITLE_FONT, "font_size": 18, "align": "center", "valign": "vcenter"}),
        head=book.add_format({"font_name": HEAD_FONT, "font_size": HEAD, "align": "center", "valign": "vcenter",
                              "border": 1, "text_wrap": True, "bg_color": "#ECEFF0"}),
        group=book.add_format({"font_name": HEAD_FONT, "font_size": HEAD, "valign": "vcenter", "border": 1,
                               "bg_color": "#F6F7F7"}),
        cell=book.add_format(plain), centred=book.add_format(plain | {"align": "center"}),
        number=book.add_format(plain | {"align": "right", "num_format": "General"}),
    )
    for sheet in sheets:
        write(book.add_worksheet(sheet.name[:31]), sheet, form)
    book.close()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats of a workbook's cells."""

    title: Any
    head: Any
    group: Any
    cell: Any
    centred: Any
    number: Any


def write(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, form: Formats) -> None:
    """This will write one sheet; print is as wide as the paper."""
    last = (sheet.printed or len(sheet.columns)) - 1
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)
    page.set_footer("&C第 &P 页，共 &N 页")
    page.freeze_panes(2, 0)
    page.merge_range(0, 0, 0, last, clean(sheet.title), form.title)
    page.set_row(0, TITLE_HEIGHT)
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
        page.write_string(1, index, column.title, form.head)
    page.set_row(1, height([column.title for column in sheet.columns[:last + 1]], sheet.columns, size=HEAD))
    at = 2
    for index, row in enumerate(sheet.rows):
        if sheet.groups.get(index):
            page.merge_range(at, 0, at, last, clean(sheet.groups[index]), form.group)
            page.set_row(at, GROUP_HEIGHT)
            at += 1
        for place, (value, column) in enumerate(zip(row, sheet.columns, strict=True)):
            if isinstance(value, str):
                page.write_string(at, place, clean(value), form.centred if column.centred else form.cell)
            else:
                page.write_number(at, place, value, form.number)
        page.set_row(at, height([str(value) for value in row[:last + 1]], sheet.columns))
        at += 1
    page.print_area(0, 0, at - 1, last)


def clean(text: str) -> str:
    """A text without the control characters that a workbook cannot hold, at most as long as a cell takes."""
    return writable(text)[:32_000]


def height(row: Sequence[str], columns: Sequence[Column], *, size: float = BODY) -> float:
    """The height in points that the longest cell needs, as far as a row may go."""
    lines = max((lines_of(text, column.width, size) for text, column in zip(row, columns, strict=False)), default=1)
    return min(HIGHEST, 7 + size * 1.4 * lines)


def points(width: float) -> float:
    """The width of a column in points, from its width in digits."""
    return (width * DIGIT + CELL_EDGE) * 0.75


def lines_of(text: str, width: float, size: float) -> int:
    """How many lines a text takes in a column; a Chinese character is as wide as it is high, others half of that."""
    room = points(width) - CELL_PADDING
    return sum(max(1, ceil(sum(size if ord(c) > 255 else size * 0.53 for c in line) / max(size, room - size)))
               for line in text.split("\n"))
