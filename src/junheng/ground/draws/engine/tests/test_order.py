"""Tickets and the ring: who goes first."""

from __future__ import annotations

from hashlib import md5, sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.ground.draws import engine

# RFC 3797, section 6: ten of twenty-five drawn by MD5; step number, digest, who was chosen.
RFC_KEY = "9319./2.5.8.10.12./9.18.26.34.41.45./"
RFC_STEPS = (
    ("990DD0A5692A029A98B5E01AA28F3459", 17), ("3691E55CB63FCC37914430B2F70B5EC6", 7),
    ("FE814EDF564C190AC1D25753979990FA", 2), ("1863CCACEB568C31D7DDBDF1D4E91387", 16),
    ("F4AB33DF4889F0AF29C513905BE1D758", 25), ("13EAEB529F61ACFB9A29D0BA3A60DE4A", 23),
    ("992DB77C382CA2BDB9727001F3CDCCD9", 8), ("63AB4258ECA922976811C7F55C383CE7", 24),
    ("DFBC5AC97CED01B3A6E348E3CC63F40D", 19), ("31CB111C4A4EBE9287CEAE16FE51B909", 13),
)


def test_counting_among_those_still_in_gives_the_choices_that_rfc_3797_published():
    left = list(range(1, 26))
    for step, (digest, chosen) in enumerate(RFC_STEPS):
        mark = step.to_bytes(2, "big")
        found = md5(mark + RFC_KEY.encode() + mark, usedforsecurity=False).hexdigest().upper()
        assert found == digest
        number = engine.ring(len(left), start=int(found, 16) % len(left) + 1, step=1)[0]
        assert left.pop(number - 1) == chosen


def test_the_county_example_of_start_and_step_comes_out_as_published():
    assert engine.ring(20, start=6, step=3)[:15] == [6, 9, 12, 15, 18, 1, 4, 8, 13, 17, 2, 7, 14, 20, 10]


@given(st.integers(1, 60).flatmap(lambda size: st.tuples(st.just(size), st.integers(1, size), st.integers(1, size))))
def test_the_ring_counts_as_people_standing_in_a_circle_do(drawn):
    size, start, step = drawn
    circle, gone = list(range(1, size + 1)), []
    at = start - 1
    while circle:
        gone.append(circle.pop(at))
        at = (at + step - 1) % len(circle) if circle else 0
    assert engine.ring(size, start=start, step=step) == gone


@given(st.lists(st.text(max_size=5), max_size=20), st.text(min_size=1, max_size=8))
def test_the_lowest_ticket_goes_first_and_equal_ones_by_name_and_place(names, seed):
    said = engine.in_order(seed=seed, names=names)
    tickets = [sha256(f"{seed},{name}".encode("utf-8", "surrogatepass")).hexdigest() for name in names]
    assert said == sorted(range(len(names)), key=lambda place: (tickets[place], names[place], place))


def test_the_highest_ticket_goes_first_where_the_county_says_so():
    names = [f"P{number}" for number in range(50)]
    low, high = (engine.in_order(seed="1", names=names, first=first) for first in ("lowest", "highest"))
    assert high == low[::-1]


def test_a_household_has_one_ticket():
    keys = engine.order_keys(seed="1", names=["H1", "H2", "H1"])
    assert keys[0] == keys[2] != keys[1]


def test_a_household_stands_in_the_ring_once():
    assert engine.in_order(seed="2,1", names=["A", "B", "A", "C"], source="ring") == [1, 3, 0, 2]


@pytest.mark.parametrize(("source", "first", "seed"), [
    ("balls", "lowest", "1"), ("ticket", "middle", "1"), ("ring", "lowest", "0,1"), ("ring", "lowest", "1,4"),
    ("ring", "lowest", "4,1"), ("ring", "lowest", "1"), ("ring", "lowest", "-1,1"),
])
def test_an_order_that_is_none_is_refused(source, first, seed):
    with pytest.raises(ValueError, match=r"ticket|ring|start and step"):
        engine.order_keys(seed=seed, names=["A", "B", "C"], source=source, first=first)


def test_a_draw_takes_the_first_so_many_and_all_when_none_is_said():
    held, _ = engine.freeze("roster", ["pupil_id"], [["A"], ["B"], ["C"]])
    lists = {"roster": held}
    whole = engine.run_order({"source": "ticket"}, "7", lists)["order"]
    assert sorted(whole) == [1, 2, 3]
    assert engine.run_order({"source": "ticket", "take": 2}, "7", lists)["order"] == whole[:2]
    assert engine.run_order({"source": "ticket", "take": 9}, "7", lists)["order"] == whole


@pytest.mark.parametrize("take", [-1, True, "2", None])
def test_how_many_are_drawn_is_a_whole_number(take):
    held, _ = engine.freeze("roster", ["pupil_id"], [["A"]])
    with pytest.raises(ValueError, match="whole"):
        engine.run_order({"source": "ticket", "take": take}, "7", {"roster": held})
