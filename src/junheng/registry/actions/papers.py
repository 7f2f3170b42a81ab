"""Files of governance papers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from junheng.ground.audit.actions import say
from junheng.ground.files import actions as files
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.actions.schools import refused
from junheng.registry.models import Paper
from junheng.registry.values.standing import PaperKind

TAKEN = frozenset({"pdf", "jpg", "png", "docx"})


@transaction.atomic
def attach_file(*, paper_id: int, content: bytes, name: str, by: Person, at: datetime) -> None:
    """This will keep a file for a paper; one that it had before is withdrawn. Raises Denied, Refused."""
    row = Paper.objects.select_for_update().filter(pk=paper_id).first()
    if row is None:
        raise refused("no-paper-row", "There is no such paper.", "Choose one from the list.")
    access.check_may(by, "change", access.PAPER, unit_ids=[row.school_id])
    before = row.attachment_id
    row.attachment = files.store(content=content, name=name, owner_kind=access.PAPER, owner_ref=str(row.pk), by=by.account_id, at=at, allowed=TAKEN)
    row.changed_at = at
    row.save(update_fields=["attachment", "changed_at"])
    if before is not None:
        files.withdraw(attachment_id=before, by=by.account_id, at=at)
    say("The file of %(paper)s %(number)s was kept.", values={"paper": PaperKind(row.kind).chinese, "number": row.number}, by=by.account_id, by_name=by.name,
        at=at, kind=access.PAPER, ref=str(row.school_id), rows=row.attachment.sha256.encode())
