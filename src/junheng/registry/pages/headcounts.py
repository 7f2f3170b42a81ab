"""Headcounts: the rounds with what differs, and a class counted on a phone."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import worded
from junheng.registry import actions, queries


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The rounds as far as the person sees."""
    return page(request)


def page(request: HttpRequest, findings: list[dict[str, str]] | None = None) -> HttpResponse:
    """The rounds, with what was wrong."""
    who, day = person(request), today(request)
    if not queries.counts_heads(who):
        raise PermissionDenied
    return render(request, "registry/headcounts.html", {"rounds": queries.headcount_rounds(who, day), "may_begin": queries.counted_at(who, day) is not None,
                                                        "findings": findings or []}, status=422 if findings else 200)


@posted("registry:headcounts")
def begin(request: HttpRequest) -> HttpResponse:
    """This will open a round."""
    who, day = person(request), today(request)
    bureau = queries.counted_at(who, day)
    if bureau is None:
        raise PermissionDenied
    try:
        actions.open_headcount(name=request.POST.get("name", ""), bureau=bureau, by=who, at=now(request))
    except Refused as refused:
        return page(request, worded(refused.findings))
    return redirect("registry:headcounts")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def count(request: HttpRequest, round_id: int, class_id: int) -> HttpResponse:
    """A class's sheet: all are there until somebody is ticked as missing."""
    who, day = person(request), today(request)
    sheet = queries.count_sheet(who, round_id, class_id, day)
    if sheet is None:
        raise Http404
    findings = []
    if request.method == "POST":
        gone = [int(each) for each in request.POST.getlist("absent") if each.isdecimal() and len(each) < 19]
        extras = list(zip(request.POST.getlist("extra"), request.POST.getlist("extra_words"), strict=False))
        try:
            actions.confirm_class(headcount_id=round_id, class_id=class_id, absent={each: request.POST.get(f"words{each}", "") for each in gone},
                                  extras=extras, today=day, by=who, at=now(request))
            return redirect("registry:headcounts")
        except Refused as refused:
            findings = worded(refused.findings)
    else:
        actions.note_roll(class_id=class_id, name=f"{sheet.school}{sheet.class_name}", count=len(sheet.heads), by=who, at=now(request))
    return render(request, "registry/count.html", {"sheet": sheet, "findings": findings, "blanks": range(max(2, 4 - len(sheet.extras)))},
                  status=422 if findings else 200)
