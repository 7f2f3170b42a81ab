"""The map of schools: points and outlines in millionths of a degree."""

from __future__ import annotations

from dataclasses import dataclass

from junheng.registry.values.cards import SchoolRow


@dataclass(frozen=True, slots=True)
class Spot:
    """A school on the map; `longitude` and `latitude` are None where nobody has said."""

    row: SchoolRow
    longitude: int | None
    latitude: int | None


@dataclass(frozen=True, slots=True)
class Outline:
    """A township: the convex shape around its villages and schools, no boundary that anybody drew; its villages by name."""

    name: str
    corners: tuple[tuple[int, int], ...]
    villages: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class CountyMap:
    """The map of a day."""

    spots: tuple[Spot, ...]
    outlines: tuple[Outline, ...]
