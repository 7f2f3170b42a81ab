"""Snapshots of the published facts: the list, one of them with what its columns mean, freezing a day."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from junheng.ground.facts import TABLES, Measure, Privacy
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import said
from junheng.ground.snapshots import actions, queries
from junheng.ground.snapshots.values import columns_of, manifest


class DayForm(forms.Form):
    """The day whose facts are to be frozen."""

    on = forms.DateField()


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All snapshots, and the tables that are published."""
    return page(request)


def page(request: HttpRequest, *, status: int = 200, findings: list[dict[str, str]] | None = None) -> HttpResponse:
    """The list, with how the freezing of a day goes, or what was wrong."""
    who = person(request)
    rows = queries.snapshots(who)
    asked = day_asked(request)
    job = queries.under_way(asked) if asked else None
    waiting = job is not None and not job.ended
    if job is not None and job.findings:
        findings = [*(findings or []), *job.findings]
    return render(request, "shell/snapshots.html", {
        "rows": [(row, _(row.taken_by_name)) for row in rows], "may_freeze": queries.may_freeze(who), "today": today(request), "findings": findings or [], "waiting": waiting, "asked": asked,
        "tables": [(_(table.title), _(table.meaning), worded(columns_of(table))) for _name, table in sorted(TABLES.items())],
    }, status=status)


def day_asked(request: HttpRequest) -> date | None:
    """The day of `?asked=`, None where it makes no sense."""
    try:
        return parse_date(request.GET.get("asked", ""))
    except ValueError:
        return None


def worded(columns: list[dict[str, str]]) -> list[dict[str, str]]:
    """Columns in the reader's language."""
    return [{"name": each["name"], "meaning": _(each["meaning"]), "unit": _(Measure(each["unit"]).label), "privacy": _(Privacy(each["privacy"]).label)}
            for each in columns]


@posted("snapshots")
def freeze(request: HttpRequest) -> HttpResponse:
    """This will have the facts of a day frozen."""
    form = DayForm(request.POST)
    on = form.cleaned_data["on"] if form.is_valid() else today(request)
    try:
        actions.ask(on=on, by=person(request), at=now(request))
    except Refused as refused:
        return page(request, status=422, findings=said(refused))
    answer = redirect("snapshots")
    answer["Location"] += f"?asked={on.isoformat()}"
    return answer


@require_safe
def one(request: HttpRequest, snapshot_id: int) -> HttpResponse:
    """One snapshot: each table with its rows, its digest and its columns."""
    card = queries.snapshot(person(request), snapshot_id)
    if card is None:
        raise Http404
    tables = [(each, _(each.title), _(each.meaning), worded(each.columns)) for each in card.tables]
    return render(request, "shell/snapshot.html", {"card": card, "by": _(card.taken_by_name), "tables": tables})


@require_safe
def manifest_out(request: HttpRequest, snapshot_id: int) -> HttpResponse:
    """The manifest of a snapshot: beside its tables it makes a folder that anyone can check."""
    card = queries.snapshot(person(request), snapshot_id)
    if card is None:
        raise Http404
    answer = HttpResponse(manifest(card.on, card.tables, card.writer), content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="manifest.json"'
    return answer
