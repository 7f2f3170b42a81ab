"""Whole tables in: .csv .xlsx .xls .ods .parquet alike, columns by their English names or the titles offices use."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.sheets.read import broken, cells

HEAD_ROWS = 20


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it came: columns, their titles as written, rows of texts, and the number of each row in the file."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    titles: tuple[str, ...] = ()

    def title(self, column: str) -> str:
        """The title that a column has in the sender's file; the column's own name when it is not there."""
        return self.titles[self.columns.index(column)] if column in self.columns and self.titles else column

    def column(self, name: str) -> list[str]:
        """All cells of a column; empty texts when the table has none of that name."""
        if name not in self.columns:
            return [""] * len(self.rows)
        place = self.columns.index(name)
        return [row[place] for row in self.rows]

    def chosen(self, columns: Sequence[str]) -> list[tuple[str, ...]]:
        """The rows cut down to some columns, in that order."""
        if tuple(columns) == self.columns:
            return list(self.rows)
        return list(zip(*(self.column(name) for name in columns), strict=True)) if self.rows else []


def read_table(data: bytes, name: str, *, required: Sequence[str], titles: Mapping[str, str]) -> Table:
    """This will read a table whose head stands in one of its first rows; rows without any cell are passed over.

    `titles` gives the column for a title (“学号” → pupil_id); a title not listed is its own column name. Raises Refused
    when the file cannot be read, a required column is missing, or two titles name the same column.
    """
    found = parquet(data, name) if data.startswith(b"PAR1") else cells(data, name)
    best: list[str] = []
    for index, row in enumerate(found[:HEAD_ROWS]):
        shown = [cell.strip() for cell in row]
        columns = [titles.get(title, title) for title in shown]
        if all(column in columns for column in required):
            return under(name, columns, found[index + 1:], first=index + 2, titles=shown)
        best = max(best, columns, key=lambda names: sum(column in names for column in required))
    missing = [column for column in required if column not in best]
    wanted = [" / ".join([column, *(title for title, to in titles.items() if to == column)]) for column in missing]
    raise Refused(Finding(code="columns-missing", message="%(name)s has no column %(columns)s.",
                          remedy="Add the column or correct its title, and read the file again.",
                          place=Place(file=name, row=1, column=missing[0]),
                          values={"name": name, "columns": "; ".join(wanted)}))


def under(name: str, columns: list[str], lines: Sequence[Sequence[str]], *, first: int, titles: list[str]) -> Table:
    """The rows under a head."""
    kept = [place for place, column in enumerate(columns) if column]
    twice = next((columns[place] for place in kept if columns.index(columns[place]) != place), "")
    if twice:
        raise Refused(Finding(code="columns-twice", message="%(name)s has the column %(column)s twice.",
                              remedy="Keep one of them and read the file again.",
                              place=Place(file=name, row=first - 1, column=twice),
                              values={"name": name, "column": twice}))
    width, whole = len(columns), len(kept) == len(columns)
    shown = tuple(titles[place] for place in kept)
    if whole and all(len(line) == width and line[0].strip() for line in lines):  # as most lists are, and long ones mostly
        return Table(name, tuple(columns), tuple(map(tuple, lines)), tuple(range(first, first + len(lines))), shown)
    rows, numbers = [], []
    for number, line in enumerate(lines, start=first):
        if len(line) < width:
            line = [*line, *[""] * (width - len(line))]
        row = tuple(line[:width]) if whole else tuple([line[place] for place in kept])
        if row[0].strip() or any(cell.strip() for cell in row):
            rows.append(row)
            numbers.append(number)
    return Table(name, tuple(columns[place] for place in kept), tuple(rows), tuple(numbers), shown)


def parquet(data: bytes, name: str) -> list[list[str]]:
    """A Parquet file as rows of texts, its column names first."""
    import pyarrow
    from pyarrow.parquet import read_table as read

    try:
        held = read(io.BytesIO(data))
    except (pyarrow.ArrowException, OSError):
        raise broken(name) from None
    columns = [[spelled(cell) for cell in column.to_pylist()] for column in held.columns]
    return [list(held.column_names), *map(list, zip(*columns, strict=True))]


def spelled(cell: Any) -> str:
    """A typed cell as text: no point on whole numbers, nothing for nothing."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return "" if cell != cell else str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)
