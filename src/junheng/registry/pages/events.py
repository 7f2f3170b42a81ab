"""Events of the roll: what waits for whom, each with its steps, and the forms that start one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import at_fields, said, worded
from junheng.registry import actions, queries
from junheng.registry.values import Sex
from junheng.registry.values.events import Asked, Decision, EventKind

Crumbs = list[tuple[str, str]]


class Plain(forms.Form):
    """A form whose fields look as all fields do."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "i")


class WhyForm(Plain):
    """Why, and by which paper."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    paper = forms.CharField(label=gettext_lazy("Paper"), max_length=200, required=False)


class StartForm(WhyForm):
    """An event of a pupil of one's own roll."""

    to_class = forms.TypedChoiceField(label=gettext_lazy("Goes to the class"), coerce=int, empty_value=None, required=False)
    outside = forms.CharField(label=gettext_lazy("School outside the county"), max_length=120, required=False)
    field_order = ["to_class", "outside", "reason", "paper"]

    def __init__(self, *args: Any, kind: EventKind, classes: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to_class"].choices = [("", "—"), *classes]  # type: ignore[attr-defined]
        if not classes:
            del self.fields["to_class"]
        if kind not in {EventKind.TRANSFER_OUT, EventKind.ABROAD}:
            del self.fields["outside"]


class ReceiveForm(StartForm):
    """A pupil whom the own school takes in from another school of the county. `number` and `to_school` come along unseen."""

    number = forms.CharField(widget=forms.HiddenInput)
    to_school = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"kind": EventKind.TRANSFER, **more})


class NewcomerForm(ReceiveForm):
    """A child from outside the county; a known one is found again by the number."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, required=False)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=[("", "—"), *((each.value, each.chinese) for each in Sex)], required=False)
    born = forms.CharField(label=gettext_lazy("Born"), max_length=20, required=False)
    identity_number = forms.CharField(label=gettext_lazy("Identity number"), max_length=30, required=False)
    roll_number = forms.CharField(label=gettext_lazy("Roll number"), max_length=30, required=False)
    field_order = ["name", "sex", "born", "identity_number", "roll_number", "outside", "to_class", "reason", "paper"]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, kind=EventKind.TRANSFER_OUT, **more)


class FindForm(Plain):
    """A school, and a whole number."""

    to_school = forms.TypedChoiceField(label=gettext_lazy("Receiving school"), coerce=int)
    number = forms.CharField(label=gettext_lazy("Roll or identity number"), max_length=30)


def asked_page(request: HttpRequest, title: str, button: str, form: forms.Form, *, note: str, crumbs: Crumbs,
               refused: Refused | None = None, **more: Any) -> HttpResponse:
    """The page of a form, with what was wrong."""
    for field, sentences in at_fields(refused).items() if refused else ():
        form.add_error(field if field in form.fields else None, " ".join(sentences))
    return render(request, "registry/ask.html", {"title": title, "button": button, "form": form, "note": note, "crumbs": crumbs,
                                                 "findings": said(refused) if refused else [], **more},
                  status=422 if refused or form.errors else 200)


def answered(request: HttpRequest, title: str, button: str, form: forms.Form, do: Callable[[], HttpResponse], **more: Any) -> HttpResponse:
    """This will do what a valid form asks, or show what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return asked_page(request, title, button, form, **more)
    try:
        return do()
    except Refused as refused:
        return asked_page(request, title, button, form, refused=refused, **more)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for the person, what is under way, what has ended."""
    who, day = person(request), today(request)
    if not queries.sees_events(who):
        raise PermissionDenied
    part = request.GET.get("part", "")
    part = part if part in {"mine", "under_way", "ended"} else "mine" if queries.may_decide(who) else "under_way"
    mine = queries.events_waiting(who, day)
    rows = mine if part == "mine" else queries.events(who, day, ended=part == "ended")
    return render(request, "registry/events.html", {"rows": rows, "part": part, "waiting": len(mine), "may_receive": bool(queries.receiving(who, day))})


@never_cache
@require_safe
def one(request: HttpRequest, event_id: int) -> HttpResponse:
    """One event with its steps."""
    return shown(request, event_id)


def shown(request: HttpRequest, event_id: int, findings: list[dict[str, str]] | None = None) -> HttpResponse:
    """The page of one event, with what was wrong; what was typed stays."""
    card = queries.event_card(person(request), event_id, today(request))
    if card is None:
        raise Http404
    return render(request, "registry/event.html", {"card": card, "row": card.row, "findings": findings or [], "words": request.POST.get("words", "")},
                  status=422 if findings else 200)


@posted("registry:event", "event_id")
def decide(request: HttpRequest, event_id: int) -> HttpResponse:
    """This will write down what was decided at a step."""
    no, decision = request.POST.get("no", ""), request.POST.get("decision", "")
    if queries.event_card(person(request), event_id, today(request)) is None or not no.isdecimal() or decision not in set(Decision):
        raise Http404
    try:
        actions.decide_step(event_id=event_id, no=int(no[:3]), decision=Decision(decision), words=request.POST.get("words", ""), today=today(request),
                            by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, event_id, worded(refused.findings))
    return redirect("registry:event", event_id)


@posted("registry:event", "event_id")
def withdraw(request: HttpRequest, event_id: int) -> HttpResponse:
    """This will take an event back while it is under way."""
    if queries.event_card(person(request), event_id, today(request)) is None:
        raise Http404
    try:
        actions.withdraw_event(event_id=event_id, by=person(request), at=now(request))
    except Refused as refused:
        return shown(request, event_id, worded(refused.findings))
    return redirect("registry:event", event_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """What can happen to a pupil of the own roll; with `?kind=` the form of it."""
    who, day = person(request), today(request)
    card = queries.pupil_card(who, pupil_id, day)
    if card is None:
        raise Http404
    kinds = queries.kinds_for(who, pupil_id, day)
    if not kinds:
        raise PermissionDenied
    chosen = request.GET.get("kind", "")
    crumbs = [(card.row.name, reverse("registry:pupil", args=[pupil_id]))]
    if chosen not in {kind.value for kind in kinds}:
        return render(request, "registry/event_kinds.html", {"kinds": kinds, "row": card.row})
    kind = EventKind(chosen)
    form = StartForm(request.POST or None, kind=kind, classes=queries.choices_for(who, pupil_id, kind, day))

    def do() -> HttpResponse:
        told = form.cleaned_data
        return redirect("registry:event", actions.start_event(
            asked=Asked(kind, told["reason"], told["paper"], pupil_id=pupil_id, to_class=told.get("to_class"), outside=told.get("outside", "")),
            today=day, by=who, at=now(request)))

    return answered(request, f"{_(kind.label)}　{card.row.name}", _("Start"), form, do, crumbs=crumbs,
                    note=_("It takes effect on the day on which the last step agrees. Who decides, and in how many working days, is shown on its page."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """A school takes a pupil in: found by a whole number, from another school of the county or from outside it."""
    who, day = person(request), today(request)
    schools = queries.receiving(who, day)
    if not schools:
        raise PermissionDenied
    find = FindForm(request.POST if request.method == "POST" else None)
    find.fields["to_school"].choices = schools  # type: ignore[attr-defined]
    crumbs = [(_("Events of the roll"), reverse("registry:events"))]
    note = _("The number is written as a whole; every search is kept with your name.")
    if request.method != "POST" or not find.is_valid():
        return asked_page(request, _("Take a pupil in"), _("Search"), find, note=note, crumbs=crumbs)
    number, school = find.cleaned_data["number"], find.cleaned_data["to_school"]
    try:
        met = actions.find_elsewhere(number=number, to_school=school, today=day, by=who, at=now(request))
    except Refused as refused:
        return asked_page(request, _("Take a pupil in"), _("Search"), find, note=note, crumbs=crumbs, refused=refused)
    kind = EventKind.TRANSFER if met else EventKind.TRANSFER_IN
    classes = queries.choices_elsewhere(number, school, kind, day)
    known = {"number": number, "to_school": school, "roll_number" if number.strip().upper()[:1] in {"G", "J", "L"} else "identity_number": number}
    sent = request.POST if "start" in request.POST else None
    form = (ReceiveForm if met else NewcomerForm)(sent, classes=classes, initial=known)

    def do() -> HttpResponse:
        told = form.cleaned_data
        return redirect("registry:event", actions.start_event(
            asked=Asked(kind, told["reason"], told["paper"], number=number, to_school=school, to_class=told.get("to_class"),
                        outside=told.get("outside", ""), newcomer={key: told[key] for key in NEWCOMER if key in told}),
            today=day, by=who, at=now(request)))

    more = {"note": note, "crumbs": [*crumbs, (_("Take a pupil in"), reverse("registry:receive"))], "met": met, "school": dict(schools)[school]}
    if sent is None:
        return asked_page(request, _(kind.label), _("Start"), form, **more)
    return answered(request, _(kind.label), _("Start"), form, do, **more)


NEWCOMER = ("name", "sex", "born", "identity_number", "roll_number")


@require_http_methods(["GET", "HEAD", "POST"])
def graduate(request: HttpRequest, class_id: int) -> HttpResponse:
    """A whole class graduates."""
    who, day = person(request), today(request)
    found = queries.class_card(who, class_id, day)
    if found is None:
        raise Http404
    row, school, _pupils = found
    if not queries.may_graduate(who, school.id):
        raise PermissionDenied
    form = WhyForm(request.POST or None)

    def do() -> HttpResponse:
        return redirect("registry:event", actions.start_event(
            asked=Asked(EventKind.GRADUATE, form.cleaned_data["reason"], form.cleaned_data["paper"], class_id=class_id), today=day, by=who,
            at=now(request)))

    return answered(request, f"{_(EventKind.GRADUATE.label)}　{row.name}", _("Start"), form, do,
                    crumbs=[(school.name, reverse("registry:school", args=[school.id])), (row.name, reverse("registry:class", args=[class_id]))],
                    note=_("All pupils of the class leave the roll on the day on which the last step agrees; the next school takes them in by its list."))
