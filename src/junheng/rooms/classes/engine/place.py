"""The three ways of placement as replays: (rules, seed, lists) → outcome, the same for whoever runs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from junheng.ground.draws.engine import order_keys
from junheng.ground.draws.values import FrozenList, Lists
from junheng.ground.kernel.findings import Finding, Refused
from junheng.rooms.classes.engine.columns import (
    SCALE,
    columns_of,
    levels_of,
    numbers_of,
    rows_of,
    standardised,
)
from junheng.rooms.classes.engine.deal import deal
from junheng.rooms.classes.engine.units import Units, units_of

Search = Callable[..., list[int]]
# Tolerances are written in thousandths of a standard deviation.
THOUSAND = 1000


def fast_search(**asked: Any) -> list[int]:
    """The compiled search; compiling waits until somebody asks."""
    from junheng.rooms.classes.engine.compiled import search

    return search(**asked)


def run_balanced(rules: Mapping[str, Any], seed: str, lists: Lists, *, search: Search = fast_search) -> dict[str, Any]:
    """`balanced/1`: dealt in ticket order, improved by the search, class numbers drawn."""
    roster, classes = lists["roster"], rules["classes"]
    units = units_of(rules, seed, roster)
    placed = deal(units, classes, order=range(len(units.members)), strata=[""] * len(units.members))
    rows, numeric = rows_of(roster, rules["covariates"], units.members)
    if rows[0]:
        placed = search(rows=rows, numeric=numeric, loads=units.loads, conflicts=units.conflicts, placed=placed,
                        classes=classes, swaps=rules["steps"]["swaps"], exchanges=rules["steps"]["exchanges"])
    return outcome(rules, seed, units, placed, roster)


def run_lottery(rules: Mapping[str, Any], seed: str, lists: Lists) -> dict[str, Any]:
    """`lottery/1`: dealt in ticket order within strata, drawn again while a tolerance is missed, class numbers drawn.

    Raises Refused when none of the draws that the rules allow is within tolerance.
    """
    roster, classes = lists["roster"], rules["classes"]
    strata = [levels_of(roster, each) for each in rules["strata"]]
    for turn in range(rules["redraws"] + 1):
        units = units_of(rules, f"{seed}#{turn}" if turn else seed, roster)
        mine = ["\x1f".join(each[lines[0]] for each in strata) for lines in units.members]
        order = sorted(range(len(mine)), key=lambda unit: mine[unit])
        placed = deal(units, classes, order=order, strata=mine)
        if within(rules, roster, units, placed):
            return {**outcome(rules, seed, units, placed, roster), "redraws": turn}
    raise Refused(Finding("tolerance", "None of %(draws)s draws is within the tolerances.",
                          "Allow more draws or wider tolerances, publish the rules anew, and draw again.",
                          values={"draws": rules["redraws"] + 1}))


def run_snake(rules: Mapping[str, Any], seed: str, lists: Lists) -> dict[str, Any]:
    """`snake/1`: within each stratum from the highest score to the lowest, forth and back over the classes (S形)."""
    roster, classes = lists["roster"], rules["classes"]
    units = units_of(rules, seed, roster)
    strata = [levels_of(roster, each) for each in rules["strata"]]
    mine = ["\x1f".join(each[lines[0]] for each in strata) for lines in units.members]
    scores = [standardised(numbers_of(roster, column)[0]) for column in rules["by"]]
    height = [sum(score[line] for score in scores for line in lines) for lines in units.members]
    order = sorted(range(len(mine)), key=lambda unit: (mine[unit], -height[unit]))
    placed = deal(units, classes, order=order, strata=mine, snake=True)
    return outcome(rules, seed, units, placed, roster)


def within(rules: Mapping[str, Any], roster: FrozenList, units: Units, placed: Sequence[int]) -> bool:
    """Whether every covariate that has a tolerance keeps it: widest gap between class means, in thousandths of the SD."""
    heads = [0] * rules["classes"]
    for group, lines in zip(placed, units.members, strict=True):
        heads[group] += len(lines)
    for covariate in rules["covariates"]:
        if covariate.get("tolerance") is None:
            continue
        numeric, levels = columns_of(roster, [{**covariate, "weight": 1}])
        for column in numeric + levels:
            sums = [0] * len(heads)
            for group, lines in zip(placed, units.members, strict=True):
                sums[group] += sum(column[line] for line in lines)
            if any((sums[a] * heads[b] - sums[b] * heads[a]) * THOUSAND > covariate["tolerance"] * SCALE * heads[a] * heads[b]
                   for a in range(len(heads)) for b in range(len(heads))):
                return False
    return True


def outcome(rules: Mapping[str, Any], seed: str, units: Units, placed: Sequence[int], roster: FrozenList) -> dict[str, Any]:
    """Class numbers by line, drawn for the groups as a whole; and the team of each class where teams are drawn."""
    numbers = drawn(rules, seed, "class", rules["classes"])
    classes = [0] * len(roster.rows)
    for group, lines in zip(placed, units.members, strict=True):
        for line in lines:
            classes[line] = numbers[group]
    teams = rules.get("teams") or []
    if teams and len(teams) != rules["classes"]:
        raise ValueError("there are as many teams as classes")
    return {"classes": classes, **({"teams": drawn(rules, seed, "team", len(teams))} if teams else {})}


def drawn(rules: Mapping[str, Any], seed: str, what: str, count: int) -> list[int]:
    """The numbers 1…count in the order in which “class 1”, “class 2”, … are drawn.

    In a ring of so few, start and step count on from its end.
    """
    names = [f"{what} {number}" for number in range(1, count + 1)]
    if rules.get("source", "ticket") == "ring":
        seed = ",".join(str((int(each) - 1) % count + 1) for each in seed.split(","))
    keys = order_keys(seed=seed, names=names, source=rules.get("source", "ticket"), first=rules.get("first", "lowest"))
    return [place + 1 for place in sorted(range(count), key=lambda place: (keys[place], names[place]))]
