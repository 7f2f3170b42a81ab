"""A thousand draws, right ones and forged ones: three checkers say the same, line by line."""

from __future__ import annotations

import json
from random import Random

import pytest

from junheng.ground.draws import engine
from tests.draws.checkers import ROOT, agreed, holds, node, standalone
from tests.draws.made import case_of, changes, drawn, sealed_anew

VECTORS = json.loads((ROOT / "tests" / "vectors" / "draws.json").read_text(encoding="utf-8"))


def forged(chance: Random, transcript, notice):
    """A transcript with one field changed, sealed anew in half of the cases."""
    changed = chance.choice(list(changes(transcript)))[1]
    return sealed_anew(changed) if chance.random() < 0.5 else changed


def test_a_thousand_random_draws_have_the_same_verdict_line_by_line_from_all_three():
    chance, cases, right = Random(20260825), [], []
    for number in range(1000):
        transcript, notice, content = drawn(chance, announced=chance.random() < 0.7)
        honest = number % 3 > 0
        cases.append(case_of(transcript if honest else forged(chance, transcript, notice), notice, content))
        right.append(honest)
    found = agreed(cases)
    assert [number for number, said in enumerate(found) if right[number] and not holds(said)] == []
    assert sum(not holds(said) for said in found) > 300


def test_the_house_reproduces_the_vectors():
    assert [engine.normal(text) for text, _ in VECTORS["normal"]] == [said for _, said in VECTORS["normal"]]
    assert [engine.plain_number(text) for text, _ in VECTORS["plain_number"]] == [said for _, said in VECTORS["plain_number"]]
    assert [engine.ticket(seed, name) for seed, name, _ in VECTORS["ticket"]] == [said for *_, said in VECTORS["ticket"]]
    assert [engine.ring(each["size"], start=each["start"], step=each["step"])[:each["take"]]
            for each in VECTORS["ring"]] == [each["gone"] for each in VECTORS["ring"]]


def test_the_standalone_checker_reproduces_the_vectors():
    checker = standalone()
    assert [checker.normal(text) for text, _ in VECTORS["normal"]] == [said for _, said in VECTORS["normal"]]
    assert [checker.plain_number(text) for text, _ in VECTORS["plain_number"]] == [said for _, said in VECTORS["plain_number"]]
    assert [checker.ticket(seed, name) for seed, name, _ in VECTORS["ticket"]] == [said for *_, said in VECTORS["ticket"]]
    assert [checker.ring(each["size"], each["start"], each["step"])[:each["take"]]
            for each in VECTORS["ring"]] == [each["gone"] for each in VECTORS["ring"]]
    assert checker.digest(VECTORS["transcript"]["held"]) == VECTORS["transcript"]["held"]["digest"]


def test_the_page_reproduces_the_vectors():
    said = node("vectors", VECTORS)
    assert said["normal"] == [each for _, each in VECTORS["normal"]]
    assert said["plain_number"] == [each for _, each in VECTORS["plain_number"]]
    assert said["ticket"] == [each for *_, each in VECTORS["ticket"]]
    assert said["ring"] == [each["gone"] for each in VECTORS["ring"]]
    assert said["digest"] == VECTORS["transcript"]["held"]["digest"]


def test_the_transcript_of_the_vectors_holds_and_with_another_score_it_parts_at_that_line():
    held, content = VECTORS["transcript"]["held"], VECTORS["transcript"]["csv"]
    right, wrong = agreed([case_of(held, None, content.encode()), case_of(held, None, content.replace("77", "78").encode())])
    assert holds(right)
    assert wrong[-1] == ["list roster", False, "line 3"]


def test_the_page_has_the_same_sha_256_for_texts_of_every_length():
    from hashlib import sha256

    texts = ["均衡𠮷"[: number % 4] + "x" * number for number in range(200)]
    assert node("sha256", texts) == [sha256(text.encode()).hexdigest() for text in texts]


@pytest.mark.parametrize("seed", ["0,1", "1,0", "8,1", "1,8", "1", "1;2", "１,2", "x", "99999999999999999999,1"])
def test_a_ring_whose_seed_is_none_cannot_run_anywhere(seed):
    chance = Random(4)
    while True:
        transcript, _, content = drawn(chance, announced=False)
        if transcript["rules"]["source"] == "ring" and transcript["lists"][0]["lines"] == 7:
            break
    said, = agreed([case_of(sealed_anew({**transcript, "seed": seed}), None, content)])
    assert not holds(said)
    assert [line[0] for line in said if not line[1]] == (["seed", "outcome"] if "１" in seed else ["outcome"])
