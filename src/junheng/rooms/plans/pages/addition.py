"""新增任务: one task more for an adopted plan, with the paper that asks for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.wording import said
from junheng.ground.units.queries import tree
from junheng.rooms.plans import actions, queries
from junheng.rooms.plans.pages.targets import TargetForm
from junheng.rooms.plans.values import Comparator, ProofKind


class TaskForm(forms.Form):
    """A task in the words of the paper that asks for it."""

    title = forms.CharField(max_length=500)
    chapter = forms.CharField(max_length=300, required=False)
    quote = forms.CharField(max_length=4000, required=False)
    basis = forms.CharField(max_length=300)
    basis_number = forms.CharField(max_length=80)
    due = forms.DateField()
    leader = forms.IntegerField(required=False)
    lead_unit = forms.IntegerField(required=False)
    owner = forms.IntegerField(required=False)
    support_text = forms.CharField(max_length=2000, required=False)
    measures_text = forms.CharField(max_length=4000, required=False)
    proof_kind = forms.ChoiceField(choices=[("", ""), *((k.value, k.value) for k in ProofKind)], required=False)


@require_http_methods(["GET", "POST"])
def add_task(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The form, and this will add the task that it describes."""
    plan = queries.check_may_add(person(request), plan_id)
    if request.method == "GET":
        return page(request, plan_id, plan)
    form = TaskForm(request.POST)
    if not form.is_valid():
        return page(request, plan_id, plan, errors=form.errors)
    try:
        task = actions.add_task(plan_id=plan_id, by=person(request), at=now(request), **told(request, form.cleaned_data))
    except Refused as refused:
        return page(request, plan_id, plan, findings=said(refused))
    return redirect("plans:task", task.pk)


def told(request: HttpRequest, sent: dict[str, Any]) -> dict[str, Any]:
    """What the form says, as the action takes it. Raises Refused where a number is none."""
    units = tree(today(request))
    lead, leader, owner = (sent.pop(name) for name in ("lead_unit", "leader", "owner"))
    target = TargetForm(request.POST, prefix="target").target()
    return {
        **sent, "lead_unit_id": lead if lead in units else None, "leader_id": leader if leader in units else None,
        "owner_id": owner, "target": target if target["comparator"] else None,
    }


def page(request: HttpRequest, plan_id: int, plan: queries.PlanName, **wrong: object) -> HttpResponse:
    """The form, with what was typed and what is wrong."""
    return render(request, "plans/new_task.html", {
        "plan": plan, "plan_id": plan_id, "typed": request.POST if request.method == "POST" else {},
        "chapters": queries.chapter_names(plan_id), "choices": queries.assign_choices(today(request)),
        "comparators": list(Comparator), "proof_kinds": list(ProofKind), **wrong,
    }, status=422 if wrong else 200)
