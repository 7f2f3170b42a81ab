"""Tokens by which programs act for a person."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from junheng.ground.audit import actions as audit
from junheng.ground.people import models
from junheng.ground.people.actions.shared import check, refused, signature
from junheng.ground.people.queries import owed_before_work
from junheng.ground.people.table import access_table
from junheng.ground.people.values import Person, TokenScope

TOKEN = "people/token"  # noqa: S105 (a kind of the access table)
PREFIX = "jh_"
LONGEST = 366
MOST = 10


@transaction.atomic
def make_token(*, name: str, scope: TokenScope, kinds: Collection[str], unit_id: int | None = None, days: int, by: Person, at: datetime) -> str:
    """This will make a token for the person's own programs and return it: it is shown once and never again.

    It opens objects of these kinds, with a unit at that unit and below. Raises Denied, Refused.
    """
    check(by, "change", TOKEN, owner_id=by.account_id)
    unknown = set(kinds) - access_table().kinds.keys()
    if unknown or not kinds:
        raise refused("people/token-kinds", "Nothing was chosen that the token opens.", "Choose at least one table.")
    if not name.strip():
        raise refused("people/token-nameless", "A token needs a name.", "Write which program it is for.")
    if not 1 <= days <= LONGEST:
        raise refused("people/token-days", "A token lives from 1 to %(days)s days.", "Choose another number of days.",
                      days=LONGEST)
    account = models.Account.objects.get(pk=by.account_id)
    if owed_before_work(account) is not None:
        raise refused("people/token-owed", "The password or the second factor comes first.",
                      "Change the temporary password, set up the second factor, then make the token.")
    living = models.ApiToken.objects.filter(account_id=by.account_id, revoked_at=None, expires_on__gte=at.date())
    if living.count() >= MOST:
        raise refused("people/token-many", "You have %(count)s tokens already.", "Revoke one that is no longer used.",
                      count=MOST)
    secret = PREFIX + secrets.token_urlsafe(32)
    row = models.ApiToken.objects.create(
        account_id=by.account_id, name=name.strip()[:80], digest=digest_of(secret), scope=TokenScope(scope).value,
        kinds=sorted(kinds), unit_id=unit_id, created_at=at, expires_on=at.date() + timedelta(days=days),
    )
    number, who = signature(by)
    audit.say("made the token %(name)s, until %(date)s", values={"name": row.name, "date": row.expires_on.isoformat()},
              by=number, by_name=who, at=at, kind=TOKEN, ref=str(row.pk), rows=[{"scope": row.scope, "kinds": row.kinds, "unit": unit_id}])
    return secret


@transaction.atomic
def revoke_token(*, token_id: int, by: Person, at: datetime) -> None:
    """This will end a token at once."""
    row = models.ApiToken.objects.select_for_update().get(pk=token_id)
    check(by, "change", TOKEN, owner_id=row.account_id)
    if row.revoked_at is not None:
        return
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    number, who = signature(by)
    audit.say("revoked the token %(name)s", values={"name": row.name}, by=number, by_name=who, at=at, kind=TOKEN,
              ref=str(row.pk), rows=[])


@transaction.atomic
def note_use(*, token_id: int, by: Person, at: datetime, today: date) -> None:
    """This will keep the first use of a token on a day."""
    fresh = models.ApiToken.objects.filter(pk=token_id).exclude(last_used_on=today).update(last_used_on=today)
    if fresh:
        row = models.ApiToken.objects.get(pk=token_id)
        audit.say("used the token %(name)s", values={"name": row.name}, by=by.account_id, by_name=by.name, at=at,
                  kind=TOKEN, ref=str(token_id), rows=[])


def digest_of(secret: str) -> str:
    """What is kept of a token: it is long and random, so one plain digest is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
