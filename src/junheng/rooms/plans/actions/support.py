"""What every verb of this room needs: the row locked for change, the revision held, the audit sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.db import models as django_models

from junheng.ground.audit import actions as audit
from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person

Row = TypeVar("Row", bound=django_models.Model)


def locked(kind: type[Row], ref: int) -> Row:
    """This will fetch a row and hold it until the transaction ends."""
    return kind._default_manager.select_for_update().get(pk=ref)


def check_revision(row: django_models.Model, seen: int, *, by_whom: str = "") -> None:
    """This will refuse a change made on a state that somebody else has changed since."""
    current: int = row.revision  # type: ignore[attr-defined]
    if current != seen:
        raise Refused(
            Finding(
                code="changed-meanwhile",
                message="Somebody else has changed this in the meantime%(by_whom)s.",
                remedy="Your text is kept below: compare it with the new state and save again.",
                values={"by_whom": by_whom},
            )
        )


def tell_audit(sentence: str, values: Mapping[str, str | int], *, by: Person, at: datetime, kind: str,
               ref: int, rows: object = ()) -> None:
    """This will write one sentence about one action, with a digest of its rows."""
    audit.say(
        sentence, values=dict(values), by=by.account_id, by_name=by.name, at=at, kind=f"plans/{kind}",
        ref=str(ref), rows=[rows] if rows else (),
    )
