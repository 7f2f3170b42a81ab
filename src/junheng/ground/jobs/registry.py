"""Kinds of background work, and the progress that a running one reports.

The contract of a handler: it may be called again from its beginning, because its worker can be killed at any
moment, also after its last write and before the job is marked as done. So it writes in one transaction at its end,
or looks first at what is there already; it never calls `step` inside that transaction, since nobody could see it;
and it keeps nothing outside the database that a second run would not simply write again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol


class Progress(Protocol):
    """What a handler says of its progress."""

    def step(
        self, done: int, total: int, message: str, values: Mapping[str, str | int] | None = None
    ) -> None:
        """This will show how far the work is: `message` is a message id, `values` fill its slots.

        Raises Stopped when a person stopped the work or another worker has taken it over.
        """


class Stopped(Exception):
    """This run may not go on: its lease has gone, or a person stopped the work."""


Handler = Callable[[dict[str, Any], Progress], dict[str, Any]]
HANDLERS: dict[str, Handler] = {}


def job(kind: str) -> Callable[[Handler], Handler]:
    """This will register a function as the work of a kind of job. Raises ValueError for a second one."""

    def keep(handler: Handler) -> Handler:
        if kind in HANDLERS and HANDLERS[kind].__module__ != handler.__module__:
            raise ValueError(f"two handlers for {kind}")
        HANDLERS[kind] = handler
        return handler

    return keep
