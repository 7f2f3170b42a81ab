"""The directory of units (通讯录): who leads them and under which number they are reached."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from junheng.ground.files.sending import sent
from junheng.ground.people.asked import now, person, today
from junheng.ground.sheets import workbook
from junheng.registry import actions, queries, sheets
from junheng.registry.values.directory import ContactRow


def rows_of(request: HttpRequest) -> list[ContactRow]:
    """The units that were asked for."""
    return queries.directory(person(request), today(request), words=request.GET.get("q", "").strip()[:60], group=request.GET.get("group", "")[:60])


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """All units, the bureau first."""
    who, rows = person(request), rows_of(request)
    every = rows if not request.GET.get("q") and not request.GET.get("group") else queries.directory(who, today(request))
    query = request.GET.urlencode()
    return render(request, "registry/directory.html", {
        "rows": rows, "groups": list(dict.fromkeys(row.group for row in every)), "words": request.GET.get("q", "")[:60],
        "group": request.GET.get("group", ""), "query": f"?{query}" if query else "",
        "may_change": {row.unit_id for row in rows if queries.may_change_contact(who, row.unit_id)}})


@require_safe
def workbook_out(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    return sent(f"通讯录{today(request):%Y%m%d}.xlsx", workbook((sheets.directory_table(rows_of(request), today(request)),), created=now(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The place where a unit says how it is reached."""
    who = person(request)
    row = next((each for each in queries.directory(who, today(request)) if each.unit_id == unit_id), None)
    if row is None:
        raise Http404
    if not queries.may_change_contact(who, unit_id):
        raise PermissionDenied
    if request.method == "POST":
        actions.set_contact(unit_id=unit_id, phone=request.POST.get("phone", ""), room=request.POST.get("room", ""), today=today(request), by=who,
                            at=now(request))
        answer = redirect("registry:directory")
        answer["Location"] += f"#unit-{unit_id}"
        return answer
    return render(request, "registry/contact.html", {"row": row})
