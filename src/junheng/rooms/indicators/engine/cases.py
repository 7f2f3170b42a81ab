"""Worked cases of the files: what they say comes out, and what does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from junheng.ground.kernel.findings import Finding, Place
from junheng.rooms.indicators.engine.pieces import Piece, exact
from junheng.rooms.indicators.engine.plain import measure, spread, value_of
from junheng.rooms.indicators.engine.wholes import wholes
from junheng.rooms.indicators.values.definitions import Indicator, Item, Rule, Scope, Shape, Standard
from junheng.rooms.indicators.values.inputs import INPUTS, WORDS, Cell

Said = Mapping[str, Any]


def faults_of_indicator(name: str, indicator: Indicator, cases: Iterable[Said]) -> Iterator[Finding]:
    """What the cases of an indicator say otherwise than the engine, and a warning where there is no case."""
    none = True
    for case in cases:
        none = False
        yield from compared(name, case, ratio(indicator, case) if indicator.shape is Shape.RATIO else whole(indicator, case))
    if none:
        yield no_case(name)


def faults_of_standard(name: str, standard: Standard, cases: Iterable[Said]) -> Iterator[Finding]:
    """The same for a standard set."""
    none = True
    for case in cases:
        none = False
        told = measure(standard, tables(case), on=date.min)
        stages = [stage for county in told.counties for stage in county.stages]
        schools = [school for stage in stages for school in stage.schools]
        items = {each.id: each for county in told.counties for each in county.items}
        yield from compared(name, case, {
            "reached": [school.reached for school in schools], "met": [school.met for school in schools],
            "missing": [lack.missing for school in schools for lack in school.shortfalls],
            "composite": stages[0].composite.cv if stages else None,
            "items": {key: each.value for key, each in items.items()}, "items_met": {key: each.met for key, each in items.items()},
        })
    if none:
        yield no_case(name)


def ratio(indicator: Indicator, case: Said) -> Mapping[str, Any]:
    """Values of single schools, and their spread."""
    item = Item("one", {}, indicator)
    pieces = [Piece(str(place), int(row["pupils"]), {key: exact(cell(key, value)) for key, value in row.items() if key != "pupils"})
              for place, row in enumerate(case["schools"])]
    told = spread(item, pieces, None, weighted=True)
    return {"values": [value_of(item, piece) for piece in pieces], "mean": told.mean, "sd": told.sd, "cv": told.cv, "cv_unweighted": told.cv_unweighted}


def whole(indicator: Indicator, case: Said) -> Mapping[str, Any]:
    """The value of the one county of a case."""
    item = Item("one", {}, indicator, sizes={key: Fraction(value) for key, value in case.get("sizes", {}).items()})
    standard = Standard("case", {}, WORDS["stage"], (item,), Scope(), Rule(), {})
    found, _ = wholes(standard, tables(case))
    return {"value": next(iter(found.values()))[0].value}


def tables(case: Said) -> dict[str, list[dict[str, Any]]]:
    """The tables of a case, every row with all columns that any row of its table has."""
    found = {}
    for name in INPUTS:
        if name in case:
            columns = list(dict.fromkeys(key for row in case[name] for key in row))
            found[name] = [{key: cell(key, row[key]) if key in row else None for key in columns} for row in case[name]]
    return found


def cell(column: str, text: str) -> Any:
    """A cell of a case, where numbers are written as strings."""
    kind = next(each.columns[column] for each in INPUTS.values() if column in each.columns)
    if kind in {Cell.TEXT, Cell.WORD}:
        return text
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


def compared(name: str, case: Said, told: Mapping[str, Any]) -> Iterator[Finding]:
    """A finding for each figure of the case that comes out otherwise, to the digits that the case prints."""
    for key, said in case.items():
        if key in {"said", "sizes", *INPUTS}:
            continue
        if key not in told or not same(said, told[key]):
            yield Finding("case", "The worked case “%(case)s” says %(key)s = %(said)s; %(told)s comes out.", "Correct the case or the definition.",
                          Place(file=name, column="cases"),
                          {"case": str(case.get("said", "")), "key": key, "said": str(said), "told": str(told.get(key))})


def same(said: Any, told: Any) -> bool:
    """Whether a figure is what was said, to the digits that were printed."""
    if isinstance(said, list):
        return isinstance(told, list) and len(said) == len(told) and all(map(same, said, told))
    if isinstance(said, Mapping):
        return isinstance(told, Mapping) and all(same(value, told.get(key)) for key, value in said.items())
    if isinstance(said, bool) or told is None:
        return said is told
    digits = Decimal(str(said))
    number = Decimal(told.numerator) / Decimal(told.denominator) if isinstance(told, Fraction) else Decimal(repr(told))
    return number.quantize(digits) == digits


def no_case(name: str) -> Finding:
    """A file without a worked case."""
    return Finding("no-case", "The file has no worked case.", "Add one from the document, or one reckoned by hand.", Place(file=name, column="cases"))


