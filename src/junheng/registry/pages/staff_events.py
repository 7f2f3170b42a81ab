"""What happens to a member of staff: one form, by a paper and from a day on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from junheng.ground.people.asked import now, person, today
from junheng.registry import actions, queries
from junheng.registry.pages.events import Plain, answered
from junheng.registry.values import Stage
from junheng.registry.values.events import StaffEventKind


class RecordForm(Plain):
    """What happens, from which day on, by which paper; for a transfer to which school and stage."""

    kind = forms.TypedChoiceField(choices=[(each.value, each.chinese) for each in StaffEventKind if each is not StaffEventKind.APPOINT],
                                  coerce=StaffEventKind, label=gettext_lazy("What happens"))
    to_school = forms.TypedChoiceField(label=gettext_lazy("Goes to the school"), coerce=int, empty_value=None, required=False)
    stage = forms.TypedChoiceField(label=gettext_lazy("Stage there"), coerce=Stage, empty_value=None, required=False,
                                   choices=[("", "—"), *((each.value, each.chinese) for each in Stage)])
    on = forms.DateField(label=gettext_lazy("Takes effect on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    paper = forms.CharField(label=gettext_lazy("Paper"), max_length=200, required=False)
    reason = forms.CharField(label=gettext_lazy("Remark"), max_length=200, required=False)


class AppointForm(Plain):
    """Who comes, to which post, from which day on, by which paper. What is typed is read by the rules of the table of staff."""

    on = forms.DateField(label=gettext_lazy("Takes effect on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    paper = forms.CharField(label=gettext_lazy("Paper"), max_length=200, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for key, choices, example in queries.asked_of_newcomers():
            self.fields[key] = (
                forms.ChoiceField(label=APPOINTED[key], required=False, choices=[("", "—"), *choices], widget=forms.Select(attrs={"class": "i"})) if choices
                else forms.CharField(label=APPOINTED[key], required=False, max_length=200,
                                     widget=forms.TextInput(attrs={"class": "i", "placeholder": example})))
        self.order_fields([*APPOINTED, "on", "paper"])


# The labels of what is asked of somebody new, in order.
APPOINTED = {
    "name": gettext_lazy("Name"), "identity_number": gettext_lazy("Identity number"), "sex": gettext_lazy("Sex"), "born": gettext_lazy("Born"),
    "ethnic_group": gettext_lazy("People"), "phone": gettext_lazy("Telephone"), "degree": gettext_lazy("Degree"),
    "certificate_stage": gettext_lazy("Stage of the teaching certificate"), "certificate_subject": gettext_lazy("Subject of the teaching certificate"),
    "began_work": gettext_lazy("Began to work on"), "duty": gettext_lazy("Duty at the school"), "stage": gettext_lazy("Stage there"),
    "subject": gettext_lazy("Subject"), "establishment": gettext_lazy("Kind of post"), "category": gettext_lazy("Category of post"),
    "grade": gettext_lazy("Grade of post"), "appointed_from": gettext_lazy("Contract from"), "appointed_until": gettext_lazy("Contract until"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Somebody comes to a school who has never held a post in the county."""
    who, day = person(request), today(request)
    card = queries.school_card(who, unit_id, day)
    if card is None:
        raise Http404
    if not queries.may_appoint(who, unit_id):
        raise PermissionDenied
    form = AppointForm(request.POST or None, initial={"on": day})

    def do() -> HttpResponse:
        told = form.cleaned_data
        member = actions.appoint(unit_id=unit_id, given={key: told[key] for key in APPOINTED}, on=told["on"], paper=told["paper"], today=day, by=who,
                                 at=now(request))
        return redirect("registry:member", member)

    return answered(request, f"{_('First appointment')}　{card.row.name}", _("Write down"), form, do,
                    crumbs=[(card.row.name, reverse("registry:school", args=[unit_id])), (_("Members of staff"), reverse("registry:school-staff", args=[unit_id]))],
                    note=_("For somebody who has never held a post in the county. Who works at another school is transferred at the own card; who comes back after leaving is brought in by a list."))


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, member_id: int) -> HttpResponse:
    """The form."""
    who, day = person(request), today(request)
    card = queries.staff_card(who, member_id, day)
    if card is None:
        raise Http404
    if not queries.may_record(who, card):
        raise PermissionDenied
    form = RecordForm(request.POST or None, initial={"on": day})
    form.fields["to_school"].choices = [("", "—"), *queries.choices(day)]  # type: ignore[attr-defined]

    def do() -> HttpResponse:
        told = form.cleaned_data
        actions.record_staff_event(member_id=member_id, today=day, by=who, at=now(request), **told)
        return redirect("registry:member-history", member_id)

    return answered(request, f"{_('Write down what happens')}　{card.row.name}", _("Write down"), form, do,
                    crumbs=[(card.row.name, reverse("registry:member", args=[member_id]))],
                    note=_("School and stage are needed for a transfer only. With a transfer, retirement or resignation the posts end on that day, and the classes led are without a head teacher until another is named."))
