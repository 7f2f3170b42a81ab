"""The map of schools on a day, drawn from coordinates alone."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from junheng.ground.people.values import Person
from junheng.registry.engine.hull import hull
from junheng.registry.models import Village
from junheng.registry.queries.schools import schools, spells_on, townships
from junheng.registry.values.places import CountyMap, Outline, Spot


def county_map(person: Person, day: date, **cut: Any) -> CountyMap:
    """The schools that were asked for, over the outlines of all townships. Raises Denied."""
    rows = schools(person, day, **cut)
    placed = {school: (township, longitude, latitude) for school, township, longitude, latitude in spells_on(day).values_list(
        "school_id", "township_id", "longitude_e6", "latitude_e6")}
    villages: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for township, name, longitude, latitude in Village.objects.exclude(longitude_e6=None).exclude(latitude_e6=None).values_list(
            "township_id", "name", "longitude_e6", "latitude_e6"):
        villages[township].append((name, longitude, latitude))
    points = {township: [each[1:] for each in found] for township, found in villages.items()}
    for township, longitude, latitude in placed.values():
        if township is not None and longitude is not None:
            points.setdefault(township, []).append((longitude, latitude))
    return CountyMap(
        tuple(Spot(row, *placed[row.id][1:]) for row in rows),
        tuple(Outline(name, tuple(hull(points[township])), tuple(villages[township])) for township, name in townships(day) if township in points))
