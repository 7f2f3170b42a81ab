"""Several writers at once, each on a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections


def on_a_waiting_database(folder: Path, monkeypatch: pytest.MonkeyPatch, *apps: str) -> None:
    """Lets threads meet on a database in a file: SQLite's shared memory knows no waiting for a lock.

    PostgreSQL stays as it is. Only `apps` are migrated there, all without any. The test itself asks nothing of the database; its threads do.
    """
    if connection.vendor == "sqlite":
        # Settings of their own: the test's connection goes on naming its database in memory, which must not be closed with them.
        monkeypatch.setitem(connections.settings, "default", {**connections.settings["default"], "NAME": str(folder / "test_threads.sqlite3")})
        in_threads([lambda: call_command("migrate", *apps, verbosity=0)])


def in_threads(tasks: Sequence[Callable[[], Any]]) -> list[Any]:
    """Runs the tasks at once; returns their results, raises the first error."""
    results: list[Any] = [None] * len(tasks)
    errors: list[BaseException] = []
    start = threading.Barrier(len(tasks))

    def run(position: int) -> None:
        try:
            start.wait()
            results[position] = tasks[position]()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(position,)) for position in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results
