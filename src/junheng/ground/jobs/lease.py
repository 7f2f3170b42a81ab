"""A lease says which worker carries out a job, and until when it must have been heard of again."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from junheng.ground.jobs.models import Job
from junheng.ground.jobs.registry import Stopped

LEASE = timedelta(seconds=20)
BEAT_SECONDS = 5.0
# A step is written at most this often, so that a loop over ten thousand rows does not become ten thousand writes.
WRITE_SECONDS = 0.5
ATTEMPTS = 5
BROKEN_OFF: dict[str, Any] = {
    "code": "jobs/broken-off",
    "message": "This work broke off several times and was given up.",
    "remedy": "Try again; if it fails once more, tell the system administrator.",
    "values": {},
    "place": {},
}
log = logging.getLogger(__name__)


def take(job_id: int, *, now: datetime) -> str | None:
    """This will take a job's lease; None when it has ended, or another worker holds it."""
    lease = secrets.token_hex(8)
    free = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        row = Job.objects.select_for_update().filter(free, pk=job_id).first()
        if row is None:
            return None
        if row.attempts >= ATTEMPTS:
            row.state, row.ended_at, row.lease, row.lease_until = Job.State.FAILED, now, "", None
            row.findings = [BROKEN_OFF]
            row.save()
            return None
        row.state, row.lease, row.lease_until, row.heartbeat_at = Job.State.RUNNING, lease, now + LEASE, now
        row.attempts += 1
        row.started_at = row.started_at or now
        row.save()
    return lease


def renew(job_id: int, lease: str, **fields: Any) -> bool:
    """This will hold a lease for another while and write fields with it; False when the lease has gone."""
    now = timezone.now()
    held = Job.objects.filter(pk=job_id, lease=lease, state=Job.State.RUNNING)
    return bool(held.update(lease_until=now + LEASE, heartbeat_at=now, **fields))


class Heart:
    """Beats in a thread of its own while a handler works, so that one long step does not look like a dead worker.

    A killed process beats no more, and its lease lapses.
    """

    def __init__(self, job_id: int, lease: str) -> None:
        self.job_id, self.lease = job_id, lease
        self.lost = threading.Event()
        self.still = threading.Event()
        self.thread = threading.Thread(target=self.beat, name=f"heart-{job_id}", daemon=True)

    def __enter__(self) -> Heart:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.still.set()
        self.thread.join()

    def beat(self) -> None:
        """This will renew the lease until told to stop or the lease has gone."""
        try:
            while not self.still.wait(BEAT_SECONDS):
                try:
                    if not renew(self.job_id, self.lease):
                        self.lost.set()
                        return
                except DatabaseError as fault:
                    # A busy database answers at the next beat; if it does not, the lease lapses by itself.
                    log.warning("job %s: the lease could not be renewed: %s", self.job_id, fault)
        finally:
            connection.close()


class LeasedProgress:
    """Progress of a run that holds a lease; every step that is written renews it."""

    def __init__(self, heart: Heart) -> None:
        self.heart = heart
        self.written = 0.0
        self.shown = ""

    def step(
        self, done: int, total: int, message: str, values: Mapping[str, str | int] | None = None
    ) -> None:
        """This will show how far the work is. Raises Stopped when this run may not go on."""
        if self.heart.lost.is_set():
            raise Stopped
        now = time.monotonic()
        if message == self.shown and done < total and now - self.written < WRITE_SECONDS:
            return
        held = renew(
            self.heart.job_id, self.heart.lease, step=done, total=total, message=message,
            message_values=dict(values or {}),
        )
        if not held:
            self.heart.lost.set()
            raise Stopped
        self.written, self.shown = now, message
