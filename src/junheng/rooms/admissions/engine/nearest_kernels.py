"""Nearest schools with seats: the loops, compiled. What the numbers mean stands in nearest.py."""

from __future__ import annotations

from typing import Any

import numpy
from numba import njit

FAR = 2**62


@njit(cache=True)
def cheapest(row: Any, price: Any) -> int:
    """The cheapest school of a pupil, prices included; of equal ones the first."""
    best = 0
    for school in range(1, len(row)):
        if row[school] + price[school] < row[best] + price[best]:
            best = school
    return best


@njit(cache=True)
def rescan(metres: Any, own: Any, members: Any, base: int, load: int, targets: Any, count: int, move: Any, mover: Any) -> None:
    """The cheapest move to each of some targets, over all pupils of one school."""
    for place in range(count):
        move[targets[place]] = FAR
    for at in range(base, base + load):
        pupil = members[at]
        row = metres[pupil]
        for place in range(count):
            cost = row[targets[place]] - own[pupil]
            if cost < move[targets[place]]:
                move[targets[place]] = cost
                mover[targets[place]] = pupil


@njit(cache=True)
def shortest(move: Any, high: Any, load: Any, taken: Any, seats: Any, distance: Any, before: Any, done: Any) -> int:
    """The nearest school short of pupils from any with too many, over moves and the pool of free seats (the last node).

    `high` are the prices, of the pool too; costs with them are never below 0. Gives the node reached, or −1.
    """
    schools = len(load)
    pool = schools
    surplus = 0
    for school in range(schools):
        distance[school] = 0 if load[school] > taken[school] else FAR
        surplus += taken[school] - load[school]
        before[school] = -1
        done[school] = False
    distance[pool] = 0 if surplus > 0 else FAR
    before[pool] = -1
    done[pool] = False
    while True:
        node, least = -1, FAR
        for each in range(schools + 1):
            if not done[each] and distance[each] < least:
                node, least = each, distance[each]
        if node < 0:
            return -1
        done[node] = True
        if (node < pool and load[node] < taken[node]) or (node == pool and surplus < 0):
            return node
        for each in range(schools):
            if done[each]:
                continue
            if node == pool:
                cost = high[each] - high[pool] if taken[each] > 0 else FAR
            else:
                cost = move[node, each] + high[each] - high[node] if move[node, each] < FAR else FAR
            if cost < FAR and least + cost < distance[each]:
                distance[each] = least + cost
                before[each] = node
        if node < pool and not done[pool] and taken[node] < seats[node] and least + high[pool] - high[node] < distance[pool]:
            distance[pool] = least + high[pool] - high[node]
            before[pool] = node


@njit(cache=True)
def settle(metres: Any, seats: Any, high: Any, school: Any) -> int:
    """From prices (the pool's last, 0) to the least sum: surplus pupils moved along cheapest paths until every school fits.

    `school` becomes the placement, `high` the prices that prove it. Gives the number of paths, or −1 where seats lack.
    """
    pupils, schools = metres.shape
    load, base = numpy.zeros(schools, dtype=numpy.int64), numpy.zeros(schools + 1, dtype=numpy.int64)
    for pupil in range(pupils):
        school[pupil] = cheapest(metres[pupil], high)
        load[school[pupil]] += 1
    for each in range(schools):
        base[each + 1] = base[each] + max(load[each], seats[each]) + 1
    members, place = numpy.empty(base[schools], dtype=numpy.int64), numpy.empty(pupils, dtype=numpy.int64)
    own, filled = numpy.empty(pupils, dtype=numpy.int64), numpy.zeros(schools, dtype=numpy.int64)
    move, mover = numpy.full((schools, schools), FAR), numpy.zeros((schools, schools), dtype=numpy.int64)
    for pupil in range(pupils):
        here = school[pupil]
        place[pupil] = base[here] + filled[here]
        members[place[pupil]] = pupil
        filled[here] += 1
        own[pupil] = metres[pupil, here]
        offer(metres[pupil], own[pupil], pupil, move[here], mover[here])
    taken = numpy.minimum(load, seats)
    for each in range(schools):
        if high[each] > 0:
            taken[each] = seats[each]
    distance, before = numpy.empty(schools + 1, dtype=numpy.int64), numpy.empty(schools + 1, dtype=numpy.int64)
    done, moved = numpy.zeros(schools + 1, dtype=numpy.bool_), numpy.empty((schools + 1, 2), dtype=numpy.int64)
    paths = 0
    while True:
        node = shortest(move, high, load, taken, seats, distance, before, done)
        if node < 0:
            return -1 if (load > taken).any() else paths
        paths += 1
        far = distance[node]
        for each in range(schools + 1):
            if distance[each] < far:
                high[each] += far - distance[each]
        for step in range(steps_to(node, before, taken, mover, moved)):
            carry(moved[step, 0], moved[step, 1], metres, school, own, members, place, base, load, move, mover)


@njit(cache=True)
def steps_to(node: int, before: Any, taken: Any, mover: Any, moved: Any) -> int:
    """The (pupil, school) of each move on the path to a node; through the pool a free seat goes from school to school."""
    pool, count = len(taken), 0
    while before[node] >= 0:
        start = before[node]
        if start == pool:
            taken[node] -= 1
        elif node == pool:
            taken[start] += 1
        else:
            moved[count, 0], moved[count, 1] = mover[start, node], node
            count += 1
        node = start
    return count


@njit(cache=True)
def carry(pupil: int, there: int, metres: Any, school: Any, own: Any, members: Any, place: Any, base: Any, load: Any,
          move: Any, mover: Any) -> None:
    """One pupil to another school; the cheapest moves from both schools anew."""
    here = school[pupil]
    last = members[base[here] + load[here] - 1]
    members[place[pupil]], place[last] = last, place[pupil]
    load[here] -= 1
    members[base[there] + load[there]], place[pupil] = pupil, base[there] + load[there]
    load[there] += 1
    school[pupil], own[pupil] = there, metres[pupil, there]
    lost, count = numpy.empty(len(load), dtype=numpy.int64), 0
    for each in range(len(load)):
        if each != here and mover[here, each] == pupil and move[here, each] < FAR:
            lost[count] = each
            count += 1
    rescan(metres, own, members, base[here], load[here], lost, count, move[here], mover[here])
    offer(metres[pupil], own[pupil], pupil, move[there], mover[there])


@njit(cache=True)
def offer(row: Any, own: int, pupil: int, move: Any, mover: Any) -> None:
    """A pupil now at a school may make moves from it cheaper."""
    for each in range(len(row)):
        cost = row[each] - own
        if cost < move[each]:
            move[each] = cost
            mover[each] = pupil
