"""Transcripts and notices: one text for one object, sealed, and checked line by line."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.ground.draws import engine
from junheng.ground.draws.engine.transcripts import canonical, difference, exact, with_digest
from junheng.ground.draws.values import EXACT

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
OBJECTS = st.dictionaries(TEXTS, st.recursive(
    st.none() | st.booleans() | st.integers(-EXACT, EXACT) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=8), max_size=4)
REPLAYS = {("order", "order/1"): engine.run_order}
ROSTER = engine.freeze("roster", ["pupil_id", "receipt"], [["A", "1"], ["B", "2"], ["C", "3"]])[0]


def drawn(seed: str = "7", notice: str | None = None, **rules):
    rules = {"source": "ticket", **rules}
    return engine.transcript(kind="order", algorithm="order/1", lists=[ROSTER], rules=rules, seed=seed, notice=notice,
                             outcome=engine.run_order(rules, seed, {"roster": ROSTER}))


def said(held, **more):
    verdict = engine.check(held, {"roster": ROSTER}, replays=REPLAYS, **more)
    return [(line.code, line.holds, line.detail) for line in verdict.lines]


@given(OBJECTS)
def test_the_canonical_text_is_read_back_as_the_same_object(held):
    bare = {key: value for key, value in held.items() if key != "digest"}
    assert json.loads(canonical(held)) == bare
    assert canonical(dict(reversed(held.items()))) == canonical(held)


def test_the_canonical_text_is_that_of_the_reference():
    held = {"b": [1, None, True], "a": "张\"\\\n\x01/\u2028", "𠮷": "", "\ue000": {}, "digest": "left out"}
    assert canonical(held) == (r'{"a":"张\"\\\n\u0001/' + "\u2028" + '","b":[1,null,true],"\ue000":{},"𠮷":""}').encode()


@pytest.mark.parametrize("held", [{"a": 1.0}, {"a": EXACT + 1}, {"a": ["\ud800"]}, {"\udfff": 1}, {1: 1}, {"a": {2}}])
def test_what_another_language_would_not_keep_is_not_exact(held):
    assert not exact(held)
    with pytest.raises(ValueError, match="integers"):
        canonical(held)


def test_an_object_as_published_is_the_same_object_with_a_line_for_each_key():
    held = drawn()
    text = engine.written(held).decode()
    assert json.loads(text) == held
    assert len(text.splitlines()) == len(held) + 2


def test_the_digest_is_that_of_the_canonical_text():
    held = with_digest({"a": 1})
    assert held["digest"] == sha256(b'{"a":1}').hexdigest()


def test_a_draw_that_follows_holds_in_every_line():
    assert said(drawn()) == [("format", True, ""), ("seal", True, ""), ("list roster", True, ""), ("seed", True, ""),
                             ("outcome", True, "")]


def test_a_draw_of_an_unknown_kind_ends_the_check():
    assert said({**drawn(), "algorithm": "order/2"}) == [("format", False, "junheng-draw/1 order order/2")]


def test_without_the_list_nothing_more_can_be_said():
    verdict = engine.check(drawn(), {}, replays=REPLAYS)
    assert [(line.code, line.holds, line.detail) for line in verdict.lines][-1] == ("list roster", False, "missing")
    assert not verdict.holds


def announced(**made):
    return engine.notice(title="摇号", kind="order", algorithm="order/1", lists=[ROSTER], rules={"source": "ticket"},
                         seed_made=made, at={"day": "2026-08-26"}, witnesses=[])


def test_a_draw_is_the_one_announced():
    notice = announced(how="balls")
    assert ("notice", True, "") in said(drawn(notice=notice["digest"]), announced=notice)


@pytest.mark.parametrize(("change", "where"), [
    ({"title": "另一次"}, "digest"), ({"digest": "0"}, "digest"), ({"witnesses": [1.5]}, "digest"),
])
def test_a_notice_that_was_changed_is_told_apart(change, where):
    notice = announced(how="balls")
    assert ("notice", False, where) in said(drawn(notice=notice["digest"]), announced={**notice, **change})


def test_a_draw_by_other_rules_than_announced_is_told_which():
    notice = announced(how="balls")
    held = with_digest({**drawn(notice=notice["digest"], take=1)})
    assert ("notice", False, "rules") in said(held, announced=notice)


def test_the_seed_follows_from_the_shares_where_they_are_known():
    shares = ["a1", "b2"]
    notice = announced(how="shares", seals=[engine.sealed(share) for share in shares], missing="leave_out", needed=1)
    held = drawn(seed="a1-b2", notice=notice["digest"])
    assert ("seed", True, "") in said(held, announced=notice, shares=shares)
    assert ("seed", False, "shares") in said(held, announced=notice, shares=["a1", ""])
    assert ("seed", False, "shares") in said(held, announced=notice, shares=["", ""])


def test_a_notice_that_names_no_seals_makes_no_seed():
    notice = announced(how="shares")
    assert ("seed", False, "shares") in said(drawn(notice=notice["digest"]), announced=notice, shares=["x"])


@pytest.mark.parametrize(("one", "other", "where"), [
    ({"a": [1, 2]}, {"a": [1, 3]}, "a 2: 2 stands, 3 follows"), ({"a": []}, {"a": [1]}, "a has 0 entries, 1 follow"),
    ({"a": 1}, {"b": 1}, "keys a b"), ({"a": True}, {"a": 1}, "a: true stands, 1 follows"),
    ({"a": {"张": "三"}}, {"a": 0}, 'a: {"张": "三"} stands, 0 follows'), ({"a": None}, {"a": None}, ""),
])
def test_the_first_place_in_which_two_outcomes_differ(one, other, where):
    assert difference(one, other) == where
