"""Published tables from a folder (contract part 2), checked as a whole before anything is computed.

Every table becomes an Arrow table: texts as they are, words of a list by their English name, whole numbers as int64, amounts as
float64. A fault is told with file, row, column and remedy; the first twenty are.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import compute
from pyarrow.dataset import dataset
from pyarrow.parquet import read_table as read_parquet

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.sheets import read_table
from junheng.rooms.indicators.sheets import TITLES, VALUES
from junheng.rooms.indicators.values.inputs import ATTACHED, INPUTS, NEEDED, RUNS, WORDS, Cell, Input

SUFFIXES = (".parquet", ".csv", ".xlsx", ".xls", ".ods")
MOST = 20
TYPES = {Cell.TEXT: pyarrow.string(), Cell.WORD: pyarrow.string(), Cell.WHOLE: pyarrow.int64(), Cell.AMOUNT: pyarrow.float64()}


@dataclass(frozen=True, slots=True)
class Held:
    """A table that was read: its rows, and for each the number it has in the file."""

    file: str
    rows: pyarrow.Table
    numbers: Sequence[int]

    def place(self, index: int, column: str) -> Place:
        """Where a row's cell stands."""
        return Place(file=self.file, row=self.numbers[index], column=column)


def read_facts(folder: Path) -> dict[str, pyarrow.Table]:
    """The tables of a folder by name. Raises Refused with everything that is wrong (the first twenty)."""
    held = {}
    for name, about in INPUTS.items():
        found = [place for suffix in SUFFIXES if (place := folder / f"{name}{suffix}").is_file()]
        if (parts := folder / name).is_dir():
            found.append(parts)
        if len(found) > 1:
            raise Refused(Finding("facts/two-files", "The folder has the table twice: %(files)s.", "Keep one of them.",
                                  Place(file=str(folder)), {"files": ", ".join(each.name for each in found)}))
        if found:
            held[name] = read(found[0], about)
        elif name in NEEDED:
            raise Refused(Finding("facts/no-file", "The folder %(folder)s has no table “%(table)s”.",
                                  "Put in %(table)s.csv, .xlsx, .xls, .ods or .parquet, or name a folder that `junheng facts export` wrote.",
                                  Place(file=str(folder)), {"folder": folder.name or str(folder), "table": name}))
    return checked(held)


def checked(held: Mapping[str, Held]) -> dict[str, pyarrow.Table]:
    """The tables, when nothing is wrong with them. Raises Refused."""
    faults = []
    for finding in wrong(held):
        faults.append(finding)
        if len(faults) == MOST:
            break
    if faults:
        raise Refused(*faults)
    return {name: each.rows for name, each in held.items()}


def read(file: Path, about: Input) -> Held:
    """One file as a table of the columns that it has and the contract knows. Raises Refused."""
    if file.is_dir() or file.suffix == ".parquet":
        return parquet(file, about)
    table = read_table(file.read_bytes(), file.name, required=about.required, titles=TITLES)
    columns, faults = {}, list[Finding]()
    for name in (each for each in about.columns if each in table.columns):
        place = Place(file=file.name, column=table.title(name))
        columns[name], wrong_cells = cast(table.column(name), table.numbers, about.columns[name], name, place)
        faults += wrong_cells
    if faults:
        raise Refused(*faults[:MOST])
    return Held(file.name, pyarrow.table(columns), table.numbers)


def parquet(file: Path, about: Input) -> Held:
    """A Parquet file, or a folder of its parts; its rows are numbered from 1. Raises Refused."""
    try:
        return typed(dataset(file, format="parquet").to_table(), file.name, about)
    except (pyarrow.ArrowException, OSError) as fault:
        raise unreadable(file.name, fault) from None


def read_contents(contents: Mapping[str, bytes]) -> dict[str, pyarrow.Table]:
    """Tables from the bytes of their Parquet files, by name; those that no measurement reads are passed over. Raises Refused."""
    held = {}
    for name, about in INPUTS.items():
        if name in contents:
            try:
                held[name] = typed(read_parquet(io.BytesIO(contents[name])), f"{name}.parquet", about)
            except (pyarrow.ArrowException, OSError) as fault:
                raise unreadable(f"{name}.parquet", fault) from None
    return checked(held)


def typed(rows: pyarrow.Table, name: str, about: Input) -> Held:
    """The columns that the contract knows, in its types. Raises Refused."""
    if lost := [column for column in about.required if column not in rows.column_names]:
        raise Refused(Finding("columns-missing", "%(name)s has no column %(columns)s.", "Add the column or correct its title, and read the file again.",
                              Place(file=name, column=lost[0]), {"name": name, "columns": "; ".join(lost)}))
    columns = [column for column in about.columns if column in rows.column_names]
    return Held(name, pyarrow.table({column: rows[column].cast(TYPES[about.columns[column]]).combine_chunks() for column in columns}),
                range(1, rows.num_rows + 1))


def unreadable(name: str, fault: Exception) -> Refused:
    """A file that is no Parquet, or holds other types."""
    return Refused(Finding("broken", "%(name)s cannot be read as a table.", "Write it again, with the columns of `junheng facts export`.",
                           Place(file=name), {"name": f"{name} ({str(fault).splitlines()[0][:120]})"}))


def cast(cells: Sequence[str], numbers: Sequence[int], kind: Cell, name: str, place: Place) -> tuple[pyarrow.Array, list[Finding]]:
    """Texts as cells of a kind; empty ones stay empty. And what cannot be read so."""
    texts = [cell.strip() for cell in cells]
    if kind in {Cell.TEXT, Cell.WORD}:
        known = VALUES.get(name, {})
        return pyarrow.array([known.get(text, text) or None for text in texts], pyarrow.string()), []
    found: list[float | int | None] = []
    faults = []
    for text, number in zip(texts, numbers, strict=True):
        value = number_of(text, whole=kind is Cell.WHOLE)
        if text and value is None:
            faults.append(Finding("facts/number", "“%(text)s” is not a number." if kind is Cell.AMOUNT else "“%(text)s” is not a whole number.",
                                  "Correct the cell.", Place(file=place.file, row=number, column=place.column), {"text": text[:40]}))
        found.append(value)
    return pyarrow.array(found, TYPES[kind]), faults


def number_of(text: str, *, whole: bool) -> float | int | None:
    """A number, thousands with commas too; None for what is none (also for infinities)."""
    plain = text.replace(",", "").replace("，", "")
    try:
        value = float(plain)
    except ValueError:
        return None
    if value != value or value in {float("inf"), float("-inf")} or "_" in plain:
        return None
    if whole:
        return int(value) if value.is_integer() else None
    return value


def wrong(held: Mapping[str, Held]) -> Iterator[Finding]:
    """Everything that is wrong with the tables, one finding a place."""
    codes = held["schools"].rows["school_code"]
    for name, table in held.items():
        about = INPUTS[name]
        yield from empty(table, about)
        yield from doubled(table, about)
        for column in table.rows.column_names:
            if about.columns[column] is Cell.WORD:
                yield from strange(table, column)
            elif about.columns[column] in {Cell.WHOLE, Cell.AMOUNT}:
                yield from negative(table, column)
        if name not in {"schools", "population"}:
            yield from homeless(table, codes)
    yield from misfits(held)


def indices(mask: Any) -> list[int]:
    """Places where a mask holds."""
    found: list[int] = compute.indices_nonzero(compute.fill_null(mask, False)).to_pylist()
    return found


def empty(table: Held, about: Input) -> Iterator[Finding]:
    """Cells that must be filled."""
    for column in about.required:
        for index in indices(compute.is_null(table.rows[column])):
            yield Finding("facts/empty", "The cell is empty.", "Fill it in.", table.place(index, column))


def doubled(table: Held, about: Input) -> Iterator[Finding]:
    """Rows whose key another row has."""
    counts = table.rows.group_by(list(about.key)).aggregate([([], "count_all")])
    twice = counts.filter(compute.greater(counts["count_all"], 1)).select(list(about.key)).to_pylist()
    if not twice:
        return
    wanted = {tuple(row.values()) for row in twice}
    for index, key in enumerate(zip(*(table.rows[column].to_pylist() for column in about.key), strict=True)):
        if key in wanted:
            yield Finding("facts/twice", "“%(key)s” stands there twice.", "Keep one of the rows.", table.place(index, about.key[0]),
                          {"key": " ".join(map(str, key))})


def strange(table: Held, column: str) -> Iterator[Finding]:
    """Words that are not on the list."""
    mask = compute.invert(compute.is_in(table.rows[column], value_set=pyarrow.array(WORDS[column])))
    for index in indices(compute.and_(mask, compute.is_valid(table.rows[column]))):
        yield Finding("facts/word", "“%(text)s” is not one of: %(words)s.", "Correct the cell.", table.place(index, column),
                      {"text": str(table.rows[column][index])[:40], "words": ", ".join([*VALUES.get(column, {}), *WORDS[column]])})


def negative(table: Held, column: str) -> Iterator[Finding]:
    """Numbers below 0, and those that are no number."""
    cells = table.rows[column]
    mask = compute.less(cells, 0)
    if pyarrow.types.is_floating(cells.type):
        mask = compute.or_(mask, compute.invert(compute.is_finite(cells)))
    for index in indices(mask):
        yield Finding("facts/negative", "%(number)s is no amount.", "Correct the cell: amounts are 0 or more.", table.place(index, column),
                      {"number": str(cells[index])})


def homeless(table: Held, codes: Any) -> Iterator[Finding]:
    """Rows of a school that the table of schools does not have."""
    own = table.rows["school_code"]
    for index in indices(compute.invert(compute.is_in(own, value_set=compute.drop_null(codes).combine_chunks()))):
        yield Finding("facts/no-school", "No school “%(code)s” stands in the table of schools.", "Add the school or correct the code.",
                      table.place(index, "school_code"), {"code": str(own[index])})


def misfits(held: Mapping[str, Held]) -> Iterator[Finding]:
    """Stages that a kind of school does not run."""
    schools = held["schools"].rows
    kinds = dict(zip(schools["school_code"].to_pylist(), schools["kind"].to_pylist(), strict=True))
    for name in ("stages", "classes"):
        if name in held:
            rows = held[name].rows
            for index, (code, stage) in enumerate(zip(rows["school_code"].to_pylist(), rows["stage"].to_pylist(), strict=True)):
                kind = kinds.get(code)
                if stage in WORDS["stage"] and kind in RUNS and stage != ATTACHED and stage not in RUNS[kind]:
                    yield Finding("facts/misfit", "A school of the kind “%(kind)s” has no stage “%(stage)s”.",
                                  "Correct the kind of the school or the stage.", held[name].place(index, "stage"),
                                  {"kind": str(kind), "stage": str(stage)})
