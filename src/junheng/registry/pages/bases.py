"""Practice bases: the list, the calendar of one, booking, cancelling, counting who came."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import at_fields, said
from junheng.registry import actions, queries
from junheng.registry.pages.asked import day_of, frame


class BookForm(forms.Form):
    """Which grade comes on which day."""

    grade = forms.ChoiceField(label=gettext_lazy("Grade"))
    on = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    pupils = forms.IntegerField(label=gettext_lazy("Pupils"), min_value=1, required=False, help_text=gettext_lazy("All of the grade where it is left empty."))

    def __init__(self, *args: Any, grades: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["grade"].choices = grades  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "i"


class CountForm(forms.Form):
    """How many came."""

    attended = forms.IntegerField(min_value=0, max_value=100_000)


@require_safe
def bases(request: HttpRequest) -> HttpResponse:
    """All bases, and which schools have not been this school year."""
    who = person(request)
    return render(request, "registry/bases.html", frame(request, card=queries.bases(who, day_of(request)), may=queries.may_keep(who, "bases")))


def month_of(request: HttpRequest) -> date:
    """The first day of the month of `?month=2026-11`, else of today's."""
    try:
        asked = parse_date(f"{request.GET.get('month', '')}-01")
    except ValueError:
        asked = None
    return asked if asked is not None and 2000 <= asked.year < 2100 else today(request).replace(day=1)


@require_safe
def base(request: HttpRequest, base_id: int) -> HttpResponse:
    """One base in a month."""
    return shown(request, base_id, None, [])


def shown(request: HttpRequest, base_id: int, form: BookForm | None, findings: list[dict[str, str]]) -> HttpResponse:
    """The page of a base, with what was wrong."""
    who, day, month = person(request), today(request), month_of(request)
    card = queries.base_card(who, base_id, month, day)
    if card is None:
        raise Http404
    grades = queries.grades_to_book(who, base_id, day)
    rows = [(row, row.state == "booked" and row.on >= day and queries.may_book(who, row.school_id),
             row.state != "cancelled" and row.on <= day and queries.may_count(who)) for row in card.bookings]
    return render(request, "registry/base.html", {
        "card": card, "row": card.row, "rows": rows, "findings": findings, "month": month, "grades": grades,
        "form": form or BookForm(grades=grades, initial={"on": max(day, month)}), "before": month - timedelta(days=1), "after": month + timedelta(days=31),
    }, status=422 if findings or (form is not None and form.errors) else 200)


@posted("registry:base", "base_id")
def book(request: HttpRequest, base_id: int) -> HttpResponse:
    """This will book a day for a grade."""
    who = person(request)
    form = BookForm(request.POST, grades=queries.grades_to_book(who, base_id, today(request)))
    if not form.is_valid():
        return shown(request, base_id, form, [])
    school, stage, grade = form.cleaned_data["grade"].split(":")
    on = form.cleaned_data["on"]
    try:
        actions.book(base_id=base_id, school=int(school), stage=stage, grade=int(grade), pupils=form.cleaned_data["pupils"], on=on,
                     today=today(request), by=who, at=now(request))
    except Refused as refused:
        for field, sentences in at_fields(refused).items():
            form.add_error(field if field in form.fields else None, " ".join(sentences))
        return shown(request, base_id, form, said(refused))
    return redirect(f"{reverse('registry:base', args=[base_id])}?month={on:%Y-%m}")


@posted("registry:bases")
def cancel(request: HttpRequest, base_id: int, booking_id: int) -> HttpResponse:
    """This will cancel a booking."""
    try:
        actions.cancel_booking(booking_id=booking_id, today=today(request), by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, base_id, None, said(refused))
    return back(request, base_id)


@posted("registry:bases")
def count(request: HttpRequest, base_id: int, booking_id: int) -> HttpResponse:
    """This will write down how many came."""
    form = CountForm(request.POST)
    try:
        if form.is_valid():
            actions.count_visit(booking_id=booking_id, attended=form.cleaned_data["attended"], today=today(request), by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, base_id, None, [*said(refused), *({"message": " ".join(each), "remedy": ""} for each in at_fields(refused).values())])
    return back(request, base_id)


def back(request: HttpRequest, base_id: int) -> HttpResponse:
    """To the base in the month that was looked at."""
    return redirect(f"{reverse('registry:base', args=[base_id])}?month={month_of(request):%Y-%m}")
