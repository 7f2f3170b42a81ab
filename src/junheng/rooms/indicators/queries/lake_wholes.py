"""Items of a county as a whole, asked of the lake; see `engine/wholes.py` for what each shape counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyarrow

from junheng.ground.lake import Lake
from junheng.rooms.indicators.engine.plain import LAST_DIGITS
from junheng.rooms.indicators.engine.verdicts import first_missing, indicator_of
from junheng.rooms.indicators.values.definitions import Better, Indicator, Item, Part, Shape, Standard
from junheng.rooms.indicators.values.inputs import WORDS
from junheng.rooms.indicators.values.results import Missing, Whole

Tables = dict[str, pyarrow.Table]
ABOUT = ("school_code", "county", "kind", "ownership", "locale", "township")


def wholes(lake: Lake, standard: Standard, tables: Tables) -> tuple[dict[str, list[Whole]], list[Missing]]:
    """The items of each county, and what cannot be computed."""
    found: dict[str, list[Whole]] = defaultdict(list)
    missing: list[Missing] = []
    for item in standard.of_counties:
        indicator = indicator_of(item)
        if lacking := first_missing(indicator, {name: table.column_names for name, table in tables.items()}):
            missing.append(Missing(item.id, lacking))
            continue
        sums, unknown = (within(lake, standard, item, tables), {}) if indicator.shape is Shape.WITHIN else share(lake, indicator, tables)
        for county in sorted(set(tables["schools"]["county"].to_pylist())):
            part, all_ = sums.get(county, (0.0, 0.0))
            if county in unknown:
                missing.append(Missing(item.id, indicator.numerator.column, county, "", tuple(sorted(unknown[county]))))
            elif not all_:
                missing.append(Missing(item.id, (indicator.denominator or indicator.numerator).table, county))
            value = part * indicator.per / all_ if all_ and county not in unknown else None
            found[county].append(told(item, indicator, value, part, all_))
    return found, missing


def told(item: Item, indicator: Indicator, value: float | None, part: float, all_: float) -> Whole:
    """An item with its verdict."""
    limit = item.limits.get("")
    if value is None or limit is None:
        met = None
    else:
        slack = float(limit) * LAST_DIGITS
        met = value >= float(limit) - slack if indicator.goal is Better.MORE else value <= float(limit) + slack
    return Whole(item.id, value, part, all_, None if limit is None else float(limit), met)


def with_county(lake: Lake, name: str, tables: Tables) -> Any:
    """A table with the county of each row, and what its school is."""
    schools = tables["schools"].select([each for each in ABOUT if each in tables["schools"].column_names])
    if name == "schools":
        return lake.held(tables["schools"])
    if name == "population":
        counties = sorted(set(schools["county"].to_pylist()))
        alone = counties[0] if len(counties) == 1 else ""
        towns = dict(zip(schools["township"].to_pylist(), schools["county"].to_pylist(), strict=True)) if "township" in schools.column_names else {}
        rows = tables["population"]
        return lake.held(rows.append_column("county", pyarrow.array([towns.get(each, alone) for each in rows["township"].to_pylist()], pyarrow.string())))
    return lake.held(tables[name]).join(lake.held(schools), "school_code")


def kept(part: Part, rows: Any) -> Any:
    """The rows that a part counts."""
    for column, wanted in part.where.items():
        rows = rows.filter(rows[column].cast("string").isin(wanted))
    return rows


def share(lake: Lake, indicator: Indicator, tables: Tables) -> tuple[dict[str, tuple[float, float]], dict[str, set[str]]]:
    """Sums of numerators and denominators by county, and the schools whose cell is empty."""
    parts = [part for part in (indicator.numerator, indicator.denominator) if part is not None]
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    unknown: dict[str, set[str]] = defaultdict(set)
    for place, part in enumerate(parts):
        rows = kept(part, with_county(lake, part.table, tables))
        key = "township" if part.table == "population" else "school_code"
        for row in lake.rows(rows.group_by("county").agg(sum=rows[part.column].sum(), empty=rows[part.column].isnull().sum())):
            sums[row["county"]][place] = float(row["sum"] or 0)
            if row["empty"]:
                unknown[row["county"]] |= set(gaps(lake, rows, part.column, key, row["county"]))
    return {county: (part, all_) for county, (part, all_) in sums.items()}, unknown


def gaps(lake: Lake, rows: Any, column: str, key: str, county: str) -> Iterator[str]:
    """Who left a cell empty."""
    for row in lake.rows(rows.filter(rows[column].isnull() & (rows.county == county)).select(key)):
        yield str(row[key])


def within(lake: Lake, standard: Standard, item: Item, tables: Tables) -> dict[str, tuple[float, float]]:
    """Rows that keep to their limit, and all rows that have one, by county."""
    indicator = indicator_of(item)
    part = indicator.numerator
    rows = with_county(lake, part.table, tables)
    rows = rows.filter(rows.stage.isin(standard.stages))
    if part.table == "classes":
        grades = rows.stage.concat("_").concat(rows.grade.cast("string"))
        sized = rows.select("county", key=(rows.stage == WORDS["stage"][0]).ifelse(grades, rows.stage), size=rows[part.column])
    else:
        if standard.scope.kinds_out:
            rows = rows.filter(~rows.kind.isin(standard.scope.kinds_out))
        sized = rows.group_by(["county", "school_code", "kind"]).agg(size=rows[part.column].sum())
        sized = sized.select("county", key=sized.kind, size=sized["size"])
    limit = sized.key.cases(*((key, float(size)) for key, size in item.sizes.items()))
    keeps = sized["size"] <= limit if indicator.better is Better.LESS else sized["size"] >= limit
    counted = sized.mutate(has=limit.notnull().cast("int64"), keeps=keeps.fill_null(False).cast("int64")).group_by("county")
    answer = counted.agg(keeps=lambda each: each.keeps.sum(), all=lambda each: each.has.sum())
    return {row["county"]: (float(row["keeps"]), float(row["all"])) for row in lake.rows(answer)}
