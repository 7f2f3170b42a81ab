"""What changed, in order: one mark for each row that programs are given, moved to the end whenever the row changes.

The database keeps the marks itself, by triggers: no writer can forget one, neither a statement over many rows nor a cascade.
A mark says nothing but which row; what it is now is read when somebody asks. A row that is gone keeps its mark.
Numbers are given in the order of commits: SQLite has one writer; on PostgreSQL whoever changes the register first takes a lock
that is held to the end of the transaction. So nobody who has read up to a number misses a smaller one.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

MARKS = "registry_mark"
LOCK = 620_414_001  # the number of the lock on PostgreSQL; nothing else in the house takes one
# Table, kind of mark, and the rows marked when a row `{r}` of the table changes.
SOURCES = (
    ("registry_school", "school", "SELECT {r}.unit_id AS row"),
    ("registry_schoolspell", "school", "SELECT {r}.school_id AS row"),
    ("registry_schoolclass", "class", "SELECT {r}.id AS row"),
    ("registry_schoolclass", "pupil", "SELECT e.pupil_id AS row FROM registry_enrolment e WHERE e.school_class_id = {r}.id"),
    ("registry_classyear", "class", "SELECT {r}.school_class_id AS row"),
    ("registry_pupil", "pupil", "SELECT {r}.id AS row"),
    ("registry_enrolment", "pupil", "SELECT {r}.pupil_id AS row"),
    ("registry_guardian", "pupil", "SELECT p.id AS row FROM registry_pupil p WHERE p.household_id = {r}.household_id"),
    ("registry_staffmember", "staff", "SELECT {r}.id AS row"),
    ("registry_post", "staff", "SELECT {r}.member_id AS row"),
    ("registry_room", "room", "SELECT {r}.id AS row"),
    ("registry_ground", "ground", "SELECT {r}.id AS row"),
    ("registry_equipment", "equipment", "SELECT {r}.id AS row"),
)
ACTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
OWN_ROWS = (("school", "registry_school", "unit_id"), ("class", "registry_schoolclass", "id"), ("pupil", "registry_pupil", "id"),
            ("staff", "registry_staffmember", "id"), ("room", "registry_room", "id"), ("ground", "registry_ground", "id"),
            ("equipment", "registry_equipment", "id"))


class Mark(models.Model):
    """A row that programs are given; its number grows whenever the row changes. Written by the database, never by hand."""

    kind = models.CharField(max_length=10)
    row = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="mark_once")]


class Turned(models.Model):
    """The last day whose beginnings and ends are marked: a place on a roll begins or ends with no row changing."""

    on = models.DateField()


def names() -> list[tuple[str, str, str]]:
    """Every trigger: its name, its table, its act."""
    return [(f"mark_{place}_{act.lower()}", table, act) for place, (table, _, _) in enumerate(SOURCES) for act in ACTS]


def stand(connection: BaseDatabaseWrapper) -> None:
    """This will set every trigger up anew, and mark rows that have no mark yet."""
    lift(connection)
    with connection.cursor() as cursor:
        for place, (table, kind, rows) in enumerate(SOURCES):
            for act, sides in ACTS.items():
                for statement in on_postgresql(place, table, kind, rows, act, sides) if connection.vendor == "postgresql" else [
                        on_sqlite(place, table, kind, rows, act, sides)]:
                    cursor.execute(statement)
        for kind, table, key in OWN_ROWS:
            cursor.execute(f"INSERT INTO {MARKS} (kind, row) SELECT '{kind}', {key} FROM {table}"  # noqa: S608  (constants above)
                           f" WHERE {key} NOT IN (SELECT row FROM {MARKS} WHERE kind = '{kind}') ORDER BY {key}")


def lift(connection: BaseDatabaseWrapper) -> None:
    """This will take the triggers down."""
    with connection.cursor() as cursor:
        for name, table, _ in names():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def on_sqlite(place: int, table: str, kind: str, rows: str, act: str, sides: tuple[str, ...]) -> str:
    """A trigger that gives the rows of one changed row new numbers."""
    found = " UNION ".join(rows.format(r=side) for side in sides)
    return (f"CREATE TRIGGER mark_{place}_{act.lower()} AFTER {act} ON {table} BEGIN"  # noqa: S608
            f" DELETE FROM {MARKS} WHERE kind = '{kind}' AND row IN ({found});"
            f" INSERT INTO {MARKS} (kind, row) SELECT '{kind}', row FROM ({found}) WHERE row IS NOT NULL; END")


def on_postgresql(place: int, table: str, kind: str, rows: str, act: str, sides: tuple[str, ...]) -> list[str]:
    """A function and a trigger that give the rows of all rows changed by one statement new numbers."""
    name = f"mark_{place}_{act.lower()}"
    seen = {"OLD": "before_rows", "NEW": "after_rows"}
    found = " UNION ".join(f"SELECT found.row FROM {seen[side]} r CROSS JOIN LATERAL ({rows.format(r='r')}) found" for side in sides)  # noqa: S608
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"  # noqa: S608
        f" PERFORM pg_advisory_xact_lock({LOCK});"
        f" INSERT INTO {MARKS} (kind, row) SELECT DISTINCT '{kind}', each.row FROM ({found}) each WHERE each.row IS NOT NULL"
        f" ON CONFLICT (kind, row) DO UPDATE SET id = nextval(pg_get_serial_sequence('{MARKS}', 'id'));"
        " RETURN NULL; END $$",
        f"CREATE TRIGGER {name} AFTER {act} ON {table} REFERENCING "
        + " ".join(f"{side} TABLE AS {seen[side]}" for side in sides) + f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]


def before_migration(sender: Any, using: str, **more: Any) -> None:
    """This will take the triggers down before a migration: SQLite makes tables anew, and refuses while a trigger speaks of them."""
    del sender, more
    lift(connections[using])


def after_migration(sender: Any, using: str, **more: Any) -> None:
    """This will set the triggers up after a migration, where it has brought the marks."""
    del sender, more
    if MARKS in connections[using].introspection.table_names():
        stand(connections[using])
