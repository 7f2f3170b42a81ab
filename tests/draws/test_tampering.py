"""Whatever single field somebody changes, in notice, list, rules, seed or outcome: all three checkers say so."""

from __future__ import annotations

import csv
import io
import json
from random import Random

import pytest

from junheng.ground.draws import engine
from tests.draws.checkers import agreed, holds
from tests.draws.made import Case, as_json, case_of, changes, csv_bytes, other_than, sealed_anew

COLUMNS = ("pupil_id", "score", "receipt")
ROWS = [("P1", "85.5", "11119999"), ("P2", "", "22228888"), ("P3", "77", "33337777"), ("P4", "60", "44446666"),
        ("P5", "91", "55554444")]


def draw(seed: str = "314159", **rules):
    """A draw of three of five children, its notice and its list."""
    held, _ = engine.freeze("roster", COLUMNS, ROWS, numeric=["score"], titles=["学号", "成绩", "回执码"])
    rules = {"source": "ticket", "first": "lowest", "take": 3, **rules}
    common = {"kind": "order", "algorithm": "order/1", "lists": [held], "rules": rules}
    notice = engine.notice(title="摇号", seed_made={"how": "balls"}, at={"day": "2026-08-26"}, witnesses=[], **common)
    outcome = engine.run_order(rules, seed, {"roster": held})
    transcript = engine.transcript(seed=seed, outcome=outcome, notice=notice["digest"], **common)
    return transcript, notice, csv_bytes([["学号", "成绩", "回执码"], *ROWS])


def uncaught(tampered) -> list:
    """Paths of the changes that a checker let pass; all three checkers must agree on each."""
    paths, cases = zip(*tampered, strict=True)
    return [path for path, said in zip(paths, agreed(cases), strict=True) if holds(said)]


def test_the_draw_holds_before_anybody_changes_it():
    transcript, notice, content = draw()
    assert holds(agreed([case_of(transcript, notice, content)])[0])


def test_every_change_of_a_transcript_is_caught():
    transcript, _, content = draw()
    tampered = [(path, case_of(changed, None, content)) for path, changed in changes(transcript)]
    assert len(tampered) > 60
    assert uncaught(tampered) == []


def test_every_change_of_a_transcript_is_caught_beside_its_notice_even_when_it_is_sealed_anew():
    transcript, notice, content = draw()
    tampered = [(path, case_of(sealed_anew(changed), notice, content)) for path, changed in changes(transcript)
                if path != ("digest",) and path[0] != "digest"]
    assert len(tampered) > 60
    assert uncaught(tampered) == []


def test_every_change_of_a_notice_is_caught_also_when_it_is_sealed_anew():
    transcript, notice, content = draw()
    tampered = [(path, case_of(transcript, changed, content)) for path, changed in changes(notice)]
    tampered += [(path, case_of(transcript, sealed_anew(changed), content)) for path, changed in changes(notice)
                 if path[0] != "digest"]
    assert len(tampered) > 100
    assert uncaught(tampered) == []


def test_every_changed_cell_and_line_of_the_list_is_caught_and_named():
    transcript, notice, content = draw()
    rows = list(csv.reader(io.StringIO(content.decode())))
    tampered, first = [], []
    for line in range(1, len(rows)):
        for place in range(len(COLUMNS)):
            changed = [list(row) for row in rows]
            changed[line][place] = other_than(changed[line][place]) if place != 1 else "12.5"
            tampered.append(((line, place), case_of(transcript, notice, csv_bytes(changed))))
            first.append(f"line {line}")
        tampered.append(((line, "gone"), case_of(transcript, notice, csv_bytes(rows[:line] + rows[line + 1:]))))
        first.append(f"line {line}" if line < len(rows) - 1 else f"lines {len(rows) - 2}")
    tampered.append((("one more",), case_of(transcript, notice, csv_bytes([*rows, ["P6", "1", "66663333"]]))))
    first.append(f"lines {len(rows)}")
    tampered.append((("swapped",), case_of(transcript, notice, csv_bytes([rows[0], rows[2], rows[1], *rows[3:]]))))
    first.append("line 1")
    assert uncaught(tampered) == []
    assert [said[-1] for said in agreed([case for _, case in tampered])] == [["list roster", False, where] for where in first]


def test_a_seed_typed_otherwise_gives_another_outcome_and_the_first_place_is_named():
    transcript, notice, content = draw()
    said, = agreed([case_of(sealed_anew({**transcript, "seed": "314158"}), notice, content)])
    assert [line[0] for line in said if not line[1]] == ["outcome"]
    assert said[-1][2].startswith("order 1: ")


def test_an_outcome_in_which_two_change_places_is_caught_at_the_first_of_them():
    transcript, notice, content = draw()
    order = list(transcript["outcome"]["order"])
    order[1], order[2] = order[2], order[1]
    said, = agreed([case_of(sealed_anew({**transcript, "outcome": {"order": order}}), notice, content)])
    assert said[-1] == ["outcome", False, f"order 2: {order[1]} stands, {order[2]} follows"]


def test_another_draw_with_its_own_notice_is_not_the_one_announced():
    _, notice, content = draw()
    other, _, _ = draw(take=4)
    said, = agreed([case_of(other, notice, content)])
    assert ["notice", False, "another notice"] in said


def test_truth_is_no_number_and_a_fraction_no_whole_one():
    transcript, _, content = draw(take=1)
    rules = {**transcript["rules"], "take": True}
    truth = case_of(sealed_anew({**transcript, "rules": rules}), None, content)
    written = as_json(transcript).replace(b'"take": 1', b'"take": 1.0')
    assert written != as_json(transcript)
    fraction, power = Case(written, {"roster": content}), Case(written.replace(b"1.0", b"1e0"), {"roster": content})
    big = case_of({**transcript, "rules": {**rules, "take": 2**53}}, None, content)
    said = agreed([truth, fraction, power, big])
    assert said[0][-1] == ["outcome", False, "cannot run"]
    assert [each[-1] for each in said[1:]] == [["seal", False, "numbers"]] * 3


@pytest.mark.parametrize("text", [
    b"", b"[]", b"{", b'{"a": NaN}', b'"x"', b"{" + b'"a":{' * 100_000, b"\xff\xfe\x00", b"null", b'{"a": 1} more',
])
def test_what_is_no_transcript_cannot_be_read_by_anybody(text):
    assert agreed([Case(text, {})]) == ["unreadable"]


def test_half_a_surrogate_pair_is_no_text():
    transcript, _, content = draw()
    written = json.dumps({**transcript, "seed": "\ud800"}).encode()
    assert agreed([Case(written, {"roster": content})])[0][-1] == ["seal", False, "numbers"]


def test_objects_of_any_shape_get_a_verdict_and_never_a_fault():
    transcript, notice, content = draw()
    chance, cases = Random(7), []
    odd = [None, True, 0, -1, "", "x", [], {}, [[]], [None], {"name": "roster"}, ["../roster"], [{"name": "../roster"}]]
    for key in transcript:
        cases += [case_of(sealed_anew({**transcript, key: each}) if chance.random() < 0.7 else {**transcript, key: each},
                          chance.choice((None, notice)), content) for each in odd]
    for key in transcript["lists"][0]:
        cases += [case_of(sealed_anew({**transcript, "lists": [{**transcript["lists"][0], key: each}]}), None, content)
                  for each in odd]
    for key in ("__proto__", "constructor", "toString"):
        cases.append(case_of(sealed_anew({**transcript, "kind": key}), None, content))
        cases.append(case_of(sealed_anew({**transcript, key: {}}), None, content))
        cases.append(case_of(sealed_anew({**transcript, "rules": {**transcript["rules"], key: {"take": 1}}}), None, content))
    assert "unreadable" not in agreed(cases)
