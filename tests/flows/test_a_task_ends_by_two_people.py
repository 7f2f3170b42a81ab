"""A task from its first report to its end: two people, one paper for every change, nothing lost."""

from __future__ import annotations

from django.core.management import call_command

from junheng.ground.audit.queries import verify
from junheng.ground.notify.models import Notice
from junheng.rooms.plans.models import Change, Commitment, Report


def task_named(words: str) -> Commitment:
    return Commitment.objects.get(title__contains=words)


def test_the_owner_hands_in_and_somebody_else_closes(county, sign_in):
    task = task_named("九年义务教育巩固率")
    owner, office = sign_in("jijiao"), sign_in("bangong")
    assert office.post(f"/plans/tasks/{task.pk}/close/").status_code == 422
    assert owner.post(f"/plans/tasks/{task.pk}/hand-in/").status_code == 302
    assert owner.post(f"/plans/tasks/{task.pk}/close/").status_code == 403
    assert office.post(f"/plans/tasks/{task.pk}/close/").status_code == 302
    task.refresh_from_db()
    assert task.closed_by.username == "bangong"
    assert task.closing_asked_by.username == "jijiao"


def test_a_task_without_proof_cannot_be_handed_in(county, sign_in):
    task = task_named("保育员持证上岗率")
    answer = sign_in("xueqian").post(f"/plans/tasks/{task.pk}/hand-in/")
    assert answer.status_code == 422
    assert "尚无佐证" in answer.content.decode()


def test_the_same_report_sent_twice_is_one_report(county, sign_in):
    task = task_named("体质健康优良率")
    client = sign_in("tiwei")
    sent = {"progress": "补测完成。", "problems": "", "next_steps": "", "key": "once"}
    for _ in range(2):
        assert client.post(f"/plans/tasks/{task.pk}/report/", sent).status_code == 302
    assert Report.objects.filter(commitment=task, key="once").count() == 1


def test_an_empty_report_comes_back_with_what_was_typed(county, sign_in):
    task = task_named("体质健康优良率")
    answer = sign_in("tiwei").post(f"/plans/tasks/{task.pk}/report/",
                                   {"progress": "  ", "problems": "缺测试器材", "key": "x"})
    assert answer.status_code == 422
    assert "缺测试器材" in answer.content.decode()


def test_nobody_approves_a_postponement_that_they_asked_for(county, sign_in):
    task = task_named("总体近视率")
    ask = {"kind": "postponed", "basis": "局长办公会纪要", "basis_number": "云教纪〔2026〕9号", "due": "2027-03-31"}
    head = sign_in("juzhang")
    assert sign_in("tiwei").post(f"/plans/tasks/{task.pk}/change/", ask).status_code == 302
    change = Change.objects.get(commitment=task)
    assert sign_in("tiwei").post(f"/plans/changes/{change.pk}/decide/", {"decision": "approve"}).status_code == 403
    task.refresh_from_db()
    assert task.due.isoformat() == "2026-12-31"
    assert head.post(f"/plans/changes/{change.pk}/decide/", {"decision": "approve"}).status_code == 302
    task.refresh_from_db()
    assert (task.due.isoformat(), task.first_due.isoformat()) == ("2027-03-31", "2026-12-31")


def test_a_change_without_its_papers_number_is_refused(county, sign_in):
    task = task_named("总体近视率")
    ask = {"kind": "postponed", "basis": "口头同意", "basis_number": "", "due": "2027-03-31"}
    assert sign_in("tiwei").post(f"/plans/tasks/{task.pk}/change/", ask).status_code == 422
    assert not Change.objects.filter(commitment=task).exists()


def test_two_people_assigning_one_task_do_not_overwrite_each_other(county, sign_in):
    task = task_named("总体近视率")
    first, second = sign_in("bangong"), sign_in("bangong2")
    sent = {"revision": task.revision, "lead_unit": task.lead_unit_id, "leader": task.leader_id,
            "owner": task.owner_id, "measures_text": "逐校复测", "proof_kind": "figure"}
    assert first.post(f"/plans/tasks/{task.pk}/assign/", sent).status_code == 302
    answer = second.post(f"/plans/tasks/{task.pk}/assign/", {**sent, "measures_text": "另一种写法"})
    assert answer.status_code == 422
    assert "另一种写法" in answer.content.decode()
    task.refresh_from_db()
    assert task.measures_text == "逐校复测"


def test_reminders_reach_owner_leader_and_head_once(county):
    from datetime import date

    from junheng.rooms.plans import actions
    from junheng.shell.lived_year import moment

    before = Notice.objects.count()
    assert actions.remind(today=date(2026, 11, 20), at=moment("2026-11-20")) == 0
    assert Notice.objects.count() == before
    school = task_named("城南实验小学")
    told = set(Notice.objects.filter(link=f"/plans/tasks/{school.pk}/").values_list("sentence", flat=True))
    assert "%(title)s has been overdue for long, since %(date)s" in told


def test_the_lived_year_leaves_an_audit_that_holds(county):
    assert list(verify()) == []


def test_loading_the_example_again_changes_nothing(county):
    from junheng.shell import lived_year
    from tests.flows.lived import Silent

    counts = (Commitment.objects.count(), Report.objects.count(), Change.objects.count())
    lived_year.load({}, Silent())
    assert (Commitment.objects.count(), Report.objects.count(), Change.objects.count()) == counts


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
