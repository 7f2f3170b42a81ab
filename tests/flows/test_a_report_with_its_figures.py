"""One sending from a phone: the words, the number, the day; a number that cannot be comes back with all that was typed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from junheng.rooms.plans.models import Commitment, MeasuredValue, Report
from tests.flows.bringing import words


@pytest.fixture
def task(county):
    return Commitment.objects.get(title__contains="普惠性幼儿园在园幼儿占比")


def told(task: Commitment, value: str, **more: str) -> dict[str, str]:
    return {"progress": "又认定1所。", "key": "once", "on": "2026-11-18", f"value_{task.measures.get().pk}": value, **more}


@pytest.mark.parametrize("typed", ["92%", "９２", "92.0", "百分之九十二"])
def test_words_and_value_are_kept_together(task, sign_in, typed):
    client = sign_in("xueqian")
    assert client.post(f"/plans/tasks/{task.pk}/report/", told(task, typed)).status_code == 302
    value = MeasuredValue.objects.filter(measure__commitment=task, replaced=False).latest("on")
    assert (value.value, value.on.isoformat(), value.source) == (92, "2026-11-18", "学前教育月报")
    assert Report.objects.get(key="once").progress == "又认定1所。"


@pytest.mark.parametrize(("typed", "reason"), [("9999", "最高100%"), ("-5", "不能小于0"), ("很多", "不是数字")])
def test_a_value_that_cannot_be_keeps_the_words_and_stores_neither(task, sign_in, typed, reason):
    answer = sign_in("xueqian").post(f"/plans/tasks/{task.pk}/report/", told(task, typed))
    page = words(answer)
    assert answer.status_code == 422
    assert reason in page
    assert "又认定1所。" in page
    assert f'value="{typed}"' in page
    assert not Report.objects.filter(key="once").exists()


def test_a_report_without_a_value_is_still_a_report(task, sign_in):
    before = MeasuredValue.objects.count()
    assert sign_in("xueqian").post(f"/plans/tasks/{task.pk}/report/", told(task, "")).status_code == 302
    assert MeasuredValue.objects.count() == before


def test_a_value_of_tomorrow_stores_nothing(task, sign_in):
    answer = sign_in("xueqian").post(f"/plans/tasks/{task.pk}/report/", told(task, "92", on="2026-11-21"))
    assert answer.status_code == 422
    assert not Report.objects.filter(key="once").exists()


def test_a_measure_without_a_source_asks_for_it_in_the_same_form(county, sign_in):
    task = Commitment.objects.get(title__contains="保育员持证上岗率")
    client = sign_in("xueqian")
    assert client.post(f"/plans/tasks/{task.pk}/report/", told(task, "88")).context["errors"].keys() == {
        f"source_{task.measures.get().pk}"}
    named = told(task, "88", **{f"source_{task.measures.get().pk}": "保育员花名册"})
    assert client.post(f"/plans/tasks/{task.pk}/report/", named).status_code == 302
    assert task.measures.get().source == "保育员花名册"


def test_the_form_of_one_value_reads_figures_in_the_same_way(task, sign_in):
    sent = {"measure": task.measures.get().pk, "on": "2026-11-18", "source": "月报"}
    client = sign_in("xueqian")
    answer = client.post(f"/plans/tasks/{task.pk}/value/", {**sent, "value": "101%"})
    assert answer.status_code == 422
    assert "value" in answer.context["errors"]
    assert client.post(f"/plans/tasks/{task.pk}/value/", {**sent, "value": "９２％"}).status_code == 302


def test_a_program_is_held_to_the_same_bounds(task):
    from junheng.ground.kernel.findings import Refused
    from junheng.ground.people.queries import account_id_of, person_by_id
    from junheng.rooms.plans import actions
    from junheng.shell.lived_year import moment

    day = moment("2026-11-20")
    with pytest.raises(Refused):
        actions.add_value(measure_id=task.measures.get().pk, value=Decimal(-5), on=day.date(), source="月报", today=day.date(),
                          by=person_by_id(account_id_of("xueqian"), day.date()), at=day)
