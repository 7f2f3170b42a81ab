"""A province of invented counties straight to Parquet: a row for every pupil on the roll, and the published enrolment of each county.

Counties come one after the other from `registry/engine/invented`, each of the shape of the example county and a seed of its
own; each writes one part of every table, so that memory stays that of one county.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow
from pyarrow.parquet import write_table

from junheng.ground.facts import Column, Measure, Privacy, Table, Type
from junheng.ground.lake.parquet import SETTINGS, schema
from junheng.ground.units.books import load_book
from junheng.registry.engine.invented import County, Rules, counties
from junheng.registry.values import Class, RollStatus

EXAMPLE = Path(__file__).resolve().parents[1] / "counties" / "example"
DAY, SEED = date(2026, 11, 20), "清源"
FULL = 200  # counties of 50,000 pupils


def texts(*names: str) -> tuple[Column, ...]:
    """Columns of codes of the bench's own table."""
    return tuple(Column(name, Type.TEXT, Measure.CODE, Privacy.INTERNAL, name) for name in names)


KEYS = ("county", "stage", "grade")
GRADE = Column("grade", Type.WHOLE, Measure.GRADE, Privacy.INTERNAL, "grade")
PUPILS = Table("pupils", "Pupils", "A row for every pupil on the roll; invented.", ("pupil",),
               (*texts("pupil", "county", "school_code", "stage"), GRADE, *texts("class", "sex", "boarding", "residence", "township")), lambda day: ())
ENROLMENT = Table("enrolment", "Enrolment", "Pupils by county, stage and grade.", KEYS,
                  (*texts("county", "stage"), GRADE, Column("pupils", Type.WHOLE, Measure.PUPILS, Privacy.INTERNAL, "pupils")), lambda day: ())


def province(folder: Path, scale: str, seed: str = SEED) -> int:
    """This will write the counties of a scale, 1 for one county; how many pupils there are."""
    told = {name: tomllib.loads((EXAMPLE / f"{name}.toml").read_text(encoding="utf-8")) for name in ("invented", "names")}
    book = load_book(None).at(DAY)
    rules = Rules(*(book[f"registry/{name}"] for name in ("entry-ages", "class-sizes", "retirement")))
    total = 0
    for table in (PUPILS, ENROLMENT):
        (folder / table.name).mkdir(parents=True, exist_ok=True)
    for county in counties(seed, scale, DAY, 1, shape=told["invented"], names=told["names"], rules=rules):
        pupils = pupils_of(county)
        part(folder, PUPILS, county.division, pupils)
        sums = sorted(Counter(zip(*(pupils[name] for name in KEYS), strict=True)).items())
        part(folder, ENROLMENT, county.division, {**{name: [key[at] for key, _ in sums] for at, name in enumerate(KEYS)}, "pupils": [n for _, n in sums]})
        total += len(pupils["pupil"])
    return total


def pupils_of(county: County) -> dict[str, list[object]]:
    """The pupils on the roll, as columns."""
    classes: dict[str, Class] = {each.class_id: each for each in county.classes}
    names = {"pupil": "pupil_id", "school_code": "school_code", "grade": "grade", "class": "class_id", "sex": "sex", "boarding": "boarding",
             "residence": "residence", "township": "township"}
    there = [at for at, status in enumerate(county.pupils.columns["status"]) if status == RollStatus.ON_ROLL]
    found = {name: [column[at] for at in there] for name, source in names.items() for column in (county.pupils.columns[source],)}
    found["stage"] = [classes[each].stage for each in found["class"]]
    found["county"] = [county.division] * len(there)
    return found


def part(folder: Path, table: Table, name: str, columns: dict[str, list[object]]) -> None:
    """One county's part of a table."""
    held = pyarrow.table([pyarrow.array(columns[each.name], each.type) for each in schema(table)], schema=schema(table))
    write_table(held, folder / table.name / f"{name}.parquet", **SETTINGS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--counties", default=str(FULL))
    asked = parser.parse_args()
    print(province(asked.folder, asked.counties))
