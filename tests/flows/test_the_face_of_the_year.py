"""The board, the calendar and the sections: every task has its light somewhere, every day what falls on it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import junheng
from junheng.ground.units.models import Unit
from junheng.ground.units.queries import tree
from junheng.ground.units.values import Kind, Tree
from junheng.rooms.plans.models import Commitment, Milestone, Order
from junheng.shell.lived_year import EXAMPLE

ROW = re.compile(r'<tr id="t(\d+)".*?</tr>', re.DOTALL)


def test_every_task_has_its_light_in_some_column_of_the_board(county, sign_in):
    page = sign_in("juzhang").get(f"/plans/{county}/").content.decode()
    rows = {int(row.group(1)): row.group() for row in ROW.finditer(page)}
    assert len(rows) == Commitment.objects.filter(plan_id=county).count()
    assert [task for task, row in rows.items() if 'aria-label="' not in row.partition('class="c"')[2]] == []


def test_what_cannot_be_computed_says_what_is_missing(county, sign_in):
    page = sign_in("juzhang").get(f"/plans/{county}/").content.decode()
    said = set(re.findall(r">(无法计算[^<]*)<", page))
    assert said
    assert all("缺" in words for words in said)


def test_a_count_of_lights_leads_to_the_first_task_that_has_it(county, sign_in):
    answer = sign_in("juzhang").get(f"/plans/{county}/")
    page = answer.content.decode()
    first = next(row.id for row in answer.context["board"].rows if row.light.value == "overdue")
    assert f'href="#t{first}"' in page
    assert f'id="t{first}"' in page


def test_a_lead_is_the_way_to_its_sections_page_and_the_library_lists_all(county, sign_in):
    client = sign_in("juzhang")
    led = set(Commitment.objects.exclude(lead_unit=None).values_list("lead_unit_id", flat=True))
    for address in (f"/plans/{county}/", "/plans/"):
        linked = {int(found) for found in re.findall(r'href="/plans/sections/(\d+)/"', client.get(address).content.decode())}
        assert linked == led, address
    assert client.get(f"/plans/sections/{led.pop()}/").status_code == 200


def test_the_calendar_holds_tasks_milestones_and_answers_by_day(county, sign_in):
    task = Commitment.objects.filter(due="2026-12-31").first()
    Milestone.objects.create(commitment=task, name="方案报局务会", planned="2026-12-10")
    shown = sign_in("juzhang").get("/plans/calendar/").context["quarter"]
    days = {day.day.isoformat(): day for month in shown.months for day in month.days}
    assert days["2026-12-31"].tasks == Commitment.objects.filter(due="2026-12-31").count()
    assert [event.words for event in days["2026-12-10"].events] == ["方案报局务会"]
    asked = set(Order.objects.filter(answer_by__gte="2026-10-01").values_list("commitment_id", flat=True))
    assert {event.task_id for day in days.values() for event in day.events if not event.step} == asked
    assert len(shown.months) == 3


def test_a_section_sees_only_its_own_milestones_in_the_calendar(county, sign_in):
    others = Commitment.objects.filter(lead_unit__short_name="财务股").first()
    Milestone.objects.create(commitment=others, name="他股的节点", planned="2026-12-10")
    assert "他股的节点" not in sign_in("xueqian").get("/plans/calendar/").content.decode()
    assert "他股的节点" in sign_in("caiwu").get("/plans/calendar/").content.decode()


def test_the_example_county_speaks_of_gu_and_another_county_of_ke(county, sign_in, settings):
    assert "邓小兰" in sign_in("xueqian").get("/me/").content.decode()
    assert "科长" in sign_in("xueqian").get("/me/").content.decode()
    settings.COUNTY = str(EXAMPLE)
    page = sign_in("xueqian").get("/me/").content.decode()
    assert "股长" in page
    assert "科长" not in page


def test_every_school_of_the_example_county_lies_in_a_township(county):
    units = tree(Unit.objects.get(code="B").since)
    for unit_id in units.of_kind(Kind.SCHOOL, Kind.KINDERGARTEN, Kind.TEACHING_POINT):
        above = [units.card(each).kind for each in units.ancestors(unit_id, Tree.ADMINISTRATIVE)]
        assert above == [Kind.TOWNSHIP, Kind.COUNTY, Kind.CITY, Kind.PROVINCE], units.name(unit_id)


@pytest.mark.parametrize(("language", "word"), [("", "局长"), ("en", "Head of bureau")])
def test_a_fresh_clone_speaks_chinese_at_its_first_command(tmp_path, language, word):
    copy = tmp_path / "junheng"
    shutil.copytree(Path(junheng.__file__).parent, copy, ignore=shutil.ignore_patterns("*.mo", "static", "__pycache__"))
    asked = ("from junheng.shell.cli import wake; wake(); from django.utils.translation import gettext as _; "
             "print(_('Head of bureau'))")
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=tmp_path,
                          env={**os.environ, "PYTHONPATH": str(tmp_path), "JUNHENG_HOME": str(tmp_path / "home"),
                               "JUNHENG_LANG": language, "JUNHENG_DB": ""})
    assert told.stdout.strip() == word
