"""A tutor for every pupil (全员育人导师): wishes in ticket order, within the loads that tutors have agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from junheng.ground.draws.engine import in_order, normal
from junheng.ground.draws.values import FrozenList, Lists
from junheng.ground.kernel.findings import Finding, Place, Refused


def run_tutors(rules: Mapping[str, Any], seed: str, lists: Lists) -> dict[str, Any]:
    """`tutors/1`: by ticket each pupil of `roster` gets the first wish (`choices`, `;` between) that has room.

    `tutors` gives `most` and, where wanted, `least` pupils of each; a wish waits when the pupils left are all needed to
    bring others to their least. Whoever is left goes, by ticket, to the tutor that lacks most, then to the one with fewest,
    never to the one in `avoid`. Outcome: line of the tutor, and which wish it was (0: none), by line. Raises Refused.
    """
    roster, tutors = lists["roster"], lists["tutors"]
    most, least = limits(tutors, "most"), limits(tutors, "least")
    check_room(len(roster.rows), most, least)
    first = rules.get("first", "lowest")
    turn = {tutor: place for place, tutor in enumerate(in_order(seed=seed, names=tutors.ids, first=first))}
    known = {tutor: place for place, tutor in enumerate(tutors.ids)}
    wishes = [[known.get(normal(each), -1) for each in cell.split(";")] if cell else [] for cell in roster.column("choices")]
    order = in_order(seed=seed, names=roster.ids, first=first)
    given, wish_of, loads = [-1] * len(order), [0] * len(order), [0] * len(most)
    left, lacking = len(order), sum(least)
    for line in order:
        for number, tutor in enumerate(wishes[line], start=1):
            needed = lacking - (tutor >= 0 and loads[tutor] < least[tutor])
            if tutor >= 0 and loads[tutor] < most[tutor] and left - 1 >= needed and tutors.ids[tutor] != roster.column("avoid")[line]:
                given[line], wish_of[line], lacking, left = tutor, number, needed, left - 1
                loads[tutor] += 1
                break
    for line in order:
        if given[line] < 0:
            free = [tutor for tutor in turn if loads[tutor] < most[tutor] and tutors.ids[tutor] != roster.column("avoid")[line]]
            if not free:
                raise Refused(Finding("tutor-none", "No tutor is left for pupil %(pupil)s.",
                                      "Let tutors take more pupils, or ask again whom the pupil is to avoid.",
                                      Place(row=line + 1, column="avoid"), {"pupil": roster.ids[line]}))
            given[line] = min(free, key=lambda tutor: (-max(0, least[tutor] - loads[tutor]), loads[tutor], turn[tutor]))
            loads[given[line]] += 1
    return {"tutors": [tutor + 1 for tutor in given], "wishes": wish_of}


def limits(tutors: FrozenList, column: str) -> list[int]:
    """A column of loads; empty cells are 0. Raises ValueError."""
    cells = tutors.column(column)
    if not all(cell.isascii() and cell.isdecimal() for cell in cells if cell):
        raise ValueError(f"{column}: loads are whole numbers")
    return [int(cell or 0) for cell in cells]


def check_room(pupils: int, most: list[int], least: list[int]) -> None:
    """Raises Refused where tutors have not room for all, or have agreed to more than there are."""
    if sum(most) < pupils or sum(least) > pupils or any(low > high for low, high in zip(least, most, strict=True)):
        raise Refused(Finding(
            "tutor-loads", "%(pupils)s pupils and tutors for %(least)s to %(most)s: the loads do not fit.",
            "Change the loads that tutors take, `least` not above `most`.",
            values={"pupils": pupils, "least": sum(least), "most": sum(most)}))
