"""Questions about snapshots, and whether they still are what was frozen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from django.db.models import Sum

from junheng.ground.files import queries as files
from junheng.ground.jobs.queries import JobCard, latest
from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person
from junheng.ground.snapshots import access
from junheng.ground.snapshots.models import Snapshot, SnapshotTable
from junheng.ground.snapshots.taking import rules
from junheng.ground.snapshots.values import SnapshotCard, TableCard, digest_of

KEY = "snapshots.freeze"


def snapshots(person: Person) -> list[SnapshotCard]:
    """All snapshots, the latest day first. Raises Denied."""
    access.check_may(person, "see")
    return [card(row, rows=row.rows) for row in Snapshot.objects.annotate(rows=Sum("tables__rows")).order_by("-on", "-pk")]


def snapshot(person: Person, snapshot_id: int) -> SnapshotCard | None:
    """One snapshot with its tables; None where there is none. Raises Denied."""
    access.check_may(person, "see")
    row = Snapshot.objects.filter(pk=snapshot_id).first()
    if row is None:
        return None
    tables = tuple(TableCard(each.name, each.title, each.meaning, each.rows, each.sha256, each.columns, each.attachment_id)
                   for each in row.tables.all())
    return card(row, rows=sum(each.rows for each in tables), tables=tables)


def card(row: Snapshot, *, rows: int, tables: tuple[TableCard, ...] = ()) -> SnapshotCard:
    """A row as a value."""
    return SnapshotCard(row.pk, row.on, row.digest, row.taken_at, row.taken_by_name, row.writer, rows, tables)


def may_see(person: Person) -> bool:
    """Whether the person may see snapshots."""
    return access.may(person, "see")


def may_freeze(person: Person) -> bool:
    """Whether the person may freeze the facts of a day."""
    return access.may(person, "change")


def under_way(on: date) -> JobCard | None:
    """The last freezing of a day that was asked for."""
    return latest(f"{KEY}:{on.isoformat()}")


def census_due(today: date) -> date | None:
    """The day of the census that is to be frozen by now and is not; None where there is nothing to do."""
    told = rules(today)
    days = {name: tuple(map(int, str(told.dated(name).value).split("-"))) for name in ("census", "census_frozen")}
    year = today.year if (today.month, today.day) >= days["census"] else today.year - 1
    on = date(year, *days["census"])
    frozen_from = date(year, *days["census_frozen"])
    return None if today < frozen_from or Snapshot.objects.filter(on=on).exists() else on


def faults() -> Iterator[tuple[SnapshotCard, list[Finding]]]:
    """Every snapshot with what is wrong with it: nothing, where its files are what was frozen."""
    for row in Snapshot.objects.order_by("on", "pk"):
        tables = list(row.tables.all())
        found = [fault for each in tables if (fault := fault_of(each)) is not None]
        if digest_of((each.name, each.sha256) for each in tables) != row.digest:
            found.append(Finding(code="facts/digest", message="The list of tables is no longer the one that was frozen.",
                                 remedy="Bring the database back from a backup."))
        yield card(row, rows=sum(each.rows for each in tables)), found


def contents(snapshot_id: int) -> dict[str, bytes]:
    """The tables of a snapshot as the bytes that were frozen, by name. Raises Refused where one is missing or has been changed."""
    found = {}
    for table in SnapshotTable.objects.filter(snapshot=snapshot_id):
        fault = fault_of(table)
        if fault is not None:
            raise Refused(fault)
        found[table.name] = files.content(table.attachment_id)
    return found


def fault_of(table: SnapshotTable) -> Finding | None:
    """What is wrong with a table's file; None where it is what was frozen."""
    try:
        same = sha256(files.content(table.attachment_id)).hexdigest() == table.sha256
    except OSError:
        return Finding(code="facts/missing", message="The file of %(table)s is missing.", remedy="Bring it back from a backup.",
                       values={"table": table.name})
    return None if same else changed(table.name)


def changed(table: str) -> Finding:
    """A table whose bytes are others than those that were written down."""
    return Finding(code="facts/changed", message="The file of %(table)s has been changed since it was written.", remedy="Bring it back from a backup.",
                   values={"table": table})
