"""Straight distances in whole metres, the same on every machine: only integers and one square root.

Degrees become points on a sphere of the earth's mean radius (6,371,008.8 m, IUGG), in millimetres; the straight line between
two points is shorter than the way on the ground by 0.13 m over 50 km. Plane coordinates are metres, heights are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from junheng.ground.draws.engine import whole_numbers

RADIUS = 6_371_008_800  # mm
FARTHEST = 1_000_000  # m
SCALE = 10**30
PI = 3_141592653589793238462643383279


def on_ground(longitudes: Sequence[str], latitudes: Sequence[str]) -> Any:
    """Points (mm, a row each) of decimal degrees, both plain numbers."""
    rows = []
    for longitude, latitude in zip(map(turned, longitudes), map(turned, latitudes), strict=True):
        (east, along), (up, across) = longitude, latitude
        rows.append((milli(across * along, SCALE**2), milli(across * east, SCALE**2), milli(up, SCALE)))
    return numpy.array(rows, dtype=numpy.int64).reshape(-1, 3)


def on_plane(xs: Sequence[str], ys: Sequence[str]) -> Any:
    """Points (mm) of plane coordinates in metres, plain numbers; what is finer than a millimetre is cut off."""
    columns = []
    for cells in (xs, ys):
        numbers, places = whole_numbers(list(cells))
        columns.append([(number or 0) * 1000 // 10**places for number in numbers])
    return numpy.array([*columns, [0] * len(columns[0])], dtype=numpy.int64).T.reshape(-1, 3)


def turned(degrees: str) -> tuple[int, int]:
    """Sine and cosine of decimal degrees, in units of 10⁻³⁰."""
    (number,), places = whole_numbers([degrees])
    angle = (number or 0) * PI // (180 * 10**places)
    term, at, sums = SCALE, 0, [0, 0]
    while term:
        sums[at % 2] += term if at % 4 < 2 else -term
        at += 1
        term = abs(term * angle) // (SCALE * at) * (1 if term * angle >= 0 else -1)
    return sums[1], sums[0]


def milli(part: int, scale: int) -> int:
    """A part of the radius in whole millimetres."""
    return (2 * part * RADIUS + scale) // (2 * scale)


def metres_between(pupils: Any, schools: Any) -> Any:
    """A row for each pupil, a column for each school: whole metres.

    Raises ValueError where the points lie more than FARTHEST apart along an axis.
    """
    found = numpy.zeros((len(pupils), len(schools)), dtype=numpy.int32)
    if not found.size:
        return found
    every = numpy.concatenate([pupils, schools])
    if int((every.max(axis=0) - every.min(axis=0)).max()) > FARTHEST * 1000:
        raise ValueError("the points lie too far apart")
    for place, school in enumerate(schools):
        found[:, place] = numpy.rint(numpy.sqrt(((pupils - school) ** 2).sum(axis=1)) / 1000)
    return found
