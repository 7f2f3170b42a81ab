"""Who came in, who was refused, whose second factor changed: written down as it happens."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from junheng.ground.audit.actions import at_the_door

KIND = "people/account"
NOBODY = "Unknown"


def connect() -> None:
    """This will listen to the sign-in library."""
    from allauth.account.signals import user_logged_in
    from allauth.mfa import signals

    user_logged_in.connect(_came_in, dispatch_uid="door-came-in")
    signals.authenticator_added.connect(_factor_added, dispatch_uid="door-factor-added")
    signals.authenticator_removed.connect(_factor_removed, dispatch_uid="door-factor-removed")
    signals.authenticator_reset.connect(_factor_reset, dispatch_uid="door-factor-reset")
    signals.authentication_failed.connect(_code_failed, dispatch_uid="door-code-failed")


def refused(username: str, address: str) -> None:
    """This will note a refused sign-in. A name that is nobody's is not kept: it may be a password."""
    from junheng.ground.people import models

    account = models.Account.objects.filter(username__iexact=username.strip()).first()
    if account is not None:
        sentence, values = "A sign-in as %(name)s from %(address)s was refused.", {"name": account.username}
    else:
        sentence, values = "A sign-in with an unknown name from %(address)s was refused.", {}
    at_the_door(
        sentence,
        values={**values, "address": address},
        by=None,
        by_name=NOBODY,
        at=timezone.now(),
        kind=KIND,
        ref=str(account.pk) if account else "",
    )


def left(user: Any) -> None:
    """This will note that somebody signed out."""
    if user.is_authenticated:
        _note("%(name)s signed out.", user)


def _came_in(*, request: Any, user: Any, **_more: Any) -> None:
    from allauth.account.adapter import get_adapter

    _note("%(name)s signed in from %(address)s.", user, address=get_adapter().get_client_ip(request))


def _factor_added(*, user: Any, **_more: Any) -> None:
    _note("%(name)s set up a second factor.", user)


def _factor_removed(*, user: Any, **_more: Any) -> None:
    _note("%(name)s took the second factor away.", user)


def _factor_reset(*, user: Any, **_more: Any) -> None:
    _note("%(name)s made new recovery codes.", user)


def _code_failed(*, user: Any, **_more: Any) -> None:
    _note("A wrong code was given for %(name)s.", user)


def _note(sentence: str, user: Any, **values: str) -> None:
    at_the_door(
        sentence,
        values={"name": user.name, **values},
        by=user.pk,
        by_name=user.name,
        at=timezone.now(),
        kind=KIND,
        ref=str(user.pk),
    )
