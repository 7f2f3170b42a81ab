"""My tokens for programs, and what the API offers them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from junheng.ground.kernel.findings import Refused
from junheng.ground.people import actions, queries
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.values import TokenScope
from junheng.ground.people.wording import said
from junheng.shell.api import api


class TokenForm(forms.Form):
    """A token to make."""

    name = forms.CharField(max_length=80)
    scope = forms.ChoiceField(choices=[(scope.value, scope.value) for scope in TokenScope])
    days = forms.IntegerField()


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """My tokens; a POST makes one and shows it, once."""
    who = person(request)
    form, secret, findings = TokenForm(request.POST or None), "", []
    if request.method == "POST" and form.is_valid():
        try:
            secret = actions.make_token(name=form.cleaned_data["name"], scope=TokenScope(form.cleaned_data["scope"]),
                                        days=form.cleaned_data["days"], by=who, at=now(request))
        except Refused as refused:
            findings = said(refused)
    wrong = request.method == "POST" and not secret
    answer = render(request, "shell/tokens.html", {
        "tokens": queries.tokens_of(who.account_id), "secret": secret, "findings": findings, "form": form,
        "scopes": list(TokenScope), "operations": operations(), "today": today(request),
    }, status=422 if wrong else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """This will end one token."""
    actions.revoke_token(token_id=token_id, by=person(request), at=now(request))
    return redirect("tokens")


def operations() -> list[tuple[str, str, str]]:
    """What the API offers: method, address, one sentence."""
    found: dict[str, dict[str, Any]] = api.get_openapi_schema()["paths"]
    return [(method.upper(), address, operation.get("description", "")) for address, methods in found.items()
            for method, operation in methods.items()]
