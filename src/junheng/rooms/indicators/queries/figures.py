"""Published figures: listed, explained, and rebuilt from what was frozen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.snapshots.queries import contents
from junheng.rooms.indicators.engine import frozen, plain
from junheng.rooms.indicators.engine.explaining import explain
from junheng.rooms.indicators.models import Publication
from junheng.rooms.indicators.queries.reading import read_contents
from junheng.rooms.indicators.queries.written import written
from junheng.rooms.indicators.values.explained import Address, Explained

# Of the plain engine: it changes when the same definition and rows would give another figure.
ENGINE = "plain-1"


@dataclass(frozen=True, slots=True)
class PublicationCard:
    """A publication as lists show it."""

    id: int
    standard: str
    on: date
    snapshot_id: int
    weighted: bool
    version: str
    published_at: datetime
    published_by_name: str


def publications() -> list[PublicationCard]:
    """All publications, the latest first."""
    return [PublicationCard(row.pk, row.standard, row.on, row.snapshot_id, row.weighted, row.version, row.published_at, row.published_by_name)
            for row in Publication.objects.defer("definition", "result")]


def computed(definition: str, tables: Mapping[str, bytes], on: date, weighted: bool) -> dict[str, Any]:
    """Every figure of a frozen definition over frozen tables."""
    rows = {name: table.to_pylist() for name, table in read_contents(tables).items()}
    return written(plain.measure(frozen.read(definition), rows, on=on, weighted=weighted))


def rebuilt(publication_id: int) -> list[str]:
    """Where figures rebuilt from the frozen rows and definition are others than those that were published; empty when none is.

    Raises Refused for a number that is none, and where what was frozen is missing or has been changed.
    """
    row = known(publication_id)
    if frozen.version(row.definition) != row.version or sha256(row.result.encode()).hexdigest() != row.digest:
        raise Refused(Finding("figure/changed", "What was kept of publication %(id)s has been changed.", "Bring the database back from a backup.",
                              values={"id": publication_id}))
    return differences(json.loads(row.result), computed(row.definition, contents(row.snapshot_id), row.on, row.weighted))


def explained(publication_id: int, address: Address) -> Explained:
    """How one figure of a publication came about, from the frozen rows. Raises Refused."""
    row = known(publication_id)
    tables = {name: table.to_pylist() for name, table in read_contents(contents(row.snapshot_id)).items()}
    return explain(frozen.read(row.definition), tables, address, on=row.on, weighted=row.weighted)


def known(publication_id: int) -> Publication:
    """The publication. Raises Refused."""
    row = Publication.objects.filter(pk=publication_id).first()
    if row is None:
        raise Refused(Finding("figure/unknown", "There is no publication %(id)s.", "`junheng figure list` names them.", values={"id": publication_id}))
    return row


def differences(published: Any, again: Any, path: str = "") -> list[str]:
    """Paths at which two results differ, in any digit."""
    if isinstance(published, dict) and isinstance(again, dict) and published.keys() == again.keys():
        return [found for key in published for found in differences(published[key], again[key], f"{path}/{key}")]
    if isinstance(published, list) and isinstance(again, list) and len(published) == len(again):
        return [found for place, (one, other) in enumerate(zip(published, again, strict=True)) for found in differences(one, other, f"{path}/{place}")]
    return [] if published == again and type(published) is type(again) else [f"{path}: {published!r}, rebuilt {again!r}"]
