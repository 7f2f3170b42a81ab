"""A measurement: a standard by its id, a folder of published tables, an engine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from junheng.ground.lake import Engine, opened
from junheng.rooms.indicators.engine import plain
from junheng.rooms.indicators.queries import lake
from junheng.rooms.indicators.queries.books import Shelf
from junheng.rooms.indicators.queries.reading import read_facts
from junheng.rooms.indicators.values.results import Measured

PLAIN = "plain"
ENGINES = (PLAIN, Engine.DUCKDB.value, Engine.SPARK.value)


def measured(held: Shelf, name: str, folder: Path, *, on: date, engine: str = Engine.DUCKDB.value, weighted: bool = True) -> tuple[Measured, dict[str, str]]:
    """This will measure the published tables of a folder by a standard as it stands on a day; and the schools' names. Raises Refused."""
    standard = held.standard(name, on)
    tables = read_facts(folder)
    schools = tables["schools"]
    names = dict(zip(schools["school_code"].to_pylist(), schools["name"].to_pylist(), strict=True)) if "name" in schools.column_names else {}
    if engine == PLAIN:
        return plain.measure(standard, {key: table.to_pylist() for key, table in tables.items()}, on=on, weighted=weighted), names
    with opened(folder, Engine(engine)) as open_lake:
        return lake.measure(open_lake, standard, tables, on=on, weighted=weighted), names
