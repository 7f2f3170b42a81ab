"""Rule files by stage and the budget of steps, as the Book has them on a day with the county's overlay."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from junheng.ground.standards import Book
from junheng.ground.units.books import load_book
from junheng.rooms.classes.values import Scores, Stage


@lru_cache(maxsize=1)
def book() -> Book:
    """All standards with the county's overlays."""
    return load_book(Path(settings.COUNTY) if settings.COUNTY else None)


@lru_cache(maxsize=8)
def stages(today: date) -> Mapping[str, Stage]:
    """The entry stages by name."""
    found = {}
    for place in sorted(files("junheng.rooms.classes").joinpath("standards").iterdir(), key=lambda each: each.name):
        placement = tomllib.loads(place.read_text(encoding="utf-8")).get("placement")
        if placement:
            entry = book().at(today)[f"classes/{place.name.removesuffix('.toml')}"]
            found[placement["stage"]] = Stage(
                placement["stage"], placement["name"], tuple(placement["covariates"]), tuple(placement["strata"]),
                Scores(str(entry.dated("scores").value)), int(entry.value("size_tolerance")))
    return found


@lru_cache(maxsize=8)
def steps(today: date) -> Mapping[str, int]:
    """The steps of the search: `swaps` and `exchanges` for each pupil, the `least` of both; `redraws` of a lottery."""
    entry = book().at(today)["classes/search"]
    return {name: int(entry.value(name)) for name in ("swaps", "exchanges", "least", "redraws")}
