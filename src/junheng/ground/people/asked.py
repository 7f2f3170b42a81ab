"""Who asks, and when: the person behind a request with their scope, once a request."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol, cast

from django.http import HttpRequest

from junheng.ground.people.queries import person_of
from junheng.ground.people.values import Person


class Asked(Protocol):
    """What the shell's middleware puts on every request."""

    today: date
    now: datetime


def person(request: HttpRequest) -> Person:
    """The signed-in person with appointments and scope; asked of the database once a request."""
    found = getattr(request, "_person", None)
    if found is None:
        found = person_of(request.user, today(request))
        request._person = found  # type: ignore[attr-defined]
    return cast(Person, found)


def today(request: HttpRequest) -> date:
    """The day that the house shows as today."""
    return cast(Asked, request).today


def now(request: HttpRequest) -> datetime:
    """This moment, on the day that the house shows as today."""
    return cast(Asked, request).now
