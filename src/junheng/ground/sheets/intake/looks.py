"""What only a file's own bytes say of its sheets: error cells, results never counted, what is hidden, how far cells reach."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

MOST_COLUMNS = 300
MOST_ROWS = 300_000
MOST_CELLS = 5_000_000  # of a sheet that is hidden as a whole
Place = tuple[int, int]

_P = rb"<(?:\w+:)?"
ERROR_CELL = re.compile(_P + rb'c\s([^>]*?\bt="e"[^>]*)>')
NO_RESULT = re.compile(_P + rb"c\s([^>]*)>\s*" + _P + rb"f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:" + _P + rb"v\s*/>|" + _P + rb"v>\s*</|</)")
RESULT = re.compile(_P + rb"v>([^<]*)<")
AT = re.compile(rb'\br="([A-Z]+)(\d+)"')
# Cells that hold something behind the last row or column that is read; what is only formatted closes itself.
FAR = re.compile(_P + rb'c\s[^>]*?\br\s*=\s*["\']([A-Z]+)([3-9]\d{5}|\d{7,})["\'][^>]*(?<!/)>')
WIDE = re.compile(_P + rb'c\s[^>]*?\br\s*=\s*["\']([A-Z]{3,}|[L-Z][A-Z]|K[O-Z])(\d+)["\'][^>]*(?<!/)>')
HIDDEN_COLUMNS = re.compile(_P + rb'col\s[^>]*?\bhidden="(?:1|true)"[^>]*>')
HIDDEN_ROW = re.compile(_P + rb'row\s[^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"')
OFFICE, TABLE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


@dataclass(frozen=True, slots=True)
class Look:
    """Of one sheet, counted from 0: hidden rows and columns, the errors that cells show, cells with a formula but without its
    result, merged areas where the reader does not tell them, and how many rows and columns hold something."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    errors: Mapping[Place, str] = field(default_factory=dict)
    uncounted: frozenset[Place] = frozenset()
    merged: tuple[tuple[Place, Place], ...] = ()
    height: int = 0
    width: int = 0


def packed_looks(data: bytes) -> dict[str, Look]:
    """The looks of an .xlsx or .ods, by the names of sheets. Raises ValueError for an .xlsb, whose errors cannot be seen."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = set(packed.namelist())
        if "xl/workbook.bin" in names:
            raise ValueError("a binary workbook")
        if "content.xml" in names:
            return dict(open_looks(packed.read("content.xml")))
        if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
            return {}
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        book = etree.fromstring(packed.read("xl/workbook.xml"), parser)
        links = {each.get("Id"): each.get("Target") for each in etree.fromstring(packed.read("xl/_rels/workbook.xml.rels"), parser)}
        found = {}
        for sheet in book.iterfind(".//{*}sheet"):
            key = next((value for label, value in sheet.attrib.items() if label.endswith("}id")), "")
            target = links.get(key) or ""
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in names:
                found[sheet.get("name", "")] = look_of(packed.read(path))
        return found


def look_of(xml: bytes) -> Look:
    """The look of one sheet of an .xlsx."""
    columns: set[int] = set()
    for match in HIDDEN_COLUMNS.findall(xml):
        bounds = [re.search(rb'\b%s="(\d+)"' % side, match) for side in (b"min", b"max")]
        if all(bounds):
            first, last = (int(each.group(1)) for each in bounds if each)
            columns.update(range(first - 1, min(last, MOST_COLUMNS)))
    rows = frozenset(int(each) - 1 for each in HIDDEN_ROW.findall(xml))
    far = max((int(each[2]) for each in FAR.finditer(xml)), default=0)
    wide = max((letters(each[1]) + 1 for each in WIDE.finditer(xml)), default=0)
    if wide:
        far = max(int(each[2]) for each in AT.finditer(xml))
    if b"<c>" in xml or b"<c t=" in xml:  # some programs leave the addresses of cells out
        errors, uncounted = walked(xml)
        return Look(rows, frozenset(columns), errors, uncounted, height=far, width=wide)
    errors = {}
    for match in ERROR_CELL.finditer(xml) if b't="e"' in xml else ():
        at, shown = AT.search(match[1]), RESULT.search(xml, match.end(), match.end() + 20_000)
        if at:
            errors[int(at[2]) - 1, letters(at[1])] = shown[1].decode() if shown else "#N/A"
    uncounted = frozenset((int(at[2]) - 1, letters(at[1])) for match in NO_RESULT.finditer(xml)
                          if b't="str"' not in match[1] and b't="e"' not in match[1] and (at := AT.search(match[1])))
    return Look(rows, frozenset(columns), errors, uncounted, height=far, width=wide)


def walked(xml: bytes) -> tuple[dict[Place, str], frozenset[Place]]:
    """Errors and formulas without result of a sheet whose cells do not all say where they stand."""
    errors: dict[Place, str] = {}
    uncounted: set[Place] = set()
    row = -1
    for _, each in etree.iterparse(io.BytesIO(xml), tag="{*}row", resolve_entities=False, no_network=True):
        row = int(each.get("r", row + 2)) - 1
        column = -1
        for cell in each.iterfind("{*}c"):
            at = AT.match(f'r="{cell.get("r", "")}"'.encode())
            column = letters(at[1]) if at else column + 1
            held, result = cell.get("t"), cell.findtext("{*}v") or ""
            if held == "e":
                errors[row, column] = result or "#N/A"
            elif held != "str" and not result and cell.find("{*}f") is not None:
                uncounted.add((row, column))
        each.clear()
    return errors, frozenset(uncounted)


def letters(column: bytes) -> int:
    """The place of a column: A is 0, AA is 26."""
    place = 0
    for letter in column:
        place = place * 26 + letter - 64
    return place - 1


def lettered(place: int) -> str:
    """The letters of a column's place: 0 is A, 26 is AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def open_looks(xml: bytes) -> Iterator[tuple[str, Look]]:
    """The looks of the sheets of an .ods."""
    for _, table in etree.iterparse(io.BytesIO(xml), tag=f"{TABLE}table", resolve_entities=False, no_network=True):
        yield table.get(f"{TABLE}name", ""), open_look(table)
        table.clear()


def open_look(table: Any) -> Look:
    """The look of one sheet of an .ods, where one element may stand for many rows or columns."""
    errors: dict[Place, str] = {}
    merged: list[tuple[Place, Place]] = []
    hidden: set[int] = set()
    row = height = width = 0
    for line in table.iter(f"{TABLE}table-row"):
        rows, column, held = repeated(line, "rows"), 0, False
        if line.get(f"{TABLE}visibility") in ("collapse", "filter"):
            hidden.update(range(row, min(row + rows, MOST_ROWS)))
        for cell in line.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            columns = repeated(cell, "columns")
            if cell.get(f"{OFFICE}value-type") or len(cell):
                held, width = True, max(width, column + columns)
            if cell.get(f"{CALC}value-type") == "error":
                said = "".join(cell.itertext()).strip()
                errors |= {(row + down, column + right): said for down in range(min(rows, 1000)) for right in range(min(columns, 1000))}
            down, right = (int(cell.get(f"{TABLE}number-{side}-spanned", 1)) for side in ("rows", "columns"))
            if down > 1 or right > 1:
                merged.append(((row, column), (row + down - 1, column + right - 1)))
            column += columns
        row += rows
        height = row if held else height
    columns_hidden: set[int] = set()
    at = 0
    for each in table.iter(f"{TABLE}table-column"):
        if each.get(f"{TABLE}visibility") in ("collapse", "filter"):
            columns_hidden.update(range(at, min(at + repeated(each, "columns"), MOST_COLUMNS)))
        at += repeated(each, "columns")
    return Look(frozenset(hidden), frozenset(columns_hidden), errors, merged=tuple(merged), height=height, width=width)


def repeated(element: Any, side: str) -> int:
    """How many rows or columns an element stands for."""
    return max(1, int(element.get(f"{TABLE}number-{side}-repeated", 1)))
