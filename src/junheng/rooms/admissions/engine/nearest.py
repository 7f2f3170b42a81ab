"""Nearest schools with seats: the placement with the least sum of metres, and the prices that prove it.

A price is what a place at a full school is worth in metres: with prices on, every pupil is at its cheapest school, and
a school with a free seat has the price 0. Whoever checks that needs no solver: no other placement can have a smaller
sum (`proven`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy

# Prices are first found for every fourth pupil, down to so few; any number gives the same sum.
EVERY, FEW = 4, 500
FARTHEST = 2**28
CLOSED = 2**29


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each pupil a school, the price of each school in metres, the sum of metres."""

    school: Any
    price: Any
    metres: int
    paths: int


def nearest(metres: Any, seats: Any, *, few: int = FEW) -> Nearest:
    """This will place pupils (rows of `metres`, whole; −1 = not open to this pupil) so that the sum is the least.

    Raises ValueError when seats do not reach, or a pupil fits nowhere.
    """
    table, room = numpy.ascontiguousarray(metres, dtype=numpy.int32), numpy.ascontiguousarray(seats, dtype=numpy.int64)
    if int(room.sum()) < len(table) or (room < 0).any() or not len(room):
        raise ValueError(f"{int(room.sum())} seats for {len(table)} pupils")
    if table.max(initial=0) > FARTHEST:
        raise ValueError("a distance is too large")
    table = numpy.where(table < 0, numpy.int32(CLOSED), table)
    school, price, paths = settled(table, room, few)
    mine = table[numpy.arange(len(table)), school]
    if paths < 0 or (mine == CLOSED).any():
        raise ValueError("a pupil fits nowhere")
    return Nearest(school, price, int(mine.sum(dtype=numpy.int64)), paths)


def settled(table: Any, room: Any, few: int) -> tuple[Any, Any, int]:
    """Placement, prices and number of paths, starting from the prices that hold for every fourth pupil and seat."""
    from junheng.rooms.admissions.engine import nearest_kernels as kernels

    pupils, schools = table.shape
    high = numpy.zeros(schools + 1, dtype=numpy.int64)
    if pupils > few:
        high[:schools] = settled(numpy.ascontiguousarray(table[::EVERY]), -(-room // EVERY), few)[1]
    school = numpy.zeros(pupils, dtype=numpy.int64)
    paths = int(kernels.settle(table, room, high, school))
    return school, numpy.maximum(high[:schools] - high[schools], 0), paths


def proven(metres: Any, seats: Any, school: Any, price: Any) -> str:
    """Why a placement with prices is not proven the least; "" where it is.

    The sum of any placement is at least Σ over pupils of the cheapest school with its price, less Σ price · seats; the
    conditions looked at here make the two equal.
    """
    table, room = numpy.asarray(metres, dtype=numpy.int64), numpy.asarray(seats)
    load = numpy.bincount(school, minlength=len(room))
    if (load > room).any():
        return f"school {int(numpy.flatnonzero(load > room)[0]) + 1} has more pupils than seats"
    if (price < 0).any() or ((price > 0) & (load < room)).any():
        return "a school with a free seat has a price"
    if not len(school):
        return ""
    at = table[numpy.arange(len(school)), school]
    if (at < 0).any():
        return f"pupil {int(numpy.flatnonzero(at < 0)[0]) + 1} is at a school not open to it"
    least = numpy.where(table < 0, CLOSED, table) + price
    dearer = numpy.flatnonzero(at + price[school] > least.min(axis=1))
    return f"pupil {int(dearer[0]) + 1} has a cheaper school" if len(dearer) else ""


def lower_bound(metres: Any, seats: Any, price: Any) -> int:
    """The sum of metres that prices of 0 and more show no placement can stay below, in plain integers."""
    worth, room = [int(each) for each in price], [int(each) for each in seats]
    table = numpy.asarray(metres, dtype=numpy.int64)
    least = numpy.where(table < 0, 2**60, table + numpy.asarray(price, dtype=numpy.int64)).min(axis=1) if len(table) else []
    return sum(map(int, least)) - sum(each * count for each, count in zip(worth, room, strict=True))
