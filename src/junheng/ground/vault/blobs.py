"""Whole files sealed: what people send in with numbers of children in it lies on no disk as it came."""

from __future__ import annotations

import secrets
from datetime import datetime

from cryptography.exceptions import InvalidTag

from junheng.ground.vault import keys
from junheng.ground.vault.cipher import ID, NONCE


def seal_bytes(label: str, content: bytes, *, at: datetime) -> bytes:
    """A file under the current key, bound to a label. The first key is made where there is none."""
    ring, nonce = keys.sealing_ring(at=at), secrets.token_bytes(NONCE)
    return ring.current.encode("ascii") + nonce + ring.ciphers[ring.current].encrypt(content, [label.encode(), nonce])


def open_bytes(label: str, sealed: bytes) -> bytes | None:
    """The file; None when its key is not here. Raises ValueError for one that was changed or bears another label."""
    name, nonce, body = sealed[:ID].decode("ascii", "replace"), sealed[ID:ID + NONCE], sealed[ID + NONCE:]
    cipher = keys.ring().ciphers.get(name)
    if cipher is None:
        return None
    try:
        return cipher.decrypt(body, [label.encode(), nonce])
    except InvalidTag:
        raise ValueError(f"{label}: a sealed file was changed or moved") from None
