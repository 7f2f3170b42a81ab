"""Seeds made in public: typed twice, or joined from sealed shares."""

from __future__ import annotations

import pytest

from junheng.ground.draws import engine
from junheng.ground.kernel.findings import Refused

SHARES = ["a1b2", "c3d4", "e5f6"]
MADE = {"how": "shares", "seals": [engine.sealed(share) for share in SHARES], "missing": "leave_out", "needed": 2}


def test_two_people_who_type_the_same_agree_whatever_the_width_of_their_digits():
    assert engine.agreed(" ３805", "3805　") == "3805"


@pytest.mark.parametrize(("first", "second", "place"), [("3805", "3815", 3), ("38", "380", 3), ("x", "y", 1)])
def test_two_who_differ_are_told_the_first_place_and_nothing_is_drawn(first, second, place):
    with pytest.raises(Refused) as refused:
        engine.agreed(first, second)
    finding = refused.value.findings[0]
    assert (finding.code, finding.values["place"]) == ("seed-differs", place)


@pytest.mark.parametrize(("first", "second"), [("", ""), ("1", ""), ("  ", "1"), ("", "1")])
def test_an_empty_seed_is_no_seed(first, second):
    with pytest.raises(Refused) as refused:
        engine.agreed(first, second)
    assert refused.value.findings[0].code == "seed-empty"


def test_shares_that_fit_their_seals_are_joined_in_the_order_of_the_notice():
    assert engine.misfits(MADE["seals"], SHARES) == []
    assert engine.joined(MADE, SHARES) == "a1b2-c3d4-e5f6"


@pytest.mark.parametrize("shares", [["a1b2", "", "e5f6"], ["a1b2", None, "e5f6"], ["a1b2", "another", "e5f6"]])
def test_a_share_that_is_missing_or_does_not_fit_is_left_out_where_the_notice_says_so(shares):
    assert engine.misfits(MADE["seals"], shares) == [1]
    assert engine.joined(MADE, shares) == "a1b2-e5f6"


def test_too_few_shares_make_no_seed():
    with pytest.raises(Refused) as refused:
        engine.joined(MADE, ["a1b2"])
    assert refused.value.findings[0].values == {"count": 1, "needed": 2}


def test_every_share_is_needed_where_the_notice_names_no_number():
    made = {key: value for key, value in MADE.items() if key != "needed"}
    with pytest.raises(Refused):
        engine.joined(made, ["a1b2", "c3d4"])


def test_balls_stand_in_the_place_of_a_missing_share_where_the_notice_says_so():
    made = {**MADE, "missing": "balls"}
    assert engine.joined(made, ["a1b2", None, "e5f6"], balls=" ７70 ") == "a1b2-770-e5f6"
    assert engine.joined(made, SHARES, balls="770") == "a1b2-c3d4-e5f6"
    with pytest.raises(Refused) as refused:
        engine.joined(made, ["a1b2", None, "e5f6"])
    assert refused.value.findings[0].values == {"number": 2}
