"""The API: a program may what the person behind its token may, and no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from junheng.ground.audit.models import Entry
from junheng.ground.jobs import actions as jobs
from junheng.ground.people import actions as people
from junheng.ground.people.models import Account, ApiToken
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.people.values import TokenScope
from junheng.rooms.plans.models import Commitment, Plan, Report
from junheng.shell.demo import PEOPLE
from junheng.shell.programs import PLANS

TODAY = date(2026, 11, 20)
PLAN = "某县2026年教育工作要点\n一、安全\n（一）演练。全年演练2次。".encode()


@pytest.fixture
def program(county):
    """A program of a person, by sign-in name."""

    def of(username: str, scope: TokenScope = TokenScope.WRITE) -> Client:
        secret = people.make_token(name="取数", scope=scope, kinds=PLANS, days=90, by=person_by_id(account_id_of(username), TODAY),
                                   at=timezone.now())
        return Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "zh-hans"})

    return of


def first_task(**where) -> Commitment:
    return Commitment.objects.filter(closed_at=None, **where).first()


def test_without_a_token_nothing_opens_not_even_with_a_session(county, sign_in):
    for client in (Client(), sign_in("bangong"), Client(headers={"Authorization": "Bearer jh_wrong"})):
        answer = client.get("/api/v1/plans")
        assert (answer.status_code, answer.json()["status"]) == (401, 401)
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_tasks_are_those_of_the_board(county, program):
    client = program("bangong", TokenScope.READ)
    plans = client.get("/api/v1/plans").json()
    assert {each["id"] for each in plans} == set(Plan.objects.values_list("pk", flat=True))
    found = client.get(f"/api/v1/plans/{county}/tasks?limit=5").json()
    assert (found["total"], len(found["tasks"])) == (Commitment.objects.filter(plan=county).count(), 5)
    late = client.get(f"/api/v1/plans/{county}/tasks?light=overdue").json()
    assert {each["light"] for each in late["tasks"]} == {"overdue"}
    early = client.get(f"/api/v1/plans/{county}/tasks?due_before=2026-09-01&limit=200").json()
    assert {each["due"] < "2026-09-01" for each in early["tasks"]} == {True}


def test_a_token_of_a_section_reaches_its_section_and_no_further(county, program):
    client = program("xueqian")
    for task in Commitment.objects.select_related("lead_unit", "owner"):
        mine = task.lead_unit.short_name == "学前股" or (task.owner and task.owner.username == "xueqian")
        assert client.get(f"/api/v1/tasks/{task.pk}").status_code == (200 if mine else 404), task.title


@pytest.mark.parametrize("username", ["xitong", "anquanyuan", "shenjiyuan"])
def test_administrators_see_no_business_through_programs_either(county, program, username):
    client = program(username)
    assert client.get("/api/v1/plans").json() == []
    assert client.get(f"/api/v1/plans/{county}/tasks").status_code == 403
    assert client.get(f"/api/v1/plans/{county}/papers/ledger.xlsx").status_code == 403


def test_a_token_that_only_sees_changes_nothing(county, program):
    task = first_task(owner__username="xueqian")
    answer = program("xueqian", TokenScope.READ).post(f"/api/v1/tasks/{task.pk}/reports", {
        "progress": "进展。", "key": "abcdefgh"}, content_type="application/json")
    assert answer.status_code == 403
    assert not task.reports.filter(progress="进展。").exists()


def test_a_report_sent_twice_with_one_key_is_one_report(county, program):
    task = first_task(owner__username="xueqian")
    client, before = program("xueqian"), Report.objects.count()
    for _ in range(2):
        answer = client.post(f"/api/v1/tasks/{task.pk}/reports", {"progress": "接口报送。", "key": "abcdefgh"},
                             content_type="application/json")
        assert answer.status_code == 201
    assert Report.objects.count() == before + 1


def test_a_value_goes_only_to_a_measure_of_the_task_named(county, program):
    task = first_task(owner__username="xueqian", measures__isnull=False)
    other = Commitment.objects.exclude(pk=task.pk).filter(measures__isnull=False).first().measures.first()
    client = program("xueqian")
    body = {"measure": other.pk, "value": "91.9", "on": "2026-11-15", "source": "月报"}
    assert client.post(f"/api/v1/tasks/{task.pk}/values", body, content_type="application/json").status_code == 404
    body["measure"] = task.measures.first().pk
    assert client.post(f"/api/v1/tasks/{task.pk}/values", body, content_type="application/json").status_code == 201


def test_a_plan_is_taken_in_and_its_job_is_the_senders_own(county, program):
    client = program("bangong")
    answer = client.post("/api/v1/plans", {"file": SimpleUploadedFile("要点.txt", PLAN)})
    assert answer.status_code == 202
    jobs.run(answer.json()["job"])
    assert client.get(f"/api/v1/jobs/{answer.json()['job']}").json()["state"] == "done"
    assert program("juzhang").get(f"/api/v1/jobs/{answer.json()['job']}").status_code == 404
    read = client.get(f"/api/v1/plans/{answer.json()['plan']}/reading").json()
    assert [each["path"] for each in read["items"]] == [["一"], ["一", "一"]]


def test_reading_without_keeping_keeps_nothing(county, program):
    before = Plan.objects.count()
    answer = program("jiaoshi", TokenScope.WRITE).post("/api/v1/read", {"file": SimpleUploadedFile("要点.txt", PLAN)})
    assert answer.json()["targets"][0]["value"] == 2
    assert Plan.objects.count() == before


def test_a_refused_file_is_a_problem_that_says_what_to_do(county, program):
    answer = program("bangong").post("/api/v1/plans", {"file": SimpleUploadedFile("要点.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")})
    finding = answer.json()["findings"][0]
    assert answer.status_code == 422
    assert finding["place"]["file"] == "要点.doc"
    assert finding["remedy"]


def test_a_token_ends_with_its_day_with_its_revoking_and_with_its_account(county, program):
    for end in (
        lambda row: ApiToken.objects.filter(pk=row.pk).update(expires_on=timezone.localdate() - timedelta(days=1)),
        lambda row: people.revoke_token(token_id=row.pk, by=person_by_id(row.account_id, TODAY), at=timezone.now()),
        lambda row: Account.objects.filter(pk=row.account_id).update(is_active=False),
    ):
        client = program("xueqian")
        assert client.get("/api/v1/plans").status_code == 200
        end(ApiToken.objects.latest("pk"))
        assert client.get("/api/v1/plans").status_code == 401
        Account.objects.update(is_active=True)


def test_making_using_and_revoking_a_token_is_on_record_once_a_day(county, sign_in):
    client = sign_in("xueqian")
    answer = client.post("/me/tokens/", {"name": "取数", "tables": ["plans"], "scope": "read", "days": 30})
    secret = answer.context["secret"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert secret not in client.get("/me/tokens/").content.decode()
    for _ in range(3):
        Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/plans")
    row = ApiToken.objects.get()
    assert secret not in {row.digest, row.name}
    client.post(f"/me/tokens/{row.pk}/revoke/")
    assert [entry.sentence.split()[0] for entry in Entry.objects.filter(kind="people/token").order_by("seq")] == [
        "made", "used", "revoked"]


def test_nobody_revokes_the_token_of_another(county, program, sign_in):
    program("xueqian")
    row = ApiToken.objects.get()
    assert sign_in("jijiao").post(f"/me/tokens/{row.pk}/revoke/").status_code == 403
    assert sign_in("anquanyuan").post(f"/me/tokens/{row.pk}/revoke/").status_code == 302


@pytest.mark.parametrize("days", [0, 367, -1])
def test_a_token_lives_at_most_a_year(county, sign_in, days):
    assert sign_in("xueqian").post("/me/tokens/", {"name": "取数", "tables": ["plans"], "scope": "read", "days": days}).status_code == 422
    assert not ApiToken.objects.exists()


def test_what_a_section_may_answers_without_a_fault(county, program):
    task = first_task()
    addresses = ["/plans", f"/plans/{county}/reading", f"/plans/{county}/tasks", f"/plans/{county}/levels/1",
                 f"/plans/{county}/papers/ledger.xlsx", f"/plans/{county}/papers/bulletin.docx", f"/tasks/{task.pk}", "/jobs/1"]
    for username, _name, _role, _unit in PEOPLE:
        client = program(username)
        for address in addresses:
            assert client.get(f"/api/v1{address}").status_code in {200, 403, 404}, f"{username} {address}"
        answer = client.post(f"/api/v1/tasks/{task.pk}/reports", {"progress": "x", "key": "abcdefgh"},
                             content_type="application/json")
        assert answer.status_code in {201, 403, 404}, username
