"""Scores by columns: a million pupils in a second. `plain.py` says the same for one pupil after another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

from junheng.rooms.wellbeing.values import (
    GRADES,
    ITEMS,
    SCALES,
    SEXES,
    TIMES,
    UNSCORED,
    Level,
    Numbers,
    Results,
    Scores,
    Tables,
)

Floats = NDArray[numpy.float64]
FINE = 1000  # results are read to a thousandth of their unit


def score(results: Results, tables: Tables) -> Scores:
    """This will score pupils by the standard: the best threshold reached, no interpolation, weights, points beyond the table, levels."""
    count = len(results.sex)
    items = {item: numpy.full(count, UNSCORED, numpy.int64) for item in ITEMS}
    sums, extra = numpy.zeros(count, numpy.int64), numpy.zeros(count, numpy.int64)
    missing = numpy.zeros(count, numpy.bool_)
    group = results.sex * (len(GRADES) + 1) + results.grade
    order = numpy.argsort(group, kind="stable")
    bounds = numpy.searchsorted(group[order], numpy.arange(2 * (len(GRADES) + 1) + 1))
    for code in range(2 * (len(GRADES) + 1)):
        sex, grade = SEXES[code // (len(GRADES) + 1)], code % (len(GRADES) + 1)
        rows = order[bounds[code]:bounds[code + 1]]
        for item in ITEMS if len(rows) else ():
            weight = tables.weights.get((item, sex, grade))
            if weight is None:
                continue
            value, there = whole_numbers(item, [results.columns[column][rows] for column in ITEMS[item]])
            ladder = tables.ladders[item, sex, grade]
            points = ladder.scores[numpy.searchsorted(ladder.thresholds, value, side="right")]
            items[item][rows] = numpy.where(there, points, UNSCORED)
            sums[rows] += points * weight
            missing[rows] |= ~there
            beyond = tables.beyond.get((item, sex, grade))
            if beyond is not None:
                extra[rows] += beyond.scores[numpy.searchsorted(beyond.thresholds, value, side="right")]
    return totals(results, tables, items, sums, extra, missing)


def totals(results: Results, tables: Tables, items: dict[str, Numbers], sums: Numbers, extra: Numbers, missing: NDArray[numpy.bool_]) -> Scores:
    """Standard score and total in tenths (half up), the level, and what is unlikely."""
    standard = (sums + 5) // 10
    total = standard + extra * 10
    cuts = numpy.array([int(tables.levels[level] * 10) for level in (Level.PASS, Level.GOOD, Level.EXCELLENT)], numpy.int64)
    level = 3 - numpy.searchsorted(cuts, total, side="right")
    for held in (standard, extra, total, level):
        held[missing] = UNSCORED
    odd = {}
    for column, (least, most) in tables.likely.items():
        values = results.columns[column]
        odd[column] = (values < float(least)) | (values > float(most))
    return Scores(items, standard, extra, total, level, odd)


def whole_numbers(item: str, values: Sequence[Floats]) -> tuple[Floats, NDArray[numpy.bool_]]:
    """The values of an item in whole numbers of its scale, more is better, and where there are any; 0 where there are none."""
    if item == "bmi":
        there = numpy.isfinite(values[0]) & numpy.isfinite(values[1]) & (values[0] > 0)
        height, weight = (fine(numpy.where(there, column, 100.0)) for column in values)
        # grams by square metres in tenths, half up: g · 10⁴ ÷ mm² with height in 1/1000 cm
        square = numpy.floor(height / 100) ** 2
        return numpy.where(there, numpy.floor((2 * weight * 10_000 + square) / (2 * square)), 0.0), there
    there = numpy.isfinite(values[0])
    step = FINE // SCALES[item]
    found = fine(values[0] if there.all() else numpy.where(there, values[0], 0.0))
    return -numpy.ceil(found / step) if item in TIMES else numpy.floor(found / step), there


def fine(values: Floats) -> Floats:
    """Values in whole thousandths."""
    return numpy.rint(values * FINE)
