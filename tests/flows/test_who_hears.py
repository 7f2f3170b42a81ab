"""Nothing waits unseen: whoever is to act next hears of it and finds it in their work; whoever asked hears the answer."""

from __future__ import annotations

from datetime import date

import pytest

from junheng.ground.notify.models import Notice
from junheng.ground.people.queries import account_id_of
from junheng.rooms.plans.models import Change, Commitment
from junheng.shell.lived_year import moment
from tests.flows.bringing import words

POSTPONE = {"kind": "postponed", "basis": "局长办公会纪要", "basis_number": "云教纪〔2026〕9号", "due": "2027-03-31"}


def task_named(title: str) -> Commitment:
    return Commitment.objects.get(title__contains=title)


def heard(username: str, task: Commitment) -> list[str]:
    return list(Notice.objects.filter(account_id=account_id_of(username), link=f"/plans/tasks/{task.pk}/")
                .order_by("pk").values_list("sentence", flat=True))


@pytest.fixture
def asked(county, sign_in):
    """A change of 总体近视率 that its section has asked for."""
    task = task_named("总体近视率")
    assert sign_in("tiwei").post(f"/plans/tasks/{task.pk}/change/", POSTPONE).status_code == 302
    return Change.objects.get(commitment=task)


def test_a_change_asked_for_reaches_everyone_who_may_decide_and_nobody_else(asked):
    sentence = "%(name)s asks to postpone %(title)s to %(date)s: waiting for your decision"
    hearers = set(Notice.objects.filter(sentence=sentence, link=f"/plans/tasks/{asked.commitment_id}/")
                  .values_list("account_id", flat=True))
    assert hearers == {account_id_of("fuju3"), account_id_of("juzhang")}


def test_a_change_that_waits_is_work_of_the_leader_in_charge_and_marked_on_the_board(county, sign_in, asked):
    leader = sign_in("fuju3")
    answer = leader.get("/plans/mine/")
    assert asked.commitment_id in {row.id for row in answer.context["work"].decide}
    assert "2026-12-31 → 2027-03-31" in words(answer)
    assert asked.commitment_id not in {row.id for row in sign_in("fuju1").get("/plans/mine/").context["work"].decide}
    board = leader.get(f"/plans/{county}/").context["board"]
    assert next(row.mark for row in board.rows if row.id == asked.commitment_id) == "to decide"


@pytest.mark.parametrize(("decision", "sentence"), [
    ("approve", "The change of %(title)s that you asked for was approved"),
    ("refuse", "The change of %(title)s that you asked for was refused"),
])
def test_the_decision_reaches_the_person_who_asked(sign_in, asked, decision, sentence):
    sign_in("fuju3").post(f"/plans/changes/{asked.pk}/decide/", {"decision": decision})
    assert sentence in heard("tiwei", asked.commitment)
    assert sign_in("fuju3").get("/plans/mine/").context["work"].requests.get(asked.commitment_id) is None


def test_what_was_handed_in_reaches_those_who_may_close_and_the_end_reaches_its_owner(county, sign_in):
    task = task_named("九年义务教育巩固率")
    sign_in("jijiao").post(f"/plans/tasks/{task.pk}/hand-in/")
    for checker in ("bangong", "bangong2", "fuju1", "juzhang"):
        assert "%(name)s handed in %(title)s for the check" in heard(checker, task)
    assert "%(name)s handed in %(title)s for the check" not in heard("fuju2", task)
    sign_in("bangong").post(f"/plans/tasks/{task.pk}/close/")
    assert "%(title)s was checked and closed by %(name)s" in heard("jijiao", task)


def test_an_answer_to_an_order_reaches_whoever_issued_it(county, sign_in):
    task = task_named("小学每百名学生")
    order = task.orders.get()
    sign_in("renshi").post(f"/plans/orders/{order.pk}/answer/", {"text": "已报调配名单。"})
    assert "%(name)s answered your supervisory order on %(title)s" in heard("bangong", task)


def test_a_postponement_without_its_date_is_refused_at_the_field_and_keeps_what_was_typed(county, sign_in):
    task = task_named("总体近视率")
    answer = sign_in("tiwei").post(f"/plans/tasks/{task.pk}/change/", {**POSTPONE, "due": "", "reason": "复测未完"})
    assert answer.status_code == 422
    assert "due" in answer.context["errors"]
    assert "复测未完" in words(answer)
    assert not Change.objects.filter(commitment=task).exists()


def test_the_office_has_the_tasks_that_it_leads_whoever_is_named_for_them(county, sign_in):
    task = task_named("年度清单")
    assert task.owner.username == "bangong2"
    work = sign_in("bangong").get("/plans/mine/").context["work"]
    assert task.pk in {row.id for row in (*work.late, *work.answer, *work.near, *work.later)}


@pytest.mark.parametrize("username", ["juzhang", "fuju2", "bangong"])
def test_what_is_overdue_is_work_of_those_in_charge_of_it(county, sign_in, username):
    task = task_named("城南实验小学")
    work = sign_in(username).get("/plans/mine/").context["work"]
    assert task.pk in {row.id for row in (*work.charge, *work.decide)}
    assert task.pk not in {row.id for row in sign_in("fuju3").get("/plans/mine/").context["work"].charge}


@pytest.mark.parametrize("username", ["juzhang", "fuju2", "bangong", "xiangmu"])
def test_the_lived_year_has_sent_leaders_and_office_their_digest(county, username):
    digest = Notice.objects.get(account_id=account_id_of(username), key="digest:2026-11-20")
    assert sum(digest.values.values()) > 0


def test_the_lived_year_shows_one_change_that_waits_and_one_task_to_check(county, sign_in):
    leader = sign_in("fuju2").get("/plans/mine/").context["work"]
    assert [row.title for row in leader.decide] == [task_named("城南实验小学").title]
    checks = sign_in("bangong").get("/plans/mine/").context["work"].check
    assert [row.id for row in checks] == [task_named("家庭经济困难学生资助").pk]


def test_an_order_is_found_by_its_number(county, sign_in):
    page = words(sign_in("bangong").get("/plans/search/", {"q": "19号"}))
    assert f"/plans/tasks/{task_named('小学每百名学生').pk}/" in page


def test_the_office_hears_of_a_task_of_its_own_that_nobody_is_named_for(county):
    from junheng.rooms.plans import actions

    task = task_named("年度清单")
    Commitment.objects.filter(pk=task.pk).update(owner=None, due=date(2026, 11, 19))
    actions.remind(today=date(2026, 11, 20), at=moment("2026-11-20"))
    assert "%(title)s has been overdue since %(date)s" in heard("bangong", task)
