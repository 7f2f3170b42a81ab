"""与国家系统比对: exports loaded, how fresh they are, differences one by one, what is decided of each, the list of corrections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from junheng.ground.files.sending import sent
from junheng.ground.jobs import queries as jobs
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import at_fields, said, worded
from junheng.ground.sheets import workbook
from junheng.registry import actions, queries, sheets
from junheng.registry.values.forms import EXPORTS
from junheng.registry.values.national import DifferenceKind, NationalSystem, Outcome, SchoolSays

PAGE = 100


class ExportForm(forms.Form):
    """An export, and the day on which it was taken out."""

    file = forms.FileField(allow_empty_file=True)
    dated = forms.DateField(required=False)


def system_of(request: HttpRequest) -> NationalSystem:
    """The system that was asked for, else the first of which there can be something for the person. Raises PermissionDenied."""
    systems = queries.national_systems(person(request))
    asked = request.POST.get("system") or request.GET.get("system")
    found = next((each for each in systems if each.value == asked), systems[0] if systems and not asked else None)
    if found is None:
        raise PermissionDenied
    return found


def cut_of(request: HttpRequest) -> queries.NationalCut:
    """What the list is cut by, as far as it makes sense."""
    asked = request.POST if request.method == "POST" else request.GET
    system, school = system_of(request), asked.get("school", "")
    key, kind, state = asked.get("key", ""), asked.get("kind", ""), asked.get("state", "")
    return queries.NationalCut(
        system=system.value, kind=kind if kind in set(DifferenceKind) else "", school=int(school) if school.isdecimal() and len(school) < 10 else None,
        key=key if key in {field.key for field in EXPORTS[system.form].fields} else "", state=state if state in {*Outcome, "said", "gone"} else "")


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """A system: how fresh, what differs by kind, column and school, the exports that were loaded."""
    return at(request, system_of(request))


def at(request: HttpRequest, system: NationalSystem, findings: list[dict[str, str]] | None = None) -> HttpResponse:
    """The page of a system, with what was wrong."""
    who, day = person(request), today(request)
    return render(request, "registry/national.html", {
        "card": queries.national_card(who, system, day), "files": queries.national_files(who, system), "systems": queries.national_systems(who),
        "day": day, "kinds": list(DifferenceKind), "findings": findings or []}, status=422 if findings else 200)


@posted("registry:national")
def send(request: HttpRequest) -> HttpResponse:
    """This will keep an export and have it compared."""
    system, form = system_of(request), ExportForm(request.POST, request.FILES)
    form.is_valid()
    file = form.cleaned_data.get("file")
    try:
        if file is None:
            raise actions.no_file()
        number = actions.load_export(system=system, content=file.read(), name=file.name or "", dated=form.cleaned_data.get("dated"), today=today(request),
                                     by=person(request), at=now(request))
    except Refused as refused:
        return at(request, system, worded(refused.findings))
    return redirect("registry:national-file", number)


@never_cache
@require_safe
def file(request: HttpRequest, file_id: int) -> HttpResponse:
    """One export: progress, headings to be explained, what could not be read, what differs."""
    return shown_file(request, file_id)


def shown_file(request: HttpRequest, file_id: int, findings: list[dict[str, str]] | None = None) -> HttpResponse:
    """The page of an export, with what was wrong."""
    card = queries.national_file(person(request), file_id)
    if card is None:
        raise Http404
    part = request.htmx and card.state == "reading"  # type: ignore[attr-defined]
    if request.htmx and not part:  # type: ignore[attr-defined]
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = request.path
        return answer
    work = jobs.latest(f"registry.compare:{card.id}") if card.state == "reading" else None
    return render(request, "registry/national_progress.html" if part else "registry/national_file.html", {
        "card": card, "job": work, "fields": [(field.key, field.title) for field in EXPORTS[card.system.form].fields],
        "kinds": [(kind, card.counts.get(kind.value, 0)) for kind in DifferenceKind], "findings": findings or []}, status=422 if findings else 200)


@posted("registry:national-file", "file_id")
def explain(request: HttpRequest, file_id: int) -> HttpResponse:
    """This will remember what headings mean and compare."""
    if queries.national_file(person(request), file_id) is None:
        raise Http404
    answers = dict(zip(request.POST.getlist("title"), request.POST.getlist("key"), strict=False))
    try:
        actions.explain_headings(file_id=file_id, answers=answers, by=person(request), at=now(request))
    except Refused as refused:
        return shown_file(request, file_id, worded(refused.findings))
    return redirect("registry:national-file", file_id)


@never_cache
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Differences one by one, a hundred a page; that their names were read is kept."""
    return rows_page(request, cut_of(request))


def rows_page(request: HttpRequest, cut: queries.NationalCut, findings: list[dict[str, str]] | None = None) -> HttpResponse:
    """A page of differences, with what was wrong."""
    who, day, system = person(request), today(request), NationalSystem(cut.system)
    number = request.GET.get("page", "1")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    rows, total = queries.differences(who, cut, day, most=PAGE, after=PAGE * (page - 1))
    card = queries.national_card(who, system, day)
    if rows:
        actions.note_differences(system=system, count=len(rows), by=who, at=now(request))
    owned = queries.columns(system, day).owned - set(queries.NUMBERS[system])
    return render(request, "registry/differences.html", {
        "rows": rows, "total": total, "cut": cut, "card": card, "kinds": list(DifferenceKind), "outcomes": list(Outcome), "findings": findings or [],
        "title": EXPORTS[system.form].field(cut.key).title if cut.key else "", "taken": request.GET.get("taken", ""), "left": request.GET.get("left", ""),
        "may_take_column": card.may_decide and cut.key in owned and cut.kind == DifferenceKind.VALUE and not cut.state and bool(rows),
        "query": cut.query(), "before": cut.query(page=page - 1) if page > 1 else "", "after": cut.query(page=page + 1) if PAGE * page < total else "",
        "first": PAGE * (page - 1) + 1, "last": PAGE * (page - 1) + len(rows)}, status=422 if findings else 200)


@posted("registry:differences")
def column(request: HttpRequest) -> HttpResponse:
    """This will take the national value over for all that differ in a column."""
    cut = cut_of(request)
    if not cut.key:
        raise Http404
    try:
        taken, left = actions.take_column(system=NationalSystem(cut.system), key=cut.key, school=cut.school, reason=request.POST.get("reason", ""),
                                          today=today(request), by=person(request), at=now(request))
    except Refused as refused:
        return rows_page(request, cut, worded(refused.findings))
    return redirect(f"{reverse('registry:differences')}?{cut.query(taken=taken, left=left)}")


@never_cache
@require_safe
def one(request: HttpRequest, difference_id: int) -> HttpResponse:
    """A difference, both sides side by side; sealed ones open to whoever decides, and the look is kept."""
    return shown(request, difference_id)


def shown(request: HttpRequest, difference_id: int, refused: Refused | None = None) -> HttpResponse:
    """The page of a difference, with what was wrong."""
    who = person(request)
    found = queries.difference(who, difference_id, today(request))
    if found is None:
        raise Http404
    row, decides, speaks = found
    actions.note_difference(difference_id=difference_id, opened=decides, by=who, at=now(request))
    return render(request, "registry/difference.html", {
        "row": row, "decides": decides, "speaks": speaks, "says": list(SchoolSays), "wrong": at_fields(refused) if refused else {},
        "findings": said(refused) if refused else [], "typed": request.POST}, status=422 if refused else 200)


@posted("registry:difference", "difference_id")
def decide(request: HttpRequest, difference_id: int) -> HttpResponse:
    """This will decide of a difference, or take the decision back."""
    asked, reason, day = request.POST.get("decision", ""), request.POST.get("reason", ""), today(request)
    verbs: dict[str, Callable[..., Any]] = {
        Outcome.THEIRS: lambda **more: actions.take_theirs(reason=reason, **more),
        Outcome.LISTED: lambda **more: actions.list_for_correction(reason=reason, **more),
        Outcome.SAME: lambda **more: actions.tell_apart(same=True, **more), Outcome.APART: lambda **more: actions.tell_apart(same=False, **more),
        "back": actions.take_decision_back}
    if asked not in verbs:
        raise Http404
    return done(request, difference_id, lambda **more: verbs[asked](today=day, **more))


@posted("registry:difference", "difference_id")
def say(request: HttpRequest, difference_id: int) -> HttpResponse:
    """This will keep what a school says of a difference."""
    says = request.POST.get("says", "")
    if says not in set(SchoolSays):
        raise Http404
    return done(request, difference_id, lambda **more: actions.say_of_difference(says=SchoolSays(says), words=request.POST.get("words", ""), **more))


def done(request: HttpRequest, difference_id: int, verb: Callable[..., Any]) -> HttpResponse:
    """The difference's page after something was done about it, or with why it was not."""
    if queries.difference(person(request), difference_id, today(request)) is None:
        raise Http404
    try:
        verb(difference_id=difference_id, by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, difference_id, refused)
    return redirect("registry:difference", difference_id)


@require_safe
def workbook_out(request: HttpRequest) -> HttpResponse:
    """The list of corrections for the master (更正清单), in its own words and columns."""
    who, day, system = person(request), today(request), system_of(request)
    lines, lacking = queries.correction_lines(who, system, day)
    actions.note_corrections_export(system=system, count=len(lines), by=who, at=now(request))
    return sent(f"{system.chinese}更正清单{day:%Y%m%d}.xlsx", workbook(sheets.correction_list(system, lines, lacking, queries.own_titles(system, day), day),
                                                                   created=now(request)))
