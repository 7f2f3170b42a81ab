"""Tables as columns: rows of the register's words on demand, and the same bytes of CSV from the same columns."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")
BLOCK = 10_000


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A table: the dataclass of its rows, and a list for each field of it, all of one length."""

    name: str
    of: type[Row]
    columns: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __iter__(self) -> Iterator[Row]:
        return (self.of(*cells) for cells in zip(*self.columns.values(), strict=True))

    def csv(self) -> Iterator[str]:
        """The table as CSV text (RFC 4180, LF) in blocks: dates as 2026-09-01, yes and no as 1 and 0."""
        lines = Lines()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(self.columns)
        columns = [column if column and not isinstance(column[0], bool | date) else [written(cell) for cell in column]
                   for column in self.columns.values()]
        for start in range(0, len(self), BLOCK):
            writer.writerows(zip(*(column[start:start + BLOCK] for column in columns), strict=True))
            yield lines.taken()
        yield lines.taken()

    def digest(self) -> str:
        """SHA-256 of the CSV in UTF-8, in hexadecimal digits."""
        found = sha256()
        for block in self.csv():
            found.update(block.encode())
        return found.hexdigest()


class Lines:
    """Where a CSV writer leaves its lines until they are taken."""

    def __init__(self) -> None:
        self.held: list[str] = []

    def write(self, text: str) -> None:
        """One line more."""
        self.held.append(text)

    def taken(self) -> str:
        """All lines so far; afterwards there are none."""
        text, self.held = "".join(self.held), []
        return text


def table(name: str, of: type[Row], rows: Iterable[Row]) -> Table[Row]:
    """A table of rows that are there already."""
    names = [field.name for field in fields(of)]
    held = list(rows)
    return Table(name, of, {each: [getattr(row, each) for row in held] for each in names})


def columns(name: str, of: type[Row], /, **held: Sequence[Any]) -> Table[Row]:
    """A table of columns. Raises ValueError for columns that are not the fields of its rows, or not of one length."""
    names = [field.name for field in fields(of)]
    if set(names) != held.keys() or len({len(column) for column in held.values()}) != 1:
        wrong = {each: len(column) for each, column in held.items()}
        raise ValueError(f"{name}: columns {sorted(set(names) ^ held.keys())}, lengths {wrong}")
    return Table(name, of, {each: held[each] for each in names})


def written(cell: Any) -> Any:
    """A cell as CSV shows it."""
    if isinstance(cell, bool):
        return int(cell)
    return cell.isoformat() if isinstance(cell, date) else cell
