"""How alike the classes are, exactly: class means and the widest gap between two, in standard deviations of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from junheng.ground.draws.values import FrozenList
from junheng.rooms.classes.engine.columns import levels_of, needs_of, numbers_of
from junheng.rooms.classes.values import Balance, Gap, Kind

# Computed with many digits, shown with ten.
EXACTLY, SHOWN = Context(prec=50), Context(prec=10)


def balance_of(rules: Mapping[str, Any], roster: FrozenList, classes: Sequence[int]) -> Balance:
    """The balance of a placement (`classes`: the class of each line) over the covariates of its rules."""
    count = rules["classes"]
    gaps = []
    for covariate in rules["covariates"]:
        column, tolerance = covariate["column"], covariate.get("tolerance")
        if covariate["kind"] == Kind.NUMERIC:
            values, places = numbers_of(roster, column)
            gaps.append(gap_of(column, None, Kind.NUMERIC, values, 10**places, classes, count, tolerance))
        else:
            said = levels_of(roster, covariate)
            gaps += [gap_of(column, level, Kind.CATEGORICAL, [int(each == level) for each in said], 1, classes, count, tolerance)
                     for level in sorted(set(said))]
    needs, places = needs_of(roster)
    sizes, loads = [0] * count, [0] * count
    for group, need in zip(classes, needs, strict=True):
        sizes[group - 1] += 1
        loads[group - 1] += 10**places + need
    return Balance(tuple(sizes), tuple(digits(Fraction(load, 10**places)) for load in loads), tuple(gaps))


def gap_of(column: str, level: str | None, kind: Kind, values: Sequence[int | None], unit: int, classes: Sequence[int],
           count: int, tolerance: int | None) -> Gap:
    """One covariate or level. Class means leave out those of whom nothing is known; a class without any has none ("")."""
    known = [value for value in values if value is not None]
    mean = Fraction(sum(known), len(known)) if known else Fraction(0)
    variance = Fraction(sum(value * value for value in known), len(known)) - mean * mean if known else Fraction(0)
    sums, heads = [0] * count, [0] * count
    for group, value in zip(classes, values, strict=True):
        if value is not None:
            sums[group - 1] += value
            heads[group - 1] += 1
    means = [Fraction(total, head) if head else None for total, head in zip(sums, heads, strict=True)]
    there = [each for each in means if each is not None]
    width = max(there) - min(there) if there else Fraction(0)
    squared = width * width / variance if variance else Fraction(0)
    return Gap(
        column, level, kind, tuple("" if each is None else digits(each / unit) for each in means), digits(mean / unit),
        root(variance / unit / unit), root(squared),
        None if tolerance is None else digits(Fraction(tolerance, 1000)),
        None if tolerance is None else squared <= Fraction(tolerance * tolerance, 1000000),
    )


def decimal(value: Fraction) -> Decimal:
    """A fraction to fifty digits."""
    return EXACTLY.divide(Decimal(value.numerator), Decimal(value.denominator))


def digits(value: Fraction) -> str:
    """A fraction to ten significant digits."""
    return plain(SHOWN.plus(decimal(value)))


def root(value: Fraction) -> str:
    """The square root of a fraction to ten significant digits."""
    return plain(SHOWN.plus(EXACTLY.sqrt(decimal(value))))


def plain(value: Decimal) -> str:
    """A decimal without exponent and without zeros behind."""
    said = f"{value:f}"
    return (said.rstrip("0").rstrip(".") if "." in said else said) or "0"
