"""The fast engine says what the plain one says: every value, verdict, exclusion and gap, for invented counties."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from junheng.ground.lake import Engine, opened
from junheng.rooms.indicators.engine import plain
from junheng.rooms.indicators.queries import lake
from junheng.rooms.indicators.tests import made
from junheng.rooms.indicators.values.results import Measured

STANDARDS = ("quality-balance-2017", "basic-balance-2012", "preschool-2020", "class-sizes-2016")


def differences(one: Any, other: Any, path: str = "") -> list[str]:
    """Where two measurements differ by more than 1e-9."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [f"{path}: {sorted(one)} {sorted(other)}"] if set(one) != set(other) else [
            found for key in one for found in differences(one[key], other[key], f"{path}.{key}")]
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return [f"{path}: {len(one)} {len(other)}"] if len(one) != len(other) else [
            found for place, (mine, yours) in enumerate(zip(one, other, strict=True)) for found in differences(mine, yours, f"{path}[{place}]")]
    if isinstance(one, float) and isinstance(other, float):
        return [] if abs(one - other) <= 1e-9 * max(1.0, abs(one)) else [f"{path}: {one!r} {other!r}"]
    return [] if one == other else [f"{path}: {one!r} {other!r}"]


def told(measured: Measured) -> dict[str, Any]:
    """A measurement as plain values, gaps in one order, without the engine's name."""
    found = asdict(measured)
    found.pop("engine")
    found["cannot_compute"] = sorted(found["cannot_compute"], key=lambda each: [str(value) for value in each.values()])
    return found


@pytest.fixture(scope="module")
def duckdb():
    with opened(Path()) as held:
        yield held


@pytest.mark.parametrize("weighted", [True, False], ids=["weighted", "unweighted"])
@pytest.mark.parametrize("name", STANDARDS)
@given(tables=made.counties())
@settings(max_examples=40)
def test_duckdb_agrees_with_the_plain_engine(duckdb, name, weighted, tables):
    standard = made.book().standard(name, made.DAY)
    slow = plain.measure(standard, made.plain(tables), on=made.DAY, weighted=weighted)
    fast = lake.measure(duckdb, standard, made.arrow(tables), on=made.DAY, weighted=weighted)
    assert differences(told(slow), told(fast)) == []


@pytest.fixture(scope="module")
def spark():
    with opened(Path(), Engine.SPARK) as held:
        yield held


@pytest.mark.parametrize("name", STANDARDS)
@given(tables=made.counties())
@settings(max_examples=2, derandomize=True, phases=[Phase.generate])
def test_a_real_spark_session_agrees_with_the_plain_engine(spark, name, tables):
    standard = made.book().standard(name, made.DAY)
    slow = plain.measure(standard, made.plain(tables), on=made.DAY)
    fast = lake.measure(spark, standard, made.arrow(tables), on=made.DAY)
    assert differences(told(slow), told(fast)) == []
