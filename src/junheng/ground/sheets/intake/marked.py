"""The copy that goes back: the same sheets, order, headings and values, refused cells coloured and commented, a list in front."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

from junheng.ground.kernel.words import writable
from junheng.ground.sheets.intake.grid import Cell, Grid

LIST = "问题清单"
HEAD = ("序号", "工作表", "行", "列", "内容", "问题", "怎么改")
LONGEST = 32_000
# Comments make a workbook slow; above so many the list in front says the rest.
MOST_COMMENTS = 5_000


@dataclass(frozen=True, slots=True)
class Mark:
    """What is wrong with a cell, in the reader's language. `row` from 1, `place` of the column from 0, None for the row."""

    sheet: str
    row: int
    place: int | None
    column: str
    shown: str
    problem: str
    remedy: str


def marked(grids: Sequence[Grid], marks: Sequence[Mark], *, created: datetime) -> bytes:
    """This will make the marked copy. Formulas and addresses of the original come back as their values, never executed."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                        "strings_to_numbers": False, "nan_inf_to_errors": True})
    book.set_properties({"created": created.replace(tzinfo=None)})
    red = book.add_format({"bg_color": "#FBE3E4", "font_color": "#8A1C24", "num_format": "@"})
    day, plain = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "@"})
    bold = book.add_format({"bold": True, "bg_color": "#ECEFF0", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    names = sheet_names(grids)
    front = book.add_worksheet(unused(LIST, names))
    front.freeze_panes(1, 0)
    for place, (title, width) in enumerate(zip(HEAD, (6, 16, 8, 14, 24, 44, 44), strict=True)):
        front.set_column(place, place, width)
        front.write_string(0, place, title, bold)
    for number, mark in enumerate(marks, start=1):
        cells = (str(number), mark.sheet, str(mark.row), mark.column, mark.shown, mark.problem, mark.remedy)
        for place, text in enumerate(cells):
            front.write_string(number, place, clean(text), wrapped)
    at: dict[str, dict[tuple[int, int], list[Mark]]] = {}
    for mark in marks:
        at.setdefault(mark.sheet, {}).setdefault((mark.row - 1, mark.place or 0), []).append(mark)
    left = MOST_COMMENTS
    for grid, name in zip(grids, names, strict=True):
        page = book.add_worksheet(name)
        if not grid.visible:
            page.hide()
        left = write(page, grid, at.get(grid.name, {}), red, day, plain, left)
    book.close()
    return buffer.getvalue()


def write(page: Any, grid: Grid, at: Mapping[tuple[int, int], list[Mark]], red: Any, day: Any, plain: Any, left: int) -> int:
    """This will write one sheet; how many comments may still follow."""
    for row, cells in enumerate(grid.rows):
        for place, cell in enumerate(cells):
            if (row, place) not in at:
                put(page, row, place, cell, day, plain)
    for (row, place), marks in at.items():
        cells = grid.rows[row] if row < len(grid.rows) else []
        put(page, row, place, cells[place] if place < len(cells) else None, red, red)
        if left > 0:
            page.write_comment(row, place, clean("\n".join(f"{mark.problem}{mark.remedy}" for mark in marks)), {"x_scale": 2, "author": "均衡"})
            left -= 1
    return left


def put(page: Any, row: int, place: int, cell: Cell, day: Any, plain: Any) -> None:
    """This will write one value as it came: text as text, numbers as numbers, days as days."""
    if cell is None or cell == "":
        if day is plain:  # a marked cell shows its colour also when it is empty
            page.write_blank(row, place, None, plain)
    elif isinstance(cell, bool):
        page.write_boolean(row, place, cell)
    elif isinstance(cell, int | float):
        page.write_number(row, place, cell, plain if day is plain else None)
    elif isinstance(cell, datetime | date):
        page.write_datetime(row, place, cell, day) if cell.year >= 1900 else page.write_string(row, place, cell.isoformat(), plain)
    else:
        page.write_string(row, place, clean(str(cell)), plain)


def clean(text: str) -> str:
    """A text that a workbook can hold."""
    return writable(text)[:LONGEST]


def sheet_names(grids: Sequence[Grid]) -> list[str]:
    """The names of the sheets; a .csv has none."""
    return [grid.name or "Sheet1" for grid in grids]


def unused(name: str, taken: Sequence[str]) -> str:
    """A name that no sheet of the file has."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}{number}"
    return found
