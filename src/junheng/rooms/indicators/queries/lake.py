"""The fast engine: the same measurement asked of the lake, in DuckDB or in Spark.

Verdicts compare a value that was rounded once with a threshold, so they allow for the last digits of a float; the plain engine
(`engine/plain.py`) decides in fractions, and tests hold the two together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import repeat
from math import lcm, sqrt
from typing import Any

import pyarrow
from pyarrow import compute

from junheng.ground.lake import Lake
from junheng.rooms.indicators.engine.plain import LAST_DIGITS, columns_of, composite_of
from junheng.rooms.indicators.engine.verdicts import all_of, first_missing, indicator_of
from junheng.rooms.indicators.queries.lake_wholes import wholes
from junheng.rooms.indicators.values.definitions import Better, Item, Standard
from junheng.rooms.indicators.values.inputs import COMBINED
from junheng.rooms.indicators.values.results import (
    County,
    Left,
    Measured,
    Missing,
    School,
    Shortfall,
    Spread,
    Stage,
    Whole,
)

Tables = dict[str, pyarrow.Table]
Key = tuple[str, str]


def measure(lake: Lake, standard: Standard, tables: Tables, *, on: date, weighted: bool = True) -> Measured:
    """This will measure a standard over published tables that have been checked; see `engine/plain.py: measure`."""
    items = standard.of_schools
    held = {name: table.column_names for name, table in tables.items()}
    missing = [Missing(item.id, column) for item in items if (column := first_missing(indicator_of(item), held))]
    absent = {each.id for each in missing}
    stages, unknown = of_stages(lake, standard, tables, weighted) if items else ({}, [])
    found, without = wholes(lake, standard, tables)
    missing += [each for each in unknown if each.id not in absent]
    counties = sorted(set(tables["schools"]["county"].to_pylist()))
    told = [county_of(standard, county, stages, found.get(county, [])) for county in counties]
    return Measured(standard.id, on, lake.engine.value, weighted, tuple(told), (*missing, *without), tuple(each.id for each in standard.of_papers))


@dataclass(frozen=True, slots=True)
class Answers:
    """What the lake answers, by columns: schools with values and verdicts, those left out, the spreads of each county's stage.

    `pieces`: county, stage, school_code, pupils; of item i the value vi and its base bi; reached, met. `spreads`: county, stage;
    of item i the mean mi and variance si weighted by pupils, the plain mean pi and variance qi, ki schools with a value.
    """

    pieces: pyarrow.Table
    left: pyarrow.Table
    spreads: pyarrow.Table


def answers(lake: Lake, standard: Standard, tables: Tables) -> Answers:
    """This will ask the lake for every school and every spread of a standard."""
    found = lake.arrow(judged(standard, taken_apart(lake, standard, tables)).order_by(["county", "stage", "school_code"]))
    enters = compute.equal(found["reason"], "")
    pieces = found.filter(enters).drop_columns(["reason"])
    left = found.filter(compute.invert(enters)).select(["county", "stage", "school_code", "reason"])
    return Answers(pieces, left, lake.arrow(deviations(standard, lake.held(pieces))))


def county_of(standard: Standard, county: str, stages: dict[Key, Stage], whole: Sequence[Whole]) -> County:
    """A county of its stages and items."""
    own = tuple(stages[county, stage] for stage in standard.stages if (county, stage) in stages)
    return County(county, all_of([*(each.met for each in own), *(each.met for each in whole if each.limit is not None)]), own, tuple(whole))


def of_stages(lake: Lake, standard: Standard, tables: Tables, weighted: bool) -> tuple[dict[Key, Stage], list[Missing]]:
    """The stages by county, and what is missing in them."""
    asked = answers(lake, standard, tables)
    left: dict[Key, list[Left]] = defaultdict(list)
    for row in asked.left.to_pylist():
        left[row["county"], row["stage"]].append(Left(row["school_code"], row["reason"]))
    schools, gaps = schools_of(standard, asked.pieces)
    spreads = spreads_of(standard, asked.spreads, weighted)
    found, missing = {}, []
    for key in sorted({*schools, *left}):
        found[key] = stage_of(standard, key[1], schools.get(key, []), spreads.get(key, {}), left.get(key, []), weighted)
        if key in schools:
            missing += [Missing(each.id, indicator_of(item).numerator.column, *key, tuple(gaps.get((*key, each.id), ())))
                        for each, item in zip(found[key].indicators, standard.of_schools, strict=True) if each.cv is None]
    return found, missing


def taken_apart(lake: Lake, standard: Standard, tables: Tables) -> Any:
    """Stages with what their school is and counts as a whole, its weighted pupils, and why a school is left out (“” when it is not)."""
    columns = columns_of(standard.of_schools)
    scale = lcm(*(each.denominator for each in standard.weights.values())) if standard.weights else 1
    rows = lake.held(with_columns(tables["stages"], ["school_code", "stage", "pupils", *columns]))
    about, entered = ["school_code", "county", "kind", "ownership"], [name for name in columns if name in tables["schools"].column_names]
    schools = lake.held(with_columns(tables["schools"], [*about, *entered]).rename_columns([*about, *(f"whole_{name}" for name in entered)]))
    joined = rows.join(schools, "school_code")
    weights = [(stage, int(weight * scale)) for stage, weight in standard.weights.items()] or [("", 0)]
    joined = joined.mutate(weight=joined.stage.cases(*weights, else_=0))
    sums = joined.group_by("school_code").agg(weighted=(joined.weight * joined.pupils).sum(), everybody=joined.pupils.sum())
    joined = joined.join(sums, "school_code").filter(lambda each: each.stage.isin(standard.stages))
    scope = standard.scope
    reason = (joined.pupils == 0).ifelse("no_pupils", "")
    reason = ((joined.kind == "teaching_point") & (joined.everybody < scope.small_point)).ifelse("small_point", reason)
    if scope.ownership_out:
        reason = joined.ownership.isin(scope.ownership_out).fill_null(False).ifelse("ownership", reason)
    if scope.kinds_out:
        reason = joined.kind.isin(scope.kinds_out).ifelse("kind", reason)
    return joined.mutate(reason=reason)


def with_columns(table: pyarrow.Table, columns: Sequence[str]) -> pyarrow.Table:
    """A table of these columns, empty where it has none of them."""
    for name in columns:
        if name not in table.column_names:
            kind = pyarrow.string() if name == "ownership" else pyarrow.float64()
            table = table.append_column(name, pyarrow.nulls(table.num_rows, kind))
    return table.select(list(columns))


def judged(standard: Standard, joined: Any) -> Any:
    """Each piece, those left out too, with the values of its items (v0, v1, …), what a value stands on (b0, …), and the verdict of the school."""
    held: dict[str, Any] = {}
    reached, unknown, below = [], [], []
    for place, item in enumerate(standard.of_schools):
        indicator = indicator_of(item)
        assert indicator.denominator is not None
        base = joined.pupils.cast("float64") if indicator.denominator.column == "pupils" else amount(joined, indicator.denominator.column)
        value = by_pupil(joined, indicator.numerator.column, indicator.per) if indicator.denominator.column == "pupils" else (
            amount(joined, indicator.numerator.column) * indicator.per / base.nullif(0))
        held |= {f"v{place}": value, f"b{place}": base}
        if not (limits := {stage: limit for stage, limit in item.limits.items() if stage in standard.stages}):
            continue
        limit = by_stage(joined, limits)
        reaches = good(value, limit, indicator.better).fill_null(False)
        reached.append(reaches.cast("int64"))
        unknown.append((value.isnull() & limit.notnull()).cast("int64"))
        if standard.rule.floor is not None:
            least = by_stage(joined, {stage: floored(each, standard.rule.floor, indicator.better) for stage, each in limits.items()})
            below.append((~good(value, least, indicator.better)).fill_null(False))
    zero = joined.pupils * 0
    met = (joined.pupils < 0).nullif(False)
    if standard.rule.reach is not None:
        count, open_, fails = total(reached, zero), total(unknown, zero), any_of(below, joined.pupils < 0)
        met = (fails | (count + open_ < standard.rule.reach)).ifelse(False, (open_ > 0).ifelse(met, True))
    return joined.select("county", "stage", "school_code", "pupils", "reason", **held, reached=total(reached, zero), met=met)


def by_pupil(joined: Any, column: str, per: int) -> Any:
    """A value by pupil: one product of whole numbers, one division. A combined school's part of its whole needs no pupils of its own."""
    own = joined[column] * per / joined.pupils.nullif(0)
    if f"whole_{column}" not in joined.columns:
        return own
    whole, combined = joined[f"whole_{column}"], joined.kind.isin(COMBINED)
    return own.fill_null(combined.ifelse(whole * joined.weight * per / joined.weighted.nullif(0), whole * per / joined.pupils.nullif(0)))


def amount(joined: Any, column: str) -> Any:
    """What a piece has of a column."""
    if column == "pupils":
        return joined.pupils.cast("float64")
    if f"whole_{column}" not in joined.columns:
        return joined[column]
    whole, combined = joined[f"whole_{column}"], joined.kind.isin(COMBINED)
    return joined[column].fill_null(combined.ifelse(whole * joined.weight * joined.pupils / joined.weighted.nullif(0), whole))


def by_stage(joined: Any, limits: dict[str, Fraction]) -> Any:
    """A threshold by stage; empty where there is none."""
    return joined.stage.cases(*((stage, float(limit)) for stage, limit in limits.items()))


def floored(limit: Fraction, floor: Fraction, better: Better) -> Fraction:
    """The threshold that even an indicator that is not reached keeps to."""
    return limit * floor if better is Better.MORE else limit / floor


def good(value: Any, limit: Any, better: Better) -> Any:
    """Whether a value is on the good side of a limit, but for the last digits."""
    return value >= limit * (1 - LAST_DIGITS) if better is Better.MORE else value <= limit * (1 + LAST_DIGITS)


def total(parts: Sequence[Any], zero: Any) -> Any:
    """The sum of columns."""
    for each in parts:
        zero = zero + each
    return zero


def any_of(parts: Sequence[Any], never: Any) -> Any:
    """Whether one of the columns holds."""
    for each in parts:
        never = never | each
    return never


def schools_of(standard: Standard, table: pyarrow.Table) -> tuple[dict[Key, list[School]], dict[tuple[str, str, str], list[str]]]:
    """The schools by county and stage, in the order of their codes, and by item those without a value."""
    items = standard.of_schools
    columns = {name: table[name].to_pylist() for name in table.column_names}
    values = [columns[f"v{place}"] for place in range(len(items))]
    bases = [columns[f"b{place}"] for place in range(len(items))]
    limits = {stage: [None if (limit := item.limits.get(stage)) is None else float(limit) for item in items] for stage in standard.stages}
    names = [item.id for item in items]
    schools: dict[Key, list[School]] = defaultdict(list)
    gaps: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    rows = zip(columns["county"], columns["stage"], columns["school_code"], columns["reached"], columns["met"],
               zip(*values, strict=True), zip(*bases, strict=True), strict=True) if items else repeat((), 0)
    for county, stage, code, reached, met, own, base in rows:
        lacks = tuple(lack for lack in map(shortfall, items, own, limits[stage], base) if lack is not None)
        schools[county, stage].append(School(code, dict(zip(names, own, strict=True)), reached, met, lacks))
        if None in own:
            for name, value in zip(names, own, strict=True):
                if value is None:
                    gaps[county, stage, name].append(code)
    return schools, gaps


def shortfall(item: Item, value: float | None, limit: float | None, base: float | None) -> Shortfall | None:
    """What a school lacks of an item; None when it lacks nothing, or nothing is known."""
    indicator = item.indicator
    if value is None or limit is None or base is None or indicator is None:
        return None
    if good(value, limit, indicator.better):
        return None
    return Shortfall(item.id, value, limit, abs(limit - value) * base / indicator.per, indicator.lacking)


def deviations(standard: Standard, pieces: Any) -> Any:
    """Mean and variance of each item between the schools of each county's stage. Two passes: no digits are lost."""
    places = range(len(standard.of_schools))
    means: dict[str, Any] = {"everybody": pieces.pupils.sum(), "schools": pieces.count()}
    for place in places:
        value = pieces[f"v{place}"]
        means |= {f"k{place}": value.count(), f"m{place}": (value * pieces.pupils).sum() / pieces.pupils.sum(), f"p{place}": value.mean()}
    base = pieces.group_by(["county", "stage"]).agg(**means)
    both = pieces.join(base, ["county", "stage"])
    squares = {name: both[name].arbitrary() for name in base.columns if name not in {"county", "stage"}}
    for place in places:
        from_mean, from_plain = both[f"v{place}"] - both[f"m{place}"], both[f"v{place}"] - both[f"p{place}"]
        squares |= {f"s{place}": (both.pupils * from_mean * from_mean).sum() / both.pupils.sum(), f"q{place}": (from_plain * from_plain).mean()}
    return both.group_by(["county", "stage"]).agg(**squares)


def spreads_of(standard: Standard, rows: pyarrow.Table, weighted: bool) -> dict[Key, dict[str, Spread]]:
    """The spreads by county, stage and item."""
    found: dict[Key, dict[str, Spread]] = {}
    for row in rows.to_pylist():
        found[row["county"], row["stage"]] = {
            item.id: spread(item, standard.rule.spread.get(row["stage"]), weighted,
                            None if row[f"k{place}"] < row["schools"] else tuple(row[f"{name}{place}"] for name in "mspq"))
            for place, item in enumerate(standard.of_schools)}
    return found


def spread(item: Item, limit: Fraction | None, weighted: bool, known: tuple[float, float, float, float] | None) -> Spread:
    """A spread of mean and variance, weighted and plain; None where a school's value is missing."""
    told = None if limit is None else float(limit)
    if known is None:
        return Spread(item.id, None, None, None, None, told, None)
    mean, variance, plain, plain_variance = known
    if not mean:
        return Spread(item.id, 0.0, 0.0, None, None, told, None)
    variance, plain_variance = beyond_rounding(variance, mean), beyond_rounding(plain_variance, plain)
    cv, cv_plain = sqrt(variance) / mean, sqrt(plain_variance) / plain
    judged_cv = cv if weighted else cv_plain
    return Spread(item.id, mean if weighted else plain, sqrt(variance if weighted else plain_variance), cv, cv_plain, told,
                  None if told is None else judged_cv <= told * (1 + LAST_DIGITS))


def beyond_rounding(variance: float, mean: float) -> float:
    """A variance, or 0 where it is only what floats leave of schools that are all alike."""
    return variance if variance > (LAST_DIGITS * mean) ** 2 else 0.0


def stage_of(standard: Standard, stage: str, schools: list[School], spreads: dict[str, Spread], left: list[Left], weighted: bool) -> Stage:
    """One stage of one county."""
    rule = standard.rule
    told = tuple(spreads.get(item.id) or spread(item, rule.spread.get(stage), weighted, None) for item in standard.of_schools)
    composite = composite_of([each.cv if weighted else each.cv_unweighted for each in told], rule.composite.get(stage))
    asked = [*(each.met for each in schools if rule.reach is not None),
             *(each.met for each in told if each.limit is not None), *([composite.met] if composite.limit is not None else [])]
    return Stage(stage, all_of(asked) if schools else None, told, composite, tuple(schools), tuple(left))


