"""The example county lived once for each test process, then poured back row by row: a test waits a moment for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from junheng.ground.audit import guard
from junheng.registry.models import marks

KEPT: dict[str, Any] = {}


class Silent:
    """Progress that nobody watches."""

    def step(self, done: int, total: int, message: str) -> None:
        """Nothing to show."""


def county() -> int:
    """This will fill the empty database with the example county and its ten lived months; the id of its plan."""
    return poured("county", fill)


def hall() -> int:
    """The same with a small part of the county's register: a few schools, a thousand pupils."""
    return poured("hall", fill_hall)


def fill() -> int:
    """The county and its year."""
    from junheng.shell import demo, lived_year

    demo.open_accounts()
    return int(lived_year.load({}, Silent())["plan"])


def fill_hall() -> int:
    """The county, its year and its register."""
    from junheng.shell import lived_hall

    plan = county()
    lived_hall.load({"scale": "0.02"}, Silent())
    return plan


def poured(name: str, begin: Callable[[], int]) -> int:
    """The rows of a beginning: made once, then poured back."""
    if name in KEPT:
        pour_back(KEPT[name])
        return int(KEPT[name]["plan"])
    plan = begin()
    root = Path(settings.FILES_ROOT)
    KEPT[name] = {
        "plan": plan, "rows": {table: rows_of(table) for table in tables()},
        "files": {place.relative_to(root): place.read_bytes() for place in root.rglob("*") if place.is_file()},
    }
    return plan


def tables() -> list[str]:
    """Every table of the house but the list of its migrations and the cache."""
    return [table for table in connection.introspection.table_names() if table not in {"django_migrations", "junheng_cache"}]


def rows_of(table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """A table's columns and rows as the database gives them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return [column[0] for column in cursor.description], cursor.fetchall()


@transaction.atomic
def pour_back(kept: dict[str, Any]) -> None:
    """This will put all rows and files back as they were; the audit's guard and the register's marks stand aside for it."""
    guard.lift(connection)
    marks.lift(connection)
    with connection.cursor() as cursor:
        for table in kept["rows"]:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        for table, (columns, rows) in kept["rows"].items():
            names = ", ".join(map(connection.ops.quote_name, columns))
            slots = ", ".join(["%s"] * len(columns))
            if rows:
                cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({slots})", rows)
        for statement in connection.ops.sequence_reset_sql(no_style(), models()):
            cursor.execute(statement)
    guard.stand(connection)
    marks.stand(connection)
    for place, content in kept["files"].items():
        target = Path(settings.FILES_ROOT) / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def models() -> list[Any]:
    """Every model of the house, also those between two others."""
    from django.apps import apps

    return list(apps.get_models(include_auto_created=True))
