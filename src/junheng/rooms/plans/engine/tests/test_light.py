"""Lights, case by case."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.rooms.plans.engine.light import LightRules, Milestone, TaskState, judge
from junheng.rooms.plans.engine.schedule import MeasureState, Point, line, projected, standing
from junheng.rooms.plans.values import Comparator, Light

START, DUE, TODAY = date(2026, 1, 1), date(2026, 12, 31), date(2026, 11, 20)
RULES = LightRules(margin=Decimal("0.05"), report_fresh_days=60)


def task(**known):
    return TaskState(**{"start": START, "due": DUE, **known})


def light(state, today=TODAY):
    return judge(state, today=today, rules=RULES).light


def measure(comparator, goal, *values, baseline=None, **more):
    return MeasureState(
        comparator=comparator, value=Decimal(goal), baseline=baseline and Point(START, Decimal(baseline)),
        values=tuple(Point(date.fromisoformat(on), Decimal(value)) for on, value in values), **more,
    )


def test_a_closed_task_is_done_even_after_its_due_date():
    assert light(task(closed=True), today=date(2027, 3, 1)) is Light.DONE


def test_an_ended_task_is_ended_and_never_done():
    found = judge(task(ended=True), today=date(2027, 3, 1), rules=RULES)
    assert (found.light, found.share) == (Light.ENDED, None)
    assert Light.ENDED.over


def test_an_open_task_is_overdue_from_the_day_after_its_due_date():
    assert light(task(), today=DUE) is not Light.OVERDUE
    assert light(task(), today=DUE + timedelta(days=1)) is Light.OVERDUE


def test_a_target_met_in_time_waits_for_its_check_and_is_not_overdue():
    state = task(measures=(measure(Comparator.AT_LEAST, "92", ("2026-12-20", "93")),))
    assert light(state, today=date(2027, 1, 10)) is Light.ON


def test_a_target_met_after_the_due_date_stays_overdue_until_closed():
    state = task(measures=(measure(Comparator.AT_LEAST, "92", ("2027-01-05", "93")),))
    assert light(state, today=date(2027, 1, 10)) is Light.OVERDUE


def test_a_measure_without_a_source_has_no_source():
    assert light(task(measures=(measure(Comparator.AT_LEAST, "100"),))) is Light.NO_SOURCE


def test_a_measure_with_a_source_but_nothing_reported_is_not_started():
    assert light(task(measures=(measure(Comparator.AT_LEAST, "100"),), sources=(True,))) is Light.IDLE


def test_words_without_a_value_do_not_turn_a_measure_green():
    state = task(measures=(measure(Comparator.AT_LEAST, "100"),), sources=(True,), last_report=TODAY)
    assert light(state) is Light.NO_SOURCE


@pytest.mark.parametrize(
    ("comparator", "goal", "baseline", "on", "value", "expected"),
    [
        (Comparator.AT_LEAST, "92", "88", "2026-10-31", "91.6", Light.ON),
        (Comparator.AT_LEAST, "92", "88", "2026-10-31", "88.5", Light.BEHIND),
        (Comparator.AT_MOST, "0.50", "0.5642", "2026-10-31", "0.5185", Light.BEHIND),
        (Comparator.AT_MOST, "0.50", "0.5642", "2026-10-31", "0.4999", Light.ON),
        (Comparator.INCREASE, "540", "0", "2026-06-30", "300", Light.ON),
        (Comparator.INCREASE, "540", "2100", "2026-10-31", "2200", Light.BEHIND),
        (Comparator.DECREASE, "0.6", "52.1", "2026-10-31", "51.4", Light.ON),
        (Comparator.DECREASE, "0.6", "52.1", "2026-10-31", "52.0", Light.BEHIND),
        (Comparator.COMPLETE, "100", "0", "2026-10-31", "71", Light.BEHIND),
        (Comparator.EQUAL, "2", None, "2026-10-31", "2", Light.ON),
    ],
)
def test_a_value_is_held_against_the_schedule_at_its_own_date(comparator, goal, baseline, on, value, expected):
    assert light(task(measures=(measure(comparator, goal, (on, value), baseline=baseline),))) is expected


def test_a_decrease_without_a_baseline_cannot_be_judged():
    assert light(task(measures=(measure(Comparator.DECREASE, "0.6", ("2026-10-31", "51")),))) is Light.NO_SOURCE


def test_a_strict_limit_is_not_met_by_equality():
    state = measure(Comparator.AT_LEAST, "60", ("2026-12-31", "60"), strict=True)
    assert not standing(state, start=START, due=DUE, margin=RULES.margin).met


def test_the_worst_measure_gives_the_light():
    good = measure(Comparator.AT_LEAST, "10", ("2026-10-31", "10"))
    bad = measure(Comparator.AT_LEAST, "10", ("2026-10-31", "1"), baseline="0")
    assert light(task(measures=(good, bad))) is Light.BEHIND


def test_a_late_milestone_puts_a_task_at_risk():
    late = (Milestone(date(2026, 6, 1), date(2026, 6, 3)), Milestone(date(2026, 9, 1)))
    assert light(task(milestones=late, last_report=TODAY)) is Light.BEHIND


def test_milestones_reached_in_time_are_on_schedule_and_give_the_share():
    steps = (Milestone(date(2026, 6, 1), date(2026, 6, 3)), Milestone(date(2026, 12, 1)))
    found = judge(task(milestones=steps), today=TODAY, rules=RULES)
    assert (found.light, found.share) == (Light.ON, Decimal("0.5"))


def test_silence_longer_than_the_house_rule_puts_a_task_at_risk():
    told = TODAY - timedelta(days=60)
    assert light(task(proof_named=True, last_report=told)) is Light.ON
    assert light(task(proof_named=True, last_report=told - timedelta(days=1))) is Light.BEHIND


def test_a_task_with_a_named_proof_and_no_report_is_not_started():
    assert light(task(proof_named=True)) is Light.IDLE


def test_a_task_for_which_nobody_named_a_proof_has_no_source():
    assert light(task()) is Light.NO_SOURCE


def test_the_projection_goes_on_at_the_pace_since_the_baseline():
    found = projected(Point(date(2026, 1, 1), Decimal(0)), Point(date(2026, 7, 2), Decimal(182)), date(2026, 12, 31))
    assert found == Decimal(364)


def test_one_value_alone_projects_nothing():
    assert projected(Point(START, Decimal(5)), Point(START, Decimal(5)), DUE) is None


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(-400, 800))
def test_the_schedule_line_never_leaves_its_two_ends(first, last, offset):
    height = line(START, Decimal(first), DUE, Decimal(last), START + timedelta(days=offset))
    assert min(first, last) <= height <= max(first, last)


@given(st.decimals(0, 200, places=2), st.decimals(0, 200, places=2))
def test_more_is_never_worse_for_a_target_to_be_reached(low, high):
    low, high = sorted((low, high))
    lights = [light(task(measures=(measure(Comparator.AT_LEAST, "100", ("2026-10-31", str(value)), baseline="0"),)))
              for value in (low, high)]
    assert lights != [Light.ON, Light.BEHIND]


@pytest.mark.parametrize(("known", "missing"), [
    ({"measures": (measure(Comparator.AT_LEAST, "100"),), "sources": (True,)}, "cannot compute: no value yet"),
    ({"measures": (measure(Comparator.AT_LEAST, "100"),)}, "cannot compute: no source"),
    ({"measures": (measure(Comparator.DECREASE, "0.6", ("2026-10-31", "51")),)}, "cannot compute: no baseline"),
    ({"proof_named": True}, "cannot compute: no proof"), ({"proofs": 1}, ""),
])
def test_what_cannot_be_computed_says_for_want_of_what(known, missing):
    assert judge(task(**known), today=TODAY, rules=RULES).missing == missing


def test_each_measure_of_a_task_has_a_light_of_its_own():
    good = measure(Comparator.AT_LEAST, "10", ("2026-10-31", "10"))
    bad = measure(Comparator.AT_LEAST, "10", ("2026-10-31", "1"), baseline="0")
    found = judge(task(measures=(good, bad)), today=TODAY, rules=RULES)
    assert (found.light, [part.light for part in found.parts]) == (Light.BEHIND, [Light.ON, Light.BEHIND])
