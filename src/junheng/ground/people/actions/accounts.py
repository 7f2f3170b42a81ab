"""The verbs of accounts, passwords, second factors and sessions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from junheng.ground.audit import actions as audit
from junheng.ground.kernel.findings import Finding
from junheng.ground.people import lockout, models
from junheng.ground.people.access import Denied
from junheng.ground.people.actions.shared import (
    check,
    end,
    end_sessions,
    locked,
    opened_account,
    refused,
    signature,
)
from junheng.ground.people.temporary import temporary_password
from junheng.ground.people.values import Opened, Person

ACCOUNT = "people/account"
SESSION = "people/session"


@transaction.atomic
def open_account(
    *,
    username: str,
    name: str,
    by: Person | None,
    at: datetime,
    language: str = "zh-hans",
    email: str = "",
    password: str | None = None,
) -> Opened:
    """This will open an account and return its temporary password, shown once and changed at first sign-in.

    A `password` may be chosen at the console only (demonstrations). Raises Refused, Denied.
    """
    check(by, "change", ACCOUNT)
    if password is not None and by is not None:
        raise Denied(_only_at_console())
    username, name = models.Account.normalize_username(username.strip()), name.strip()
    if not username or not name:
        raise refused("people/without-name", "An account needs a sign-in name and a name.", "Give both.")
    if models.Account.objects.filter(username__iexact=username).exists():
        raise refused(
            "people/username-taken",
            "The sign-in name %(username)s belongs to another account.",
            "Choose another sign-in name.",
            username=username,
        )
    account = models.Account(
        username=username,
        name=name,
        email=email.strip(),
        language=language,
        created=at,
        must_change_password=password is None,
    )
    temporary = temporary_password() if password is None else None
    account.set_password(temporary or password)
    try:
        account.full_clean(exclude=["password"], validate_constraints=False)
        if language not in models.LANGUAGES:
            raise ValidationError(language)
    except ValidationError as error:
        raise refused(
            "people/username-form",
            "The sign-in name %(username)s, the e-mail address or the language cannot be used.",
            "Use letters, digits and @ . + - _ only, and a language that the site speaks.",
            username=username,
        ) from error
    account.save()
    _say("%(name)s received an account (%(username)s).", account, by, at)
    return Opened(account_id=account.pk, temporary_password=temporary)


@transaction.atomic
def close_account(*, account_id: int, on: date, by: Person | None, at: datetime) -> None:
    """This will close an account: sessions end, open appointments end on `on`, no password fits any more."""
    check(by, "change", ACCOUNT)
    account = locked(account_id)
    if not account.is_active:
        raise refused(
            "people/account-closed",
            "The account of %(name)s is closed.",
            "Reopen it first.",
            name=account.name,
        )
    if by is not None and by.account_id == account_id:
        raise refused("people/own-account", "Nobody closes one's own account.", "Ask another administrator.")
    account.is_active = False
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    for row in models.Appointment.objects.filter(account=account).filter(
        Q(until__isnull=True) | Q(until__gt=on)
    ):
        end(row, on)
    end_sessions(UserSession.objects.filter(user=account))
    _say("The account of %(name)s was closed.", account, by, at)


@transaction.atomic
def reopen_account(*, account_id: int, by: Person | None, at: datetime) -> str:
    """This will reopen a closed account without appointments; returns a temporary password."""
    check(by, "change", ACCOUNT)
    account = locked(account_id)
    if account.is_active:
        raise refused(
            "people/account-open", "The account of %(name)s is open.", "Nothing to do.", name=account.name
        )
    account.is_active = True
    temporary = _give_temporary_password(account)
    _say("The account of %(name)s was reopened.", account, by, at)
    return temporary


@transaction.atomic
def reset_password(*, account_id: int, by: Person | None, at: datetime) -> str:
    """This will give a temporary password, shown once and changed at the next sign-in; sessions end.

    The second factor stays: one administrator alone cannot take over a powerful account.
    """
    check(by, "change", ACCOUNT)
    account = opened_account(account_id)
    temporary = _give_temporary_password(account)
    end_sessions(UserSession.objects.filter(user=account))
    _say("%(name)s received a temporary password.", account, by, at)
    return temporary


@transaction.atomic
def change_own_password(*, account_id: int, password: str, at: datetime) -> None:
    """This will set the password that somebody chose. Raises Refused where it is too weak or the old one."""
    account = opened_account(account_id)
    if account.must_change_password and account.check_password(password):
        raise refused(
            "people/password-temporary",
            "The temporary password has been seen by somebody else.",
            "Choose a password of your own.",
        )
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise refused(
            "people/password-weak",
            "The password is too weak: %(reason)s",
            "Choose a longer one that is not a common word.",
            reason=" ".join(error.messages),
        ) from error
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    audit.at_the_door(
        "%(name)s changed the password.",
        values={"name": account.name},
        by=account.pk,
        by_name=account.name,
        at=at,
        kind=ACCOUNT,
        ref=str(account.pk),
    )


@transaction.atomic
def change_account(
    *, account_id: int, by: Person | None, at: datetime, name: str | None = None, language: str | None = None
) -> None:
    """This will change the name (administrators) or the language (one's own too). None leaves it as it is."""
    if name is not None:
        check(by, "change", ACCOUNT)
    else:
        check(by, "change", ACCOUNT, owner_id=account_id)
    account = opened_account(account_id)
    if name is not None and not name.strip():
        raise refused("people/without-name", "An account needs a sign-in name and a name.", "Give both.")
    if language is not None and language not in models.LANGUAGES:
        raise refused(
            "people/language", "The site does not speak this language.", "Choose one from the list."
        )
    account.name = account.name if name is None else name.strip()
    account.language = account.language if language is None else language
    account.save(update_fields=["name", "language"])
    _say("The account of %(name)s was changed.", account, by, at)


@transaction.atomic
def unlock(*, account_id: int, by: Person | None, at: datetime) -> None:
    """This will let somebody try again who was locked out by too many failures."""
    check(by, "approve", ACCOUNT)
    account = opened_account(account_id)
    _say("The account of %(name)s was unlocked.", account, by, at)
    transaction.on_commit(lambda: lockout.unlock(account.username, account.pk))


@transaction.atomic
def reset_second_factor(*, account_id: int, by: Person | None, at: datetime) -> None:
    """This will take away a lost second factor with its recovery codes; a powerful role must set up anew."""
    check(by, "approve", ACCOUNT)
    account = opened_account(account_id)
    Authenticator.objects.filter(user=account).delete()
    end_sessions(UserSession.objects.filter(user=account))
    _say("The second factor of %(name)s was taken away.", account, by, at)


@transaction.atomic
def revoke_sessions(
    *,
    account_id: int,
    by: Person | None,
    at: datetime,
    session_ids: Collection[int] | None = None,
) -> int:
    """This will end an account's sessions, all or these; returns how many. One's own, or as security admin."""
    check(by, "change", SESSION, owner_id=account_id)
    account = locked(account_id)
    rows = UserSession.objects.filter(user=account)
    if session_ids is not None:
        rows = rows.filter(pk__in=list(session_ids))
    ended = end_sessions(rows)
    if ended:
        actor_id, actor_name = signature(by)
        audit.say(
            "%(count)s sessions of %(name)s were ended.",
            values={"name": account.name, "count": ended},
            by=actor_id,
            by_name=actor_name,
            at=at,
            kind=SESSION,
            ref=str(account.pk),
        )
    return ended


def _give_temporary_password(account: models.Account) -> str:
    temporary = temporary_password()
    account.set_password(temporary)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password", "is_active"])
    return temporary


def _say(sentence: str, account: models.Account, by: Person | None, at: datetime) -> None:
    actor_id, actor_name = signature(by)
    fields = ("id", "username", "name", "language", "is_active", "must_change_password", "created")
    audit.say(
        sentence,
        values={"name": account.name, "username": account.username},
        by=actor_id,
        by_name=actor_name,
        at=at,
        kind=ACCOUNT,
        ref=str(account.pk),
        rows=[{field: getattr(account, field) for field in fields}],
    )


def _only_at_console() -> Finding:
    return Finding(
        code="people/console-only",
        message="Passwords are chosen by their owners.",
        remedy="Leave the password out; a temporary one is given.",
    )
