"""The outline of a set of points: the convex hull (Andrew's monotone chain)."""

from __future__ import annotations

from collections.abc import Iterable

Point = tuple[int, int]


def hull(points: Iterable[Point]) -> list[Point]:
    """The corners of the smallest convex shape around the points, anticlockwise from the leftmost; one or two points are their own."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return chain(ordered) + chain(ordered[::-1])


def chain(points: list[Point]) -> list[Point]:
    """One side of the hull, without its last corner, which begins the other side."""
    kept: list[Point] = []
    for point in points:
        while len(kept) > 1 and turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept[:-1]


def turn(a: Point, b: Point, c: Point) -> int:
    """Above zero where a, b, c turn to the left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
