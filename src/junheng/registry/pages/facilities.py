"""Facilities of the county: what there is, what is due, whether every school has what it should."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from junheng.ground.files.sending import sent
from junheng.ground.people.asked import now, person
from junheng.ground.sheets import workbook
from junheng.registry import queries, sheets
from junheng.registry.pages.asked import day_of, frame


@require_safe
def facilities(request: HttpRequest) -> HttpResponse:
    """Coverage, sums by kind, schools with rooms to repair or renew."""
    return render(request, "registry/facilities.html", frame(request, card=queries.facilities(person(request), day_of(request))))


@require_safe
def coverage_out(request: HttpRequest) -> HttpResponse:
    """The coverage as a workbook (设施达标情况表)."""
    day = day_of(request)
    card = queries.facilities(person(request), day)
    return sent(f"设施达标情况表{day:%Y%m%d}.xlsx", workbook((sheets.coverage_table("设施达标情况表", card.coverage, day),), created=now(request)))
