"""Returns as whoever is asked fills them in: on a page, wide or narrow, or by a file; notices received."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from junheng.ground.files.sending import sent
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import worded
from junheng.ground.sheets.intake import filled_form
from junheng.ground.sheets.intake.cells import Fault, value_of
from junheng.ground.sheets.intake.fields import Form, Kind, Value
from junheng.ground.sheets.intake.template import said as spelled
from junheng.registry.actions import returns as actions
from junheng.registry.engine.returns import form_of
from junheng.registry.queries import rounds as queries
from junheng.registry.values.collecting import Asked, Line, ReturnCard, RoundKind

BLANK_ROWS = 3


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What the person's units are asked, and what they have answered."""
    who, day = person(request), today(request)
    if not queries.may_answer_any(who):
        raise PermissionDenied
    return render(request, "registry/returns.html", {"waiting": queries.tasks(who, day), "done": queries.tasks(who, day, done=True)})


@never_cache
@require_safe
def one(request: HttpRequest, return_id: int) -> HttpResponse:
    """A return to be filled in, or as it was sent."""
    return shown(request, return_id)


def card_or_404(request: HttpRequest, return_id: int) -> ReturnCard:
    """The return."""
    card = queries.return_card(person(request), return_id, today(request))
    if card is None:
        raise Http404
    return card


def shown(request: HttpRequest, return_id: int, findings: list[dict[str, str]] | None = None, typed: Mapping[str, str] | None = None) -> HttpResponse:
    """The page of a return, with what was wrong."""
    card = card_or_404(request, return_id)
    template = "registry/notice.html" if card.round.row.kind is RoundKind.NOTICE else "registry/return.html"
    return render(request, template, {"card": card, "rows": rows_of(card, typed), "findings": findings or [],
                                      "asked": [each for each in card.round.columns if not each.known],
                                      "known": [each for each in card.round.columns if each.known]}, status=422 if findings else 200)


def rows_of(card: ReturnCard, typed: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """Rows of the form: what is known, and a place to type for the rest, with what was typed, sent, or said elsewhere before."""
    names, form = dict(card.subjects), form_of("", "", card.round.columns, rows_free=card.round.rows_free)
    lines = [*card.lines]
    if card.round.rows_free and card.may_answer:
        lines += [Line(None, {})] * BLANK_ROWS
    found = []
    for place, line in enumerate(lines):
        cells = []
        for each in card.round.columns:
            name = f"v-{place}-{each.key}"
            before = card.prior.get((line.unit_id, each.key))
            value = line.values.get(each.key)
            taken = value is None and card.may_answer and card.version == 0 and before is not None and not each.known
            text = typed.get(name, "") if typed is not None and not each.known else worded_value(before[0] if taken and before else value, each, form)
            cells.append({"column": each, "name": name, "text": text, "prior": before if taken else None})
        found.append({"name": names.get(line.unit_id, "") if line.unit_id else "", "cells": cells})
    return found


def worded_value(value: Value, column: Asked, form: Form) -> str:
    """A value as it is typed; yes and no by their own codes."""
    if column.kind is Kind.YES and not column.known:
        return "" if value is None else "1" if value else "0"
    return spelled(value, form.field(column.key), {word: word for word in column.choices})


def typed_lines(request: HttpRequest, card: ReturnCard) -> tuple[list[Line], list[Finding]]:
    """Rows as typed, each cell read as a table's cells are; and what is wrong."""
    form = form_of("", "", card.round.columns, rows_free=card.round.rows_free)
    asked = [each for each in card.round.columns if not each.known]
    lines: list[Line] = []
    faults: list[Finding] = []
    count = len(card.lines) if not card.round.rows_free else 1 + max(
        (int(part[1]) for name in request.POST if len(part := name.split("-", 2)) == 3 and part[0] == "v" and part[1].isdecimal()), default=-1)
    for place in range(min(count, actions.MOST_ROWS)):
        texts = {each.key: request.POST.get(f"v-{place}-{each.key}", "") for each in asked}
        if card.round.rows_free and not any(text.strip() for text in texts.values()):
            continue
        values: dict[str, Value] = {}
        for each in asked:
            field = form.field(each.key)
            found = value_of(texts[each.key], field) if texts[each.key].strip() else None
            if isinstance(found, Fault):
                faults.append(Finding(code=f"sheet/{found.code}", message=found.message, remedy=found.remedy,
                                      place=Place(row=place + 1 if count > 1 else None, column=each.title), values={
                                          "value": texts[each.key][:40], "title": each.title, "least": field.least, "most": field.most,
                                          "choices": "、".join(each.choices)}))
            else:
                values[each.key] = found
        lines.append(Line(None if card.round.rows_free else card.lines[place].unit_id, values))
    return lines, faults


@posted("registry:return", "return_id")
def send(request: HttpRequest, return_id: int) -> HttpResponse:
    """This will send a return as typed, or keep it as a draft."""
    card, who = card_or_404(request, return_id), person(request)
    lines, faults = typed_lines(request, card)
    remarks = {each.key: request.POST.get(f"remark-{each.key}", "").strip()[:300] for each in card.round.columns if each.known}
    remarks = {key: words for key, words in remarks.items() if words}
    version = request.POST.get("version", "")
    try:
        if faults:
            raise Refused(*faults)
        if "draft" in request.POST:
            actions.save_draft(return_id=return_id, lines=lines, remarks=remarks, by=who, at=now(request))
        else:
            actions.answer(return_id=return_id, version=int(version) if version.isdecimal() else -1, lines=lines, remarks=remarks, by=who, at=now(request))
    except Refused as refused:
        return shown(request, return_id, worded(refused.findings), request.POST)  # type: ignore[arg-type]
    return redirect("registry:return", return_id)


@posted("registry:return", "return_id")
def send_file(request: HttpRequest, return_id: int) -> HttpResponse:
    """This will send a return by a file."""
    card_or_404(request, return_id)
    file, version = request.FILES.get("file"), request.POST.get("version", "")
    if file is None:
        return shown(request, return_id, [{"message": _("No file was sent."), "remedy": _("Choose the filled-in table.")}])
    try:
        actions.answer_by_file(return_id=return_id, version=int(version) if version.isdecimal() else -1, content=file.read(), name=file.name or "",
                               by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, return_id, worded(refused.findings))
    return redirect("registry:return", return_id)


@posted("registry:return", "return_id")
def receive(request: HttpRequest, return_id: int) -> HttpResponse:
    """This will say that a notice was received."""
    card_or_404(request, return_id)
    try:
        actions.receive(return_id=return_id, by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, return_id, worded(refused.findings))
    return redirect("registry:return", return_id)


@require_GET
def form_out(request: HttpRequest, return_id: int) -> HttpResponse:
    """The form with all that is known of the unit's schools, to be filled in and sent back."""
    card = card_or_404(request, return_id)
    if card.round.row.kind is RoundKind.NOTICE:
        raise Http404
    form = form_of(f"round-{card.round.row.id}", card.round.row.title, card.round.columns, rows_free=card.round.rows_free)
    return sent(f"{card.round.row.title}（{card.unit}）.xlsx", filled_form(form, queries.filled_rows(card, form), created=now(request)))
