"""The published tables of the house, and their rows: exactly what is declared, in the order of the key, small numbers guarded.

An app declares its tables in its own `facts.py`; the shell imports these modules when Django wakes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise
from typing import Any

from junheng.ground.facts.values import Column, Row, Table, Type
from junheng.ground.kernel.findings import Finding, Refused

TABLES: dict[str, Table] = {}
Rows = Callable[[date], Iterable[Row]]


def publishes(name: str, *, title: str, meaning: str, key: tuple[str, ...], columns: tuple[Column, ...]) -> Callable[[Rows], Rows]:
    """This will declare a table, whose rows on a day the function gives. Raises ValueError for nonsense and for a second one."""

    def keep(rows: Rows) -> Rows:
        if name in TABLES and TABLES[name].rows.__module__ != rows.__module__:
            raise ValueError(f"two tables called {name}")
        TABLES[name] = Table(name, title, meaning, key, columns, rows)
        return rows

    return keep


def published(table: Table, day: date, *, least: int) -> list[tuple[Any, ...]]:
    """The rows of a table on a day, sorted by key; of a guarded group that is not 0 and smaller than `least` nothing is told.

    Raises TypeError where a row is not what was declared: a fault of the room. Raises Refused where two rows have one key.
    """
    guarded = [(place, table.names.index(each.of)) for place, each in enumerate(table.columns) if each.of]
    keys = [table.names.index(name) for name in table.key]
    found = []
    for row in table.rows(day):
        cells = checked(table, row)
        for place, whole in guarded:
            if told_of_few(cells[place], cells[whole], least):
                cells[place] = None
        found.append(tuple(cells))
    found.sort(key=lambda cells: [cells[place] for place in keys])
    for before, after in pairwise(found):
        if all(before[place] == after[place] for place in keys):
            raise Refused(Finding(
                code="facts/twice", message="“%(key)s” stands twice in the published table %(table)s.",
                remedy="Correct the register: one of the two is wrong.",
                values={"table": table.name, "key": " ".join(str(before[place]) for place in keys)}))
    return found


def told_of_few(part: int | None, whole: int | None, least: int) -> bool:
    """Whether the part of a whole, or what is left of it, is a small group of people."""
    return part is not None and (0 < part < least or 0 < (whole or 0) - part < least)


def checked(table: Table, row: Row) -> list[Any]:
    """The cells of a row in the order of the columns. Raises TypeError for another set of columns or for cells of another type."""
    if len(row) != len(table.columns) or any(name not in row for name in table.names):
        raise TypeError(f"{table.name}: undeclared or missing columns {sorted({*row} ^ {*table.names})}")
    cells = [row[name] for name in table.names]
    for column, cell in zip(table.columns, cells, strict=True):
        if not fits(column, cell, key=column.name in table.key):
            raise TypeError(f"{table.name}.{column.name}: {cell!r} is not declared as {column.type}")
    return cells


def fits(column: Column, cell: Any, *, key: bool) -> bool:
    """Whether a cell is of the type of its column."""
    if cell is None:
        return not key
    kinds = {Type.TEXT: str, Type.WHOLE: int, Type.NUMBER: float}
    return isinstance(cell, kinds[column.type]) and not isinstance(cell, bool)
