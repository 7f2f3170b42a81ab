"""Every fault of two hundred broken workbooks is told at its cell, no other is told, and every good row is taken once."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, datetime
from functools import lru_cache

import openpyxl
import pytest

from junheng.ground.sheets.intake import Mark, cells, marked, take
from junheng.ground.sheets.intake.grid import shown
from tests.sheets.broken import BREAKS, FORM, HOW_MANY, all_broken, broken

MADE = datetime(2026, 11, 20, tzinfo=UTC)
RED = "FFFBE3E4"


@lru_cache(maxsize=HOW_MANY)
def read(number):
    """The workbook of a number and what was found in it."""
    held = broken(number)
    return held, take(held.data, held.name, FORM)


@lru_cache(maxsize=4)
def copy_of(number):
    """The marked copy of a workbook, opened, and its marks."""
    _, reading = read(number)
    grids = {grid.name: grid for grid in reading.grids}
    marks = []
    for each in reading.refusals:
        line = grids[each.sheet].rows[each.row - 1]
        marks.append(Mark(each.sheet, each.row, each.place, each.column, shown(line[each.place]) if each.place < len(line) else "",
                          each.finding.message % each.finding.values, each.finding.remedy % each.finding.values))
    return openpyxl.load_workbook(io.BytesIO(marked(reading.grids, marks, created=MADE))), marks


@pytest.mark.parametrize("number", range(HOW_MANY))
def test_every_fault_is_told_at_its_cell_and_no_other(number):
    held, reading = read(number)
    found = Counter((each.sheet, each.row, each.column, each.finding.code.removeprefix("sheet/")) for each in reading.refusals)
    assert found == Counter(held.faults)
    for each in reading.refusals:
        place = each.finding.place
        assert (place.file, place.sheet or "", place.row, place.column) == (held.name, each.sheet, each.row, each.column)


@pytest.mark.parametrize("number", range(HOW_MANY))
def test_every_good_row_is_taken_once_with_its_values(number):
    held, reading = read(number)
    assert [(row.sheet, row.row, dict(row.values)) for row in reading.rows] == list(held.good)
    assert reading.totals == held.passed


@pytest.mark.parametrize("number", range(HOW_MANY))
def test_the_marked_copy_has_the_same_sheets_headings_and_values(number):
    held, reading = read(number)
    book, _ = copy_of(number)
    assert book.sheetnames == ["问题清单", *(name or "Sheet1" for name in held.sheets)]
    for (name, before), page in zip(originals(held), book.worksheets[1:], strict=True):
        grid = next(grid for grid in reading.grids if grid.name == name)
        refused = {(each.row - 1, each.place) for each in reading.refusals if each.sheet == name}
        # A merged area with a refused cell inside is opened, and each of its rows holds what the area held.
        opened = {(row, left): before[top, left] for (top, left), (bottom, _) in grid.merged for row in range(top, bottom + 1)
                  if any((each, left) in refused for each in range(top, bottom + 1))}
        assert values_of(page) == before | opened


@pytest.mark.parametrize("number", range(HOW_MANY))
def test_refused_cells_are_coloured_and_commented_and_the_list_names_them_all(number):
    held, reading = read(number)
    book, marks = copy_of(number)
    refused = {(each.sheet or "Sheet1", each.row, each.place + 1) for each in reading.refusals}
    every = [cell for page in book.worksheets[1:] for line in page.iter_rows() for cell in line]
    assert {(cell.parent.title, cell.row, cell.column) for cell in every if cell.fill.fgColor.rgb == RED} == refused
    assert {(cell.parent.title, cell.row, cell.column) for cell in every if cell.comment is not None} == refused
    told = [[cell.value or "" for cell in line] for line in book["问题清单"].iter_rows(min_row=2)]
    assert [line[:4] for line in told] == [[str(place), each.sheet, str(each.row), each.column] for place, each in enumerate(reading.refusals, start=1)]
    assert [line[5:] for line in told] == [[mark.problem, mark.remedy] for mark in marks]
    assert len(told) == len(held.faults)


def test_the_workbooks_are_broken_in_every_way_and_laid_out_in_many():
    found = list(all_broken())
    kinds = Counter(kind for each in found for kind in each.kinds)
    assert len({each.data for each in found}) == HOW_MANY
    assert set(kinds) == set(BREAKS)
    assert min(kinds.values()) >= 5
    assert {fault[3] for each in found for fault in each.faults} == {"twice", *(each.code for each in vars(cells).values() if isinstance(each, cells.Fault))}
    assert sum(1 for each in found if len(each.sheets) > 1) > 50
    assert sum(1 for each in found if each.name.endswith(".csv")) > 30
    assert sum(len(each.good) for each in found) > 1000


def originals(held):
    """The values of each sheet as another reader sees them."""
    if held.name.endswith(".csv"):
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                text = held.data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
        rows = csv.reader(io.StringIO(text, newline=""))
        return [("", {(row, place): cell for row, line in enumerate(rows) for place, cell in enumerate(line) if cell})]
    book = openpyxl.load_workbook(io.BytesIO(held.data), data_only=True)
    return [(page.title, values_of(page)) for page in book.worksheets]


def values_of(page):
    """The filled cells of a sheet by place from 0."""
    return {(cell.row - 1, cell.column - 1): cell.value for line in page.iter_rows() for cell in line if cell.value not in (None, "")}
