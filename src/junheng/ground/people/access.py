"""Who may. Answers come from the access table and the person alone: no queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from junheng.ground.kernel.findings import Finding
from junheng.ground.people.table import ANYONE, Scope, Verb, access_table
from junheng.ground.people.values import Held, Person

__all__ = ["Denied", "Reach", "check_may", "may", "may_at_all", "reach"]

MESSAGES: dict[Verb, str] = {
    "see": "You may not see this.",
    "change": "You may not change this.",
    "approve": "You may not approve this.",
}
REMEDY = "Ask whoever is responsible for it, or the security administrator if the duty is yours."


class Denied(PermissionDenied):
    """Somebody asked for what is not theirs. `finding` says so in message ids; status 403."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(str(finding))


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a person reaches in a list: everything, or these units and (with `own`) own cases."""

    everything: bool = False
    unit_ids: frozenset[int] = frozenset()
    own: bool = False

    def __bool__(self) -> bool:
        return self.everything or self.own or bool(self.unit_ids)


def reach(person: Person, verb: Verb, kind: str) -> Reach:
    """What to cut a list by; false where the person reaches nothing. Raises KeyError for an unknown kind.

    A program reaches what its owner reaches and its token leaves. A token kept to a unit knows no own cases: it reaches by unit.
    """
    found, within = reach_by_roles(person, verb, kind), person.within
    if within is None:
        return found
    if verb not in within.verbs or kind not in within.kinds:
        return Reach()
    if within.unit_ids is None:
        return found
    return Reach(unit_ids=within.unit_ids if found.everything else found.unit_ids & within.unit_ids)


def reach_by_roles(person: Person, verb: Verb, kind: str) -> Reach:
    """What the person's appointments reach, whoever acts."""
    table = access_table()
    own = False
    unit_ids: set[int] = set()
    scopes: list[tuple[Scope | None, Held | None]] = [(table.scope(ANYONE, verb, kind), None)]
    scopes += [(table.scope(held.role, verb, kind), held) for held in person.appointments]
    for scope, held in scopes:
        if scope is None:
            continue
        if scope is Scope.COUNTY:
            return Reach(everything=True, own=True)
        own = True
        if held is not None and scope is Scope.UNIT:
            unit_ids.add(held.unit_id)
        elif held is not None and scope is Scope.BELOW:
            unit_ids |= held.below
    return Reach(unit_ids=frozenset(unit_ids), own=own)


def may(
    person: Person,
    verb: Verb,
    kind: str,
    *,
    unit_ids: Collection[int] = (),
    owner_id: int | None = None,
) -> bool:
    """Whether the person may `verb` an object of `kind`.

    `unit_ids` are the object's units that count for this verb (see docs/access.md); `owner_id` is the account
    whose own case it is. Raises KeyError for an unknown kind.
    """
    allowed = reach(person, verb, kind)
    if allowed.everything:
        return True
    if allowed.own and owner_id is not None and owner_id == person.account_id:
        return True
    return any(unit_id in allowed.unit_ids for unit_id in unit_ids)


def may_at_all(person: Person, verb: Verb, kind: str) -> bool:
    """Whether there can be any object of `kind` that the person may `verb`: for menus and buttons."""
    return bool(reach(person, verb, kind))


def check_may(
    person: Person,
    verb: Verb,
    kind: str,
    *,
    unit_ids: Collection[int] = (),
    owner_id: int | None = None,
) -> None:
    """Raises Denied unless `may`."""
    if not may(person, verb, kind, unit_ids=unit_ids, owner_id=owner_id):
        raise Denied(
            Finding(code=f"access/{verb}", message=MESSAGES[verb], remedy=REMEDY, values={"kind": kind})
        )
