"""From frozen lists, rules and seed to a round in integers. docs/reference/match.md says the same in words."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy

from junheng.ground.draws.engine import normal, order_keys, plain_number, whole_numbers
from junheng.ground.draws.values import FrozenList, Lists
from junheng.rooms.admissions.values import RULE_WORDS, Mechanism, Round

DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?")


def choices_of(cell: str) -> list[str]:
    """School codes of a cell `A;B;C`, in order; empty parts are passed over."""
    parts = cell.split(";")
    if cell.isascii() and cell.isprintable() and " " not in cell and "" not in parts:
        return parts
    return [code for part in parts if (code := normal(part))]


def moment(text: str) -> int:
    """A day, with its time where one stands, as the integer yyyymmddhhmmss. Raises ValueError."""
    found = DAY.fullmatch(text)
    if not found:
        raise ValueError(f"“{text}” is no day")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    date(year, month, day)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"“{text}” is no time of day")
    return ((((year * 100 + month) * 100 + day) * 100 + hour) * 100 + minute) * 100 + second


def dense(values: Sequence[int | None], *, start: int) -> list[int]:
    """Values by their place among the distinct ones, counted from `start`; empty ones come last."""
    places = {value: place for place, value in enumerate(sorted({value for value in values if value is not None}), start)}
    last = len(places) + start
    return [last if value is None else places[value] for value in values]


def order_values(cells: Sequence[str]) -> list[int | None]:
    """The order column as integers: all days, or all numbers; None for empty cells. Raises ValueError for a mixture."""
    filled = {cell for cell in cells if cell}
    if filled and all(DAY.fullmatch(cell) for cell in filled):
        days = {cell: moment(cell) for cell in filled}
        return [days.get(cell) for cell in cells]
    kinds = list(dict.fromkeys(cells))
    values = dict(zip(kinds, whole_numbers([plain_number(cell) for cell in kinds])[0], strict=True))
    return [values[cell] for cell in cells]


def whole(cell: str, *, least: int) -> int:
    """An integer not below `least`. Raises ValueError."""
    number = int(plain_number(cell))
    if number < least:
        raise ValueError(f"{number} is below {least}")
    return number


def places_of(names: Sequence[str], what: str) -> dict[str, int]:
    """Names by their place. Raises ValueError when one stands twice or is empty."""
    places = {name: place for place, name in enumerate(names)}
    if len(places) != len(names) or "" in places:
        raise ValueError(f"{what}: a name stands twice or is empty")
    return places


def build(rules: Mapping[str, Any], seed: str, lists: Lists) -> Round:
    """This will turn a round into integers. Raises ValueError or KeyError for rules or lists that cannot be run."""
    mechanism = Mechanism(rules["mechanism"])
    for key, words in RULE_WORDS.items():
        if rules[key] not in words:
            raise ValueError(f"{key} is {rules[key]}")
    applicants, schools = lists["applicants"], lists["schools"]
    line, codes = places_of(applicants.ids, "applicants"), places_of(schools.ids, "schools")
    sequence = tickets(applicants, seed, source=rules["source"], first=rules["ticket_order"])
    groups = {name: number for number, name in enumerate(dict.fromkeys(filter(None, applicants.column("group"))), start=1)}
    standing = standing_of(lists["priorities"], line, codes) if rules["priorities"] == "listed" else None
    first, chosen = array("q", [0]), list[str]()
    for applicant, cell in enumerate(applicants.column("choices")):
        named = choices_of(cell)
        if len(set(named)) != len(named):
            raise ValueError(f"applicants: a choice stands twice in line {applicant + 1}")
        chosen += named
        first.append(len(chosen))
    school = array("q", map(codes.__getitem__, chosen))
    if standing is None:
        tier, order = array("q", [1]) * len(school), array("q", [0]) * len(school)
    else:
        tier, order = standing.of(first, school)
    return Round(
        mechanism=mechanism, seats=array("q", [whole(cell, least=0) for cell in schools.column("seats")]),
        first=first, school=school, tier=tier, order=order, sequence=sequence,
        by_score=scores(applicants, sequence) if mechanism is Mechanism.SCORE_PARALLEL else array("q"),
        group=array("q", [groups[name] if name else 0 for name in applicants.column("group")]),
        reserves=reserves_of(lists["reserves"], codes, groups) if rules["reserves"] == "listed" else {},
        households=households(applicants) if rules["twins"] == "together" else (),
        eligible=eligible(codes, standing) if rules["remainder"] != "none" else None,
    )


def labels_of(applicants: FrozenList) -> list[str]:
    """What each ticket is drawn for: the household, else the applicant."""
    return [household or own for household, own in zip(applicants.column("household"), applicants.ids, strict=True)]


def tickets(applicants: FrozenList, seed: str, *, source: str, first: str) -> array[int]:
    """Each applicant's place in the order of tickets; equal tickets by identifier."""
    keys = order_keys(seed=seed, names=labels_of(applicants), source=source, first=first)
    ids = applicants.ids
    places = array("q", bytes(8 * len(ids)))
    for place, applicant in enumerate(sorted(range(len(ids)), key=lambda one: (keys[one], ids[one]))):
        places[applicant] = place
    return places


def scores(applicants: FrozenList, sequence: Sequence[int]) -> array[int]:
    """Each applicant's place by score, highest first, then by ticket."""
    held = whole_numbers([plain_number(cell) for cell in applicants.column("score")])[0]
    if any(score is None for score in held):
        raise ValueError("applicants: a score is empty")
    places = array("q", bytes(8 * len(held)))
    ranked = sorted(range(len(held)), key=lambda one: (-(held[one] or 0), sequence[one]))
    for place, applicant in enumerate(ranked):
        places[applicant] = place
    return places


@dataclass(frozen=True, slots=True)
class Standing:
    """Tier and order of applicants at schools: `pairs` are applicant · number of schools + school, ascending."""

    width: int
    pairs: Any
    tiers: Any
    orders: Any

    def of(self, first: Sequence[int], school: Sequence[int]) -> tuple[array[int], array[int]]:
        """Tier (0 where not eligible) and order of each choice."""
        asked = numpy.repeat(numpy.arange(len(first) - 1), numpy.diff(first)) * self.width + numpy.asarray(school, dtype=numpy.int64)
        at = numpy.minimum(numpy.searchsorted(self.pairs, asked), max(len(self.pairs) - 1, 0))
        known = self.pairs[at] == asked if len(self.pairs) else numpy.zeros(len(asked), dtype=bool)
        tier, order = array("q", bytes(8 * len(asked))), array("q", bytes(8 * len(asked)))
        if known.any():
            numpy.asarray(tier)[known] = self.tiers[at[known]]
            numpy.asarray(order)[known] = self.orders[at[known]]
        return tier, order

    def schools(self, applicant: int) -> set[int]:
        """The schools that may take an applicant."""
        start, end = numpy.searchsorted(self.pairs, (applicant * self.width, (applicant + 1) * self.width))
        return {int(pair) % self.width for pair in self.pairs[start:end]}


def standing_of(priorities: FrozenList, line: Mapping[str, int], codes: Mapping[str, int]) -> Standing:
    """The list of priorities in integers."""
    cells = priorities.column("tier")
    values = {cell: whole(cell, least=1) for cell in set(cells)}
    tiers = dense([values[cell] for cell in cells], start=1)
    orders = dense(order_values(priorities.column("order")), start=0)
    width, count = len(codes), len(cells)
    lines = numpy.fromiter(map(line.__getitem__, priorities.ids), dtype=numpy.int64, count=count)
    pairs = lines * width + numpy.fromiter(map(codes.__getitem__, priorities.column("school_code")), dtype=numpy.int64, count=count)
    ascending = numpy.argsort(pairs, kind="stable")
    pairs = pairs[ascending]
    if (pairs[1:] == pairs[:-1]).any():
        raise ValueError("priorities: an applicant stands twice at a school")
    return Standing(width, pairs, numpy.array(tiers, dtype=numpy.int64)[ascending], numpy.array(orders, dtype=numpy.int64)[ascending])


def reserves_of(reserves: FrozenList, codes: Mapping[str, int], groups: Mapping[str, int]) -> dict[tuple[int, int], int]:
    """Reserved seats by school and group; a group that nobody belongs to has none."""
    held: dict[tuple[int, int], int] = {}
    seen: set[tuple[str, str]] = set()
    for code, group, cell in zip(reserves.ids, reserves.column("group"), reserves.column("seats"), strict=True):
        if (code, group) in seen or not group:
            raise ValueError("reserves: a group stands twice at a school or is empty")
        seen.add((code, group))
        place, seats = codes[code], whole(cell, least=0)
        if group in groups and seats:
            held[place, groups[group]] = seats
    return held


def households(applicants: FrozenList) -> list[list[int]]:
    """Children of one label, where there is more than one."""
    members: dict[str, list[int]] = defaultdict(list)
    for applicant, label in enumerate(labels_of(applicants)):
        members[label].append(applicant)
    return [held for held in members.values() if len(held) > 1]


def eligible(codes: Mapping[str, int], standing: Standing | None) -> Callable[[int], Iterable[int]]:
    """What gives the schools that may take an applicant, lowest code first."""
    ascending = [codes[code] for code in sorted(codes)]
    if standing is None:
        return lambda applicant: ascending
    return lambda applicant: filter(standing.schools(applicant).__contains__, ascending)
