"""Jobs: asked for once, carried out under a lease, taken up again, ended with words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from junheng.ground.jobs import actions, lease, queries
from junheng.ground.jobs.models import Job
from junheng.ground.jobs.registry import HANDLERS, Stopped, job
from junheng.ground.kernel.findings import Finding, Place, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch):
    """Registers a handler for one test: `kind(handler)` gives the name of its kind."""

    def register(handler) -> str:
        monkeypatch.setitem(HANDLERS, "test.kind", handler)
        return "test.kind"

    return register


def ask(kind: str, key: str = "one", **arguments) -> int:
    return actions.enqueue(kind=kind, arguments=arguments, key=key, by=None, by_name="Console", at=timezone.now())


def ready() -> int:
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()


def lapse(job_id: int) -> None:
    Job.objects.filter(pk=job_id).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_two_submits_with_one_key_are_one_job(kind):
    name = kind(lambda arguments, progress: {})
    assert ask(name) == ask(name)
    assert Job.objects.count() == 1


def test_a_key_is_free_again_once_its_job_has_ended(kind):
    name = kind(lambda arguments, progress: {})
    first = ask(name)
    actions.run(first)
    assert ask(name) != first


def test_a_job_reaches_the_queue_only_after_the_commit(kind, django_capture_on_commit_callbacks):
    name = kind(lambda arguments, progress: {})
    with django_capture_on_commit_callbacks(execute=True):
        ask(name)
        assert ready() == 0
    assert ready() == 1


def test_a_job_keeps_its_result_and_its_last_step(kind):
    def handler(arguments, progress):
        progress.step(2, 4, "Reading the file")
        return {"rows": arguments["rows"]}

    job_id = ask(kind(handler), rows=7)
    actions.run(job_id)
    found = queries.job(job_id)
    assert (found.state, found.result, found.step, found.percent, found.ended) == ("done", {"rows": 7}, 2, 50, True)


def test_progress_is_said_in_the_language_of_the_reader(kind):
    def handler(arguments, progress):
        progress.step(1, 2, "The file %(name)s is larger than %(limit)s MB.", {"name": "甲.txt", "limit": 20})
        return {}

    job_id = ask(kind(handler))
    actions.run(job_id)
    with translation.override("zh-hans"):
        assert queries.job(job_id).message == "文件甲.txt超过20MB。"
    with translation.override("en"):
        assert queries.job(job_id).message == "The file 甲.txt is larger than 20 MB."


def test_an_ended_job_is_not_carried_out_again(kind):
    ran = []
    job_id = ask(kind(lambda arguments, progress: ran.append(1) or {}))
    actions.run(job_id)
    actions.run(job_id)
    assert ran == [1]


def test_a_held_job_is_left_to_its_worker(kind):
    ran = []
    job_id = ask(kind(lambda arguments, progress: ran.append(1) or {}))
    assert lease.take(job_id, now=timezone.now())
    actions.run(job_id)
    assert ran == []


def test_a_run_whose_lease_has_gone_stops_at_its_next_step_and_writes_nothing(kind):
    def handler(arguments, progress):
        lapse(job_id)
        assert lease.take(job_id, now=timezone.now())
        with pytest.raises(Stopped):
            progress.step(1, 2, "late")
        return {"late": True}

    job_id = ask(kind(handler))
    actions.run(job_id)
    row = Job.objects.get(pk=job_id)
    assert (row.state, row.result, row.attempts) == ("running", {}, 2)


def test_a_person_can_stop_a_running_job(kind):
    def handler(arguments, progress):
        actions.stop(job_id=job_id, at=timezone.now())
        progress.step(1, 2, "on")
        return {"finished": True}

    job_id = ask(kind(handler))
    actions.run(job_id)
    assert queries.job(job_id).state == "stopped"
    assert not actions.stop(job_id=job_id, at=timezone.now())


def test_what_a_killed_worker_left_is_handed_over_once(kind):
    job_id = ask(kind(lambda arguments, progress: {}))
    lease.take(job_id, now=timezone.now())
    assert actions.take_up_left() == 0
    lapse(job_id)
    assert (actions.take_up_left(), actions.take_up_left(), ready()) == (1, 0, 1)


def test_a_job_that_never_reached_the_queue_is_handed_over(kind):
    ask(kind(lambda arguments, progress: {}))
    assert actions.take_up_left() == 1


def test_a_worker_told_to_stop_in_the_middle_lets_go_of_its_lease(kind):
    def handler(arguments, progress):
        raise SystemExit(1)

    job_id = ask(kind(handler))
    with pytest.raises(SystemExit):
        actions.run(job_id)
    assert actions.take_up_left() == 1


def test_a_job_that_breaks_off_every_time_ends_with_a_sentence(kind):
    ran = []
    job_id = ask(kind(lambda arguments, progress: ran.append(1) or {}))
    for _ in range(lease.ATTEMPTS):
        assert lease.take(job_id, now=timezone.now())
        lapse(job_id)
    actions.run(job_id)
    found = queries.job(job_id)
    assert (found.state, ran) == ("failed", [])
    with translation.override("zh-hans"):
        assert queries.job(job_id).findings[0]["message"] == "此项工作多次中断，已停止。"


def test_a_refusal_keeps_its_place_and_its_remedy(kind):
    def handler(arguments, progress):
        raise Refused(Finding(code="x", message="Row %(row)s is empty.", remedy="Fill it.",
                              place=Place(file="甲.xlsx", row=3), values={"row": 3}))

    job_id = ask(kind(handler))
    actions.run(job_id)
    found = queries.job(job_id).findings[0]
    assert (found["message"], found["remedy"], found["place"]) == (
        "Row 3 is empty.", "Fill it.", {"file": "甲.xlsx", "row": 3}
    )


def test_a_fault_of_the_program_shows_no_trace_to_the_reader(kind, caplog):
    def handler(arguments, progress):
        raise KeyError("secret detail")

    job_id = ask(kind(handler))
    actions.run(job_id)
    found = queries.job(job_id)
    assert found.state == "failed"
    assert "secret detail" not in str(found.findings)
    assert "secret detail" in caplog.text


def test_a_thousand_small_steps_are_a_handful_of_writes(kind, django_assert_max_num_queries):
    def handler(arguments, progress):
        with django_assert_max_num_queries(20):
            for done in range(1, 1001):
                progress.step(done, 1000, "Counting")
        return {}

    job_id = ask(kind(handler))
    actions.run(job_id)
    assert (queries.job(job_id).state, queries.job(job_id).step) == ("done", 1000)


def test_old_rows_of_the_queue_are_dropped_and_waiting_ones_kept(kind):
    job_id = ask(kind(lambda arguments, progress: {}))
    for _ in range(2):
        actions.hand_over(job_id)
    one = DBTaskResult.objects.first()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(days=30))
    DBTaskResult.objects.filter(pk=one.pk).update(status=TaskResultStatus.RUNNING)
    assert actions.clear_queue(now=timezone.now()) == 1
    assert ready() == 1


def test_two_handlers_for_one_kind_are_refused(monkeypatch):
    monkeypatch.setitem(HANDLERS, "test.twice", lambda arguments, progress: {})

    def other(arguments, progress):
        return {}

    other.__module__ = "junheng.elsewhere"
    with pytest.raises(ValueError, match="two handlers"):
        job("test.twice")(other)


def test_the_latest_job_of_a_key_is_found_after_its_end(kind):
    name = kind(lambda arguments, progress: {})
    actions.run(ask(name))
    second = ask(name)
    assert queries.latest("one").id == second
    assert queries.latest("nobody") is None
