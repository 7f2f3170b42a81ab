"""The four mechanisms: the house beside its referee, plain and compiled."""

import pytest

from junheng.rooms.admissions.engine import build, outcome, run
from junheng.rooms.admissions.engine.tests.cases import MECHANISMS, case, lists_of, refereed

ROUNDS = 2000


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_two_thousand_random_rounds_end_as_the_referee_says_plain_and_compiled(mechanism):
    for number in range(ROUNDS):
        held = case(number, mechanism)
        round_ = build(held["rules"], held["seed"], lists_of(held))
        expected = refereed(held)
        assert outcome(run(round_, compiled=False)) == expected, number
        assert outcome(run(round_)) == expected, number
