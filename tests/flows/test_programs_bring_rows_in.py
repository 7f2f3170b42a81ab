"""Programs and the register: tables page by page, numbers covered, rows brought in once, whatever is sent twice."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from junheng.ground.audit.models import Entry
from junheng.ground.audit.tests.threads import in_threads, on_a_waiting_database
from junheng.ground.jobs import clock
from junheng.ground.people import actions as people
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.people.values import TokenScope
from junheng.ground.units.models import Unit
from junheng.registry import actions
from junheng.registry.actions.exchange import KEPT
from junheng.registry.models import Answer, Enrolment, Import, Pupil, SchoolClass, StaffMember
from junheng.shell.programs import kinds_of

TODAY = date(2026, 11, 20)
ALL = ["plans", "schools", "classes", "pupils", "pupils-sealed", "staff", "staff-sealed"]
KEY = {"Idempotency-Key": "2026-11-20-0001"}


@pytest.fixture
def program(hall):
    """A program of a person, by sign-in name, tables and unit."""

    def of(username: str, tables: list[str] | None = None, unit: str = "", scope: TokenScope = TokenScope.WRITE) -> Client:
        secret = people.make_token(name="取数", scope=scope, kinds=kinds_of(tables or ALL), days=90, at=timezone.now(),
                                   unit_id=Unit.objects.get(code=unit).pk if unit else None,
                                   by=person_by_id(account_id_of(username), TODAY))
        return Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "zh-hans"})

    return of


def ask(client: Client, path: str, **given) -> dict:
    answer = client.get(f"/api/v1/registry/{path}", given)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def send(client: Client, rows, path="pupils", headers=KEY, **more):
    return client.post(f"/api/v1/registry/{path}", json.dumps({"rows": rows, **more}), content_type="application/json", headers=headers)


def newcomer(number: int = 1, **more) -> dict:
    return {"name": f"接口{number}", "sex": "女", "born": f"2019-05-{number:02d}", "roll_number": None, "grade": "大班", "class_no": "1",
            "school_code": school("X03"), **more}


def school(unit: str) -> str:
    from junheng.registry.models import School

    return School.objects.get(unit__code=unit).school_code


def first_grader(number: int = 1, **more) -> dict:
    return newcomer(number) | {"grade": "一年级", "identity_number": identity(number)} | more


def identity(number: int) -> str:
    body = f"99010120190{5:01d}{number:02d}{number:03d}"[:14] + f"{number:02d}2"
    total = sum(int(digit) * weight for digit, weight in zip(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return body + "10X98765432"[total % 11]


def test_pages_hold_every_row_once_also_when_rows_are_written_between_them(program):
    client = program("jijiao")
    there = set(Enrolment.objects.filter(since__lte=TODAY).exclude(until__lte=TODAY).values_list("pupil", flat=True))
    seen, cursor = [], None
    while cursor != "":
        page = ask(client, "pupils", limit=100, **({"cursor": cursor} if cursor else {}))
        seen += [row["id"] for row in page["rows"]]
        cursor = page["cursor"]
        gone = seen[len(seen) // 2]
        Pupil.objects.filter(pk=gone).delete()
        there.discard(gone)
    assert len(seen) == len(set(seen))
    assert there - set(seen) == set()


def test_schools_are_those_of_the_day(program):
    client = program("juzhang", ["schools"])
    today = {row["school_code"] for row in ask(client, "schools", limit=500, on="2026-11-20")["rows"]}
    assert school("X03") in today
    assert ask(client, "schools", on="1950-01-01", limit=500)["rows"] == []
    one = ask(client, "schools", school=school("X03"))["rows"][0]
    assert [spell["name"] for spell in one["spells"]][-1] == "云溪县实验小学"
    assert {room["school_code"] for room in ask(client, "rooms", school=school("X03"), limit=500)["rows"]} == {school("X03")}


def test_numbers_are_covered_until_a_reason_is_given_and_the_look_is_written_down(program):
    client = program("jijiao")
    pupil = Pupil.objects.filter(identity_number__isnull=False, enrolments__until=None).first()
    row = ask(client, f"pupils/{pupil.pk}")
    assert "*" in row["identity_number"]
    assert (row["sealed"], row["address"]) == (False, None)
    assert client.get(f"/api/v1/registry/pupils/{pupil.pk}?sealed=true").status_code == 422
    row = ask(client, f"pupils/{pupil.pk}", sealed="true", reason="市级学籍核对")
    assert (row["identity_number"], row["sealed"]) == (pupil.identity_number, True)
    entry = Entry.objects.filter(act="look", kind="registry/pupil-sealed").latest("seq")
    assert entry.values["reason"] == "市级学籍核对"


def test_a_token_without_the_sealed_table_opens_no_number(program):
    row = ask(program("jijiao", ["pupils"]), "pupils", sealed="true", reason="市级学籍核对", limit=1)["rows"][0]
    assert not row["sealed"]


def test_a_token_kept_to_a_school_gives_that_school_and_no_other(program):
    client = program("jijiao", unit="X03")
    rows = ask(client, "pupils", limit=500)["rows"]
    here = set(Enrolment.objects.filter(school__unit__code="X03", since__lte=TODAY).exclude(until__lte=TODAY).values_list("pupil", flat=True))
    assert {row["id"] for row in rows} == here
    other = Pupil.objects.exclude(pk__in=here).filter(enrolments__until=None).first()
    assert client.get(f"/api/v1/registry/pupils/{other.pk}").status_code == 404
    assert {row["school_code"] for row in ask(client, "classes", limit=500)["rows"]} == {school("X03")}
    assert send(client, [first_grader(1, school_code=school("X04"))], dry_run=True).json()["findings"][0]["place"]["column"] == "school_code"


@pytest.mark.parametrize("table", ["schools", "classes", "pupils", "staff", "rooms"])
def test_a_token_opens_the_tables_that_were_chosen_and_no_other(program, table):
    client = program("jijiao", ["schools" if table == "rooms" else table])
    opened = {path for path in ("schools", "classes", "pupils", "staff", "rooms") if client.get(f"/api/v1/registry/{path}").status_code == 200}
    assert opened == ({"schools", "rooms"} if table in {"schools", "rooms"} else {table})
    assert client.get("/api/v1/plans").json() == []


def test_a_dry_run_says_what_would_be_and_writes_nothing(program):
    client, before = program("xiaozhang"), Pupil.objects.count()
    said = send(client, [first_grader(1), first_grader(2, grade="十年级"), newcomer(3, sex="")], dry_run=True, headers={}).json()
    assert (said["added"], said["refused"], said["brought"], Pupil.objects.count()) == (1, 2, None, before)
    assert [(each["place"]["row"], each["place"]["column"], bool(each["remedy"])) for each in said["findings"]] == [
        (2, "grade", True), (3, "sex", True)]


def test_rows_with_a_refusal_are_a_problem_and_none_of_them_is_written(program):
    client, before = program("xiaozhang"), Pupil.objects.count()
    answer = send(client, [first_grader(1), newcomer(3, sex="")])
    assert (answer.status_code, answer.headers["Content-Type"], Pupil.objects.count()) == (422, "application/problem+json", before)
    assert answer.json()["findings"][0]["place"] == {"row": 2, "column": "sex"}
    assert send(client, [first_grader(1), newcomer(3, sex="")]).json() == answer.json()
    good = send(client, [first_grader(1), newcomer(3, sex="")], headers={"Idempotency-Key": "another-key"}, good_only=True).json()
    assert (good["added"], good["refused"], Pupil.objects.count()) == (1, 1, before + 1)


def test_the_same_rows_under_one_key_are_written_once_and_answered_alike(program):
    client, before = program("xiaozhang"), Pupil.objects.count()
    first = send(client, [first_grader(1)])
    assert first.status_code == 200, first.content.decode()
    assert send(client, [first_grader(1)]).json() == first.json()
    assert (Pupil.objects.count(), Import.objects.count()) == (before + 1, 1)
    assert send(client, [first_grader(2)]).status_code == 409
    assert send(client, [first_grader(2)], headers={}).status_code == 422
    assert send(program("ziliao"), [first_grader(2)]).status_code == 200


def test_what_a_program_brought_in_is_undone_as_a_table_is(program):
    client, before = program("xiaozhang"), Pupil.objects.count()
    brought = send(client, [first_grader(1)]).json()["brought"]
    by = person_by_id(account_id_of("xiaozhang"), TODAY)
    actions.undo(import_id=brought, by=by, at=clock.now())
    assert Pupil.objects.count() == before


def test_staff_come_in_by_the_same_gate(program):
    client, before = program("xiaozhang"), StaffMember.objects.count()
    row = {"name": "接口师", "sex": "女", "born": "2019-05-01", "identity_number": identity(1), "duty": "专任教师", "establishment": "事业编",
           "school_code": school("X03"), "stage": "小学"}
    assert send(client, [row], "staff").json()["added"] == 1
    assert StaffMember.objects.count() == before + 1


def test_an_unknown_field_a_wrong_cursor_and_a_day_to_come_are_refused_with_what_to_do(program):
    client = program("xiaozhang")
    assert send(client, [first_grader(1, shoe_size=34)]).json()["findings"][0]["place"]["column"] == "shoe_size"
    assert client.get("/api/v1/registry/pupils?cursor=eyJ").json()["findings"][0]["code"] == "exchange/cursor"
    assert send(client, [first_grader(1)], on="2030-01-01").json()["findings"][0]["place"]["column"] == "on"


def test_answers_are_forgotten_after_two_days(program):
    send(program("xiaozhang"), [first_grader(1)])
    assert actions.forget_answers(at=clock.now()) == 0
    assert actions.forget_answers(at=clock.now() + KEPT * 2) == 1
    assert not Answer.objects.exists()


def test_classes_come_with_their_years(program):
    row = ask(program("xiaozhang"), "classes", limit=1)["rows"][0]
    group = SchoolClass.objects.get(pk=row["id"])
    assert [year["grade"] for year in row["years"]] == list(group.years.values_list("grade", flat=True))


@pytest.fixture
def settled(transactional_db, settings, tmp_path, monkeypatch):
    """The hall in a database that several connections see; the secret of a token of the head of a school there."""
    from tests.flows import lived

    settings.TODAY, settings.JUNHENG_DEMO = TODAY.isoformat(), True
    on_a_waiting_database(tmp_path, monkeypatch)

    def begin() -> str:
        lived.hall()
        by = person_by_id(account_id_of("xiaozhang"), TODAY)
        return people.make_token(name="取数", scope=TokenScope.WRITE, kinds=kinds_of(ALL), days=9, by=by, at=timezone.now())

    return in_threads([begin])[0]


def test_requests_at_once_under_one_key_are_one(settled):
    client = Client(headers={"Authorization": f"Bearer {settled}"})
    before, row = in_threads([lambda: (Pupil.objects.count(), first_grader(1))])[0]
    said = in_threads([lambda: send(client, [row]).content] * 4)
    assert (len(set(said)), in_threads([Pupil.objects.count])) == (1, [before + 1])
