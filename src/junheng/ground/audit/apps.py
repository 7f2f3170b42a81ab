"""The audit as a Django app: it listens to units below it and keeps its guard standing."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """Who did what, as sentences; append-only, hash-chained."""

    name = "junheng.ground.audit"
    label = "audit"

    def ready(self) -> None:
        """This will connect the audit to what it writes down."""
        from junheng.ground.audit.actions import hear
        from junheng.ground.units.announce import changed

        changed.connect(hear, dispatch_uid="audit-hears-units")
        post_migrate.connect(keep_guard, sender=self, dispatch_uid="audit-keeps-guard")


def keep_guard(using: str = DEFAULT_DB_ALIAS, **_options: Any) -> None:
    """This will stand the guard up again: SQLite loses triggers whenever a migration remakes a table."""
    from django.db import connections

    from junheng.ground.audit import guard

    connection = connections[using]
    if {guard.ENTRIES, guard.HEAD} <= set(connection.introspection.table_names()):
        guard.stand(connection)
        guard.first_head(connection)
