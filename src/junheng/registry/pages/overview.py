"""The overview of schools (学校基本情况一览): chosen columns of a day, on the screen and as a workbook in the same order."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from junheng.ground.files.sending import sent
from junheng.ground.people.asked import now, person
from junheng.ground.people.posted import posted
from junheng.ground.sheets import workbook
from junheng.registry import actions, queries, sheets
from junheng.registry.pages.asked import day_of, frame
from junheng.registry.pages.schools import chosen
from junheng.registry.values import Locale, Ownership, SchoolKind
from junheng.registry.values.overview import (
    FIRST_CHOICE,
    GROUPS,
    WORDS,
    Overview,
    OverviewColumn,
    columns_of,
)

KEPT = ("q", "township", "kind", "ownership", "locale", "on")
Columns = tuple[OverviewColumn, ...]


def moved(columns: Columns, column: OverviewColumn, by: int) -> Columns:
    """The columns with one of them a place further on or back."""
    rest = [each for each in columns if each is not column]
    rest.insert(max(0, columns.index(column) + by), column)
    return tuple(rest)


VERBS: dict[str, Callable[[Columns, OverviewColumn], Columns]] = {
    "add": lambda columns, column: (*(each for each in columns if each is not column), column),
    "remove": lambda columns, column: tuple(each for each in columns if each is not column),
    "earlier": lambda columns, column: moved(columns, column, -1) if column in columns else columns,
    "later": lambda columns, column: moved(columns, column, 1) if column in columns else columns,
}


def table_of(request: HttpRequest) -> Overview:
    """The table that was asked for, in the person's own columns."""
    who = person(request)
    return queries.overview(who, day_of(request), queries.chosen_columns(who), **chosen(request))


def kept_of(request: HttpRequest) -> str:
    """What links and forms carry on: filters and day."""
    query = urlencode({name: request.GET[name] for name in KEPT if request.GET.get(name)})
    return f"?{query}" if query else ""


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The table, and the place to choose its columns."""
    table = table_of(request)
    return render(request, "registry/overview.html", frame(
        request, table=table, words=WORDS, groups=[(title, [each for each in group if each not in table.columns]) for title, group in GROUPS],
        cut=chosen(request), kinds=list(SchoolKind), ownerships=list(Ownership), locales=list(Locale), townships=queries.townships(day_of(request)),
        query=kept_of(request)))


@posted("registry:overview")
def choose(request: HttpRequest) -> HttpResponse:
    """This will remember the person's columns: one more, one less, one moved, or the usual ones."""
    who = person(request)
    columns = queries.chosen_columns(who)
    verb, _, key = request.POST.get("do", "").partition(":")
    named = columns_of([key or request.POST.get("column", "")])
    if verb == "usual":
        columns = FIRST_CHOICE
    elif verb in VERBS and named:
        columns = VERBS[verb](columns, named[0])
    actions.choose_columns(columns=columns, by=who)
    answer = redirect("registry:overview")
    answer["Location"] += kept_of(request) + "#columns"
    return answer


@require_safe
def workbook_out(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, in the chosen order."""
    day = day_of(request)
    return sent(f"学校基本情况一览{day:%Y%m%d}（自选栏目）.xlsx", workbook((sheets.overview_table(table_of(request), day),), created=now(request)))
