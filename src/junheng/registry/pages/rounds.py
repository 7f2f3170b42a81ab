"""Collection rounds and notices as their asker works with them: made from headings, sent, chased, put together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from junheng.ground.files.sending import sent
from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import at_fields, said, worded
from junheng.ground.sheets import workbook
from junheng.ground.sheets.intake import filled_form
from junheng.ground.sheets.intake.fields import Kind
from junheng.ground.sheets.intake.grid import grids
from junheng.ground.sheets.intake.grid import shown as cell_shown
from junheng.registry import sheets
from junheng.registry.actions import returns as returning
from junheng.registry.actions import rounds as actions
from junheng.registry.engine.returns import columns_of, doubts, form_of
from junheng.registry.queries import rounds as queries
from junheng.registry.values.collecting import ASKED_KINDS, Asked, ReturnState, RoundCard, RoundKind
from junheng.registry.values.known import KNOWN

KIND_WORDS = {Kind.WHOLE: gettext_lazy("whole number"), Kind.AMOUNT: gettext_lazy("number with decimals"), Kind.TEXT: gettext_lazy("words"),
              Kind.YES: gettext_lazy("yes or no"), Kind.CHOICE: gettext_lazy("one of several words"), Kind.DAY: gettext_lazy("day")}
BLANK_COLUMNS = 3
MOST_FILES, LARGEST = 300, 5 * 1024 * 1024
PLACES = re.compile(r"\d{1,3}")


class RoundForm(forms.Form):
    """What is asked, on what basis, until when."""

    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=120, required=False)
    basis = forms.CharField(label=gettext_lazy("Basis"), max_length=200, required=False,
                            widget=forms.TextInput(attrs={"placeholder": gettext_lazy("paper and its number")}))
    list_number = forms.CharField(label=gettext_lazy("Number in the list of approved tables"), max_length=60, required=False)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes that one return should take"), min_value=1, max_value=2000)
    due = forms.DateField(label=gettext_lazy("Due"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    on = forms.DateField(label=gettext_lazy("What is known is taken of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    rows_free = forms.BooleanField(label=gettext_lazy("Each school sends a list of its own rows"), required=False)
    text = forms.CharField(label=gettext_lazy("How it is filled in"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, notice: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if notice:
            for name in ("rows_free", "on", "list_number"):
                del self.fields[name]
            self.fields["text"].label = _("Text of the notice")
            self.fields["minutes"].initial = 2
            self.fields["minutes"].label = _("Minutes that reading it takes")
        for name, field in self.fields.items():
            if name != "rows_free":
                field.widget.attrs["class"] = "i"


def asked_of(form: RoundForm, day: date) -> dict[str, Any]:
    """The words of a round as typed."""
    return {"list_number": "", "on": day, "rows_free": False, **form.cleaned_data}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All rounds that the person may see."""
    who, day = person(request), today(request)
    rows = queries.rounds(who, day)
    if not rows and not queries.asking_units(who, day) and not queries.may_see_any(who):
        raise PermissionDenied
    return render(request, "registry/rounds.html", {"rows": rows, "may_ask": bool(queries.asking_units(who, day))})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A draft: its words, and headings pasted or read from the asker's own table."""
    who, day = person(request), today(request)
    units = queries.asking_units(who, day)
    if not units:
        raise PermissionDenied
    kind = RoundKind.NOTICE if (request.GET.get("kind") or request.POST.get("kind")) == "notice" else RoundKind.TABLE
    notice = kind is RoundKind.NOTICE
    form = RoundForm(request.POST or None, notice=notice, initial={"on": day, "minutes": 2 if notice else 15})
    findings: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        unit = next((each for each, _name in units if str(each) == request.POST.get("unit")), units[0][0])
        try:
            columns = [] if notice else columns_of(headings(request))
            number = actions.make_round(kind=kind, columns=columns, unit_id=unit, by=who, at=now(request), **asked_of(form, day))
        except Refused as refused:
            findings = said(refused)
            for name, words in at_fields(refused).items():
                form.add_error(name if name in form.fields else None, words)
        else:
            return redirect("registry:round", number)
    return render(request, "registry/round_new.html", {"form": form, "notice": notice, "units": units, "findings": findings},
                  status=422 if request.method == "POST" else 200)


def headings(request: HttpRequest) -> list[str]:
    """Headings as pasted (a row of a table, or one to a line), or the widest row near the top of a table that was sent. Raises Refused."""
    file = request.FILES.get("file")
    if file is None:
        pasted = re.split(r"[\t\n\r]+", request.POST.get("headings", ""))
        return [each.strip() for each in pasted if each.strip()]
    grid = next((each for each in grids(file.read(), file.name or "") if each.visible), None)
    rows = [[cell_shown(cell).strip() for cell in row] for row in grid.rows[:20]] if grid else []
    best = max(rows, key=lambda row: len(set(filter(None, row))), default=[])
    return [each for each in best if each and each not in {"序号", "编号"}]


@never_cache
@require_safe
def one(request: HttpRequest, round_id: int) -> HttpResponse:
    """A round: a draft to be finished, or what came back."""
    return shown(request, round_id)


def card_or_404(request: HttpRequest, round_id: int) -> RoundCard:
    """The round."""
    card = queries.round_card(person(request), round_id, today(request))
    if card is None:
        raise Http404
    return card


def shown(request: HttpRequest, round_id: int, findings: list[dict[str, str]] | None = None, form: RoundForm | None = None,
          typed: list[Asked] | None = None) -> HttpResponse:
    """The page of a round, with what was wrong."""
    card, who = card_or_404(request, round_id), person(request)
    if card.row.state == "draft":
        return draft(request, card, findings, form, typed)
    sees = queries.may_see_answers(who, card)
    if request.htmx and sees and queries.waiting(round_id):  # type: ignore[attr-defined]
        return render(request, "registry/reading.html", {"card": card, "left": len(queries.waiting(round_id))})
    if request.htmx:  # type: ignore[attr-defined]
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = request.path
        return answer
    rows = queries.return_rows(round_id, today(request)) if sees else []
    files = handed(round_id) if sees else []
    missing = [row for row in rows if row.state is not ReturnState.RETURNED]
    return render(request, "registry/round.html", {
        "card": card, "rows": rows, "missing": missing, "sees": sees, "may_change": queries.may_change(who, card), "findings": findings or [],
        "reminder": reminder(card, [row.unit for row in missing], today(request)), "handed": files,
        "refusals": sum(1 for each in files if each["state"] == "refused"), "left": sum(1 for each in files if each["state"] == "waiting"),
        "doubts": doubts_of(card) if sees else [], "today": today(request)}, status=422 if findings else 200)


def draft(request: HttpRequest, card: RoundCard, findings: list[dict[str, str]] | None, form: RoundForm | None, typed: list[Asked] | None) -> HttpResponse:
    """The page of a draft."""
    notice = card.row.kind is RoundKind.NOTICE
    form = form or RoundForm(notice=notice, initial={
        "title": card.row.title, "basis": card.row.basis, "list_number": card.list_number, "minutes": card.row.minutes, "due": card.row.due,
        "on": card.on, "rows_free": card.rows_free, "text": card.text})
    columns = typed if typed is not None else list(card.columns)
    places = {each.key: place for place, each in enumerate(columns, start=1)}
    schools = queries.school_targets(today(request), queries.targets(card.asker_id, today(request)))
    return render(request, "registry/round_draft.html", {
        "card": card, "form": form, "notice": notice, "findings": findings or [], "schools": schools, "known": list(KNOWN.values()),
        "kinds": [(kind.value, KIND_WORDS[kind]) for kind in ASKED_KINDS],
        "columns": [(each, "+".join(str(places[key]) for key in each.adds_up if key in places), places.get(each.at_most, "")) for each in columns],
        "blank": range(len(columns) + 1, len(columns) + 1 + BLANK_COLUMNS)}, status=422 if findings else 200)


def reminder(card: RoundCard, units: list[str], day: date) -> str:
    """The text that is copied into a work group."""
    what = _("Reminder: “%(title)s” (%(basis)s) is due on %(due)s.") if card.row.basis else _("Reminder: “%(title)s” is due on %(due)s.")
    verb = ngettext("As of %(day)s, %(count)s unit has not answered: %(units)s.", "As of %(day)s, %(count)s units have not answered: %(units)s.", len(units))
    return " ".join([what % {"title": card.row.title, "basis": card.row.basis, "due": card.row.due.isoformat()},
                     verb % {"day": day.isoformat(), "count": len(units), "units": "、".join(units)},
                     _("Please answer soon. Questions: %(asker)s.") % {"asker": card.row.asker}])


def handed(round_id: int) -> list[dict[str, Any]]:
    """Files handed in, with what was wrong in the reader's language."""
    return [{"name": each.name, "state": each.state, "unit": each.unit, "faults": [
        {"message": _(fault["message"]) % fault["values"], "remedy": _(fault["remedy"]) % fault["values"], "row": fault["row"], "column": fault["column"]}
        for fault in each.faults]} for each in queries.handed(round_id)]


def doubts_of(card: RoundCard) -> list[tuple[str, str, str]]:
    """What should be looked at, in the reader's language: school, column, sentence."""
    answers = queries.answers(card.row.id, card.columns)
    return [(each.school, each.column, _(each.message) % each.values) for each in doubts(card.columns, answers)]


@posted("registry:round", "round_id")
def save(request: HttpRequest, round_id: int) -> HttpResponse:
    """This will keep a draft as typed; with `send` it is sent to the schools that are ticked."""
    card, who = card_or_404(request, round_id), person(request)
    notice = card.row.kind is RoundKind.NOTICE
    form, columns = RoundForm(request.POST, notice=notice), [] if notice else typed_columns(request.POST)
    if not form.is_valid():
        return shown(request, round_id, [{"message": _("Something is missing."), "remedy": _("See below.")}], form, columns)
    try:
        actions.change_round(round_id=round_id, columns=columns, by=who, at=now(request), **asked_of(form, card.on))
        if "send" in request.POST:
            actions.open_round(round_id=round_id, unit_ids=[int(each) for each in request.POST.getlist("units") if each.isdecimal()], by=who, at=now(request))
    except Refused as refused:
        return shown(request, round_id, worded(refused.findings), form, columns)
    return redirect("registry:round", round_id)


def typed_columns(post: Mapping[str, str]) -> list[Asked]:
    """Columns as typed in the table of a draft, in the order of their numbers; those without a heading or marked to go are gone."""
    places = sorted({int(name[2:]) for name in post if name.startswith("t-") and name[2:].isdecimal()})
    found: list[tuple[int, int, Asked]] = []
    for place in places:
        title, kind = post.get(f"t-{place}", "").strip()[:80], post.get(f"k-{place}", "")
        if not title or post.get(f"d-{place}"):
            continue
        known = KNOWN.get(kind.removeprefix("known:")) if kind.startswith("known:") else None
        order = post.get(f"o-{place}", "")
        most = PLACES.findall(post.get(f"x-{place}", ""))
        found.append((int(order) if order.isdecimal() else place, place, Asked(
            f"c{place}", title, known.kind if known else Kind(kind) if kind in set(ASKED_KINDS) else Kind.TEXT, known.key if known else "",
            post.get(f"m-{place}", "").strip()[:12], bool(post.get(f"r-{place}")), tuple(re.split(r"[、,，;；\s]+", post.get(f"c-{place}", "").strip())) if
            post.get(f"c-{place}", "").strip() else (), post.get(f"h-{place}", "").strip()[:200],
            tuple(f"c{each}" for each in PLACES.findall(post.get(f"s-{place}", ""))), f"c{most[0]}" if most else "")))
    return renumbered([each for *_order, each in sorted(found, key=lambda row: row[:2])])


def renumbered(columns: list[Asked]) -> list[Asked]:
    """Columns with keys in their order; rules go with them."""
    keys = {each.key: f"c{place}" for place, each in enumerate(columns, start=1)}
    return [replace(each, key=keys[each.key], adds_up=tuple(keys[key] for key in each.adds_up if key in keys), at_most=keys.get(each.at_most, ""))
            for each in columns]


def done(request: HttpRequest, round_id: int, what: Any) -> HttpResponse:
    """The round's page after something was done to it, or with why it was not."""
    card_or_404(request, round_id)
    try:
        what()
    except Refused as refused:
        return shown(request, round_id, worded(refused.findings))
    return redirect("registry:round", round_id)


@posted("registry:round", "round_id")
def remind(request: HttpRequest, round_id: int) -> HttpResponse:
    """This will remind all who have not answered."""
    return done(request, round_id, lambda: actions.remind(round_id=round_id, by=person(request), at=now(request)))


@posted("registry:round", "round_id")
def close(request: HttpRequest, round_id: int) -> HttpResponse:
    """This will end a round."""
    return done(request, round_id, lambda: actions.close_round(round_id=round_id, by=person(request), at=now(request)))


@posted("registry:round", "round_id")
def withdraw(request: HttpRequest, round_id: int) -> HttpResponse:
    """This will take a round back."""
    return done(request, round_id, lambda: actions.withdraw_round(round_id=round_id, words=request.POST.get("words", ""), by=person(request), at=now(request)))


@posted("registry:round", "round_id")
def send_back(request: HttpRequest, round_id: int) -> HttpResponse:
    """This will send a return back, or give a unit another day."""
    number, day = request.POST.get("return", ""), forms.DateField(required=False)
    due = day.to_python(request.POST.get("due") or None) if number.isdecimal() else None
    if not number.isdecimal():
        raise Http404
    if request.POST.get("what") == "time" and due is not None:
        return done(request, round_id, lambda: actions.give_time(return_id=int(number), due=due, by=person(request), at=now(request)))
    return done(request, round_id, lambda: actions.send_back(return_id=int(number), words=request.POST.get("words", ""), due=due, by=person(request),
                                                             at=now(request)))


@posted("registry:round", "round_id")
def hand_in(request: HttpRequest, round_id: int) -> HttpResponse:
    """This will have files read that came from elsewhere."""
    files = request.FILES.getlist("files")
    large = [file.name for file in files if (file.size or 0) > LARGEST]
    if large or len(files) > MOST_FILES:
        fault = Finding(code="round/large", message="%(files)s: more than 5 MB, or more than 300 files at once.", remedy="Send fewer or smaller files.",
                        values={"files": "、".join(str(name) for name in large)[:200] or str(len(files))})
        return shown(request, round_id, worded([fault]))
    return done(request, round_id, lambda: returning.hand_in(
        round_id=round_id, files=[(file.name or "", file.read()) for file in files], replacing=request.POST.get("replace") == "1", by=person(request),
        at=now(request)))


def answers_or_denied(request: HttpRequest, round_id: int) -> RoundCard:
    """The round, for whoever may see its answers."""
    card = card_or_404(request, round_id)
    if card.row.kind is RoundKind.NOTICE:
        raise Http404
    if not queries.may_see_answers(person(request), card):
        raise PermissionDenied
    return card


@require_GET
def consolidated(request: HttpRequest, round_id: int) -> HttpResponse:
    """The one workbook of a round. That it was taken out is written down."""
    card, day = answers_or_denied(request, round_id), today(request)
    answers = queries.answers(round_id, card.columns)
    actions.note_consolidated(round_id=round_id, count=len(answers), by=person(request), at=now(request))
    names = dict(queries.subject_names([line.unit_id for answer in answers for line in answer.lines if line.unit_id], day))
    return sent(f"{card.row.title}（汇总）.xlsx", workbook(sheets.consolidated(
        card, answers, queries.return_rows(round_id, day), doubts_of(card), names, day), created=now(request)))


@require_GET
def empty_form(request: HttpRequest, round_id: int) -> HttpResponse:
    """The form with a row for each school and all that is known, for whoever sends it by other ways."""
    card = answers_or_denied(request, round_id)
    form = form_of(f"round-{round_id}", card.row.title, card.columns, rows_free=card.rows_free)
    rows = [] if card.rows_free else queries.form_rows(card, [unit for each in queries.return_rows(round_id, today(request)) for unit, _name in
                                                              queries.subjects(each.unit_id, card.on)], form)
    return sent(f"{card.row.title}.xlsx", filled_form(form, rows, created=now(request)))


@require_safe
def burden(request: HttpRequest) -> HttpResponse:
    """How much each unit was asked this term, or this school year; with `?xlsx=1` as a workbook."""
    who, day = person(request), today(request)
    since, until = queries.span_of(day, year=request.GET.get("span") == "year")
    rows = queries.burdens(who, since, until, day)
    if not rows and not queries.may_see_any(who):
        raise PermissionDenied
    if request.GET.get("xlsx"):
        title = f"填报负担一览表（{since.year}年{since.month}月{since.day}日起）"
        return sent(f"填报负担一览表{day:%Y%m%d}.xlsx", workbook((sheets.burden_table(rows, title),), created=now(request)))
    return render(request, "registry/burden.html", {"rows": rows, "since": since, "span": "year" if request.GET.get("span") == "year" else "term",
                                                    "sums": {name: sum(getattr(row, name) for row in rows) for name in ("requests", "minutes", "notices")}})
