"""The standing data checks (数据体检): each a named function that a declared file points to; a handful of queries each, never one a row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files

from junheng.registry.engine.declared import declared as read_declared
from junheng.registry.queries.books import book
from junheng.registry.queries.checks import classes, numbers, pupils, schools, staff
from junheng.registry.queries.checks.asked import QUERIES, Ask
from junheng.registry.values.checks import Check, Met

__all__ = ["checks", "classes", "met", "numbers", "pupils", "schools", "staff"]

Step = Callable[[int, int, Check], None]


@lru_cache(maxsize=1)
def checks() -> Mapping[str, Check]:
    """All declared checks by id, in the order of their files. Raises Refused for a file that is wrong."""
    folder = files("junheng.registry") / "standards" / "checks"
    texts = {each.name: each.read_text(encoding="utf-8") for each in sorted(folder.iterdir(), key=lambda each: each.name)
             if each.name.endswith(".toml")}
    return read_declared(texts)


def met(day: date, *, only: Collection[str] = (), school: int | None = None, step: Step | None = None) -> dict[str, list[Met]]:
    """What the checks meet on a day, by check: of all checks or of some, at all schools or at one. Nothing is written."""
    ask = Ask(day, book().at(day))
    asked = [check for check in checks().values() if not only or check.id in only]
    found: dict[str, list[Met]] = {}
    for number, check in enumerate(asked):
        if step is not None:
            step(number, len(asked), check)
        rows = {each.record: each for each in QUERIES[check.query](ask) if school is None or each.school == school}
        found[check.id] = list(rows.values())
    return found
