"""The search in plain Python: what the compiled one must agree with to the last pupil, and what other checkers copy.

Rows are units in ticket order; sums are those of a class over each column, zero when the class is like the whole. Two
parts, each with its budget of steps; all numbers are integers below 2^53. docs/reference/placement.md tells it in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

from junheng.rooms.classes.engine.deal import may_swap

# Members of a class looked at in one visit, and how far the next round begins behind.
WINDOW, ONWARD = 96, 48
# Swaps kept of a visit, those that change least.
KEPT = 128
# Pairs of swaps are found again in buckets of cells over the first columns.
CELL, HASHED, BUCKETS, MIXED, SHIFTED, LOOKED = 1024, 6, 8192, 31, 683, 16
# Distances count up to here, so that their fourth powers stay exact.
CLIPPED = 1024
VISITS = 3


@dataclass(slots=True)
class Board:
    """The state of a search: rows, how many columns are numeric, kinds, conflicts, classes of units, sums of classes."""

    rows: Sequence[Sequence[int]]
    numeric: int
    kinds: Sequence[int]
    conflicts: Sequence[Sequence[int]]
    placed: list[int]
    sums: list[list[int]]

    def swap(self, one: int, other: int) -> None:
        """Two units change places."""
        mine, theirs = self.placed[one], self.placed[other]
        change = [b - a for a, b in zip(self.rows[one], self.rows[other], strict=True)]
        self.sums[mine] = [held + each for held, each in zip(self.sums[mine], change, strict=True)]
        self.sums[theirs] = [held - each for held, each in zip(self.sums[theirs], change, strict=True)]
        self.placed[one], self.placed[other] = theirs, mine


def search(*, rows: Sequence[Sequence[int]], numeric: int, loads: Sequence[int], conflicts: Sequence[Sequence[int]],
           placed: Sequence[int], classes: int, swaps: int, exchanges: int) -> list[int]:
    """A better placement than `placed`, within `swaps` steps of the first part and `exchanges` of the second."""
    sums = [[0] * len(rows[0]) for _ in range(classes)]
    for group, row in zip(placed, rows, strict=True):
        sums[group] = [held + each for held, each in zip(sums[group], row, strict=True)]
    board = Board(rows, numeric, kinds_of(rows, numeric, loads), conflicts, list(placed), sums)
    swap_round(board, loads, swaps)
    if numeric and classes > 1:
        exchange(board, exchanges)
    return board.placed


def kinds_of(rows: Sequence[Sequence[int]], numeric: int, loads: Sequence[int]) -> list[int]:
    """A number for each unit, the same for units of the same load and the same levels."""
    known: dict[tuple[int, ...], int] = {}
    return [known.setdefault((load, *row[numeric:]), len(known)) for load, row in zip(loads, rows, strict=True)]


def swap_round(board: Board, loads: Sequence[int], budget: int) -> None:
    """Part one: each unit with the next on the circle, the next but one, …; a swap that lowers the squares is made."""
    rows, placed, sums, count = board.rows, board.placed, board.sums, len(board.rows)
    steps, moved, apart = 0, False, 1
    while steps < budget and count > 1:
        for one in range(count):
            other = one + apart - count if one + apart >= count else one + apart
            mine, theirs = placed[one], placed[other]
            if mine == theirs or loads[one] != loads[other]:
                continue
            steps += 1
            gain = 0
            for a, b, here, there in zip(rows[one], rows[other], sums[mine], sums[theirs], strict=True):
                change = b - a
                gain += change * (here - there + change)
            if gain < 0 and may_swap(board.conflicts, placed, one, other, mine, theirs):
                board.swap(one, other)
                moved = True
        apart += 1
        if apart > count // 2:
            if not moved:
                return
            apart, moved = 1, False


def clipped(value: int) -> int:
    """The square of a distance, counted up to the limit."""
    return min(abs(value), CLIPPED) ** 2


def weight_of(board: Board, one: int, other: int) -> int:
    """How far two classes lie from each other and from the whole: eight times the fourth powers that can change."""
    total = 0
    for a, b in zip(board.sums[one][:board.numeric], board.sums[other][:board.numeric], strict=True):
        gap = clipped(a - b)
        total += gap * (6 * clipped(a + b) + gap)
    return total


def exchange(board: Board, budget: int) -> None:
    """Part two: two classes at a time, the worst pair first, exchange one, two or four pupils of theirs."""
    classes, steps, turn = len(board.sums), 0, 0
    while steps < budget:
        open_pairs = {(one, other) for one in range(classes) for other in range(one + 1, classes)}
        moved = False
        for _ in range(VISITS * classes):
            if steps >= budget or not open_pairs:
                break
            weight, one, other = max((weight_of(board, *pair), -pair[0], -pair[1]) for pair in open_pairs)
            one, other = -one, -other
            if not weight:
                return
            open_pairs.discard((one, other))
            swaps, looked = best_exchange(board, one, other, turn, weight)
            steps += looked
            for mine, theirs in swaps:
                board.swap(mine, theirs)
            if swaps:
                moved = True
                open_pairs |= {(min(group, each), max(group, each)) for group in (one, other) for each in range(classes)
                               if each not in (one, other)}
        if not moved:
            return
        turn += 1


def window(board: Board, group: int, turn: int) -> list[int]:
    """The units of a class that this visit looks at: without conflicts, in circle order, at most WINDOW of them."""
    free = [unit for unit, held in enumerate(board.placed) if held == group and not board.conflicts[unit]]
    if len(free) <= WINDOW:
        return free
    return [free[(place + turn * ONWARD) % len(free)] for place in range(WINDOW)]


def small_swaps(board: Board, one: int, other: int, turn: int) -> list[tuple[int, int, list[int]]]:
    """Swaps of pupils of the same kind: who, with whom, twice the change; the KEPT that change least, the first of equals."""
    numeric = board.numeric
    theirs = window(board, other, turn)
    found = []
    for a in window(board, one, turn):
        row = board.rows[a][:numeric]
        for b in theirs:
            if board.kinds[a] == board.kinds[b]:
                change = [y - x for x, y in zip(row, board.rows[b][:numeric], strict=True)]
                found.append((sum(each * each for each in change), a, b, change))
    found.sort(key=lambda each: each[0])
    return [(a, b, [2 * each for each in change]) for _, a, b, change in found[:KEPT]]


def best_exchange(board: Board, one: int, other: int, turn: int, weight: int) -> tuple[list[tuple[int, int]], int]:
    """The swaps, one, two or four, after which `weight` is least; none when nothing is less. With the steps taken."""
    kept = small_swaps(board, one, other, turn)
    numeric, hashed = board.numeric, range(min(HASHED, board.numeric))
    gaps = [a - b for a, b in zip(board.sums[one][:numeric], board.sums[other][:numeric], strict=True)]
    sides = [6 * clipped(a + b) for a, b in zip(board.sums[one][:numeric], board.sums[other][:numeric], strict=True)]
    shift = turn * SHIFTED % CELL
    limit, steps = isqrt(weight), 0
    best: list[tuple[int, int]] = []

    def lighter(change: Sequence[int], more: Sequence[int]) -> int:
        """The weight after two changes; -1 where it is not less."""
        total = 0
        for gap, a, b, side in zip(gaps, change, more, sides, strict=True):
            square = (gap + a + b) ** 2
            if square > limit:
                return -1
            total += square * (side + square)
            if total >= weight:
                return -1
        return total

    none = [0] * numeric
    pairs: list[tuple[int, int, list[int]]] = []
    heads: list[int] = [-1] * BUCKETS
    following: list[int] = []
    for count, (a, b, change) in enumerate(kept):
        steps += 1
        if (less := lighter(change, none)) >= 0:
            weight, limit, best = less, isqrt(less), [(a, b)]
        for before in range(count):
            c, d, earlier = kept[before]
            if a == c or b == d:
                continue
            steps += 1
            both = [x + y for x, y in zip(change, earlier, strict=True)]
            if (less := lighter(both, none)) >= 0:
                weight, limit, best = less, isqrt(less), [(a, b), (c, d)]
            wanted = bucket = 0
            for column in hashed:
                wanted = wanted * MIXED + (shift - gaps[column] - both[column]) // CELL
                bucket = bucket * MIXED + (shift + both[column]) // CELL
            place = heads[wanted % BUCKETS]
            for _ in range(LOOKED):
                if place < 0:
                    break
                steps += 1
                e, f, held = pairs[place]
                if (less := lighter(both, held)) >= 0:
                    four = [kept[count], kept[before], kept[e], kept[f]]
                    if len({each[0] for each in four}) == len({each[1] for each in four}) == len(four):
                        weight, limit, best = less, isqrt(less), [each[:2] for each in four]
                place = following[place]
            bucket %= BUCKETS
            following.append(heads[bucket])
            heads[bucket] = len(pairs)
            pairs.append((count, before, both))
    return best, steps
