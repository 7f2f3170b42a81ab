"""A ledger that came back, held against the tasks."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from django.db.models import Q

from junheng.ground.people.queries import people_at
from junheng.ground.people.values import Person
from junheng.ground.units.queries import find_by_name, tree
from junheng.rooms.plans import access, sheets
from junheng.rooms.plans.engine.ledger import LEAD, LEADER, OWNER, Known, LedgerReading, read_ledger
from junheng.rooms.plans.models import Commitment, Plan
from junheng.rooms.plans.queries.papers import latest_words
from junheng.rooms.plans.queries.tasks import task_rows


def ledger_back(person: Person, plan_id: int, *, content: bytes, name: str, today: date) -> LedgerReading:
    """This will say what a filled-in ledger changes. Nothing is stored. Raises Refused for a file that is no ledger."""
    check_may_bring_back(person, plan_id)
    return read_ledger(sheets.read_ledger(content, name), known_tasks(person, plan_id, today=today), file=name,
                       find=finders(today))


def check_may_bring_back(person: Person, plan_id: int) -> Plan:
    """The plan. Raises Denied unless the person may bring a ledger back in."""
    access.check_may_in_general(person, "change", "plans/export")
    plan = Plan.objects.get(pk=plan_id, withdrawn_at=None)
    access.check_may_see_plan(person, plan)
    return plan


def known_tasks(person: Person, plan_id: int, *, today: date, ids: Collection[int] | None = None) -> tuple[Known, ...]:
    """The tasks of a plan that a person may see, as a ledger would show them."""
    where = Q(plan_id=plan_id) if ids is None else Q(plan_id=plan_id, pk__in=ids)
    rows = task_rows(person, today=today, where=where)
    words = latest_words([row.id for row in rows])
    closed = set(Commitment.objects.filter(plan_id=plan_id).exclude(closed_at=None, ended_at=None)
                 .values_list("pk", flat=True))
    return tuple(Known(row.id, sheets.ledger_cells(row, words.get(row.id, ("", "", ""))), row.id in closed) for row in rows)


def finders(today: date) -> dict[str, Callable[[str], int | None]]:
    """How the names in a ledger become ids."""
    units = tree(today)
    holders: dict[str, set[int]] = {}
    for holder in people_at(today):
        holders.setdefault(holder.name, set()).add(holder.account_id)

    def unit(text: str) -> int | None:
        return find_by_name(units, text)

    def owner(text: str) -> int | None:
        found = holders.get(text, set())
        return next(iter(found)) if len(found) == 1 else None

    return {LEADER: unit, LEAD: unit, OWNER: owner}
