"""The last night of the year: what was on time at 23:59 in the county is overdue at 00:00, and nothing is sent twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from junheng.ground.jobs import actions as jobs
from junheng.ground.notify.models import Notice
from junheng.ground.people.models import Account
from junheng.rooms.plans import actions
from junheng.rooms.plans.models import Commitment, Plan, Reminder
from tests.flows import files
from tests.flows.bringing import read, words

LAST_SECOND = datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in the county
NEW_YEAR = LAST_SECOND + timedelta(seconds=1)


@pytest.fixture
def at(county, settings, monkeypatch):
    """A client of the head of the bureau at a moment of the real clock."""
    def at_moment(moment: datetime) -> Client:
        settings.TODAY = None
        monkeypatch.setattr(timezone, "now", lambda: moment)
        client = Client()
        client.force_login(Account.objects.get(username="bangong"))
        return client

    return at_moment


def overdue(client: Client) -> set[str]:
    """Numbers of the tasks on the list of overdue ones."""
    page = words(client.get("/plans/overdue/"))
    return {task.title for task in Commitment.objects.all() if f"/plans/tasks/{task.pk}/" in page}


def test_a_task_of_the_year_is_overdue_from_the_countys_midnight_on(at):
    before = overdue(at(LAST_SECOND))
    after = overdue(at(NEW_YEAR))
    last_day = Commitment.objects.filter(due=date(2026, 12, 31), closed_at=None, ended_at=None)
    assert last_day.count() > 5
    assert not before & {task.title for task in last_day}
    assert len(after & {task.title for task in last_day}) > 5


def test_the_page_shows_the_countys_day_and_not_greenwichs(at):
    assert "2026年12月31日" in words(at(LAST_SECOND).get("/plans/overdue/"))
    assert "2027年1月1日" in words(at(NEW_YEAR).get("/plans/overdue/"))


def test_every_page_answers_in_the_first_second_of_a_year_whose_holidays_are_not_known(at, county):
    for moment in (LAST_SECOND, NEW_YEAR, datetime(2031, 12, 31, 16, tzinfo=UTC)):
        client = at(moment)
        assert client.get("/", follow=True).status_code == 200
        for address in (f"/plans/{county}/", f"/plans/{county}/timeline/", "/plans/calendar/", "/plans/mine/",
                        f"/plans/{county}/ledger.xlsx", f"/plans/{county}/bulletin.docx"):
            assert client.get(address).status_code == 200, address


def test_reminders_of_one_step_go_out_once_across_the_year(county):
    def sent(on: date) -> int:
        return actions.remind(today=on, at=timezone.make_aware(datetime.combine(on, datetime.min.time())))

    sent(date(2026, 12, 31))
    steps = list(Reminder.objects.values_list("commitment", "step", "account"))
    assert sent(date(2026, 12, 31)) == 0
    # New Year's Day and the days off behind it are no working days: nothing has become later yet.
    assert sent(date(2027, 1, 1)) == 0
    assert list(Reminder.objects.values_list("commitment", "step", "account")) == steps
    assert sent(date(2027, 1, 5)) > 0
    assert sent(date(2027, 1, 5)) == 0
    assert Notice.objects.filter(sentence="%(title)s has been overdue since %(date)s").exists()


def test_a_plan_brought_in_before_midnight_and_read_after_it_belongs_to_the_year_it_names(at, settings):
    client = at(LAST_SECOND)
    read(client, files.PLAN.replace("2026", "2027").encode())
    plan = Plan.objects.latest("pk")
    assert (plan.period_start, plan.period_end) == (date(2027, 1, 1), date(2027, 12, 31))


def test_an_adoption_in_the_first_hours_of_the_countys_day_knows_who_was_appointed_that_day(at, monkeypatch):
    from junheng.ground.people import actions as people
    from junheng.ground.people.values import Role
    from junheng.ground.units.models import Unit

    client = at(NEW_YEAR)
    opened = people.open_account(username="xinren", name="新任", language="zh-hans", password="yunxi-2027-01", by=None,
                                 at=NEW_YEAR)
    people.appoint(account_id=opened.account_id, role=Role.OFFICE, unit_id=Unit.objects.get(code="S01").pk,
                   since=date(2027, 1, 1), by=None, at=NEW_YEAR)
    Account.objects.filter(pk=opened.account_id).update(must_change_password=False)
    client.force_login(Account.objects.get(username="xinren"))
    read(client, "青禾县2027年教育工作要点\n1.普惠率达到92%以上。\n".encode())
    plan = Plan.objects.latest("pk")
    row = plan.candidates.get()
    client.post(f"/plans/candidates/{row.pk}/accept/", {"title": row.title, "due": "2027-12-31"})
    answer = client.post(f"/plans/{plan.pk}/adopt/")
    jobs.run(int(answer.headers["Location"].rstrip("/").rpartition("/")[2]))
    plan.refresh_from_db()
    assert plan.status == "adopted"
