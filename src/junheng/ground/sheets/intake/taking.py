"""A file that somebody sent, read against a form: rows with values, and every fault at its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.sheets.intake.cells import UNCOUNTED, Fault, value_of
from junheng.ground.sheets.intake.fields import Field, Form, Kind, Value
from junheng.ground.sheets.intake.grid import Cell, Grid, grids, shown
from junheng.ground.sheets.intake.heads import Head, head_of, plain
from junheng.ground.sheets.intake.looks import lettered
from junheng.ground.sheets.intake.passed import ends_the_table, holding

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
    """What a file holds. `rows` are without refused ones, `broken` are those refused for their own cells, with the values of the
    others. `asked`: headings that nobody has explained yet, once each. `totals`: how many rows were none of the table's."""

    name: str
    rows: list[Taken] = field(default_factory=list)
    broken: list[Taken] = field(default_factory=list)
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

    Hidden rows are read, because filters hide them, and so are hidden columns. `watch(done, total)` is told of rows read now and
    then. Raises Refused when nothing in the file is such a table, a required column is missing, or two columns mean the same and
    differ.
    """
    held = grids(data, name)
    reading = Reading(name, grids=held)
    found = [(grid, head) for grid in held if grid.visible and (head := head_of(grid, form, aliases or {})) is not None]
    tables = [(grid, head) for grid, head in found if not another(head, form, found)]
    if not tables:
        raise Refused(no_table(name, form))
    unfit = [finding for grid, head in tables for finding in (*missing(grid, head, name), *doubled(grid, head, form, name))]
    if unfit:
        raise Refused(*unfit)
    total = sum(len(grid.rows) - head.below for grid, head in tables)
    done = 0
    asked: dict[str, str] = {}
    for grid, head in tables:
        reading.heads[grid.name] = head
        for _, title in head.unknown:
            asked.setdefault(plain(title), title)
        done = below(grid, head, form, reading, done, total, watch)
    reading.asked = list(asked.values())
    reading.passed_over = [grid.name for grid in held if grid.name not in reading.heads]
    repeated(reading, form)
    order = {grid.name: place for place, grid in enumerate(held)}
    reading.refusals.sort(key=lambda each: (order[each.sheet], each.row, -1 if each.place is None else each.place))
    return reading


def take_rows(rows: Sequence[Mapping[str, Cell]], name: str, form: Form) -> Reading:
    """The same for rows that a program sends, by the keys of the form; a row counts from 1, as sent. Raises Refused for an unknown key.

    An empty row is none: it is passed over, as in a sheet.
    """
    keys = [each.key for each in form.fields]
    unknown = [(place, key) for place, row in enumerate(rows, start=1) for key in row if key not in keys]
    if unknown:
        raise Refused(*(Finding(code="sheet/unknown-key", message="Rows of “%(title)s” have no field “%(key)s”.", remedy="Leave it out, or correct its name.",
                                place=Place(file=name, row=place, column=key), values={"title": form.title, "key": key}) for place, key in unknown[:SHOWN]))
    reading = Reading(name, grids=[Grid("", [[row.get(key) for key in keys] for row in rows])])
    reading.heads[""] = Head(0, dict(enumerate(keys)), {place: each.title for place, each in enumerate(form.fields)})
    below(reading.grids[0], reading.heads[""], form, reading, 0, len(rows), None)
    repeated(reading, form)
    return reading


def another(head: Head, form: Form, found: list[tuple[Grid, Head]]) -> bool:
    """Whether a sheet is another table beside a whole one: it lacks most of the columns that the form needs."""
    needed = sum(1 for each in form.fields if each.required)
    return len(head.missing) * 2 > needed and any(not each.missing for _, each in found)


def missing(grid: Grid, head: Head, name: str) -> list[Finding]:
    """The refusal of a table without a column that it needs."""
    return [Finding(code="columns-missing", message="The column “%(title)s” is missing in sheet “%(sheet)s”.",
                    remedy="Add it, or correct its heading, and send the file again.",
                    place=Place(file=name, sheet=grid.name or None, row=head.below, column=wanted.title),
                    values={"title": wanted.title, "sheet": grid.name or name}) for wanted in head.missing]


def doubled(grid: Grid, head: Head, form: Form, name: str) -> list[Finding]:
    """The refusal of a table where two columns mean the same and hold different things."""
    found = []
    for key, second in head.twice:
        first = next(place for place, known in head.columns.items() if known == key)
        cells = ([shown(row[place]).strip() if place < len(row) else "" for place in (first, second)] for row in grid.rows[head.below:])
        if any(other and other != one for one, other in cells):
            found.append(Finding(
                code="columns-twice", message="Columns %(first)s and %(second)s of sheet “%(sheet)s” both mean “%(title)s” and differ.",
                remedy="Keep one of them and send the file again.",
                place=Place(file=name, sheet=grid.name or None, row=head.below, column=head.titles[second]),
                values={"first": lettered(first), "second": lettered(second), "sheet": grid.name or name, "title": form.field(key).title}))
    return found


def no_table(name: str, form: Form) -> Finding:
    """The refusal of a file without the form's table."""
    return Finding(code="no-table", message="No sheet of %(name)s has the columns of “%(title)s”.",
                   remedy="Use the template, or keep a row of headings such as %(columns)s.", place=Place(file=name),
                   values={"name": name, "title": form.title, "columns": "、".join(each.title for each in form.fields if each.required)})


def below(grid: Grid, head: Head, form: Form, reading: Reading, done: int, total: int, watch: Callable[[int, int], None] | None) -> int:
    """The rows under a head; how many rows are done now."""
    columns = [(place, form.field(key)) for place, key in head.columns.items()]
    again = {place: plain(head.titles[place]) for place in head.columns}
    over = {words for row in grid.rows[:head.below] if (words := tuple(shown(cell).strip() for _, cell in holding(row)))}
    begins = {words[0] for words in over}
    empty: dict[str, Value] = {each.key: None for each in form.fields if each.key not in head.columns.values()}
    for index in range(head.below, len(grid.rows)):
        row = grid.rows[index]
        if watch is not None and index % 2000 == 0:
            watch(done + index - head.below, total)
        held = holding(row)
        if held and (ends_the_table(held, columns, again) or (
                shown(held[0][1]).strip() in begins and tuple(shown(cell).strip() for _, cell in held) in over)):
            reading.totals += 1
            continue
        if not anything(held, index, grid, head):
            continue
        values: dict[str, Value] = dict(empty)
        wrong = False
        width = len(row)
        for place, each in columns:
            cell = row[place] if place < width else None
            found: Value | Fault = UNCOUNTED if (index, place) in grid.uncounted else value_of(cell, each)
            if type(found) is Fault:
                wrong = True
                reading.refusals.append(refusal(grid, index, place, head, each, found, cell, reading.name))
            else:
                values[each.key] = found  # type: ignore[assignment]
        (reading.broken if wrong else reading.rows).append(Taken(grid.name, index + 1, values))
    return done + len(grid.rows) - head.below


def anything(held: list[tuple[int, Cell]], index: int, grid: Grid, head: Head) -> bool:
    """Whether a row holds anything of its own in a column that is read: numbers printed beforehand and what a merged area
    spreads over its rows make none."""
    if any(place in head.columns and (index, place) not in grid.spread for place, _ in held):
        return True
    return bool(grid.uncounted) and any((index, place) in grid.uncounted for place in head.columns)


def refusal(grid: Grid, index: int, place: int, head: Head, each: Field, fault: Fault, cell: Cell, name: str) -> Refusal:
    """A refused cell with its sentence filled."""
    title = head.titles.get(place, each.title)
    values: dict[str, str | int] = {"value": shown(cell)[:SHOWN], "title": title, "least": bound(each, each.least), "most": bound(each, each.most),
                                    "choices": "、".join(dict.fromkeys(word for word in each.choices if not word.isascii())) or "、".join(each.choices)}
    return Refusal(grid.name, index + 1, title, place, Finding(
        code=f"sheet/{fault.code}", message=fault.message, remedy=fault.remedy, values=values,
        place=Place(file=name, sheet=grid.name or None, row=index + 1, column=title)))


def bound(field: Field, number: int) -> str | int:
    """A bound of a column as people write it."""
    return f"{Decimal(number) / 100:f}" if field.kind is Kind.HUNDREDTHS else number


def repeated(reading: Reading, form: Form) -> None:
    """This will refuse the later of rows that share what no two rows may share, also when the earlier is refused already."""
    order = {grid.name: place for place, grid in enumerate(reading.grids)}
    rows = sorted([*reading.rows, *reading.broken], key=lambda row: (order[row.sheet], row.row)) if reading.broken else reading.rows
    twice: set[tuple[str, int]] = set()
    for key in form.unique:
        seen: dict[Value, Taken] = {}
        for row in rows:
            value = row.values.get(key)
            if value is None or value == "":
                continue
            before = seen.setdefault(value, row)
            if before is not row:
                twice.add((row.sheet, row.row))
                reading.refusals.append(row_refusal(reading, row, key, before))
    if twice:
        reading.rows = [row for row in reading.rows if (row.sheet, row.row) not in twice]


def row_refusal(reading: Reading, row: Taken, key: str, before: Taken) -> Refusal:
    """The later of two rows that share a value names the earlier one."""
    if row.sheet == before.sheet:
        return refuse(reading, row, key, "twice", "“%(title)s” is the same as in row %(before)s.",
                      "Delete one of the two rows, or correct the number.", before=before.row)
    return refuse(reading, row, key, "twice", "“%(title)s” is the same as in row %(before)s of sheet “%(sheet)s”.",
                  "Delete one of the two rows, or correct the number.", before=before.row, sheet=before.sheet)


def refuse(reading: Reading, row: Taken, key: str, code: str, message: str, remedy: str, *, place: int | None = None,
           **values: str | int) -> Refusal:
    """The refusal of a row at one of its cells, for whoever checks rows against each other or against a register."""
    head = reading.heads[row.sheet]
    at = place if place is not None else next((each for each, known in head.columns.items() if known == key), None)
    title = head.titles.get(at, "") if at is not None else ""
    return Refusal(row.sheet, row.row, title, at, Finding(
        code=f"sheet/{code}", message=message, remedy=remedy, values={"title": title, **values},
        place=Place(file=reading.name, sheet=row.sheet or None, row=row.row, column=title or None)))
