"""kill -9 while a table of pupils is looked at and while it is written: no row is lost, doubled or half-written."""

from __future__ import annotations

import pytest

from tests.flows.test_nothing_is_lost import Site, kill, site

__all__ = ["site"]
pytestmark = pytest.mark.database
ROWS = 3000
SEND = """
import os
from datetime import date
from junheng.ground.jobs import clock
from junheng.ground.jobs.models import Job
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.sheets.intake import filled_form
from junheng.registry import actions
from junheng.registry.engine.invented.numbers import check_digit
from junheng.registry.values.forms import PUPILS
from junheng.shell import lived_hall
from tests.flows.lived import Silent
os.environ["JUNHENG_DEMO_SCALE"] = "0.02"
lived_hall.load({}, Silent())
keys = [field.key for field in PUPILS.fields]
rows = []
for number in range(said["rows"]):
    body = f"990199{date(2015 + number // 1000, 3, 4):%Y%m%d}{number % 1000:03d}"
    row = {"name": f"新生{number}", "sex": "male" if number % 2 else "female", "born": date(2015 + number // 1000, 3, 4),
           "identity_number": body + check_digit(body), "school": "云溪县实验小学", "grade": "primary:3", "class_no": str(number % 40 + 1),
           "guardian1_name": f"家长{number}", "guardian1_phone": f"100{number:08d}"}
    rows.append([row.get(key) for key in keys])
by = person_by_id(account_id_of("jijiao"), clock.today())
made = actions.send(form="pupils", content=filled_form(PUPILS, rows, created=clock.now()), name="新生.xlsx", on=clock.today(), by=by, at=clock.now())
print(json.dumps({"import": made, "job": Job.objects.latest("pk").pk}))
"""
TAKE = """
from junheng.ground.jobs import clock
from junheng.ground.jobs.models import Job
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.registry import actions
by = person_by_id(account_id_of("jijiao"), clock.today())
actions.ask_to_take(import_id=said["import"], good_only=False, by=by, at=clock.now())
print(json.dumps({"job": Job.objects.latest("pk").pk}))
"""
COUNTS = """
from junheng.ground.audit import queries as audit
from junheng.registry.models import Enrolment, Guardian, Import, Pupil
row = Import.objects.get(pk=said["import"])
mine = Pupil.objects.filter(brought=row)
print(json.dumps({"state": row.state, "counts": row.counts, "pupils": mine.count(), "names": mine.values("name").distinct().count(),
                  "guardians": Guardian.objects.filter(brought=row).count(), "places": Enrolment.objects.filter(brought=row, until=None).count(),
                  "chain": [str(each) for each in audit.verify()]}))
"""


def test_a_killed_worker_loses_and_doubles_no_row_of_a_table(site: Site):
    sent = site.do(SEND, rows=ROWS)
    first = site.worker()
    site.wait(sent["job"], "running", "done", step=1)
    kill(first)
    cut = site.do(COUNTS, **{"import": sent["import"]})
    assert (cut["state"] in {"looking", "looked"}, cut["pupils"], cut["chain"]) == (True, 0, [])
    second = site.worker()
    site.wait(sent["job"], "done")
    looked = site.do(COUNTS, **{"import": sent["import"]})
    assert (looked["state"], looked["counts"]["added"], looked["counts"]["refused"], looked["pupils"]) == ("looked", ROWS, 0, 0)

    kill(second)
    taking = site.do(TAKE, **{"import": sent["import"]})
    third = site.worker()
    site.wait(taking["job"], "running", "done", step=90)
    kill(third)
    half = site.do(COUNTS, **{"import": sent["import"]})
    assert (half["pupils"], half["guardians"], half["places"]) in {(0, 0, 0), (ROWS, ROWS, ROWS)}
    assert half["chain"] == []
    site.worker()
    site.wait(taking["job"], "done")
    taken = site.do(COUNTS, **{"import": sent["import"]})
    assert (taken["state"], taken["pupils"], taken["names"], taken["guardians"], taken["places"]) == ("taken", ROWS, ROWS, ROWS, ROWS)
    assert taken["chain"] == []
