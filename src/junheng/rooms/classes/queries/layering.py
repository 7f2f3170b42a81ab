"""Layers of one subject for the coming term, and whether they have hardened, from a roster with marks and earlier layers."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from junheng.ground.draws.engine import freeze, normal, order_keys, plain_number, whole_numbers, written
from junheng.ground.draws.engine.lists import described
from junheng.ground.draws.values import FrozenList
from junheng.ground.kernel.findings import Finding, Refused
from junheng.rooms.classes.engine.layers import Hardening, hardening, layered
from junheng.rooms.classes.queries.books import book
from junheng.rooms.classes.queries.rosters import Roster, check_children, is_number, read_roster
from junheng.rooms.classes.sheets import TITLES

FORMULA = ("=", "+", "-", "@")
# The longest score, in signs; the highest number of a layer.
SIGNS, LAYERS = 24, 99


@dataclass(frozen=True, slots=True)
class Layering:
    """Layers given: for each pupil in roster order the layer (1 is the first) and the last one before (0: none), how much
    layers move where there were any before, the record of the run, and what was noticed."""

    pupils: tuple[str, ...]
    layers: tuple[int, ...]
    before: tuple[int, ...]
    hardening: Hardening | None
    record: bytes
    notes: tuple[Finding, ...]


def layer(data: bytes, name: str, *, sizes: Sequence[int], seed: str, today: date, score: str = "score", terms: Sequence[str] = (),
          margin: int = 0) -> Layering:
    """This will form the layers of a subject by the column `score`; `terms` are columns of earlier layers, the earliest first.

    Equal scores go by ticket; `sizes` are the places of each layer, `margin` as in the engine. Raises Refused.
    """
    roster = read_roster(data, name)
    mark, *earlier = (TITLES.get(title, title) for title in (score, *terms))
    check_columns(roster, mark, earlier)
    check_cells(roster, mark, earlier)
    columns = ["pupil_id", mark, *earlier]
    frozen, changed = freeze("roster", columns, roster.table.chosen(columns), numeric=columns[1:],
                             titles=[roster.table.title(column) for column in columns])
    check_children(roster, frozen)
    if sum(sizes) != len(frozen.rows):
        raise Refused(Finding("layer-places", "The layers have %(places)s places, and the roster has %(pupils)s pupils.",
                              "Let the sizes add up to the number of pupils.", roster.place(None, None),
                              {"places": sum(sizes), "pupils": len(frozen.rows)}))
    known = normal(seed)
    held = [{pupil: int(cell) - 1 for pupil, cell in zip(frozen.ids, frozen.column(column), strict=True) if cell} for column in earlier]
    marks = whole_numbers(list(frozen.column(mark)))[0]
    given = layered(scores={pupil: each or 0 for pupil, each in zip(frozen.ids, marks, strict=True)}, sizes=sizes, margin=margin,
                    keys=dict(zip(frozen.ids, order_keys(seed=known, names=frozen.ids), strict=True)), before=held[-1] if held else None)
    limits = {key: Fraction(str(book().at(today)["classes/layers"].value(key))) for key in ("least_moved", "most_always")}
    found = hardening([*held, given], **limits) if held else None
    rules = {"score": mark, "sizes": list(sizes), "margin": margin, "terms": list(earlier)}
    notes = [Finding("changed", "“%(was)s” in row %(row)s, column %(column)s, is taken as “%(now)s”.", "", values={
        "was": each.was, "now": each.now, "row": roster.table.numbers[each.line - 1], "column": roster.table.title(each.column)},
        level="note") for each in changed]
    if known != seed:
        notes.append(Finding("seed-changed", "The seed “%(was)s” is taken as “%(now)s”.", "", values={"was": seed, "now": known}, level="note"))
    if found and found.hardened:
        notes.append(Finding("layers-hard", "The layers have hardened: %(moved)s of the pupils changed layer at most, %(always)s of the lowest layer were always in it.",
                             "", values={"moved": percent(max(found.moved)), "always": percent(found.always_lowest)}, level="warning"))
    return Layering(frozen.ids, tuple(given[pupil] + 1 for pupil in frozen.ids),
                    tuple(held[-1].get(pupil, -1) + 1 if held else 0 for pupil in frozen.ids), found,
                    recorded(frozen, rules, known, found, limits), tuple(notes))


def check_columns(roster: Roster, mark: str, earlier: Sequence[str]) -> None:
    """Raises Refused for a column that is not there or named twice."""
    for column in (mark, *earlier):
        if column not in roster.table.columns or [mark, *earlier, "pupil_id"].count(column) > 1:
            raise Refused(Finding("layer-column", "%(name)s has no column %(column)s to use once.", "Add the column or correct its title, and read the file again.",
                                  roster.place(None, column), {"name": roster.name, "column": column}))


def check_cells(roster: Roster, mark: str, earlier: Sequence[str]) -> None:
    """Raises Refused with every identifier, score and earlier layer that is none."""
    checks = [("pupil_id", is_identifier, "“%(cell)s” in row %(row)s is no identifier, or a spreadsheet would take it for a formula.",
               "Write the identifier in letters and digits."),
              (mark, is_score, "“%(cell)s” in row %(row)s, column %(column)s, is no score.", "Write a score for every pupil; 0 where there is none."),
              *((column, is_layer, "“%(cell)s” in row %(row)s, column %(column)s, is not the number of a layer.",
                 "Write 1, 2, 3 …, or leave the cell empty for a pupil who had none.") for column in earlier)]
    faults = []
    for column, fits, message, remedy in checks:
        for line, cell in enumerate(roster.table.column(column), start=1):
            if not fits(normal(cell)):
                place = roster.place(line, column)
                shown = "".join(sign if sign.isprintable() else "�" for sign in cell[:40])
                faults.append(Finding("cell", message, remedy, place, {"cell": shown, "row": place.row or 0, "column": place.column or column}))
    if faults:
        raise Refused(*faults)


def is_identifier(cell: str) -> bool:
    """Whether a cell names a pupil and nothing else."""
    return bool(cell) and not cell.startswith(FORMULA) and not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in cell)


def is_score(cell: str) -> bool:
    """Whether a cell holds a number, not too long for one."""
    return bool(cell) and len(cell) <= SIGNS and is_number(cell)


def is_layer(cell: str) -> bool:
    """Whether a cell is empty or holds the number of a layer."""
    if len(cell) > SIGNS or not is_number(cell):
        return False
    said = plain_number(cell)
    return not said or (said.isdecimal() and 1 <= int(said) <= LAYERS)


def recorded(frozen: FrozenList, rules: Mapping[str, object], seed: str, found: Hardening | None, limits: Mapping[str, Fraction]) -> bytes:
    """layers.json: the list by its digest, rules, seed, and how much layers move, shares in ten digits."""
    moving = None if found is None else {
        "moved": [share(each) for each in found.moved], "always_lowest": share(found.always_lowest), "hardened": found.hardened,
        **{key: share(each) for key, each in limits.items()}}
    return written({"format": "junheng-layers/1", "list": described(frozen), "rules": rules, "seed": seed, "hardening": moving})


def share(held: Fraction) -> float:
    """A share in at most ten digits."""
    return float(f"{float(held):.10g}")


def percent(held: Fraction) -> str:
    """A share as a person reads it."""
    return f"{float(held * 100):.3g}%"


def layers_csv(given: Layering) -> bytes:
    """layers.csv: pupil_id, layer, before (empty: none); UTF-8 with BOM, roster order."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["pupil_id", "layer", "before"])
    rows.writerows((pupil, now, before or "") for pupil, now, before in zip(given.pupils, given.layers, given.before, strict=True))
    return ("\ufeff" + out.getvalue()).encode()
