"""The history of a record (变更记录): of a pupil, a member of staff, a class, a school; open to whoever may see the card."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from junheng.ground.people.asked import now, person, today
from junheng.registry import actions, queries
from junheng.registry.values.events import Happening


def shown(request: HttpRequest, found: tuple[str, list[Happening]] | None, place: str, number: int) -> HttpResponse:
    """The page of one history."""
    if found is None:
        raise Http404
    name, lines = found
    return render(request, "registry/history.html", {"name": name, "lines": lines, "back": reverse(place, args=[number])})


@never_cache
@require_safe
def pupil(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """Of a pupil; the look is written down as one at the card."""
    who, day = person(request), today(request)
    card = queries.pupil_card(who, pupil_id, day)
    if card is not None:
        actions.note_pupil(card=card, by=who, at=now(request))
    return shown(request, queries.pupil_history(who, pupil_id, day), "registry:pupil", pupil_id)


@require_safe
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    """Of a member of staff."""
    return shown(request, queries.member_history(person(request), member_id, today(request)), "registry:member", member_id)


@require_safe
def school_class(request: HttpRequest, class_id: int) -> HttpResponse:
    """Of a class."""
    return shown(request, queries.class_history(person(request), class_id, today(request)), "registry:class", class_id)


@require_safe
def school(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Of a school."""
    return shown(request, queries.school_record(person(request), unit_id, today(request)), "registry:school", unit_id)
