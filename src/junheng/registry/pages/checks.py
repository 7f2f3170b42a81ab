"""数据体检: the standing checks by check and by school, findings one by one, accepted with a reason, mended where that is safe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from junheng.ground.files.sending import sent
from junheng.ground.jobs import queries as jobs
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import at_fields, said
from junheng.ground.sheets import workbook
from junheng.registry import actions, queries, sheets
from junheng.registry.values.checks import Severity

PAGE = 100
JOB = "registry.check"


class AcceptForm(forms.Form):
    """Why a finding is right, and until when."""

    reason = forms.CharField(required=False, max_length=200)
    until = forms.DateField(required=False)


def cut_of(request: HttpRequest) -> queries.FindingCut:
    """What the list is cut by, as far as it makes sense."""
    asked = request.GET
    school, check = asked.get("school", ""), asked.get("check", "")
    return queries.FindingCut(
        check=check if check in queries.checks() else "", severity=asked.get("severity", "") if asked.get("severity") in set(Severity) else "",
        school=int(school) if school.isdecimal() and len(school) < 10 else None,
        state=asked.get("state", "") if asked.get("state") in {"accepted", "gone"} else "")


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The checks and the schools with what is open, and the run that goes on."""
    who, day = person(request), today(request)
    if not queries.may_see_checks(who):
        raise PermissionDenied
    work = jobs.latest(JOB)
    running = work if work is not None and not work.ended else None
    if request.htmx:  # type: ignore[attr-defined]
        if running is not None:
            return render(request, "registry/checks_progress.html", {"job": running})
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = request.path
        return answer
    rows = queries.by_check(who, day)
    counts = {severity: sum(row.open for row in rows if row.check.severity is severity) for severity in Severity}
    return render(request, "registry/checks.html", {
        "rows": rows, "schools": queries.by_school(who, day), "counts": counts, "accepted": sum(row.accepted for row in rows), "day": day,
        "clean": sum(1 for row in rows if not row.open and not row.accepted), "job": running, "failed": work if work is not None and work.state == "failed" else None, "last": queries.last_run(),
        "may_run": queries.may_run(who)})


@posted("registry:checks")
def run(request: HttpRequest) -> HttpResponse:
    """This will have all checks run now."""
    actions.ask_to_check(by=person(request), at=now(request))
    return redirect("registry:checks")


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Findings one by one, a hundred a page."""
    who, day, cut = person(request), today(request), cut_of(request)
    number = request.GET.get("page", "1")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    rows, total = queries.findings(who, cut, day, most=PAGE, after=PAGE * (page - 1))
    schools = queries.by_school(who, day)
    return render(request, "registry/findings.html", {
        "rows": rows, "total": total, "cut": cut, "check": queries.checks().get(cut.check), "checks": queries.by_check(who, day), "day": day,
        "schools": schools, "severities": list(Severity), "school": next((each.school for each in schools if each.school_id == cut.school), ""),
        "query": cut.query(), "before": cut.query(page=page - 1) if page > 1 else "", "after": cut.query(page=page + 1) if PAGE * page < total else "",
        "first": PAGE * (page - 1) + 1, "last": PAGE * (page - 1) + len(rows)})


@require_safe
def workbook_out(request: HttpRequest) -> HttpResponse:
    """The same as a workbook (数据体检问题清单)."""
    who, day = person(request), today(request)
    rows, total = queries.findings(who, cut_of(request), day)
    actions.note_findings_export(count=total, by=who, at=now(request))
    return sent(f"数据体检问题清单{day:%Y%m%d}.xlsx", workbook((sheets.finding_table(rows, day),), created=now(request)))


@require_safe
def one(request: HttpRequest, finding_id: int) -> HttpResponse:
    """A finding with why, remedy, source, and what may be done about it."""
    return shown(request, finding_id)


def shown(request: HttpRequest, finding_id: int, refused: Refused | None = None, **typed: Any) -> HttpResponse:
    """The page of a finding, with what was wrong."""
    who = person(request)
    row = queries.finding(who, finding_id, today(request))
    if row is None:
        raise Http404
    return render(request, "registry/finding.html", {
        "row": row, "day": today(request), "may_accept": queries.may_accept(who, row), "may_mend": queries.may_mend(who, row),
        "wrong": at_fields(refused) if refused else {}, "findings": said(refused) if refused else [], **typed},
        status=422 if refused else 200)


@posted("registry:finding", "finding_id")
def accept(request: HttpRequest, finding_id: int) -> HttpResponse:
    """This will take a finding for right."""
    mine(request, finding_id)
    form = AcceptForm(request.POST)
    form.is_valid()
    reason = request.POST.get("reason", "")
    try:
        actions.accept_finding(finding_id=finding_id, reason=reason, until=form.cleaned_data.get("until"), by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, finding_id, refused, reason=reason, until=request.POST.get("until", ""))
    return redirect("registry:finding", finding_id)


@posted("registry:finding", "finding_id")
def again(request: HttpRequest, finding_id: int) -> HttpResponse:
    """This will let a finding count again."""
    return done(request, finding_id, actions.count_again)


@posted("registry:finding", "finding_id")
def mend(request: HttpRequest, finding_id: int) -> HttpResponse:
    """This will apply the ready fix."""
    return done(request, finding_id, actions.mend)


def done(request: HttpRequest, finding_id: int, verb: Callable[..., Any]) -> HttpResponse:
    """The finding's page after something was done about it, or with why it was not."""
    mine(request, finding_id)
    try:
        verb(finding_id=finding_id, by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, finding_id, refused)
    return redirect("registry:finding", finding_id)


def mine(request: HttpRequest, finding_id: int) -> None:
    """404 for a finding out of reach."""
    if queries.finding(person(request), finding_id, today(request)) is None:
        raise Http404
