"""指标到校 and combined scores, worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.rooms.admissions.engine.quotas import Candidate, admitted, contested, shared_out
from junheng.rooms.admissions.engine.scores import Formula, combined, parted

GRADUATES = {"一中": 412, "二中": 305, "城关初中": 96, "山口初中": 37}


def seats(shares):
    return {share.junior: share.seats for share in shares}


def test_two_hundred_and_ten_seats_go_to_four_juniors_by_the_largest_remainders():
    # 210 · 412 / 850 = 101.79, 210 · 305 / 850 = 75.35, 210 · 96 / 850 = 23.72, 210 · 37 / 850 = 9.14:
    # 101 + 75 + 23 + 9 = 208; the two seats left go to the remainders 0.79 and 0.72.
    shares = shared_out(210, GRADUATES)
    assert seats(shares) == {"一中": 102, "二中": 75, "城关初中": 24, "山口初中": 9}
    assert [(share.numerator, share.denominator) for share in shares] == [(210 * count, 850) for count in GRADUATES.values()]


def test_a_tilt_gives_rural_juniors_more():
    # Weights 412, 305, 96 · 1.2 = 115.2, 37 · 1.2 = 44.4, together 876.6: 98.70, 73.07, 27.60, 10.64.
    assert seats(shared_out(210, GRADUATES, tilt={"城关初中": "1.2", "山口初中": "1.2"})) == {
        "一中": 99, "二中": 73, "城关初中": 27, "山口初中": 11}


def test_a_floor_lifts_small_juniors_and_the_others_share_the_rest():
    # Without floor 6, 4, 1, 1 of 12 (5.82, 4.31, 1.36, 0.52). Lifted to 2: the other two share 8: 4.60 and 3.40.
    assert seats(shared_out(12, GRADUATES)) == {"一中": 6, "二中": 4, "城关初中": 1, "山口初中": 1}
    assert seats(shared_out(12, GRADUATES, floor=2)) == {"一中": 5, "二中": 3, "城关初中": 2, "山口初中": 2}


def test_a_floor_that_the_seats_do_not_reach_for_is_no_floor():
    assert seats(shared_out(3, GRADUATES, floor=1)) == {"一中": 2, "二中": 1, "城关初中": 0, "山口初中": 0}


def test_a_junior_without_graduates_gets_nothing():
    assert seats(shared_out(5, {"a": 3, "b": 0}, floor=1)) == {"a": 5, "b": 0}


def test_equal_remainders_go_to_more_graduates_then_to_the_lower_code():
    assert seats(shared_out(1, {"b": 5, "a": 5})) == {"b": 0, "a": 1}


@pytest.mark.parametrize("wrong", [{"seats": -1, "graduates": {}}, {"seats": 1, "graduates": {"a": -1}},
                                   {"seats": 1, "graduates": {"a": 1}, "tilt": {"a": "-1"}}])
def test_numbers_below_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match="not below 0"):
        shared_out(wrong.pop("seats"), wrong.pop("graduates"), **wrong)


@given(st.integers(0, 500), st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 400), min_size=1),
       st.integers(0, 3), st.sampled_from(["1", "1.15"]))
def test_all_seats_are_shared_out_and_nobody_is_a_seat_from_its_share_where_no_floor_lifts(total, graduates, floor, tilt):
    shares = shared_out(total, graduates, tilt={"a": tilt}, floor=floor)
    if any(graduates.values()):
        assert sum(share.seats for share in shares) == total
    reached = sum(count > 0 for count in graduates.values()) * floor <= total
    for share in shares:
        if floor and reached and graduates[share.junior]:
            assert share.seats >= floor
        if not floor or not reached:
            assert abs(share.seats * share.denominator - share.numerator) < share.denominator


CANDIDATES = [Candidate("一中", 0, 690, ("省重点",)), Candidate("一中", 2, 655, ("省重点", "市重点")),
              Candidate("山口初中", 5, 601, ("省重点", "市重点")), Candidate("山口初中", 6, 580, ("市重点", "省重点")),
              Candidate("山口初中", 9, 480, ("省重点",))]
QUOTAS = {("省重点", "一中"): 1, ("省重点", "山口初中"): 2, ("市重点", "一中"): 2, ("市重点", "山口初中"): 0}


def test_quota_seats_go_by_score_inside_each_junior_and_the_unused_go_back():
    batch = admitted(CANDIDATES, QUOTAS)
    assert batch.seniors == ("省重点", "市重点", "省重点", "省重点", "")
    assert batch.unused == {"省重点": 0, "市重点": 1}


def test_a_lowest_score_keeps_a_quota_seat_free_and_it_goes_back():
    batch = admitted(CANDIDATES, QUOTAS, lowest={"省重点": 590})
    assert batch.seniors == ("省重点", "市重点", "省重点", "", "")
    assert batch.unused == {"省重点": 1, "市重点": 1}


MARKS = {"语文": ["110", "112.5", "108", "110"], "数学": ["118", "115.5", "120", "118"], "体育": ["60", "60", "55", "60"]}


def test_a_combined_score_is_exact_and_ties_go_by_the_rules_in_turn():
    # 0.4 · 110 + 0.6 · 118 = 114.8; 0.4 · 112.5 + 0.6 · 115.5 = 114.3; 0.4 · 108 + 0.6 · 120 = 115.2.
    standings = combined(MARKS, Formula({"语文": "0.4", "数学": "0.6"}, ties=(("体育",),)))
    assert [(one.total, one.decimals) for one in standings] == [(11480, 2), (11430, 2), (11520, 2), (11480, 2)]
    assert [one.place for one in standings] == [2, 4, 1, 2]
    assert [one.decided_by for one in standings] == [0, 0, 0, -1]


def test_equal_totals_are_parted_by_the_first_tie_rule_that_differs():
    marks = {"语文": ["100", "101", "99"], "数学": ["101", "100", "102"], "体育": ["50", "50", "50"]}
    standings = combined(marks, Formula({"语文": "1", "数学": "1"}, ties=(("体育",), ("数学",))))
    assert [one.place for one in standings] == [2, 3, 1]
    assert [one.decided_by for one in standings] == [2, 2, 0]


def test_an_empty_mark_is_refused():
    with pytest.raises(ValueError, match="empty"):
        combined({"语文": ["", "1"]}, Formula({"语文": "1"}))


def test_keys_part_equal_places_and_leave_the_others():
    standings = parted(combined(MARKS, Formula({"语文": "0.4", "数学": "0.6"})), ["b", "0", "0", "a"])
    assert [one.place for one in standings] == [3, 4, 1, 2]
    assert [one.decided_by for one in standings] == [-1, 0, 0, 0]


def equal(*choices):
    """Candidates of one junior school with the same score."""
    return [Candidate("一中", 0, 600, each) for each in choices]


def test_equal_candidates_contest_a_seat_only_where_more_turn_to_it_than_are_left():
    quotas = {("甲", "一中"): 1, ("乙", "一中"): 1}
    assert contested(equal(("甲",), ("乙",)), quotas) == ()
    assert contested(equal(("甲",), ("乙", "甲")), quotas) == ()
    assert contested(equal(("甲", "乙"), ("甲",)), quotas) == (0, 1)
    assert contested(equal(("甲",), ("甲",)), quotas, lowest={"甲": 601}) == ()


def test_who_is_ahead_takes_seats_from_equal_candidates_behind():
    ahead = Candidate("一中", 0, 700, ("甲",))
    behind = [Candidate("一中", 1, 600, ("甲", "乙")), Candidate("一中", 1, 600, ("乙",))]
    assert contested([ahead, *behind], {("甲", "一中"): 1, ("乙", "一中"): 1}) == (1, 2)
