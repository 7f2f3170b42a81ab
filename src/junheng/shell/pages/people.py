"""Accounts, for the administrators: list, open, appoint, one-time passwords, sessions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people import access, actions, queries
from junheng.ground.people.asked import now, person, today
from junheng.ground.people.posted import posted
from junheng.ground.people.values import AccountCard, Role, SessionCard
from junheng.ground.people.wording import worded
from junheng.ground.units.queries import tree
from junheng.shell.pages.choosing import chosen, offered


class OpenForm(forms.Form):
    """A new account."""

    username = forms.CharField(max_length=60)
    name = forms.CharField(max_length=60)


class AppointForm(forms.Form):
    """A role at a unit."""

    role = forms.ChoiceField(choices=[(role.value, role.value) for role in Role])
    unit = forms.CharField(max_length=200)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every account with its roles."""
    return listing(request)


def listing(request: HttpRequest, *, findings: list[dict[str, str]] | None = None, typed: Any = None,
            status: int = 200) -> HttpResponse:
    """The list, with what was wrong when something was."""
    who = person(request)
    if not access.reach(who, "see", "people/account").everything:
        access.check_may(who, "see", "people/account")
    units = tree(today(request))
    rows = [(card, [(queries.role_label(held.role), units.name(held.unit_id)) for held in card.appointments])
            for card in queries.accounts(today(request), tree=units)]
    words = request.GET.get("q", "").strip()
    return render(request, "shell/people.html", {
        "rows": [row for row in rows if holds(row, words)], "total": len(rows), "words": words, "findings": findings or [], "typed": typed or {},
        "may_open": access.reach(who, "change", "people/account").everything,
    }, status=status)


def holds(row: tuple[AccountCard, list[tuple[str, str]]], words: str) -> bool:
    """Whether an account's names, roles and units hold every word looked for."""
    card, roles = row
    text = " ".join((card.username, card.name, *(part for role in roles for part in role))).lower()
    return all(word in text for word in words.lower().split())


@posted("people")
def open_account(request: HttpRequest) -> HttpResponse:
    """This will open an account and show its one-time password once."""
    form = OpenForm(request.POST)
    if not form.is_valid():
        return listing(request, typed=request.POST, status=422)
    try:
        opened = actions.open_account(username=form.cleaned_data["username"], name=form.cleaned_data["name"],
                                      language="zh-hans", by=person(request), at=now(request))
    except Refused as refused:
        return listing(request, findings=worded(refused.findings), typed=request.POST, status=422)
    return shown(request, opened.account_id, password=opened.temporary_password)


@require_safe
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account: roles, state, sessions."""
    return shown(request, account_id)


def shown(request: HttpRequest, account_id: int, *, password: str | None = None,
          findings: list[dict[str, str]] | None = None, status: int = 200) -> HttpResponse:
    """An account's page."""
    who = person(request)
    access.check_may(who, "see", "people/account", owner_id=account_id)
    units = tree(today(request))
    card = queries.account_card(account_id, today(request), tree=units)
    if card is None:
        raise Http404
    return render(request, "shell/account.html", {
        "card": card, "password": password, "findings": findings or [],
        "held": [(held, queries.role_label(held.role), units.name(held.unit_id)) for held in card.appointments],
        "roles": [(role.value, queries.role_label(role)) for role in Role], "offered": offered(units),
        "typed": request.POST, "sessions": sessions(request, account_id),
        "may_change": access.reach(who, "change", "people/account").everything,
        "may_approve": access.reach(who, "approve", "people/account").everything,
        "may_appoint": access.reach(who, "change", "people/appointment").everything
        or access.reach(who, "approve", "people/appointment").everything,
    }, status=status)


@posted("people-account", "account_id")
def act(request: HttpRequest, account_id: int, verb: str) -> HttpResponse:
    """This will carry out one verb on an account; the action itself checks who may."""
    who, at, day = person(request), now(request), today(request)
    try:
        if verb == "reset":
            return shown(request, account_id, password=actions.reset_password(account_id=account_id, by=who, at=at))
        if verb == "close":
            actions.close_account(account_id=account_id, on=day, by=who, at=at)
        elif verb == "unlock":
            actions.unlock(account_id=account_id, by=who, at=at)
        elif verb == "second-factor":
            actions.reset_second_factor(account_id=account_id, by=who, at=at)
        elif verb == "sessions":
            actions.revoke_sessions(account_id=account_id, by=who, at=at)
        elif verb == "session" and request.POST.get("session", "").isdecimal():
            actions.revoke_sessions(account_id=account_id, session_ids=[int(request.POST["session"])], by=who, at=at)
        elif verb == "appoint":
            appoint(request, account_id)
        elif verb == "end" and request.POST.get("appointment", "").isdigit():
            actions.end_appointment(appointment_id=int(request.POST["appointment"]), until=day, by=who, at=at)
        else:
            raise Http404
    except Refused as refused:
        return shown(request, account_id, findings=worded(refused.findings), status=422)
    return redirect("people-account", account_id)


def appoint(request: HttpRequest, account_id: int) -> None:
    """This will appoint to the role and at the unit that a form names."""
    form = AppointForm(request.POST)
    access.check_may(person(request), "change", "people/appointment")
    if not form.is_valid():
        raise Refused(Finding(code="people/not-chosen", message="A duty and a unit are needed.",
                              remedy="Choose a duty, type a part of the unit's name and choose it from the list."))
    unit_id = chosen(tree(today(request)), form.cleaned_data["unit"], field=_("At"))
    actions.appoint(account_id=account_id, role=Role(form.cleaned_data["role"]), unit_id=unit_id or 0,
                    since=today(request), by=person(request), at=now(request))


def sessions(request: HttpRequest, account_id: int) -> list[SessionCard] | None:
    """The account's sessions for whoever may end them; None for all others."""
    if not access.may(person(request), "change", "people/session", owner_id=account_id):
        return None
    return queries.sessions_of(account_id, current_key=request.session.session_key)
