"""Kept lists: the rows of a day, their workbook, one row typed in. The same pages for every list of `values/lists.py`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from junheng.ground.files.sending import sent
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.wording import at_fields, said
from junheng.ground.sheets.intake import Field, Kind, Value, filled_form
from junheng.ground.sheets.intake.template import said as written
from junheng.registry import actions, queries
from junheng.registry.pages.asked import day_of, frame
from junheng.registry.values.lists import LISTS, Listing

ROWS_OF_A_PAGE = 200
DATE = {"type": "date"}


def listing_of(name: str) -> Listing:
    """The list of a name; 404 for an unknown one."""
    if name not in LISTS:
        raise Http404
    return LISTS[name]


def cut_of(request: HttpRequest) -> queries.Cut:
    """What the page is cut by."""
    school = request.GET.get("school", "")
    return queries.Cut(request.GET.get("q", "").strip()[:60], request.GET.get("kind", "")[:20],
                       int(school) if school.isdecimal() and len(school) < 10 else None)


def columns(listing: Listing) -> list[Field]:
    """The columns that a page shows."""
    return [each for each in listing.form.fields if each.key in listing.compared]


def words(field: Field, value: Value) -> str:
    """A value as people read it."""
    return written(value, field, {code: word for word, code in reversed(list(field.choices.items())) if not word.isascii()})


@require_safe
def table(request: HttpRequest, name: str) -> HttpResponse:
    """The rows of a list on a day."""
    listing, who, day, cut = listing_of(name), person(request), day_of(request), cut_of(request)
    shown = columns(listing)
    rows = queries.list_rows(who, name, day, cut)
    page = Paginator(rows, ROWS_OF_A_PAGE).get_page(request.GET.get("page"))
    told = [(row, [(field, words(field, row.values[field.key])) for field in shown], queries.may_keep(who, name, row.school_id)) for row in page]
    kinds = next((choices_of(field) for field in shown if field.key == "kind"), [])
    asked = request.GET.copy()
    asked.pop("page", None)
    return render(request, "registry/list.html", frame(
        request, listing=listing, name=name, columns=shown, rows=told, page=page, cut=cut, kinds=kinds, count=len(rows),
        may_add=queries.may_keep(who, name), query=f"?{asked.urlencode()}" if asked else "", more=f"&{asked.urlencode()}" if asked else ""))


@require_safe
def workbook_out(request: HttpRequest, name: str) -> HttpResponse:
    """The same rows in the form of the list: what comes out goes in again."""
    listing, day = listing_of(name), day_of(request)
    rows = queries.list_filled(person(request), name, day, cut_of(request))
    return sent(f"{listing.form.title}{day:%Y%m%d}.xlsx", filled_form(listing.form, rows, created=now(request)))


def choices_of(field: Field) -> list[tuple[str, str]]:
    """Codes and words of a choice, the first word of each."""
    found: dict[str, str] = {}
    for word, code in field.choices.items():
        found.setdefault(code, word)
    return list(found.items())


class RowForm(forms.Form):
    """One row of a list; its fields are those of the list."""

    school = forms.TypedChoiceField(label=gettext_lazy("School"), coerce=int)

    def __init__(self, *args: Any, listing: Listing, schools: list[tuple[int, str]] | None, **more: Any) -> None:
        super().__init__(*args, **more)
        if schools is None:
            del self.fields["school"]
        else:
            self.fields["school"].choices = schools  # type: ignore[attr-defined]
        self.listing = listing
        for field in columns(listing):
            self.fields[field.key] = typed(field)
        for each in self.fields.values():
            each.widget.attrs["class"] = "i"

    def said(self) -> dict[str, Value]:
        """What was typed, by key."""
        return {field.key: held(field, self.cleaned_data[field.key]) for field in columns(self.listing)}


def typed(field: Field) -> forms.Field:
    """The field of a column."""
    told: dict[str, Any] = {"label": field.title, "required": field.required, "help_text": field.hint}
    if field.kind is Kind.DAY:
        return forms.DateField(widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"), **told)
    if field.kind is Kind.WHOLE:
        return forms.IntegerField(min_value=field.least, max_value=field.most, **told)
    if field.kind is Kind.HUNDREDTHS:
        return forms.DecimalField(min_value=Decimal(field.least) / 100, max_value=Decimal(field.most) / 100, decimal_places=2, **told)
    if field.kind is Kind.CHOICE:
        return forms.ChoiceField(choices=[("", "—"), *choices_of(field)], **told)
    if field.kind is Kind.YES:
        return forms.ChoiceField(choices=[("yes", _("yes")), ("no", _("no"))], **{**told, "required": False})
    return forms.CharField(max_length=field.most, **told)


def held(field: Field, value: Any) -> Value:
    """A typed value as the list holds it; an empty field empties the cell."""
    if field.kind is Kind.YES:
        return bool(value == "yes")
    if value is None or value == "":
        return None
    return int(value * 100) if field.kind is Kind.HUNDREDTHS else value  # type: ignore[no-any-return]


def started(listing: Listing, values: dict[str, Value] | None, day: date) -> dict[str, Any]:
    """What a form begins with."""
    if values is None:
        return {"since": day, **{key: ("yes" if value else "no") if isinstance(value, bool) else value for key, value in listing.usual.items()}}
    return {field.key: ("yes" if values[field.key] else "no") if field.kind is Kind.YES else Decimal(int(values[field.key] or 0)) / 100
            if field.kind is Kind.HUNDREDTHS and values[field.key] is not None else values[field.key] for field in columns(listing)}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, name: str) -> HttpResponse:
    """A row more."""
    listing, who, day = listing_of(name), person(request), today(request)
    if not queries.may_keep(who, name):
        raise PermissionDenied
    schools = queries.keepers_schools(who, name, day) if listing.placed else None
    form = RowForm(request.POST or None, listing=listing, schools=schools,
                   initial={**started(listing, None, day), "school": request.GET.get("school", ""), "kind": request.GET.get("kind", "")})
    return answered(request, name, listing, form, None, "")


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, name: str, row_id: int) -> HttpResponse:
    """A row that is there, to be changed or ended."""
    listing = listing_of(name)
    row = queries.list_row(person(request), name, row_id)
    if row is None:
        raise Http404
    form = RowForm(request.POST or None, listing=listing, schools=None, initial=started(listing, dict(row.values), today(request)))
    return answered(request, name, listing, form, row_id, row.school)


def answered(request: HttpRequest, name: str, listing: Listing, form: RowForm, row_id: int | None, school: str) -> HttpResponse:
    """This will write a valid row and lead to the list, or show what is wrong."""
    findings: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep(name=name, row_id=row_id, school=form.cleaned_data.get("school"), said=form.said(), on=today(request), by=person(request),
                         at=now(request))
        except Refused as refused:
            for field, sentences in at_fields(refused).items():
                form.add_error(field if field in form.fields else None, " ".join(sentences))
            findings = said(refused)
        else:
            return redirect(back(name, request))
    return render(request, "registry/list_row.html", {"listing": listing, "name": name, "form": form, "school": school, "findings": findings, "row_id": row_id,
                                                      "back": back(name, request)}, status=422 if form.errors or findings else 200)


def back(name: str, request: HttpRequest) -> str:
    """Where a form came from: the list, cut to the school that it was opened for."""
    school = request.GET.get("school", "")
    return reverse("registry:list", args=[name]) + (f"?school={school}" if school.isdecimal() else "")


