"""Years stand where they are not this one's; texts to copy can be posted as they are; what is not known is said."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from junheng.rooms.plans.models import Commitment
from tests.flows.bringing import words


def task_named(title: str) -> Commitment:
    return Commitment.objects.get(title__contains=title)


def text_of(page: str, name: str) -> str:
    """What a 复制文字 button copies."""
    found = re.search(rf'<pre id="{name}" hidden>(.*?)</pre>', page, re.DOTALL)
    assert found is not None
    return found.group(1).strip()


def test_a_date_of_next_year_carries_its_year_on_board_and_timeline(county, sign_in):
    client = sign_in("juzhang")
    assert "2027-02-28" in words(client.get(f"/plans/{county}/"))
    timeline = client.get(f"/plans/{county}/timeline/")
    assert "原定12-31" in words(timeline)
    line = next(line for line in timeline.context["timeline"].lines if line.row.postponed)
    assert 0 < line.first_due_at < line.due_at <= 1000


def test_next_spring_every_date_of_this_year_carries_its_year(county, sign_in, settings, monkeypatch):
    settings.TODAY = None
    monkeypatch.setattr(timezone, "now", lambda: datetime(2027, 3, 10, 2, tzinfo=UTC))
    page = words(sign_in("juzhang").get(f"/plans/{county}/"))
    assert "2026-12-31" in page
    assert not re.search(r'class="du">12-31', page)


def test_the_text_of_the_overdue_list_has_a_heading_a_request_a_sender_and_a_date(county, sign_in):
    lines = text_of(words(sign_in("bangong").get("/plans/overdue/")), "list-text").split("\n")
    assert lines[0] == "【督办提醒：截至2026年11月20日，逾期任务2项】"
    assert "办结时间" in lines[1]
    assert "时限8月31日" in lines[2]
    assert lines[-2:] == ["云溪县教育局　林静", "2026年11月20日"]


def test_the_text_of_one_task_stands_alone(county, sign_in):
    text = text_of(words(sign_in("renshi").get(f"/plans/tasks/{task_named('小学每百名学生').pk}/")), "task-text")
    assert text.startswith("【任务提醒")
    assert "人事股 方红梅" in text


@pytest.mark.parametrize("address", ["/plans/{plan}/", "/plans/tasks/{task}/", "/plans/calendar/?from=2027-01"])
def test_a_year_whose_days_off_are_not_known_is_named(county, sign_in, address):
    task = task_named("撤并不足30人教学点")
    page = words(sign_in("juzhang").get(address.format(plan=county, task=task.pk)))
    assert "2027年放假安排尚未载入" in page


def test_a_task_within_a_known_year_gives_no_warning(county, sign_in):
    assert "放假安排" not in words(sign_in("juzhang").get(f"/plans/tasks/{task_named('总体近视率').pk}/"))


def test_every_task_has_its_light_in_some_column_of_the_board(county, sign_in):
    answer = sign_in("juzhang").get(f"/plans/{county}/")
    board = answer.context["board"]
    assert [row.number for row in board.rows if not set(row.columns) & set(board.rooms)] == []
    assert "规划等" in words(answer)


def test_what_cannot_be_computed_says_what_is_missing(county, sign_in):
    page = words(sign_in("juzhang").get(f"/plans/{county}/"))
    assert "无法计算：缺来源" in page
    assert not re.search(r"无法计算(?!：缺)", page)


def test_an_order_past_its_day_is_marked(county, sign_in):
    page = words(sign_in("juzhang").get(f"/plans/tasks/{task_named('城南实验小学').pk}/"))
    assert "未答复，逾期21个工作日" in page


def test_each_of_two_measures_has_a_light_of_its_own(county, sign_in):
    cards = sign_in("juzhang").get(f"/plans/tasks/{task_named('适龄残疾儿童').pk}/").context["task"].measures
    assert [card.light.value for card in cards] == ["on", "behind"]


def test_a_task_without_steps_shows_no_empty_sheet_for_them(county, sign_in):
    page = words(sign_in("bangong").get(f"/plans/tasks/{task_named('总体近视率').pk}/"))
    assert "尚无节点" not in page
    assert "?form=milestone" in page


def test_no_two_elements_of_a_page_share_an_id(county, sign_in):
    measure = task_named("总体近视率").measures.get()
    client = sign_in("bangong")
    for form in (f"baseline&measure={measure.pk}", "proof", "change", "order", "assign", "milestone"):
        page = words(client.get(f"/plans/tasks/{measure.commitment_id}/?form={form}"))
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert sorted(set(ids)) == sorted(ids), form
