"""A roster from its file to the frozen list, with everything said about it that its sender should hear."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from junheng.ground.draws.engine import freeze, normal, plain_number
from junheng.ground.draws.values import FrozenList
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.sheets import Table, read_table, sheet_name
from junheng.rooms.classes.engine.columns import month_of
from junheng.rooms.classes.sheets import DAYS, IDENTIFIERS, TITLES
from junheng.rooms.classes.values import SEXES, Kind

CONSTRAINING = ("together", "apart", "needs")
# Changed cells that are named one by one.
SHOWN = 20
NUMBER_REMEDY = "Write it in digits, with a point at most, or leave the cell empty, and read the file again."


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster as it came: its bytes, file name and table."""

    data: bytes
    name: str
    table: Table

    def place(self, line: int | None, column: str | None) -> Place:
        """Where line (1 is the first) and column stand in the sender's file."""
        row = self.table.numbers[line - 1] if line else None
        return Place(file=self.name, sheet=sheet_name(self.data), row=row, column=column and self.table.title(column))

    def told(self, refused: Refused) -> Refused:
        """A refusal of the pure layers, with its places in the sender's file."""
        return Refused(*(finding if finding.place.file and finding.place.file != "roster" else
                         replace(finding, place=self.place(finding.place.row, finding.place.column))
                         for finding in refused.findings))


def read_roster(data: bytes, name: str, *, more: Mapping[str, str] = MappingProxyType({})) -> Roster:
    """This will read a roster whose identifier stands under one of the usual titles. Raises Refused."""
    fault: Refused | None = None
    for identifier in IDENTIFIERS:
        titles = {**TITLES, **more, identifier: "pupil_id"}
        try:
            table = read_table(data, name, required=["pupil_id"], titles=titles)
            break
        except Refused as refused:
            if refused.findings[0].code != "columns-missing":
                raise
            fault = fault or refused
    else:
        titles = {**TITLES, **dict.fromkeys(IDENTIFIERS[1:], "pupil_id")}
        read_table(data, name, required=["pupil_id"], titles=titles)
        raise fault or AssertionError
    if not table.rows:
        raise Refused(Finding("roster-empty", "%(name)s lists no pupils.", "Check that the right file was chosen.",
                              Place(file=name), {"name": name}))
    return Roster(data, name, table)


def freeze_roster(roster: Roster, rules: dict[str, Any], *, more: Sequence[str] = ()) -> tuple[FrozenList, tuple[Finding, ...]]:
    """The columns that a run uses, frozen, and notes on what was changed or left open. Raises Refused with all faults."""
    table = roster.table
    wanted = ["pupil_id", *(each["column"] for each in rules["covariates"]),
              *(each["column"] for each in rules.get("strata", ())), *rules.get("by", ()),
              *([rules["same_name_apart"]] if rules["same_name_apart"] else []), *more,
              *(column for column in (*CONSTRAINING, "receipt") if column in table.columns)]
    columns = list(dict.fromkeys(wanted))
    numeric = [column for column in columns if column == "needs" or (column not in DAYS and (
        column in rules.get("by", ()) or any(each["column"] == column and each["kind"] == Kind.NUMERIC
                                             for each in rules["covariates"])))]
    check_cells(roster, columns, numeric)
    frozen, changed = freeze("roster", columns, table.chosen(columns), numeric=numeric,
                             titles=[table.title(column) for column in columns])
    check_children(roster, frozen)
    notes = [Finding("changed", "“%(was)s” in row %(row)s, column %(column)s, is taken as “%(now)s”.", "",
                     values={"was": each.was, "now": each.now, "row": table.numbers[each.line - 1],
                             "column": table.title(each.column)}, level="note") for each in changed[:SHOWN]]
    if len(changed) > SHOWN:
        notes.append(Finding("changed-more", "%(count)s more cells are taken without the space or wide characters in them.", "",
                             values={"count": len(changed) - SHOWN}, level="note"))
    for column in numeric:
        empty = frozen.column(column).count("")
        if empty and column != "needs":
            notes.append(Finding("unknown", "%(count)s pupils have no %(column)s; they count as the mean.", "",
                                 values={"count": empty, "column": table.title(column)}, level="note"))
    return frozen, tuple(notes)


def check_cells(roster: Roster, columns: Sequence[str], numeric: Sequence[str]) -> None:
    """Raises Refused with every cell that is not what its column asks for, and every identifier that is missing."""
    faults = []
    checks: dict[str, tuple[Callable[[str], bool], str, str]] = {
        "pupil_id": (bool, "The pupil in row %(row)s has no identifier (%(column)s).",
                     "Fill it in, or take the row away, and read the file again."),
        "sex": (SEXES.__contains__, "“%(cell)s” in row %(row)s, column %(column)s, is no sex.",
                "Write male or female, 男 or 女, 1 or 2, and read the file again."),
        "needs": (is_need, "“%(cell)s” in row %(row)s, column %(column)s, is not a number of pupils, 0 or more.",
                  NUMBER_REMEDY),
    }
    number = (is_number, "“%(cell)s” in row %(row)s, column %(column)s, is not a number in plain digits.", NUMBER_REMEDY)
    day = (is_day, "“%(cell)s” in row %(row)s, column %(column)s, is not a day or a month.",
           "Write it as 2019-05-03 or 2019-05, and read the file again.")
    for column in columns:
        check = checks.get(column) or (number if column in numeric else day if column in DAYS else None)
        if check is None:
            continue
        fits, message, remedy = check
        for line, cell in enumerate(roster.table.column(column), start=1):
            if not fits(normal(cell)):
                place = roster.place(line, column)
                faults.append(Finding("cell", message, remedy, place,
                                      {"cell": cell, "row": place.row or 0, "column": place.column or column}))
    if faults:
        raise Refused(*faults)


def is_number(cell: str) -> bool:
    """Whether a cell is empty or a number in plain digits."""
    try:
        plain_number(cell)
    except ValueError:
        return False
    return True


def is_day(cell: str) -> bool:
    """Whether a cell is empty or a day or month."""
    try:
        month_of(cell)
    except ValueError:
        return False
    return True


def is_need(cell: str) -> bool:
    """Whether a cell is empty or a number that is not negative."""
    return is_number(cell) and not plain_number(cell).startswith("-")


def check_children(roster: Roster, frozen: FrozenList) -> None:
    """Raises Refused for every child that stands in the list twice."""
    first: dict[str, int] = {}
    faults = []
    for line, pupil in enumerate(frozen.ids, start=1):
        if (earlier := first.setdefault(pupil, line)) != line:
            faults.append(Finding(
                "twice", "Pupil %(pupil)s stands in rows %(first)s and %(row)s.",
                "Keep one of the rows; two children need two identifiers.", roster.place(line, "pupil_id"),
                {"pupil": pupil, "first": roster.table.numbers[earlier - 1], "row": roster.table.numbers[line - 1]}))
    if faults:
        raise Refused(*faults)
