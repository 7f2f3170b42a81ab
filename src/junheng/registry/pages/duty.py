"""The duty rota (值班表): a unit's month, filled by hand or from a table, swapped with a reason, printed."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from junheng.ground.audit import queries as audit
from junheng.ground.files.sending import sent
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import worded
from junheng.ground.sheets import workbook
from junheng.registry import actions, queries, sheets
from junheng.registry.pages.asked import FIRST
from junheng.registry.values.directory import DutySaid

LAST_YEAR = 2100


def month_of(request: HttpRequest) -> date:
    """The first day of `?month=2026-11`; of this month where there is none or it makes no sense."""
    try:
        asked = parse_date(f"{request.GET.get('month', '')}-01")
    except ValueError:
        asked = None
    return asked if asked is not None and asked >= FIRST and asked.year < LAST_YEAR else today(request).replace(day=1)


def unit_of(request: HttpRequest, units: list[tuple[int, str]]) -> int | None:
    """The unit of `?unit=`, else one's own, else the first that keeps a rota."""
    known, asked = dict(units), request.GET.get("unit", "")
    if asked.isdecimal() and len(asked) < 10 and int(asked) in known:
        return int(asked)
    own = [unit for unit in known if unit in person(request).unit_ids]
    return next(iter(own), next(iter(known), None))


@require_safe
def rota(request: HttpRequest) -> HttpResponse:
    """A unit's month, and who is on duty today everywhere."""
    return page(request)


@require_safe
def of_today(request: HttpRequest) -> HttpResponse:
    """Who is on duty today at the bureau, for homes, which fetch it when they are there; nothing where nobody is named."""
    return render(request, "registry/on_duty.html", {"on_duty": queries.bureau_on_duty(person(request), today(request))})


def page(request: HttpRequest, findings: list[dict[str, str]] | None = None, unit_id: int | None = None,
         typed: dict[date, DutySaid] | None = None) -> HttpResponse:
    """The month with what was wrong; what was typed is not lost."""
    who, first = person(request), month_of(request)
    units = queries.duty_units(who, today(request))
    unit = unit_id or unit_of(request, units)
    rows = queries.duty_month(who, unit, first) if unit else []
    history = [(entry.at, audit.who(entry), audit.said(entry)) for entry in queries.duty_history(who, unit)] if unit else []
    return render(request, "registry/duty.html", {
        "units": units, "unit": unit, "unit_name": dict(units).get(unit, ""), "first": first, "rows": [((typed or {}).get(row.on, row), row) for row in rows],
        "on_duty": [row for row in rows if row.person], "before": first - timedelta(days=1), "after": (first + timedelta(days=31)).replace(day=1),
        "now_on_duty": queries.duty_on(who, today(request)), "may_keep": bool(unit) and queries.may_keep_duty(who, unit), "history": history,
        "swapped": ("first", "second"), "findings": findings or []}, status=422 if findings else 200)


@require_safe
def workbook_out(request: HttpRequest) -> HttpResponse:
    """A unit's month as a workbook that comes in again."""
    who, first = person(request), month_of(request)
    units = queries.duty_units(who, today(request))
    unit = unit_of(request, units)
    if unit is None:
        raise Http404
    name = dict(units)[unit]
    return sent(f"{name}{first:%Y%m}值班表.xlsx", workbook((sheets.rota_table(queries.duty_month(who, unit, first), name),), created=now(request)))


def back(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The month one came from."""
    answer = redirect("registry:duty")
    answer["Location"] += f"?unit={unit_id}&month={month_of(request):%Y-%m}"
    return answer


def kept(request: HttpRequest, unit_id: int) -> None:
    """Raises Http404 for a unit that keeps no rota, PermissionDenied for one whose rota the person does not keep."""
    if unit_id not in dict(queries.duty_units(person(request), today(request))):
        raise Http404
    if not queries.may_keep_duty(person(request), unit_id):
        raise PermissionDenied


@posted("registry:duty")
def fill(request: HttpRequest, unit_id: int) -> HttpResponse:
    """This will write the month as typed."""
    kept(request, unit_id)
    days = [row.on for row in queries.duty_month(person(request), unit_id, month_of(request))]
    said = {on: DutySaid(*(" ".join(request.POST.get(f"{field}-{on.isoformat()}", "").split())[:most] for field, most in (
        ("leader", 60), ("person", 120), ("phone", 40)))) for on in days if f"person-{on.isoformat()}" in request.POST}
    try:
        actions.fill_duty(unit_id=unit_id, days=said, today=today(request), by=person(request), at=now(request))
    except Refused as refused:
        return page(request, worded(refused.findings), unit_id, said)
    return back(request, unit_id)


@posted("registry:duty")
def bring(request: HttpRequest, unit_id: int) -> HttpResponse:
    """This will write what a table tells, whole or not at all."""
    kept(request, unit_id)
    file = request.FILES.get("file")
    if file is None:
        return page(request, [{"message": _("No file was sent."), "remedy": _("Choose the filled-in table.")}], unit_id)
    try:
        actions.bring_duty(content=file.read(), name=file.name or "", unit_id=unit_id, today=today(request), by=person(request), at=now(request))
    except Refused as refused:
        return page(request, worded(refused.findings), unit_id)
    return back(request, unit_id)


@posted("registry:duty")
def swap(request: HttpRequest, unit_id: int) -> HttpResponse:
    """This will have two days change their people."""
    kept(request, unit_id)
    try:
        first, second = (parse_date(request.POST.get(name, "")) or FIRST for name in ("first", "second"))
    except ValueError:
        first = second = FIRST
    try:
        actions.swap_duty(unit_id=unit_id, first=first, second=second, reason=request.POST.get("reason", ""), today=today(request),
                          by=person(request), at=now(request))
    except Refused as refused:
        return page(request, worded(refused.findings), unit_id)
    return back(request, unit_id)
