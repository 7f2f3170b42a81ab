"""Storing, withdrawing and taking away attachments."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from junheng.ground.files.kinds import ENDINGS, kind_of
from junheng.ground.files.models import Attachment
from junheng.ground.files.store import DIGEST, drop, keep, lying, one_at_a_time
from junheng.ground.kernel.findings import Finding, Place, Refused

# Content without an attachment is left over from an action that was rolled back; a younger one may still be under way.
UNHELD_FOR = timedelta(hours=1)


@transaction.atomic
def store(*, content: bytes | Path, name: str, owner_kind: str, owner_ref: str, by: int | None, at: datetime,
          allowed: frozenset[str], limit: int | None = None, retained_until: date | None = None) -> Attachment:
    """This will keep a file for an object.

    `allowed` names kinds of `kinds.MIMES`; `limit` is in bytes, by default the site's own. The kind is decided by the
    content. Raises Refused for an empty file, one too large, one of a kind not taken here; nothing is stored then.
    """
    most = limit or settings.MAX_UPLOAD_BYTES
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    if not size:
        raise refused("files/empty", "The file %(name)s is empty.", "Check that the right file was chosen.", name)
    if size > most:
        raise refused("files/too-large", "The file %(name)s is larger than %(limit)s MB.",
                      "Take out the pictures, or divide it.", name, limit=most // 1048576)
    held = content.read_bytes() if isinstance(content, Path) else content
    kind = kind_of(held)
    if kind is None or kind not in allowed:
        raise refused("files/kind", "%(name)s is of a kind that is not taken here.", "Taken are: %(kinds)s.", name,
                      kinds=" ".join(f".{each}" for each in sorted(allowed)))
    return Attachment.objects.create(
        sha256=keep(held), name=true_name(name, kind), kind=kind, size=size, owner_kind=owner_kind, owner_ref=owner_ref,
        at=at, by_id=by, retained_until=retained_until,
    )


def plain_name(name: str) -> str:
    """A sender's file name without folders and control characters, at most 255 characters, its ending kept."""
    last = "".join(sign for sign in name.replace("\\", "/").rsplit("/", 1)[-1] if sign.isprintable()).strip()
    stem, dot, ending = last.rpartition(".")
    if len(last) <= 255:
        return last or "file"
    return f"{stem[: 254 - len(ending)]}.{ending}" if dot and len(ending) <= 10 else last[:255]


def true_name(name: str, kind: str) -> str:
    """A sender's name as a plain one whose ending says what the content is: 要点.exe with text in it is 要点.exe.txt."""
    plain = plain_name(name)
    if plain.rpartition(".")[2].lower() in ENDINGS[kind]:
        return plain
    return plain_name(f"{plain[:250]}.{ENDINGS[kind][0]}")


@transaction.atomic
def withdraw(*, attachment_id: int, by: int | None, at: datetime) -> None:
    """This will close an attachment: it stays on record with its content, and opens for nobody."""
    Attachment.objects.filter(pk=attachment_id, withdrawn_at=None).update(withdrawn_at=at, withdrawn_by_id=by)


@transaction.atomic
def remove(*, attachment_id: int, by: int | None, at: datetime) -> None:
    """This will take an attachment away; its content goes with the last attachment that holds it.

    Raises Refused while it must be retained. The room that asks writes the audit sentence, with the name of `by`.
    """
    del by
    row = Attachment.objects.select_for_update().get(pk=attachment_id)
    if row.retained_until is not None and row.retained_until >= at.date():
        raise refused("files/retained", "%(name)s must be kept until %(date)s.", "Withdraw it instead.", row.name,
                      date=row.retained_until.isoformat())
    digest = row.sha256
    row.delete()
    transaction.on_commit(lambda: drop_unheld(digest), robust=True)


@transaction.atomic
def drop_unheld(sha256: str) -> bool:
    """This will drop content that no attachment holds; False when one does."""
    one_at_a_time(sha256)
    if Attachment.objects.filter(sha256=sha256).exists():
        return False
    drop(sha256)
    return True


def clear_unheld(*, now: datetime) -> int:
    """This will drop what rolled-back actions and killed processes left in the store; returns how many files."""
    gone = 0
    for file in lying(before=(now - UNHELD_FOR).timestamp()):
        if DIGEST.fullmatch(file.name):
            gone += drop_unheld(file.name)
        elif file.suffix == ".part":
            file.unlink(missing_ok=True)
            gone += 1
    return gone


def refused(code: str, message: str, remedy: str, name: str, **values: str | int) -> Refused:
    """A refusal that names the file."""
    return Refused(Finding(code=code, message=message, remedy=remedy, place=Place(file=name),
                           values={"name": name, **values}))
