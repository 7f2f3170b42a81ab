"""How changes of units reach the audit, which stands above this package.

The audit may look down on units, units may not look up to the audit. So every action here announces what
it has done, inside its own transaction, and the audit listens and writes it down. Without a listener the
action fails: a change that nobody writes down does not happen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.dispatch import Signal

changed = Signal()


def announce(
    sentence: str,
    *,
    values: Mapping[str, Any],
    by: int | None,
    by_name: str,
    at: datetime,
    kind: str,
    ref: str,
    rows: Iterable[Any] = (),
) -> None:
    """This will have the sentence written into the audit, or raise and undo the change it tells of."""
    if not changed.has_listeners():
        raise RuntimeError("no audit listens to changes of units")
    changed.send(
        sender="units",
        sentence=sentence,
        values=values,
        by=by,
        by_name=by_name,
        at=at,
        kind=kind,
        ref=ref,
        rows=tuple(rows),
    )
