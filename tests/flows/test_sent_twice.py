"""A form sent twice counts once, and of two people at one thing the second is told and loses no word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from junheng.ground.people.models import Account
from junheng.rooms.plans.models import Candidate, Change, Commitment, Measure, Milestone, Order, Plan, Proof
from junheng.rooms.plans.urls import urlpatterns
from tests.flows import files
from tests.flows.bringing import read, words
from tests.flows.test_every_address import filled

COUNTED = ("plans", "draws", "audit", "notify", "files", "jobs", "people", "units")


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the house."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for label in COUNTED for model in apps.get_app_config(label).get_models()
    }


def reviewed(office: Client) -> None:
    """A plan on the desk, its first candidate accepted."""
    read(office, files.PLAN.encode())


def first() -> Candidate:
    return Candidate.objects.order_by("position", "id").first()


def second() -> Candidate:
    return Candidate.objects.order_by("position", "id")[1]


def at_desk(verb: str, row: Callable[[], Candidate] = second, **sent: Any) -> tuple[str, dict[str, Any]]:
    found = row()
    words_now = {"title": found.title, "due": "2026-12-31", "revision": found.revision, "at": found.pk}
    return f"/plans/candidates/{found.pk}/{verb}/", {**words_now, **sent}


DESK = {
    "accept": lambda: at_desk("accept", title="另写的任务"),
    "edit": lambda: at_desk("edit", title="另写的任务"),
    "reject": lambda: at_desk("reject"),
    "merge": lambda: at_desk("merge"),
    "split": lambda: at_desk("split", offset=second().start + 5),
    "add": lambda: (f"/plans/{Plan.objects.get().pk}/add/", {"start": 20, "end": 40}),
    "accept-rest": lambda: (f"/plans/{Plan.objects.get().pk}/accept-rest/", {}),
    "upload": lambda: ("/plans/upload/", {"file": SimpleUploadedFile("新.txt", (files.PLAN + "附。").encode()),
                                          "level": "own"}),
}


def of_task(task: str, address: str, /, **sent: Any) -> Callable[[], tuple[str, dict[str, Any]]]:
    return lambda: (f"/plans/tasks/{Commitment.objects.get(title__contains=task).pk}/{address}/", {
        key: value() if callable(value) else value for key, value in sent.items()})


def measure(name: str) -> Callable[[], int]:
    return lambda: Measure.objects.filter(commitment__title__contains=name).first().pk


OPEN, HANDED_IN = "总体近视率", "九年义务教育巩固率"
TASK = {
    "report": ("tiwei", of_task(OPEN, "report", progress="已补测。", key="k1")),
    "value": ("tiwei", of_task(OPEN, "value", measure=measure(OPEN), value="49.5", on="2026-11-18", source="复测表")),
    "baseline": ("bangong", of_task(OPEN, "baseline", measure=measure(OPEN), value="53", on="2025-12-30", source="上年表")),
    "proof": ("tiwei", of_task(OPEN, "proof", kind="bureau", title="复测汇总", on="2026-11-18", source="体卫艺股",
                               file=lambda: SimpleUploadedFile("汇总.txt", b"1"))),
    "change": ("tiwei", of_task(OPEN, "change", kind="postponed", basis="纪要", basis_number="云教纪〔2026〕9号",
                                due="2027-03-31")),
    "order": ("bangong", of_task(OPEN, "order", text="请说明进展。", answer_by="2026-11-30")),
    "assign": ("bangong", of_task(OPEN, "assign", revision=lambda: Commitment.objects.get(
        title__contains=OPEN).revision, measures_text="逐校复测", proof_kind="figure")),
    "milestone": ("bangong", of_task(OPEN, "milestone", name="复测", planned="2026-12-01")),
    "hand-in": ("jijiao", of_task(HANDED_IN, "hand-in")),
}


def test_every_form_of_this_room_is_tried_here(county, sign_in):
    office = sign_in("bangong")
    posts = {path.name for path in urlpatterns if getattr(path.callback, "takes_forms_only", False)
             or office.get(filled("plans/" + str(path.pattern), county)).status_code == 405}
    desk = DESK.keys() - {"accept", "edit", "reject", "merge", "split"}
    ending = {"adopt", "close", "send-back", "decide-change", "answer", "reach", "withdraw"}
    # test_plans_are_compared, test_a_ledger_comes_back, test_plans_change_after_adoption
    elsewhere = {"say-link", "take-ledger", "withdraw-plan", "restore-plan"}
    assert posts == {"decide", *desk, *TASK, *ending, *elsewhere}


@pytest.mark.parametrize("form", DESK)
def test_a_form_of_the_desk_sent_twice_counts_once(office, form):
    reviewed(office)
    address, data = DESK[form]()
    once_only(office, address, data)


@pytest.mark.parametrize("form", TASK)
def test_a_form_of_a_task_sent_twice_counts_once(county, sign_in, form):
    username, made = TASK[form]
    once_only(sign_in(username), *made())


def once_only(client: Client, address: str, data: dict[str, Any]) -> None:
    """This will send a form twice and look at every row of the house."""
    before = everything()
    again = {name: SimpleUploadedFile(value.name, value.read()) if hasattr(value, "read") else value
             for name, value in data.items()}
    for value in data.values():
        if hasattr(value, "seek"):
            value.seek(0)
    assert client.post(address, data).status_code in {200, 302}
    after = everything()
    assert after != before
    assert client.post(address, again).status_code in {200, 302, 422}
    assert everything() == after


def test_adopting_twice_is_one_piece_of_work(office):
    reviewed(office)
    for row in Candidate.objects.all():
        office.post(*at_desk("accept", lambda row=row: row))
    once_only(office, f"/plans/{Plan.objects.get().pk}/adopt/", {})


def test_what_ends_a_task_or_a_paper_counts_once(county, sign_in):
    office, head, owner = sign_in("bangong"), sign_in("juzhang"), sign_in("tiwei")
    handed = Commitment.objects.get(title__contains=HANDED_IN)
    sign_in("jijiao").post(f"/plans/tasks/{handed.pk}/hand-in/")
    once_only(office, f"/plans/tasks/{handed.pk}/send-back/", {"text": "缺测算表"})
    sign_in("jijiao").post(f"/plans/tasks/{handed.pk}/hand-in/")
    once_only(office, f"/plans/tasks/{handed.pk}/close/", {})
    owner.post(*TASK["change"][1]())
    change = Change.objects.get(commitment__title__contains=OPEN)
    once_only(head, f"/plans/changes/{change.pk}/decide/", {"decision": "approve"})
    office.post(*TASK["order"][1]())
    order = Order.objects.get(text="请说明进展。")
    once_only(owner, f"/plans/orders/{order.pk}/answer/", {"text": "正在复测。"})
    office.post(*TASK["milestone"][1]())
    step = Milestone.objects.get(name="复测")
    once_only(owner, f"/plans/milestones/{step.pk}/reach/", {"on": "2026-11-19"})
    owner.post(*TASK["proof"][1]())
    once_only(owner, f"/plans/proofs/{Proof.objects.get(title='复测汇总').pk}/withdraw/", {"text": "数字有误"})


def test_the_second_of_two_at_one_candidate_is_told_and_keeps_what_was_typed(office):
    reviewed(office)
    address, mine = at_desk("accept", title="第一人的写法", lead="人事股")
    _, theirs = at_desk("accept", title="第二人的写法", lead="基教股", support="县财政局", value="93", unit="%",
                        comparator="<=", due="2026-06-30", proof_kind="paper")
    assert office.post(address, mine).status_code == 200
    answer = office.post(address, theirs, headers={"HX-Request": "true"})
    page = words(answer)
    assert office.post(address, theirs).status_code == 422
    assert "这期间已有他人改动" in page
    for kept in ("第二人的写法", "基教股", "县财政局", 'value="93"', 'value="<=" selected', 'value="2026-06-30"',
                 'value="paper" selected'):
        assert kept in page, kept
    assert "第一人的写法" in page
    assert second().title == "第一人的写法"


def test_the_second_of_two_at_one_task_is_told_and_keeps_what_was_typed(county, sign_in):
    task = Commitment.objects.get(title__contains=OPEN)
    other = Commitment.objects.exclude(lead_unit=None).exclude(lead_unit=task.lead_unit).first()
    sent = {"revision": task.revision, "lead_unit": task.lead_unit_id, "leader": task.leader_id or "",
            "owner": task.owner_id, "measures_text": "第一人的写法", "proof_kind": "figure"}
    assert sign_in("bangong").post(f"/plans/tasks/{task.pk}/assign/", sent).status_code == 302
    answer = sign_in("bangong2").post(f"/plans/tasks/{task.pk}/assign/", {
        **sent, "measures_text": "第二人的写法", "lead_unit": other.lead_unit_id, "proof_kind": "paper"})
    page = words(answer)
    assert answer.status_code == 422
    assert "第二人的写法" in page
    assert f'<option value="{other.lead_unit_id}" selected' in page
    assert '<option value="paper" selected' in page
    task.refresh_from_db()
    assert task.measures_text == "第一人的写法"


@pytest.mark.parametrize("form", ["report", "order"])
def test_a_form_on_a_task_that_was_closed_meanwhile_keeps_what_was_typed(county, sign_in, form):
    username, made = TASK[form]
    address, data = made()
    task = Commitment.objects.get(title__contains=OPEN)
    checker = Account.objects.get(username="bangong")
    Commitment.objects.filter(pk=task.pk).update(closed_at=timezone.now(), closed_by=checker)
    answer = sign_in(username).post(address, data)
    assert answer.status_code == 422
    assert (data.get("progress") or data.get("text")) in words(answer)


def test_an_answer_that_is_too_long_stays_in_its_field(county, sign_in):
    sign_in("bangong").post(*TASK["order"][1]())
    order = Order.objects.get(text="请说明进展。")
    answer = sign_in("tiwei").post(f"/plans/orders/{order.pk}/answer/", {"text": "x" * 2001})
    assert answer.status_code == 422
    assert "x" * 2001 in words(answer)
