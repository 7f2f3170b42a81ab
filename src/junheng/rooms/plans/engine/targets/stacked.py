"""Indicator tables whose cells were copied one to a line: 指标 / 2020年 / 2025年 / 属性 / 毛入园率(%) / 90 / 95 / 预期性."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from junheng.rooms.plans.engine.targets.layout import CELL_BAR, Owners
from junheng.rooms.plans.engine.targets.tables import CELL, YEAR_CELL, cell_target, named, unit_of
from junheng.rooms.plans.values import Item, Target

KIND_CELL = re.compile(r"\s*(?:约束性?|预期性?|指导性?|约束|预期|-|—|/)\s*")
CELL_LENGTH = 36  # characters; a longer line is a sentence
STOPS = frozenset("。;!?")
HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,}")


@dataclass(slots=True)
class Row:
    """A row as it is gathered: the names of its indicators, then their numbers column by column."""

    start: int = 0
    end: int = 0
    names: list[str] = field(default_factory=list)
    cells: list[re.Match[str]] = field(default_factory=list)


def stacked_targets(text: str, flat: str, items: tuple[Item, ...]) -> tuple[list[Target], list[tuple[int, int]]]:
    """The targets of tables copied cell by cell, and the runs [start, end) that they take up.

    Such a table begins with two or more lines that are years. Names and the numbers behind them make a row; with two
    indicators in one row the numbers of the first year stand before those of the last.
    """
    owners = Owners(items)
    targets: list[Target] = []
    runs: list[tuple[int, int]] = []
    years: list[str] = []
    row, at = Row(), 0
    for line in [*flat.split("\n"), ""]:
        end = at + len(line)
        year = YEAR_CELL.fullmatch(line.strip()) if line.strip() else None
        cell = CELL.match(line) if len(years) > 1 else None
        if row.cells and (cell is None or at > len(flat)):
            targets += row_targets(text, row, years, owners.of(row.start))
            row = Row()
        if year:
            years = [*years, year.group("year")] if years and not row.names else [year.group("year")]
            row = Row()
        elif line.strip() and not is_cell(line):
            years, row = [], Row()
        elif len(years) > 1 and line.strip():
            runs.append((at, end))
            if cell:
                row.cells.append(cell)
                row.end = end
            elif HAN_NAME.search(line) and not KIND_CELL.fullmatch(line):
                row.start = row.start if row.names else at
                row.names.append(line)
        at = end + 1
    return targets, runs


def stacked_runs(flat: str) -> list[tuple[int, int]]:
    """The runs [start, end) of tables copied cell by cell, from the head's years to the last number or kind."""
    runs: list[tuple[int, int]] = []
    heads: list[tuple[int, int]] = []
    at = 0
    for line in flat.split("\n"):
        span = (at, at + len(line))
        word = line.strip()
        if word and YEAR_CELL.fullmatch(word):
            heads.append(span)
        elif word and not is_cell(line):
            heads = []
        elif len(heads) > 1 and (CELL.match(line) or (word and KIND_CELL.fullmatch(word))):
            runs.append((heads[0][0], span[1]))
            heads = [heads[0], span]
        at = span[1] + 1
    return runs


def row_targets(text: str, row: Row, years: list[str], item: Item | None) -> Iterator[Target]:
    """The targets of one row: for each of its last indicators the number of the last year."""
    count, rest = divmod(len(row.cells), len(years))
    if rest or not count or count > len(row.names):
        return
    latest = max(range(len(years)), key=lambda index: years[index])
    for index, name in enumerate(row.names[-count:]):
        unit = unit_of(name) or unit_of(row.names[0])
        yield cell_target(text, row.start, row.end, named(name), unit, row.cells[latest * count + index],
                          deadline=years[latest], item=item)


def is_cell(line: str) -> bool:
    """Whether a line can be a table's cell: short, without a full stop, no row of cells."""
    return len(line) <= CELL_LENGTH and not STOPS.intersection(line) and CELL_BAR not in line
