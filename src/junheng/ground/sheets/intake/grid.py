"""Sheets as they came: cells with their types, merged areas filled, hidden rows and columns known, error cells known."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.sheets.read import GB_2022, broken, check_size

Cell = str | float | int | bool | date | datetime | time | timedelta | None
MOST_COLUMNS = 300
MOST_ROWS = 300_000
WORKBOOK, OLD_WORKBOOK = b"PK", b"\xd0\xcf\x11\xe0"
ERROR_CELL = re.compile(rb'<c [^>]*?r="([A-Z]+)(\d+)"[^>]*? t="e"')
HIDDEN_COLUMNS = re.compile(rb'<col [^>]*?hidden="(?:1|true)"[^>]*?/?>')
HIDDEN_ROW = re.compile(rb'<row [^>]*?r="(\d+)"[^>]*?hidden="(?:1|true)"')


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: rows of cells from the first row and column on. `hidden_rows`, `hidden_columns`, `errors` count from 0.

    `visible` is false for a sheet that is hidden as a whole.
    """

    name: str
    rows: list[list[Cell]]
    visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    errors: frozenset[tuple[int, int]] = field(default=frozenset())


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
    return [Grid("", separated(data, name))]


def workbook(data: bytes, name: str) -> list[Grid]:
    """The sheets of a workbook."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        looks = details(data) if data.startswith(WORKBOOK) else {}
        return [grid(book, place, each, name, looks.get(each.name)) for place, each in enumerate(book.sheets_metadata)
                if each.typ == python_calamine.SheetTypeEnum.WorkSheet]
    except (python_calamine.CalamineError, OSError, ValueError, zipfile.BadZipFile, KeyError):
        raise broken(name) from None


def grid(book: Any, place: int, about: Any, name: str, look: Look | None) -> Grid:
    """One sheet with its merged areas filled."""
    sheet = book.get_sheet_by_index(place)
    if sheet.total_width > MOST_COLUMNS or sheet.height > MOST_ROWS:
        raise Refused(Finding(
            code="too-large", message="Sheet “%(sheet)s” of %(name)s has %(rows)s rows and %(columns)s columns.",
            remedy="Bring it in parts of at most 300,000 rows and 300 columns, or delete what is empty behind the table.",
            place=Place(file=name, sheet=about.name),
            values={"name": name, "sheet": about.name, "rows": sheet.height, "columns": sheet.total_width}))
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if bottom > top and bottom < len(rows) and left < len(rows[top]):  # what is merged across rows stands in each of them
            for row in range(top + 1, bottom + 1):
                for column in range(left, min(right + 1, len(rows[row]))):
                    rows[row][column] = rows[top][left] if column == left else rows[row][column]
    look = look or Look()
    visible = about.visible == python_calamine.SheetVisibleEnum.Visible
    return Grid(about.name, rows, visible, look.rows, look.columns, look.errors)


@dataclass(frozen=True, slots=True)
class Look:
    """What only the XML of a sheet says."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()


def details(data: bytes) -> dict[str, Look]:
    """Hidden rows and columns and error cells of each sheet of an .xlsx, by its name."""
    from lxml import etree

    found: dict[str, Look] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = set(packed.namelist())
        if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
            return found
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        book = etree.fromstring(packed.read("xl/workbook.xml"), parser)
        links = {each.get("Id"): each.get("Target") for each in etree.fromstring(packed.read("xl/_rels/workbook.xml.rels"), parser)}
        for sheet in book.iterfind(".//{*}sheet"):
            key = next((value for label, value in sheet.attrib.items() if label.endswith("}id")), "")
            target = links.get(key) or ""
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in names:
                found[sheet.get("name", "")] = look_of(packed.read(path))
    return found


def look_of(xml: bytes) -> Look:
    """The look of one sheet."""
    columns: set[int] = set()
    for match in HIDDEN_COLUMNS.findall(xml):
        bounds = [re.search(rb'%s="(\d+)"' % side, match) for side in (b"min", b"max")]
        if all(bounds):
            first, last = (int(each.group(1)) for each in bounds if each)
            columns.update(range(first - 1, min(last, MOST_COLUMNS)))
    rows = frozenset(int(each) - 1 for each in HIDDEN_ROW.findall(xml))
    errors = frozenset((int(row) - 1, letters(column)) for column, row in ERROR_CELL.findall(xml)) if b't="e"' in xml else frozenset()
    return Look(rows, frozenset(columns), errors)


def letters(column: bytes) -> int:
    """The place of a column: A is 0, AA is 26."""
    place = 0
    for letter in column:
        place = place * 26 + letter - 64
    return place - 1


def separated(data: bytes, name: str) -> list[list[Cell]]:
    """The rows of a .csv (UTF-8 or GB18030; commas, tabs or semicolons)."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        plain = text if encoding == "utf-8-sig" else text.translate(GB_2022)
        try:
            return [list(row) for row in csv.reader(io.StringIO(plain), delimiter=mark_of(plain))]
        except csv.Error:
            break
    raise broken(name)


def mark_of(text: str) -> str:
    """What stands between the cells: what is most frequent in the first lines."""
    first = "\n".join(text.splitlines()[:5])
    return max(",\t;", key=first.count)


def shown(cell: Cell) -> str:
    """A cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def filled(row: list[Cell]) -> Iterator[tuple[int, str]]:
    """The cells of a row that hold something, with their places."""
    for place, cell in enumerate(row):
        text = shown(cell).strip()
        if text:
            yield place, text
