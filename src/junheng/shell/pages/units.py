"""The directory of units: both trees, one unit's card, changes, and the whole directory as a workbook."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from junheng.ground.files.sending import sent
from junheng.ground.kernel.findings import Refused
from junheng.ground.people import access, queries, unit_actions
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import worded
from junheng.ground.sheets import read_table, workbook
from junheng.ground.units import sheet
from junheng.ground.units.queries import kind_label, tree
from junheng.ground.units.values import Kind, Tree, UnitTree
from junheng.shell.pages.choosing import chosen, offered

OBJECT, SALT, LOOKED_AT_FOR = "units/unit", "units.directory", 12 * 3600


class UnitForm(forms.Form):
    """A unit opened or renamed, and its places."""

    code = forms.CharField(max_length=40, required=False)
    name = forms.CharField(max_length=120)
    short_name = forms.CharField(max_length=60, required=False)
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in Kind], required=False)
    managing = forms.CharField(required=False, max_length=200)
    administrative = forms.CharField(required=False, max_length=200)
    since = forms.DateField(required=False)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The directory in one of the two trees."""
    return directory(request)


def directory(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page, with what a workbook would change or what was wrong with it."""
    who = person(request)
    access.check_may(who, "see", OBJECT)
    chosen = Tree.ADMINISTRATIVE if request.GET.get("tree") == Tree.ADMINISTRATIVE.value else Tree.MANAGING
    units = tree(today(request))
    return render(request, "shell/units.html", {
        "rows": rows_of(units, chosen), "tree": chosen.value, "count": len(units),
        "may_change": access.reach(who, "change", OBJECT).everything,
        "kinds": [(kind.value, kind_label(kind)) for kind in Kind], "offered": offered(units), **more,
    }, status=status)


def rows_of(units: UnitTree, chosen: Tree) -> list[dict[str, Any]]:
    """Units under their parents with their depth; units outside the tree come last."""
    rows = []
    placed: set[int] = set()
    for root in units.roots(chosen):
        for unit_id in (root, *units.descendants(root, chosen)):
            placed.add(unit_id)
            rows.append((unit_id, len(units.ancestors(unit_id, chosen))))
    rows += [(card.id, 0) for card in units if card.id not in placed]
    other = Tree.MANAGING if chosen is Tree.ADMINISTRATIVE else Tree.ADMINISTRATIVE
    return [{"card": units.card(unit_id), "depth": depth, "kind": kind_label(units.card(unit_id).kind),
             "elsewhere": units.name(units.parent(unit_id, other)), "loose": unit_id not in placed}
            for unit_id, depth in rows]


@require_GET
def workbook_out(request: HttpRequest) -> HttpResponse:
    """The directory as a workbook that reads back in."""
    access.check_may(person(request), "see", OBJECT)
    made = sheet.as_sheet(tree(today(request)), title=_("Units"), kind_words={kind: kind_label(kind) for kind in Kind})
    return sent(f"{_('Units')}.xlsx", workbook((made,), created=now(request)))


@posted("units")
def look(request: HttpRequest) -> HttpResponse:
    """A directory brought in: what it would change, before anything does."""
    access.check_may(person(request), "change", OBJECT)
    file = request.FILES.get("file")
    if file is None:
        return directory(request, status=422, findings=[{"message": _("No file was sent."), "remedy": ""}])
    try:
        table = read_table(file.read(), file.name or "", required=sheet.REQUIRED, titles=sheet.TITLES)
        reading = sheet.read(table, tree(today(request)), kind_words={kind: kind_label(kind) for kind in Kind})
        if reading.findings:
            raise Refused(*reading.findings)
    except Refused as refused:
        return directory(request, status=422, findings=worded(refused.findings))
    token = signing.dumps([row.as_plain() for row in reading.rows if row.step is not sheet.Step.NOTHING], salt=SALT,
                          compress=True)
    return directory(request, reading=reading, token=token, file=file.name,
                     changes=[(row, _(row.step.label), kind_label(row.kind)) for row in reading.rows
                              if row.step is not sheet.Step.NOTHING])


@posted("units")
def take(request: HttpRequest) -> HttpResponse:
    """This will take the directory that the person has just looked at."""
    who = person(request)
    access.check_may(who, "change", OBJECT)
    try:
        rows = [sheet.UnitRow.from_plain(each)
                for each in signing.loads(request.POST.get("token", ""), salt=SALT, max_age=LOOKED_AT_FOR)]
        unit_actions.take(rows=rows, since=today(request), by=who, at=now(request))
    except signing.BadSignature:
        return directory(request, status=422, findings=[{"message": _("What was looked at is no longer at hand."),
                                                         "remedy": _("Choose the file once more.")}])
    except Refused as refused:
        return directory(request, status=422, findings=worded(refused.findings))
    return redirect("units")


@posted("units")
def open_unit(request: HttpRequest) -> HttpResponse:
    """This will open a unit."""
    who = person(request)
    access.check_may(who, "change", OBJECT)
    form = UnitForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["kind"]:
        return directory(request, status=422, typed=request.POST, findings=[
            {"message": _("A unit needs a code and a name."), "remedy": _("Give both.")}])
    given, units = form.cleaned_data, tree(today(request))
    try:
        unit_id = unit_actions.open_unit(
            code=given["code"], name=given["name"], short_name=given["short_name"], kind=Kind(given["kind"]),
            since=given["since"] or today(request), by=who, at=now(request),
            managing_parent=chosen(units, given["managing"], field=_("Managed by")),
            administrative_parent=chosen(units, given["administrative"], field=_("Place")),
        )
    except Refused as refused:
        return directory(request, status=422, typed=request.POST, findings=worded(refused.findings))
    return redirect("unit", unit_id)


@require_safe
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One unit: names, places in both trees, who holds which duty there."""
    return shown(request, unit_id)


def shown(request: HttpRequest, unit_id: int, *, findings: list[dict[str, str]] | None = None,
          status: int = 200) -> HttpResponse:
    """A unit's page."""
    who, day = person(request), today(request)
    access.check_may(who, "see", OBJECT)
    units = tree(day)
    if unit_id not in units.cards:
        raise Http404
    card = units.card(unit_id)
    sees_people = access.reach(who, "see", "people/appointment").everything
    return render(request, "shell/unit.html", {
        "card": card, "kind": kind_label(card.kind), "offered": offered(units), "findings": findings or [],
        "trees": [(each.value, _(each.label), [units.card(above) for above in reversed(units.ancestors(unit_id, each))],
                   [units.card(below) for below in units.children(unit_id, each)], units.name(units.parent(unit_id, each)))
                  for each in Tree],
        "holders": [(holder.name, queries.role_label(holder.role)) for holder in queries.people_at(day, unit_ids=[unit_id])]
        if sees_people else [], "sees_people": sees_people,
        "may_change": access.reach(who, "change", OBJECT).everything and unit_id in units,
    }, status=status)


@posted("unit", "unit_id")
def act(request: HttpRequest, unit_id: int, verb: str) -> HttpResponse:
    """This will rename, move or close a unit."""
    who, at = person(request), now(request)
    access.check_may(who, "change", OBJECT, unit_ids=[unit_id])
    try:
        if verb == "rename":
            unit_actions.rename(unit_id=unit_id, name=request.POST.get("name", ""),
                                short_name=request.POST.get("short_name", ""), by=who, at=at)
        elif verb == "move" and request.POST.get("tree") in {each.value for each in Tree}:
            parent = chosen(tree(today(request)), request.POST.get("parent", ""), field=_("Below"))
            unit_actions.move(unit_id=unit_id, tree=Tree(request.POST["tree"]), since=day_of(request), parent_id=parent,
                              by=who, at=at)
        elif verb == "close":
            unit_actions.close(unit_id=unit_id, until=day_of(request), by=who, at=at)
        else:
            raise Http404
    except Refused as refused:
        return shown(request, unit_id, findings=worded(refused.findings), status=422)
    return redirect("unit", unit_id)


def day_of(request: HttpRequest) -> date:
    """The day that a form names, else today."""
    form = forms.DateField(required=False)
    try:
        return form.clean(request.POST.get("since", "")) or today(request)
    except forms.ValidationError:
        return today(request)
