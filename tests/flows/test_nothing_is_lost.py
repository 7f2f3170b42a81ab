"""kill -9 in the middle of reading and of adopting: the work is done again from its beginning, and the counts are equal.

Real processes on a real database of their own. A plan of a thousand items makes each middle long enough to be hit.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

pytestmark = pytest.mark.database
PATIENCE = 120
DIGITS = "一二三四五六七八九十"

PREPARE = """
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from junheng.shell import demo
demo.open_accounts()
"""
UPLOAD = """
from pathlib import Path
from junheng.ground.jobs import clock
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.rooms.plans import actions, queries
by = person_by_id(account_id_of("bangong"), clock.today())
version = actions.upload(content=Path(said["file"]).read_bytes(), name="要点.txt", level="own",
                         bureau_id=queries.bureau_of(clock.today()), by=by, at=clock.now())
print(json.dumps({"job": version.job_id, "plan": version.plan_id}))
"""
ADOPT = """
from junheng.ground.jobs import clock
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.rooms.plans import actions
by = person_by_id(account_id_of("bangong"), clock.today())
actions.accept_rest(plan_id=said["plan"], by=by, at=clock.now())
print(json.dumps({"job": actions.ask_to_adopt(plan_id=said["plan"], by=by, at=clock.now())}))
"""
CORRECT = UPLOAD.replace("by=by, at=clock.now())", "by=by, at=clock.now(), plan_id=said['plan'])").replace("要点.txt", "更正.txt")
ADOPT_CORRECTION = """
from junheng.ground.jobs import clock
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.rooms.plans import actions
from junheng.rooms.plans.models import Candidate
by = person_by_id(account_id_of("bangong"), clock.today())
for row in Candidate.objects.filter(plan=said["plan"]).exclude(correction=""):
    actions.accept(candidate_id=row.pk, by=by, at=clock.now(), basis="纪要", basis_number="1号")
actions.accept_rest(plan_id=said["plan"], by=by, at=clock.now())
print(json.dumps({"job": actions.ask_to_adopt(plan_id=said["plan"], by=by, at=clock.now())}))
"""
STATE = """
from junheng.ground.jobs import queries
found = queries.job(said["job"])
print(json.dumps({"state": found.state, "step": found.step}))
"""
COUNTS = """
from junheng.ground.audit import queries as audit
from junheng.ground.audit.models import Entry
from junheng.ground.files.models import Attachment
from junheng.rooms.plans.models import Candidate, Change, Commitment, Measure, Plan, Version
rows = {model.__name__: model.objects.count() for model in (Attachment, Plan, Version, Candidate, Change, Commitment, Measure)}
rows["audit"] = Entry.objects.filter(kind__startswith="plans/").count()
rows["chain"] = [str(each) for each in audit.verify()]
print(json.dumps(rows))
"""


def plan_text(items: int) -> str:
    """A plan with many numbered items, each with two targets."""
    lines = ["某县2026年教育工作要点", ""]
    for chapter in range(items // 10):
        number = "".join(DIGITS[int(digit)] for digit in str(chapter)) if chapter < 9 else None
        lines.append(f"{number}、第{chapter}方面" if number else f"第{chapter}方面")
        lines += [f"（{DIGITS[place]}）推进事项{chapter}之{place}。新建幼儿园{place + 1}所，覆盖率达到{60 + place}%。" for place in range(10)]
    return "\n".join(lines)


class Site:
    """A home with a database of its own, and whatever runs on it."""

    def __init__(self, home: Path, database: dict[str, str]) -> None:
        self.environment = {**os.environ, "JUNHENG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "junheng.shell.settings",
                            **database}
        self.running: list[subprocess.Popen[bytes]] = []

    def do(self, code: str, **said: object) -> dict:
        """What a script on this site prints as JSON."""
        begin = f"import json, django; django.setup(); said = json.loads({json.dumps(json.dumps(said))})\n"
        done = subprocess.run([sys.executable, "-c", begin + code], env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout or "{}")

    def worker(self) -> subprocess.Popen[bytes]:
        """A worker in a process group of its own."""
        started = subprocess.Popen([sys.executable, "-m", "junheng", "worker"], env=self.environment,
                                   start_new_session=True, stderr=subprocess.DEVNULL)
        self.running.append(started)
        return started

    def wait(self, job: int, *states: str, step: int = 0) -> str:
        """The state of a job once it is one of those asked for and as far as asked for."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = self.row(job)
            if found[0] in states and found[1] >= step:
                return found[0]
            time.sleep(0.002)
        raise AssertionError(f"job {job} stands at {self.row(job)}")

    def row(self, job: int) -> tuple[str, int]:
        """State and step of a job, asked of the database without Django."""
        question = f"select state, step from jobs_job where id = {int(job)}"
        address = self.environment.get("JUNHENG_DB")
        if address:
            if not hasattr(self, "asking"):
                import psycopg

                self.asking = psycopg.connect(address, autocommit=True)
            return self.asking.execute(question).fetchone()
        if not hasattr(self, "asking"):
            import sqlite3

            self.asking = sqlite3.connect(Path(self.environment["JUNHENG_HOME"]) / "junheng.sqlite3", timeout=20)
        return self.asking.execute(question).fetchone()


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9, with everything it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    server = os.environ.get("JUNHENG_DB")
    database: dict[str, str] = {}
    if server:
        import psycopg

        parts = urlsplit(server)
        name = f"{parts.path.lstrip('/')}_lost_{os.getpid()}"
        admin = psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True)
        admin.execute(f'drop database if exists "{name}" with (force)')
        admin.execute(f'create database "{name}"')
        database = {"JUNHENG_DB": urlunsplit(parts._replace(path=f"/{name}"))}
    made = Site(tmp_path / "home", database)
    made.do(PREPARE)
    yield made
    for process in made.running:
        if process.poll() is None:
            kill(process)
    if hasattr(made, "asking"):
        made.asking.close()
    if server:
        admin.execute(f'drop database "{name}" with (force)')
        admin.close()
    shutil.rmtree(tmp_path / "home", ignore_errors=True)


@pytest.fixture
def plan(tmp_path) -> str:
    place = tmp_path / "plan.txt"
    place.write_text(plan_text(1000), encoding="utf-8")
    return str(place)


def test_a_killed_worker_loses_nothing(site, plan):
    asked = site.do(UPLOAD, file=plan)
    first = site.worker()
    site.wait(asked["job"], "running", step=1)
    kill(first)
    cut = site.do(COUNTS)
    assert (cut["Version"], cut["Candidate"], cut["chain"]) == (1, 0, [])
    second = site.worker()
    site.wait(asked["job"], "done")
    read = site.do(COUNTS)
    assert (read["Version"], read["Attachment"], read["Candidate"]) == (1, 1, 2000)
    assert read["audit"] == cut["audit"] + 1

    adopting = site.do(ADOPT, plan=asked["plan"])
    site.wait(adopting["job"], "running")
    kill(second)
    half = site.do(COUNTS)
    assert (half["Commitment"], half["Measure"]) in {(0, 0), (2000, 2000)}
    assert half["chain"] == []
    site.worker()
    site.wait(adopting["job"], "done")
    adopted = site.do(COUNTS)
    assert (adopted["Commitment"], adopted["Measure"], adopted["Plan"]) == (2000, 2000, 1)
    assert (adopted["chain"], adopted["audit"]) == ([], read["audit"] + 2)


def test_a_killed_worker_loses_nothing_of_a_correction_and_asks_nothing_twice(site, tmp_path):
    place = tmp_path / "plan.txt"
    place.write_text(plan_text(200), encoding="utf-8")
    asked = site.do(UPLOAD, file=str(place))
    worker = site.worker()
    site.wait(asked["job"], "done")
    site.wait(site.do(ADOPT, plan=asked["plan"])["job"], "done")
    corrected = plan_text(200).replace("覆盖率达到63%", "覆盖率达到73%").replace("覆盖率达到64%。", "覆盖率达到64%。招聘教师9名。")
    place.write_text(corrected, encoding="utf-8")
    site.wait(site.do(CORRECT, file=str(place), plan=asked["plan"])["job"], "done")
    adopting = site.do(ADOPT_CORRECTION, plan=asked["plan"])
    site.wait(adopting["job"], "running", "done")
    kill(worker)
    half = site.do(COUNTS)
    assert (half["Commitment"], half["Change"]) in {(400, 0), (420, 20)}
    site.worker()
    site.wait(adopting["job"], "done")
    after = site.do(COUNTS)
    assert (after["Commitment"], after["Change"], after["Version"], after["chain"]) == (420, 20, 2, [])


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answers(port: int) -> bool:
    """Whether the site answers."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/health/", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def until(what) -> None:
    """Wait for something, with patience."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end
        time.sleep(0.1)


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes of a group that are alive, but for the first one."""
    said = subprocess.run(["ps", "-o", "pid=,stat=", "-g", str(process.pid)], capture_output=True, text=True, check=False).stdout
    rows = [line.split() for line in said.splitlines()]
    return [int(pid) for pid, state in rows if int(pid) != process.pid and not state.startswith("Z")]


def up(site: Site, port: int) -> subprocess.Popen[bytes]:
    """`junheng up` that answers."""
    started = subprocess.Popen([sys.executable, "-m", "junheng", "up", "--no-open", "--port", str(port)], env=site.environment,
                               start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    site.running.append(started)
    until(lambda: answers(port))
    return started


def test_a_killed_site_starts_again_on_the_same_port_and_ctrl_c_ends_all_of_it(site):
    port = free_port()
    first = up(site, port)
    assert len(children_of(first)) >= 2
    os.kill(first.pid, signal.SIGKILL)
    first.wait(30)
    until(lambda: not children_of(first))
    second = up(site, port)
    os.kill(second.pid, signal.SIGINT)
    assert second.wait(60) == 0
    assert children_of(second) == []
    assert not answers(port)
