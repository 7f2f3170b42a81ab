"""The tables of the standard from their rows. Nonsense is refused with the row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.rooms.wellbeing.values import GRADES, ITEMS, SCALES, SEXES, TIMES, Ladder, Level, Tables

Rows = Sequence[Mapping[str, str]]
Key = tuple[str, str, int]


def tables(thresholds: Rows, weights: Rows, extra: Rows, levels: Mapping[Level, Fraction], likely: Mapping[str, tuple[Fraction, Fraction]]) -> Tables:
    """The standard from its three tables. Raises Refused for an unknown item, a ladder that does not climb, weights that are not 100."""
    ladders = ladders_of(thresholds)
    heavy: dict[Key, int] = {}
    for count, row in enumerate(weights, start=2):
        for grade in range(int(row["first_grade"]), int(row["last_grade"]) + 1):
            heavy[known("fitness-2014-weights.csv", count, row, grade)] = int(row["weight"])
    for sex in SEXES:
        for grade in GRADES:
            items = [item for item in ITEMS if (item, sex, grade) in heavy]
            if sum(heavy[item, sex, grade] for item in items) != 100 or any((item, sex, grade) not in ladders for item in items):
                raise wrong("fitness-2014-weights.csv", 1, "The weights of grade %(grade)s (%(sex)s) are not 100, or an item has no thresholds.", grade=str(grade), sex=sex)
    steps: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    for count, row in enumerate(extra, start=2):
        for grade in range(int(row["first_grade"]), int(row["last_grade"]) + 1):
            key = known("fitness-2014-extra.csv", count, row, grade)
            steps[key].append((int(ladders[key].thresholds[-1]) + int(row["beyond"]) * SCALES[row["item"]], int(row["points"])))
    return Tables(ladders, heavy, {key: ladder("fitness-2014-extra.csv", held) for key, held in steps.items()}, levels, likely)


def ladders_of(rows: Rows) -> dict[Key, Ladder]:
    """The ladders of all items; BMI climbs and falls again, by its own four rows."""
    steps: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    bmi: dict[Key, dict[str, tuple[int, int]]] = defaultdict(dict)
    for count, row in enumerate(rows, start=2):
        key = known("fitness-2014.csv", count, row, int(row["grade"]))
        value = Fraction(row["threshold"]) * SCALES[row["item"]]
        if value.denominator != 1:
            raise wrong("fitness-2014.csv", count, "“%(value)s” is finer than the item is measured.", value=row["threshold"])
        if row["item"] == "bmi":
            bmi[key][row["rule"]] = (int(value), int(row["score"]))
        else:
            steps[key].append((-int(value) if row["item"] in TIMES else int(value), int(row["score"])))
    found = {key: ladder("fitness-2014.csv", held) for key, held in steps.items()}
    for key, said in bmi.items():
        # low<= ends low weight, normal< begins overweight, overweight< and obese>= begin obesity: normal begins a tenth above low<=.
        low, normal, obese = said["low<="], said["normal<"], said["obese>="]
        cuts = [low[0] + 1, normal[0], obese[0]]
        if cuts != sorted(set(cuts)):
            raise wrong("fitness-2014.csv", 1, "The bands of the body mass index of grade %(grade)s (%(sex)s) do not follow each other.", grade=str(key[2]), sex=key[1])
        found[key] = Ladder(numpy.array(cuts, numpy.int64), numpy.array([low[1], normal[1], said["overweight<"][1], obese[1]], numpy.int64))
    return found


def ladder(file: str, steps: list[tuple[int, int]]) -> Ladder:
    """A ladder of thresholds with scores, both climbing. Raises Refused."""
    ordered = sorted(steps)
    thresholds, scores = [step[0] for step in ordered], [step[1] for step in ordered]
    if len(set(thresholds)) < len(thresholds) or scores != sorted(set(scores)):
        raise wrong(file, 1, "Thresholds and scores do not climb together: %(value)s.", value=str(ordered[:4]))
    return Ladder(numpy.array(thresholds, numpy.int64), numpy.array([0, *scores], numpy.int64))


def known(file: str, count: int, row: Mapping[str, str], grade: int) -> Key:
    """The key of a row. Raises Refused for an item, a sex or a grade that is none."""
    if row["item"] not in ITEMS or row["sex"] not in SEXES or grade not in GRADES:
        raise wrong(file, count, "“%(value)s” is no item, sex or grade of the standard.", value=f"{row['item']} {row['sex']} {grade}")
    return row["item"], row["sex"], grade


def wrong(file: str, row: int, message: str, **values: str) -> Refused:
    """A refusal that names file and row."""
    return Refused(Finding("fitness", message, "Correct the file and load it again.", Place(file=file, row=row), values))
