"""Other houses whose rows are pulled: named, ended, and each page of theirs written whole or not at all.

A school's own house numbers its rows as it likes. Here a row of a node gets a code of its own (`node-17:S3-12`), and beside it
stands which row of the node it is: so it comes once, however often it is told, and goes when it goes there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError

from junheng.ground.audit.actions import say
from junheng.ground.jobs import actions as jobs
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.actions.node_rows import TABLES, Refusal, Told, left, written
from junheng.registry.models import ClassYear, Node, NodeRow
from junheng.registry.values.exchange import Kind, PulledPage

PEOPLE = frozenset({Kind.PUPIL, Kind.STAFF})


def refused(what: str, message: str, remedy: str, *, field: str = "", **values: str | int) -> Refused:
    """A refusal, at a field of the form where there is one."""
    return Refused(Finding(code=f"node/{what}", message=message, remedy=remedy, values=values, place=Place(column=field or None)))


@transaction.atomic
def name_node(*, name: str, address: str, token: str, unit_id: int, by: Person, at: datetime) -> int:
    """This will name a house from which rows are pulled, and the unit for which it speaks. Raises Denied, Refused."""
    access.check_may(by, "change", access.NODE)
    parts = urlsplit(address.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise refused("address", "“%(address)s” is no address of a house.", "Write it like https://10.1.2.3:8000.", field="address", address=address[:80])
    if not name.strip() or Node.objects.filter(name=name.strip()).exists():
        raise refused("name", "A node needs a name that no other has.", "Give it the name of its school.", field="name")
    if not token.strip().startswith("jh_"):
        raise refused("token", "This is no token of a house.", "Let the school make one for you and copy all of it; it begins with jh_.", field="token")
    row = Node.objects.create(name=name.strip()[:60], address=f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}", token=token.strip(),
                              unit_id=unit_id, created_by_id=by.account_id, created_at=at)
    say("The node %(name)s was named.", values={"name": row.name}, by=by.account_id, by_name=by.name, at=at, kind=access.NODE, ref=str(row.pk),
        rows=[row.address, str(unit_id)])
    return int(row.pk)


@transaction.atomic
def end_node(*, node_id: int, by: Person, at: datetime) -> None:
    """This will pull no more from a node; what came from it stays."""
    access.check_may(by, "change", access.NODE)
    row = Node.objects.select_for_update().get(pk=node_id)
    if row.ended_at is not None:
        return
    Node.objects.filter(pk=row.pk).update(ended_at=at, token="")
    say("The node %(name)s was ended.", values={"name": row.name}, by=by.account_id, by_name=by.name, at=at, kind=access.NODE, ref=str(row.pk))


@transaction.atomic
def ask_to_pull(*, node_id: int, by: Person, at: datetime) -> int:
    """This will have a node pulled; the job's id."""
    access.check_may(by, "change", access.NODE)
    row = Node.objects.get(pk=node_id, ended_at=None)
    say("The node %(name)s is to be pulled.", values={"name": row.name}, by=by.account_id, by_name=by.name, at=at, kind=access.NODE, ref=str(row.pk))
    return jobs.enqueue(kind="registry.pull", arguments={"node": row.pk, "by": by.account_id}, key=f"registry.pull:{row.pk}", by=by.account_id, by_name=by.name, at=at)


@transaction.atomic
def take_page(*, node_id: int, page: PulledPage, units: frozenset[int], by: Person | None, at: datetime) -> bool:
    """This will write one page of a node and how far it is read; False where another has read on from the page's cursor meanwhile.

    `units`: for which the node speaks. A row that cannot be taken is kept with the reason, and tried again when it changes there.
    """
    node = Node.objects.select_for_update().get(pk=node_id)
    if node.cursor != page.asked:
        return False
    if not page.asked:
        node.round += 1
    told = Told(node, units, at)
    for change in page.changes:
        take(told, Kind(change["kind"]), int(change["id"]), change["row"], there=change["there"])
    if page.whole:
        for row in NodeRow.objects.filter(node=node, round__lt=node.round).order_by("-pk"):
            take(told, Kind(row.kind), row.theirs, None, there=row.kind in PEOPLE)
    lead(node)
    node.cursor, node.pulled_at, node.error = page.cursor, at, {}
    node.state = Node.State.PULLING if page.more else Node.State.LEVEL
    node.save()
    if page.changes:
        say("From the node %(name)s came %(count)s rows, %(refused)s of them refused.",
            values={"name": node.name, "count": len(page.changes), "refused": told.refused}, by=by.account_id if by else None,
            by_name=by.name if by else node.name, at=at, kind=access.NODE, ref=str(node.pk), rows=[page.cursor])
    return True


def take(told: Told, kind: Kind, theirs: int, row: Mapping[str, Any] | None, *, there: bool) -> None:
    """This will write, change or delete the row of ours that a row of the node is; refused, it is kept with the reason.

    Somebody who is still there, but not told any more, has left: the person stays here, the place or post ends.
    """
    held = NodeRow.objects.filter(node=told.node, kind=kind, theirs=theirs).first()
    if row is None:
        if held is not None and there and kind in PEOPLE:
            if held.ours is not None:
                left(told, kind, held.ours)
        elif held is not None:
            drop(told, held)
        return
    held = held or NodeRow(node=told.node, kind=kind, theirs=theirs)
    held.round = told.node.round
    try:
        with transaction.atomic():
            held.ours, held.refused = written(told, kind, theirs, held.ours, row), {}
            held.save()
    except (Refusal, IntegrityError) as fault:
        told.refused += 1
        held.refused = fault.said if isinstance(fault, Refusal) else Refusal(
            "taken", "Another row here has the same number or place.", "Compare both; one of the two is wrong.").said
        held.save()


def drop(told: Told, held: NodeRow) -> None:
    """This will delete a row that is gone there; one that others here point to stays, with the reason."""
    try:
        with transaction.atomic():
            if held.ours is not None:
                TABLES[Kind(held.kind)].objects.filter(pk=held.ours).delete()
            held.delete()
    except ProtectedError:
        told.refused += 1
        held.refused = Refusal("held", "It is gone there, but other rows here still point to it.", "Correct those first.").said
        held.round = told.node.round
        held.save()


def lead(node: Node) -> None:
    """This will give class years the head teachers who have come meanwhile."""
    waiting = dict(node.waiting)
    known = dict(NodeRow.objects.filter(node=node, kind=Kind.STAFF, theirs__in=waiting.values()).exclude(ours=None).values_list("theirs", "ours"))
    for year, theirs in node.waiting.items():
        if theirs in known:
            ClassYear.objects.filter(pk=int(year)).update(head_teacher=known[theirs])
            del waiting[year]
    node.waiting = waiting


@transaction.atomic
def note_stop(*, node_id: int, finding: Finding, by: Person | None, at: datetime) -> None:
    """This will keep what stopped a pull."""
    row = Node.objects.select_for_update().get(pk=node_id)
    row.state = Node.State.STOPPED
    row.error = {"message": finding.message, "remedy": finding.remedy, "values": dict(finding.values), "at": at.isoformat()}
    row.save(update_fields=["state", "error"])
    say("The pull from the node %(name)s stopped.", values={"name": row.name}, by=by.account_id if by else None, by_name=by.name if by else row.name,
        at=at, kind=access.NODE, ref=str(row.pk))


@transaction.atomic
def begin_again(*, node_id: int, by: Person | None, at: datetime) -> None:
    """This will read a node from the beginning, as it asks for; rows that do not come again are dropped at the end."""
    row = Node.objects.select_for_update().get(pk=node_id)
    Node.objects.filter(pk=row.pk).update(cursor="")
    say("The node %(name)s is read from the beginning.", values={"name": row.name}, by=by.account_id if by else None,
        by_name=by.name if by else row.name, at=at, kind=access.NODE, ref=str(row.pk))
