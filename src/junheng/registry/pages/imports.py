"""The import centre: a table sent in, what it would do, the marked copy back, written, undone within a day."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from junheng.ground.files.sending import sent
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import worded
from junheng.ground.sheets.intake import filled_form, template
from junheng.registry import actions, queries
from junheng.registry.values.forms import FORMS

PEOPLE = frozenset({"pupils", "staff"})


class SendForm(forms.Form):
    """A table, and the day from which it counts."""

    file = forms.FileField(allow_empty_file=True)
    on = forms.DateField(required=False)
    form = forms.CharField(required=False)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What was sent in, and the place to drop a table."""
    return page(request)


def page(request: HttpRequest, findings: list[dict[str, str]] | None = None) -> HttpResponse:
    """The centre, with what was wrong."""
    who = person(request)
    forms = queries.forms_of(who)
    if not forms:
        raise PermissionDenied
    asked = request.POST.get("form") or request.GET.get("form")
    chosen = [form for form in forms if form.name == asked] or forms[:2]
    return render(request, "registry/imports.html", {"rows": queries.imports(who), "forms": forms, "chosen": chosen, "day": today(request),
                                                     "findings": findings or []}, status=422 if findings else 200)


@posted("registry:imports")
def send(request: HttpRequest) -> HttpResponse:
    """This will keep a table and have it looked at."""
    form = SendForm(request.POST, request.FILES)
    if not form.is_valid() or "file" not in request.FILES:
        return page(request, [{"message": _("No file was sent."), "remedy": _("Choose the filled-in table.")}])
    file = form.cleaned_data["file"]
    try:
        number = actions.send(form=form.cleaned_data["form"] or "pupils", content=file.read(), name=file.name or "", on=form.cleaned_data["on"] or today(request),
                              by=person(request), at=now(request))
    except Refused as refused:
        return page(request, worded(refused.findings))
    return redirect("registry:import", number)


@require_GET
def form_out(request: HttpRequest, name: str) -> HttpResponse:
    """The empty form, or with `?filled=1` the same form with all rows within reach."""
    who = person(request)
    if name not in FORMS:
        raise Http404
    form = FORMS[name]
    if form not in queries.forms_of(who):
        raise PermissionDenied
    if not request.GET.get("filled"):
        return sent(f"{form.title}（模板）.xlsx", template(form, created=now(request)))
    rows = list(queries.filled_rows(who, name, today(request)))
    if name in PEOPLE:
        actions.note_export(count=len(rows), form=form.title, by=who, at=now(request))
    return sent(f"{form.title}.xlsx", filled_form(form, rows, created=now(request)))


@never_cache
@require_safe
def one(request: HttpRequest, import_id: int) -> HttpResponse:
    """One table: progress, then what it would do."""
    return shown(request, import_id)


def shown(request: HttpRequest, import_id: int, findings: list[dict[str, str]] | None = None) -> HttpResponse:
    """The page of one table, with what was wrong."""
    card = queries.import_card(person(request), import_id, now(request))
    if card is None:
        raise Http404
    part = request.htmx and card.state in {"looking", "writing"}  # type: ignore[attr-defined]
    if request.htmx and not part:  # type: ignore[attr-defined]
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = request.path
        return answer
    fields = [(field.key, field.title) for field in FORMS[card.form].fields]
    return render(request, "registry/import_progress.html" if part else "registry/import.html", {
        "card": card, "fields": fields, "findings": findings or []}, status=422 if findings else 200)


@require_GET
def copy(request: HttpRequest, import_id: int) -> HttpResponse:
    """The marked copy."""
    found = queries.copy_of(person(request), import_id)
    if found is None:
        raise Http404
    return sent(*found)


def mine(request: HttpRequest, import_id: int) -> None:
    """404 for a table that is not the person's own."""
    if queries.import_card(person(request), import_id, now(request)) is None:
        raise Http404


@posted("registry:import", "import_id")
def explain(request: HttpRequest, import_id: int) -> HttpResponse:
    """This will remember what headings mean and look again."""
    mine(request, import_id)
    answers = {title: key for title, key in zip(request.POST.getlist("title"), request.POST.getlist("key"), strict=False) if key != "?"}
    actions.explain(import_id=import_id, answers=answers, by=person(request), at=now(request))
    return redirect("registry:import", import_id)


@posted("registry:import", "import_id")
def take(request: HttpRequest, import_id: int) -> HttpResponse:
    """This will have a table written."""
    mine(request, import_id)
    try:
        actions.ask_to_take(import_id=import_id, good_only=request.POST.get("good_only") == "1", by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, import_id, worded(refused.findings))
    return redirect("registry:import", import_id)


@posted("registry:import", "import_id")
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    """This will take back what a table wrote."""
    mine(request, import_id)
    try:
        actions.undo(import_id=import_id, by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, import_id, worded(refused.findings))
    return redirect("registry:import", import_id)
