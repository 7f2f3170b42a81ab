"""Every working morning: reminders go out, and each person gets one digest."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from junheng.ground.jobs import actions as jobs
from junheng.ground.jobs.daily import DAILY, ask_for_today
from junheng.ground.jobs.models import Job
from junheng.ground.notify.models import Notice
from junheng.ground.people.queries import account_id_of
from junheng.rooms.plans import actions
from junheng.rooms.plans.models import Commitment

FRIDAY = date(2026, 11, 20)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=timezone.get_default_timezone())


def told(username: str, day: date) -> list[dict]:
    return [notice.values for notice in Notice.objects.filter(account_id=account_id_of(username),
                                                              key=f"digest:{day.isoformat()}")]


def test_a_person_with_late_tasks_hears_how_many(county):
    actions.send_digests(today=FRIDAY, at=at(FRIDAY))
    assert told("xiangmu", FRIDAY)[0]["late"] == 1


def test_one_digest_a_day_however_often_it_is_sent(county):
    first = actions.send_digests(today=FRIDAY, at=at(FRIDAY))
    assert actions.send_digests(today=FRIDAY, at=at(FRIDAY)) == first
    assert Notice.objects.filter(key=f"digest:{FRIDAY.isoformat()}").count() == first


def test_nobody_hears_on_a_saturday_or_on_national_day(county):
    for day in (FRIDAY + timedelta(days=1), date(2026, 10, 1)):
        assert actions.send_digests(today=day, at=at(day)) == 0


def test_whoever_has_nothing_to_do_is_left_alone(county):
    actions.send_digests(today=FRIDAY, at=at(FRIDAY))
    for username in ("jiaoshi", "xitong", "shenji"):
        assert told(username, FRIDAY) == []


@pytest.mark.parametrize(("day", "step"), [
    (date(2026, 12, 31), "second"), (date(2027, 1, 4), "after_due"), (date(2027, 1, 11), "to_leader"),
    (date(2027, 2, 26), "to_head"),
])
def test_a_task_due_at_years_end_is_followed_into_the_new_year(county, day, step):
    task = Commitment.objects.filter(due=date(2026, 12, 31), closed_at=None, owner__isnull=False).first()
    actions.remind(today=day, at=at(day))
    assert task.reminders.filter(step=step, on=day).exists()


def test_the_clock_asks_for_the_morning_and_the_job_does_it(county):
    morning = at(FRIDAY)
    assert ask_for_today(now=morning) == sum(begins <= morning.time() for begins in DAILY.values())
    assert Job.objects.filter(kind="registry.night").exists()
    job = Job.objects.get(kind="plans.morning")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    assert job.result["digests"] > 3
