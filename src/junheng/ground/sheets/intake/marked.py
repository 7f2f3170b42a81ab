"""The copy that goes back: the same sheets, order, headings and values, refused cells coloured and commented, a list in front."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange

from junheng.ground.kernel.words import writable
from junheng.ground.sheets.intake.grid import Cell, Grid

LIST = "问题清单"
HEAD = ("序号", "工作表", "行", "列", "内容", "问题", "怎么改")
LONGEST, LONGEST_NAME = 32_000, 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
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
    colour = {"bg_color": "#FBE3E4", "font_color": "#8A1C24"}
    red, red_day = (book.add_format({**colour, "num_format": shape}) for shape in ("@", "yyyy-mm-dd"))
    day, plain = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "@"})
    bold = book.add_format({"bold": True, "bg_color": "#ECEFF0", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    names = sheet_names(grids)
    front = book.add_worksheet(unused(LIST, names))
    front.freeze_panes(1, 0)
    front.set_landscape()
    front.set_paper(9)
    front.fit_to_pages(1, 0)
    front.repeat_rows(0)
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
        here = at.get(grid.name, {})
        left = write(page, grid, here, (red, red_day), (plain, day), left)
    book.close()
    return buffer.getvalue()


def join(page: Any, grid: Grid, at: Mapping[tuple[int, int], list[Mark]]) -> set[tuple[int, int]]:
    """This will merge what was merged, as long as no cell inside is marked: marks stand at each row. The cells that then hold
    nothing of their own."""
    closed: set[tuple[int, int]] = set()
    places: dict[int, set[int]] = {}
    for row, place in at:
        places.setdefault(row, set()).add(place)
    for (top, left), (bottom, right) in grid.merged:
        last = max(top, min(bottom, len(grid.rows) - 1))
        inside = (place for row in range(top, last + 1) for place in places.get(row, ()))
        if (last > top or right > left) and not any(left <= place <= right for place in inside):
            with suppress(OverlappingRange):
                page.merge_range(top, left, last, right, "")
                closed.update((row, left) for row in range(top + 1, last + 1))
    return closed


def write(page: Any, grid: Grid, at: Mapping[tuple[int, int], list[Mark]], red: tuple[Any, Any], plain: tuple[Any, Any], left: int) -> int:
    """This will write one sheet, with formats of texts and of days; how many comments may still follow."""
    closed = join(page, grid, at)
    for row, cells in enumerate(grid.rows):
        for place, cell in enumerate(cells):
            if cell is not None and cell != "" and (row, place) not in at and (row, place) not in closed:
                put(page, row, place, cell, *plain)
    for (row, place), marks in at.items():
        cells = grid.rows[row] if row < len(grid.rows) else []
        held = cells[place] if place < len(cells) else None
        if held is None or held == "":
            page.write_blank(row, place, None, red[0])
        else:
            put(page, row, place, held, *red, number=red[0])
        if left > 0:
            page.write_comment(row, place, clean("\n".join(f"{mark.problem}{mark.remedy}" for mark in marks)), {"x_scale": 2, "author": "均衡"})
            left -= 1
    return left


def put(page: Any, row: int, place: int, cell: Cell, text: Any, day: Any, *, number: Any = None) -> None:
    """This will write one value as it came: text as text, numbers as numbers, days as days."""
    if isinstance(cell, bool):
        page.write_boolean(row, place, cell, number)
    elif isinstance(cell, int | float):
        page.write_number(row, place, cell, number)
    elif isinstance(cell, datetime | date) and cell.year >= 1900:
        page.write_datetime(row, place, cell, day)
    else:
        page.write_string(row, place, clean(str(cell)), text)


def clean(text: str) -> str:
    """A text that a workbook can hold."""
    return writable(text)[:LONGEST]


def sheet_names(grids: Sequence[Grid]) -> list[str]:
    """The names of the sheets, as a workbook can hold them: a .csv has none, an .ods may have longer ones."""
    names: list[str] = []
    for grid in grids:
        names.append(unused(NOT_IN_NAMES.sub("_", writable(grid.name)).strip("'")[:LONGEST_NAME] or "Sheet1", names))
    return names


def unused(name: str, taken: Sequence[str]) -> str:
    """A name that no sheet of the file has; workbooks do not tell capitals from small letters."""
    number, found, held = 1, name, {each.casefold() for each in taken}
    while found.casefold() in held:
        number += 1
        found = f"{name[:LONGEST_NAME - len(str(number))]}{number}"
    return found
