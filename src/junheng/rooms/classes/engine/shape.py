"""Whether the rules of a transcript have the shape that replays take; a stranger may have written them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import wraps
from typing import Any

from junheng.ground.draws.values import Lists, Replay


def shaped(run: Replay) -> Replay:
    """A replay that looks at the shape of its rules first."""
    @wraps(run)
    def checked(rules: Mapping[str, Any], seed: str, lists: Lists) -> Mapping[str, Any]:
        if where := misruled(rules):
            raise ValueError(f"the rules are not as they must be: {where}")
        return run(rules, seed, lists)

    return checked


def misruled(rules: Mapping[str, Any]) -> str:
    """The first key that is not of its kind; "" when all are. Keys that are not there are left to the replay."""
    if not is_count(rules.get("classes")) or rules["classes"] < 1:
        return "classes"
    if not all(is_count(rules.get(key, 0)) for key in ("size_tolerance", "redraws")):
        return "size_tolerance, redraws"
    if not all(isinstance(rules.get(key, ""), str) for key in ("source", "first", "same_name_apart")):
        return "source, first, same_name_apart"
    steps = rules.get("steps", {"swaps": 0, "exchanges": 0})
    if not isinstance(steps, Mapping) or not all(is_count(steps.get(key)) for key in ("swaps", "exchanges")):
        return "steps"
    for key in ("by", "teams"):
        if not isinstance(rules.get(key, []), list) or not all(isinstance(each, str) for each in rules.get(key, [])):
            return key
    for key in ("covariates", "strata"):
        if not isinstance(rules.get(key, []), list) or not all(map(is_spec, rules.get(key, []))):
            return key
    return ""


def is_count(held: Any) -> bool:
    """Whether it is a whole number, 0 or more."""
    return type(held) is int and held >= 0


def is_spec(held: Any) -> bool:
    """Whether it names a column, with a kind, a weight, a tolerance, levels of its cells where they are there."""
    if not isinstance(held, Mapping) or not isinstance(held.get("column"), str):
        return False
    levels = held.get("levels", {})
    return (held.get("kind", "numeric") in {"numeric", "categorical"} and is_count(held.get("weight", 1))
            and is_count(held.get("tolerance", 0)) and isinstance(levels, Mapping)
            and all(isinstance(each, str) for each in levels.values()))
