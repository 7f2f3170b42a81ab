"""Questions about jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from junheng.ground.jobs.models import Job

UNFINISHED = (Job.State.WAITING, Job.State.RUNNING)


@dataclass(frozen=True, slots=True)
class JobCard:
    """A job as pages show it: message, and message and remedy of each finding, are in the reader's language."""

    id: int
    kind: str
    state: str
    step: int
    total: int
    message: str
    arguments: dict[str, Any]
    result: dict[str, Any]
    findings: tuple[dict[str, Any], ...]
    created_by_id: int | None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state not in UNFINISHED

    @property
    def percent(self) -> int:
        """How far it is, from 0 to 100; 0 while the total is unknown."""
        return min(100, self.step * 100 // self.total) if self.total else 0


def job(job_id: int) -> JobCard | None:
    """A job; None when there is none."""
    row = Job.objects.filter(pk=job_id).first()
    return None if row is None else card(row)


def latest(key: str) -> JobCard | None:
    """The newest job with a key, unfinished or ended; None when there never was one."""
    row = Job.objects.filter(key=key).order_by("-pk").first()
    return None if row is None else card(row)


def waiting_count() -> int:
    """How many jobs wait or run."""
    return Job.objects.filter(state__in=UNFINISHED).count()


def card(row: Job) -> JobCard:
    """A row as a value, in the language of whoever asks."""
    findings = tuple(
        {**finding, "message": said(finding["message"], finding["values"]),
         "remedy": said(finding["remedy"], finding["values"])}
        for finding in row.findings
    )
    return JobCard(
        row.pk, row.kind, row.state, row.step, row.total, said(row.message, row.message_values), row.arguments,
        row.result, findings, row.created_by_id,
    )


def said(message: str, values: dict[str, Any]) -> str:
    """A message id in the reader's language, its slots filled."""
    return gettext(message) % values if message else ""
