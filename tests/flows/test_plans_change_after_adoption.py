"""After adoption: targets and supporting units change, a task comes new by its paper, a wrong plan is withdrawn."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from junheng.ground.audit.models import Entry
from junheng.ground.jobs import actions as jobs
from junheng.ground.units.models import Unit
from junheng.rooms.plans.actions import remind
from junheng.rooms.plans.models import Change, Commitment, Plan, Reminder, Version
from tests.flows.bringing import words
from tests.flows.test_sent_twice import everything

BASIS = {"basis": "局长办公会议纪要", "basis_number": "云教纪〔2026〕12号"}
OPEN = "总体近视率"
NEW = {"title": "建成县级心理辅导中心1处", "due": "2026-12-31", "chapter": "五、促进学生全面发展", **BASIS,
       "target-comparator": "=", "target-value": "1", "target-unit": "处", "target-value_high": "", "target-subject": ""}


def task(says: str) -> Commitment:
    return Commitment.objects.get(title__contains=says)


def targets(found: Commitment, **sent: str) -> dict[str, str]:
    measure = found.measures.get()
    said = {"comparator": measure.comparator, "value": f"{measure.value.normalize():f}", "value_high": "", "unit": measure.unit}
    return {f"m{measure.pk}-{name}": value for name, value in {**said, **sent}.items()}


def test_a_target_changes_by_its_paper_and_another_person_and_the_old_one_stays_on_record(county, sign_in):
    found = task(OPEN)
    answer = sign_in("tiwei").post(f"/plans/tasks/{found.pk}/change/", {
        "kind": "changed", **BASIS, "title": found.title, **targets(found, value="0.8")})
    assert answer.status_code == 302
    change = Change.objects.get(commitment=found, approved=None)
    assert (change.old["measures"][0]["value"], change.new["measures"][0]["value"]) == ("0.6", "0.8")
    assert found.measures.get().value.normalize().to_eng_string() == "0.6"
    sign_in("juzhang").post(f"/plans/changes/{change.pk}/decide/", {"decision": "approve"})
    assert found.measures.get().value.normalize().to_eng_string() == "0.8"
    page = words(sign_in("tiwei").get(f"/plans/tasks/{found.pk}/"))
    assert "0.6 个百分点，依据云教纪〔2026〕12号调整" in page or "依据云教纪〔2026〕12号调整" in page
    board = words(sign_in("juzhang").get(f"/plans/{county}/"))
    assert '<span class="mk">调整</span>' in board


@pytest.mark.parametrize(("sent", "said"), [
    ({"kind": "postponed"}, "请填依据文件所定的新时限"), ({"kind": "changed"}, "任务没有任何改动"),
    ({"kind": "changed", "due": "2027-06-30"}, "时限推后属于延期"),
])
def test_a_change_that_changes_nothing_or_has_no_date_is_answered_and_keeps_what_was_typed(county, sign_in, sent, said):
    found = task(OPEN)
    answer = sign_in("tiwei").post(f"/plans/tasks/{found.pk}/change/", {
        **BASIS, "title": found.title, "reason": "设备晚到", **targets(found), **sent})
    assert answer.status_code == 422
    assert said in words(answer)
    assert "设备晚到" in words(answer)
    assert not found.changes.exists()


def test_a_target_that_is_no_number_is_answered(county, sign_in):
    found = task(OPEN)
    answer = sign_in("tiwei").post(f"/plans/tasks/{found.pk}/change/", {
        "kind": "changed", **BASIS, "title": found.title, **targets(found, value="许多")})
    assert answer.status_code == 422
    assert "无法识别" in words(answer)
    assert 'value="许多"' in words(answer)


def test_supporting_units_are_named_and_see_the_task(county, sign_in):
    found, unit = task(OPEN), Unit.objects.get(short_name="学前股")
    assert sign_in("xueqian").get(f"/plans/tasks/{found.pk}/").status_code == 404
    sent = {"revision": found.revision, "lead_unit": found.lead_unit_id, "leader": found.leader_id, "owner": found.owner_id,
            "measures_text": found.measures_text, "proof_kind": found.proof_kind}
    client = sign_in("bangong")
    assert client.post(f"/plans/tasks/{found.pk}/assign/", {
        **sent, "support_text": "县卫生健康局、学前股", "support": [unit.pk]}).status_code == 302
    found.refresh_from_db()
    assert (found.support_text, list(found.support_units.all())) == ("县卫生健康局、学前股", [unit])
    assert sign_in("xueqian").get(f"/plans/tasks/{found.pk}/").status_code == 200
    page = words(client.get(f"/plans/tasks/{found.pk}/?form=assign"))
    assert f'<option value="{unit.pk}" selected>' in page
    client.post(f"/plans/tasks/{found.pk}/assign/", {**sent, "revision": found.revision, "measures_text": "逐校复测"})
    assert list(found.support_units.all()) == [unit]


def test_a_task_is_added_to_an_adopted_plan_by_its_paper(county, sign_in):
    client = sign_in("bangong")
    assert "建成县级" not in words(client.get(f"/plans/{county}/new-task/"))
    last = Commitment.objects.filter(plan=county, chapter=NEW["chapter"]).order_by("position").last()
    answer = client.post(f"/plans/{county}/new-task/", NEW)
    new = task("心理辅导中心")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/plans/tasks/{new.pk}/")
    assert (new.number.partition("·")[0], new.position, new.basis_number) == ("五", last.position + 1, BASIS["basis_number"])
    assert [(each.value, each.unit) for each in new.measures.all()] == [(1, "处")]
    assert "云教纪〔2026〕12号" in words(client.get(f"/plans/tasks/{new.pk}/"))
    before = everything()
    client.post(f"/plans/{county}/new-task/", NEW)
    assert everything() == before
    said = Entry.objects.filter(kind="plans/commitment", ref=str(new.pk)).latest("pk")
    assert said.sentence.startswith("added the task")


def test_a_task_without_its_paper_is_not_added_and_nothing_typed_is_lost(county, sign_in):
    answer = sign_in("bangong").post(f"/plans/{county}/new-task/", {**NEW, "basis_number": ""})
    assert answer.status_code == 422
    assert NEW["title"] in words(answer)
    assert not Commitment.objects.filter(title=NEW["title"]).exists()


@pytest.mark.parametrize("username", ["xueqian", "juzhang", "shenji", "xitong"])
def test_only_the_office_adds_a_task(county, sign_in, username):
    client = sign_in(username)
    assert client.get(f"/plans/{county}/new-task/").status_code == 403
    assert client.post(f"/plans/{county}/new-task/", NEW).status_code == 403


def test_a_withdrawn_plan_leaves_every_list_and_can_be_brought_back(county, sign_in):
    office, title = sign_in("bangong"), Plan.objects.get(pk=county).title
    late = task(OPEN).title
    assert office.post(f"/plans/{county}/withdraw/", {"reason": " "}).status_code == 422
    assert office.post(f"/plans/{county}/withdraw/", {"reason": "误传旧稿"}).status_code == 302
    page = words(office.get("/plans/"))
    assert "误传旧稿" in page
    for address in ("/plans/overdue/", "/plans/unproved/", "/plans/mine/", "/plans/calendar/", "/plans/search/?q=近视"):
        assert late not in words(sign_in("tiwei").get(address)), address
    assert "误传旧稿" in words(office.get(f"/plans/{county}/"))
    assert late in words(office.get(f"/plans/{county}/"))
    reminded = Reminder.objects.count()
    from datetime import date

    from django.utils import timezone

    remind(today=date(2026, 12, 24), at=timezone.now())
    assert Reminder.objects.count() == reminded
    found = task(OPEN)
    answer = sign_in("tiwei").post(f"/plans/tasks/{found.pk}/report/", {"progress": "已补测。", "key": "k-withdrawn"})
    assert answer.status_code == 422
    assert "此规划已撤回" in words(answer)
    assert office.post(f"/plans/{county}/restore/").status_code == 302
    assert late in words(sign_in("tiwei").get("/plans/search/?q=近视"))
    assert Plan.objects.get(pk=county).title == title


@pytest.mark.parametrize("username", ["xueqian", "fuju1", "shenji", "xitong"])
def test_only_head_and_office_withdraw_a_plan(county, sign_in, username):
    assert sign_in(username).post(f"/plans/{county}/withdraw/", {"reason": "误传"}).status_code == 403
    assert Plan.objects.get(pk=county).withdrawn_at is None


def test_a_list_over_several_plans_names_the_plan_of_each_task(county, sign_in):
    office = sign_in("bangong")
    title = Plan.objects.get(pk=county).title
    assert title not in words(office.get("/plans/unproved/"))
    office.post("/plans/upload/", {"level": "own", "file": SimpleUploadedFile(
        "2025.txt", "某县2025年教育工作要点\n\n一、学前教育\n（一）扩大资源。新建公办幼儿园2所。\n".encode())})
    version = Version.objects.latest("pk")
    jobs.run(version.job_id)
    office.post(f"/plans/{version.plan_id}/accept-rest/")
    jobs.run(int(office.post(f"/plans/{version.plan_id}/adopt/").headers["Location"].split("/")[-2]))
    page = words(office.get("/plans/unproved/"))
    assert "某县2025年教育工作要点" in page
    assert title in page


@pytest.mark.parametrize(("address", "page"), [
    ("/plans/upload/", "/plans/"), ("/plans/{plan}/adopt/", "/plans/{plan}/desk/"), ("/plans/{plan}/add/", "/plans/{plan}/desk/"),
    ("/plans/tasks/{task}/report/", "/plans/tasks/{task}/"), ("/plans/tasks/{task}/change/", "/plans/tasks/{task}/"),
    ("/plans/{plan}/withdraw/", "/plans/"), ("/plans/{plan}/ledger/take/", "/plans/{plan}/ledger/"),
    ("/plans/candidates/{candidate}/accept/", "/plans/{plan}/desk/?at={candidate}"),
    ("/plans/changes/{change}/decide/", "/plans/tasks/{changed}/"),
])
def test_whoever_comes_back_to_the_address_of_a_form_finds_its_page(county, sign_in, address, page):
    change = Change.objects.first()
    known = {"plan": county, "task": task(OPEN).pk, "candidate": Plan.objects.get(pk=county).candidates.first().pk,
             "change": change.pk, "changed": change.commitment_id}
    answer = sign_in("bangong").get(address.format(**known))
    assert (answer.status_code, answer.headers["Location"]) == (302, page.format(**known))


def test_the_desk_of_an_upper_plan_offers_no_review(county, sign_in):
    upper = Plan.objects.get(level="upper")
    page = words(sign_in("bangong").get(f"/plans/{upper.pk}/desk/"))
    assert "上级规划只用于对照" in page
    for offered in ('id="decided"', 'data-verb="accept"', "/adopt/", "/accept-rest/"):
        assert offered not in page, offered
