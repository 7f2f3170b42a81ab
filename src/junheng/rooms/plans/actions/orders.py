"""督办: the office asks in writing, the owner answers in time."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person
from junheng.rooms.plans import access
from junheng.rooms.plans.actions.messages import tell_owner, tell_people
from junheng.rooms.plans.actions.progress import open_task
from junheng.rooms.plans.actions.support import locked, tell_audit
from junheng.rooms.plans.models import Commitment, Order


@transaction.atomic
def order_task(*, commitment_id: int, text: str, answer_by: date, today: date, by: Person, at: datetime,
               number: str = "") -> Order:
    """This will issue a supervisory order; its number stays blank until the office has one.

    The same order sent twice on one day is one order.
    """
    task = open_task(commitment_id, "change", "plans/order", by=by)
    if not text.strip():
        raise Refused(Finding(code="order-empty", message="The order says nothing.",
                              remedy="Write what is asked, and by when."))
    if answer_by < today:
        raise Refused(Finding(code="answer-past", message="The day to answer by is past.",
                              remedy="Choose today or a later day."))
    known = task.orders.filter(by_id=by.account_id, on=today, answer_by=answer_by, text=text.strip(), number=number.strip()).first()
    if known is not None:
        return known
    row = Order.objects.create(commitment=task, number=number.strip(), text=text.strip(), on=today,
                               answer_by=answer_by, at=at, by_id=by.account_id)
    tell_audit("issued a supervisory order on %(number)s, to be answered by %(date)s",
               {"number": task.number, "date": answer_by.isoformat()}, by=by, at=at, kind="commitment", ref=task.pk,
               rows={"text": row.text})
    tell_owner(task, "A supervisory order on %(title)s: answer by %(date)s",
               {"title": task.title, "date": answer_by.isoformat()}, at=at, key=f"order:{row.pk}")
    return row


@transaction.atomic
def answer_order(*, order_id: int, answer: str, by: Person, at: datetime) -> Order:
    """This will record the answer to an order."""
    row = locked(Order, order_id)
    task = locked(Commitment, row.commitment_id)
    access.check_may(by, "change", "plans/progress", task)
    if row.answered_at is not None and row.answer == answer.strip() and row.answered_by_id == by.account_id:
        return row
    if not answer.strip():
        raise Refused(Finding(code="answer-empty", message="The answer says nothing.",
                              remedy="Write what has been done and what remains."))
    if row.answered_at is not None:
        raise Refused(Finding(code="answered-already", message="This order has been answered already.",
                              remedy="Report further progress on the task itself."))
    row.answer, row.answered_at, row.answered_by_id = answer.strip(), at, by.account_id
    row.save()
    tell_audit("answered the supervisory order on %(number)s", {"number": task.number}, by=by, at=at,
               kind="commitment", ref=task.pk, rows={"answer": row.answer})
    tell_people(task, "%(name)s answered your supervisory order on %(title)s", {"name": by.name, "title": task.title},
                to=[row.by_id], at=at, key=f"order:{row.pk}:answered")
    return row
