"""Enqueuing work, carrying it out under a lease, taking up what a killed worker left.

The queue (django-tasks) only wakes a worker. What is to be done, how far it is and how it ended stands in our own
row, because the queue never takes up the task of a worker that was killed.
"""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from junheng.ground.jobs.lease import Heart, LeasedProgress, renew, take
from junheng.ground.jobs.models import Job
from junheng.ground.jobs.registry import HANDLERS, Stopped
from junheng.ground.kernel.findings import Finding, Refused

KEPT_IN_QUEUE = timedelta(days=7)
FAULT: dict[str, Any] = {
    "code": "jobs/fault",
    "message": "The work stopped because of a fault in the program.",
    "remedy": "Tell the system administrator; the fault is in the log.",
    "values": {},
    "place": {},
}
log = logging.getLogger(__name__)


def enqueue(
    *, kind: str, arguments: dict[str, Any], key: str, by: int | None, by_name: str, at: datetime
) -> int:
    """This will ask for work to be done after the commit; while a job with this key is unfinished, it is that one."""
    known = unfinished(key)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            row = Job.objects.create(
                kind=kind, arguments=arguments, key=key, created_at=at, created_by_id=by, created_by_name=by_name
            )
    except IntegrityError:
        found = unfinished(key)
        if found is None:
            raise
        return found
    # Robust: if the queue is busy, the page still answers and the sweeper hands the job over.
    transaction.on_commit(lambda: hand_over(row.pk), robust=True)
    return int(row.pk)


def unfinished(key: str) -> int | None:
    """The job with this key that waits or runs."""
    found = Job.objects.filter(key=key, state__in=[Job.State.WAITING, Job.State.RUNNING])
    return found.values_list("pk", flat=True).first()


def hand_over(job_id: int) -> None:
    """This will put a job into the queue that workers read."""
    carry_out.enqueue(job_id)


@task()
def carry_out(job_id: int) -> None:
    """The one task of the queue: carry out a job by its id."""
    run(job_id)


def run(job_id: int) -> None:
    """This will carry out a job, unless it has ended or another worker holds it."""
    lease = take(job_id, now=timezone.now())
    if lease is None:
        return
    row = Job.objects.get(pk=job_id)
    try:
        with Heart(job_id, lease) as heart:
            result = HANDLERS[row.kind](row.arguments, LeasedProgress(heart))
    except Stopped:
        return
    except Refused as refused:
        finish(job_id, lease, Job.State.FAILED, findings=[kept(finding) for finding in refused.findings])
    except Exception:
        log.exception("job %s (%s) failed", job_id, row.kind)
        finish(job_id, lease, Job.State.FAILED, findings=[FAULT])
    except BaseException:
        # The worker is being stopped in the middle: the next one need not wait for the lease to lapse.
        renew(job_id, lease)
        Job.objects.filter(pk=job_id, lease=lease).update(lease_until=timezone.now())
        raise
    else:
        finish(job_id, lease, Job.State.DONE, result=result)


def kept(finding: Finding) -> dict[str, Any]:
    """A finding as the job's row keeps it; the page translates it."""
    place = {name: value for name, value in asdict(finding.place).items() if value is not None}
    return {
        "code": finding.code, "message": finding.message, "remedy": finding.remedy,
        "values": dict(finding.values), "place": place,
    }


def finish(
    job_id: int, lease: str, state: str, *, result: dict[str, Any] | None = None,
    findings: list[dict[str, Any]] | None = None,
) -> None:
    """This will write how a job ended, if this run still holds its lease."""
    held = Job.objects.filter(pk=job_id, lease=lease, state=Job.State.RUNNING)
    if not held.update(
        state=state, ended_at=timezone.now(), result=result or {}, findings=findings or [], lease_until=None
    ):
        log.warning("job %s ended after its lease had gone; whoever holds it now says how it ends", job_id)


def stop(*, job_id: int, at: datetime) -> bool:
    """This will stop a job that has not ended; a running handler breaks off at its next step. False: it had ended."""
    open_ = Job.objects.filter(pk=job_id, state__in=[Job.State.WAITING, Job.State.RUNNING])
    return bool(open_.update(state=Job.State.STOPPED, ended_at=at, lease="", lease_until=None))


def take_up_left() -> int:
    """This will hand over again what a killed worker left and what never reached the queue; returns how many."""
    left = set(
        Job.objects.filter(
            Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease_until__lt=timezone.now())
        ).values_list("pk", flat=True)
    )
    if not left:
        return 0
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=carry_out.module_path)
    left -= {kwargs["args"][0] for kwargs in ready.values_list("args_kwargs", flat=True)}
    for job_id in sorted(left):
        hand_over(job_id)
    return len(left)


def clear_queue(*, now: datetime) -> int:
    """This will drop old rows of the queue; our own rows stay. Returns how many went."""
    old = DBTaskResult.objects.filter(task_path=carry_out.module_path, enqueued_at__lt=now - KEPT_IN_QUEUE)
    return old.exclude(status=TaskResultStatus.READY).delete()[0]
