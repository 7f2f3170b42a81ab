"""Sending a file through the upload page as the office does, having it read, and looking at what was kept."""

from __future__ import annotations

import html
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from junheng.ground.files.models import Attachment
from junheng.ground.jobs import actions as jobs
from junheng.ground.jobs.models import Job
from junheng.rooms.plans.models import Candidate, Plan, Version


def sent(client: Client, content: bytes, name: str = "要点.txt", **more: object) -> HttpResponse:
    """The answer of the upload page to a file."""
    return client.post("/plans/upload/", {"file": SimpleUploadedFile(name, content), "level": "own", **more})


def read(client: Client, content: bytes, name: str = "要点.txt", **more: object) -> HttpResponse:
    """A file sent and read; the page on which its sender waits, or the desk that it leads to."""
    answer = sent(client, content, name, **more)
    assert answer.status_code == 302, words(answer)
    jobs.run(Job.objects.latest("pk").pk)
    return client.get(answer.headers["Location"], follow=True)


def words(answer: HttpResponse) -> str:
    """A page's source with its entities resolved."""
    return html.unescape(answer.content.decode())


def on_disk() -> list[Path]:
    """Files that lie in the store, whole or half-written."""
    return [file for file in Path(settings.FILES_ROOT).rglob("*") if file.is_file()]


def nothing_kept() -> bool:
    """Whether no row and no file is there."""
    rows = sum(kind.objects.count() for kind in (Plan, Version, Candidate, Attachment))
    return rows == 0 and on_disk() == []
