"""Standards measured: the example county by every set, a nation of invented counties by one, beside pandas and SQL by hand.

The nation: 2,900 counties, 200,000 schools with their stages, invented (the same each run), in memory as Arrow tables for all
three. Each answers with values and verdict of every school and mean, deviation and coefficient of every county's stage; they
take turns, ROUNDS times; medians and ratios are printed, and that all three agree is checked first. Then the whole
measurement as the command makes it, JSON included. Exit 1 where a promise is not kept.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy
import pyarrow

from bench.machine import describe
from junheng.ground.lake import opened

ROUNDS, COUNTIES, SCHOOLS = 5, 2_900, 200_000
DAY = date(2026, 9, 1)
COLUMNS = ("teachers_above_degree", "backbone_teachers", "arts_pe_teachers", "teaching_area_m2", "sports_area_m2", "equipment_yuan",
           "multimedia_rooms")
PER = (100, 100, 100, 1, 1, 1, 100)
TYPICAL = (5.0, 1.2, 1.0, 5.0, 8.0, 2300.0, 2.6)
LIMITS = {"primary": (4.2, 1, 0.9, 4.5, 7.5, 2000, 2.3), "junior": (5.3, 1, 0.9, 5.8, 10.2, 2500, 2.4)}
MOST_SECONDS, MOST_VERDICT = 5.0, 0.3
AS_FAST_AS_PANDAS, AS_SLOW_AS_SQL = 5.0, 1.3


def nation() -> dict[str, pyarrow.Table]:
    """Schools and stages: seven in ten primary, two in ten junior, one in ten with both stages and its areas entered once."""
    drawn = numpy.random.default_rng(20260901)
    kinds = drawn.choice(["primary", "junior", "nine_year"], SCHOOLS, p=[0.7, 0.2, 0.1])
    codes = [f"{place:010d}" for place in range(SCHOOLS)]
    counties = [f"99{place % COUNTIES:04d}" for place in range(SCHOOLS)]
    both = kinds == "nine_year"
    owner = numpy.concatenate([numpy.arange(SCHOOLS), numpy.flatnonzero(both)])
    stages = numpy.concatenate([numpy.where(both, "primary", kinds), numpy.full(int(both.sum()), "junior")])
    pupils = drawn.integers(30, 1_800, len(owner))
    columns: dict[str, Any] = {}
    whole: dict[str, Any] = {}
    for name, per, typical in zip(COLUMNS, PER, TYPICAL, strict=True):
        amounts = numpy.round(pupils / per * typical * drawn.uniform(0.5, 1.6, len(owner)))
        if name in {"teaching_area_m2", "sports_area_m2", "equipment_yuan"}:
            columns[name] = pyarrow.array(amounts, mask=both[owner])
            whole[name] = pyarrow.array(numpy.round(drawn.uniform(2_000, 9_000, SCHOOLS)), mask=~both)
        else:
            columns[name] = pyarrow.array(amounts)
    return {
        "schools": pyarrow.table({"school_code": codes, "county": counties, "kind": pyarrow.array(kinds.tolist()), **whole}),
        "stages": pyarrow.table({"school_code": [codes[place] for place in owner], "stage": pyarrow.array(stages.tolist()), "pupils": pupils, **columns}),
    }


def by_junheng(tables: dict[str, pyarrow.Table], held: Any) -> Callable[[], tuple[Any, Any]]:
    """Junheng's own engine, up to its columns."""
    from junheng.rooms.indicators.queries import shelf
    from junheng.rooms.indicators.queries.lake import answers

    standard = shelf(None).standard("quality-balance-2017", DAY)

    def run() -> tuple[Any, Any]:
        found = answers(held, standard, tables)
        return found.pieces, found.spreads

    return run


def by_sql(tables: dict[str, pyarrow.Table]) -> Callable[[], tuple[Any, Any]]:
    """SQL by hand for DuckDB, for this standard alone."""
    import duckdb

    connection = duckdb.connect()
    connection.register("schools", tables["schools"])
    connection.register("stages", tables["stages"])
    whole = {"teaching_area_m2", "sports_area_m2", "equipment_yuan"}
    values = ", ".join(
        f"coalesce(s.{name} * {per} / s.pupils, c.{name} * (case s.stage when 'primary' then 100 else 110 end) * {per} / weighted) as v{place}"
        if name in whole else f"s.{name} * {per} / s.pupils as v{place}" for place, (name, per) in enumerate(zip(COLUMNS, PER, strict=True)))
    limit = [f"(case stage when 'primary' then {LIMITS['primary'][place]} else {LIMITS['junior'][place]} end)" for place in range(7)]
    reached = " + ".join(f"(v{place} >= {limit[place]} * (1 - 1e-12))::int" for place in range(7))
    floor = " and ".join(f"v{place} >= {limit[place]} * 0.85 * (1 - 1e-12)" for place in range(7))
    pieces = f"""with w as (select school_code, sum(pupils * case stage when 'primary' then 100 else 110 end) weighted from stages group by 1),
        v as (select county, s.stage, s.school_code, s.pupils, {values} from stages s join schools c using (school_code) join w using (school_code)
              where s.pupils > 0 and kind not in ('special', 'vocational'))
        select *, {reached} as reached, ({reached}) >= 6 and {floor} as met from v order by county, stage, school_code"""
    means = ", ".join(f"sum(v{p} * pupils) / sum(pupils) as m{p}" for p in range(7))
    squares = ", ".join(f"sqrt(sum(pupils * (v{p} - m{p}) ** 2) / sum(pupils)) as s{p}" for p in range(7))
    spreads = f"""with m as (select county, stage, {means} from pieces group by all)
        select county, stage, {', '.join(f'any_value(m{p}) as m{p}' for p in range(7))}, {squares} from pieces join m using (county, stage)
        group by county, stage order by county, stage"""

    def run() -> tuple[Any, Any]:
        first = connection.execute(pieces).fetch_arrow_table()
        connection.register("pieces", first)
        return first, connection.execute(spreads).fetch_arrow_table()

    return run


def by_pandas(tables: dict[str, pyarrow.Table]) -> Callable[[], tuple[Any, Any]]:
    """pandas, by columns throughout."""
    import pandas

    schools, stages = tables["schools"].to_pandas(), tables["stages"].to_pandas()

    def run() -> tuple[Any, Any]:
        weight = numpy.where(stages["stage"] == "primary", 100, 110)
        held = stages.assign(weight=weight, wn=weight * stages["pupils"])
        held["weighted"] = held.groupby("school_code")["wn"].transform("sum")
        held = held.merge(schools, on="school_code", suffixes=("", "_whole"))
        held = held[(held["pupils"] > 0) & ~held["kind"].isin(["special", "vocational"])].sort_values(["county", "stage", "school_code"])
        reached, floor = 0, True
        for place, (name, per) in enumerate(zip(COLUMNS, PER, strict=True)):
            value = held[name] * per / held["pupils"]
            if f"{name}_whole" in held:
                value = value.fillna(held[f"{name}_whole"] * held["weight"] * per / held["weighted"])
            limit = numpy.where(held["stage"] == "primary", LIMITS["primary"][place], LIMITS["junior"][place])
            held[f"v{place}"] = value
            reached = reached + (value >= limit * (1 - 1e-12)).astype(int)
            floor = floor & (value >= limit * 0.85 * (1 - 1e-12))
        held["reached"], held["met"] = reached, (reached >= 6) & floor
        keys = ["county", "stage"]
        total = held.groupby(keys)["pupils"].transform("sum")
        spread = {}
        for place in range(7):
            mean = (held[f"v{place}"] * held["pupils"]).groupby([held["county"], held["stage"]]).transform("sum") / total
            square = (held["pupils"] * (held[f"v{place}"] - mean) ** 2 / total).groupby([held["county"], held["stage"]]).sum()
            spread[f"m{place}"], spread[f"s{place}"] = mean.groupby([held["county"], held["stage"]]).first(), square ** 0.5
        return held, pandas.DataFrame(spread).reset_index()

    return run


def agree(ours: tuple[Any, Any], theirs: tuple[Any, Any]) -> bool:
    """Whether two answers are the same: verdicts to the letter, numbers to 1e-9."""
    mine, yours = ours[0].to_pandas(), theirs[0] if hasattr(theirs[0], "iloc") else theirs[0].to_pandas()
    spread, other = ours[1].to_pandas().sort_values(["county", "stage"]), theirs[1] if hasattr(theirs[1], "iloc") else theirs[1].to_pandas()
    same = list(mine["school_code"]) == list(yours["school_code"]) and list(mine["met"]) == list(yours["met"]) and list(mine["reached"]) == list(yours["reached"])
    near = all(numpy.allclose(mine[f"v{p}"], yours[f"v{p}"], rtol=1e-9) and numpy.allclose(spread[f"m{p}"], other[f"m{p}"], rtol=1e-9)
               and numpy.allclose(numpy.sqrt(spread[f"s{p}"]), other[f"s{p}"], rtol=1e-9) for p in range(7))
    return same and near


def seconds(run: Callable[[], Any]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def county_verdicts(facts: Path) -> dict[str, float]:
    """Every set over a county's own export, in a warm process: seconds for each engine, reading the files included."""
    from junheng.rooms.indicators.queries import measured, shelf

    held, found = shelf(None), {}
    for engine in ("plain", "duckdb"):
        def run(engine: str = engine) -> None:
            for name in held.names():
                measured(held, name, facts, on=DAY, engine=engine)
        run()
        found[engine] = statistics.median(seconds(run) for _ in range(ROUNDS))
    return found


def main() -> int:
    """Measure, print, judge."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--facts", type=Path, help="a county's export (`junheng facts export DIR`), for the verdicts of all sets")
    facts = asked.parse_args().facts
    import django

    django.setup()
    from junheng.rooms.indicators.queries import shelf, written
    from junheng.rooms.indicators.queries.lake import measure

    tables = nation()
    told: dict[str, Any] = {"machine": describe(), "counties": COUNTIES, "schools": SCHOOLS}
    with opened(Path(tempfile.gettempdir())) as held:
        runs = {"junheng": by_junheng(tables, held), "sql": by_sql(tables), "pandas": by_pandas(tables)}
        first = {name: run() for name, run in runs.items()}
        for name in ("sql", "pandas"):
            if not agree(first["junheng"], first[name]):
                print(f"Junheng and {name} do not agree", file=sys.stderr)
                return 1
        del first
        took: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(ROUNDS):
            for name, run in runs.items():
                took[name].append(seconds(run))
        medians = {name: statistics.median(each) for name, each in took.items()}
        standard = shelf(None).standard("quality-balance-2017", DAY)
        whole = seconds(lambda: json.dumps(written(measure(held, standard, tables, on=DAY))))
    told |= {"seconds": medians, "pandas_by_junheng": medians["pandas"] / medians["junheng"], "junheng_by_sql": medians["junheng"] / medians["sql"],
             "whole_with_json": whole}
    kept = medians["junheng"] <= MOST_SECONDS and told["pandas_by_junheng"] >= AS_FAST_AS_PANDAS and told["junheng_by_sql"] <= AS_SLOW_AS_SQL
    if facts is not None:
        told["all_sets_of_a_county"] = county_verdicts(facts)
        kept = kept and told["all_sets_of_a_county"]["plain"] <= MOST_VERDICT
    print(json.dumps(told, indent=1, ensure_ascii=False))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
