"""Many rows at once: changed with what stood before kept beside, and put back."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection, models

from junheng.registry.models import Before, Enrolment, Guardian, Import, Post, Pupil, SchoolSpell, StaffMember
from junheng.registry.queries.lists import TABLES as LISTED

CHUNK = 500
TABLES = {each._meta.db_table: each for each in (Pupil, Guardian, Enrolment, StaffMember, Post, SchoolSpell, *LISTED.values())}


@contextmanager
def nothing_collected() -> Iterator[None]:
    """No search for garbage while a hundred thousand rows are made that all stay: a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def chunks(rows: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """Rows in handfuls."""
    held = iter(rows)
    while chunk := list(islice(held, size)):
        yield chunk


def keep_before(table: type[models.Model], ids: Iterable[int], brought: Import) -> None:
    """This will keep rows as the database holds them, sealed columns as tokens."""
    quoted, name = connection.ops.quote_name, table._meta.db_table
    columns = [field.column for field in table._meta.concrete_fields]
    for chunk in chunks(ids):
        slots = ", ".join(["%s"] * len(chunk))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(name)} WHERE id IN ({slots})", chunk)  # noqa: S608
            held = [dict(zip(columns, map(written, row), strict=True)) for row in cursor.fetchall()]
        Before.objects.bulk_create([Before(brought=brought, table=name, row=row["id"], held=row) for row in held])


def written(cell: Any) -> Any:
    """A cell as JSON holds it."""
    return cell.isoformat() if isinstance(cell, date | datetime) else cell


def update(table: type[models.Model], rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """This will write these fields of rows, one statement for all."""
    quoted = connection.ops.quote_name
    columns = [table._meta.get_field(name) for name in fields]
    sets = ", ".join(f"{quoted(field.column)} = %s" for field in columns)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quoted(table._meta.db_table)} SET {sets} WHERE id = %s",  # noqa: S608
            [[*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in columns), row.pk] for row in rows])


def put_back(brought: Import) -> None:
    """This will write back what an import changed."""
    quoted = connection.ops.quote_name
    for name, table in TABLES.items():
        held = list(brought.befores.filter(table=name).values_list("row", "held"))
        if not held:
            continue
        columns = [field.column for field in table._meta.concrete_fields if field.column != "id"]
        sets = ", ".join(f"{quoted(column)} = %s" for column in columns)
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {quoted(name)} SET {sets} WHERE id = %s",  # noqa: S608
                               [[*(before[column] for column in columns), row] for row, before in held])
