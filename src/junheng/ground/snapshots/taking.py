"""The published facts of a day, taken from the register at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from junheng.ground.facts import TABLES, published
from junheng.ground.jobs import clock
from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.lake import parquet
from junheng.ground.snapshots.values import Taken
from junheng.ground.standards.book import Entry
from junheng.ground.units.books import load_book


def rules(day: date) -> Entry:
    """The rules of published facts on a day: the least group told of, the day of the census."""
    return load_book(Path(settings.COUNTY) if settings.COUNTY else None).at(day)["registry/published"]


def check_day(on: date, today: date) -> None:
    """Raises Refused for a day to come: facts say what was."""
    if on > today:
        raise Refused(Finding(code="facts/day-ahead", message="%(day)s lies ahead.", remedy="Choose today or an earlier day.",
                              values={"day": on.isoformat()}))


def taken(on: date) -> tuple[Taken, ...]:
    """Every published table as it stood on a day, by name. Raises Refused where nothing was there yet."""
    least = int(rules(clock.today()).value("least"))  # what may be told is a matter of today
    with one_moment():
        held = [(TABLES[name], published(TABLES[name], on, least=least)) for name in sorted(TABLES)]
    if not any(rows for _, rows in held):
        raise Refused(Finding(code="facts/nothing", message="The register holds nothing for %(day)s.",
                              remedy="Bring schools and pupils in first, or choose a later day.", values={"day": on.isoformat()}))
    return tuple(Taken(table, len(rows), parquet(table, rows)) for table, rows in held)


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read inside stands as it was at one moment, whatever others write meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
