"""Layers of a subject follow the scores, and do not harden unseen."""

from __future__ import annotations

from fractions import Fraction

import pytest

from junheng.rooms.classes.engine.layers import hardening, layered

SCORES = {"a": 90, "b": 80, "c": 70, "d": 60, "e": 50, "f": 40}
KEYS = {pupil: pupil for pupil in SCORES}


def test_layers_go_by_score_and_have_their_sizes():
    assert layered(scores=SCORES, sizes=[2, 3, 1], keys=KEYS) == {"a": 0, "b": 0, "c": 1, "d": 1, "e": 1, "f": 2}


def test_equal_scores_go_by_ticket():
    assert layered(scores={"a": 50, "b": 50}, sizes=[1, 1], keys={"a": "9", "b": "1"}) == {"b": 0, "a": 1}


def test_a_pupil_keeps_the_layer_when_only_a_place_beyond_its_border():
    before = {"a": 0, "b": 1, "c": 0, "d": 1, "e": 1, "f": 1}
    assert layered(scores=SCORES, sizes=[2, 4], keys=KEYS, before=before)["c"] == 1
    assert layered(scores=SCORES, sizes=[2, 4], keys=KEYS, before=before, margin=2)["c"] == 0


def test_who_is_far_above_the_border_moves_up_whatever_the_margin():
    before = dict.fromkeys("bcdef", 0) | {"a": 1}
    assert layered(scores=SCORES, sizes=[3, 3], keys=KEYS, before=before, margin=2)["a"] == 0


def test_places_and_pupils_must_fit():
    with pytest.raises(ValueError, match="as many places"):
        layered(scores=SCORES, sizes=[3, 2], keys=KEYS)


def test_layers_in_which_nobody_moves_have_hardened():
    term = {"a": 0, "b": 0, "c": 1, "d": 1}
    found = hardening([term, term], least_moved=Fraction(1, 10), most_always=Fraction(1, 2))
    assert (found.moved, found.always_lowest, found.hardened) == ((Fraction(0),), Fraction(1), True)


def test_layers_between_which_pupils_move_have_not():
    first, second = {"a": 0, "b": 0, "c": 1, "d": 1}, {"a": 0, "c": 0, "b": 1, "d": 1}
    found = hardening([first, second], least_moved=Fraction(1, 10), most_always=Fraction(1, 2))
    assert (found.moved, found.always_lowest, found.hardened) == ((Fraction(1, 2),), Fraction(1, 2), False)


def test_one_term_shows_nothing():
    with pytest.raises(ValueError, match="two terms"):
        hardening([{"a": 0}], least_moved=Fraction(0), most_always=Fraction(1))
