"""The fitness standard from its files, results from a table, and what is written of them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.sheets import Table, read_table
from junheng.ground.units.books import load_book
from junheng.rooms.wellbeing.engine.scoring import score
from junheng.rooms.wellbeing.engine.tables import tables
from junheng.rooms.wellbeing.sheets import GRADES, IDENTIFIERS, SEXES, TITLES, YES
from junheng.rooms.wellbeing.values import ITEMS, MEASURED, TIMES, UNSCORED, Level, Results, Scores, Tables

SUBJECT = "wellbeing/fitness-2014"
LEVELS = (Level.EXCELLENT, Level.GOOD, Level.PASS, Level.FAIL)
MOST = 20


@dataclass(frozen=True, slots=True)
class Scored:
    """Pupils as they stood in the table, and what they score; `exempt` where a pupil is excused and not scored."""

    pupils: tuple[str, ...]
    results: Results
    scores: Scores
    exempt: tuple[bool, ...]


def fitness_standard(day: date, county: Path | None = None) -> Tables:
    """The standard on a day; a county's folder may hold tables of its own (`standards/county/wellbeing/`). Raises Refused."""
    entry = load_book(county).at(day)[SUBJECT]
    likely = {column: (Fraction(entry.value(f"least_{column}")), Fraction(entry.value(f"most_{column}"))) for column in MEASURED}
    levels = {level: Fraction(entry.value("level", stage=level.value)) for level in (Level.EXCELLENT, Level.GOOD, Level.PASS)}
    return tables(rows("fitness-2014.csv", county), rows("fitness-2014-weights.csv", county), rows("fitness-2014-extra.csv", county), levels, likely)


def rows(name: str, county: Path | None) -> list[dict[str, str]]:
    """A table of the standard, the county's own where it has one."""
    own = county / "standards" / "county" / "wellbeing" / name if county else None
    text = own.read_text(encoding="utf-8-sig") if own is not None and own.is_file() else (
        files("junheng.rooms.wellbeing") / "standards" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def scores_of(data: bytes, name: str, standard: Tables) -> Scored:
    """A table of results scored. Raises Refused with every cell that cannot be read (the first twenty)."""
    table = read_table(data, name, required=("sex", "grade"), titles=TITLES)
    identifier = next((each for each in IDENTIFIERS if each in table.columns), "")
    if not identifier:
        raise Refused(Finding("columns-missing", "%(name)s has no column %(columns)s.", "Add the column or correct its title, and read the file again.",
                              Place(file=name, row=1, column=IDENTIFIERS[0]), {"name": name, "columns": " / ".join(IDENTIFIERS)}))
    faults: list[Finding] = []
    sex, grade = listed(table, "sex", SEXES, faults), listed(table, "grade", GRADES, faults)
    columns = {column: measured(table, column, faults) for column in MEASURED}
    if faults:
        raise Refused(*faults[:MOST])
    results = Results(numpy.array(sex, numpy.int64), numpy.array(grade, numpy.int64), columns)
    exempt = tuple(cell.strip().lower() in YES for cell in table.column("exempt"))
    return Scored(tuple(cell.strip() for cell in table.column(identifier)), results, score(results, standard), exempt)


def listed(table: Table, column: str, words: dict[str, int], faults: list[Finding]) -> list[int]:
    """Cells that hold one of a list."""
    found = []
    for cell, number in zip(table.column(column), table.numbers, strict=True):
        value = words.get(cell.strip().lower())
        if value is None:
            faults.append(Finding("fitness/word", "“%(text)s” is not one of: %(words)s.", "Correct the cell.",
                                  Place(file=table.name, row=number, column=table.title(column)), {"text": cell[:40], "words": ", ".join(words)}))
        found.append(value or 0)
    return found


def measured(table: Table, column: str, faults: list[Finding]) -> Any:
    """Cells that hold a measure; empty ones were not measured. Times may be written 3'25 or 3:25."""
    found = numpy.full(len(table.rows), numpy.nan)
    for index, (cell, number) in enumerate(zip(table.column(column), table.numbers, strict=True)):
        text = cell.strip()
        if text:
            value = seconds(text) if column in TIMES else plain(text)
            if value is None:
                faults.append(Finding("fitness/number", "“%(text)s” is not a number.", "Correct the cell.",
                                      Place(file=table.name, row=number, column=table.title(column)), {"text": text[:40]}))
            else:
                found[index] = value
    return found


def plain(text: str) -> float | None:
    """A number; None for what is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if value == value and abs(value) < 1e9 else None


def seconds(text: str) -> float | None:
    """A time in seconds: 205, 3'25, 3′25″, 3:25, 3分25秒."""
    for sign in ("′", "’", "＇", "：", "分", ":"):
        text = text.replace(sign, "'")
    minutes, apart, rest = text.rstrip("″”\"秒").partition("'")
    if not apart:
        return plain(minutes)
    first, second = plain(minutes), plain(rest or "0")
    return None if first is None or second is None or not 0 <= second < 60 or first < 0 else first * 60 + second


def scored_csv(scored: Scored) -> bytes:
    """A row for each pupil: scores of the items, standard score, extra points, total, level, what is to be looked at again."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["pupil_id", *ITEMS, "standard_score", "extra_points", "total", "level", "exempt", "look_again"])
    held = scored.scores
    for index, pupil in enumerate(scored.pupils):
        excused = scored.exempt[index]
        known = held.total[index] != UNSCORED and not excused
        writer.writerow([
            pupil, *("" if excused or held.items[item][index] == UNSCORED else int(held.items[item][index]) for item in ITEMS),
            *((tenths(held.standard[index]), int(held.extra[index]), tenths(held.total[index]), LEVELS[held.level[index]].value) if known else ("",) * 4),
            "yes" if excused else "", ";".join(column for column, odd in held.odd.items() if odd[index])])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def tenths(value: Any) -> str:
    """A number of tenths."""
    return f"{int(value) // 10}.{int(value) % 10}"


def summary(scored: Scored) -> dict[str, Any]:
    """Counts and rates (percent of those scored) of each grade: excellent, good or better, pass or better."""
    found = {}
    exempt = numpy.array(scored.exempt, numpy.bool_)
    for grade in sorted(set(scored.results.grade.tolist())):
        here = scored.results.grade == grade
        levels = scored.scores.level[here & ~exempt & (scored.scores.level != UNSCORED)]
        count = len(levels)
        rates = {name: round(float((levels <= most).sum()) / count * 100, 2) if count else None
                 for name, most in (("excellent", 0), ("good_or_better", 1), ("pass_or_better", 2))}
        found[str(grade)] = {"pupils": int(here.sum()), "exempt": int((here & exempt).sum()), "scored": count, **rates}
    return found
