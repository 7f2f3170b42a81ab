"""Sheets as they came: cells with their types, merged areas filled, hidden rows and columns known, error cells known."""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine
from lxml import etree

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.sheets.intake.looks import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Look, packed_looks
from junheng.ground.sheets.intake.old import old_looks
from junheng.ground.sheets.read import GB_2022, broken, check_size

Cell = str | float | int | bool | date | datetime | time | timedelta | None
WORKBOOK, OLD_WORKBOOK = b"PK", b"\xd0\xcf\x11\xe0"
UNICODE_TEXT = b"\xff\xfe"  # what Excel calls so: UTF-16 with tabs
PAGE = re.compile(r"\s*<(?:!doctype|html|head|table|meta|style|\?xml)\b", re.IGNORECASE)
LINE_END = re.compile(r"\r\n|\n|\r")
CANNOT_READ = (python_calamine.CalamineError, OSError, ValueError, KeyError, IndexError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error,
               struct.error, etree.LxmlError)
LARGEST_REMEDY = "Bring it in parts of at most 300,000 rows and 300 columns, or delete what is empty behind the table."


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: rows of cells from the first row and column on. All places count from 0.

    `visible` is false for a sheet that is hidden as a whole. `errors`: cells that show an error of a formula, whose words stand
    in `rows`; `uncounted`: cells with a formula whose result the file does not hold; `merged`: areas by their corners, as the
    file has them; `spread`: cells that hold what stands above them in a merged area.
    """

    name: str
    rows: list[list[Cell]]
    visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    uncounted: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    spread: frozenset[tuple[int, int]] = frozenset()


def grids(data: bytes, name: str) -> list[Grid]:
    """The sheets of .xlsx, .xls, .et, .ods or .csv, by content, not by ending. Raises Refused for what cannot be read."""
    if not data:
        raise Refused(Finding(code="empty-file", message="%(name)s is empty.", remedy="Choose the filled-in table.",
                              place=Place(file=name), values={"name": name}))
    if data.startswith(WORKBOOK):
        check_size(data, name)
        return workbook(data, name)
    if data.startswith(OLD_WORKBOOK):
        return workbook(data, name)
    rows = separated(data, name)
    width = max(map(len, rows), default=0)
    if len(rows) > MOST_ROWS + 1 or width > MOST_COLUMNS:
        raise Refused(Finding(code="too-large", message="%(name)s has %(rows)s rows and %(columns)s columns.", remedy=LARGEST_REMEDY,
                              place=Place(file=name), values={"name": name, "rows": len(rows), "columns": width}))
    return [Grid("", rows)]


def workbook(data: bytes, name: str) -> list[Grid]:
    """The sheets of a workbook."""
    try:
        packed = data.startswith(WORKBOOK)
        looks = packed_looks(data) if packed else {}
        for each, look in looks.items():  # an .ods is unfolded when it is opened
            check_reach(look.height, look.width, False, each, name)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        if not packed:
            looks = {each.name: look for each, look in zip(book.sheets_metadata, old_looks(data), strict=False)}
        return [grid(book, place, each, name, looks.get(each.name, Look())) for place, each in enumerate(book.sheets_metadata)
                if each.typ == python_calamine.SheetTypeEnum.WorkSheet]
    except CANNOT_READ:
        raise broken(name) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what the reader raises where it did not expect the bytes it found
            raise
        raise broken(name) from None


def grid(book: Any, place: int, about: Any, name: str, look: Look) -> Grid:
    """One sheet with its merged areas filled and its errors in words."""
    visible = about.visible == python_calamine.SheetVisibleEnum.Visible
    check_reach(look.height, look.width, visible, about.name, name)
    sheet = book.get_sheet_by_index(place)
    check_reach(sheet.total_height + 1, sheet.total_width + 1, visible, about.name, name)
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    for (row, column), text in look.errors.items():
        put(rows, row, column, text)
    for row, column in look.uncounted:
        put(rows, row, column, "")
    merged = tuple(sheet.merged_cell_ranges or look.merged)
    spread = set()
    for (top, left), (bottom, _) in merged:  # what is merged across rows stands in each of them
        if bottom > top and top < len(rows) and left < len(rows[top]) and rows[top][left] not in (None, ""):
            for row in range(top + 1, min(bottom + 1, len(rows))):
                put(rows, row, left, rows[top][left])
                spread.add((row, left))
    return Grid(about.name, rows, visible, look.rows, look.columns, frozenset(look.errors), look.uncounted, merged, frozenset(spread))


def check_reach(height: int, width: int, visible: bool, sheet: str, name: str) -> None:
    """This will refuse a sheet that reaches farther than a table does; hidden ones may be wide, as lists to choose from are."""
    if height > MOST_ROWS + 1 or (width > MOST_COLUMNS and (visible or width * max(height, 1) > MOST_CELLS)):
        raise Refused(Finding(
            code="too-large", message="Sheet “%(sheet)s” of %(name)s has %(rows)s rows and %(columns)s columns.", remedy=LARGEST_REMEDY,
            place=Place(file=name, sheet=sheet), values={"name": name, "sheet": sheet, "rows": height, "columns": width}))


def put(rows: list[list[Cell]], row: int, column: int, cell: Cell) -> None:
    """This will set a cell, also behind the last one that the reader told of."""
    while len(rows) <= row:
        rows.append([])
    line = rows[row]
    line.extend([""] * (column + 1 - len(line)))
    line[column] = cell


def separated(data: bytes, name: str) -> list[list[Cell]]:
    """The rows of a .csv (UTF-8, GB18030 or what Excel calls Unicode text; commas, tabs or semicolons)."""
    for encoding in ("utf-16",) if data.startswith(UNICODE_TEXT) else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or PAGE.match(text):
            break
        plain = text.translate(GB_2022) if encoding == "gb18030" else text
        try:
            return parted(plain)
        except csv.Error:
            break
    raise broken(name)


def parted(text: str) -> list[list[Cell]]:
    """The rows of a text. A quotation mark that nobody closes ends with its line, so that it swallows no other row."""
    mark = mark_of(text)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)]
    except csv.Error:
        return [next(iter([list(row) for row in csv.reader([line], delimiter=mark)]), []) for line in LINE_END.split(text)]


def mark_of(text: str) -> str:
    """What stands between the cells: what is most frequent in the first lines."""
    first = "\n".join(text[:20_000].splitlines()[:5])
    return max(",\t;", key=first.count)


def shown(cell: Cell) -> str:
    """A cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if abs(cell) < 1e15 and cell.is_integer() else f"{cell:.15G}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def filled(row: list[Cell]) -> Iterator[tuple[int, str]]:
    """The cells of a row that hold something, with their places."""
    for place, cell in enumerate(row):
        text = shown(cell).strip()
        if text:
            yield place, text
