"""Two versions of a plan side by side; the county's plan under an upper level's."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from junheng.ground.files.sending import sent
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.wording import said
from junheng.rooms.plans import actions, queries
from junheng.rooms.plans.pages.posted import posted, same
from junheng.rooms.plans.values import Verdict

SHOWN = ("all", "open", "unsure", "disagrees", "shared")


class Chosen(forms.Form):
    """Which plans, versions and clauses a page shows."""

    upper = forms.IntegerField(required=False)
    old = forms.IntegerField(required=False)
    new = forms.IntegerField(required=False)
    show = forms.ChoiceField(choices=[(each, each) for each in SHOWN], required=False)

    @classmethod
    def of(cls, request: HttpRequest) -> dict[str, int | str | None]:
        """What was chosen; what makes no sense counts as not chosen."""
        form = cls(request.GET)
        form.is_valid()
        return {name: form.cleaned_data.get(name) for name in cls.base_fields}


class LinkForm(forms.Form):
    """A verdict on two clauses; empty takes it back."""

    upper = forms.IntegerField()
    upper_path = forms.CharField(max_length=80)
    lower_path = forms.CharField(max_length=80)
    verdict = forms.ChoiceField(choices=[("", ""), *((each.value, each.value) for each in Verdict)], required=False)


@require_GET
def versions(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What changed from one version of a plan to another."""
    chosen = Chosen.of(request)
    shown = queries.versions(person(request), plan_id, old=chosen["old"], new=chosen["new"])
    return render(request, "plans/versions.html", {"shown": shown})


@require_GET
def levels(request: HttpRequest, plan_id: int) -> HttpResponse:
    """承接对照: every clause of the upper plan and what carries it out here."""
    return levels_page(request, plan_id)


def levels_page(request: HttpRequest, plan_id: int, *, upper_id: int | None = None,
                findings: list[dict[str, str]] | None = None) -> HttpResponse:
    """The comparison, with what was wrong."""
    chosen = Chosen.of(request)
    shown = queries.levels(person(request), plan_id, upper_id=upper_id or chosen["upper"])
    show = str(chosen["show"] or "all")
    clauses = shown.comparison.clauses if shown.comparison else ()
    return render(request, "plans/levels.html", {
        "shown": shown, "show": show, "findings": findings or [],
        "clauses": [each for each in clauses
                    if show == "all" or each.state == show or (show == "disagrees" and each.disagrees)
                    or (show == "shared" and each.shared)],
    }, status=422 if findings else 200)


@posted("plans:levels", find=same)
def say(request: HttpRequest, plan_id: int) -> HttpResponse:
    """This will keep what the person says of two clauses, and come back to the clause."""
    form = LinkForm(request.POST)
    if not form.is_valid():
        return levels_page(request, plan_id)
    upper_id, upper_path = form.cleaned_data["upper"], form.cleaned_data["upper_path"]
    try:
        actions.say_link(
            upper_id=upper_id, upper_path=upper_path, lower_id=plan_id, lower_path=form.cleaned_data["lower_path"],
            verdict=Verdict(form.cleaned_data["verdict"]) if form.cleaned_data["verdict"] else None,
            by=person(request), at=now(request),
        )
    except Refused as refused:
        return levels_page(request, plan_id, upper_id=upper_id, findings=said(refused))
    return redirect(f"/plans/{plan_id}/levels/?upper={upper_id}#c-{upper_path}")


@require_GET
def levels_table(request: HttpRequest, plan_id: int, upper_id: int) -> HttpResponse:
    """The comparison as a file."""
    day: date = today(request)
    return sent(*queries.levels_table(person(request), plan_id, upper_id, today=day, created=now(request)))
