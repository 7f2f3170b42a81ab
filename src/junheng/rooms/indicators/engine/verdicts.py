"""Verdicts, in three values: met, not met, and not known because something is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from junheng.rooms.indicators.values.definitions import Better, Indicator, Item, Rule


def all_of(verdicts: Iterable[bool | None]) -> bool | None:
    """Whether all are met: one that is not met decides; else one that is not known leaves it open."""
    found = list(verdicts)
    if any(each is False for each in found):
        return False
    return None if any(each is None for each in found) else True


def reaches(value: Fraction, limit: Fraction, better: Better) -> bool:
    """Whether a value is on the good side of a threshold, the threshold itself included."""
    return value >= limit if better is Better.MORE else value <= limit


def school_meets(values: Mapping[str, Fraction | None], items: Iterable[Item], rule: Rule, stage: str) -> tuple[int, bool | None]:
    """How many thresholds a school reaches, and whether it meets the rule; None too where the rule asks nothing of schools."""
    judged = [each for each in items if stage in each.limits]
    reached, unknown, below = 0, 0, False
    for item in judged:
        value, limit = values[item.id], item.limits[stage]
        if value is None:
            unknown += 1
        elif reaches(value, limit, indicator_of(item).better):
            reached += 1
        else:
            below = below or not near(value, limit, rule.floor, indicator_of(item).better)
    if rule.reach is None:
        return reached, None
    if below or reached + unknown < rule.reach:
        return reached, False
    return reached, None if unknown else True


def near(value: Fraction, limit: Fraction, floor: Fraction | None, better: Better) -> bool:
    """Whether a value that misses its threshold keeps to the floor; without a floor nothing is asked of it."""
    if floor is None:
        return True
    return value >= limit * floor if better is Better.MORE else value * floor <= limit


def indicator_of(item: Item) -> Indicator:
    """The indicator of an item that is computed."""
    if item.indicator is None:
        raise ValueError(f"{item.id} is proved by papers")
    return item.indicator


def first_missing(indicator: Indicator, held: Mapping[str, Collection[str]]) -> str:
    """The first table or column that an indicator needs and that is not held; `held`: columns by table.

    A row has the columns of its school too, a row of the population those of its township alone.
    """
    for part in (indicator.numerator, indicator.denominator):
        if part is None:
            continue
        if part.table not in held:
            return part.table
        there = {*held[part.table], *(() if part.table == "population" else held["schools"])}
        for column in (part.column, *part.where):
            if column not in there:
                return column
    return ""
