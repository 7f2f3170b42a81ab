"""The only writer of the audit. Call it last in an action's transaction: entries queue for one head row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from junheng.ground.audit import models
from junheng.ground.audit.values import Act, AuditEntry, chained, digest_of, plain

NAME_LENGTH = 120


def say(
    sentence: str,
    *,
    values: Mapping[str, Any],
    by: int | None,
    by_name: str,
    at: datetime,
    kind: str,
    ref: str,
    rows: Iterable[Any] | bytes = (),
) -> AuditEntry:
    """This will add one entry to the chain, inside the caller's transaction, and return it.

    `sentence` is an English message id with %(name)s slots filled from `values` (text, whole numbers, dates;
    under a key in "_word" a message id, translated with the sentence: "role_word": "Section officer");
    `kind` and `ref` name the object ("plans/commitment", "17"); `rows` are digested, not kept.
    Raises ValueError for a moment without a time zone or a sentence whose slots are not filled.
    """
    return _add(
        Act.CHANGE, sentence, values=values, by=by, by_name=by_name, at=at, kind=kind, ref=ref, rows=rows
    )


def look(
    sentence: str,
    *,
    values: Mapping[str, Any],
    by: int | None,
    by_name: str,
    at: datetime,
    kind: str,
    ref: str,
) -> AuditEntry:
    """This will note that somebody looked at a sensitive record."""
    return _add(Act.LOOK, sentence, values=values, by=by, by_name=by_name, at=at, kind=kind, ref=ref, rows=())


def at_the_door(
    sentence: str,
    *,
    values: Mapping[str, Any],
    by: int | None,
    by_name: str,
    at: datetime,
    kind: str,
    ref: str,
) -> AuditEntry:
    """This will note a sign-in, a sign-out or a refused attempt."""
    return _add(Act.DOOR, sentence, values=values, by=by, by_name=by_name, at=at, kind=kind, ref=ref, rows=())


def hear(*, signal: object, sender: object, **said: Any) -> None:
    """This will write down what units announce; they stand below and cannot call `say`."""
    say(said.pop("sentence"), **said)


@transaction.atomic
def _add(
    act: Act,
    sentence: str,
    *,
    values: Mapping[str, Any],
    by: int | None,
    by_name: str,
    at: datetime,
    kind: str,
    ref: str,
    rows: Iterable[Any] | bytes,
) -> AuditEntry:
    if at.tzinfo is None:
        raise ValueError("an entry's moment has a time zone")
    held = plain(dict(values))
    try:
        sentence % held
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"the sentence {sentence!r} is not filled by its values") from error
    digest = digest_of(rows)
    head = models.Head.objects.select_for_update().get(pk=1)
    fields: dict[str, Any] = {
        "seq": head.seq + 1,
        "at": at.astimezone(UTC),
        "act": act,
        "actor_id": by,
        "actor_name": plain(by_name)[:NAME_LENGTH],
        "sentence": sentence,
        "values": held,
        "kind": kind,
        "ref": ref,
        "digest": digest,
        "previous": head.hash,
    }
    mark = chained(**fields)
    models.Entry.objects.create(**{**fields, "act": act.value}, hash=mark)
    head.seq, head.hash = fields["seq"], mark
    head.save(update_fields=["seq", "hash"])
    return AuditEntry(**fields, hash=mark)
