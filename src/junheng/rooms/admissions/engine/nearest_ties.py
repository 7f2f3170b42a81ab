"""Where several placements have the least sum: whom that concerns, and the one that the order of tickets picks.

With any prices that prove one least placement, the others are those in which every pupil is at a cheapest school, prices
included, and every school with a price is full. So they differ from it by rounds of pupils for whom two schools cost alike.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy


def alike(metres: Any, school: Any, price: Any) -> Any:
    """For each pupil whether a school costs what its own does, prices included."""
    table = numpy.asarray(metres, dtype=numpy.int64)
    cost = table + price
    return (table >= 0) & (cost == cost[numpy.arange(len(school)), school][:, None])


def undecided(metres: Any, seats: Any, school: Any, price: Any) -> Any:
    """Lines of the pupils who are at another school in some other placement of the same sum, ascending."""
    tight, schools = alike(metres, school, price), len(seats)
    pool = schools
    reach = numpy.zeros((schools + 1, schools + 1), dtype=bool)
    for here in range(schools):
        reach[here, :schools] = tight[school == here].any(axis=0)
    reach[:schools, pool] = numpy.bincount(school, minlength=schools) < seats
    reach[pool, :schools] = price == 0
    for node in range(schools + 1):
        reach |= reach[:, node][:, None] & reach[node][None, :]
    back = reach[:schools, :schools].T[school]
    back[numpy.arange(len(school)), school] = False
    return numpy.flatnonzero((tight & back).any(axis=1))


class Moves:
    """The moves that cost nothing, while pupils are settled one after the other."""

    def __init__(self, tight: Any, seats: Any, school: Any, price: Any, free: Sequence[int]) -> None:
        self.tight, self.seats, self.school, self.price = tight, seats, school.copy(), price
        self.load = numpy.bincount(school, minlength=len(seats))
        self.movers: dict[tuple[int, int], set[int]] = {}
        for pupil in free:
            self.enter(pupil)

    def enter(self, pupil: int) -> None:
        """A pupil may be moved from where it is."""
        for there in numpy.flatnonzero(self.tight[pupil]).tolist():
            self.movers.setdefault((int(self.school[pupil]), there), set()).add(pupil)

    def leave(self, pupil: int) -> None:
        """A pupil may not be moved."""
        for there in numpy.flatnonzero(self.tight[pupil]).tolist():
            self.movers[int(self.school[pupil]), there].discard(pupil)

    def way(self, start: int, end: int) -> list[int] | None:
        """Schools, with the pool of free seats between, along which moves bring one pupil too many at `start` to `end`."""
        pool = len(self.seats)
        before, queue = {start: -1}, deque([start])
        while queue and end not in before:
            node = queue.popleft()
            for there in range(pool + 1):
                if there not in before and (
                        self.price[there] == 0 if node == pool and there < pool else
                        self.load[node] < self.seats[node] if there == pool and node < pool else
                        bool(self.movers.get((node, there)))):
                    before[there] = node
                    queue.append(there)
        if end not in before:
            return None
        steps = [end]
        while before[steps[-1]] >= 0:
            steps.append(before[steps[-1]])
        return steps[::-1]

    def settle(self, pupil: int, there: int) -> bool:
        """This will settle a pupil, already taken out of the moves, at a school, and move others for it; False where no way leads there."""
        here, pool = int(self.school[pupil]), len(self.seats)
        if there == here:
            return True
        steps = self.way(there, here)
        if steps is None:
            return False
        self.put(pupil, there)
        for one, other in pairwise(steps):
            if pool not in (one, other):
                mover = min(self.movers[one, other])
                self.leave(mover)
                self.put(mover, other)
                self.enter(mover)
        return True

    def put(self, pupil: int, there: int) -> None:
        """One pupil to another school."""
        self.load[self.school[pupil]] -= 1
        self.load[there] += 1
        self.school[pupil] = there


def decided(metres: Any, seats: Any, school: Any, price: Any, *, order: Sequence[int], codes: Sequence[str]) -> Any:
    """Of all placements with the least sum the one in which the pupils, in `order`, each get the nearest school that those
    before leave open; of schools equally near that of the lower code. It does not depend on the placement begun with.
    """
    free = set(undecided(metres, seats, school, price).tolist())
    tight = alike(metres, school, price)
    moves = Moves(tight, seats, school, price, sorted(free))
    for pupil in order:
        if pupil in free:
            moves.leave(pupil)
            for there in sorted(numpy.flatnonzero(tight[pupil]).tolist(), key=lambda each: (metres[pupil][each], codes[each])):
                if moves.settle(pupil, there):
                    break
    return moves.school
