"""Covariates as columns of centred integers in one common scale: what the search adds, compares and swaps.

A numeric covariate gives one column. A categorical one gives a column for each level that two pupils or more have; with
two levels the second mirrors the first, which stands for both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import isqrt
from typing import Any

from junheng.ground.draws.engine import whole_numbers
from junheng.ground.draws.values import FrozenList

# One standard deviation of the heaviest covariate, and the fineness of the root that divides by it.
SCALE = 512
FINE = 2**20
# Everything after the tickets stays below this in every language.
EXACT = 2**53
# 2019-05-03, 2019/5/3, 2019.5, 20190503, 2019年5月
DAY = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})")
MONTHS = 12


def standardised(values: Sequence[int | None], *, weight: int = 1, heaviest: int = 1, scale: int = SCALE) -> list[int]:
    """Values as whole numbers of 1/scale standard deviations from their mean, times weight/heaviest; rounded half up.

    None (nothing known) counts as the mean. All zero where the values do not differ.
    """
    known = [value for value in values if value is not None]
    count, total = len(known), sum(known)
    spread = isqrt((count * sum(value * value for value in known) - total * total) * FINE * FINE)
    if not spread:
        return [0] * len(values)
    times, whole = 2 * weight * scale * FINE, 2 * heaviest * spread
    each, rest = times * count, heaviest * spread - times * total
    return [0 if value is None else (each * value + rest) // whole for value in values]


def numbers_of(roster: FrozenList, column: str) -> tuple[list[int | None], int]:
    """The numbers of a column as integers in one common unit of 10⁻ᵖ, with p; a day counts as its month, years times 12."""
    cells = list(roster.column(column))
    if column in roster.numeric:
        return whole_numbers(cells)
    return [month_of(cell) for cell in cells], 0


def needs_of(roster: FrozenList) -> tuple[list[int], int]:
    """How many pupils each line counts as beyond one, in units of 10⁻ᵖ, with p. Raises ValueError where it is no number."""
    if "needs" in roster.columns and "needs" not in roster.numeric:
        raise ValueError("needs are numbers")
    needs, places = whole_numbers(list(roster.column("needs")))
    return [need or 0 for need in needs], places


def month_of(cell: str) -> int | None:
    """The number of a month since year 0; None for an empty cell. Raises ValueError."""
    if not cell:
        return None
    found = DAY.match(cell)
    if not found or not 1 <= int(found[2]) <= MONTHS:
        raise ValueError(f"“{cell}” is not a day or a month")
    return int(found[1]) * MONTHS + int(found[2]) - 1


def levels_of(roster: FrozenList, covariate: Mapping[str, Any]) -> list[str]:
    """The level of each line: the cell, or what the rules say that the cell means."""
    means = covariate.get("levels") or {}
    return [means.get(cell, cell) for cell in roster.column(covariate["column"])]


def shown_levels(levels: Sequence[str]) -> list[str]:
    """Levels that get a column of their own, in the order of their code points."""
    counts = Counter(levels)
    if len(counts) <= 2:
        return sorted(counts)[:len(counts) - 1]
    return sorted(level for level, count in counts.items() if count > 1)


def columns_of(roster: FrozenList, covariates: Sequence[Mapping[str, Any]], *,
               scale: int = SCALE) -> tuple[list[list[int]], list[list[int]]]:
    """Columns over the lines of a roster, numeric ones first, then those of levels, each in the order of the rules.

    A column in which nobody differs, or of weight 0, is left out. Raises ValueError for a kind that is none.
    """
    heaviest = max((covariate.get("weight", 1) for covariate in covariates), default=1) or 1
    numeric, levels = [], []
    for covariate in covariates:
        weight = covariate.get("weight", 1)
        if covariate["kind"] == "numeric":
            values, _ = numbers_of(roster, covariate["column"])
            numeric.append(standardised(values, weight=weight, heaviest=heaviest, scale=scale))
        elif covariate["kind"] == "categorical":
            said = levels_of(roster, covariate)
            levels += [standardised([int(each == level) for each in said], weight=weight, heaviest=heaviest, scale=scale)
                       for level in shown_levels(said)]
        else:
            raise ValueError(f"a covariate is “numeric” or “categorical”, not “{covariate['kind']}”")
    return [column for column in numeric if any(column)], [column for column in levels if any(column)]


def rows_of(roster: FrozenList, covariates: Sequence[Mapping[str, Any]],
            members: Sequence[Sequence[int]]) -> tuple[list[list[int]], int]:
    """For each unit the sums of its members' columns, and how many of the columns, from the left, are numeric.

    The scale is halved until no sum of products of the search can reach 2^53.
    """
    scale = SCALE
    while True:
        numeric, levels = columns_of(roster, covariates, scale=scale)
        columns = [[column[lines[0]] if len(lines) == 1 else sum(column[line] for line in lines) for lines in members]
                   for column in numeric + levels]
        if scale == 1 or reach(columns) < EXACT:
            return list(map(list, zip(*columns, strict=True))) or [[] for _ in members], len(numeric)
        scale //= 2


def reach(columns: Sequence[Sequence[int]]) -> int:
    """A bound on every number that the search can meet with these columns of units."""
    total = 0
    for column in columns:
        widest = max(map(abs, column))
        total += 4 * widest * (sum(map(abs, column)) + widest)
    return total
