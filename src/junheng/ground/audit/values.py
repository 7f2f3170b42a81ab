"""What the audit holds: entries as sentences, the chain that binds them, and a checkpoint to keep elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

# What the first entry points back to.
GENESIS = "0" * 64

Plain = str | int | bool | None


class Act(StrEnum):
    """What an entry tells of: something changed, something looked at, or somebody at the door."""

    CHANGE = "change"
    LOOK = "look"
    DOOR = "door"

    @property
    def label(self) -> str:
        """English message id."""
        return {"change": "Change", "look": "Look", "door": "Sign-in"}[self.value]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit. `sentence` is an English message id, `values` fills its slots."""

    seq: int
    at: datetime
    act: Act
    actor_id: int | None
    actor_name: str
    sentence: str
    values: Mapping[str, Plain]
    kind: str
    ref: str
    digest: str
    previous: str
    hash: str

    def computed_hash(self, *, seq: int | None = None) -> str:
        """The hash that this entry should carry, or would carry as entry `seq`."""
        return chained(
            seq=self.seq if seq is None else seq,
            at=self.at,
            act=self.act,
            actor_id=self.actor_id,
            actor_name=self.actor_name,
            sentence=self.sentence,
            values=self.values,
            kind=self.kind,
            ref=self.ref,
            digest=self.digest,
            previous=self.previous,
        )


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The last entry's number and hash, to be kept on paper or on another machine.

    Whoever rules the database can cut the tail off and rewrite the head; not a checkpoint kept elsewhere.
    """

    seq: int
    hash: str

    def as_json(self) -> str:
        """One line of JSON."""
        return json.dumps({"seq": self.seq, "hash": self.hash})

    @classmethod
    def from_json(cls, text: str) -> Checkpoint:
        """Reads what `as_json` wrote. Raises ValueError for anything else."""
        read = json.loads(text)
        if not isinstance(read, dict) or not isinstance(read.get("seq"), int):
            raise ValueError("not a checkpoint")
        mark = read.get("hash")
        if not isinstance(mark, str) or len(mark) != len(GENESIS):
            raise ValueError("not a checkpoint")
        return cls(seq=read["seq"], hash=mark)


def canonical(value: Any) -> str:
    """Canonical JSON: keys sorted, no spaces, text as it is; dates in ISO form, decimals as text."""
    return json.dumps(
        plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def plain(value: Any) -> Any:
    """A value as JSON can hold it on every database. Raises TypeError for what has no plain form.

    Floating-point numbers become text: databases that keep JSON in a form of their own respell them.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        # Databases refuse NUL and half a surrogate pair; neither may stop an entry.
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, int):
        return value
    if isinstance(value, (float, Decimal)):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds") if value.tzinfo else value.isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if type(value).__module__.startswith("django."):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item) for item in value), key=canonical)
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no plain form")


def digest_of(rows: Iterable[Any] | bytes) -> str:
    """SHA-256 of the bytes, or of the canonical JSON list of the rows, one row in memory at a time."""
    if isinstance(rows, bytes):
        return hashlib.sha256(rows).hexdigest()
    digest = hashlib.sha256(b"[")
    for position, row in enumerate(rows):
        digest.update((("," if position else "") + canonical(row)).encode("utf-8"))
    digest.update(b"]")
    return digest.hexdigest()


def chained(
    *,
    seq: int,
    at: datetime,
    act: Act,
    actor_id: int | None,
    actor_name: str,
    sentence: str,
    values: Mapping[str, Plain],
    kind: str,
    ref: str,
    digest: str,
    previous: str,
) -> str:
    """SHA-256 that binds an entry to everything before it."""
    line = [seq, at, act, actor_id, actor_name, sentence, values, kind, ref, digest, previous]
    return hashlib.sha256(canonical(line).encode("utf-8")).hexdigest()
