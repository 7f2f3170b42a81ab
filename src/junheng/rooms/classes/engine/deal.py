"""The first hand: units dealt to classes of even size, in ticket order or in the S of the snake."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heapreplace

from junheng.ground.kernel.findings import Finding, Refused
from junheng.rooms.classes.engine.units import Units


def deal(units: Units, classes: int, *, order: Sequence[int], strata: Sequence[str], snake: bool = False) -> list[int]:
    """This will give each unit a class (0 is the first): the emptiest, then the one with fewest of its stratum.

    Units with conflicts go first, most conflicts first, then heavy ones, then the rest as `order` says. Ties go to the
    class with the lowest number; in the snake to that with the highest in every second row of `classes` units. Raises
    Refused when conflicts or sizes cannot be met.
    """
    placed, loads = [-1] * len(order), [0] * classes
    counts: list[dict[str, int]] = [{} for _ in range(classes)]
    hands = sorted(order, key=lambda unit: (-len(units.conflicts[unit]), -units.loads[unit]))
    bound = sum(bool(units.conflicts[unit]) for unit in hands)
    plain = not snake and len(set(strata)) == 1
    for turn, unit in enumerate(hands[:bound] if plain else hands):
        taken = {placed[other] for other in units.conflicts[unit]}
        back = snake and turn // classes % 2 == 1
        free = [(loads[group], counts[group].get(strata[unit], 0), -group if back else group)
                for group in range(classes) if group not in taken]
        if not free:
            raise Refused(Finding("apart-cannot", "The pupils to be apart leave some of them no class.",
                                  "Ask for fewer pupils to be apart, or make more classes."))
        group = abs(min(free)[2])
        placed[unit] = group
        loads[group] += units.loads[unit]
        counts[group][strata[unit]] = counts[group].get(strata[unit], 0) + 1
    if plain:
        heap = [(loads[group], sum(counts[group].values()), group) for group in range(classes)]
        heapify(heap)
        for unit in hands[bound:]:
            load, count, group = heap[0]
            heapreplace(heap, (load + units.loads[unit], count + 1, group))
            placed[unit] = group
            loads[group] += units.loads[unit]
    return evened(units, placed, loads)


def evened(units: Units, placed: list[int], loads: list[int]) -> list[int]:
    """This will move and exchange units between the fullest and the emptiest class until sizes are within tolerance."""
    while True:
        full = max(range(len(loads)), key=lambda group: (loads[group], -group))
        spare = min(range(len(loads)), key=lambda group: (loads[group], group))
        gap = loads[full] - loads[spare]
        if gap <= units.tolerance:
            return placed
        step = best_step(units, placed, full, spare, gap)
        if step is None:
            raise Refused(Finding("sizes-cannot", "The needs and groups leave no way to make the classes even enough.",
                                  "Allow sizes to differ by more, divide groups, or make fewer classes."))
        out, back = step
        placed[out] = spare
        shift = units.loads[out]
        if back >= 0:
            placed[back] = full
            shift -= units.loads[back]
        loads[full] -= shift
        loads[spare] += shift


def best_step(units: Units, placed: Sequence[int], full: int, spare: int, gap: int) -> tuple[int, int] | None:
    """Who leaves the fullest class and who comes back (-1: nobody), so that the two come nearest; the first of equals."""
    best: tuple[int, int, int] | None = None
    coming = [-1, *(unit for unit, group in enumerate(placed) if group == spare)]
    for out in (unit for unit, group in enumerate(placed) if group == full):
        for back in coming:
            shift = units.loads[out] - (units.loads[back] if back >= 0 else 0)
            if 0 < shift < gap and (best is None or abs(gap - 2 * shift) < best[0]) and may_swap(
                    units.conflicts, placed, out, back, full, spare):
                best = (abs(gap - 2 * shift), out, back)
    return best and (best[1], best[2])


def may_swap(conflicts: Sequence[Sequence[int]], placed: Sequence[int], one: int, other: int, mine: int,
             theirs: int) -> bool:
    """Whether `one` of class `mine` and `other` of class `theirs` (-1: nobody) can change places."""
    return (all(placed[unit] != theirs or unit == other for unit in conflicts[one])
            and (other < 0 or all(placed[unit] != mine or unit == one for unit in conflicts[other])))
