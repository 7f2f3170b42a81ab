"""Work that is done once a day: each kind becomes one ordinary job a day, whoever runs the workers and however many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from junheng.ground.jobs.actions import enqueue
from junheng.ground.jobs.models import Job
from junheng.ground.jobs.registry import Handler, job

DAILY: dict[str, time] = {}
BY_THE_CLOCK = "Clock"


def daily(kind: str, *, at: time) -> Callable[[Handler], Handler]:
    """This will register a handler that is to run every day from a time on; it gets {"day": ISO date}."""

    def keep(handler: Handler) -> Handler:
        DAILY[kind] = at
        return job(kind)(handler)

    return keep


def ask_for_today(*, now: datetime) -> int:
    """This will ask for what is due today and was not asked for yet; returns how many jobs.

    A house that was off in the morning does the day's work when it comes back, and yesterday's not at all.
    """
    day = now.date().isoformat()
    asked = 0
    for kind, begins in DAILY.items():
        key = f"{kind}:{day}"
        if now.time() >= begins and not Job.objects.filter(key=key).exists():
            enqueue(kind=kind, arguments={"day": day}, key=key, by=None, by_name=BY_THE_CLOCK, at=now)
            asked += 1
    return asked
