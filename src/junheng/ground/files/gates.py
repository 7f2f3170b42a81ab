"""Whether somebody may open an attachment is for the room to say whose object it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# A gate is asked with the person (of ground.people, which stands above this package) and the object's number.
Gate = Callable[[Any, str], bool]
GATES: dict[str, Gate] = {}


def gate(owner_kind: str) -> Callable[[Gate], Gate]:
    """This will register who may open the attachments of a kind of object; a kind without a gate stays shut."""

    def keep(check: Gate) -> Gate:
        if owner_kind in GATES and GATES[owner_kind].__module__ != check.__module__:
            raise ValueError(f"two gates for {owner_kind}")
        GATES[owner_kind] = check
        return check

    return keep


def may_open(person: Any, owner_kind: str, owner_ref: str) -> bool:
    """Whether a person may open what belongs to an object."""
    check = GATES.get(owner_kind)
    return check is not None and check(person, owner_ref)
