"""Work that is done once a day."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from django.utils import timezone

from junheng.ground.jobs import actions, daily, queries
from junheng.ground.jobs.models import Job
from junheng.ground.jobs.registry import HANDLERS

pytestmark = pytest.mark.django_db
KIND = "tests.morning"


@pytest.fixture
def morning(monkeypatch):
    ran = []
    monkeypatch.setattr(daily, "DAILY", {})
    daily.daily(KIND, at=time(7, 30))(lambda arguments, progress: ran.append(arguments["day"]) or {})
    yield ran
    HANDLERS.pop(KIND)


def moment(day: int, hour: int, *, month: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=timezone.get_default_timezone())


def run_all() -> None:
    for job_id in Job.objects.filter(state=Job.State.WAITING).values_list("pk", flat=True):
        actions.run(job_id)


def test_nothing_is_asked_for_before_its_time(morning):
    assert daily.ask_for_today(now=moment(31, 7)) == 0


def test_it_is_done_once_a_day_however_often_the_sweeper_comes(morning):
    assert [daily.ask_for_today(now=moment(30, hour)) for hour in (8, 8, 9)] == [1, 0, 0]
    run_all()
    assert daily.ask_for_today(now=moment(30, 23)) == 0
    assert morning == ["2026-12-30"]


def test_the_new_year_is_a_new_day_and_a_day_that_was_missed_is_not_made_up(morning):
    daily.ask_for_today(now=moment(30, 8))
    daily.ask_for_today(now=moment(2, 8, month=1, year=2027))
    run_all()
    assert morning == ["2026-12-30", "2027-01-02"]


def test_a_day_that_failed_is_not_tried_over_and_over(morning, monkeypatch):
    def fail(arguments, progress):
        raise ValueError

    monkeypatch.setitem(HANDLERS, KIND, fail)
    daily.ask_for_today(now=moment(30, 8))
    run_all()
    assert daily.ask_for_today(now=moment(30, 9)) == 0
    assert queries.job(Job.objects.get().pk).state == "failed"
