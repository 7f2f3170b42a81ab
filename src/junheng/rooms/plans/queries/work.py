"""我的待办: what waits for a person, whatever their duty, and what they wait for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from junheng.ground.people.values import Person, Role
from junheng.rooms.plans import access
from junheng.rooms.plans.models import Change, Commitment, Order
from junheng.rooms.plans.queries.tasks import task_rows
from junheng.rooms.plans.values import ChangeKind, Light, TaskRow

NEAR_DAYS = 10
# Whoever leads a unit answers for all that it leads, whoever is named for it.
LEADING = frozenset({Role.OFFICE, Role.SECTION_CHIEF, Role.CENTRAL_SCHOOL_HEAD, Role.SCHOOL_HEAD})


@dataclass(frozen=True, slots=True)
class Request:
    """A change that waits for a decision: who asked for what, from which date to which."""

    kind: ChangeKind
    asked_by: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """A supervisory order without an answer; `late` says that the day to answer by has passed."""

    id: int
    number: str
    answer_by: date
    late: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for me: changes to decide, tasks to check, orders to answer, tasks of mine by their date, what is
    overdue or unanswered in my charge. Then what I wait for, what is over, and what others lead with our support."""

    decide: tuple[TaskRow, ...]
    check: tuple[TaskRow, ...]
    late: tuple[TaskRow, ...]
    answer: tuple[TaskRow, ...]
    near: tuple[TaskRow, ...]
    later: tuple[TaskRow, ...]
    charge: tuple[TaskRow, ...]
    waiting: tuple[TaskRow, ...]
    asked: tuple[TaskRow, ...]
    done: tuple[TaskRow, ...]
    ended: tuple[TaskRow, ...]
    support: tuple[TaskRow, ...]
    requests: dict[int, Request]
    orders: dict[int, OpenOrder]

    @property
    def to_do(self) -> tuple[TaskRow, ...]:
        """All that waits for me, the most pressing first."""
        return (*self.decide, *self.check, *self.late, *self.answer, *self.near, *self.charge, *self.later)

    @property
    def all(self) -> tuple[TaskRow, ...]:
        """Every task of these groups."""
        return (*self.to_do, *self.waiting, *self.asked, *self.done, *self.ended, *self.support)

    @property
    def mine(self) -> int:
        """How many tasks wait for me."""
        return len(self.to_do)

    @property
    def awaited(self) -> int:
        """How many things I wait for."""
        return len(self.waiting) + len(self.asked)

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of a morning's digest."""
        return {"late": len(self.late), "near": len(self.near), "check": len(self.check), "answer": len(self.answer),
                "decide": len(self.decide), "charge": len(self.charge)}


def my_work(person: Person, *, today: date) -> Work:
    """This will sort what waits for a person: their own tasks and their unit's, and what their duty has to decide,
    to check and to press for; what their unit supports. Six queries."""
    units = {held.unit_id for held in person.appointments}
    led = {held.unit_id for held in person.appointments if held.role in LEADING}
    orders = open_orders(today)
    requests = open_requests(person)
    unanswered = [task_id for task_id, order in orders.items() if order.late]
    mine = Q(owner_id=person.account_id) | Q(owner_id=None, lead_unit_id__in=units) | Q(lead_unit_id__in=led)
    others = access.closable(person) & Q(closing_asked_at__isnull=False)
    pressed = access.pressable(person) & (Q(due__lt=today) | Q(pk__in=unanswered))
    waiting = access.decidable(person) & Q(pk__in=list(requests))
    helped = Commitment.support_units.through.objects.filter(unit_id__in=units).values("commitment_id")
    open_ones = Q(closed_at=None, ended_at=None) & (others | pressed | waiting | Q(pk__in=helped))
    rows = task_rows(person, today=today, where=mine | open_ones)

    def own(row: TaskRow) -> bool:
        return row.owner_id == person.account_id or row.lead_unit_id in led or (
            row.owner_id is None and row.lead_unit_id in units)

    def for_me(row: TaskRow) -> bool:
        return own(row) or (row.handed_in and access.may_close(person, row)) or (
            access.may_press(person, row) and (row.due < today or row.id in unanswered))

    open_rows = [row for row in rows if not row.light.over]
    decide = [row for row in open_rows if row.id in requests and access.may_decide(person, row)]
    check = [row for row in open_rows if row.handed_in and row.handed_in_by_id != person.account_id
             and access.may_close(person, row)]
    acted = {row.id for row in (*decide, *check)}
    ready = by_date(row for row in open_rows if own(row) and not row.handed_in and row.id not in acted)
    quiet = [row for row in ready if row.light is not Light.OVERDUE and row.id not in orders]
    return Work(
        decide=by_date(decide), check=by_date(row for row in check if row not in decide),
        late=tuple(row for row in ready if row.light is Light.OVERDUE),
        answer=tuple(row for row in ready if row.light is not Light.OVERDUE and row.id in orders),
        near=tuple(row for row in quiet if row.workdays <= NEAR_DAYS),
        later=tuple(row for row in quiet if row.workdays > NEAR_DAYS),
        charge=by_date(row for row in open_rows if not own(row) and row.id not in acted and access.may_press(person, row)
                       and (row.light is Light.OVERDUE or row.id in unanswered)),
        waiting=tuple(row for row in open_rows if own(row) and row.handed_in and row.id not in acted),
        asked=tuple(row for row in open_rows if own(row) and row.changes_waiting and row.id not in requests),
        done=tuple(row for row in rows if row.light is Light.DONE and own(row)),
        ended=tuple(row for row in rows if row.light is Light.ENDED and own(row)),
        support=by_date(row for row in open_rows if row.id not in acted and row.id not in requests and not for_me(row)),
        requests=requests, orders=orders,
    )


def by_date(rows: Iterable[TaskRow]) -> tuple[TaskRow, ...]:
    """Rows by their due date, in the plan's order within a day."""
    return tuple(sorted(rows, key=lambda row: (row.due, row.position)))


def open_requests(person: Person) -> dict[int, Request]:
    """Changes that somebody else has asked for and nobody has decided, by task."""
    waiting = Change.objects.filter(approved=None).exclude(asked_by_id=person.account_id)
    return {
        task_id: Request(ChangeKind(kind), name, old.get("due") or old.get("title", ""),
                         new.get("due") or new.get("title", ""))
        for task_id, kind, name, old, new in waiting.values_list("commitment_id", "kind", "asked_by__name", "old", "new")
    }


def open_orders(today: date) -> dict[int, OpenOrder]:
    """Supervisory orders without an answer, by task: the one that is to be answered first."""
    rows = Order.objects.filter(answered_at=None, commitment__closed_at=None, commitment__ended_at=None)
    found: dict[int, OpenOrder] = {}
    for task_id, order_id, number, answer_by in rows.order_by("answer_by", "id").values_list(
            "commitment_id", "id", "number", "answer_by"):
        found.setdefault(task_id, OpenOrder(order_id, number, answer_by, answer_by < today))
    return found
