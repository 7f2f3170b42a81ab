"""The list of plans, uploading one, watching it being read."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.wording import said
from junheng.rooms.plans import actions, queries
from junheng.rooms.plans.pages.posted import posted


class UploadForm(forms.Form):
    """A plan's file, whose it is, and the plan that it corrects."""

    file = forms.FileField(allow_empty_file=True)
    level = forms.ChoiceField(choices=[("own", "own"), ("upper", "upper")], required=False)
    plan = forms.IntegerField(required=False)


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """Every plan that the person may see, and the place to drop a new one."""
    return page(request)


def page(request: HttpRequest, findings: list[dict[str, str]] | None = None) -> HttpResponse:
    """The list of plans, with what was wrong."""
    who = person(request)
    return render(request, "plans/library.html", {
        "plans": queries.plan_cards(who), "withdrawn": queries.withdrawn_cards(who), "findings": findings or (),
        "sections": queries.sections(who), "may_upload": queries.may_upload(who), "may_withdraw": queries.may_withdraw(who),
        "withdrawing": request.GET.get("withdraw") or request.POST.get("withdraw", ""),
    }, status=422 if findings else 200)


@posted("plans:library")
def upload(request: HttpRequest) -> HttpResponse:
    """This will take a plan's file and show its reading; a refused file is answered on the same page."""
    who = person(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, [{"message": _("No file was sent."), "remedy": _("Choose the plan's file first.")}])
    sent = form.cleaned_data["file"]
    try:
        version = actions.upload(
            content=sent.read(), name=sent.name, level=form.cleaned_data["level"] or "own",
            bureau_id=queries.bureau_of(today(request)), plan_id=form.cleaned_data["plan"], by=who, at=now(request),
        )
    except Refused as refused:
        return page(request, said(refused))
    return redirect(f"{reverse('plans:reading', args=[version.plan_id])}?job={version.job_id}")


@posted("plans:library")
def withdraw(request: HttpRequest, plan_id: int) -> HttpResponse:
    """This will withdraw a plan with a reason."""
    try:
        actions.withdraw_plan(plan_id=plan_id, reason=request.POST.get("reason", ""), by=person(request), at=now(request))
    except Refused as refused:
        return page(request, said(refused))
    return redirect("plans:library")


@posted("plans:library")
def restore(request: HttpRequest, plan_id: int) -> HttpResponse:
    """This will bring a withdrawn plan back."""
    actions.restore_plan(plan_id=plan_id, by=person(request), at=now(request))
    return redirect("plans:library")


@require_GET
def reading(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The progress of a reading; once it is read, the desk. A refused one shows why and what to do."""
    who = person(request)
    asked = request.GET.get("job", "")
    found = queries.reading_job(who, plan_id, int(asked) if asked.isdecimal() and len(asked) < 18 else None)
    if found is not None and found.state == "done":
        if request.htmx:  # type: ignore[attr-defined]
            answer = HttpResponse(status=204)
            answer["HX-Redirect"] = f"/plans/{plan_id}/desk/"
            return answer
        return redirect("plans:desk", plan_id)
    template = "plans/reading_progress.html" if request.htmx else "plans/reading.html"  # type: ignore[attr-defined]
    return render(request, template, {"job": found, "plan_id": plan_id})
