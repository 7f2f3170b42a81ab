"""Nodes: houses from which rows are pulled, how far each is, what was refused."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import worded
from junheng.registry import actions, queries


class NodeForm(forms.Form):
    """A house to name."""

    name = forms.CharField(max_length=60)
    address = forms.CharField(max_length=200)
    token = forms.CharField(max_length=200)
    unit = forms.IntegerField()


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every node, and the place to name one."""
    return page(request)


def page(request: HttpRequest, findings: list[dict[str, str]] | None = None, given: dict[str, str] | None = None) -> HttpResponse:
    """The page, with what was wrong; what was typed stays, the token aside."""
    who = person(request)
    return render(request, "registry/nodes.html", {
        "nodes": queries.node_cards(who, today(request)), "units": queries.speakers(today(request)), "given": given or {},
        "may_change": queries.may_name_nodes(who), "findings": findings or []}, status=422 if findings else 200)


@posted("registry:nodes")
def name(request: HttpRequest) -> HttpResponse:
    """This will name a node."""
    form = NodeForm(request.POST)
    given = {key: request.POST.get(key, "") for key in ("name", "address", "unit")}
    if not form.is_valid() or form.cleaned_data["unit"] not in dict(queries.speakers(today(request))):
        return page(request, [{"message": _("Something is missing or cannot be read."), "remedy": _("Fill in every field.")}], given)
    try:
        actions.name_node(name=form.cleaned_data["name"], address=form.cleaned_data["address"], token=form.cleaned_data["token"],
                          unit_id=form.cleaned_data["unit"], by=person(request), at=now(request))
    except Refused as refused:
        return page(request, worded(refused.findings), given)
    return redirect("registry:nodes")


@posted("registry:nodes")
def act(request: HttpRequest, node_id: int, verb: str) -> HttpResponse:
    """This will have a node pulled, or end it."""
    verbs = {"pull": actions.ask_to_pull, "end": actions.end_node}
    if verb not in verbs:
        raise Http404
    verbs[verb](node_id=node_id, by=person(request), at=now(request))
    return redirect("registry:nodes")
