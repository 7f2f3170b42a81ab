"""One task's page: proofs in the order in which they are wanted, a history with its words, figures that may be."""

from __future__ import annotations

import pytest

from junheng.rooms.plans.models import Commitment, Proof
from junheng.rooms.plans.values import ProofKind
from tests.flows.bringing import words


def task_named(title: str) -> Commitment:
    return Commitment.objects.get(title__contains=title)


def shown(client, task: Commitment, query: str = ""):
    return client.get(f"/plans/tasks/{task.pk}/{query}")


def test_proofs_stand_in_the_order_in_which_they_are_wanted(county, sign_in):
    cards = shown(sign_in("renshi"), task_named("小学每百名学生")).context["task"].proofs
    assert [card.kind for card in cards] == [ProofKind.FIGURE, ProofKind.PAPER, ProofKind.EVENT, ProofKind.SCHOOL]


def test_a_figure_typed_in_is_called_reported_until_a_published_fact_is_named(county, sign_in):
    task = task_named("小学每百名学生")
    client = sign_in("renshi")
    assert "有数可查" not in words(shown(client, task))
    assert "填报数" in words(shown(client, task))
    Proof.objects.filter(commitment=task, kind=ProofKind.FIGURE).update(fact_id="L2")
    assert "有数可查" in words(shown(client, task))


def test_the_history_runs_by_date_and_carries_the_words_of_each_report(county, sign_in):
    task = task_named("小学每百名学生")
    happenings = shown(sign_in("juzhang"), task).context["task"].history
    moments = [happening.at for happening in happenings]
    assert moments == sorted(moments, reverse=True)
    texts = [happening.text for happening in happenings]
    assert any("双河乡补录县级骨干3人" in text for text in texts)
    assert any("请于11月27日前报调配名单" in text for text in texts)


def test_the_history_of_a_postponement_names_both_dates_and_no_english_word(county, sign_in):
    answer = shown(sign_in("jijiao"), task_named("撤并不足30人教学点"))
    assert "2026-12-31 → 2027-02-28" in [happening.text.split("　")[0] for happening in answer.context["task"].history]
    assert "postponed" not in " ".join(happening.sentence for happening in answer.context["task"].history)


def test_a_proof_is_withdrawn_on_a_second_page_and_only_with_a_reason(county, sign_in):
    task = task_named("总体近视率")
    proof = task.proofs.get()
    client = sign_in("tiwei")
    assert "withdraw" in shown(client, task, f"?form=withdraw&proof={proof.pk}").context["opened"]
    answer = client.post(f"/plans/proofs/{proof.pk}/withdraw/", {"text": "  "})
    assert answer.status_code == 422
    proof.refresh_from_db()
    assert proof.withdrawn_at is None
    assert client.post(f"/plans/proofs/{proof.pk}/withdraw/", {"text": "取错了月份"}).status_code == 302
    page = words(shown(client, task))
    assert "取错了月份" in page
    assert shown(client, task).context["task"].row.proofs == 0


@pytest.mark.parametrize("form", ["withdraw&proof=999999", "withdraw&proof=x", "withdraw"])
def test_a_form_for_a_proof_that_is_not_there_does_not_open(county, sign_in, form):
    answer = shown(sign_in("tiwei"), task_named("总体近视率"), f"?form={form}")
    assert (answer.status_code, answer.context["opened"]) == (200, "")
