"""Small counties for tests: drawn by hand, or invented by Hypothesis."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pyarrow
from hypothesis import strategies as st

from junheng.rooms.indicators.queries.books import Shelf, shelf
from junheng.rooms.indicators.queries.reading import TYPES
from junheng.rooms.indicators.values.inputs import COMBINED, INPUTS, RESOURCES, RUNS

DAY = date(2026, 9, 1)
Rows = list[dict[str, Any]]


@cache
def book() -> Shelf:
    """The definitions of the house."""
    return shelf(None)


def arrow(tables: dict[str, Rows]) -> dict[str, pyarrow.Table]:
    """Rows as the tables that a folder would give."""
    found = {}
    for name, rows in tables.items():
        about = INPUTS[name].columns
        columns = [column for column in about if not rows or any(column in row for row in rows)]
        found[name] = pyarrow.table({column: pyarrow.array([row.get(column) for row in rows], TYPES[about[column]]) for column in columns})
    return found


def plain(tables: dict[str, Rows]) -> dict[str, Rows]:
    """The same rows for the plain engine, as it gets them from a folder."""
    return {name: table.to_pylist() for name, table in arrow(tables).items()}


def amounts(seed: int, columns: list[str]) -> dict[str, Any]:
    """Amounts of a row out of one number: whole ones and hundredths, 0 among them, near the thresholds of some hundred pupils."""
    found = {}
    for place, name in enumerate(columns):
        drawn = (seed * 1_000_003 + place * 7_919) % 99_991
        found[name] = drawn % 60 if drawn % 3 else (drawn % 900_000) / 100
    return found


@st.composite
def counties(draw: st.DrawFn) -> dict[str, Rows]:
    """One to three counties with schools of every kind; some cells empty, some columns left out."""
    left_out = draw(st.sets(st.sampled_from(RESOURCES), max_size=1))
    columns = [name for name in RESOURCES if name not in left_out]
    schools: Rows = []
    stages: Rows = []
    classes: Rows = []
    for place in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(sorted(RUNS)))
        code, whole = f"{place:010d}", kind in COMBINED and draw(st.booleans())
        schools.append({
            "school_code": code, "county": draw(st.sampled_from(["990121", "990122"])), "kind": kind, "township": f"99012{place % 3}001",
            "ownership": draw(st.sampled_from(["public", "public", "inclusive_private", "private"])),
            **(amounts(draw(st.integers(0, 99_999)), columns) if whole else dict.fromkeys(columns))})
        for stage in sorted(RUNS[kind] | ({"kindergarten"} if kind == "kindergarten" or draw(st.integers(0, 4)) == 0 else set())):
            pupils = draw(st.one_of(st.just(0), st.integers(1, 99), st.integers(1, 3000)))
            gap = draw(st.sampled_from([None, None, None, None, *columns]))
            stages.append({"school_code": code, "stage": stage, "pupils": pupils, "classes": draw(st.integers(1, 40)),
                           **(dict.fromkeys(columns) if whole else amounts(draw(st.integers(0, 99_999)), columns)), **({gap: None} if gap else {})})
            for number in range(draw(st.integers(0, 2))):
                grade = {"kindergarten": 1, "primary": 2, "junior": 7, "senior": 10}[stage]
                classes.append({"school_code": code, "stage": stage, "grade": grade, "class_no": number + 1, "pupils": draw(st.integers(0, 60))})
    tables = {"schools": schools, "stages": stages}
    if classes and draw(st.booleans()):
        tables["classes"] = classes
    if draw(st.booleans()):
        tables["population"] = [{"township": f"99012{place}001", "age": age, "children": place * 11 + age}
                                for place in range(3) for age in range(2, 8)]
    return tables
