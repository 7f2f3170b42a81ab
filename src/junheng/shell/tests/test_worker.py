"""Real worker processes, killed with kill -9 in the middle of a job."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

PATIENCE_SECONDS = 90


class House:
    """A home folder with one slow job asked for, and the workers started in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "JUNHENG_HOME": str(folder / "home"), "JUNHENG_DB": ""}
        if connection.vendor == "postgresql":
            told = connection.settings_dict
            secret = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
            self.environment["JUNHENG_DB"] = (
                f"postgresql://{told['USER']}{secret}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"
            )
        self.workers: list[subprocess.Popen[bytes]] = []
        self.call("prepare")

    def command(self, verb: str) -> list[str]:
        return [sys.executable, "-m", "junheng.shell.tests.slow_worker", verb, str(self.folder)]

    def call(self, verb: str) -> str:
        done = subprocess.run(self.command(verb), env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout

    def state(self) -> dict[str, object]:
        return json.loads(self.call("state"))

    def start_worker(self) -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(self.command("work"), env=self.environment)
        self.workers.append(worker)
        return worker

    def lines(self, name: str) -> int:
        file = self.folder / name
        return len(file.read_text(encoding="utf-8").splitlines()) if file.exists() else 0

    def go(self) -> None:
        (self.folder / "go").touch()

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()


def until(what: Callable[[], bool]) -> None:
    """Waits for something to become true; a test that waits in vain fails."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


@pytest.fixture
def house(transactional_db, tmp_path):
    made = House(tmp_path)
    yield made
    made.close()


def test_a_job_whose_worker_is_killed_is_finished_once_by_the_next(house):
    first = house.start_worker()
    until(lambda: house.lines("started") == 1)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert (house.state()["state"], house.lines("done")) == ("running", 0)

    house.go()
    house.start_worker()
    until(lambda: house.state()["state"] == "done")
    assert house.state() == {"state": "done", "attempts": 2, "result": {"lines": 1}}
    assert (house.lines("started"), house.lines("done")) == (2, 1)


def test_a_second_worker_leaves_a_long_silent_step_to_the_first(house):
    house.start_worker()
    until(lambda: house.lines("started") == 1)
    house.start_worker()
    time.sleep(6)  # longer than a lease: only the beating heart of the first worker keeps the second away
    house.go()
    until(lambda: house.state()["state"] == "done")
    assert (house.lines("started"), house.lines("done"), house.state()["attempts"]) == (1, 1, 1)
