"""Reporting progress: the words and, in the same sending, the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.asked import now, person, today
from junheng.registry.queries import rounds
from junheng.rooms.plans import actions, queries


class ReportForm(forms.Form):
    """进展情况、存在问题、下步打算, and the day to which the figures belong."""

    progress = forms.CharField(max_length=4000, strip=True)
    problems = forms.CharField(max_length=4000, required=False)
    next_steps = forms.CharField(max_length=4000, required=False)
    on = forms.DateField(required=False)
    key = forms.CharField(max_length=64)


@dataclass(frozen=True, slots=True)
class FigureField:
    """The fields of one measure in the report: its value, and its source while none is known."""

    card: Any
    name: str
    typed: str
    source_name: str
    source: str
    from_name: str
    chosen: str


def figure_fields(found: queries.Detail, sent: Mapping[str, str]) -> tuple[FigureField, ...]:
    """One value for each measure, with what was typed when a report comes back."""
    return tuple(FigureField(card, f"value_{card.id}", sent.get(f"value_{card.id}", ""), f"source_{card.id}",
                             sent.get(f"source_{card.id}", card.source), f"from_{card.id}", sent.get(f"from_{card.id}", "")) for card in found.measures)


def from_round(request: HttpRequest, field: FigureField) -> tuple[Decimal, date, str]:
    """A figure that schools answered in a collection round, with its day and its source. Raises Refused where there is none."""
    each = next((one for one in rounds.collected(person(request)) if one.id == field.chosen), None)
    if each is None:
        raise Refused(Finding(code="round-missing", message="This collection round has no such total any more.",
                              remedy="Choose again, or type the figure with its source.", place=Place(column=field.from_name)))
    return each.value, each.on, _("Collection round “%(title)s”, %(column)s, %(answered)s of %(asked)s units") % {
        "title": each.title, "column": each.column, "answered": each.answered, "asked": each.asked}


def report_progress(request: HttpRequest, task_id: int, sent: dict[str, Any]) -> object:
    """This will record the words with the figures that were typed; an empty figure is none."""
    on = sent.pop("on") or today(request)
    found = queries.detail(person(request), task_id, today=today(request))
    figures = []
    for field in figure_fields(found, request.POST):
        if field.chosen:
            figures.append((field.card.id, *from_round(request, field)))
            continue
        if not field.typed.strip():
            continue
        value = queries.figure_of(task_id, field.card.id, field.typed, field=field.name)
        if not field.source.strip():
            raise Refused(Finding(code="source-missing", message="A value needs its source.",
                                  remedy="Name the table, the paper or the count that it comes from.",
                                  place=Place(column=field.source_name)))
        figures.append((field.card.id, value, on, field.source))
    return actions.report_with_figures(commitment_id=task_id, figures=figures, today=today(request), by=person(request),
                                       at=now(request), **sent)
