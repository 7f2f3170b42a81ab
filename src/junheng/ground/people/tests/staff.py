"""People for tests: accounts opened at the console, and persons made without a database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from junheng.ground.people import actions, models, queries
from junheng.ground.people.values import Held, Person, Role
from junheng.ground.units.tests.county import NOW, OPENED

DAY = date(2026, 3, 2)
PASSWORD = "qinghe-county-2026"


def hire(username: str, *held: tuple[Role, int], name: str = "") -> Person:
    """Opens an account at the console and appoints it; returns the person on DAY."""
    opened = actions.open_account(
        username=username, name=name or username, by=None, at=NOW, password=PASSWORD
    )
    for role, unit_id in held:
        actions.appoint(
            account_id=opened.account_id, role=role, unit_id=unit_id, since=OPENED, by=None, at=NOW
        )
    return person(username)


def person(username: str) -> Person:
    """The person of this sign-in name on DAY."""
    return queries.person_of(models.Account.objects.get(username=username), DAY)


def somebody(*held: tuple[Role, int, Iterable[int]], account_id: int = 1) -> Person:
    """A person without a database: (role, unit, units below) each."""
    appointments = tuple(
        Held(
            id=position,
            role=role,
            unit_id=unit_id,
            since=OPENED,
            until=None,
            below=frozenset({unit_id, *below}),
        )
        for position, (role, unit_id, below) in enumerate(held)
    )
    return Person(
        account_id=account_id,
        username=f"p{account_id}",
        name="某人",
        language="zh-hans",
        appointments=appointments,
        scope=frozenset().union(*(each.below for each in appointments)),
    )
