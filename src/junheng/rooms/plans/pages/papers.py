"""Files out of this room, and the ledger back in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from junheng.ground.files.sending import sent
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.values import Person
from junheng.ground.people.wording import said, worded
from junheng.rooms.plans import actions, queries
from junheng.rooms.plans.pages.posted import posted, same
from junheng.rooms.plans.values import LedgerEdit


def made(make: Callable[..., tuple[str, bytes]]) -> Callable[[HttpRequest, int], HttpResponse]:
    """A page that makes one file of a plan."""

    @require_GET
    def page(request: HttpRequest, plan_id: int) -> HttpResponse:
        who: Person = person(request)
        day: date = today(request)
        moment: datetime = now(request)
        return sent(*make(who, plan_id, today=day, created=moment))

    return page


task_table = made(queries.living_table)
ledger = made(queries.ledger)
slip = made(queries.bulletin_slip)


@require_GET
def bulletin(request: HttpRequest, plan_id: int) -> HttpResponse:
    """督查通报; with ?head=1 the red head is printed, without it the paper has it already."""
    return sent(*queries.bulletin(person(request), plan_id, today=today(request), created=now(request),
                                  red_head=request.GET.get("head") == "1"))


SALT = "plans.ledger"
LOOKED_AT_FOR = 12 * 3600


class LedgerForm(forms.Form):
    """A filled-in ledger."""

    file = forms.FileField()


@require_http_methods(["GET", "POST"])
def ledger_back(request: HttpRequest, plan_id: int) -> HttpResponse:
    """督办台账 back in: what it would change, before anything does."""
    who = person(request)
    plan = queries.check_may_bring_back(who, plan_id)
    shown: dict[str, object] = {"plan": plan, "plan_id": plan_id}
    if request.method == "GET":
        return render(request, "plans/ledger.html", shown)
    form = LedgerForm(request.POST, request.FILES)
    if not form.is_valid():
        return refused_ledger(request, shown, [{"message": _("No file was sent."), "remedy": _("Choose the ledger first.")}])
    file = form.cleaned_data["file"]
    try:
        reading = queries.ledger_back(who, plan_id, content=file.read(), name=file.name, today=today(request))
        if reading.findings:
            raise Refused(*reading.findings)
    except Refused as refused:
        return refused_ledger(request, shown, said(refused))
    token = signing.dumps({"plan": plan_id, "file": file.name, "edits": [edit.as_plain() for edit in reading.edits]},
                          salt=SALT, compress=True)
    return render(request, "plans/ledger.html", shown | {"reading": reading, "token": token, "file": file.name,
                                                           "remarks": worded(reading.remarks)})


@posted("plans:ledger-back", find=same)
def take_ledger(request: HttpRequest, plan_id: int) -> HttpResponse:
    """This will take what the person has just looked at."""
    who = person(request)
    plan = queries.check_may_bring_back(who, plan_id)
    shown: dict[str, object] = {"plan": plan, "plan_id": plan_id}
    try:
        looked_at = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=LOOKED_AT_FOR)
    except signing.BadSignature:
        looked_at = {}
    if looked_at.get("plan") != plan_id:
        return refused_ledger(request, shown, [{"message": _("What was looked at is no longer at hand."),
                                                "remedy": _("Choose the ledger once more.")}])
    try:
        actions.bring_back(plan_id=plan_id, edits=[LedgerEdit.from_plain(each) for each in looked_at["edits"]],
                           file=looked_at["file"], today=today(request), by=who, at=now(request))
    except Refused as refused:
        return refused_ledger(request, shown, said(refused))
    return redirect("plans:board", plan_id)


def refused_ledger(request: HttpRequest, shown: dict[str, object], findings: list[dict[str, str]]) -> HttpResponse:
    """The page again, with what is wrong; nothing of the ledger was taken."""
    return render(request, "plans/ledger.html", shown | {"findings": findings}, status=422)
