"""Schools opened, changed, merged, split and closed: one form each, by a paper and from a day on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.wording import at_fields, said
from junheng.registry import actions, queries
from junheng.registry.values import Coded, Locale, Ownership, SchoolKind
from junheng.registry.values.asked import Said
from junheng.registry.values.cards import SchoolCard

WORDS = {"on": gettext_lazy("Takes effect on"), "basis": gettext_lazy("Paper")}


def field_of(kind: type[Coded], label: Any) -> forms.TypedChoiceField:
    """A choice among codes, by their Chinese words."""
    return forms.TypedChoiceField(choices=[(member.value, member.chinese) for member in kind], coerce=kind, label=label)


class ByPaper(forms.Form):
    """From which day on, and by which paper."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxSelectMultiple):
                field.widget.attrs["class"] = "i"

    on = forms.DateField(label=WORDS["on"], widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    basis = forms.CharField(label=WORDS["basis"], max_length=200, required=False)


class SchoolForm(ByPaper):
    """What a school is."""

    name = forms.CharField(label=gettext_lazy("Name of the school"), max_length=120, required=False)
    short_name = forms.CharField(label=gettext_lazy("Short name"), max_length=60, required=False)
    kind = field_of(SchoolKind, gettext_lazy("Kind of school"))
    ownership = field_of(Ownership, gettext_lazy("Run by"))
    locale = field_of(Locale, gettext_lazy("Town or country"))
    township = forms.TypedChoiceField(label=gettext_lazy("Township"), coerce=int, empty_value=None, required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    capacity = forms.IntegerField(label=gettext_lazy("Approved for"), min_value=1, max_value=100_000, required=False)
    field_order = ["name", "short_name", "kind", "ownership", "locale", "township", "address", "capacity", "on", "basis"]

    def __init__(self, *args: Any, townships: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["township"].choices = [("", "—"), *townships]  # type: ignore[attr-defined]

    def said(self) -> Said:
        """The school as typed."""
        return Said(**{name: self.cleaned_data[name] for name in Said.__dataclass_fields__})


class NewForm(SchoolForm):
    """A school that opens."""

    school_code = forms.CharField(label=gettext_lazy("Code of the school"), max_length=20)
    field_order = ["school_code", *SchoolForm.field_order]


class MergeForm(ByPaper):
    """Into which school this one goes."""

    into = forms.TypedChoiceField(label=gettext_lazy("Goes into"), coerce=int)
    field_order = ["into", "on", "basis"]


class SplitForm(NewForm):
    """The new school, and the classes that go with it."""

    classes = forms.TypedMultipleChoiceField(label=gettext_lazy("Classes that go along"), coerce=int, required=False,
                                             widget=forms.CheckboxSelectMultiple)
    field_order = ["classes", *NewForm.field_order]


def shown(request: HttpRequest, title: str, button: str, form: forms.Form, *, note: str, card: SchoolCard | None = None,
          findings: list[dict[str, str]] | None = None) -> HttpResponse:
    """The page of a form."""
    return render(request, "registry/change.html", {
        "title": title, "button": button, "form": form, "note": note, "row": card.row if card else None, "findings": findings or [],
    }, status=422 if form.errors or findings else 200)


def answered(request: HttpRequest, title: str, button: str, form: forms.Form, do: Callable[[], int | None], *, note: str,
             card: SchoolCard | None = None) -> HttpResponse:
    """This will do what a valid form asks and lead to the school, or show what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return shown(request, title, button, form, note=note, card=card)
    try:
        made = do()
    except Refused as refused:
        for field, sentences in at_fields(refused).items():
            form.add_error(field if field in form.fields else None, " ".join(sentences))
        return shown(request, title, button, form, note=note, card=card, findings=said(refused))
    return redirect("registry:school", made or (card.row.id if card else 0))


def card_of(request: HttpRequest, unit_id: int) -> SchoolCard:
    """The school that goes on; 404 for any other, 403 for whoever may not change it."""
    card = queries.school_card(person(request), unit_id, today(request))
    if card is None or card.row.closed is not None:
        raise Http404
    if not queries.may_change(person(request), unit_id):
        raise PermissionDenied
    return card


@require_http_methods(["GET", "HEAD", "POST"])
def open_new(request: HttpRequest) -> HttpResponse:
    """A school opens."""
    who, day = person(request), today(request)
    if not queries.may_open(who):
        raise PermissionDenied
    form = NewForm(request.POST or None, townships=queries.townships(day), initial={"on": day})
    return answered(request, _("A school opens"), _("Open"), form, note=_("The code is the ten-digit one of the national list; it is never given twice."),
                    do=lambda: actions.open_school(
                        code="", school_code=form.cleaned_data["school_code"], said=form.said(), managing=None, by=who, at=now(request),
                        on=form.cleaned_data["on"], basis=form.cleaned_data["basis"], today=day))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A school changes: name, kind, who runs it, place."""
    card, who, day = card_of(request, unit_id), person(request), today(request)
    held = queries.said_of(unit_id)
    form = SchoolForm(request.POST or None, townships=queries.townships(day), initial={**asdict(held), "on": day} if held else {})
    return answered(request, _("The school changes"), _("Change"), form, card=card,
                    note=_("What was true before that day stays true for it: old tables go on showing the old name and kind."),
                    do=lambda: actions.change_school(unit_id=unit_id, said=form.said(), on=form.cleaned_data["on"], today=day,
                                                     basis=form.cleaned_data["basis"], by=who, at=now(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A school goes into another."""
    card, who, day = card_of(request, unit_id), person(request), today(request)
    form = MergeForm(request.POST or None, initial={"on": day})
    form.fields["into"].choices = [each for each in queries.choices(day) if each[0] != unit_id]  # type: ignore[attr-defined]
    return answered(request, _("The school goes into another"), _("Merge"), form, card=card,
                    note=_("Classes with their pupils, staff, rooms and teaching points go along; classes get the next free numbers there. The school is closed on that day."),
                    do=lambda: actions.merge_schools(unit_ids=[unit_id], into=form.cleaned_data["into"], on=form.cleaned_data["on"], today=day,
                                                     basis=form.cleaned_data["basis"], by=who, at=now(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A new school comes out of this one."""
    card, who, day = card_of(request, unit_id), person(request), today(request)
    held = queries.said_of(unit_id)
    alike = {name: getattr(held, name) for name in ("kind", "ownership", "locale", "township")} if held else {}
    form = SplitForm(request.POST or None, townships=queries.townships(day), initial={**alike, "on": day})
    form.fields["classes"].choices = [(row.id, row.name) for row in card.classes]  # type: ignore[attr-defined]
    return answered(request, _("A new school comes out of this one"), _("Split"), form, card=card,
                    note=_("The classes chosen go along with their pupils; staff and rooms stay until they are moved."),
                    do=lambda: actions.split_school(
                        unit_id=unit_id, code="", school_code=form.cleaned_data["school_code"], said=form.said(), today=day,
                        class_ids=form.cleaned_data["classes"], on=form.cleaned_data["on"], basis=form.cleaned_data["basis"], by=who,
                        at=now(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A school is closed."""
    card, who, day = card_of(request, unit_id), person(request), today(request)
    form = ByPaper(request.POST or None, initial={"on": day})
    return answered(request, _("The school is closed"), _("Close"), form, card=card,
                    note=_("Only without pupils and staff: a school that still has them goes into another one first."),
                    do=lambda: actions.close_school(unit_id=unit_id, on=form.cleaned_data["on"], basis=form.cleaned_data["basis"], today=day,
                                                    by=who, at=now(request)))
