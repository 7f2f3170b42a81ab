"""A corrected file of an adopted plan: what stays keeps everything, what changes needs a paper and another person."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from junheng.ground.audit import queries as audit
from junheng.ground.jobs import actions as jobs
from junheng.ground.jobs.models import Job
from junheng.rooms.plans.models import Candidate, Change, Commitment, Plan, Version
from junheng.shell.lived_year import EXAMPLE
from tests.flows.bringing import words

TEXT = (EXAMPLE / "plan-2026.txt").read_text(encoding="utf-8")
NEW_CLAUSE = "新建改扩建乡镇中心幼儿园5所。"
BASIS = {"basis": "局长办公会议纪要", "basis_number": "云教纪〔2026〕12号"}
CORRECTED = (TEXT.replace("占比达到92%", "占比达到94%").replace("教学点6个", "教学点8个")
             .replace("保育员持证上岗率达到100%。", f"保育员持证上岗率达到100%。{NEW_CLAUSE}")
             .replace("力争年内建成县级高中课程基地3个。", ""))


@pytest.fixture
def desk(county, sign_in):
    """The desk of the office over the example plan, where corrected files come in."""

    class Desk:
        client = sign_in("bangong")
        plan = county

        def bring(self, text: str) -> Version:
            answer = self.client.post("/plans/upload/", {"plan": county, "level": "own", "file": SimpleUploadedFile(
                f"更正{Version.objects.count()}.txt", text.encode())})
            assert answer.status_code == 302, words(answer)
            version = Version.objects.latest("pk")
            jobs.run(version.job_id)
            return version

        def row(self, says: str) -> Candidate:
            return Candidate.objects.filter(version=Version.objects.latest("pk"), quote__contains=says).get()

        def decide(self, says: str, verb: str, **sent):
            row = self.row(says)
            return self.client.post(f"/plans/candidates/{row.pk}/{verb}/", {
                "title": row.title, "due": row.due.isoformat(), "comparator": row.comparator, "unit": row.unit,
                "value": "" if row.value is None else str(row.value), "revision": row.revision, "at": row.pk, **sent})

        def adopt(self):
            answer = self.client.post(f"/plans/{county}/adopt/")
            if answer.status_code == 302:
                jobs.run(Job.objects.latest("pk").pk)
            return answer

    return Desk()


def task(says: str) -> Commitment:
    return Commitment.objects.get(title__contains=says)


def state() -> list[tuple]:
    return list(Commitment.objects.order_by("pk").values_list("number", "title", "due", "quote", "measures__value"))


def accepted(desk) -> None:
    """All that the corrected file says, accepted with its paper."""
    desk.decide("占比达到94%", "accept", **BASIS)
    desk.decide("教学点8个", "accept")
    desk.decide("课程基地3个", "accept")
    desk.client.post(f"/plans/{desk.plan}/accept-rest/")


def test_a_file_that_says_the_same_keeps_every_decision_and_opens_nothing(desk):
    before = state()
    desk.bring(TEXT + "\n")
    old, new = (Candidate.objects.filter(version__plan=desk.plan, version__number=number) for number in (1, 2))
    said = [list(rows.order_by("start", "position").values_list("status", "title", "due", "commitment", "merged_into__title"))
            for rows in (old, new)]
    assert said[0] == said[1]
    assert {"accepted", "rejected", "merged"} == {status for status, *_ in said[1]}
    assert desk.adopt().status_code == 302
    assert (state(), Change.objects.filter(basis_number=BASIS["basis_number"]).count()) == (before, 0)
    assert Version.objects.get(plan=desk.plan, number=2).adopted_at is not None


def test_a_corrected_file_shows_what_changed_came_and_went(desk):
    desk.bring(CORRECTED)
    page = words(desk.client.get(f"/plans/{desk.plan}/desk/"))
    assert "变动2条，新增1条，删去1条" in page
    row = desk.row("占比达到94%")
    shown = words(desk.client.get(f"/plans/{desk.plan}/desk/?at={row.pk}"))
    assert "<del>92</del>" in shown
    assert "<ins>94</ins>" in shown
    assert (row.correction, row.commitment) == ("changed", task("在园幼儿占比"))
    assert desk.row("课程基地3个").correction == "gone"
    assert desk.row(NEW_CLAUSE[:8]).commitment is None


def test_nothing_of_a_correction_counts_before_it_is_adopted(desk):
    before, title, waiting = state(), Plan.objects.get(pk=desk.plan).title, Change.objects.filter(approved=None).count()
    desk.bring(CORRECTED.replace("云溪县2026年教育工作要点\n\n2026年是", "云溪县2026年教育工作要点（更正）\n\n2026年是"))
    accepted(desk)
    assert (state(), Change.objects.filter(approved=None).count()) == (before, waiting)
    assert Plan.objects.get(pk=desk.plan).title == title
    levels = desk.client.get(f"/plans/{desk.plan}/levels/").context["shown"].comparison
    assert {Decimal(92)} == {pair.lower.value for clause in levels.clauses for pair in clause.numbers
                             if "在园幼儿占比" in pair.lower.subject or "普惠性幼儿园" in pair.lower.subject}


def test_a_changed_clause_needs_its_paper_once_for_the_whole_correction(desk):
    desk.bring(CORRECTED)
    answer = desk.decide("占比达到94%", "accept")
    assert answer.status_code == 422
    assert "依据" in words(answer)
    assert desk.row("占比达到94%").status == "pending"
    assert desk.decide("占比达到94%", "accept", **BASIS).status_code == 200
    assert desk.decide("教学点8个", "accept").status_code == 200
    assert desk.row("教学点8个").status == "accepted"


def test_an_adopted_correction_opens_new_tasks_and_asks_for_changes(desk):
    count = Commitment.objects.filter(plan=desk.plan).count()
    desk.bring(CORRECTED)
    accepted(desk)
    assert desk.adopt().status_code == 302
    assert Commitment.objects.filter(plan=desk.plan).count() == count + 1
    new = task(NEW_CLAUSE[:8])
    assert new.measures.get().value == 5
    assert task("保育员持证上岗率").position < new.position < task("义务教育学校生均体育").position
    asked = Change.objects.filter(basis_number=BASIS["basis_number"], approved=None)
    assert sorted(asked.values_list("kind", flat=True)) == ["changed", "changed", "ended"]
    ratio = asked.get(commitment=task("在园幼儿占比"))
    assert (ratio.old["measures"][0]["value"], ratio.new["measures"][0]["value"]) == ("92", "94")
    assert task("在园幼儿占比").measures.first().value == 92
    assert not audit.verify()


def test_an_approved_change_reaches_the_task_and_the_old_number_stays_on_record(desk, sign_in):
    found = task("在园幼儿占比")
    desk.bring(CORRECTED)
    accepted(desk)
    desk.adopt()
    change = Change.objects.get(commitment=found, approved=None)
    assert desk.client.post(f"/plans/changes/{change.pk}/decide/", {"decision": "approve"}).status_code == 403
    assert sign_in("juzhang").post(f"/plans/changes/{change.pk}/decide/", {"decision": "approve"}).status_code == 302
    found.refresh_from_db()
    measure = found.measures.get()
    assert (measure.value, "94%" in found.title, "94%" in found.quote) == (94, True, True)
    assert measure.measured.count() > 0
    page = words(desk.client.get(f"/plans/tasks/{found.pk}/"))
    assert "前为≥ 92%，依据云教纪〔2026〕12号调整" in page
    assert "94%" in page
    assert "<mark>普惠性幼儿园在园幼儿占比达到94%</mark>" in page


def test_a_clause_that_vanished_ends_its_task_only_when_another_person_agrees(desk, sign_in):
    gone = task("高中课程基地")
    desk.bring(CORRECTED)
    accepted(desk)
    desk.adopt()
    gone.refresh_from_db()
    assert gone.ended_at is None
    change = Change.objects.get(commitment=gone, kind="ended")
    sign_in("juzhang").post(f"/plans/changes/{change.pk}/decide/", {"decision": "approve"})
    gone.refresh_from_db()
    assert gone.ended_at is not None


def test_what_is_left_out_of_a_correction_leaves_its_task_as_it_is(desk):
    before = state()
    desk.bring(CORRECTED)
    for says in ("占比达到94%", "教学点8个", "课程基地3个", NEW_CLAUSE[:8]):
        assert desk.decide(says, "reject").status_code == 200
    assert desk.adopt().status_code == 302
    assert state() == before
    assert not Change.objects.filter(basis_number=BASIS["basis_number"]).exists()


def test_a_decision_on_a_correction_can_be_taken_back_before_it_is_adopted(desk):
    desk.bring(CORRECTED)
    desk.decide("占比达到94%", "accept", value="95", **BASIS)
    assert desk.row("占比达到94%").value == 95
    desk.decide("占比达到94%", "undo")
    row = desk.row("占比达到94%")
    assert (row.status, row.value, row.needs_new_look, row.correction) == ("pending", 94, True, "changed")
    assert desk.adopt().status_code == 422


def test_adopting_a_correction_twice_opens_and_asks_nothing_twice(desk):
    desk.bring(CORRECTED)
    accepted(desk)
    desk.adopt()
    after = (state(), Change.objects.count())
    desk.adopt()
    assert (state(), Change.objects.count()) == after


def test_a_part_of_a_task_that_changes_changes_that_one_target(desk, sign_in):
    desk.bring(TEXT.replace("新建资源教室4间", "新建资源教室6间"))
    desk.decide("新建资源教室6间", "accept", **BASIS)
    assert desk.row("新建资源教室6间").status == "merged"
    desk.adopt()
    change = Change.objects.get(basis_number=BASIS["basis_number"])
    sign_in("juzhang").post(f"/plans/changes/{change.pk}/decide/", {"decision": "approve"})
    found = task("适龄残疾儿童少年")
    assert [str(each.value.normalize()) for each in found.measures.all()] == ["98", "6"]
    assert "入学率" in found.title


def test_a_date_that_moves_later_is_counted_as_a_postponement(desk):
    desk.bring(TEXT.replace("11月底前，幼儿园班额全部达标", "12月底前，幼儿园班额全部达标"))
    desk.decide("幼儿园班额全部达标", "accept", **BASIS)
    desk.adopt()
    change = Change.objects.get(basis_number=BASIS["basis_number"])
    assert (change.kind, change.old["due"], change.new["due"]) == ("postponed", "2026-11-30", "2026-12-31")


def test_a_correction_of_a_task_that_was_closed_meanwhile_is_refused_whole_with_its_number(desk, sign_in):
    found = task("在园幼儿占比")
    desk.bring(CORRECTED)
    accepted(desk)
    sign_in("xueqian").post(f"/plans/tasks/{found.pk}/hand-in/")
    assert sign_in("juzhang").post(f"/plans/tasks/{found.pk}/close/").status_code == 302
    before = (state(), Change.objects.count())
    answer = desk.adopt()
    assert answer.status_code == 422
    assert f"任务{found.number}已在此期间办结" in words(answer)
    assert (state(), Change.objects.count()) == before


def test_a_clause_that_a_person_cut_out_is_found_again_by_its_words(office):
    from tests.flows import files
    from tests.flows.bringing import read

    read(office, files.PLAN.encode())
    row = Candidate.objects.order_by("-end").first()
    middle = (row.start + row.end) // 2
    office.post(f"/plans/candidates/{row.pk}/split/", {"offset": middle, "revision": row.revision})
    plan = Plan.objects.get()
    office.post(f"/plans/{plan.pk}/accept-rest/")
    halves = set(Candidate.objects.filter(end__gt=row.start).values_list("quote", flat=True))
    read(office, (files.PLAN + "\n此件公开发布\n").encode(), "二稿.txt", plan=plan.pk)
    second = Candidate.objects.filter(version__number=2)
    assert halves <= set(second.filter(status="accepted").values_list("quote", flat=True))
    assert second.count() == Candidate.objects.filter(version__number=1).count()


def test_what_a_correction_asks_beyond_a_closed_task_becomes_a_task_of_its_own(desk):
    closed = task("新建公办幼儿园2所")
    assert closed.closed_at is not None
    desk.bring(TEXT.replace("新建公办幼儿园2所", "新建公办幼儿园3所"))
    row = desk.row("公办幼儿园3所")
    assert "对应任务已办结" in words(desk.client.get(f"/plans/{desk.plan}/desk/?at={row.pk}"))
    assert desk.decide("公办幼儿园3所", "accept").status_code == 200
    assert desk.adopt().status_code == 302
    new = task("新建公办幼儿园3所")
    assert (new.number, new.measures.get().value, new.closed_at) == (f"{closed.number}a", 3, None)
    assert task("新建公办幼儿园2所").closed_at == closed.closed_at


def test_a_third_file_keeps_what_was_decided_on_a_second_that_nobody_adopted(desk):
    desk.bring(CORRECTED)
    accepted(desk)
    desk.bring(CORRECTED.replace("下降0.6个百分点", "下降0.8个百分点"))
    assert desk.row("占比达到94%").status == "accepted"
    assert desk.row(NEW_CLAUSE[:8]).status == "accepted"
    assert desk.row("下降0.8个百分点").status == "pending"
    count = Commitment.objects.count()
    desk.decide("下降0.8个百分点", "accept")
    desk.client.post(f"/plans/{desk.plan}/accept-rest/")
    assert desk.adopt().status_code == 302
    assert Commitment.objects.count() == count + 1
