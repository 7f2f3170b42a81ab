"""How a figure came about: the formula with its numbers, and the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from junheng.ground.kernel.findings import Finding, Refused
from junheng.rooms.indicators.engine.pieces import Piece, Tables, pieces
from junheng.rooms.indicators.engine.plain import columns_of, of, spread, value_of
from junheng.rooms.indicators.engine.verdicts import indicator_of
from junheng.rooms.indicators.engine.wholes import wholes
from junheng.rooms.indicators.values.definitions import Item, Shape, Standard
from junheng.rooms.indicators.values.explained import Address, Explained

WEIGHTED = {"mean": "Σ n·x ÷ Σ n", "sd": "√( Σ n·(x − mean)² ÷ Σ n )", "cv": "sd ÷ mean"}
PLAIN = {"mean": "Σ x ÷ k", "sd": "√( Σ (x − mean)² ÷ k )", "cv": "sd ÷ mean", "cv_unweighted": "√( Σ (x − Σ x ÷ k)² ÷ k ) ÷ ( Σ x ÷ k )"}


def explain(standard: Standard, tables: Tables, address: Address, *, on: date, weighted: bool) -> Explained:
    """This will say how a figure of a measurement came about. Raises Refused for an address that leads nowhere."""
    item = next((each for each in standard.items if each.id == address.item and each.indicator is not None), None)
    if item is None:
        raise nowhere(address)
    if indicator_of(item).shape is not Shape.RATIO:
        return of_whole(standard, tables, item, address, on)
    entered, _ = pieces(standard, tables, columns_of(standard.of_schools))
    held = entered.get((address.county, address.stage), [])
    if address.what in {"mean", "sd", "cv", "cv_unweighted"} and held:
        return of_spread(item, held, address, on, weighted)
    piece = next((each for each in held if each.school_code == address.what), None)
    if piece is None:
        raise nowhere(address)
    return of_school(item, piece, tables, address, on)


def of_school(item: Item, piece: Piece, tables: Tables, address: Address, on: date) -> Explained:
    """A school's value: its numerator, its denominator, and the rows in which they stand."""
    indicator = indicator_of(item)
    assert indicator.denominator is not None
    columns = [part.column for part in (indicator.numerator, indicator.denominator)]
    above, below = (of(piece, column) for column in columns)
    value = value_of(item, piece)
    per = f" × {indicator.per}" if indicator.per != 1 else ""
    rows = [{"table": name, **{key: row.get(key) for key in ("school_code", "stage", "pupils", *columns) if key in row}}
            for name in ("stages", "schools") for row in tables[name] if row["school_code"] == piece.school_code]
    told = f"{shown(above)} ÷ {shown(below)}{per} = {shown(value)}"
    return made(item, address, value, f"{columns[0]} ÷ {columns[1]}{per}", told, rows, on)


def of_spread(item: Item, held: list[Piece], address: Address, on: date, weighted: bool) -> Explained:
    """A mean, a deviation or a coefficient: every school with its pupils, its value, and its share of the variance."""
    found = spread(item, held, None, weighted=weighted if address.what != "cv_unweighted" else False)
    formula = (WEIGHTED if weighted and address.what != "cv_unweighted" else PLAIN)[address.what]
    value = getattr(found, "cv" if address.what == "cv" and weighted else "cv_unweighted" if address.what.startswith("cv") else address.what)
    values = [value_of(item, piece) for piece in held]
    rows: list[dict[str, Any]] = []
    known = [each for each in values if each is not None]
    if len(known) == len(held) and found.mean is not None:
        heavy = weighted and address.what != "cv_unweighted"
        weights = [Fraction(piece.pupils) if heavy else Fraction(1) for piece in held]
        mean = sum((w * x for w, x in zip(weights, known, strict=True)), Fraction(0)) / sum(weights)
        squares = [w * (x - mean) ** 2 for w, x in zip(weights, known, strict=True)]
        whole = sum(squares, Fraction(0))
        rows = [{"school_code": piece.school_code, "pupils": piece.pupils, "value": float(x), "share": float(square / whole) if whole else 0.0}
                for piece, x, square in zip(held, known, squares, strict=True)]
        rows.sort(key=lambda row: (-row["share"], row["school_code"]))
    told = f"{shown(found.sd)} ÷ {shown(found.mean)} = {shown(value)}" if address.what.startswith("cv") else f"{address.what} = {shown(value)}"
    return made(item, address, value, formula, told, rows, on)


def of_whole(standard: Standard, tables: Tables, item: Item, address: Address, on: date) -> Explained:
    """An item of a county: its sums, or the rows that keep to their limit and all rows."""
    found = next((each for each in wholes(standard, tables)[0].get(address.county, ()) if each.id == item.id), None)
    if found is None:
        raise nowhere(address)
    indicator = indicator_of(item)
    above, below = indicator.numerator, indicator.denominator
    formula = f"{above.table}.{above.column} ÷ {below.table}.{below.column} × {indicator.per}" if below else f"{above.table}: within ÷ all × {indicator.per}"
    told = f"{shown(found.numerator)} ÷ {shown(found.denominator)} × {indicator.per} = {shown(found.value)}"
    rows: list[dict[str, Any]] = [{"table": above.table, "sum": found.numerator, **{key: list(words) for key, words in above.where.items()}}]
    if below:
        rows.append({"table": below.table, "sum": found.denominator, **{key: list(words) for key, words in below.where.items()}})
    return made(item, address, found.value, formula, told, rows, on)


def made(item: Item, address: Address, value: Fraction | float | None, formula: str, told: str, rows: list[dict[str, Any]], on: date) -> Explained:
    """An explanation with its sources."""
    indicator = indicator_of(item)
    limit = item.limits.get(address.stage, item.limits.get(""))
    return Explained(address, item.titles, indicator.unit, None if value is None else float(value), formula, told, tuple(rows),
                     None if limit is None else float(limit), indicator.source, item.source, on)


def shown(value: Fraction | float | None) -> str:
    """A number as an explanation writes it: ten significant digits."""
    return "—" if value is None else f"{float(value):.10g}"


def nowhere(address: Address) -> Refused:
    """An address without a figure."""
    parts: Mapping[str, str] = {"address": "/".join(each for each in (address.county, address.stage, address.item, address.what) if each)}
    return Refused(Finding("figure/nowhere", "There is no figure at %(address)s.", "Name county, stage, item, and a school's code or mean, sd, cv, cv_unweighted.",
                           values=parts))
