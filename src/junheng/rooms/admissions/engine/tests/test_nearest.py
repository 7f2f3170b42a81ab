"""Nearest schools with seats: the least sum, proven by prices."""

from __future__ import annotations

from itertools import product

import numpy
import pytest

from junheng.rooms.admissions.engine.nearest import nearest, proven
from junheng.rooms.admissions.engine.tests.cases import Chance


def drawn(name, pupils, schools, *, far=40, closed=0, spare=0):
    """Metres of pupils to schools and seats that just reach, with `spare` more."""
    chance = Chance(name)
    metres = [[-1 if chance.below(100) < closed else chance.below(far) for _ in range(schools)] for _ in range(pupils)]
    seats = [0] * schools
    for _ in range(pupils + spare):
        seats[chance.below(schools)] += 1
    return numpy.array(metres), numpy.array(seats)


def tried_out(metres, seats):
    """The least sum over all placements, one after the other; None where there is none."""
    pupils, schools = metres.shape
    sums = [sum(metres[pupil, school] for pupil, school in enumerate(way)) for way in product(range(schools), repeat=pupils)
            if all(metres[pupil, school] >= 0 for pupil, school in enumerate(way))
            and all(way.count(school) <= seats[school] for school in range(schools))]
    return min(sums, default=None)


@pytest.mark.parametrize("few", [2, 10**9])
def test_no_placement_has_a_smaller_sum_as_trying_all_of_them_shows(few):
    fits = 0
    for number in range(150):
        metres, seats = drawn(f"tiny {number}", 2 + number % 5, 1 + number % 4, closed=20 if number % 3 == 0 else 0, spare=number % 3)
        least = tried_out(metres, seats)
        if least is None:
            with pytest.raises(ValueError, match=r"seats|fits nowhere"):
                nearest(metres, seats, few=few)
        else:
            fits += 1
            found = nearest(metres, seats, few=few)
            assert found.metres == least
            assert proven(metres, seats, found.school, found.price) == ""
    assert fits > 100


@pytest.mark.parametrize(("pupils", "schools", "spare"), [(400, 7, 0), (900, 12, 45), (1500, 30, 3)])
def test_prices_prove_larger_placements_whatever_they_start_from(pupils, schools, spare):
    metres, seats = drawn(f"larger {pupils}", pupils, schools, far=9000, spare=spare)
    one, other = nearest(metres, seats, few=20), nearest(metres, seats, few=10**9)
    assert one.metres == other.metres
    for found in (one, other):
        assert proven(metres, seats, found.school, found.price) == ""


def test_the_proof_fails_for_any_other_placement_or_price():
    metres, seats = drawn("proof", 60, 4, far=500, spare=4)
    found = nearest(metres, seats)
    full = int(numpy.flatnonzero(found.price)[0])
    assert "free seat" in proven(metres, seats + 1, found.school, found.price)
    assert "more pupils" in proven(metres, seats - (numpy.arange(4) == full), found.school, found.price)
    assert "cheaper" in proven(metres, seats, found.school, found.price + 7 * (numpy.arange(4) == full))
    one, other = next((a, b) for a in range(60) for b in range(60) if found.school[a] != found.school[b]
                      and metres[a, found.school[b]] + metres[b, found.school[a]] > metres[a, found.school[a]] + metres[b, found.school[b]])
    swapped = found.school.copy()
    swapped[[one, other]] = swapped[[other, one]]
    assert "cheaper" in proven(metres, seats, swapped, found.price)


def test_too_few_seats_and_a_pupil_who_fits_nowhere_are_refused():
    with pytest.raises(ValueError, match="3 seats for 4 pupils"):
        nearest(numpy.zeros((4, 2)), numpy.array([1, 2]))
    with pytest.raises(ValueError, match="fits nowhere"):
        nearest(numpy.array([[5, -1], [5, -1]]), numpy.array([1, 3]))
