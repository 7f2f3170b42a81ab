"""Rows of an indicator table, its cells between bars: the last year's column is the target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from junheng.rooms.plans.engine.targets.layout import CELL_BAR, Owners
from junheng.rooms.plans.engine.targets.units import UNIT
from junheng.rooms.plans.values import Comparator, Item, Target

YEAR_CELL = re.compile(
    r"(?:[\u4e00-\u9fff“”]{0,8}\(?)?(?P<year>20\d\d)\s*年?(?:底|末)?(?:规划|预期|发展)?(?:目标|现状|实际|基期|计划|完成)?(?:值|数)?(?:\([^()]{0,8}\)|\))?"
)
GOAL = re.compile(r"(?:规划|预期|发展)?目标(?:值|数)?")
HEAD_LENGTH = 16  # a heading cell is short; a sentence that names a year is none
UNIT_HEAD = re.compile(r"(?:计量)?单位(?:名称)?")
UNIT_IN_NAME = re.compile(r"\(\s*(?P<unit>[^()\d]{1,8}|%)\s*\)\s*$")
SERIAL = re.compile(r"^\(?(?:[\d一二三四五六七八九十]{1,3}[).、]|\d{1,3}(?=\D))?\s*(?:其中:?)?\s*")
BARS = re.compile(r"\s*\|\s*")
CELL = re.compile(
    r"^\s*\[?(?P<sign>≥|≤|>=|<=|>|<|不低于|不少于|达到|不超过|不高于|大于|小于|低于|约)?\s*(?P<value>\d+(?:,\d{3})*(?:\.\d+)?)\s*"
    rf"(?:[-—–~]{{1,2}}\s*(?P<high>\d+(?:\.\d+)?))?\s*\]?(?P<unit>%|[万亿]?(?:{UNIT})|[万亿])?\s*(?P<more>及?以上|及?以下|以内|左右)?\s*$"
)
LESS_IS_BETTER = re.compile(r"大班额|班额|近视|肥胖|辍学|流失|差异系数|差异率|危房|事故|债务")
AT_MOST = frozenset({"≤", "<", "<=", "不超过", "不高于", "小于", "低于"})
STRICT = frozenset({">", "<", "大于", "小于", "低于"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds the goal, for which year, and which one the unit."""

    goal: int
    year: str | None
    unit: int | None


def is_row(line: str) -> bool:
    """Whether a line is a table's row."""
    return CELL_BAR in line


def table_targets(text: str, flat: str, items: tuple[Item, ...]) -> tuple[list[Target], list[tuple[int, int]]]:
    """The targets of indicator tables, and the runs [start, end) of all their rows.

    A table is an indicator table when its head names years (指标 | 2020年 | 2025年) or a goal (目标值).
    """
    owners = Owners(items)
    targets: list[Target] = []
    runs: list[tuple[int, int]] = []
    columns: Columns | None = None
    at = 0
    for line in flat.split("\n"):
        if not is_row(line):
            columns = None
        else:
            cells = BARS.split(line.strip())
            head = head_of(cells)
            if head is not None:
                columns = head
                runs.append((at, at + len(line)))
            elif columns is not None:
                runs.append((at, at + len(line)))
                item = owners.of(at)
                targets += row_targets(text[at:at + len(line)], cells, columns, at, item)
        at += len(line) + 1
    return targets, runs


def head_of(cells: list[str]) -> Columns | None:
    """The columns of a head row; None for a row that is none: all cells of a head are short and hold no numbers."""
    if any(len(cell) > HEAD_LENGTH or (CELL.match(cell) and not YEAR_CELL.fullmatch(cell)) for cell in cells):
        return None
    years = [(found.group("year"), index) for index, cell in enumerate(cells) if (found := YEAR_CELL.fullmatch(cell))]
    goals = [index for index, cell in enumerate(cells) if GOAL.fullmatch(cell)]
    units = [index for index, cell in enumerate(cells) if UNIT_HEAD.fullmatch(cell)]
    unit = units[0] if units else None
    if years:
        year, index = max(years)
        return Columns(index, year, unit)
    return Columns(goals[-1], None, unit) if goals else None


def row_targets(line: str, cells: list[str], columns: Columns, at: int, item: Item | None) -> Iterator[Target]:
    """One row as a target; nothing where its goal cell holds no number."""
    if columns.goal >= len(cells):
        return
    found = CELL.match(cells[columns.goal])
    name = next((cell.strip() for index, cell in enumerate(cells) if index != columns.unit and re.search(r"[\u4e00-\u9fff]{2,}", cell)), "")
    if found is None or not name or YEAR_CELL.fullmatch(cells[columns.goal]):
        return
    own = cells[columns.unit].strip("-—/ ") if columns.unit is not None and columns.unit < len(cells) else None
    yield cell_target(line, 0, len(line), named(name), own or unit_of(name), found, deadline=columns.year, item=item, offset=at)


def cell_target(text: str, start: int, end: int, subject: str, unit: str | None, cell: re.Match[str], *,
                deadline: str | None, item: Item | None, offset: int = 0) -> Target:
    """The target of a goal cell; `text[start:end]` is its row, which begins `offset` characters into the whole text."""
    high = cell.group("high")
    return Target(
        item_path=item.path if item else (), subject=subject, value=number(cell.group("value")),
        value_high=number(high) if high else None, unit=cell.group("unit") or unit or None,
        comparator=comparator_of(cell, subject), strict=(cell.group("sign") or "") in STRICT,
        quote=text[start:end], start=offset + start, end=offset + end, deadline=deadline, rule="table",
    )


def named(cell: str) -> str:
    """An indicator's name without its number and its unit."""
    return SERIAL.sub("", UNIT_IN_NAME.sub("", cell.strip())).strip()


def unit_of(cell: str) -> str | None:
    """The unit in the brackets of an indicator's name."""
    found = UNIT_IN_NAME.search(cell)
    return found.group("unit") if found else None


def number(printed: str) -> Decimal:
    """A printed number without the commas of its thousands."""
    return Decimal(printed.replace(",", ""))


def comparator_of(found: re.Match[str], subject: str) -> Comparator:
    """The comparator of a goal cell; a bare number is a level to be reached, or not to be passed (大班额比例)."""
    sign, more = found.group("sign") or "", found.group("more") or ""
    if found.group("high"):
        return Comparator.RANGE
    if sign in AT_MOST or more.endswith(("以下", "以内")):
        return Comparator.AT_MOST
    if more == "左右" or sign == "约":
        return Comparator.ABOUT
    if not sign and not more and LESS_IS_BETTER.search(subject):
        return Comparator.AT_MOST
    return Comparator.AT_LEAST
