"""A county house pulls a school's house over the network, is killed in the middle, goes on, and holds the same rows."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.browser.house import wait_for

DAY, PATIENCE = "2026-11-20", 240
PREPARE = """
from junheng.shell import demo, lived_hall
from tests.flows.lived import Silent
demo.open_accounts()
lived_hall.load({"scale": "0.02"}, Silent())
"""
# Its own rows go; what is left is the county's: units, schools, accounts.
EMPTY = """
from junheng.registry import models as m
for table in (m.Enrolment, m.Pupil, m.Guardian, m.Household, m.ClassYear, m.Post, m.SchoolClass, m.StaffMember, m.Room, m.Ground, m.Equipment):
    table.objects.all().delete()
"""
TOKEN = """
from django.utils import timezone
from junheng.ground.people import actions
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.people.values import Role, TokenScope
from junheng.ground.units.models import Unit
from junheng.shell.programs import OFFERED, kinds_of
from datetime import date
who = account_id_of("jijiao")
actions.appoint(account_id=who, role=Role.PERSONNEL, unit_id=Unit.objects.get(code="B").pk, since=date(2026, 1, 1), by=None, at=timezone.now())
print(actions.make_token(name="县级汇集", scope=TokenScope.READ, kinds=kinds_of(list(OFFERED)), days=30, at=timezone.now(),
                         by=person_by_id(who, date(2026, 11, 20))))
"""
NAME = """
import os
from django.utils import timezone
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.units.models import Unit
from junheng.registry import actions
from datetime import date
by = person_by_id(account_id_of("bangong"), date(2026, 11, 20))
node = actions.name_node(name="城关中心校", address=os.environ["ADDRESS"], token=os.environ["TOKEN"], unit_id=Unit.objects.get(code="Z01").pk,
                         by=by, at=timezone.now())
actions.ask_to_pull(node_id=node, by=by, at=timezone.now())
"""
PULL = """
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.registry import actions
from django.utils import timezone
from datetime import date
actions.ask_to_pull(node_id=1, by=person_by_id(account_id_of("bangong"), date(2026, 11, 20)), at=timezone.now())
"""
CHANGE = """
from datetime import date
from junheng.ground.units.queries import with_below
from junheng.ground.units.models import Unit
from junheng.registry.models import Enrolment, Pupil, Post
z = Unit.objects.get(code="Z01").pk
here = Enrolment.objects.filter(school_id__in=with_below([z], date(2026, 11, 20))[z], until=None).order_by("pk")
Pupil.objects.filter(pk=here[0].pupil_id).update(name="改名")
Pupil.objects.filter(pk=here[1].pupil_id).delete()
Enrolment.objects.filter(pk=here[2].pk).update(until=date(2026, 11, 19))
"""
# What there is within the node's unit, without numbers that each house gives by itself.
ROWS = """
import json
from dataclasses import asdict
from datetime import date
from junheng.ground.people.access import Reach
from junheng.ground.units.models import Unit
from junheng.ground.units.queries import with_below
from junheng.registry.access import TABLES, on_day
from junheng.registry.models import Enrolment, Post, SchoolClass, StaffMember
from junheng.registry.queries.records import records, with_parts
from junheng.registry.values.exchange import Kind
day, z = date(2026, 11, 20), Unit.objects.get(code="Z01").pk
units = with_below([z], day)[z]
codes = set(TABLES[Kind.SCHOOL].objects.filter(pk__in=units).values_list("school_code", flat=True))
OWN = {"id", "class_id", "household", "head_teacher", "code", "twin_group", "village"}
leaders = dict(StaffMember.objects.values_list("pk", "identity_number"))
def plain(value):
    if isinstance(value, dict):
        more = {"leader": leaders.get(value["head_teacher"])} if "head_teacher" in value else {}
        return {key: plain(each) for key, each in value.items() if key not in OWN} | more
    if isinstance(value, (list, tuple)):
        kept = [each for each in value if not isinstance(each, dict) or each.get("school_code", next(iter(codes))) in codes]
        return sorted((plain(each) for each in kept), key=lambda each: json.dumps(each, default=str, sort_keys=True))
    return value
found = {}
for kind in Kind:
    rows = TABLES[kind].objects.all()
    if kind is Kind.PUPIL:
        rows = rows.filter(pk__in=Enrolment.objects.filter(on_day(day), school_id__in=units).values("pupil"))
    elif kind is Kind.STAFF:
        rows = rows.filter(pk__in=Post.objects.filter(on_day(day), school_id__in=units).values("member"))
    else:
        rows = rows.filter(**{"pk__in" if kind is Kind.SCHOOL else "school_id__in": units})
    found[kind] = plain([asdict(row) for row in records(kind, with_parts(kind, rows), day, Reach(everything=True))])
print(json.dumps(found, default=str, sort_keys=True, ensure_ascii=False))
"""


class House:
    """A house of its own: its home, its port, its process."""

    def __init__(self, home: Path):
        self.home, self.process = home, None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://localhost:{self.port}"

    def environment(self, **more: str) -> dict[str, str]:
        clean = {key: value for key, value in os.environ.items() if key not in {"JUNHENG_DB", "JUNHENG_COUNTY", "JUNHENG_KEYS"}}
        return {**clean, "JUNHENG_HOME": str(self.home), "JUNHENG_TODAY": DAY, "JUNHENG_DEMO": "1", **more}

    def run(self, script: str, **more: str) -> str:
        begin = "from junheng.shell.cli import wake; wake()\n"
        done = subprocess.run([sys.executable, "-c", begin + script], env=self.environment(**more), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def up(self) -> None:
        with (self.home / "said.txt").open("ab") as said:
            self.process = subprocess.Popen([sys.executable, "-m", "junheng", "up", "--no-open", "--port", str(self.port)],
                                            env=self.environment(), stdout=said, stderr=said, start_new_session=True)
        wait_for(f"{self.address}/health/", self.process, self.home)

    def down(self, how: int = signal.SIGKILL) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, how)
            self.process.wait(60)
            self.process = None

    def ask(self, question: str) -> list:
        with sqlite3.connect(f"file:{self.home / 'junheng.sqlite3'}?mode=ro", uri=True, timeout=30) as database:
            return database.execute(question).fetchone()

    def until(self, question: str, wanted) -> None:
        end = time.monotonic() + PATIENCE
        while not wanted(self.ask(question)):
            assert time.monotonic() < end, (self.ask("SELECT state, error, round, length(cursor) FROM registry_node"), (self.home / "said.txt").read_text()[-3000:])
            time.sleep(0.05)


@pytest.fixture(scope="module")
def houses(tmp_path_factory):
    root = tmp_path_factory.mktemp("nodes")
    school, county = House(root / "school"), House(root / "county")
    school.home.mkdir()
    school.run("from django.core.management import call_command\ncall_command('migrate', verbosity=0)\ncall_command('createcachetable', verbosity=0)")
    school.run(PREPARE)
    shutil.copytree(school.home, county.home)
    county.run(EMPTY)
    yield school, county
    school.down()
    county.down()


LEVEL = "SELECT state FROM registry_node"


def test_a_county_killed_in_the_middle_of_a_pull_ends_with_the_same_rows_and_none_twice(houses):
    school, county = houses
    school.up()
    county.up()
    secret = school.run(TOKEN)
    county.run(NAME, ADDRESS=school.address, TOKEN=secret)
    county.until("SELECT count(*) FROM registry_noderow", lambda row: row[0] > 250)
    county.down()
    assert county.ask(LEVEL)[0] == "pulling"
    come = county.ask("SELECT count(*) FROM registry_noderow")[0]
    school.down()
    school.up()
    county.up()
    county.until(LEVEL, lambda row: row[0] == "level")
    assert county.ask("SELECT count(*) FROM registry_noderow")[0] > come
    assert county.ask("SELECT round FROM registry_node")[0] == 1
    there, here = json.loads(school.run(ROWS)), json.loads(county.run(ROWS))
    assert {kind: len(rows) for kind, rows in there.items()} == {kind: len(rows) for kind, rows in here.items()}
    assert there == here
    assert all(there.values())
    outside = county.ask("SELECT count(*) FROM registry_noderow WHERE refused LIKE '%not-its-school%'")[0]
    assert outside > 0
    assert not any(secret.encode() in place.read_bytes() for place in county.home.glob("junheng.sqlite3*"))


def test_what_changes_there_changes_here_and_who_leaves_stays_known(houses):
    school, county = houses
    pupils = county.ask("SELECT count(*) FROM registry_pupil")[0]
    school.run(CHANGE)
    before = county.ask("SELECT max(id) FROM audit_entry")[0]
    county.run(PULL)
    county.until(f"SELECT count(*) FROM audit_entry WHERE id > {before} AND sentence LIKE 'From the node%'", lambda row: row[0] > 0)
    county.until(LEVEL, lambda row: row[0] == "level")
    assert json.loads(school.run(ROWS)) == json.loads(county.run(ROWS))
    assert county.ask("SELECT count(*) FROM registry_pupil")[0] == pupils - 1


def test_a_house_that_does_not_answer_stops_the_pull_with_a_reason_and_nothing_is_lost(houses):
    school, county = houses
    pupils = county.ask("SELECT count(*) FROM registry_pupil")[0]
    school.down()
    county.run(PULL)
    county.until(LEVEL, lambda row: row[0] == "stopped")
    assert "does not answer" in county.ask("SELECT error FROM registry_node")[0]
    assert county.ask("SELECT count(*) FROM registry_pupil")[0] == pupils
