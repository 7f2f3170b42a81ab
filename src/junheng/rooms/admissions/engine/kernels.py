"""The loops of the mechanisms, compiled. All numbers are 64-bit integers; what they mean stands in fast.py."""

from __future__ import annotations

from typing import Any

import numpy
from numba import njit


@njit(cache=True)
def called(line: Any, first: Any, tier: Any, order: Any, orders: int, step: Any, steps: int) -> Any:
    """Eligible choices sorted by step, order and the place of their applicant in `line`: counted out, stable, in two rounds."""
    pairs = numpy.empty(len(tier), dtype=numpy.int64)
    size = 0
    for place in range(len(line)):
        for at in range(first[line[place]], first[line[place] + 1]):
            if tier[at] > 0:
                pairs[size] = at
                size += 1
    pairs = pairs[:size]
    if orders > 1:
        pairs = dealt(pairs, order, orders)
    return dealt(pairs, step, steps)


@njit(cache=True)
def dealt(pairs: Any, value: Any, values: int) -> Any:
    """Pairs sorted by a value from 0 to values - 1; equal ones keep their order."""
    starts = numpy.zeros(values + 1, dtype=numpy.int64)
    for at in pairs:
        starts[value[at] + 1] += 1
    for place in range(values):
        starts[place + 1] += starts[place]
    dealt_out = numpy.empty_like(pairs)
    for at in pairs:
        dealt_out[starts[value[at]]] = at
        starts[value[at]] += 1
    return dealt_out


@njit(cache=True)
def in_turn(line: Any, first: Any, school: Any, tier: Any, left: Any, held: Any) -> None:
    """One applicant after the other takes the first eligible choice with a seat."""
    for place in range(len(line)):
        one = line[place]
        for at in range(first[one], first[one + 1]):
            if tier[at] > 0 and left[school[at]] > 0:
                left[school[at]] -= 1
                held[one] = at
                break


@njit(cache=True)
def in_steps(pairs: Any, step: Any, applicant: Any, school: Any, group: Any, left: Any, reserve: Any, reserving: bool,
             held: Any, reserved: Any) -> None:
    """Step by step: `pairs` sorted by rank inside each step; `held[a]` becomes the pair that gave a seat.

    `step` leaves out the tier where tiers are called together.
    """
    start, end = 0, 0
    while start < len(pairs):
        while end < len(pairs) and step[pairs[end]] == step[pairs[start]]:
            end += 1
        if reserving:
            for place in range(start, end):
                at = pairs[place]
                one, where = applicant[at], school[at]
                if held[one] < 0 and left[where] > 0 and reserve[where, group[one]] > 0:
                    reserve[where, group[one]] -= 1
                    left[where] -= 1
                    held[one] = at
                    reserved[one] = True
        for place in range(start, end):
            at = pairs[place]
            one, where = applicant[at], school[at]
            if held[one] < 0 and left[where] > 0:
                left[where] -= 1
                held[one] = at
        start = end


@njit(cache=True)
def sink(ranks: Any, pairs: Any, base: int, size: int, rank: int, at: int) -> None:
    """Put (rank, at) on top of a heap of `size` entries from `base` on, in the place of what stood there."""
    place = 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and ranks[base + below + 1] > ranks[base + below]:
            below += 1
        if ranks[base + below] <= rank:
            break
        ranks[base + place] = ranks[base + below]
        pairs[base + place] = pairs[base + below]
        place = below
    ranks[base + place] = rank
    pairs[base + place] = at


@njit(cache=True)
def rise(ranks: Any, pairs: Any, base: int, size: int, rank: int, at: int) -> None:
    """Add (rank, at) to a heap of `size` entries from `base` on."""
    place = size
    while place > 0:
        above = (place - 1) // 2
        if ranks[base + above] >= rank:
            break
        ranks[base + place] = ranks[base + above]
        pairs[base + place] = pairs[base + above]
        place = above
    ranks[base + place] = rank
    pairs[base + place] = at


@njit(cache=True)
def deferring(line: Any, first: Any, applicant: Any, school: Any, tier: Any, rank: Any, group: Any, heap_of: Any,
              room: Any, base: Any, size: Any, ranks: Any, pairs: Any) -> None:
    """Deferred acceptance. Heaps 0…schools-1 are of everyone, `heap_of[school, group]` of members (−1: no reserve).

    `room` is how many a heap may hold (it shrinks for everyone as members fill their reserve), `base` where its entries
    lie in `ranks` and `pairs`, `size` how many there are. `line`: applicants in the order in which they ask.
    """
    for place in range(len(line)):
        one = line[place]
        at = first[one]
        while True:
            while at < first[one + 1] and tier[at] == 0:
                at += 1
            if at == first[one + 1]:
                break
            where, out, late = school[at], at, rank[at]
            mine = heap_of[where, group[one]]
            settled = False
            if mine >= 0:
                if size[mine] < room[mine]:
                    rise(ranks, pairs, base[mine], size[mine], late, out)
                    size[mine] += 1
                    room[where] -= 1
                    if size[where] <= room[where]:
                        break
                    late, out = ranks[base[where]], pairs[base[where]]
                    size[where] -= 1
                    if size[where] > 0:
                        last = base[where] + size[where]
                        sink(ranks, pairs, base[where], size[where], ranks[last], pairs[last])
                    settled = True
                elif ranks[base[mine]] > late:
                    top_rank, top = ranks[base[mine]], pairs[base[mine]]
                    sink(ranks, pairs, base[mine], size[mine], late, out)
                    late, out = top_rank, top
            if not settled:
                if size[where] < room[where]:
                    rise(ranks, pairs, base[where], size[where], late, out)
                    size[where] += 1
                    break
                if size[where] > 0 and ranks[base[where]] > late:
                    top_rank, top = ranks[base[where]], pairs[base[where]]
                    sink(ranks, pairs, base[where], size[where], late, out)
                    late, out = top_rank, top
            one = applicant[out]
            at = out + 1
