"""Classes, pupils and staff: lists and cards. Every look at a pupil is written down before it is shown."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.wording import at_fields
from junheng.registry import actions, queries
from junheng.registry.pages.asked import day_of, frame


@require_safe
def school_class(request: HttpRequest, class_id: int) -> HttpResponse:
    """A class with its pupils, for whoever may see them; for others in numbers."""
    who, day = person(request), day_of(request)
    found = queries.class_card(who, class_id, day)
    if found is None:
        raise Http404
    row, school, pupils = found
    if pupils is not None:
        actions.note_roll(class_id=class_id, name=f"{school.short_name}{row.name}", count=len(pupils), by=who, at=now(request))
    return render(request, "registry/class.html", frame(
        request, row=row, school=school, pupils=pupils, may_graduate=queries.may_graduate(who, school.id), may_slips=queries.may_see_slips(who, class_id, today(request)),
        answers=queries.answers_of_class(who, class_id, today(request))))


@require_safe
def staff_list(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Who works at a school."""
    who, day = person(request), day_of(request)
    card = queries.school_card(who, unit_id, day)
    if card is None:
        raise Http404
    return render(request, "registry/staff.html", frame(request, school=card.row, rows=queries.staff_at(who, unit_id, day),
                                                          may_appoint=queries.may_appoint(who, unit_id)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pupil(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """A pupil's card; with a reason (POST) its sealed fields, once."""
    who, at = person(request), now(request)
    card = queries.pupil_card(who, pupil_id, day_of(request))
    if card is None:
        if (kept := queries.kept_pupil(pupil_id)) is not None:
            return redirect("registry:pupil", kept)
        raise Http404
    uncovered, wrong = None, {}
    if request.method == "POST":
        try:
            uncovered = actions.uncover_pupil(card=card, reason=request.POST.get("reason", ""), by=who, at=at)
        except Refused as refused:
            wrong = at_fields(refused)
    else:
        actions.note_pupil(card=card, by=who, at=at)
    return render(request, "registry/pupil.html", frame(
        request, card=card, row=card.row, uncovered=uncovered, wrong=wrong, may_uncover=queries.may_uncover_pupil(who, card),
        may_start=bool(queries.kinds_for(who, pupil_id, today(request))), may_correct=queries.may_propose(who, "pupil", pupil_id, today(request)),
    ), status=422 if wrong else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    """A member of staff's card; with a reason (POST) the sealed fields, once."""
    who = person(request)
    card = queries.staff_card(who, member_id, day_of(request))
    if card is None:
        if (kept := queries.kept_member(member_id)) is not None:
            return redirect("registry:member", kept)
        raise Http404
    uncovered, wrong = None, {}
    if request.method == "POST":
        try:
            uncovered = actions.uncover_staff(card=card, reason=request.POST.get("reason", ""), by=who, at=now(request))
        except Refused as refused:
            wrong = at_fields(refused)
    return render(request, "registry/member.html", frame(
        request, card=card, row=card.row, uncovered=uncovered, wrong=wrong, may_uncover=queries.may_uncover_staff(who, card),
        may_record=queries.may_record(who, card), may_correct=queries.may_propose(who, "staff", member_id, today(request)),
        events=queries.staff_events(member_id, day_of(request)),
    ), status=422 if wrong else 200)
