"""Questions about attachments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from junheng.ground.files.kinds import MIMES
from junheng.ground.files.models import Attachment
from junheng.ground.files.store import place


@dataclass(frozen=True, slots=True)
class AttachmentCard:
    """An attachment as the download page needs it."""

    id: int
    name: str
    mime: str
    size: int
    owner_kind: str
    owner_ref: str
    place: Path


def content(attachment_id: int) -> bytes:
    """The bytes of an attachment, withdrawn or not."""
    digest = Attachment.objects.values_list("sha256", flat=True).get(pk=attachment_id)
    return place(digest).read_bytes()


def attachment(attachment_id: int) -> AttachmentCard | None:
    """An attachment that is open; None when there is none or it was withdrawn."""
    row = Attachment.objects.filter(pk=attachment_id, withdrawn_at=None).first()
    if row is None:
        return None
    mime = MIMES.get(row.kind, "application/octet-stream")
    return AttachmentCard(row.pk, row.name, mime, row.size, row.owner_kind, row.owner_ref, place(row.sha256))
