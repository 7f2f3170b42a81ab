"""Freezing the facts of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from junheng.ground.audit.actions import say
from junheng.ground.files import actions as files
from junheng.ground.jobs import actions as jobs
from junheng.ground.lake import WRITER
from junheng.ground.people.values import Person
from junheng.ground.snapshots import access
from junheng.ground.snapshots.models import Snapshot, SnapshotTable
from junheng.ground.snapshots.queries import KEY
from junheng.ground.snapshots.taking import check_day
from junheng.ground.snapshots.values import Taken, digest_of, file_name


@transaction.atomic
def ask(*, on: date, by: Person, at: datetime) -> None:
    """This will have the facts of a day frozen. Raises Denied; Refused for a day to come."""
    access.check_may(by, "change")
    check_day(on, at.date())
    say("The published facts of %(day)s are to be frozen.", values={"day": on}, by=by.account_id, by_name=by.name, at=at, kind=access.SNAPSHOT,
        ref=on.isoformat())
    jobs.enqueue(kind=KEY, arguments={"on": on.isoformat(), "by": by.account_id, "by_name": by.name}, key=f"{KEY}:{on.isoformat()}",
                 by=by.account_id, by_name=by.name, at=at)


@transaction.atomic
def freeze(*, on: date, tables: Sequence[Taken], by: int | None, by_name: str, at: datetime) -> int:
    """This will keep the facts of a day for good; the snapshot's id. The same facts of the same day are one snapshot."""
    digest = digest_of((each.name, each.sha256) for each in tables)
    row, fresh = Snapshot.objects.get_or_create(on=on, digest=digest, defaults={
        "writer": WRITER, "taken_at": at, "taken_by_id": by, "taken_by_name": by_name})
    if not fresh:
        return int(row.pk)
    for each in tables:
        kept = files.store(content=each.content, name=f"{on.isoformat()}-{file_name(each.name)}", owner_kind=access.SNAPSHOT, owner_ref=str(row.pk),
                           by=by, at=at, allowed=frozenset({"parquet"}), limit=len(each.content))
        SnapshotTable.objects.create(snapshot=row, name=each.name, title=each.table.title, meaning=each.table.meaning, rows=each.rows,
                                     sha256=each.sha256, columns=each.columns, attachment=kept)
    say("The published facts of %(day)s were frozen: %(tables)s tables, %(rows)s rows, digest %(digest)s.",
        values={"day": on, "tables": len(tables), "rows": sum(each.rows for each in tables), "digest": digest}, by=by, by_name=by_name, at=at,
        kind=access.SNAPSHOT, ref=str(row.pk), rows=digest.encode())
    return int(row.pk)
