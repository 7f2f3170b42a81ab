"""A file that somebody sent, read against a form: rows with values, and every fault at its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.sheets.intake.cells import ERROR, Fault, value_of
from junheng.ground.sheets.intake.fields import Field, Form, Value
from junheng.ground.sheets.intake.grid import Cell, Grid, grids, shown
from junheng.ground.sheets.intake.heads import Head, head_of, plain

TOTALS = re.compile(r"^(合计|总计|小计|共计|累计|总数|total)[:：]?$", re.IGNORECASE)
NOTES = re.compile(r"^(注|说明|备注|填表说明|填报说明|填表人|审核人|负责人|制表人?|单位（?盖章）?|联系电话)[:：\d]")
SHOWN = 40  # characters of a cell that a message repeats


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that can be taken as far as its own cells go. `row` counts as the sheet does, from 1."""

    sheet: str
    row: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell, or with an empty `column` a row, that is refused. `place` of the column counts from 0; None for a row."""

    sheet: str
    row: int
    column: str
    place: int | None
    finding: Finding


@dataclass(slots=True)
class Reading:
    """What a file holds. `rows` are without refused ones. `asked`: headings that nobody has explained yet, once each."""

    name: str
    rows: list[Taken] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    heads: dict[str, Head] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    totals: int = 0
    grids: list[Grid] = field(default_factory=list)

    def refused_rows(self) -> set[tuple[str, int]]:
        """Sheet and row of each refused row."""
        return {(each.sheet, each.row) for each in self.refusals}


def take(data: bytes, name: str, form: Form, *, aliases: Mapping[str, str] | None = None,
         watch: Callable[[int, int], None] | None = None) -> Reading:
    """This will read every visible sheet that holds the form's table. `aliases`: the county's own headings (heading → key).

    `watch(done, total)` is told of rows read now and then. Raises Refused when nothing in the file is such a table, or a
    required column is missing.
    """
    held = grids(data, name)
    reading = Reading(name, grids=held)
    tables = [(grid, head) for grid in held if grid.visible and (head := head_of(grid, form, aliases or {})) is not None]
    if not tables:
        raise Refused(no_table(name, form))
    missing = [Finding(code="columns-missing", message="The column “%(title)s” is missing in sheet “%(sheet)s”.",
                       remedy="Add it, or correct its heading, and send the file again.",
                       place=Place(file=name, sheet=grid.name or None, row=head.below, column=wanted.title),
                       values={"title": wanted.title, "sheet": grid.name or name})
               for grid, head in tables for wanted in head.missing]
    if missing:
        raise Refused(*missing)
    total = sum(len(grid.rows) - head.below for grid, head in tables)
    done = 0
    for grid, head in tables:
        reading.heads[grid.name] = head
        reading.asked += [title for _, title in head.unknown if title not in reading.asked]
        done = below(grid, head, form, reading, done, total, watch)
    reading.passed_over = [grid.name for grid in held if grid.name not in reading.heads]
    repeated(reading, form)
    return reading


def no_table(name: str, form: Form) -> Finding:
    """The refusal of a file without the form's table."""
    return Finding(code="no-table", message="No sheet of %(name)s has the columns of “%(title)s”.",
                   remedy="Use the template, or keep a row of headings such as %(columns)s.", place=Place(file=name),
                   values={"name": name, "title": form.title, "columns": "、".join(each.title for each in form.fields if each.required)})


def below(grid: Grid, head: Head, form: Form, reading: Reading, done: int, total: int, watch: Callable[[int, int], None] | None) -> int:
    """The rows under a head; how many rows are done now."""
    columns = [(place, form.field(key)) for place, key in head.columns.items()]
    again = {place: plain(head.titles[place]) for place in head.columns}
    absent = [each for each in form.fields if each.key not in head.columns.values()]
    empty: dict[str, Value] = {each.key: None for each in absent}
    errors = grid.errors
    for index in range(head.below, len(grid.rows)):
        row = grid.rows[index]
        if watch is not None and index % 2000 == 0:
            watch(done + index - head.below, total)
        first = next((cell for cell in row if cell is not None and cell != ""), None)
        if first is None or not shown(first).strip():
            if not any(shown(cell).strip() for cell in row) and not any((index, place) in errors for place, _ in columns):
                continue
            first = next((cell for cell in row if shown(cell).strip()), "")
        if type(first) is str and ends_the_table(first, row, columns, again):
            reading.totals += 1
            continue
        values: dict[str, Value] = dict(empty)
        wrong = False
        width = len(row)
        for place, each in columns:
            cell = row[place] if place < width else None
            found: Value | Fault
            found = ERROR if errors and (index, place) in errors else value_of(cell, each)
            if type(found) is Fault:
                wrong = True
                reading.refusals.append(refusal(grid, index, place, head, each, found, cell, reading.name))
            else:
                values[each.key] = found  # type: ignore[assignment]
        if not wrong:
            reading.rows.append(Taken(grid.name, index + 1, values))
    return done + len(grid.rows) - head.below


def ends_the_table(first: str, row: list[Cell], columns: list[tuple[int, Field]], again: Mapping[int, str]) -> bool:
    """Whether a row is none of the table's: a total, a note, a signature, or the head once more on the next page."""
    text = first.strip()
    if TOTALS.match(text.replace(" ", "").replace("\u3000", "")):
        return True
    alone = sum(1 for cell in row if shown(cell).strip()) <= 2
    if alone and NOTES.match(text):
        return True
    titles = [place for place, title in again.items() if place < len(row) and type(row[place]) is str and plain(str(row[place])) == title]
    return len(titles) >= 2 and len(titles) * 2 > len(columns)


def refusal(grid: Grid, index: int, place: int, head: Head, each: Field, fault: Fault, cell: Cell, name: str) -> Refusal:
    """A refused cell with its sentence filled."""
    title = head.titles.get(place, each.title)
    values: dict[str, str | int] = {"value": shown(cell)[:SHOWN], "title": title, "least": each.least, "most": each.most,
                                    "choices": "、".join(dict.fromkeys(word for word in each.choices if not word.isascii()))}
    return Refusal(grid.name, index + 1, title, place, Finding(
        code=f"sheet/{fault.code}", message=fault.message, remedy=fault.remedy, values=values,
        place=Place(file=name, sheet=grid.name or None, row=index + 1, column=title)))


def repeated(reading: Reading, form: Form) -> None:
    """This will refuse rows that share what no two rows may share: each of them names the other."""
    for key in form.unique:
        seen: dict[Value, Taken] = {}
        twice: set[int] = set()
        for place, row in enumerate(reading.rows):
            value = row.values.get(key)
            if value is None or value == "":
                continue
            before = seen.setdefault(value, row)
            if before is not row:
                twice.add(place)
                reading.refusals.append(row_refusal(reading, row, form.field(key), before))
        if twice:
            reading.rows = [row for place, row in enumerate(reading.rows) if place not in twice]


def row_refusal(reading: Reading, row: Taken, each: Field, before: Taken) -> Refusal:
    """The later of two rows that share a value."""
    place = next((at for at, key in reading.heads[row.sheet].columns.items() if key == each.key), None)
    return refuse(reading, row, each.key, "twice", "“%(title)s” is the same as in row %(before)s.",
                  "Delete one of the two rows, or correct the number.", before=before.row, place=place)


def refuse(reading: Reading, row: Taken, key: str, code: str, message: str, remedy: str, *, place: int | None = None,
           **values: str | int) -> Refusal:
    """The refusal of a row at one of its cells, for whoever checks rows against each other or against a register."""
    head = reading.heads[row.sheet]
    at = place if place is not None else next((each for each, known in head.columns.items() if known == key), None)
    title = head.titles.get(at, "") if at is not None else ""
    return Refusal(row.sheet, row.row, title, at, Finding(
        code=f"sheet/{code}", message=message, remedy=remedy, values={"title": title, **values},
        place=Place(file=reading.name, sheet=row.sheet or None, row=row.row, column=title or None)))
