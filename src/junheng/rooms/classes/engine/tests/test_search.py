"""The search finds better classes, and the compiled one finds the same as the plain one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junheng.rooms.classes.engine import compiled, search
from junheng.rooms.classes.engine.deal import may_swap
from junheng.rooms.classes.engine.place import run_balanced
from junheng.rooms.classes.engine.tests.made import many, rules


@st.composite
def problems(draw):
    """Rows with numeric columns and levels, loads, conflicts and a first placement that keeps the conflicts."""
    count, classes, numeric, levels = draw(st.integers(2, 44)), draw(st.integers(1, 4)), draw(st.integers(0, 4)), draw(st.integers(0, 2))
    wide = draw(st.sampled_from([3, 700, 40_000]))
    rows = [[*draw(st.lists(st.integers(-wide, wide), min_size=numeric, max_size=numeric)),
             *draw(st.lists(st.sampled_from([-300, 900]), min_size=levels, max_size=levels))] for _ in range(count)]
    for column in range(numeric + levels):
        rows[0][column] -= sum(row[column] for row in rows)
    placed = [unit % classes for unit in range(count)]
    pairs = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=6))
    met = [set() for _ in range(count)]
    for one, other in pairs:
        if placed[one] != placed[other]:
            met[one].add(other)
            met[other].add(one)
    loads = [2 if draw(st.integers(0, 9)) == 0 else 1 for _ in range(count)]
    return {"rows": rows, "numeric": numeric, "loads": loads, "conflicts": [tuple(sorted(each)) for each in met],
            "placed": placed, "classes": classes, "swaps": draw(st.sampled_from([0, 5, 4000])),
            "exchanges": draw(st.sampled_from([0, 60, 6000]))}


@settings(max_examples=150, deadline=None)
@given(problems())
def test_the_compiled_search_gives_what_the_plain_one_gives(problem):
    assert compiled.search(**problem) == search.search(**problem)


@settings(max_examples=100, deadline=None)
@given(problems())
def test_loads_and_conflicts_stay_as_they_were_kept(problem):
    found = search.search(**problem)
    loads = [[sum(load for load, group in zip(problem["loads"], placed, strict=True) if group == each)
              for each in range(problem["classes"])] for placed in (problem["placed"], found)]
    assert loads[0] == loads[1]
    assert [unit for unit, others in enumerate(problem["conflicts"]) for other in others if found[unit] == found[other]] == []


@pytest.mark.parametrize("count", [97 * 2, 100 * 3])
def test_both_agree_when_classes_are_larger_than_the_window(count):
    rows = [[unit * unit * 7919 % 1999 - 999, unit * 31 % 511 - 255, 5 if unit % 3 else -10] for unit in range(count)]
    asked = {"rows": rows, "numeric": 2, "loads": [1] * count, "conflicts": [()] * count,
             "placed": [unit % 2 for unit in range(count)], "classes": 2, "swaps": 300, "exchanges": 60_000}
    assert compiled.search(**asked) == search.search(**asked)


def squares(problem, placed):
    total = 0
    for group in range(problem["classes"]):
        mine = [row for row, each in zip(problem["rows"], placed, strict=True) if each == group]
        total += sum(sum(column) ** 2 for column in zip(*mine, strict=True))
    return total


@settings(max_examples=100, deadline=None)
@given(problems())
def test_swaps_of_two_never_leave_classes_farther_from_the_whole(problem):
    found = search.search(**{**problem, "exchanges": 0})
    assert squares(problem, found) <= squares(problem, problem["placed"])


def widest(rows, placed):
    """The widest gap between sums of classes, over all columns."""
    sums = [[sum(column) for column in zip(*(row for row, group in zip(rows, placed, strict=True) if group == each), strict=True)]
            for each in set(placed)]
    return max(max(column) - min(column) for column in zip(*sums, strict=True))


def test_exchanges_bring_classes_nearer_than_swaps_of_two_can():
    rows = [[(unit * unit * prime + unit * 97) % 2047 - 1023 for prime in (7919, 104729, 1299709, 15485863)] for unit in range(160)]
    asked = {"rows": rows, "numeric": 4, "loads": [1] * 160, "conflicts": [()] * 160, "placed": [unit % 4 for unit in range(160)],
             "classes": 4, "swaps": 200_000}
    swapped = compiled.search(**asked, exchanges=0)
    assert widest(rows, compiled.search(**asked, exchanges=200_000)) < widest(rows, swapped) / 2


def test_the_placement_is_the_same_with_either_search():
    roster = many(90, together=["a", "a", "b", "b"], apart=["", "x", "", "x", "x"], needs=["", "", "1"])
    asked = (rules(4), "2026 08 25", {"roster": roster})
    assert run_balanced(*asked, search=search.search) == run_balanced(*asked, search=compiled.search)


def test_two_pupils_may_change_places_even_when_they_are_each_others_conflict():
    conflicts = [(1,), (0,), ()]
    assert may_swap(conflicts, [0, 1, 1], 0, 1, 0, 1)
    assert not may_swap(conflicts, [0, 1, 1], 0, 2, 0, 1)
