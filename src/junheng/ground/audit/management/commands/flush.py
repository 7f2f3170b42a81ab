"""Emptying the database would empty the audit too: refused, except for the databases of tests."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as Flush
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from junheng.ground.audit import guard
from junheng.ground.audit.apps import keep_guard


class Command(Flush):
    """Django's flush, kept away from every database that holds a real audit."""

    def handle(self, **options: Any) -> None:
        """This will empty a test database, with the guard down meanwhile, and refuse any other."""
        using = options.get("database") or DEFAULT_DB_ALIAS
        connection = connections[using]
        if not is_for_tests(connection):
            raise CommandError("The audit is append-only. To begin afresh, make a new database.")
        guard.lift(connection)
        try:
            super().handle(**options)
        finally:
            keep_guard(using=using)


def is_for_tests(connection: BaseDatabaseWrapper) -> bool:
    """Whether a test run made this database: in memory, or named test_… as Django names them."""
    settings = connection.settings_dict
    name = str(settings["NAME"])
    if "mode=memory" in name or name == ":memory:":
        return True
    return PurePath(name).name.startswith("test_") or name == str(settings.get("TEST", {}).get("NAME"))
