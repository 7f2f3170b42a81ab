"""One task: its page, and one small form for each verb."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.wording import at_fields, said
from junheng.ground.units.queries import tree
from junheng.registry.queries import rounds
from junheng.rooms.plans import actions, queries
from junheng.rooms.plans.pages.posted import posted, same
from junheng.rooms.plans.pages.reporting import ReportForm, figure_fields, report_progress
from junheng.rooms.plans.pages.targets import changed_targets
from junheng.rooms.plans.values import ChangeKind, Comparator, ProofKind


class ValueForm(forms.Form):
    """A value with its date and source."""

    measure = forms.IntegerField()
    value = forms.CharField(max_length=60)
    on = forms.DateField()
    source = forms.CharField(max_length=200)


class BaselineForm(ValueForm):
    """基期值: where a measure starts from."""


class ProofForm(forms.Form):
    """A proof with its kind, number and file."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in ProofKind])
    title = forms.CharField(max_length=300)
    number = forms.CharField(max_length=80, required=False)
    list_number = forms.CharField(max_length=80, required=False)
    on = forms.DateField()
    source = forms.CharField(max_length=200)
    file = forms.FileField(required=False)


class ChangeForm(forms.Form):
    """调整、延期、终止 with its basis."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in ChangeKind])
    basis = forms.CharField(max_length=300)
    basis_number = forms.CharField(max_length=80)
    reason = forms.CharField(max_length=2000, required=False)
    due = forms.DateField(required=False)
    title = forms.CharField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """A postponement names its new date, a change its new wording."""
        sent = super().clean() or self.cleaned_data
        if sent.get("kind") == ChangeKind.POSTPONED and not sent.get("due") and "due" not in self.errors:
            self.add_error("due", _("Enter the new due date that the paper names."))
        if sent.get("kind") == ChangeKind.CHANGED and not sent.get("title") and "title" not in self.errors:
            self.add_error("title", _("Write what is to be done in a few words."))
        return sent


class OrderForm(forms.Form):
    """督办: what is asked, and by when."""

    text = forms.CharField(max_length=2000)
    answer_by = forms.DateField()
    number = forms.CharField(max_length=80, required=False)


class Several(forms.MultipleChoiceField):
    """Numbers of units ticked in a list; whether they are units is looked up later."""

    def valid_value(self, value: str) -> bool:
        """Any number may come."""
        return value.isdecimal() and len(value) < 18


class AssignForm(forms.Form):
    """Who leads, who is responsible, who supports, which proof will end the task."""

    lead_unit = forms.IntegerField(required=False)
    leader = forms.IntegerField(required=False)
    owner = forms.IntegerField(required=False)
    support = Several(required=False)
    support_text = forms.CharField(max_length=2000, required=False)
    measures_text = forms.CharField(max_length=4000, required=False)
    proof_kind = forms.ChoiceField(choices=[("", ""), *((k.value, k.value) for k in ProofKind)], required=False)
    revision = forms.IntegerField()


class MilestoneForm(forms.Form):
    """A dated step."""

    name = forms.CharField(max_length=200)
    planned = forms.DateField()


class Words(forms.Form):
    """One text."""

    text = forms.CharField(max_length=2000)


class Day(forms.Form):
    """One day."""

    on = forms.DateField()


# What a person must be allowed to do before a form opens by its link.
NEEDED = {"report": "report", "value": "report", "proof": "prove", "change": "ask_change", "order": "order",
          "assign": "assign", "baseline": "assign", "milestone": "assign", "send_back": "close",
          "withdraw": "prove"}


@require_GET
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """One task with its figures, proofs, papers and history."""
    return shown(request, task_id)


def shown(request: HttpRequest, task_id: int, *, opened: str = "", errors: Any = None,
          findings: list[dict[str, str]] | None = None, proof_id: int | None = None) -> HttpResponse:
    """The page; `opened` names the form that was sent and comes back with what was typed."""
    try:
        found = queries.detail(person(request), task_id, today=today(request))
    except queries.NotFound:
        raise Http404 from None
    form = opened or request.GET.get("form", "")
    if not opened and not found.may.get(NEEDED.get(form, ""), False):
        form = ""
    asked_for = proof_id or request.GET.get("proof", "")
    withdrawing = next((card for card in found.proofs if str(card.id) == str(asked_for) and not card.withdrawn), None)
    if form == "withdraw" and withdrawing is None:
        form = ""
    series = queries.series(found, today(request))
    request.has_chart = bool(series)  # type: ignore[attr-defined]
    return render(request, "plans/task.html", {
        "task": found, "opened": form, "typed": request.POST if opened else {}, "errors": errors or {},
        "findings": findings or (), "key": request.POST.get("key") or uuid.uuid4().hex,
        "figures": figure_fields(found, request.POST if opened else {}) if form == "report" else (),
        "collected": rounds.collected(person(request)) if form == "report" and found.measures else (),
        "proof_kinds": list(ProofKind), "change_kinds": list(ChangeKind),
        "choices": queries.assign_choices(today(request)) if form == "assign" and found.may["assign"] else None,
        "withdrawing": withdrawing, "unknown_years": queries.unknown_years(today(request), [found.row.due]),
        "comparators": list(Comparator), "support_chosen": request.POST.getlist("support") if "support_text" in request.POST else [
            str(unit) for unit in found.support_unit_ids], "series": series, "places": queries.where_done(found.row.systems),
    }, status=422 if opened else 200)


def verb(name: str, form_class: type[forms.Form] | None,
         act: Callable[[HttpRequest, int, dict[str, Any]], object]) -> Callable[..., HttpResponse]:
    """A page for one verb of a task: check the form, make one call, come back to the task."""

    @posted("plans:task", find=same)
    def page(request: HttpRequest, task_id: int) -> HttpResponse:
        form = form_class(request.POST, request.FILES) if form_class else None
        if form is not None and not form.is_valid():
            return shown(request, task_id, opened=name, errors=form.errors)
        try:
            act(request, task_id, form.cleaned_data if form is not None else {})
        except Refused as refused:
            return shown(request, task_id, opened=name, errors=at_fields(refused), findings=said(refused))
        return redirect("plans:task", task_id)

    page.__name__ = name
    return page


def asked(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and when."""
    return {"by": person(request), "at": now(request)}


def prove(request: HttpRequest, task_id: int, sent: dict[str, Any]) -> object:
    """This will add a proof, with its file when one was sent."""
    file = sent.pop("file")
    kind = ProofKind(sent.pop("kind"))
    return actions.add_proof(commitment_id=task_id, kind=kind, today=today(request), **sent, **asked(request),
                             content=file.read() if file else None, file_name=file.name if file else "")


def change(request: HttpRequest, task_id: int, sent: dict[str, Any]) -> object:
    """This will ask for a change of wording, date or targets."""
    kind = ChangeKind(sent["kind"])
    new: dict[str, Any] = {"due": sent["due"].isoformat()} if sent["due"] and kind is not ChangeKind.ENDED else {}
    if kind is ChangeKind.CHANGED:
        found = queries.detail(person(request), task_id, today=today(request))
        if sent["title"].strip() not in {"", found.row.title}:
            new["title"] = sent["title"].strip()
        if targets := changed_targets(request.POST, found.measures):
            new["measures"] = targets
    return actions.ask_change(commitment_id=task_id, kind=kind, basis=sent["basis"], new=new,
                              basis_number=sent["basis_number"], reason=sent["reason"], **asked(request))


def assign_task(request: HttpRequest, task_id: int, sent: dict[str, Any]) -> object:
    """This will write who leads, who is responsible and who supports; a form without supporting units leaves them."""
    found = queries.detail(person(request), task_id, today=today(request))
    units = tree(today(request))
    lead = sent["lead_unit"] if sent["lead_unit"] in units else None
    leader = sent["leader"] if sent["leader"] in units else None
    support, words = found.support_unit_ids, None
    if "support_text" in request.POST:
        support = tuple(int(unit) for unit in sent["support"] if unit.isdecimal() and int(unit) in units)
        words = sent["support_text"]
    return actions.assign(commitment_id=task_id, revision=sent["revision"], owner_id=sent["owner"], lead_unit_id=lead,
                          leader_id=leader, support_unit_ids=support, support_text=words,
                          measures_text=sent["measures_text"], proof_kind=sent["proof_kind"], **asked(request))


report = verb("report", ReportForm, report_progress)
value = verb("value", ValueForm, lambda r, i, s: actions.add_value(
    measure_id=queries.measure_of(i, s["measure"]), value=queries.figure_of(i, s["measure"], s["value"]),
    on=s["on"], source=s["source"], today=today(r), **asked(r)))
baseline = verb("baseline", BaselineForm, lambda r, i, s: actions.set_baseline(
    measure_id=queries.measure_of(i, s["measure"]), value=queries.figure_of(i, s["measure"], s["value"]), on=s["on"], source=s["source"], **asked(r)))
proof = verb("proof", ProofForm, prove)
ask_change = verb("change", ChangeForm, change)
order = verb("order", OrderForm, lambda r, i, s: actions.order_task(
    commitment_id=i, today=today(r), **s, **asked(r)))
assign = verb("assign", AssignForm, assign_task)
milestone = verb("milestone", MilestoneForm, lambda r, i, s: actions.add_milestone(commitment_id=i, **s, **asked(r)))
hand_in = verb("hand_in", None, lambda r, i, s: actions.ask_to_close(commitment_id=i, **asked(r)))
close = verb("close", None, lambda r, i, s: actions.close(commitment_id=i, **asked(r)))
send_back = verb("send_back", Words, lambda r, i, s: actions.return_to_owner(
    commitment_id=i, reason=s["text"], **asked(r)))


@posted("plans:task", find=lambda change_id: {"task_id": queries.task_of_change(change_id)})
def decide_change(request: HttpRequest, change_id: int) -> HttpResponse:
    """This will approve or refuse a change."""
    task_id = queries.task_of_change(change_id)
    try:
        actions.decide_change(change_id=change_id, approved=request.POST.get("decision") == "approve",
                              **asked(request))
    except Refused as refused:
        return shown(request, task_id, opened="decide", findings=said(refused))
    return redirect("plans:task", task_id)


@posted("plans:task", find=lambda order_id: {"task_id": queries.task_of_order(order_id)})
def answer(request: HttpRequest, order_id: int) -> HttpResponse:
    """This will answer a supervisory order."""
    task_id = queries.task_of_order(order_id)
    form = Words(request.POST)
    if not form.is_valid():
        return shown(request, task_id, opened="answer", errors=form.errors)
    try:
        actions.answer_order(order_id=order_id, answer=form.cleaned_data["text"], **asked(request))
    except Refused as refused:
        return shown(request, task_id, opened="answer", findings=said(refused))
    return redirect("plans:task", task_id)


@posted("plans:task", find=lambda milestone_id: {"task_id": queries.task_of_milestone(milestone_id)})
def reach(request: HttpRequest, milestone_id: int) -> HttpResponse:
    """This will record that a step was reached."""
    task_id = queries.task_of_milestone(milestone_id)
    form = Day(request.POST)
    if not form.is_valid():
        return shown(request, task_id, opened="reach", errors=form.errors)
    try:
        actions.reach_milestone(milestone_id=milestone_id, on=form.cleaned_data["on"], today=today(request),
                                **asked(request))
    except Refused as refused:
        return shown(request, task_id, opened="reach", findings=said(refused))
    return redirect("plans:task", task_id)


@posted("plans:task", find=lambda proof_id: {"task_id": queries.task_of_proof(proof_id)})
def withdraw(request: HttpRequest, proof_id: int) -> HttpResponse:
    """This will take a proof out of the count, with a reason."""
    task_id = queries.task_of_proof(proof_id)
    form = Words(request.POST)
    if not form.is_valid():
        return shown(request, task_id, opened="withdraw", errors=form.errors, proof_id=proof_id)
    try:
        actions.withdraw_proof(proof_id=proof_id, reason=form.cleaned_data["text"], **asked(request))
    except Refused as refused:
        return shown(request, task_id, opened="withdraw", findings=said(refused), proof_id=proof_id)
    return redirect("plans:task", task_id)
