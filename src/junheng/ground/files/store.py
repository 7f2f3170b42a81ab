"""Content by hash: written beside, synced, then renamed, so that a file is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

DIGEST = re.compile(r"[0-9a-f]{64}")


def place(sha256: str) -> Path:
    """Where the content with this hash lies."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def one_at_a_time(sha256: str) -> None:
    """This will keep others from storing or dropping this content until the transaction ends.

    Without it, the last attachment of some content could go while another is being made from the same content.
    SQLite writes one transaction at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])


def keep(content: bytes) -> str:
    """This will keep content and return its SHA-256; content that is there already is not written again."""
    digest = hashlib.sha256(content).hexdigest()
    one_at_a_time(digest)
    target = place(digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
        sync_folder(target.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return digest


def sync_folder(folder: Path) -> None:
    """This will make a rename outlast a power cut, where the system can sync a folder."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def drop(sha256: str) -> None:
    """This will take content away."""
    place(sha256).unlink(missing_ok=True)


def lying(*, before: float) -> Iterator[Path]:
    """Every file of the store last written before a moment (seconds of the epoch), half-written ones too."""
    root = Path(settings.FILES_ROOT)
    for file in sorted(root.glob("??/*")):
        try:
            if file.is_file() and file.stat().st_mtime < before:
                yield file
        except FileNotFoundError:
            continue  # dropped meanwhile by somebody else
