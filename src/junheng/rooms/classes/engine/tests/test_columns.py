"""Covariates become whole numbers that every language computes alike."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.rooms.classes.engine.columns import columns_of, month_of, reach, rows_of, standardised
from junheng.rooms.classes.engine.tests.made import table


@given(st.lists(st.integers(-10**6, 10**6), min_size=2, max_size=40), st.integers(1, 9), st.integers(1, 9))
def test_a_column_is_the_exact_score_in_standard_deviations_rounded(values, weight, heaviest):
    count, mean = len(values), Fraction(sum(values), len(values))
    variance = sum((value - mean) ** 2 for value in values) / count
    found = standardised(values, weight=weight, heaviest=heaviest)
    if not variance:
        assert set(found) == {0}
        return
    for value, got in zip(values, found, strict=True):
        exact = Fraction(512 * weight, heaviest) * (value - mean)
        # |exact / sd - got| <= 1/2, squared to stay rational; the root is known to twenty binary places
        near = Fraction(1, 2) + Fraction(abs(got) + 1, 2**19)
        assert (abs(got) - near) * abs(got - near) <= 0 or (abs(got) - near) ** 2 * variance <= exact**2
        assert exact**2 <= (abs(got) + near) ** 2 * variance
        assert got == 0 or (got > 0) == (value > mean)


def test_those_of_whom_nothing_is_known_count_as_the_mean():
    assert standardised([1, None, 3]) == [-512, 0, 512]


def test_two_levels_share_one_column_and_levels_of_a_single_pupil_have_none():
    roster = table("""
        id | sex    | origin
        a  | male   | East
        b  | female | East
        c  | female | West
        d  | male   | West
        e  | male   | North
    """)
    numeric, levels = columns_of(roster, [{"column": "sex", "kind": "categorical"}, {"column": "origin", "kind": "categorical"}])
    assert numeric == []
    assert len(levels) == 3
    assert [value > 0 for value in levels[0]] == [False, True, True, False, False]


def test_a_sex_written_in_three_ways_is_one_level():
    roster = table("""
        id | sex
        a  | 男
        b  | male
        c  | 2
        d  | 女
    """)
    spec = {"column": "sex", "kind": "categorical", "levels": {"男": "male", "male": "male", "2": "female", "女": "female"}}
    assert columns_of(roster, [spec])[1] == [[-512, -512, 512, 512]]


def test_a_covariate_of_half_the_weight_has_half_the_scale():
    roster = table("""
        id | score | scores
        a  | 1     | 1
        b  | 3     | 3
    """)
    numeric, _ = columns_of(roster, [{"column": "score", "kind": "numeric", "weight": 2},
                                     {"column": "scores", "kind": "numeric", "weight": 1}])
    assert numeric == [[-512, 512], [-256, 256]]


@pytest.mark.parametrize("cell", ["2019-05-03", "2019-05", "2019/5/3", "2019.5", "201905", "20190503", "2019年5月"])
def test_a_day_counts_as_its_month_however_it_is_written(cell):
    assert month_of(cell) == 2019 * 12 + 4


@pytest.mark.parametrize("cell", ["May 2019", "2019-13", "19-05"])
def test_what_is_no_day_is_not_taken_for_one(cell):
    with pytest.raises(ValueError, match="not a day"):
        month_of(cell)


def test_the_scale_gives_way_before_a_number_leaves_what_every_language_keeps():
    many = table("id | score\n" + "\n".join(f"p{place} | {10**9 if place == 0 else place % 2}" for place in range(3000)))
    rows, _ = rows_of(many, [{"column": "score", "kind": "numeric"}], [(line,) for line in range(3000)])
    assert 0 < reach(list(zip(*rows, strict=True))) < 2**53
    assert reach([[10**8, -10**8]]) >= 2**53
