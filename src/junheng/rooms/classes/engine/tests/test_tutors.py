"""Every pupil has a tutor; wishes go by ticket, loads are kept."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junheng.ground.draws.engine import freeze, in_order
from junheng.ground.kernel.findings import Refused
from junheng.rooms.classes.engine.tests.made import table
from junheng.rooms.classes.engine.tutors import run_tutors


def tutors(*loads):
    """Tutors A, B, … with their most and least."""
    return freeze("tutors", ["tutor_id", "most", "least"], [("ABCDEF"[place], str(most), str(least))
                                                           for place, (most, least) in enumerate(loads)])[0]


def pupils(*wishes, avoid=()):
    """Pupils with their wishes."""
    rows = [(f"p{place}", wish, avoid[place] if place < len(avoid) else "") for place, wish in enumerate(wishes)]
    return freeze("roster", ["pupil_id", "choices", "avoid"], rows)[0]


def test_the_first_wish_with_room_is_given_in_ticket_order():
    roster = pupils("A;B", "A;B", "A;B", "A;B")
    outcome = run_tutors({}, "s", {"roster": roster, "tutors": tutors((1, 0), (3, 0))})
    first = in_order(seed="s", names=roster.ids)[0]
    assert outcome["tutors"][first] == 1
    assert sorted(outcome["wishes"]) == [1, 2, 2, 2]


def test_wishes_never_leave_a_tutor_below_the_load_agreed():
    outcome = run_tutors({}, "s", {"roster": pupils(*["A"] * 5), "tutors": tutors((5, 0), (5, 2))})
    assert Counter(outcome["tutors"]) == {1: 3, 2: 2}


def test_those_without_a_wish_go_where_fewest_are():
    outcome = run_tutors({}, "s", {"roster": pupils("A", "A", "", "", "", ""), "tutors": tutors((4, 0), (4, 0), (4, 0))})
    assert Counter(outcome["tutors"]) == {1: 2, 2: 2, 3: 2}


def test_nobody_gets_the_tutor_to_be_avoided():
    for seed in range(20):
        outcome = run_tutors({}, f"{seed}", {"roster": pupils("A", "", avoid=["A", "B"]), "tutors": tutors((2, 0), (2, 0))})
        assert outcome["tutors"] == [2, 1]


@pytest.mark.parametrize("loads", [((1, 0), (1, 0)), ((9, 2), (9, 2)), ((1, 2), (9, 0))])
def test_loads_that_do_not_fit_are_refused(loads):
    with pytest.raises(Refused, match="loads do not fit"):
        run_tutors({}, "s", {"roster": pupils("", "", ""), "tutors": tutors(*loads)})


def test_a_pupil_for_whom_no_tutor_is_left_is_named():
    with pytest.raises(Refused, match="No tutor is left for pupil p0"):
        run_tutors({}, "s", {"roster": pupils("", avoid=["A"]), "tutors": tutors((1, 0))})


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=1, max_size=4), st.data())
def test_every_pupil_has_a_tutor_and_every_tutor_a_load_within_the_agreed(spans, data):
    loads = [(least + more, least) for least, more in spans]
    count = data.draw(st.integers(sum(least for _, least in loads), sum(most for most, _ in loads)))
    wishes = data.draw(st.lists(st.sampled_from(["", "A", "B;A", "A;B;C", "D", "Z"]), min_size=count, max_size=count))
    outcome = run_tutors({}, "s", {"roster": pupils(*wishes), "tutors": tutors(*loads)})
    held = Counter(outcome["tutors"])
    assert all(least <= held[place] <= most for place, (most, least) in enumerate(loads, start=1))
    assert sum(held.values()) == count


def test_the_order_of_rows_changes_nobodys_tutor():
    roster = table("""
        pupil_id | choices
        a        | A
        b        | A;B
        c        | B
    """)
    other = table("""
        pupil_id | choices
        c        | B
        a        | A
        b        | A;B
    """)
    held = tutors((1, 0), (1, 0), (3, 0))
    one = dict(zip(roster.ids, run_tutors({}, "s", {"roster": roster, "tutors": held})["tutors"], strict=True))
    assert dict(zip(other.ids, run_tutors({}, "s", {"roster": other, "tutors": held})["tutors"], strict=True)) == one
