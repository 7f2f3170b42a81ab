"""A worker with one slow kind of work, for tests that kill it: `python -m … prepare|work|state FOLDER`.

The work writes a line to `started`, waits without a word until the file `go` is there, and writes a line to `done`.
Leases are short here, so that a test waits seconds.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junheng.shell.settings")


def register() -> None:
    from junheng.ground.jobs import lease
    from junheng.ground.jobs.registry import Progress, job
    from junheng.shell import worker

    lease.LEASE, lease.BEAT_SECONDS, worker.SWEEP_SECONDS = timedelta(seconds=4), 0.5, 0.5

    @job("test.slow")
    def slow(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        folder = Path(arguments["folder"])
        progress.step(0, 2, "Begun")
        line(folder / "started")
        while not (folder / "go").exists():
            time.sleep(0.05)
        progress.step(1, 2, "Writing")
        line(folder / "done")
        return {"lines": 1}


def line(file: Path) -> None:
    with file.open("a", encoding="utf-8") as out:
        out.write(f"{os.getpid()}\n")


def main(verb: str, folder: str) -> None:
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from junheng.ground.jobs import actions
    from junheng.ground.jobs.models import Job
    from junheng.shell.worker import work

    register()
    if verb == "prepare":
        call_command("migrate", interactive=False, verbosity=0)
        actions.enqueue(kind="test.slow", arguments={"folder": folder}, key="slow", by=None, by_name="Console",
                        at=timezone.now())
    elif verb == "work":
        work()
    else:
        row = Job.objects.get(key="slow")
        print(json.dumps({"state": row.state, "attempts": row.attempts, "result": row.result}))


if __name__ == "__main__":
    main(*sys.argv[1:])
