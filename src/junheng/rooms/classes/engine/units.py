"""Units: pupils that go together, in the order that their tickets give, with what they weigh and whom they must not meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from junheng.ground.draws.engine import order_keys
from junheng.ground.draws.values import FrozenList
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.rooms.classes.engine.columns import needs_of

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Units:
    """Who is placed as one, in the order drawn: lines of the roster (0 is the first), loads, and conflicting units.

    Loads count in `one`s: a pupil without needs is one. `largest` is the load that no class may exceed.
    """

    members: tuple[tuple[int, ...], ...]
    loads: tuple[int, ...]
    conflicts: tuple[tuple[int, ...], ...]
    one: int
    tolerance: int
    largest: int


def units_of(rules: Mapping[str, Any], seed: str, roster: FrozenList) -> Units:
    """This will make units of a roster, in ticket order. Raises Refused for constraints that no placement can meet."""
    ids = roster.ids
    keys = order_keys(seed=seed, names=ids, source=rules.get("source", "ticket"), first=rules.get("first", "lowest"))
    joined = grouped(roster.column("together"))
    alone = [(line,) for line, label in enumerate(roster.column("together")) if not label]
    members = sorted([*joined.values(), *alone], key=lambda lines: min((keys[line], ids[line]) for line in lines))
    needs, places = needs_of(roster)
    one = 10**places
    loads = tuple(sum(one + needs[line] for line in lines) for lines in members)
    unit_of = {line: unit for unit, lines in enumerate(members) for line in lines}
    classes = rules["classes"]
    check_count(classes, len(members))
    tolerance = rules.get("size_tolerance", 1) * one
    largest = (sum(loads) + (classes - 1) * tolerance) // classes
    check_loads(members, loads, largest, one, roster)
    apart = [lines for lines in grouped(roster.column("apart")).values() if len(lines) > 1]
    check_apart(apart, unit_of, classes, roster)
    namesakes = [lines for lines in grouped(roster.column(rules.get("same_name_apart") or "")).values()
                 if 1 < len({unit_of[line] for line in lines}) <= classes]
    return Units(tuple(members), loads, conflicts_of([*apart, *namesakes], unit_of, len(members)), one, tolerance, largest)


def grouped(labels: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Lines that share a label, by label; empty labels are none."""
    groups: dict[str, list[int]] = {}
    for line, label in enumerate(labels):
        if label:
            groups.setdefault(label, []).append(line)
    return {label: tuple(lines) for label, lines in groups.items()}


def conflicts_of(groups: Iterable[Sequence[int]], unit_of: Mapping[int, int], count: int) -> tuple[tuple[int, ...], ...]:
    """For each unit the others that it must not share a class with, ascending."""
    met: list[set[int]] = [set() for _ in range(count)]
    for lines in groups:
        units = {unit_of[line] for line in lines}
        for unit in units:
            met[unit] |= units - {unit}
    return tuple(tuple(sorted(others)) for others in met)


def named(lines: Iterable[int], roster: FrozenList) -> str:
    """Identifiers of some lines, the first few of them."""
    ids = [roster.ids[line] for line in sorted(lines)]
    return "、".join(ids[:SHOWN]) + (" …" if len(ids) > SHOWN else "")


def check_count(classes: int, units: int) -> None:
    """Raises Refused when some class would stay empty."""
    if classes > units:
        raise Refused(Finding("classes-many", "There are %(classes)s classes and only %(units)s pupils or groups to place.",
                              "Ask for fewer classes.", values={"classes": classes, "units": units}))


def check_loads(members: Sequence[Sequence[int]], loads: Sequence[int], largest: int, one: int, roster: FrozenList) -> None:
    """Raises Refused for a group that is larger than a class can be."""
    for lines, load in zip(members, loads, strict=True):
        if load > largest:
            raise Refused(Finding(
                "group-large", "Pupils %(pupils)s count as %(load)s together; a class has room for %(room)s.",
                "Divide the group, correct the needs, or allow sizes to differ by more.",
                Place(row=min(lines) + 1, column="together" if len(lines) > 1 else "needs"),
                {"pupils": named(lines, roster), "load": plain(load, one), "room": plain(largest, one)}))


def plain(load: int, one: int) -> str:
    """A load as a person writes it."""
    whole, rest = divmod(load, one)
    return f"{whole}.{str(rest + one)[1:]}".rstrip("0") if rest else str(whole)


def check_apart(groups: Iterable[Sequence[int]], unit_of: Mapping[int, int], classes: int, roster: FrozenList) -> None:
    """Raises Refused where pupils are both together and apart, or more are to be apart than there are classes."""
    for lines in groups:
        first: dict[int, int] = {}
        for line in lines:
            if (other := first.setdefault(unit_of[line], line)) != line:
                raise Refused(Finding(
                    "together-apart", "Pupils %(pupils)s are to be in one class and also to be apart.",
                    "Ask the parents again and keep one of the two.", Place(row=line + 1, column="apart"),
                    {"pupils": named((other, line), roster)}))
        if len(lines) > classes:
            raise Refused(Finding(
                "apart-many", "%(count)s pupils are to be apart from each other (%(pupils)s) and there are %(classes)s classes.",
                "Divide the group, or make more classes.", Place(row=lines[0] + 1, column="apart"),
                {"count": len(lines), "pupils": named(lines, roster), "classes": classes}))
