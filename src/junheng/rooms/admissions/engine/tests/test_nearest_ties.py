"""Of all placements with the least sum, the one that tickets pick, found by trying all; who lacks a seat; straight metres."""

from __future__ import annotations

from itertools import product
from math import asin, cos, radians, sin, sqrt

import numpy
import pytest

from junheng.rooms.admissions.engine.distances import metres_between, on_ground, on_plane, turned
from junheng.rooms.admissions.engine.nearest import nearest, proven
from junheng.rooms.admissions.engine.nearest_lack import lacking
from junheng.rooms.admissions.engine.nearest_ties import decided, undecided
from junheng.rooms.admissions.engine.tests.cases import Chance


def every_least(metres, seats):
    """All placements with the least sum."""
    ways = [way for way in product(range(len(seats)), repeat=len(metres))
            if all(metres[pupil][school] >= 0 for pupil, school in enumerate(way))
            and all(way.count(school) <= room for school, room in enumerate(seats))]
    sums = [sum(metres[pupil][school] for pupil, school in enumerate(way)) for way in ways]
    return [way for way, total in zip(ways, sums, strict=True) if total == min(sums)]


def test_the_order_of_pupils_picks_among_all_least_placements_as_trying_all_of_them_shows():
    several = 0
    for number in range(400):
        chance = Chance(f"ties {number}")
        pupils, schools = 2 + number % 4, 2 + number % 3
        metres = numpy.array([[-1 if chance.below(100) < 10 else chance.below(4) for _ in range(schools)] for _ in range(pupils)])
        seats = numpy.array([1 + chance.below(2) for _ in range(schools)])
        least = every_least(metres.tolist(), seats.tolist()) if seats.sum() >= pupils else []
        if not least:
            continue
        several += len(least) > 1
        found = nearest(metres, seats)
        order = sorted(range(pupils), key=lambda _: chance.below(10**9))
        moved = {pupil for way in least for pupil in range(pupils) if way[pupil] != found.school[pupil]}
        assert set(undecided(metres, seats, found.school, found.price).tolist()) == moved
        codes = [f"S{9 - school}" for school in range(schools)]
        best = min(least, key=lambda way: [(metres[pupil][way[pupil]], codes[way[pupil]]) for pupil in order])
        got = decided(metres, seats, found.school, found.price, order=order, codes=codes)
        assert tuple(got.tolist()) == best
        assert proven(metres, seats, got, found.price) == ""
    assert several > 100


def test_pupils_who_share_too_few_seats_are_found_with_their_schools():
    # Pupils 0, 1 and 3 can go to school 1 alone, which has two seats; pupil 2 does not matter.
    metres = numpy.array([[-1, 5], [-1, 7], [3, 9], [-1, 1]])
    assert lacking(metres, numpy.array([9, 2])) == ([0, 1, 3], [1])
    assert lacking(metres, numpy.array([9, 3])) == ([], [])


def test_a_pupil_for_whom_no_school_is_open_lacks_alone():
    assert lacking(numpy.array([[1, 1], [-1, -1]]), numpy.array([5, 5])) == ([1], [])


@pytest.mark.parametrize("degrees", ["0", "30", "-30", "90", "119.512345", "-179.999999", "0.000001"])
def test_sine_and_cosine_are_those_of_the_books(degrees):
    assert [part / 10**30 for part in turned(degrees)] == pytest.approx([sin(radians(float(degrees))), cos(radians(float(degrees)))], abs=1e-15)


def test_metres_on_the_ground_are_those_of_the_haversine():
    pupils, schools = [("118.0000", "36.5000"), ("118.2345", "36.6789")], [("118.1", "36.55")]
    found = metres_between(on_ground(*zip(*pupils, strict=True)), on_ground(*zip(*schools, strict=True)))
    for (longitude, latitude), (metres,) in zip(pupils, found.tolist(), strict=True):
        a, b = radians(float(latitude)), radians(36.55)
        half = sin((b - a) / 2)**2 + cos(a) * cos(b) * sin(radians(118.1 - float(longitude)) / 2)**2
        assert abs(metres - 2 * 6371008.8 * asin(sqrt(half))) <= 0.6


def test_metres_on_a_plane_are_those_of_pythagoras():
    assert metres_between(on_plane(["500000.5"], ["300"]), on_plane(["500003.5"], ["304"])).tolist() == [[5]]
    with pytest.raises(ValueError, match="too far"):
        metres_between(on_plane(["0"], ["0"]), on_plane(["2000000"], ["0"]))
