"""Frozen lists: what counts as the same cell, where two lists part, and how a family finds its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.ground.draws import engine
from junheng.ground.draws.engine.lists import described
from junheng.ground.kernel.findings import Refused

COLUMNS = ("pupil_id", "name", "receipt")
ROWS = [("P1", "张三", "10010001"), ("P2", "李四", "20020002"), ("P3", "王五", "30030003")]


def frozen(rows=ROWS, **more):
    return engine.freeze("roster", COLUMNS, rows, **more)[0]


@given(st.text())
def test_a_normal_text_stays_as_it_is(text):
    assert engine.normal(engine.normal(text)) == engine.normal(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-10**6, max_value=10**6, places=3))
def test_every_spelling_of_a_number_is_the_same_number(number):
    plain = f"{number:f}"
    sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    spellings = {engine.plain_number(said) for said in (plain, f"{sign}00{digits}", f" {plain}0 ")}
    assert len(spellings) == 1
    assert spellings.pop() == engine.plain_number(engine.plain_number(plain))


@pytest.mark.parametrize("text", ["1e3", "1,000", "1.", ".5", "一", "--1", "1 2", "NaN", "²³x"])
def test_what_is_no_number_in_plain_digits_is_refused(text):
    with pytest.raises(ValueError, match="not a number"):
        engine.plain_number(text)


def test_whole_numbers_share_one_unit():
    assert engine.whole_numbers(["85.5", "", "7", "-0.25"]) == ([8550, None, 700, -25], 2)
    assert engine.whole_numbers([]) == ([], 0)


def test_a_stray_space_is_taken_away_and_reported_with_line_and_column():
    held, changed = engine.freeze("roster", COLUMNS, [("P1 ", "张三", "1"), ("P2", "李四", "２")])
    assert held.ids == ("P1", "P2")
    assert [(each.line, each.column, each.was, each.now) for each in changed] == [
        (1, "pupil_id", "P1 ", "P1"), (2, "receipt", "２", "2")]


def test_a_number_that_is_none_is_refused_with_its_line():
    with pytest.raises(Refused) as refused:
        engine.freeze("roster", ["pupil_id", "score"], [("P1", "85"), ("P2", "缺考")], numeric=["score"])
    place = refused.value.findings[0].place
    assert (place.file, place.row, place.column) == ("roster", 2, "score")


def test_equal_lists_do_not_part():
    assert engine.parting(described(frozen()), frozen()) == ""


@pytest.mark.parametrize(("rows", "where"), [
    ([ROWS[0], ("P2", "李四四", "20020002"), ROWS[2]], "line 2"),
    ([*ROWS, ("P4", "赵六", "4")], "lines 4"),
    (ROWS[:2], "lines 2"),
    ([ROWS[1], ROWS[0], ROWS[2]], "line 1"),
    ([], "lines 0"),
])
def test_a_list_changed_after_the_notice_names_its_first_changed_line(rows, where):
    assert engine.parting(described(frozen()), frozen(rows)) == where


def test_cells_do_not_run_into_one_another():
    one, other = frozen([("P1", "ab", "c")]), frozen([("P1", "a", "bc")])
    assert engine.parting(described(one), other) == "line 1"


def test_other_columns_are_another_list():
    other = engine.freeze("roster", ("pupil_id", "name", "phone"), ROWS)[0]
    assert engine.parting(described(frozen()), other) == "columns"


@pytest.mark.parametrize(("key", "changed", "where"), [
    ("digest", "0" * 64, "digest"), ("lines", 4, "lines 3"), ("locators", "", "lines 3"), ("locators", "0" * 48, "line 1"),
])
def test_a_description_that_was_changed_does_not_fit_the_list(key, changed, where):
    assert engine.parting({**described(frozen()), key: changed}, frozen()) == where


def test_an_empty_list_has_the_digest_of_the_empty_text():
    assert described(frozen([]))["digest"] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_family_finds_its_own_line_by_its_receipt_code():
    named = described(frozen())
    assert [engine.line_of(named, row) for row in ROWS] == [1, 2, 3]


def test_whoever_has_the_list_of_names_but_not_the_slip_finds_nobody():
    named = described(frozen())
    for mine in ROWS:
        for _, name, _ in ROWS:
            for code, _, _ in ROWS:
                if (code, name) != mine[:2]:
                    assert engine.line_of(named, (code, name, mine[2])) is None
    assert engine.line_of(named, ("P1", "张三", "")) is None
    assert engine.line_of(named, ("P1", "张三", "10010002")) is None
