"""Sealing of single texts: AES-SIV (RFC 5297) under one of a ring of keys. docs/adr/0005-sealed-fields.md says why."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ROOT, NONCE, ID = 32, 16, 8  # bytes of a root key and of a nonce, hexadecimal digits of a key's name
SAME, FRESH = "=", "~"  # the same text gives the same token, or a fresh one each time
PURPOSE = b"junheng/vault/1"


class Locked(str):
    """What stands in place of a text whose key is not here: empty to read, and written back as the token it was."""

    __slots__ = ("token",)
    token: str

    def __new__(cls, token: str) -> Locked:
        """A locked text with its token."""
        made = super().__new__(cls, "")
        made.token = token
        return made


@dataclass(frozen=True)
class Keyring:
    """Root keys of 32 bytes by name; `current` is the one that seals, the others only open. Without keys nothing is sealed."""

    current: str
    roots: Mapping[str, bytes] = field(repr=False)

    @cached_property
    def ciphers(self) -> dict[str, AESSIV]:
        """The cipher of each key."""
        return {name: AESSIV(HKDF(SHA256(), 64, None, PURPOSE).derive(root)) for name, root in self.roots.items()}


def named(root: bytes) -> str:
    """The name of a root key: the first digits of its digest, so that no two keys share one by being made apart."""
    return sha256(PURPOSE + root).hexdigest()[:ID]


def seal(ring: Keyring, label: str, text: str, *, searchable: bool, key: str = "") -> str:
    """A text as its token, bound to the label of its field; an empty text stays empty, a locked one what it was.

    Searchable: equal texts under one label and key give equal tokens, and whoever holds the database sees that they are
    equal. Otherwise a nonce makes every token another one. Raises KeyError when the ring has no such key.
    """
    if isinstance(text, Locked):
        return text.token
    if not text:
        return ""
    name = key or ring.current
    nonce = b"" if searchable else secrets.token_bytes(NONCE)
    sealed = nonce + ring.ciphers[name].encrypt(text.encode(), [label.encode(), *([nonce] if nonce else [])])
    return f"{name}{SAME if searchable else FRESH}{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"


def opened(ring: Keyring, label: str, token: str) -> str:
    """The text of a token; Locked when its key is not on the ring.

    Raises ValueError for a token that was changed, or moved here from a field of another label.
    """
    if not token:
        return ""
    name, way, packed = token[:ID], token[ID:ID + 1], token[ID + 1:]
    if way not in {SAME, FRESH} or not way:
        raise ValueError(f"{label}: not a sealed text")
    if name not in ring.ciphers:
        return Locked(token)
    try:
        sealed = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        nonce, body = (sealed[:NONCE], sealed[NONCE:]) if way == FRESH else (b"", sealed)
        return ring.ciphers[name].decrypt(body, [label.encode(), *([nonce] if nonce else [])]).decode()
    except (InvalidTag, ValueError):
        raise ValueError(f"{label}: a sealed text was changed or moved") from None


def tokens(ring: Keyring, label: str, text: str) -> list[str]:
    """What a searchable text may stand as, under every key of the ring."""
    return [seal(ring, label, text, searchable=True, key=name) for name in ring.roots] if text else [""]


def spelled(root: bytes) -> str:
    """A key for a sheet of paper in the safe: base32 in groups of four, the last group a checksum."""
    words = base64.b32encode(root).decode().rstrip("=") + base64.b32encode(sha256(PURPOSE + root).digest()).decode()[:4]
    return "-".join(words[at:at + 4] for at in range(0, len(words), 4))


def read_back(words: str) -> bytes:
    """The key of such a sheet; spaces, dashes and small letters do not matter. Raises ValueError for a slip of the pen."""
    plain = "".join(sign for sign in words.upper() if sign.isalnum())
    body = plain[:-4]
    try:
        root = base64.b32decode(body + "=" * (-len(body) % 8))
    except ValueError:
        raise ValueError("these are not the groups of a key") from None
    if len(root) != ROOT or spelled(root).replace("-", "") != plain:
        raise ValueError("a group of the key is wrong or missing")
    return root
