"""What the verbs of accounts and of appointments share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from allauth.usersessions.models import UserSession

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people import models
from junheng.ground.people.access import check_may
from junheng.ground.people.table import Verb
from junheng.ground.people.values import Person

# Who acts where no person is signed in: the console of the server.
CONSOLE = "Console"


def signature(by: Person | None) -> tuple[int | None, str]:
    """The number and name under which an act is written down."""
    return (by.account_id, by.name) if by else (None, CONSOLE)


def check(by: Person | None, verb: Verb, kind: str, owner_id: int | None = None) -> None:
    """Raises Denied where the person may not; the console may."""
    if by is not None:
        check_may(by, verb, kind, owner_id=owner_id)


def locked(account_id: int) -> models.Account:
    """The account, locked until the transaction ends. Raises Refused when there is none."""
    account = models.Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise refused("people/unknown", "There is no such account.", "Look at the list again.")
    return account


def opened_account(account_id: int) -> models.Account:
    """The same, and Refused where the account is closed."""
    account = locked(account_id)
    if not account.is_active:
        raise refused(
            "people/account-closed",
            "The account of %(name)s is closed.",
            "Reopen it first.",
            name=account.name,
        )
    return account


def end(row: models.Appointment, until: date) -> None:
    """Ends an appointment on a day; one that has not begun by then goes altogether."""
    if row.since >= until:
        row.delete()
    else:
        row.until = until
        row.save(update_fields=["until"])


def end_sessions(rows: Iterable[UserSession]) -> int:
    """Signs these sessions out; returns how many."""
    ended = 0
    for session in rows:
        session.end()
        ended += 1
    return ended


def refused(code: str, message: str, remedy: str, **values: str | int) -> Refused:
    """A refusal of one finding."""
    return Refused(Finding(code=code, message=message, remedy=remedy, values=values))
