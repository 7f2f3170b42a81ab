"""Schools: the table of all, its workbook, and the card of one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from junheng.ground.audit import queries as audit
from junheng.ground.files.sending import sent
from junheng.ground.people.asked import now, person, today
from junheng.ground.sheets import workbook
from junheng.registry import queries, sheets
from junheng.registry.pages.asked import day_of, frame
from junheng.registry.values import Locale, Ownership, SchoolKind
from junheng.registry.values.cards import SchoolRow


def chosen(request: HttpRequest) -> dict[str, Any]:
    """What the table is cut by."""
    township = request.GET.get("township", "")
    return {
        "words": request.GET.get("q", "").strip()[:60],
        "kind": request.GET.get("kind", "") if request.GET.get("kind") in set(SchoolKind) else "",
        "ownership": request.GET.get("ownership", "") if request.GET.get("ownership") in set(Ownership) else "",
        "locale": request.GET.get("locale", "") if request.GET.get("locale") in set(Locale) else "",
        "township": int(township) if township.isdecimal() and len(township) < 10 else None,
    }


def rows_of(request: HttpRequest) -> list[SchoolRow]:
    """The schools that were asked for."""
    return queries.schools(person(request), day_of(request), **chosen(request))


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """All schools of the day by township."""
    rows = rows_of(request)
    query = request.GET.urlencode()
    return render(request, "registry/schools.html", frame(
        request, rows=rows, cut=chosen(request), kinds=list(SchoolKind), ownerships=list(Ownership),
        townships=queries.townships(day_of(request)), query=f"?{query}" if query else "", may_open=queries.may_open(person(request)),
        sums={field: sum(getattr(row, field) for row in rows) for field in ("pupils", "classes", "staff")}))


@require_safe
def workbook_out(request: HttpRequest) -> HttpResponse:
    """The same as a workbook (学校基本情况一览表)."""
    day = day_of(request)
    return sent(f"学校基本情况一览表{day:%Y%m%d}.xlsx", workbook((sheets.school_table(rows_of(request), day),), created=now(request)))


@require_safe
def school(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The card of a school on a day."""
    who = person(request)
    card = queries.school_card(who, unit_id, day_of(request))
    if card is None:
        raise Http404
    history = [(entry.at, audit.who(entry), audit.said(entry)) for entry in queries.school_history(who, unit_id)]
    return render(request, "registry/school.html", frame(
        request, card=card, row=card.row, history=history, standing=queries.school_standing(who, unit_id, day_of(request)),
        checks_open=queries.open_at(who, unit_id, today(request)), may_change=queries.may_change(who, unit_id) and card.row.closed is None))
