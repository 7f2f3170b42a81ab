"""The search compiled: the same steps as search.py in machine integers. Imported only when a search is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit

from junheng.rooms.classes.engine.search import (
    BUCKETS,
    CELL,
    CLIPPED,
    HASHED,
    KEPT,
    LOOKED,
    MIXED,
    ONWARD,
    SHIFTED,
    VISITS,
    WINDOW,
    kinds_of,
)

PAIRS = KEPT * (KEPT - 1) // 2
GRID = "int64[:,::1]"
LIST = "int64[::1]"


def compiled(signature: str, *, inline: bool = False) -> Any:
    """This will compile for one signature, kept on disk for the next process."""
    return njit(signature, cache=True, inline="always" if inline else "never")


def search(*, rows: Sequence[Sequence[int]], numeric: int, loads: Sequence[int], conflicts: Sequence[Sequence[int]],
           placed: Sequence[int], classes: int, swaps: int, exchanges: int) -> list[int]:
    """The placement that search.search gives, sooner."""
    grid = np.array(rows, dtype=np.int64).reshape(len(rows), -1)
    found = np.array(placed, dtype=np.int64)
    sums = np.zeros((classes, grid.shape[1]), dtype=np.int64)
    np.add.at(sums, found, grid)
    starts = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(each) for each in conflicts], out=starts[1:])
    others = np.array([other for each in conflicts for other in each], dtype=np.int64)
    swap_round(grid, np.array(loads, dtype=np.int64), starts, others, found, sums, swaps)
    if numeric and classes > 1:
        kinds = np.array(kinds_of(rows, numeric, loads), dtype=np.int64)
        exchange(grid, numeric, kinds, starts, found, sums, exchanges)
    return [int(group) for group in found]


@compiled(f"boolean({LIST}, {LIST}, {LIST}, int64, int64, int64)")
def may_go(starts, others, placed, one, other, theirs):  # type: ignore[no-untyped-def]
    """Whether `one` may go to class `theirs` when `other` leaves it."""
    for place in range(starts[one], starts[one + 1]):
        if placed[others[place]] == theirs and others[place] != other:
            return False
    return True


@compiled(f"void({GRID}, {LIST}, {GRID}, int64, int64)")
def swap(rows, placed, sums, one, other):  # type: ignore[no-untyped-def]
    """Two units change places."""
    mine, theirs = placed[one], placed[other]
    for column in range(rows.shape[1]):
        change = rows[other, column] - rows[one, column]
        sums[mine, column] += change
        sums[theirs, column] -= change
    placed[one], placed[other] = theirs, mine


@compiled(f"void({GRID}, {LIST}, {LIST}, {LIST}, {LIST}, {GRID}, int64)")
def swap_round(rows, loads, starts, others, placed, sums, budget):  # type: ignore[no-untyped-def]
    """Part one."""
    count, columns = rows.shape
    steps, moved, apart = 0, False, 1
    while steps < budget and count > 1:
        for one in range(count):
            other = one + apart
            if other >= count:
                other -= count
            mine, theirs = placed[one], placed[other]
            if mine == theirs or loads[one] != loads[other]:
                continue
            steps += 1
            gain = 0
            for column in range(columns):
                change = rows[other, column] - rows[one, column]
                gain += change * (sums[mine, column] - sums[theirs, column] + change)
            if gain < 0 and may_go(starts, others, placed, one, other, theirs) and may_go(starts, others, placed, other,
                                                                                         one, mine):
                swap(rows, placed, sums, one, other)
                moved = True
        apart += 1
        if apart > count // 2:
            if not moved:
                return
            apart, moved = 1, False


@compiled("int64(int64)")
def clipped(value):  # type: ignore[no-untyped-def]
    """The square of a distance, counted up to the limit."""
    short = min(abs(value), CLIPPED)
    return short * short


@compiled("int64(int64)")
def root(value):  # type: ignore[no-untyped-def]
    """The whole part of a square root."""
    found = np.int64(np.sqrt(np.float64(value)))
    while found * found > value:
        found -= 1
    while (found + 1) * (found + 1) <= value:
        found += 1
    return found


@compiled(f"int64({GRID}, int64, int64, int64)")
def weight_of(sums, numeric, one, other):  # type: ignore[no-untyped-def]
    """How far two classes lie from each other and from the whole."""
    total = 0
    for column in range(numeric):
        gap = clipped(sums[one, column] - sums[other, column])
        total += gap * (6 * clipped(sums[one, column] + sums[other, column]) + gap)
    return total


@compiled(f"{LIST}({LIST}, {LIST}, int64, int64)")
def window(starts, placed, group, turn):  # type: ignore[no-untyped-def]
    """The units of a class that a visit looks at."""
    free = np.zeros(len(placed), np.int64)
    count = 0
    for unit in range(len(placed)):
        if placed[unit] == group and starts[unit] == starts[unit + 1]:
            free[count] = unit
            count += 1
    if count <= WINDOW:
        return free[:count].copy()
    shown = np.zeros(WINDOW, np.int64)
    for place in range(WINDOW):
        shown[place] = free[(place + turn * ONWARD) % count]
    return shown


@compiled(f"{GRID}({GRID}, int64, {LIST}, {LIST}, {LIST}, int64, int64, int64)")
def small_swaps(rows, numeric, kinds, starts, placed, one, other, turn):  # type: ignore[no-untyped-def]
    """Swaps that change least: who, with whom, twice the change."""
    ours = window(starts, placed, one, turn)
    theirs = window(starts, placed, other, turn)
    norms = np.zeros(len(ours) * len(theirs), np.int64)
    who = np.zeros((len(ours) * len(theirs), 2), np.int64)
    count = 0
    for a in ours:
        for b in theirs:
            if kinds[a] == kinds[b]:
                norm = 0
                for column in range(numeric):
                    change = rows[b, column] - rows[a, column]
                    norm += change * change
                norms[count], who[count, 0], who[count, 1] = norm, a, b
                count += 1
    order = np.argsort(norms[:count], kind="mergesort")
    kept = np.zeros((min(KEPT, count), numeric + 2), np.int64)
    for place in range(len(kept)):
        a, b = who[order[place], 0], who[order[place], 1]
        kept[place, 0], kept[place, 1] = a, b
        for column in range(numeric):
            kept[place, column + 2] = 2 * (rows[b, column] - rows[a, column])
    return kept


@compiled(f"int64({LIST}, {LIST}, {LIST}, {LIST}, int64, int64)")
def lighter(gaps, sides, change, more, weight, limit):  # type: ignore[no-untyped-def]
    """The weight after two changes; -1 where it is not less."""
    total = 0
    for column in range(len(gaps)):
        square = gaps[column] + change[column] + more[column]
        square *= square
        if square > limit:
            return -1
        total += square * (sides[column] + square)
        if total >= weight:
            return -1
    return total


@compiled(f"boolean({GRID}, int64, int64, int64, int64)")
def parted(kept, a, b, c, d):  # type: ignore[no-untyped-def]
    """Whether two pairs of swaps share nobody."""
    for first in (a, b):
        for second in (c, d):
            if kept[first, 0] == kept[second, 0] or kept[first, 1] == kept[second, 1]:
                return False
    return True


@compiled(f"UniTuple(int64, 2)({GRID}, int64, {LIST}, {LIST}, {LIST}, {GRID}, int64, int64, int64, int64, {GRID}, {GRID}, "
          "int32[:,::1], int32[::1])")
def best_exchange(  # type: ignore[no-untyped-def]
        rows, numeric, kinds, starts, placed, sums, one, other, turn, weight, swaps, desk, links, heads):
    """The swaps (their number; they stand in `swaps`) after which the weight is least, and the steps taken."""
    kept = small_swaps(rows, numeric, kinds, starts, placed, one, other, turn)
    gaps, sides, none = np.zeros(numeric, np.int64), np.zeros(numeric, np.int64), np.zeros(numeric, np.int64)
    for column in range(numeric):
        gaps[column] = sums[one, column] - sums[other, column]
        sides[column] = 6 * clipped(sums[one, column] + sums[other, column])
    limit, steps, taken, pairs = root(weight), 0, 0, 0
    shift, hashed = turn * SHIFTED % CELL, min(HASHED, numeric)
    heads[:] = -1
    four = np.zeros(4, np.int64)
    for count in range(len(kept)):
        steps += 1
        less = lighter(gaps, sides, kept[count, 2:], none, weight, limit)
        if less >= 0:
            weight, limit, taken, four[0] = less, root(less), 1, count
        for before in range(count):
            if kept[count, 0] == kept[before, 0] or kept[count, 1] == kept[before, 1]:
                continue
            steps += 1
            both = desk[pairs]
            wanted, bucket = 0, 0
            for column in range(numeric):
                both[column] = kept[count, column + 2] + kept[before, column + 2]
                if column < hashed:
                    wanted = wanted * MIXED + (shift - gaps[column] - both[column]) // CELL
                    bucket = bucket * MIXED + (shift + both[column]) // CELL
            less = lighter(gaps, sides, both, none, weight, limit)
            if less >= 0:
                weight, limit, taken, four[0], four[1] = less, root(less), 2, count, before
            place = heads[wanted % BUCKETS]
            for _ in range(LOOKED):
                if place < 0:
                    break
                steps += 1
                less = lighter(gaps, sides, both, desk[place], weight, limit)
                if less >= 0 and parted(kept, count, before, links[place, 0], links[place, 1]):
                    weight, limit, taken = less, root(less), 4
                    four[0], four[1], four[2], four[3] = count, before, links[place, 0], links[place, 1]
                place = links[place, 2]
            bucket %= BUCKETS
            links[pairs, 0], links[pairs, 1], links[pairs, 2] = count, before, heads[bucket]
            heads[bucket] = pairs
            pairs += 1
    for place in range(taken):
        swaps[place, 0], swaps[place, 1] = kept[four[place], 0], kept[four[place], 1]
    return taken, steps


@compiled(f"void({GRID}, int64, {LIST}, {LIST}, {LIST}, {GRID}, int64)")
def exchange(rows, numeric, kinds, starts, placed, sums, budget):  # type: ignore[no-untyped-def]
    """Part two."""
    classes = len(sums)
    steps, turn = 0, 0
    shut = np.zeros((classes, classes), np.bool_)
    weights = np.zeros((classes, classes), np.int64)
    swaps = np.zeros((4, 2), np.int64)
    desk = np.zeros((PAIRS, numeric), np.int64)
    links = np.zeros((PAIRS, 3), np.int32)
    heads = np.full(BUCKETS, -1, np.int32)
    for one in range(classes):
        for other in range(one + 1, classes):
            weights[one, other] = weight_of(sums, numeric, one, other)
    while steps < budget:
        shut[:] = False
        moved = False
        for _ in range(VISITS * classes):
            if steps >= budget:
                break
            one, other, weight = 0, 0, -1
            for a in range(classes):
                for b in range(a + 1, classes):
                    if weights[a, b] > weight and not shut[a, b]:
                        one, other, weight = a, b, weights[a, b]
            if weight < 0:
                break
            if weight == 0:
                return
            shut[one, other] = True
            taken, looked = best_exchange(rows, numeric, kinds, starts, placed, sums, one, other, turn, weight, swaps, desk,
                                          links, heads)
            steps += looked
            for place in range(taken):
                swap(rows, placed, sums, swaps[place, 0], swaps[place, 1])
            if taken:
                moved = True
                for each in range(classes):
                    for group in (one, other):
                        low, high = min(group, each), max(group, each)
                        weights[low, high] = weight_of(sums, numeric, low, high)
                        if each != one and each != other:
                            shut[low, high] = False
        if not moved:
            return
        turn += 1
