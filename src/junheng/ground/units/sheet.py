"""The directory of units as a table: how a bureau brings its sections and two hundred schools in, and gets them out.

One row a unit. Code and name are needed; a row whose code is known already renames or moves its unit, a row that says
what holds anyway changes nothing, and a unit that no row names is left alone. Parents are named by code or by name and
may stand further down in the same table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from junheng.ground.kernel.findings import Finding, Place
from junheng.ground.sheets import Column, Sheet, Table
from junheng.ground.units.values import KIND_LABELS, Kind, Tree, UnitCard, UnitTree, plain_name

COLUMNS = {"code": "编码", "name": "名称", "short_name": "简称", "kind": "类别", "managing": "上级（管理）",
           "administrative": "所在地（行政）"}
WIDTHS = {"code": 14, "name": 40, "short_name": 18, "kind": 14, "managing": 28, "administrative": 20}
# Titles as bureaus write them beside those of our own table.
TITLES = {
    **{title: column for column, title in COLUMNS.items()}, "代码": "code", "单位编码": "code", "学校代码": "code",
    "学校标识码": "code", "单位名称": "name", "学校名称": "name", "全称": "name", "单位简称": "short_name", "单位类别": "kind",
    "类型": "kind", "上级": "managing", "上级单位": "managing", "主管单位": "managing", "管理上级": "managing",
    "所在地": "administrative", "所在乡镇": "administrative", "乡镇": "administrative", "乡镇（街道）": "administrative",
}
REQUIRED = ("code", "name", "kind")


class Step(StrEnum):
    """What a row does."""

    OPEN = "open"
    CHANGE = "change"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        """English message id."""
        return {"open": "new", "change": "changed", "nothing": "as it is"}[self.value]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row understood: its place in the file, the unit, its parents by code ("" none), what the row does."""

    row: int
    code: str
    name: str
    short_name: str
    kind: Kind
    parents: Mapping[Tree, str]
    step: Step

    def as_plain(self) -> dict[str, object]:
        """As JSON keeps it."""
        return {"row": self.row, "code": self.code, "name": self.name, "short_name": self.short_name,
                "kind": self.kind.value, "parents": {tree.value: code for tree, code in self.parents.items()},
                "step": self.step.value}

    @classmethod
    def from_plain(cls, said: Mapping[str, object]) -> UnitRow:
        """Back from JSON."""
        parents = said["parents"]
        assert isinstance(parents, dict)
        return cls(int(str(said["row"])), str(said["code"]), str(said["name"]), str(said["short_name"]),
                   Kind(said["kind"]), {Tree(tree): str(code) for tree, code in parents.items()}, Step(said["step"]))


@dataclass(frozen=True, slots=True)
class UnitsReading:
    """A table read: its rows with parents before those below them, and what is wrong with it."""

    rows: tuple[UnitRow, ...]
    findings: tuple[Finding, ...]

    def counted(self, step: Step) -> int:
        """How many rows do this."""
        return sum(row.step is step for row in self.rows)


def as_sheet(tree: UnitTree, *, title: str, kind_words: Mapping[Kind, str]) -> Sheet:
    """The directory as a table, in the order of the managing tree; kinds in the county's words."""
    below = [unit_id for root in tree.roots() for unit_id in (root, *tree.descendants(root))]
    order = [*below, *(card.id for card in tree if card.id not in set(below))]
    rows = []
    for unit_id in order:
        card = tree.card(unit_id)
        above = [tree.parents[kind].get(unit_id) for kind in (Tree.MANAGING, Tree.ADMINISTRATIVE)]
        rows.append((card.code, card.name, card.short_name, kind_words[card.kind], *map(tree.name, above)))
    return Sheet(title, title, [Column(said, WIDTHS[key]) for key, said in COLUMNS.items()], rows)


def read(table: Table, tree: UnitTree, *, kind_words: Mapping[Kind, str]) -> UnitsReading:
    """This will understand a table against the units that are there; nothing is changed."""
    kinds = {plain_name(word): kind for kind in Kind for word in (kind.value, KIND_LABELS[kind], kind_words[kind])}
    wide = [dict(zip(table.columns, (cell.strip() for cell in row), strict=True)) for row in table.rows]
    named = names_in(wide, tree)
    findings: list[Finding] = []
    seen: dict[str, int] = {}
    rows: list[UnitRow] = []
    for number, cells in zip(table.numbers, wide, strict=True):
        faults = faults_of(cells, kinds, named, seen, tree)
        seen.setdefault(cells.get("code", ""), number)
        if faults:
            findings += [Finding(code, message, remedy, Place(file=table.name, row=number, column=COLUMNS[column]),
                                 {"row": number, **values})
                         for code, message, remedy, column, values in faults]
            continue
        parents = {kind: named.get(plain_name(cells.get(kind.value, "")), ("",))[0] for kind in Tree}
        rows.append(understood(number, cells, kinds[plain_name(cells["kind"])], parents, table.columns, tree))
    ordered, circle = parents_first(rows)
    findings += [Finding("units-circle", "Row %(row)s: %(name)s would stand below itself.", "Correct the unit above it.",
                         Place(file=table.name, row=row.row, column=COLUMNS["managing"]), {"row": row.row, "name": row.name})
                 for row in circle]
    return UnitsReading(tuple(ordered), tuple(findings))


Fault = tuple[str, str, str, str, dict[str, str | int]]


def faults_of(cells: Mapping[str, str], kinds: Mapping[str, Kind], named: Mapping[str, Sequence[str]],
              seen: Mapping[str, int], tree: UnitTree) -> list[Fault]:
    """What is wrong with a row: code, message, remedy, column, values."""
    found: list[Fault] = []
    for column in ("code", "name"):
        if not cells.get(column):
            found.append(("units-empty", "Row %(row)s has no %(column)s.", "Fill it in.", column,
                          {"column": COLUMNS[column]}))
    code = cells.get("code", "")
    if code and code in seen:
        found.append(("units-twice", "Row %(row)s has the code of row %(first)s.", "Give each unit a code of its own.",
                      "code", {"first": seen[code]}))
    known = tree.by_code(code)
    if known is not None and known not in tree:
        found.append(("units-closed", "Row %(row)s has the code of %(name)s, which is closed.",
                      "Give the new unit a code of its own.", "code", {"name": tree.name(known)}))
    if plain_name(cells.get("kind", "")) not in kinds:
        found.append(("units-kind", "Row %(row)s: “%(kind)s” is no kind of unit.",
                      "Write one of the words of the exported directory, such as 股室 or 学校.", "kind",
                      {"kind": cells.get("kind", "")}))
    for tree in Tree:
        said = cells.get(tree.value, "")
        means = named.get(plain_name(said), ())
        if said and not means:
            found.append(("units-parent", "Row %(row)s: no unit is called “%(parent)s”.",
                          "Write the code or the full name of a unit of this table or of the directory.", tree.value,
                          {"parent": said}))
        elif said and len(means) > 1:
            found.append(("units-parent-many", "Row %(row)s: %(count)s units are called “%(parent)s”.",
                          "Write the code of the one that is meant.", tree.value, {"parent": said, "count": len(means)}))
    return found


def names_in(wide: Sequence[Mapping[str, str]], tree: UnitTree) -> dict[str, tuple[str, ...]]:
    """Codes by plain code, name and short name: those of the table, then those of the directory."""
    found: dict[str, dict[str, None]] = {}
    told = {cells.get("code", "") for cells in wide}
    rows = [(cells.get("code", ""), cells.get("name", ""), cells.get("short_name", "")) for cells in wide]
    rows += [(card.code, card.name, card.short_name) for card in tree if card.code not in told]
    for code, *names in rows:
        for key in filter(None, map(plain_name, names)):
            found.setdefault(key, {})[code] = None
    # A code means its unit even where some other unit is called so.
    return {key: tuple(codes) for key, codes in found.items()} | {plain_name(code): (code,) for code, *_ in rows if code}


def understood(number: int, cells: Mapping[str, str], kind: Kind, parents: dict[Tree, str], columns: Sequence[str],
               tree: UnitTree) -> UnitRow:
    """A row against the unit of its code; a column that the table does not have says nothing."""
    unit_id = tree.by_code(cells["code"])
    card: UnitCard | None = tree.card(unit_id) if unit_id is not None else None
    short = cells.get("short_name", "")
    if card is not None:
        short = short if "short_name" in columns else card.short_name
        now = {each: code_of(tree, tree.parents[each].get(card.id)) for each in Tree}
        parents = {each: parents[each] if each.value in columns else now[each] for each in Tree}
        same = (card.name, card.short_name) == (cells["name"], short) and parents == now
        return UnitRow(number, card.code, cells["name"], short, card.kind, parents, Step.NOTHING if same else Step.CHANGE)
    return UnitRow(number, cells["code"], cells["name"], short, kind, parents, Step.OPEN)


def code_of(tree: UnitTree, unit_id: int | None) -> str:
    """The code of a unit; "" for none."""
    return "" if unit_id is None else tree.card(unit_id).code


def parents_first(rows: Sequence[UnitRow]) -> tuple[list[UnitRow], list[UnitRow]]:
    """Rows in an order in which nobody comes before its parents, and those that stand in a circle."""
    waiting = {row.code: row for row in rows}
    ordered: list[UnitRow] = []
    while waiting:
        ready = [row for row in waiting.values() if not any(code in waiting for code in row.parents.values())]
        if not ready:
            return ordered, list(waiting.values())
        ordered += ready
        for row in ready:
            del waiting[row.code]
    return ordered, []
