"""Which reminder is due on a day: before the due date to the owner, after it to the owner, the leader, the head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from junheng.ground.kernel.calendars import WorkCalendar


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """Offsets in working days (standards/reminders.toml)."""

    first: int
    second: int
    after_due: int
    to_leader: int
    to_head: int


STEPS = ("first", "second", "after_due", "to_leader", "to_head")


def step_of(due: date, today: date, *, calendar: WorkCalendar, rules: ReminderRules) -> str | None:
    """The furthest step that a task has come to; None while it is too early for any.

    Only the furthest one goes out, so a worker that was off for a week sends one reminder and not five.
    """
    ahead = calendar.working_days_between(today, due)
    reached = None
    if ahead <= rules.first:
        reached = "first"
    if ahead <= rules.second:
        reached = "second"
    for step, offset in (("after_due", rules.after_due), ("to_leader", rules.to_leader), ("to_head", rules.to_head)):
        if -ahead >= offset:
            reached = step
    return reached
