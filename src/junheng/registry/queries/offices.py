"""Who decides beside the schools: the bureau above a school, and the people of a unit who may."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from junheng.ground.people.queries import people_at
from junheng.ground.people.table import access_table
from junheng.ground.people.values import Role
from junheng.ground.units.values import Kind, UnitTree
from junheng.registry import access


def bureau_above(units: UnitTree, unit_id: int) -> int | None:
    """The bureau that a school answers to, through whatever lies between; None where there is none."""
    return next((each for each in units.ancestors(unit_id) if units.card(each).kind is Kind.BUREAU), None)


def deciders(unit_ids: Collection[int], day: date, kind: str = access.PUPIL_EVENT) -> list[int]:
    """Accounts of these units that may approve a kind of object there."""
    roles = [role for role in Role if access_table().scope(role, "approve", kind)]
    return accounts(unit_ids, roles, day)


def accounts(unit_ids: Collection[int], roles: Iterable[Role], day: date) -> list[int]:
    """Accounts that hold one of these roles at these units."""
    return list(dict.fromkeys(each.account_id for each in people_at(day, unit_ids=unit_ids, roles=list(roles))))
