"""My tokens for programs, and what the API offers them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from ninja.openapi.docs import Swagger

from junheng.ground.kernel.findings import Refused
from junheng.ground.people import actions, queries
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.values import Person, TokenScope
from junheng.ground.people.wording import said
from junheng.ground.units import queries as units
from junheng.ground.units.values import UnitTree
from junheng.shell.api import api
from junheng.shell.programs import OFFERED, kinds_of, words_of


class TokenForm(forms.Form):
    """A token to make."""

    name = forms.CharField(max_length=80)
    tables = forms.MultipleChoiceField(choices=[(name, words) for name, (words, _) in OFFERED.items()], required=False)
    unit = forms.IntegerField(required=False)
    scope = forms.ChoiceField(choices=[(scope.value, scope.value) for scope in TokenScope])
    days = forms.IntegerField()


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """My tokens; a POST makes one and shows it, once."""
    who = person(request)
    form, secret, findings = TokenForm(request.POST or None), "", []
    tree = units.tree(today(request))
    if request.method == "POST" and form.is_valid():
        try:
            secret = actions.make_token(name=form.cleaned_data["name"], scope=TokenScope(form.cleaned_data["scope"]),
                                        kinds=kinds_of(form.cleaned_data["tables"]), unit_id=unit_of(form.cleaned_data["unit"], tree), days=form.cleaned_data["days"], by=who, at=now(request))
        except Refused as refused:
            findings = said(refused)
    wrong = request.method == "POST" and not secret
    answer = render(request, "shell/tokens.html", {
        "tokens": [(card, words_of(card.kinds), tree.name(card.unit_id) if card.unit_id else "") for card in queries.tokens_of(who.account_id)],
        "tables": [(name, words) for name, (words, _) in OFFERED.items()], "units": units_of(who, tree), "secret": secret, "findings": findings, "form": form,
        "scopes": list(TokenScope), "operations": operations(), "today": today(request),
    }, status=422 if wrong else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def units_of(who: Person, tree: UnitTree) -> list[tuple[int, str]]:
    """The units to which the person may keep a token: those of the appointments and all below, by name."""
    return sorted(((unit_id, tree.name(unit_id)) for unit_id in who.scope if unit_id in tree), key=lambda each: each[1])


def unit_of(number: int | None, tree: UnitTree) -> int | None:
    """The unit chosen. Raises Http404 for one that is not there."""
    if number is not None and number not in tree:
        raise Http404
    return number


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """This will end one token."""
    actions.revoke_token(token_id=token_id, by=person(request), at=now(request))
    return redirect("tokens")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The API with every operation to be tried, from files of the house."""
    return Swagger({"persistAuthorization": False}).render_page(request, api)


def operations() -> list[tuple[str, str, str]]:
    """What the API offers: method, address, one sentence."""
    found: dict[str, dict[str, Any]] = api.get_openapi_schema()["paths"]
    return [(method.upper(), address, operation.get("description", "").split("\n")[0].partition(". ")[0].rstrip(".")) for address, methods in found.items()
            for method, operation in methods.items()]
