"""What the example county's schools have beside pupils and rooms: terms, groups, papers, networks, programmes, practice bases."""

from __future__ import annotations

import tomllib

from django.conf import settings
from django.utils import timezone

from junheng.registry import actions
from junheng.registry.engine.invented import County
from junheng.registry.engine.invented.standing import standing
from junheng.shell.demo import CONSOLE

EXAMPLE = settings.PACKAGE.parent.parent / "counties" / "example"


def load(held: County, seed: str) -> int:
    """This will bring in what is not there yet; how many rows."""
    told = tomllib.loads((EXAMPLE / "school-year.toml").read_text(encoding="utf-8"))
    rows = {"terms": [(f"T-{row['school_year']}-{row['number']}", "", row) for row in told["terms"]],
            "days-off": [(f"H-{row['first_day']:%Y%m%d}", "", row) for row in told["days"]], **standing(held, seed)}
    return sum(actions.bring_in_rows(name=name, rows=each, at=timezone.now(), **CONSOLE) for name, each in rows.items())
