"""催报 and escalation: each step of each task goes out once."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from junheng.ground.notify import actions as notify
from junheng.ground.people.queries import people_at, person_by_id
from junheng.ground.people.values import Role
from junheng.ground.units.calendar import work_calendar
from junheng.rooms.plans.actions.messages import hearers
from junheng.rooms.plans.engine.reminders import step_of
from junheng.rooms.plans.models import Commitment, Reminder
from junheng.rooms.plans.queries.rules import reminder_rules
from junheng.rooms.plans.queries.work import my_work

DIGEST_LABELS = {
    "own": "Today: %(late)s overdue, %(near)s due within 10 working days, %(answer)s orders to answer, %(check)s to check for others",
    "leading": "Today: %(decide)s to decide, %(check)s to check, %(charge)s overdue or unanswered in your charge; of your own %(late)s overdue, %(near)s due within 10 working days, %(answer)s orders to answer",
}
SENTENCES = {
    "first": "%(title)s is due on %(date)s",
    "second": "%(title)s is due soon, on %(date)s",
    "after_due": "%(title)s has been overdue since %(date)s",
    "to_leader": "%(title)s, in your charge, has been overdue since %(date)s",
    "to_head": "%(title)s has been overdue for long, since %(date)s",
}


@transaction.atomic
def remind(*, today: date, at: datetime) -> int:
    """This will send today's reminders for every open task; run again on the same day it sends nothing new."""
    calendar, rules = work_calendar(today), reminder_rules(today)
    sent = 0
    for task in Commitment.objects.filter(closed_at=None, ended_at=None, plan__withdrawn_at=None).order_by("pk"):
        step = step_of(task.due, today, calendar=calendar, rules=rules)
        if step is None:
            continue
        people = addressed(task, step, at=at, today=today)
        new = [account for account in people if Reminder.objects.get_or_create(
            commitment=task, step=step, due=task.due, account_id=account, defaults={"on": today})[1]]
        if new:
            notify.tell(account_ids=new, sentence=SENTENCES[step],
                        values={"title": task.title, "date": task.due.isoformat()}, link=f"/plans/tasks/{task.pk}/",
                        at=at, key=f"reminder:{task.pk}:{step}:{task.due.isoformat()}")
            sent += len(new)
    return sent


def send_digests(*, today: date, at: datetime) -> int:
    """This will leave one message on a working day for each person with something to do: how much, and where.

    Sent again on the same day it stays one message. Returns how many people hear.
    """
    if not work_calendar(today).is_working_day(today):
        return 0
    told = 0
    for account_id in dict.fromkeys(holder.account_id for holder in people_at(today)):
        person = person_by_id(account_id, today)
        if person is None:
            continue
        counts = my_work(person, today=today).counts
        if any(counts.values()):
            sentence = DIGEST_LABELS["leading" if counts["decide"] or counts["charge"] else "own"]
            notify.tell(account_ids=[account_id], sentence=sentence, values=counts, link="/plans/mine/", at=at,
                        key=f"digest:{today.isoformat()}")
            told += 1
    return told


def addressed(task: Commitment, step: str, *, at: datetime, today: date) -> tuple[int, ...]:
    """Who hears at a step: owner or section; then the leader in charge; then the head of the bureau."""
    if step == "to_leader" and task.leader_id:
        return tuple(h.account_id for h in people_at(today, unit_ids=[task.leader_id], roles=[Role.DEPUTY]))
    if step == "to_head":
        return tuple(h.account_id for h in people_at(today, roles=[Role.HEAD]))
    return hearers(task, at=at)
