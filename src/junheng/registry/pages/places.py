"""The map of schools: no tiles from anywhere, only what the register knows of places."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from junheng.ground.people.asked import person
from junheng.registry import queries
from junheng.registry.pages.asked import day_of, frame
from junheng.registry.pages.schools import chosen
from junheng.registry.templatetags.registry import word
from junheng.registry.values import Ownership, SchoolKind
from junheng.registry.values.places import CountyMap

E6 = 1_000_000


@require_safe
def county_map(request: HttpRequest) -> HttpResponse:
    """The map with its list."""
    drawn = queries.county_map(person(request), day_of(request), **chosen(request))
    counts = Counter(spot.row.kind for spot in drawn.spots)
    return render(request, "registry/map.html", frame(
        request, spots=drawn.spots, counts=[(kind, counts[kind]) for kind in SchoolKind if counts[kind]], cut=chosen(request), kinds=list(SchoolKind),
        ownerships=list(Ownership), townships=queries.townships(day_of(request)), without=[each for each in drawn.spots if each.longitude is None],
        drawing=drawing(drawn, frame(request)["at"])))


def drawing(drawn: CountyMap, at: str) -> dict[str, Any]:
    """What the map's script draws, in degrees, latitude first."""
    return {
        "schools": [{"id": spot.row.id, "name": spot.row.name, "kind": spot.row.kind.value, "word": word(spot.row.kind), "pupils": spot.row.pupils,
                     "at": (spot.latitude / E6, spot.longitude / E6), "href": f"{reverse('registry:school', args=[spot.row.id])}{at}"}
                    for spot in drawn.spots if spot.latitude is not None and spot.longitude is not None],
        "townships": [{"name": each.name, "corners": [(latitude / E6, longitude / E6) for longitude, latitude in each.corners],
                       "villages": [(name, latitude / E6, longitude / E6) for name, longitude, latitude in each.villages]} for each in drawn.outlines],
    }
