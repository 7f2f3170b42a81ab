"""A number from law, policy or house rules is data, with the paper it comes from and the day from which it holds."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from tests.house.trees import SOURCE, here, written

STANDARDS = [place for place in written("*.toml", under=SOURCE) if place.parent.name == "standards"]
OTHERS = [place for place in written("*.toml", under=SOURCE) if place.parent.name != "standards"]


def numbers(held: Any, path: str = "") -> list[str]:
    """Paths of all numbers, also of a `value` written as text."""
    if isinstance(held, dict):
        return [found for key, value in held.items() for found in numbers(value, f"{path}.{key}")]
    if isinstance(held, list):
        return [found for count, value in enumerate(held) for found in numbers(value, f"{path}[{count}]")]
    if isinstance(held, bool | date):
        return []
    if isinstance(held, int | float):
        return [path]
    return [path] if path.endswith(".value") and isinstance(held, str) and held.replace(".", "", 1).isdecimal() else []


@pytest.mark.parametrize("place", STANDARDS, ids=here)
def test_every_number_of_a_standard_has_its_source_and_its_day(place):
    held = tomllib.loads(place.read_text(encoding="utf-8"))
    found = numbers(held)
    if not found:
        return
    source = held["source"]
    assert all(source.get(name) for name in ("document", "mark", "entered_by", "checked_by"))
    assert isinstance(source["review_by"], date)
    assert [path for path in found if not path.startswith(".values.")] == []
    for name, value in held["values"].items():
        assert value["unit"], name
        assert value["dated"], name
        assert all(isinstance(step["since"], date) and step["value"] for step in value["dated"]), name


@pytest.mark.parametrize("place", OTHERS, ids=here)
def test_numbers_outside_the_standards_name_their_paper_in_the_first_line(place):
    text = place.read_text(encoding="utf-8")
    if numbers(tomllib.loads(text)):
        assert any(mark in text.splitlines()[0] for mark in ("GB/T", "〔", "House rule"))


def test_there_are_standards():
    assert len(STANDARDS) >= 3
