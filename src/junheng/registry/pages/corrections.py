"""Corrections: proposed at a card, decided side by side."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import worded
from junheng.registry import actions, queries
from junheng.registry.pages.events import Plain, answered


class ProposeForm(Plain):
    """Which field, the right value, why, and what proves it."""

    key = forms.ChoiceField(label=gettext_lazy("Field"))
    text = forms.CharField(label=gettext_lazy("Right value"), max_length=200, required=False)
    reason = forms.CharField(label=gettext_lazy("Why it is wrong"), max_length=200, required=False)
    evidence = forms.CharField(label=gettext_lazy("Proof"), max_length=200, required=False)
    file = forms.FileField(label=gettext_lazy("Copy of the proof"), required=False, widget=forms.FileInput(attrs={"class": "", "accept": ".pdf,.png,.jpg,.jpeg"}))
    for_guardian = forms.CharField(label=gettext_lazy("For the guardian"), max_length=60, required=False)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The corrections within reach, with what became of each."""
    who = person(request)
    if not queries.sees_corrections(who):
        raise PermissionDenied
    return render(request, "registry/corrections.html", {"rows": queries.corrections(who, today(request))})


def propose(request: HttpRequest, what: str, person_id: int, name: str, place: str) -> HttpResponse:
    """The form for a pupil or a member of staff."""
    who, day = person(request), today(request)
    if not queries.may_propose(who, what, person_id, day):
        raise PermissionDenied
    form = ProposeForm(request.POST or None, request.FILES or None)
    form.fields["key"].choices = [(field.key, field.title) for field in queries.fields_of(what)]  # type: ignore[attr-defined]
    if what == "staff":
        del form.fields["for_guardian"]

    def do() -> HttpResponse:
        told = form.cleaned_data
        file = told.get("file")
        number = actions.propose_correction(
            person=what, person_id=person_id, key=told["key"], text=told["text"], reason=told["reason"], evidence=told["evidence"],
            for_guardian=told.get("for_guardian", ""), content=file.read() if file else None, file_name=(file.name or "") if file else "", today=day,
            by=who, at=now(request))
        return redirect("registry:correction", number)

    return answered(request, _("Propose a correction"), _("Propose"), form, do, crumbs=[(name, reverse(place, args=[person_id]))], upload=True,
                    note=_("The office above the school decides; you see here what became of it. Values are written as in the tables: 女, 2018-07-04, 汉族."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_pupil(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """A correction of a pupil's record."""
    card = queries.pupil_card(person(request), pupil_id, today(request))
    if card is None:
        raise Http404
    return propose(request, "pupil", pupil_id, card.row.name, "registry:pupil")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_member(request: HttpRequest, member_id: int) -> HttpResponse:
    """A correction of a member of staff's record, also one's own."""
    card = queries.staff_card(person(request), member_id, today(request))
    if card is None:
        raise Http404
    return propose(request, "staff", member_id, card.row.name, "registry:member")


@never_cache
@require_safe
def one(request: HttpRequest, correction_id: int) -> HttpResponse:
    """A correction, both sides side by side; sealed ones open to whoever decides, and the look is kept."""
    return shown(request, correction_id)


def shown(request: HttpRequest, correction_id: int, findings: list[dict[str, str]] | None = None) -> HttpResponse:
    """The page of one, with what was wrong."""
    who = person(request)
    found = queries.correction_card(who, correction_id, today(request))
    if found is None:
        raise Http404
    row, decides, own, looks = found
    if decides or looks:
        actions.note_correction(correction_id=correction_id, by=who, at=now(request))
    return render(request, "registry/correction.html", {"row": row, "decides": decides, "own": own, "looks": looks, "findings": findings or [],
                                                        "words": request.POST.get("words", "")}, status=422 if findings else 200)


@posted("registry:correction", "correction_id")
def decide(request: HttpRequest, correction_id: int) -> HttpResponse:
    """This will take a correction over, or reject it."""
    who, day = person(request), today(request)
    if queries.correction_card(who, correction_id, day) is None:
        raise Http404
    try:
        actions.decide_correction(correction_id=correction_id, accept=request.POST.get("decision") == "accept", words=request.POST.get("words", ""),
                                  knowing=request.POST.get("knowing") == "1", today=day, by=who, at=now(request))
    except Refused as refused:
        return shown(request, correction_id, worded(refused.findings))
    return redirect("registry:correction", correction_id)


@posted("registry:correction", "correction_id")
def look(request: HttpRequest, correction_id: int) -> HttpResponse:
    """This will pass a guardian's proposal on to the office, or turn it down at the school."""
    who, day = person(request), today(request)
    if queries.correction_card(who, correction_id, day) is None:
        raise Http404
    try:
        if request.POST.get("decision") == "pass":
            actions.pass_correction_on(correction_id=correction_id, evidence=request.POST.get("words", ""), today=day, by=who, at=now(request))
        else:
            actions.turn_correction_down(correction_id=correction_id, words=request.POST.get("words", ""), by=who, at=now(request))
    except Refused as refused:
        return shown(request, correction_id, worded(refused.findings))
    return redirect("registry:correction", correction_id)


@posted("registry:correction", "correction_id")
def withdraw(request: HttpRequest, correction_id: int) -> HttpResponse:
    """This will take one's own proposal back."""
    who = person(request)
    if queries.correction_card(who, correction_id, today(request)) is None:
        raise Http404
    try:
        actions.withdraw_correction(correction_id=correction_id, by=who, at=now(request))
    except Refused as refused:
        return shown(request, correction_id, worded(refused.findings))
    return redirect("registry:correction", correction_id)
