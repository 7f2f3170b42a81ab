"""A table as it was taken, a snapshot as pages and files tell it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Protocol

from junheng.ground.facts import Table

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Taken:
    """A published table of a day as the bytes of its file."""

    table: Table
    rows: int
    content: bytes

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    @property
    def sha256(self) -> str:
        """SHA-256 of the file."""
        return sha256(self.content).hexdigest()

    @property
    def columns(self) -> list[dict[str, str]]:
        """The columns as they are declared."""
        return columns_of(self.table)


class Named(Protocol):
    """Anything with a table's name, its rows, its digest and its columns."""

    @property
    def name(self) -> str:
        """The table's name."""

    @property
    def rows(self) -> int:
        """How many rows."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the file."""

    @property
    def columns(self) -> list[dict[str, str]]:
        """The columns."""


@dataclass(frozen=True, slots=True)
class TableCard:
    """A table of a snapshot as its page shows it."""

    name: str
    title: str
    meaning: str
    rows: int
    sha256: str
    columns: list[dict[str, str]]
    attachment_id: int

    @property
    def file(self) -> str:
        """The name of its file."""
        return file_name(self.name)


@dataclass(frozen=True, slots=True)
class SnapshotCard:
    """A snapshot; `tables` only where it was asked for alone."""

    id: int
    on: date
    digest: str
    taken_at: datetime
    taken_by_name: str
    writer: str
    rows: int
    tables: tuple[TableCard, ...] = ()


def columns_of(table: Table) -> list[dict[str, str]]:
    """The columns of a table as they are declared."""
    return [{"name": each.name, "type": each.type.value, "unit": each.unit.value, "privacy": each.privacy.value, "meaning": each.meaning}
            for each in table.columns]


def digest_of(tables: Iterable[tuple[str, str]]) -> str:
    """SHA-256 over the names and digests of tables, by name."""
    return sha256("".join(f"{name} {digest}\n" for name, digest in sorted(tables)).encode()).hexdigest()


def file_name(table: str) -> str:
    """The name of a table's file."""
    return f"{table}.parquet"


def manifest(on: date, tables: Iterable[Named], writer: str) -> bytes:
    """What lies in a folder of facts: each table with its rows, its digest and its columns. Nothing of when and by whom."""
    held = sorted(tables, key=lambda each: each.name)
    said: Mapping[str, Any] = {
        "day": on.isoformat(), "digest": digest_of((each.name, each.sha256) for each in held), "writer": writer,
        "tables": [{"table": each.name, "file": file_name(each.name), "rows": each.rows, "sha256": each.sha256, "columns": each.columns}
                   for each in held]}
    return (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
