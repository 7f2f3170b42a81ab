"""Questions about people: who somebody is today, who holds what, what is owed before work begins."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from junheng.ground.people import models
from junheng.ground.people.values import (
    POWERFUL,
    AccountCard,
    Held,
    Holder,
    Person,
    Role,
    SessionCard,
    TokenCard,
    TokenHolder,
    TokenScope,
    Within,
)
from junheng.ground.units import queries as units
from junheng.ground.units.values import UnitTree
from junheng.ground.units.words import word


def person_of(account: Any, on: date, *, tree: UnitTree | None = None) -> Person:
    """The person behind an account on a day: two queries, one when the day's unit tree is handed in."""
    held_by_it = _in_force(models.Appointment.objects.filter(account_id=account.pk), on)
    rows = list(
        held_by_it.annotate(second_factor=Exists(_second_factors(OuterRef("account_id")))).order_by(
            "since", "id"
        )
    )
    unit_ids = {row.unit_id for row in rows}
    below = {each: tree.with_below([each]) for each in unit_ids} if tree else units.with_below(unit_ids, on)
    held = tuple(_held(row, below[row.unit_id]) for row in rows)
    return Person(
        account_id=account.pk,
        username=account.username,
        name=account.name,
        language=account.language,
        appointments=held,
        scope=frozenset().union(*(each.below for each in held)),
        second_factor=bool(rows and rows[0].second_factor),
    )


def person_by_id(account_id: int, on: date, *, tree: UnitTree | None = None) -> Person | None:
    """The same from an account's number, for background work; None for a closed or unknown account."""
    account = models.Account.objects.filter(pk=account_id, is_active=True).first()
    return person_of(account, on, tree=tree) if account else None


def account_id_of(username: str) -> int | None:
    """The account with this sign-in name, whatever its case."""
    return (
        models.Account.objects.filter(username__iexact=models.Account.normalize_username(username.strip()))
        .values_list("pk", flat=True)
        .first()
    )


def names(account_ids: Iterable[int]) -> dict[int, str]:
    """Names by account number, closed accounts too."""
    return dict(models.Account.objects.filter(pk__in=set(account_ids)).values_list("pk", "name"))


def people_at(
    on: date, *, unit_ids: Collection[int] | None = None, roles: Collection[Role] | None = None
) -> list[Holder]:
    """Who holds which role where on a day, active accounts only, by unit and name; one query."""
    rows = _in_force(models.Appointment.objects.filter(account__is_active=True), on)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    if roles is not None:
        rows = rows.filter(role__in=[role.value for role in roles])
    found = rows.order_by("unit__code", "account__name", "id").values_list(
        "account_id", "account__name", "role", "unit_id"
    )
    return [Holder(account_id=a, name=name, role=Role(role), unit_id=unit) for a, name, role, unit in found]


def accounts(on: date, *, tree: UnitTree | None = None) -> list[AccountCard]:
    """Every account with its appointments of the day, by sign-in name; four queries, two with the tree."""
    return _cards(models.Account.objects.all(), on, tree)


def account_card(account_id: int, on: date, *, tree: UnitTree | None = None) -> AccountCard | None:
    """One account; None when there is none."""
    return next(iter(_cards(models.Account.objects.filter(pk=account_id), on, tree)), None)


def sessions_of(account_id: int, *, current_key: str | None = None) -> list[SessionCard]:
    """The account's living sessions, the latest first. `current_key` marks the asker's own."""
    account = models.Account.objects.get(pk=account_id)
    return sorted(
        (
            SessionCard(
                id=session.pk,
                account_id=account_id,
                address=session.ip,
                browser=session.user_agent,
                since=session.created_at,
                last_seen=session.last_seen_at,
                is_current=current_key is not None and session.session_key == current_key,
            )
            for session in UserSession.objects.purge_and_list(account)
        ),
        key=lambda card: card.last_seen,
        reverse=True,
    )


def tokens_of(account_id: int) -> list[TokenCard]:
    """The account's tokens, the newest first."""
    return [
        TokenCard(id=row.pk, name=row.name, scope=TokenScope(row.scope), kinds=frozenset(row.kinds), unit_id=row.unit_id,
                  created_at=row.created_at, expires_on=row.expires_on, revoked=row.revoked_at is not None, last_used_on=row.last_used_on)
        for row in models.ApiToken.objects.filter(account_id=account_id)
    ]


def holder_of(digest: str, on: date) -> TokenHolder | None:
    """Whoever acts by the token with this digest; None for one that is unknown, over, revoked, or of a closed account."""
    row = models.ApiToken.objects.select_related("account").filter(
        digest=digest, revoked_at=None, expires_on__gte=timezone.localdate(), account__is_active=True).first()
    if row is None or owed_before_work(row.account) is not None:
        return None
    scope = TokenScope(row.scope)
    unit_ids = units.with_below([row.unit_id], on)[row.unit_id] if row.unit_id else None
    return TokenHolder(token_id=row.pk, scope=scope, person=replace(
        person_of(row.account, on), within=Within(scope.verbs, frozenset(row.kinds), unit_ids)))


def role_label(role: Role) -> str:
    """The word for a role in the current language and county."""
    return word("role", role.value, role.label)


def must_change_password(account: Any) -> bool:
    """Whether the account still has the temporary password that somebody else has seen; no query."""
    return bool(account.must_change_password)


def must_set_up_second_factor(account: Any) -> bool:
    """Whether a powerful role is held without a second factor. One query, none for a Person.

    The demonstration county switches this off by the setting JUNHENG_DEMO.
    """
    if getattr(settings, "JUNHENG_DEMO", False):
        return False
    if isinstance(account, Person):
        return account.is_powerful and not account.second_factor
    powerful = models.Appointment.objects.filter(
        account_id=account.pk, role__in=sorted(role.value for role in POWERFUL)
    )
    # The day of the wall clock, not the day shown in a demonstration: this is about safety, not about work.
    return (
        _in_force(powerful, timezone.localdate())
        .exclude(Exists(_second_factors(OuterRef("account_id"))))
        .exists()
    )


def owed_before_work(account: Any) -> Literal["password", "second_factor"] | None:
    """What an account has to do before any page opens to it; None: nothing. At most one query."""
    if must_change_password(account):
        return "password"
    return "second_factor" if must_set_up_second_factor(account) else None


def _second_factors(account_id: Any) -> QuerySet[Any]:
    return Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.TOTP)


def _in_force(rows: QuerySet[models.Appointment], on: date) -> QuerySet[models.Appointment]:
    return rows.filter(Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on)))


def _held(row: models.Appointment, below: frozenset[int]) -> Held:
    return Held(
        id=row.pk,
        role=Role(row.role),
        unit_id=row.unit_id,
        since=row.since,
        until=row.until,
        below=below,
    )


def _cards(rows: QuerySet[models.Account], on: date, tree: UnitTree | None) -> list[AccountCard]:
    found = list(rows.annotate(second_factor=Exists(_second_factors(OuterRef("pk")))).order_by("username"))
    tree = tree or units.tree(on)
    held: dict[int, list[Held]] = {}
    appointed = models.Appointment.objects.filter(account__in=[account.pk for account in found])
    for row in _in_force(appointed, on).order_by("since", "id"):
        held.setdefault(row.account_id, []).append(_held(row, tree.with_below([row.unit_id])))
    return [
        AccountCard(
            account_id=account.pk,
            username=account.username,
            name=account.name,
            email=account.email,
            language=account.language,
            is_active=account.is_active,
            must_change_password=account.must_change_password,
            second_factor=account.second_factor,
            created=account.created,
            last_login=account.last_login,
            appointments=tuple(held.get(account.pk, ())),
        )
        for account in found
    ]
