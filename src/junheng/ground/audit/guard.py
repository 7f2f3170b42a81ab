"""The database's own guard over the audit: triggers that refuse to change, delete or empty it.

The guard stops the application and careless hands. Whoever owns the database can take it down; the chain of
hashes is there for that case, and a checkpoint kept elsewhere.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from junheng.ground.audit.values import GENESIS

ENTRIES = "audit_entry"
HEAD = "audit_head"
REFUSAL = "the audit is append-only"

# Name of the trigger, its table, the acts it refuses, and (head only) the case in which it refuses.
_HEAD_SLIPS = "NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1"
_SQLITE = {
    "audit_entry_no_update": f"BEFORE UPDATE ON {ENTRIES}",
    "audit_entry_no_delete": f"BEFORE DELETE ON {ENTRIES}",
    "audit_head_no_delete": f"BEFORE DELETE ON {HEAD}",
    "audit_head_one_step": f"BEFORE UPDATE ON {HEAD} WHEN {_HEAD_SLIPS}",
}
_POSTGRESQL = {
    "audit_entry_no_update": (ENTRIES, f"BEFORE UPDATE OR DELETE ON {ENTRIES} FOR EACH ROW"),
    "audit_entry_no_truncate": (ENTRIES, f"BEFORE TRUNCATE ON {ENTRIES} FOR EACH STATEMENT"),
    "audit_head_no_delete": (HEAD, f"BEFORE DELETE ON {HEAD} FOR EACH ROW"),
    "audit_head_no_truncate": (HEAD, f"BEFORE TRUNCATE ON {HEAD} FOR EACH STATEMENT"),
    "audit_head_one_step": (HEAD, f"BEFORE UPDATE ON {HEAD} FOR EACH ROW WHEN ({_HEAD_SLIPS})"),
}
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
END $$
"""


def stand(connection: BaseDatabaseWrapper) -> None:
    """This will set up every trigger that is not there yet."""
    missing = absent(connection)
    if not missing:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
            for name in missing:
                cursor.execute(
                    f"CREATE TRIGGER {name} {_POSTGRESQL[name][1]} EXECUTE FUNCTION audit_refuse()"
                )
        else:
            for name in missing:
                cursor.execute(
                    f"CREATE TRIGGER {name} {_SQLITE[name]} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
                )


def lift(connection: BaseDatabaseWrapper) -> None:
    """This will take the guard down. For test databases only; nothing in the running house calls it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, (table, _) in _POSTGRESQL.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        else:
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def absent(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Names of the triggers that should stand and do not. Raises RuntimeError on another database."""
    if connection.vendor == "postgresql":
        wanted: tuple[str, ...] = tuple(_POSTGRESQL)
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    elif connection.vendor == "sqlite":
        wanted = tuple(_SQLITE)
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        raise RuntimeError("the audit is kept on SQLite or PostgreSQL only")
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {name for (name,) in cursor.fetchall()}
    return tuple(name for name in wanted if name not in standing)


def first_head(connection: BaseDatabaseWrapper) -> None:
    """This will set the head of an empty audit. A head that went missing beside entries stays missing."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {HEAD} (id, seq, hash) SELECT 1, 0, %s"  # noqa: S608  (names are constants above)
            f" WHERE NOT EXISTS (SELECT 1 FROM {HEAD}) AND NOT EXISTS (SELECT 1 FROM {ENTRIES})",
            [GENESIS],
        )
