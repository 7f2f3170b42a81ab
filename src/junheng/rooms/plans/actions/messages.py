"""Messages of this room: who hears of a task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from junheng.ground.notify import actions as notify
from junheng.ground.people.queries import people_at, person_by_id
from junheng.ground.people.table import access_table
from junheng.ground.people.values import Role
from junheng.ground.units.queries import tree
from junheng.rooms.plans import access
from junheng.rooms.plans.models import Commitment

SECTION_ROLES = (Role.OFFICE, Role.SECTION_CHIEF, Role.OFFICER, Role.CENTRAL_SCHOOL_HEAD, Role.SCHOOL_HEAD, Role.CLERK)


def hearers(task: Commitment, *, at: datetime) -> tuple[int, ...]:
    """The person responsible, or those who work at the lead section while nobody is named."""
    if task.owner_id:
        return (task.owner_id,)
    if not task.lead_unit_id:
        return ()
    holders = people_at(at.date(), unit_ids=[task.lead_unit_id], roles=SECTION_ROLES)
    return tuple(dict.fromkeys(holder.account_id for holder in holders))


def tell_owner(task: Commitment, sentence: str, values: Mapping[str, str | int], *, at: datetime, key: str) -> None:
    """This will leave a message for whoever acts next on a task; told again with the same key it is one message."""
    tell_people(task, sentence, values, to=hearers(task, at=at), at=at, key=key)


def tell_people(task: Commitment, sentence: str, values: Mapping[str, str | int], *, to: Iterable[int], at: datetime,
                key: str) -> None:
    """This will leave a message about a task for some accounts; told again with the same key it is one message."""
    people = tuple(to)
    if people:
        notify.tell(account_ids=people, sentence=sentence, values=dict(values), link=f"/plans/tasks/{task.pk}/",
                    at=at, key=key)


def approvers(task: Commitment, kind: str, *, at: datetime, but: int) -> tuple[int, ...]:
    """Who may approve this kind of thing for a task by the access table; not the account that asked for it."""
    day = at.date()
    units, table = tree(day), access_table()
    roles = [role for role in Role if table.scope(role, "approve", kind)]
    accounts = dict.fromkeys(holder.account_id for holder in people_at(day, roles=roles))
    people = (person_by_id(account, day, tree=units) for account in accounts if account != but)
    return tuple(found.account_id for found in people if found and access.may(found, "approve", kind, task))
