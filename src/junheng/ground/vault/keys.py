"""The file of keys: beside the data or where JUNHENG_KEYS says, readable by the house alone, never in a backup."""

from __future__ import annotations

import base64
import json
import os
import secrets
import tempfile
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from junheng.ground.vault.cipher import ROOT, Keyring, named


def place() -> Path:
    """Where the keys are."""
    return Path(settings.VAULT_KEYS)


def ring() -> Keyring:
    """The keys as they are now, in every process of the house. Without a file: no key."""
    try:
        changed = os.stat(settings.VAULT_KEYS)
    except FileNotFoundError:
        return Keyring("", {})
    return _ring(str(settings.VAULT_KEYS), changed.st_mtime_ns, changed.st_ino)


@lru_cache(maxsize=4)
def _ring(path: str, _changed: int, _inode: int) -> Keyring:
    held = json.loads(Path(path).read_text(encoding="ascii"))
    return Keyring(held["current"], {name: base64.b64decode(each["key"]) for name, each in held["keys"].items()})


def held() -> dict[str, Any]:
    """What the file says: the current key's name, and of each key when it was made or entered."""
    try:
        return dict(json.loads(place().read_text(encoding="ascii")))
    except FileNotFoundError:
        return {"current": "", "keys": {}}


def sealing_ring(*, at: datetime) -> Keyring:
    """The keys for sealing: the first one is made where there is none. Two processes at once get the same."""
    known = ring()
    if known.current:
        return known
    fresh = new_root()
    write({"current": named(fresh), "keys": {named(fresh): entry(fresh, at)}}, only_first=True)
    return ring()


def new_root() -> bytes:
    """A key that nobody knows."""
    return secrets.token_bytes(ROOT)


def entry(root: bytes, at: datetime) -> dict[str, str]:
    """One key as the file keeps it."""
    return {"at": at.isoformat(timespec="seconds"), "key": base64.b64encode(root).decode()}


def write(said: dict[str, Any], *, only_first: bool = False) -> None:
    """This will replace the file as a whole; `only_first` leaves one alone that another process has just made."""
    target = place()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, beside = tempfile.mkstemp(prefix=".keys.", dir=target.parent)  # mkstemp: for the owner's eyes only
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(said, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        if not only_first:
            Path(beside).replace(target)
            return
        with suppress(FileExistsError):
            os.link(beside, target)
    finally:
        Path(beside).unlink(missing_ok=True)
