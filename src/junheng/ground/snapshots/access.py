"""Who may see snapshots, freeze, and fetch their tables."""

from __future__ import annotations

from junheng.ground.files.gates import gate
from junheng.ground.people import access
from junheng.ground.people.table import Verb
from junheng.ground.people.values import Person

SNAPSHOT = "facts/snapshot"


def check_may(person: Person, verb: Verb) -> None:
    """Raises Denied unless the person may."""
    access.check_may(person, verb, SNAPSHOT)


def may(person: Person, verb: Verb) -> bool:
    """Whether the person may."""
    return access.may(person, verb, SNAPSHOT)


@gate(SNAPSHOT)
def may_fetch(person: Person, ref: str) -> bool:
    """Whether the person may fetch a table of a snapshot."""
    del ref
    return may(person, "see")
