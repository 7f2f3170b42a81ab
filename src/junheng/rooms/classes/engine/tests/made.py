"""Rosters and rules for tests, drawn as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from junheng.ground.draws.engine import freeze
from junheng.ground.draws.values import FrozenList


def table(text: str, *, numeric: Sequence[str] = ()) -> FrozenList:
    """A roster drawn as a table: `id | sex | …`, a line for each pupil."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    head, rows = lines[0], lines[1:]
    numbers = [column for column in head if column.startswith("score") or column == "needs" or column in numeric]
    return freeze("roster", head, rows, numeric=numbers, titles=head)[0]


def many(count: int, *, sexes: Sequence[str] = ("male", "female"), spread: int = 37, **columns: Sequence[str]) -> FrozenList:
    """A roster of `count` pupils whose scores spread without any chance; more columns as sequences."""
    head = ["pupil_id", "sex", "score", "origin", *columns]
    rows = [[f"p{place:04d}", sexes[place % len(sexes)], str(place * place * 7919 % (spread * 10) / 10), "ABC"[place * 5 % 7 % 3],
             *(cells[place] if place < len(cells) else "" for cells in columns.values())] for place in range(count)]
    return freeze("roster", head, rows, numeric=[column for column in head if column in {"score", "needs"}], titles=head)[0]


def rules(classes: int, **more: Any) -> dict[str, Any]:
    """Rules over sex, score and origin as the contract has them without a rule file."""
    return {"classes": classes, "size_tolerance": 1,
            "covariates": [{"column": "sex", "kind": "categorical"}, {"column": "score", "kind": "numeric"},
                           {"column": "origin", "kind": "categorical"}],
            "steps": {"swaps": 20_000, "exchanges": 20_000}, "strata": [{"column": "sex"}], "redraws": 0, "by": ["score"], **more}


def classes_of(outcome: dict[str, Any], roster: FrozenList) -> dict[str, int]:
    """The class of each pupil by identifier."""
    return dict(zip(roster.ids, outcome["classes"], strict=True))


def sizes(classes: Sequence[int]) -> list[int]:
    """How many pupils each class has, ascending."""
    return sorted(classes.count(number) for number in set(classes))
