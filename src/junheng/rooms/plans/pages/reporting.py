"""Reporting progress: the words and, in the same sending, the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.asked import now, person, today
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


def figure_fields(found: queries.Detail, sent: Mapping[str, str]) -> tuple[FigureField, ...]:
    """One value for each measure, with what was typed when a report comes back."""
    return tuple(FigureField(card, f"value_{card.id}", sent.get(f"value_{card.id}", ""), f"source_{card.id}",
                             sent.get(f"source_{card.id}", card.source)) for card in found.measures)


def report_progress(request: HttpRequest, task_id: int, sent: dict[str, Any]) -> object:
    """This will record the words with the figures that were typed; an empty figure is none."""
    on = sent.pop("on") or today(request)
    found = queries.detail(person(request), task_id, today=today(request))
    figures = []
    for field in figure_fields(found, request.POST):
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
