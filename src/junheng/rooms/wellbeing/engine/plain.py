"""One pupil scored in the words of the standard: the referee of `scoring.py`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from junheng.rooms.wellbeing.values import ITEMS, SCALES, TIMES, Level, Tables

Values = Mapping[str, Decimal | None]


def score_one(sex: str, grade: int, values: Values, tables: Tables) -> tuple[dict[str, int | None], Decimal | None, int | None, Level | None]:
    """Scores by item, standard score, extra points and level; None where an item is missing."""
    scores: dict[str, int | None] = {}
    standard, extra, missing = Decimal(0), 0, False
    for item in ITEMS:
        weight = tables.weights.get((item, sex, grade))
        if weight is None:
            continue
        value = reading(item, values)
        if value is None:
            scores[item], missing = None, True
            continue
        scores[item] = reached(tables, item, sex, grade, value)
        standard += Decimal(scores[item] or 0) * weight / 100
        if (item, sex, grade) in tables.beyond:
            beyond = tables.beyond[item, sex, grade]
            extra += max((int(points) for least, points in zip(beyond.thresholds, beyond.scores[1:], strict=True) if value >= least), default=0)
    if missing:
        return scores, None, None, None
    rounded = standard.quantize(Decimal("0.1"), ROUND_HALF_UP)
    total = rounded + extra
    level = next((level for level in (Level.EXCELLENT, Level.GOOD, Level.PASS) if total >= Decimal(int(tables.levels[level] * 10)) / 10), Level.FAIL)
    return scores, rounded, extra, level


def reading(item: str, values: Values) -> int | None:
    """The value of an item in whole numbers of its scale; times negative."""
    if item == "bmi":
        height, weight = values.get("height_cm"), values.get("weight_kg")
        if height is None or weight is None or height <= 0:
            return None
        metres = height.quantize(Decimal("0.1"), ROUND_FLOOR) / 100
        return int((weight / (metres * metres) * 10).quantize(Decimal(1), ROUND_HALF_UP))
    value = values.get(item)
    if value is None:
        return None
    if item in TIMES:
        return -int((value * SCALES[item]).quantize(Decimal(1), ROUND_CEILING))
    return int((value * SCALES[item]).quantize(Decimal(1), ROUND_FLOOR))


def reached(tables: Tables, item: str, sex: str, grade: int, value: int) -> int:
    """The score of the last threshold that is reached."""
    ladder = tables.ladders[item, sex, grade]
    found = int(ladder.scores[0])
    for least, points in zip(ladder.thresholds, ladder.scores[1:], strict=True):
        if value >= least:
            found = int(points)
    return found
