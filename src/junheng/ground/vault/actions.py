"""The verbs of the vault: a new key, a key from the safe, rows sealed anew, a key taken off the ring."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from junheng.ground.audit import actions as audit
from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.vault import cipher, keys, queries

BATCH = 500


def rotate(*, by: int | None, by_name: str, at: datetime) -> str:
    """This will make a new key that seals from now on; earlier ones stay to open what they sealed. Returns its name."""
    fresh = keys.new_root()
    return add(fresh, "Made the key %(key)s; it seals from now on.", current=True, by=by, by_name=by_name, at=at)


def enter(words: str, *, by: int | None, by_name: str, at: datetime) -> str:
    """This will put a key from its sheet of paper on the ring. Returns its name. Raises Refused for a slip of the pen."""
    try:
        root = cipher.read_back(words)
    except ValueError:
        raise Refused(Finding("vault/not-a-key", "This is not a key: a group is wrong or missing.",
                              "Compare the groups with the sheet and type them again.")) from None
    return add(root, "Entered the key %(key)s from paper.", current=not keys.ring().current, by=by, by_name=by_name, at=at)


def add(root: bytes, sentence: str, *, current: bool, by: int | None, by_name: str, at: datetime) -> str:
    """This will put a key on the ring; the file is replaced when the audit has the sentence."""
    name, said = cipher.named(root), keys.held()
    with transaction.atomic():
        audit.say(sentence, values={"key": name}, by=by, by_name=by_name, at=at, kind="vault/key", ref=name)
        keys.write({"current": name if current else said["current"], "keys": {**said["keys"], name: keys.entry(root, at)}})
    return name


def forget(name: str, *, by: int | None, by_name: str, at: datetime) -> None:
    """This will take a key off the ring that no field needs any more. Raises Refused while one does."""
    said = keys.held()
    needed = sum(counts.get(name, 0) for counts in queries.sealed_under().values())
    if name not in said["keys"] or name == said["current"] or needed:
        raise Refused(Finding("vault/key-needed", "The key %(key)s is not on the ring, seals now, or is needed by %(count)s fields.",
                              "Make a new key and seal the rows anew first.", values={"key": name, "count": needed}))
    with transaction.atomic():
        audit.say("Took the key %(key)s off the ring.", values={"key": name}, by=by, by_name=by_name, at=at,
                  kind="vault/key", ref=name)
        keys.write({**said, "keys": {each: entry for each, entry in said["keys"].items() if each != name}})


def reseal(*, by: int | None, by_name: str, at: datetime, step: Callable[[int], None] = lambda done: None) -> int:
    """This will seal under the current key what was sealed under earlier ones, row by row; it can be broken off and called
    again. Returns how many fields. A field whose key is not here stays as it is."""
    ring, done = keys.ring(), 0
    for model, field in queries.sealed_fields():
        for pk, token in queries.tokens_of(model, field):
            text = cipher.opened(ring, field.label, token)
            if token.startswith(ring.current) or isinstance(text, cipher.Locked):
                continue
            done += unchanged(model, field.name, pk, token).update(**{field.name: text})
            if done % BATCH == 0:
                step(done)
    if done:
        with transaction.atomic():
            audit.say("Sealed %(count)s fields under the key %(key)s.", values={"count": done, "key": ring.current}, by=by,
                      by_name=by_name, at=at, kind="vault/key", ref=ring.current)
    return done


def unchanged(model: Any, name: str, pk: Any, token: str) -> Any:
    """A row, as long as nobody has written the field meanwhile."""
    return model._base_manager.annotate(token_held=Cast(name, TextField())).filter(pk=pk, token_held=token)
