"""Items of a county as a whole: shares of sums, and shares of rows that keep to their limit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from junheng.rooms.indicators.engine.pieces import Row, Tables, exact
from junheng.rooms.indicators.engine.verdicts import first_missing, indicator_of, reaches
from junheng.rooms.indicators.values.definitions import Indicator, Item, Part, Shape, Standard
from junheng.rooms.indicators.values.results import Missing, Whole

Counted = dict[str, list[Fraction]]


def wholes(standard: Standard, tables: Tables) -> tuple[dict[str, list[Whole]], list[Missing]]:
    """The items of each county, and what cannot be computed."""
    found: dict[str, list[Whole]] = defaultdict(list)
    missing = []
    for item in standard.of_counties:
        indicator = indicator_of(item)
        lacking = first_missing(indicator, columns_held(tables))
        if lacking:
            missing.append(Missing(item.id, lacking))
            continue
        sums, unknown = (within(standard, item, tables), {}) if indicator.shape is Shape.WITHIN else share(indicator, tables)
        for county in counties(tables):
            part, all_ = sums.get(county, [Fraction(0), Fraction(0)])
            if county in unknown:
                missing.append(Missing(item.id, indicator.numerator.column, county, "", tuple(sorted(unknown[county]))))
            elif not all_:
                missing.append(Missing(item.id, (indicator.denominator or indicator.numerator).table, county))
            known = county not in unknown and bool(all_)
            value = part / all_ * indicator.per if known else None
            limit = item.limits.get("")
            found[county].append(Whole(
                item.id, None if value is None else float(value), float(part), float(all_), None if limit is None else float(limit),
                None if value is None or limit is None else reaches(value, limit, indicator.goal)))
    return found, missing


def counties(tables: Tables) -> list[str]:
    """Codes of the counties."""
    return sorted({row["county"] for row in tables["schools"]})


def columns_held(tables: Tables) -> dict[str, set[str]]:
    """Columns by table."""
    return {name: set(rows[0]) if rows else set() for name, rows in tables.items()}


def share(indicator: Indicator, tables: Tables) -> tuple[Counted, dict[str, set[str]]]:
    """Sums of numerators and denominators by county, and the schools whose cell is empty."""
    assert indicator.denominator is not None
    sums: Counted = defaultdict(lambda: [Fraction(0), Fraction(0)])
    unknown: dict[str, set[str]] = defaultdict(set)
    for place, part in enumerate((indicator.numerator, indicator.denominator)):
        for county, row in rows_of(part.table, tables):
            if not kept(part, row):
                continue
            if (cell := row.get(part.column)) is None:
                unknown[county].add(str(row.get("school_code", row.get("township", ""))))
            else:
                sums[county][place] += exact(cell)
    return sums, unknown


def within(standard: Standard, item: Item, tables: Tables) -> Counted:
    """Rows that keep to their limit, and all rows that have one, by county; of schools the pupils of the standard's stages are summed."""
    sums: Counted = defaultdict(lambda: [Fraction(0), Fraction(0)])
    indicator = indicator_of(item)
    for county, key, value in sized(standard, indicator.numerator, tables):
        if (limit := item.sizes.get(key)) is not None:
            sums[county][0] += reaches(value, limit, indicator.better)
            sums[county][1] += 1
    return sums


def sized(standard: Standard, part: Part, tables: Tables) -> list[tuple[str, str, Fraction]]:
    """County, key of the limit and value of each row: a class by its stage (kindergartens by year), a school by its kind."""
    if part.table == "classes":
        return [(county, f"{row['stage']}_{row['grade']}" if row["stage"] == "kindergarten" else row["stage"], exact(row[part.column]))
                for county, row in rows_of("classes", tables) if row["stage"] in standard.stages]
    schools: dict[str, tuple[str, str, Fraction]] = {}
    for county, row in rows_of("stages", tables):
        if row["stage"] in standard.stages and row["kind"] not in standard.scope.kinds_out:
            before = schools.get(row["school_code"], (county, row["kind"], Fraction(0)))
            schools[row["school_code"]] = (county, row["kind"], before[2] + exact(row[part.column]))
    return list(schools.values())


def rows_of(table: str, tables: Tables) -> list[tuple[str, Row]]:
    """Rows of a table with their county, and with what their school is."""
    schools: Mapping[str, Row] = {row["school_code"]: row for row in tables["schools"]}
    if table == "schools":
        return [(row["county"], row) for row in tables["schools"]]
    if table == "population":
        towns = {row["township"]: row["county"] for row in tables["schools"] if row.get("township")}
        alone = counties(tables)[0] if len(counties(tables)) == 1 else ""
        return [(towns.get(row["township"], alone), row) for row in tables["population"]]
    return [(schools[row["school_code"]]["county"], {**schools[row["school_code"]], **row}) for row in tables[table]]


def kept(part: Part, row: Row) -> bool:
    """Whether a row is one that a part counts."""
    return all(str(row.get(column)) in wanted for column, wanted in part.where.items())
