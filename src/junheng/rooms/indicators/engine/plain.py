"""The plain engine: every sum in fractions, one step after another. Slow and obvious; the fast engines are held to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import sqrt

from junheng.rooms.indicators.engine.pieces import Piece, Tables, pieces
from junheng.rooms.indicators.engine.verdicts import (
    all_of,
    first_missing,
    indicator_of,
    reaches,
    school_meets,
)
from junheng.rooms.indicators.engine.wholes import columns_held, counties, wholes
from junheng.rooms.indicators.values.definitions import Item, Standard
from junheng.rooms.indicators.values.results import (
    Composite,
    County,
    Left,
    Measured,
    Missing,
    School,
    Shortfall,
    Spread,
    Stage,
)

# A mean of square roots is no fraction: verdicts on it allow for the last digits of a float.
LAST_DIGITS = 1e-12


def measure(standard: Standard, tables: Tables, *, on: date, weighted: bool = True) -> Measured:
    """This will measure a standard over published tables (contract part 2) that have been checked.

    `weighted` chooses the coefficient that is judged: the deviation of each school weighted by its pupils, or not.
    """
    items = standard.of_schools
    held = columns_held(tables)
    missing = [Missing(item.id, column) for item in items if (column := first_missing(indicator_of(item), held))]
    absent = {each.id for each in missing}
    entered, left = pieces(standard, tables, columns_of(items))
    found, without = wholes(standard, tables)
    told = []
    for county in counties(tables):
        stages = []
        for stage in standard.stages:
            key = (county, stage)
            if items and (entered.get(key) or left.get(key)):
                one, unknown = stage_of(standard, stage, entered.get(key, []), left.get(key, []), weighted)
                stages.append(one)
                missing += [replace(each, county=county) for each in unknown if each.id not in absent]
        whole = tuple(found.get(county, ()))
        told.append(County(county, all_of([*(each.met for each in stages), *(each.met for each in whole if each.limit is not None)]),
                           tuple(stages), whole))
    return Measured(standard.id, on, "plain", weighted, tuple(told), (*missing, *without), tuple(each.id for each in standard.of_papers))


def columns_of(items: Sequence[Item]) -> list[str]:
    """The columns of stages that items count, each once."""
    return list(dict.fromkeys(
        part.column for item in items for part in (indicator_of(item).numerator, indicator_of(item).denominator)
        if part is not None and part.column != "pupils"))


def value_of(item: Item, piece: Piece) -> Fraction | None:
    """The value of one school; None where something is missing or the denominator is 0."""
    indicator = indicator_of(item)
    above, below = (of(piece, part.column) if part is not None else None for part in (indicator.numerator, indicator.denominator))
    return None if above is None or not below else above / below * indicator.per


def of(piece: Piece, column: str) -> Fraction | None:
    """What a piece has of a column."""
    return Fraction(piece.pupils) if column == "pupils" else piece.amounts[column]


def stage_of(standard: Standard, stage: str, entered: list[Piece], left: list[Left], weighted: bool) -> tuple[Stage, list[Missing]]:
    """One stage of one county, and what is missing in it."""
    items = standard.of_schools
    schools = tuple(school_of(standard, stage, piece) for piece in entered)
    spreads, missing = [], []
    for item in items:
        one = spread(item, entered, standard.rule.spread.get(stage), weighted)
        spreads.append(one)
        if one.cv is None and entered:
            column = indicator_of(item).numerator.column
            missing.append(Missing(item.id, column, stage=stage, schools=tuple(p.school_code for p in entered if value_of(item, p) is None)))
    composite = composite_of([each.cv if weighted else each.cv_unweighted for each in spreads], standard.rule.composite.get(stage))
    asked = [*(each.met for each in schools if standard.rule.reach is not None),
             *(each.met for each in spreads if each.limit is not None), *([composite.met] if composite.limit is not None else [])]
    return Stage(stage, all_of(asked) if entered else None, tuple(spreads), composite, schools, tuple(left)), missing


def school_of(standard: Standard, stage: str, piece: Piece) -> School:
    """One school: its values, how many thresholds it reaches, what it lacks."""
    values = {item.id: value_of(item, piece) for item in standard.of_schools}
    reached, met = school_meets(values, standard.of_schools, standard.rule, stage)
    lacks = []
    for item in standard.of_schools:
        value, limit = values[item.id], item.limits.get(stage)
        if value is not None and limit is not None and not reaches(value, limit, indicator_of(item).better):
            lacks.append(shortfall(item, piece, value, limit))
    return School(piece.school_code, {key: None if value is None else float(value) for key, value in values.items()}, reached, met, tuple(lacks))


def shortfall(item: Item, piece: Piece, value: Fraction, limit: Fraction) -> Shortfall:
    """What a school lacks: as much of the numerator as brings the value to the threshold."""
    indicator = indicator_of(item)
    assert indicator.denominator is not None
    base = of(piece, indicator.denominator.column)
    assert base is not None
    return Shortfall(item.id, float(value), float(limit), float(abs(limit - value) * base / indicator.per), indicator.lacking)


def spread(item: Item, entered: list[Piece], limit: Fraction | None, weighted: bool) -> Spread:
    """Mean and deviation between schools.

    Mean and deviation weigh each school by its share of pupils, so the mean of a value by pupil is the county's resource ÷ the
    county's pupils. Unweighted: plain mean and plain population deviation of the schools' values.
    """
    values = [value_of(item, piece) for piece in entered]
    told = float(limit) if limit is not None else None
    if not entered or any(value is None for value in values):
        return Spread(item.id, None, None, None, None, told, None)
    known = [value for value in values if value is not None]
    pupils = [Fraction(piece.pupils) for piece in entered]
    mean = sum((n * x for n, x in zip(pupils, known, strict=True)), Fraction(0)) / sum(pupils)
    variance = sum((n * (x - mean) ** 2 for n, x in zip(pupils, known, strict=True)), Fraction(0)) / sum(pupils)
    plain = sum(known, Fraction(0)) / len(known)
    plain_variance = sum(((x - plain) ** 2 for x in known), Fraction(0)) / len(known)
    if not mean:
        return Spread(item.id, 0.0, 0.0, None, None, told, None)
    judged_mean, judged = (mean, variance) if weighted else (plain, plain_variance)
    return Spread(item.id, float(judged_mean), sqrt(judged), sqrt(variance) / float(mean), sqrt(plain_variance) / float(plain), told,
                  None if limit is None else judged <= (limit * judged_mean) ** 2)


def composite_of(coefficients: Sequence[float | None], limit: Fraction | None) -> Composite:
    """The plain mean of the coefficients."""
    known = [each for each in coefficients if each is not None]
    told = float(limit) if limit is not None else None
    if not coefficients or len(known) < len(coefficients):
        return Composite(None, told, None)
    cv = sum(known) / len(known)
    return Composite(cv, told, None if told is None else cv <= told * (1 + LAST_DIGITS))
