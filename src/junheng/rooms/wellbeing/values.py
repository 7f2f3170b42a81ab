"""Values of the fitness standard (国家学生体质健康标准): items, levels, its tables, what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy
from numpy.typing import NDArray

SEXES = ("男", "女")
GRADES = tuple(range(1, 13))
# Item of the standard, and the columns of results that it is taken from.
ITEMS: dict[str, tuple[str, ...]] = {
    "bmi": ("height_cm", "weight_kg"),
    **{name: (name,) for name in ("vital_capacity_ml", "run_50m_s", "sit_and_reach_cm", "rope_skip_1min", "sit_up_1min", "shuttle_50x8_s",
                                  "long_jump_cm", "pull_up", "run_1000m_s", "run_800m_s")},
}
MEASURED = tuple(column for columns in ITEMS.values() for column in columns)
# Times: the fewer the better, the next tenth or second up where a finer value was taken.
TIMES = {"run_50m_s": 10, "shuttle_50x8_s": 1, "run_1000m_s": 1, "run_800m_s": 1}
# Everything is compared in whole numbers: tenths where the table has tenths.
SCALES = {**dict.fromkeys(ITEMS, 1), "run_50m_s": 10, "sit_and_reach_cm": 10, "bmi": 10}
UNSCORED = -1


class Level(StrEnum):
    """Level of the year total (等级)."""

    EXCELLENT = "excellent"
    GOOD = "good"
    PASS = "pass"  # noqa: S105 (a level, no password)
    FAIL = "fail"


Numbers = NDArray[numpy.int64]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Thresholds of an item for one sex and grade, the worst first, in whole numbers of its scale; `scores` has one more: 0 below all.

    Times are held as negative numbers, so that more is better everywhere.
    """

    thresholds: Numbers
    scores: Numbers


@dataclass(frozen=True, slots=True)
class Tables:
    """The standard: ladders, weights (percent) and points beyond the table by item, sex and grade; levels and likely limits."""

    ladders: Mapping[tuple[str, str, int], Ladder]
    weights: Mapping[tuple[str, str, int], int]
    beyond: Mapping[tuple[str, str, int], Ladder]
    levels: Mapping[Level, Fraction]
    likely: Mapping[str, tuple[Fraction, Fraction]]


@dataclass(frozen=True, slots=True)
class Results:
    """Results of n pupils: `sex` 0 boy, 1 girl, `grade` 1 to 12, columns as float64 with NaN for what was not measured. Shapes (n,)."""

    sex: Numbers
    grade: Numbers
    columns: Mapping[str, NDArray[numpy.float64]]


@dataclass(frozen=True, slots=True)
class Scores:
    """What n pupils score. `items`: by item, -1 where the item is not theirs or was not measured. `standard` and `total` in tenths,
    `extra` in points, -1 where an item is missing. `level`: 0 excellent to 3 fail, -1. `odd`: by column, where a value is unlikely."""

    items: Mapping[str, Numbers]
    standard: Numbers
    extra: Numbers
    total: Numbers
    level: Numbers
    odd: Mapping[str, NDArray[numpy.bool_]]
