"""The county's school calendar (校历) of a year, by month, to be printed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from junheng.ground.kernel.dates import school_year_of
from junheng.ground.people.asked import person, today
from junheng.registry import queries

FIRST, LAST = 1949, 2100


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The year of `?year=`, else that of today."""
    now, asked = school_year_of(today(request)).opens, request.GET.get("year", "")
    opens = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 and FIRST <= int(asked) <= LAST else now
    who = person(request)
    return render(request, "registry/calendar.html", {
        "card": queries.school_calendar(who, opens), "before": opens - 1, "after": opens + 1, "until": opens + 1,
        "term": queries.term_of(today(request)), "week": queries.week_of(today(request)), "may": queries.may_keep(who, "terms")})
