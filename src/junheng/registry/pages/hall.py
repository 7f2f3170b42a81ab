"""The hall: the county's numbers on a day, and search over schools, pupils and staff."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from junheng.ground.people.asked import now, person
from junheng.registry import actions, queries
from junheng.registry.pages.asked import day_of, frame


@require_safe
def hall(request: HttpRequest) -> HttpResponse:
    """Numbers by stage."""
    who = person(request)
    return render(request, "registry/hall.html", frame(request, county=queries.county_numbers(who, day_of(request)), may_open=queries.may_open(who),
                                                        may_bring=bool(queries.forms_of(who)), may_see_nodes=queries.may_see_nodes(who)))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found, of whatever kind; a single find opens at once. That pupils were shown is written down."""
    who, day = person(request), day_of(request)
    found = queries.find(who, request.GET.get("q", "")[:60], day)
    if found.pupils:
        actions.note_search(count=len(found.pupils), by=who, at=now(request))
    at = frame(request)["at"]
    if (len(found.schools), len(found.pupils), len(found.staff)) == (1, 0, 0):
        answer = redirect("registry:school", found.schools[0].id)
        answer["Location"] += at
        return answer
    return render(request, "registry/found.html", frame(request, found=found, finds_pupils=queries.may_find_pupils(who)))
