"""The four mechanisms compiled: the same placement as plain.py, bit for bit, for hundreds of thousands of applicants."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from typing import Any

import numpy

from junheng.rooms.admissions.values import NOBODY, Mechanism, Placement, Round

# Ranks are one 64-bit integer; a round that needs more goes the plain way.
WIDEST = 2**62


def fits(held: Round) -> bool:
    """Whether the ranks of a round fit into 64 bits."""
    return (largest(held.tier) + 1) * (largest(held.order) + 1) * max(held.applicants, 1) < WIDEST


def matched(held: Round) -> Placement:
    """This will run the mechanism of a round that fits; twins and remainder come after it."""
    first, school = numbers(held.first), numbers(held.school)
    got = numpy.full(held.applicants, NOBODY, dtype=numpy.int64)
    reserved, left = numpy.zeros(held.applicants, dtype=numpy.bool_), numbers(held.seats).copy()
    mechanisms[held.mechanism](held, got, reserved, left)
    placed = got >= 0
    seat = numpy.where(placed, school[got] if len(school) else 0, NOBODY)
    return Placement(seat.tolist(), numpy.where(placed, got - first[:-1] + 1, 0).tolist(), reserved.tolist(), left.tolist())


def numbers(held: array[int]) -> Any:
    """An array of the round as numpy sees it, without a copy."""
    return numpy.frombuffer(held, dtype=numpy.int64) if len(held) else numpy.zeros(0, dtype=numpy.int64)


def largest(held: array[int]) -> int:
    """The largest number of an array; 0 for an empty one."""
    return int(numbers(held).max(initial=0))


def in_line(place: array[int]) -> Any:
    """Applicants in the order of their places."""
    line = numpy.empty(len(place), dtype=numpy.int64)
    line[numbers(place)] = numpy.arange(len(place))
    return line


def asking(held: Round) -> Any:
    """The applicant of each choice."""
    return numpy.repeat(numpy.arange(held.applicants), numpy.diff(numbers(held.first)))


def in_steps(held: Round, got: Any, reserved: Any, left: Any) -> None:
    """志愿优先 and 顺位录取: choices dealt out by step and rank, then called step by step."""
    from junheng.rooms.admissions.engine import kernels

    first, school, tier, order = (numbers(each) for each in (held.first, held.school, held.tier, held.order))
    applicant = asking(held)
    choice = numpy.arange(len(school)) - first[applicant]
    longest, tiers = int(choice.max(initial=0)) + 1, largest(held.tier) + 1
    by_tier = held.mechanism is Mechanism.TIER_FIRST
    stand = tier * longest + choice if by_tier else choice * tiers + tier
    pairs = kernels.called(in_line(held.sequence), first, tier, order, largest(held.order) + 1, stand, longest * tiers)
    reserve = by_group(held, 0)
    for (where, group), seats in held.reserves.items():
        reserve[where, group] = seats
    kernels.in_steps(pairs, stand if by_tier else choice, applicant, school, numbers(held.group), left, reserve,
                     bool(held.reserves), got, reserved)


def by_group(held: Round, value: int) -> Any:
    """A table of schools and groups filled with one value."""
    return numpy.full((len(held.seats), largest(held.group) + 1), value, dtype=numpy.int64)


def by_score(held: Round, got: Any, reserved: Any, left: Any) -> None:
    """平行志愿: one after the other; where seats are reserved, as deferred acceptance with one rank for all schools."""
    from junheng.rooms.admissions.engine import kernels

    if held.reserves:
        deferring(held, got, reserved, left)
    else:
        kernels.in_turn(in_line(held.by_score), numbers(held.first), numbers(held.school), numbers(held.tier), left, got)


def deferring(held: Round, got: Any, reserved: Any, left: Any) -> None:
    """延迟接受: heaps of those whom each school keeps."""
    from junheng.rooms.admissions.engine import kernels

    first, school, tier = (numbers(each) for each in (held.first, held.school, held.tier))
    applicant = asking(held)
    scored = held.mechanism is Mechanism.SCORE_PARALLEL
    sequence = held.by_score if scored else held.sequence
    rank = numbers(sequence)[applicant]
    if not scored:
        rank += (tier * (largest(held.order) + 1) + numbers(held.order)) * held.applicants
    schools, wanted = len(held.seats), numpy.bincount(school[tier > 0], minlength=len(held.seats))
    heap_of, room, most = by_group(held, -1), [*held.seats], numpy.minimum(numbers(held.seats), wanted).tolist()
    for heap, ((where, group), seats) in enumerate(held.reserves.items(), start=schools):
        heap_of[where, group] = heap
        room.append(seats)
        most.append(min(seats, int(wanted[where])))
    base = numpy.concatenate(([0], numpy.cumsum(most))).astype(numpy.int64)
    size = numpy.zeros(len(most), dtype=numpy.int64)
    ranks, pairs = (numpy.zeros(int(base[-1]), dtype=numpy.int64) for _ in range(2))
    kernels.deferring(in_line(sequence), first, applicant, school, tier, rank, numbers(held.group), heap_of,
                      numpy.array(room, dtype=numpy.int64), base, size, ranks, pairs)
    heaps = numpy.repeat(numpy.arange(len(most)), size)
    taken = pairs[base[heaps] + numpy.arange(len(heaps)) - numpy.repeat(numpy.cumsum(size) - size, size)]
    got[applicant[taken]] = taken
    reserved[applicant[taken]] = heaps >= schools
    left -= numpy.bincount(school[taken], minlength=schools)


mechanisms: Mapping[Mechanism, Callable[[Round, Any, Any, Any], None]] = {
    Mechanism.CHOICE_FIRST: in_steps, Mechanism.TIER_FIRST: in_steps, Mechanism.SCORE_PARALLEL: by_score,
    Mechanism.DEFERRED_ACCEPTANCE: deferring,
}
