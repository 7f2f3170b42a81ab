"""The unit trees, asked without a database."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from junheng.ground.units.values import Kind, Tree, UnitCard, UnitTree, plain_name

DAY = date(2026, 3, 2)


def tree_of(parents: dict[int, int], *, count: int, closed: frozenset[int] = frozenset()) -> UnitTree:
    cards = {
        i: UnitCard(
            id=i,
            code=f"{i:03}",
            name=f"单位{i}",
            short_name="",
            kind=Kind.SCHOOL,
            since=date(2020, 1, 1),
            until=date(2025, 1, 1) if i in closed else None,
        )
        for i in range(count)
    }
    return UnitTree(on=DAY, cards=cards, parents={Tree.MANAGING: parents, Tree.ADMINISTRATIVE: {}})


@st.composite
def forests(draw: st.DrawFn) -> tuple[dict[int, int], int]:
    count = draw(st.integers(1, 30))
    parents = {i: draw(st.integers(0, i - 1)) for i in range(1, count) if draw(st.booleans())}
    return parents, count


@given(forests())
def test_a_unit_is_below_exactly_those_that_are_above_it(forest: tuple[dict[int, int], int]) -> None:
    parents, count = forest
    tree = tree_of(parents, count=count)
    for unit in range(count):
        assert {other for other in range(count) if unit in tree.ancestors(other)} == set(
            tree.descendants(unit)
        )


@given(forests())
def test_a_path_runs_from_a_root_to_the_unit_itself(forest: tuple[dict[int, int], int]) -> None:
    parents, count = forest
    tree = tree_of(parents, count=count)
    for unit in range(count):
        path = tree.path(unit)
        assert path[-1] == unit
        assert tree.parent(path[0]) is None
        assert all(tree.parent(lower) == upper for upper, lower in pairwise(path))


def test_a_circle_in_damaged_rows_does_not_hang() -> None:
    tree = tree_of({0: 1, 1: 0}, count=2)
    assert tree.descendants(0) == (1,)
    assert tree.ancestors(0) == (1, 0)


def test_a_closed_unit_keeps_its_name_and_is_not_in_the_tree() -> None:
    tree = tree_of({}, count=2, closed=frozenset({1}))
    assert tree.name(1) == "单位1"
    assert 1 not in tree
    assert [card.id for card in tree] == [0]


def test_the_units_with_all_below_count_each_once() -> None:
    tree = tree_of({1: 0, 2: 1, 3: 0}, count=5)
    assert tree.with_below([0, 1, 4]) == {0, 1, 2, 3, 4}


def test_full_width_letters_spaces_and_brackets_do_not_make_another_name() -> None:
    assert plain_name("第１小学（东 校区）") == plain_name("第1小学东校区")
