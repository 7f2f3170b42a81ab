"""The fitness standard scored for a million pupils, beside pandas and beside the plain referee on the same pupils.

pandas: `merge_asof` of each item with the published thresholds by sex and grade, the items put together again with weights; points
beyond the table and unlikely values are left to Junheng alone. Both must give every pupil the same standard score. They take turns;
medians. Exit 1 where a million takes more than a second.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import date
from decimal import Decimal
from typing import Any

import numpy
import pandas

from bench.machine import describe

PUPILS, ROUNDS, SAMPLE, MOST_SECONDS = 1_000_000, 5, 2_000, 1.0
SPREADS = {"height_cm": (110, 190), "weight_kg": (18, 90), "vital_capacity_ml": (500, 5000), "run_50m_s": (6.5, 14), "sit_and_reach_cm": (-8, 25),
           "rope_skip_1min": (0, 200), "sit_up_1min": (0, 60), "shuttle_50x8_s": (80, 180), "long_jump_cm": (80, 260), "pull_up": (0, 20),
           "run_1000m_s": (200, 400), "run_800m_s": (190, 400)}
TENTHS = {"height_cm", "weight_kg", "run_50m_s", "sit_and_reach_cm"}


def by_pandas(results: Any, tables: Any) -> Any:
    """Standard scores in tenths."""
    from junheng.rooms.wellbeing.values import ITEMS, SCALES, SEXES, TIMES

    held = pandas.DataFrame({"sex": results.sex, "grade": results.grade, **results.columns})
    total = numpy.zeros(len(held), numpy.int64)
    for item, columns in ITEMS.items():
        rows = [{"sex": SEXES.index(sex), "grade": grade, "least": float(least), "points": int(points)}
                for (name, sex, grade), ladder in tables.ladders.items() if name == item
                for least, points in zip([-1e9, *ladder.thresholds], ladder.scores, strict=True)]
        steps = pandas.DataFrame(rows).sort_values("least")
        weights = pandas.DataFrame([{"sex": SEXES.index(sex), "grade": grade, "weight": weight} for (name, sex, grade), weight in tables.weights.items() if name == item])
        if item == "bmi":
            height, weight = (numpy.rint(held[column] * 1000) for column in columns)
            square = numpy.floor(height / 100) ** 2
            value = numpy.floor((2 * weight * 10_000 + square) / (2 * square))
        else:
            value = numpy.rint(held[item] * 1000) * SCALES[item] / 1000
            value = -numpy.ceil(value) if item in TIMES else numpy.floor(value)
        asked = held[["sex", "grade"]].assign(value=value).reset_index().merge(weights, on=["sex", "grade"]).sort_values("value")
        found = pandas.merge_asof(asked, steps, left_on="value", right_on="least", by=["sex", "grade"])
        total[found["index"].to_numpy()] += (found["points"] * found["weight"]).to_numpy()
    return (total + 5) // 10


def main() -> int:
    """Scores, compares, tells."""
    import django

    django.setup()
    from junheng.rooms.wellbeing.engine.plain import score_one
    from junheng.rooms.wellbeing.engine.scoring import score
    from junheng.rooms.wellbeing.queries import fitness_standard
    from junheng.rooms.wellbeing.values import SEXES, Results

    drawn, tables = numpy.random.default_rng(2014), fitness_standard(date(2026, 9, 1))
    columns = {name: numpy.round(drawn.uniform(least, most, PUPILS), 1 if name in TENTHS else 0) for name, (least, most) in SPREADS.items()}
    results = Results(drawn.integers(0, 2, PUPILS), drawn.integers(1, 13, PUPILS), columns)
    if not (score(results, tables).standard == by_pandas(results, tables)).all():
        print("Junheng and pandas do not agree", file=sys.stderr)
        return 1
    took: dict[str, list[float]] = {"junheng": [], "pandas": []}
    for _ in range(ROUNDS):
        for name, run in (("junheng", score), ("pandas", by_pandas)):
            start = time.perf_counter()
            run(results, tables)
            took[name].append(time.perf_counter() - start)
    start = time.perf_counter()
    for place in range(SAMPLE):
        score_one(SEXES[results.sex[place]], int(results.grade[place]), {name: Decimal(str(column[place])) for name, column in columns.items()}, tables)
    plainly = (time.perf_counter() - start) / SAMPLE * PUPILS
    medians = {name: statistics.median(each) for name, each in took.items()}
    print(json.dumps({"machine": describe(), "pupils": PUPILS, "seconds": medians, "pandas_by_junheng": medians["pandas"] / medians["junheng"],
                      "referee_by_junheng": plainly / medians["junheng"]}, indent=1))
    return 0 if medians["junheng"] <= MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
