"""A list of a job beside the rounds: read from its file, frozen, its cells looked at."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from junheng.ground.draws.engine import freeze, in_order, order_keys, written
from junheng.ground.draws.engine.lists import described
from junheng.ground.draws.engine.transcripts import with_digest
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.sheets import Table, read_table, sheet_name
from junheng.rooms.admissions import sheets
from junheng.rooms.admissions.engine import checks

Files = Mapping[str, tuple[str, bytes]]
FORMAT = "junheng-certificate/1"
SHOWN = 50
# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@")
# The longest number: signs before the point, and in all.
WHOLE, SIGNS = 12, 24


@dataclass(frozen=True, slots=True)
class Kind:
    """What a list holds: titles that offices use for columns; those it must have, the identifier first; those that are read where
    they are there; which hold numbers, and which identifiers."""

    titles: Mapping[str, str]
    required: tuple[str, ...]
    wanted: tuple[str, ...] = ()
    numeric: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing(sheets.Sheet):
    """A list with the sheet of the workbook that it stood in."""

    page: str | None = None

    def place(self, line: int, column: str) -> Place:
        """Where a line (0 is the first) stands in the sender's file."""
        return Place(file=self.file, sheet=self.page, row=self.rows[line], column=self.title(column))

    def whole(self) -> Place:
        """The file and its sheet."""
        return Place(file=self.file, sheet=self.page)

    def has(self, column: str) -> bool:
        """Whether the file has a column."""
        return column in self.frozen.columns


@dataclass(frozen=True, slots=True)
class Done:
    """What a job gives: files to be written, a sentence about it (a message id with its values), notes to be told first, and
    names of files that an earlier run may have left and that this one does not write."""

    files: Mapping[str, bytes]
    said: str
    values: Mapping[str, Any]
    notes: Sequence[Finding] = ()
    stale: Sequence[str] = ()


def lists_in(files: Files, kinds: Mapping[str, Kind], needed: Sequence[str]) -> dict[str, Listing]:
    """This will read all lists of a job that are there. Raises Refused with what is wrong in any of them."""
    odd = [Finding("no-file", "The list %(name)s is not in the folder.", "Add it as .csv, .xlsx, .xls, .ods or .parquet.",
                   Place(file=name), {"name": name}) for name in needed if name not in files]
    found = {}
    for name, kind in kinds.items():
        if name in files:
            try:
                found[name] = read(name, kind, *files[name])
            except Refused as fault:
                odd += fault.findings
    refuse_all(odd)
    return found


def refuse_all(odd: Sequence[Finding]) -> None:
    """Raises Refused where anything is wrong."""
    if odd:
        raise Refused(*odd[:SHOWN])


def read(name: str, kind: Kind, file: str, content: bytes) -> Listing:
    """This will read and freeze one list. Raises Refused with places in its file."""
    page = sheet_name(content)
    try:
        table = read_table(content, file, required=kind.required, titles=kind.titles)
    except Refused as fault:
        raise Refused(*(replace(each, place=replace(each.place, sheet=page)) for each in fault.findings)) from None
    columns = [*kind.required, *(column for column in kind.wanted if column in table.columns)]
    numeric = [column for column in columns if column in kind.numeric]
    refuse_all([replace(each, place=replace(each.place, sheet=page)) for column in numeric for each in no_numbers(table, column)])
    frozen, changed = freeze(name, columns, table.chosen(columns), numeric=numeric, titles=[table.title(column) for column in columns])
    held = Listing(file, frozen, table.numbers, changed, page)
    refuse_all([finding for column in (kind.required[0], *kind.names) if column in columns for finding in unsafe(held, column)])
    return held


def no_numbers(table: Table, column: str) -> Iterator[Finding]:
    """Cells that should hold a number and do not, or one that is longer than any count or measure."""
    yield from sheets.no_numbers(table, column)
    for line, cell in enumerate(table.column(column)):
        if sheets.is_number(cell) and (len(cell.strip()) > SIGNS or len(cell.strip().partition(".")[0]) > WHOLE):
            yield Finding("number-long", "The number in this cell is too long.",
                          "Write it with at most %(whole)s digits before the point and %(signs)s signs in all.",
                          Place(file=table.name, row=table.numbers[line], column=table.title(column)), {"whole": WHOLE, "signs": SIGNS})


def unsafe(held: Listing, column: str) -> Iterator[Finding]:
    """Identifiers that a spreadsheet would take for a formula, or that hold signs which cannot be seen."""
    for line, cell in enumerate(held.frozen.column(column)):
        if cell.startswith(FORMULA) or any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in cell):
            yield checks.found(held, line, column, "unsafe", "“%(name)s” begins like a formula or holds signs that cannot be seen.",
                               "Write the identifier in letters and digits.", name="".join(sign if sign.isprintable() else "�" for sign in cell[:40]))


def outside(held: Listing, column: str, least: int, most: int) -> Iterator[Finding]:
    """Numbers, none empty, that lie outside their bounds."""
    for line, cell in enumerate(held.frozen.column(column)):
        if cell and not least <= float(cell) <= most:
            yield checks.found(held, line, column, "outside", "“%(cell)s” is not from %(least)s to %(most)s.",
                               "Correct the number, and read the file again.", cell=cell, least=least, most=most)


def changes(lists: Mapping[str, Listing]) -> list[Finding]:
    """Cells that normalisation changed, as notes."""
    return [Finding("normalised", "“%(was)s” counts as “%(now)s”.", "", held.place(each.line - 1, each.column),
                    {"was": each.was, "now": each.now}, level="note") for held in lists.values() for each in held.changed]


def ticket_order(names: Sequence[str], seed: str | None, first: str) -> list[int]:
    """Lines in the order of their tickets; in the order of the identifiers while there is no seed."""
    return sorted(range(len(names)), key=names.__getitem__) if seed is None else in_order(seed=seed, names=names, first=first)


def ticket_keys(names: Sequence[str], seed: str, first: str) -> list[str]:
    """A text for each name, the lower goes first; equal tickets by name."""
    return [f"{key},{name}" for key, name in zip(order_keys(seed=seed, names=names, first=first), names, strict=True)]


def seed_wanted(message: str, place: Place, **values: str | int) -> Refused:
    """The refusal of a job that chance must decide and that came without a seed."""
    return Refused(Finding("seed-missing", message, "Make a seed in public and run it again with --seed.", place, values))


def certificate(kind: str, lists: Mapping[str, Listing], *, rules: Mapping[str, Any], seed: str | None, **found: Any) -> bytes:
    """What a job writes beside its tables: the lists by their digests, rules, seed, sums, and its own digest."""
    return written(with_digest({"format": FORMAT, "kind": kind, "lists": [described(held.frozen) for held in lists.values()],
                                "rules": dict(rules), "seed": seed, **found}))
