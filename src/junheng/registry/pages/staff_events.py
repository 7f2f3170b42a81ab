"""What happens to a member of staff: one form, by a paper and from a day on."""

from __future__ import annotations

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
from junheng.registry.pages.change import field_of
from junheng.registry.pages.events import Plain, answered
from junheng.registry.values import Stage
from junheng.registry.values.events import StaffEventKind


class RecordForm(Plain):
    """What happens, from which day on, by which paper; for a transfer to which school and stage."""

    kind = field_of(StaffEventKind, gettext_lazy("What happens"))
    to_school = forms.TypedChoiceField(label=gettext_lazy("Goes to the school"), coerce=int, empty_value=None, required=False)
    stage = forms.TypedChoiceField(label=gettext_lazy("Stage there"), coerce=Stage, empty_value=None, required=False,
                                   choices=[("", "—"), *((each.value, each.chinese) for each in Stage)])
    on = forms.DateField(label=gettext_lazy("Takes effect on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    paper = forms.CharField(label=gettext_lazy("Paper"), max_length=200, required=False)
    reason = forms.CharField(label=gettext_lazy("Remark"), max_length=200, required=False)


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
