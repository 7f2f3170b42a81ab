"""The verbs of units for people: each asks the access table first. Units stand below and know no person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from junheng.ground.people.access import check_may
from junheng.ground.people.values import Person
from junheng.ground.units import actions
from junheng.ground.units.sheet import UnitRow
from junheng.ground.units.values import Kind, Tree


def open_unit(
    *,
    code: str,
    name: str,
    kind: Kind,
    since: date,
    by: Person,
    at: datetime,
    short_name: str = "",
    other_names: Sequence[str] = (),
    managing_parent: int | None = None,
    administrative_parent: int | None = None,
) -> int:
    """This will open a unit, see `units.actions.open_unit`. Raises Denied."""
    check_may(by, "change", actions.KIND_OF_OBJECT)
    return actions.open_unit(
        code=code,
        name=name,
        kind=kind,
        since=since,
        by=by.account_id,
        by_name=by.name,
        at=at,
        short_name=short_name,
        other_names=other_names,
        managing_parent=managing_parent,
        administrative_parent=administrative_parent,
    )


def rename(
    *,
    unit_id: int,
    name: str,
    by: Person,
    at: datetime,
    short_name: str | None = None,
    other_names: Sequence[str] | None = None,
) -> None:
    """This will rename a unit, see `units.actions.rename`. Raises Denied."""
    check_may(by, "change", actions.KIND_OF_OBJECT, unit_ids=[unit_id])
    actions.rename(
        unit_id=unit_id,
        name=name,
        by=by.account_id,
        by_name=by.name,
        at=at,
        short_name=short_name,
        other_names=other_names,
    )


def move(*, unit_id: int, tree: Tree, parent_id: int | None, since: date, by: Person, at: datetime) -> None:
    """This will move a unit in one of the trees, see `units.actions.move`. Raises Denied."""
    check_may(by, "change", actions.KIND_OF_OBJECT, unit_ids=[unit_id])
    actions.move(
        unit_id=unit_id,
        tree=tree,
        parent_id=parent_id,
        since=since,
        by=by.account_id,
        by_name=by.name,
        at=at,
    )


def close(*, unit_id: int, until: date, by: Person, at: datetime) -> None:
    """This will close a unit, see `units.actions.close`. Raises Denied."""
    check_may(by, "change", actions.KIND_OF_OBJECT, unit_ids=[unit_id])
    actions.close(unit_id=unit_id, until=until, by=by.account_id, by_name=by.name, at=at)


def take(*, rows: Sequence[UnitRow], since: date, by: Person, at: datetime) -> int:
    """This will take a directory of units, see `units.actions.take`. Raises Denied."""
    check_may(by, "change", actions.KIND_OF_OBJECT)
    return actions.take(rows=rows, since=since, by=by.account_id, by_name=by.name, at=at)
