"""Nodes: what their page shows, and what a pull needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person
from junheng.ground.units import queries as units
from junheng.ground.units.values import TAUGHT_AT, Kind
from junheng.registry import access
from junheng.registry.models import Node, NodeRow

MOST = 50


@dataclass(frozen=True, slots=True)
class NodeCard:
    """A node as its page shows it, never with its token. `error` and `refused` (kind, number there, message, remedy) in the reader's words."""

    id: int
    name: str
    address: str
    unit: str
    state: str
    rows: int
    refused: int
    faults: tuple[tuple[str, int, str, str], ...]
    error: tuple[str, str] | None
    pulled_at: datetime | None
    ended_at: datetime | None


def node_cards(person: Person, day: date) -> list[NodeCard]:
    """Every node by name. Raises Denied."""
    access.check_may(person, "see", access.NODE)
    tree = units.tree(day)
    rows = Node.objects.annotate(come=Count("rows"), refusals=Count("rows", filter=~Q(rows__refused={})))
    return [NodeCard(row.pk, row.name, row.address, tree.name(row.unit_id), row.state, row.come, row.refusals, faults(row) if row.refusals else (),
                     said(row.error) if row.error else None, row.pulled_at, row.ended_at) for row in rows]


def faults(node: Node) -> tuple[tuple[str, int, str, str], ...]:
    """The first rows of a node that were refused, with what to do."""
    return tuple((row.kind, row.theirs, *said(row.refused)) for row in NodeRow.objects.filter(node=node).exclude(refused={})[:MOST])


def said(kept: Mapping[str, Any]) -> tuple[str, str]:
    """A kept finding in the reader's language."""
    return _(kept["message"]) % kept["values"], _(kept["remedy"]) % kept["values"]


def node_to_pull(node_id: int, day: date) -> tuple[str, str, str, frozenset[int]]:
    """Address, token and cursor of a node, and the units for which it speaks. Raises Refused for one that was ended or cannot be opened."""
    row = Node.objects.get(pk=node_id)
    if row.ended_at is not None or not row.token.startswith("jh_"):
        raise Refused(Finding(code="node/ended", message="The node %(name)s cannot be asked: it was ended, or its token's key is not here.",
                              remedy="Name it again with a new token.", values={"name": row.name}))
    return row.address, row.token, row.cursor, units.with_below([row.unit_id], day)[row.unit_id]


def speakers(day: date) -> list[tuple[int, str]]:
    """Units for which a node can speak: central schools and schools, by name."""
    tree = units.tree(day)
    return sorted(((each, tree.name(each)) for kind in (Kind.CENTRAL_SCHOOL, *TAUGHT_AT) for each in tree.of_kind(kind)), key=lambda each: each[1])


def nodes_to_pull() -> list[int]:
    """The nodes that have not ended."""
    return list(Node.objects.filter(ended_at=None).values_list("pk", flat=True))
