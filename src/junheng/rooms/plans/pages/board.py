"""Pages that list tasks: a plan's board, one section, my work, the calendar, what nothing proves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from junheng.ground.people.asked import person, today
from junheng.ground.units.queries import tree
from junheng.rooms.plans import queries
from junheng.rooms.plans.values import Light, TaskRow

FIRST_YEAR, LAST_YEAR = 1950, 2200
MOST = 20       # rows of a group of my work before one asks for all of them
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@require_GET
def board(request: HttpRequest, plan_id: int) -> HttpResponse:
    """任务总览: clauses down, rooms across, a light where they meet."""
    shown = queries.board(person(request), plan_id, today=today(request), rooms=tuple(queries.COLUMNS))
    if shown.plan.status != "adopted":
        return redirect("plans:desk", plan_id)
    return render(request, "plans/board.html", {
        "board": shown, "lights": list(Light), "room_names": queries.COLUMNS,
        "long_dates": any(row.due.year != today(request).year for row in shown.rows),
        "unknown_years": queries.unknown_years(today(request), (row.due for row in shown.rows)),
    })


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """我的待办: what waits for me, what I wait for, what is done; each group's first rows, or whole groups."""
    tab, whole = request.GET.get("tab", "mine"), "whole" in request.GET
    return render(request, "plans/mine.html", {
        "work": queries.my_work(person(request), today=today(request)),
        "tab": tab if tab in {"mine", "waiting", "support", "done"} else "mine",
        "most": MOST, "limit": ":" if whole else f":{MOST}", "whole": whole,
    })


@require_GET
def section(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The tasks of one section."""
    units = tree(today(request))
    if unit_id not in units.cards:
        return render(request, "404.html", status=404)
    rows = queries.section(person(request), unit_id, today=today(request))
    return listed(request, rows, kind="section", title=units.name(unit_id), counts=queries.counted(rows),
                  lights=list(Light))


@require_GET
def overdue(request: HttpRequest) -> HttpResponse:
    """Every overdue task, with the text to copy for the work group."""
    return listed(request, queries.overdue(person(request), today=today(request)), kind="overdue")


@require_GET
def unproved(request: HttpRequest) -> HttpResponse:
    """Every open task that nothing proves yet."""
    return listed(request, queries.unproved(person(request), today=today(request)), kind="unproved")


def listed(request: HttpRequest, rows: Sequence[TaskRow], *, kind: str, total: int | None = None,
           **more: object) -> HttpResponse:
    """A page of a list; the text to copy holds all rows given. With `total` the rows are one page already."""
    count = len(rows) if total is None else total
    page = min(page_asked(request), queries.pages(count))
    first = (page - 1) * queries.PAGE
    shown = rows if total is not None else rows[first:first + queries.PAGE]
    return render(request, "plans/list.html", {
        "rows": rows, "chapters": queries.chapters(shown), "kind": kind, "empty": kind, "total": count,
        "first": first + 1, "last": first + len(shown), "before": page - 1,
        "after": page + 1 if first + len(shown) < count else 0, **more,
    })


def page_asked(request: HttpRequest) -> int:
    """The page that the address names, the first one otherwise."""
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Tasks by the month and day of their due dates: this quarter, or the one that the address names."""
    try:
        day = date.fromisoformat(f"{request.GET.get('from', '')}-01")
    except ValueError:
        day = today(request)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        day = today(request)
    quarter = queries.quarter(person(request), day, today=today(request))
    return render(request, "plans/calendar.html", {
        "quarter": quarter, "unknown_years": queries.unknown_years(today(request), (quarter.first, quarter.last)),
        "weekdays": [_(name) for name in WEEKDAYS], "today": today(request),
    })


@require_GET
def timeline(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One plan's tasks along the year."""
    shown = queries.board(person(request), plan_id, today=today(request), rooms=tuple(queries.COLUMNS))
    return render(request, "plans/timeline.html", {
        "board": shown, "timeline": queries.timeline(shown, today=today(request)),
    })


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Tasks by words of their title, number or section."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:80]
    rows, total = queries.search(person(request), words, today=today(request), page=page_asked(request)) if words else (
        (), 0)
    return listed(request, rows, kind="search", total=total, words=words)
