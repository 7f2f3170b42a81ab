"""How an event moves: whose turn, how it ends, what the standard says."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.ground.standards import Book
from junheng.registry.engine.procedures import procedure_of, standing
from junheng.registry.values.events import EventKind, EventState, StepWho

STANDARD = files("junheng.registry").joinpath("standards", "pupil-events.toml").read_text(encoding="utf-8")
COUNTY = """title = "县"
[source]
document = "云溪县学籍管理细则"
mark = "S"
[values.days]
unit = "working days"
[[values.days.dated]]
since = 2026-09-01
stage = "from_school"
value = "5"
"""


def rules(kind: EventKind, day: date, **county: str):
    texts = {"nation/registry/pupil-events": STANDARD} | ({"county/registry/pupil-events": COUNTY} if county else {})
    return procedure_of(kind, Book.from_texts(texts).at(day)["registry/pupil-events"])


def test_a_transfer_is_decided_by_four_the_receiving_side_first():
    assert rules(EventKind.TRANSFER, date(2026, 11, 20)).steps == (
        (StepWho.TO_SCHOOL, 10), (StepWho.TO_BUREAU, 10), (StepWho.FROM_SCHOOL, 10), (StepWho.FROM_BUREAU, 10))


def test_a_county_shortens_one_step_and_leaves_the_others():
    assert [days for _, days in rules(EventKind.TRANSFER, date(2026, 11, 20), county="yes").steps] == [10, 10, 5, 10]
    assert [days for _, days in rules(EventKind.TRANSFER, date(2026, 8, 31), county="yes").steps] == [10, 10, 10, 10]


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_has_steps_stages_and_a_source(kind):
    found = rules(kind, date(2026, 11, 20))
    assert found.steps
    assert found.stages
    assert found.begins_from
    assert "教基" in found.source


@given(st.lists(st.sampled_from(["agreed", "refused", ""]), min_size=1, max_size=4))
def test_it_is_done_only_when_all_agreed_and_one_refusal_before_a_gap_ends_it(decisions):
    state, turn = standing(decisions)
    first = next((place for place, each in enumerate(decisions) if each != "agreed"), None)
    assert (state is EventState.DONE) == (first is None)
    if first is not None:
        assert (state, turn) == ((EventState.REFUSED, None) if decisions[first] == "refused" else (EventState.UNDER_WAY, first))
