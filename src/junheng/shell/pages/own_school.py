"""本校一页: what a head of school needs in the morning, from the rooms and the register, on one page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from junheng.ground.audit import queries as audit
from junheng.ground.audit.values import AuditEntry
from junheng.ground.people.asked import now, person, today
from junheng.registry import queries as registry
from junheng.registry.queries import rounds
from junheng.rooms.plans import queries as plans


@require_safe
def own_school(request: HttpRequest) -> HttpResponse:
    """The page of the school at which one holds a duty; of several the one asked for (`?unit=`), else the first."""
    who, day = person(request), today(request)
    units = registry.own_schools(who, day)
    asked = request.GET.get("unit", "")
    unit_id = int(asked) if asked.isdecimal() and len(asked) < 10 else next((unit for unit, _ in units), 0)
    school = registry.own_school(who, unit_id, day, now(request))
    if school is None:
        raise Http404
    return render(request, "shell/own_school.html", {
        "school": school, "row": school.row, "units": units, "work": plans.my_work(who, today=day), "looks": said(school.looks),
        "changes": said(school.changes), "returns": rounds.tasks(who, day), "may_bring": bool(registry.forms_of(who))})


def said(entries: tuple[AuditEntry, ...]) -> list[tuple[AuditEntry, str, str]]:
    """Entries with who and what in the reader's language."""
    return [(entry, audit.who(entry), audit.said(entry)) for entry in entries]
