"""What each mode promises, and that only tickets decide."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from junheng.ground.kernel.findings import Refused
from junheng.rooms.classes.engine import run_balanced, run_late, run_lottery, run_snake
from junheng.rooms.classes.engine.tests.made import classes_of, many, rules, table

MODES = [run_balanced, run_lottery, run_snake]


def turned(roster, times):
    """The same pupils in another order of rows."""
    rows = roster.rows[times:] + roster.rows[:times]
    return replace(roster, rows=tuple(rows[::-1]))


@pytest.mark.parametrize("run", MODES)
def test_the_order_of_the_rows_changes_nobodys_class(run):
    roster = many(61, apart=["", "a", "a"])
    placed = classes_of(run(rules(5), "s", {"roster": roster}), roster)
    other = turned(roster, 23)
    assert classes_of(run(rules(5), "s", {"roster": other}), other) == placed


@pytest.mark.parametrize("run", MODES)
def test_another_seed_gives_other_classes(run):
    roster = many(61)
    assert run(rules(5), "s", {"roster": roster}) != run(rules(5), "t", {"roster": roster})


@pytest.mark.parametrize("run", MODES)
def test_every_pupil_can_come_into_every_class(run):
    roster = many(12)
    seen = Counter()
    for seed in range(120):
        outcome = run(rules(3, steps={"swaps": 300, "exchanges": 300}), f"seed {seed}", {"roster": roster})
        seen.update(enumerate(outcome["classes"]))
    assert len(seen) == 12 * 3
    assert min(seen.values()) > 15


def test_a_lottery_deals_each_stratum_evenly():
    roster = many(50, sexes=("male", "male", "female"))
    placed = run_lottery(rules(4), "s", {"roster": roster})["classes"]
    for sex in ("male", "female"):
        counts = Counter(group for group, said in zip(placed, roster.column("sex"), strict=True) if said == sex)
        assert max(counts.values()) - min(counts.values()) <= 1


def chi_square_limit(freedom: int) -> float:
    """The value that chi-square exceeds once in a thousand (Wilson and Hilferty)."""
    return freedom * (1 - 2 / (9 * freedom) + 3.0902 * (2 / (9 * freedom)) ** 0.5) ** 3


def test_in_a_lottery_every_pupil_has_the_same_chance_for_every_class():
    classes, each, seeds = 4, 12, 2000
    roster = many(2 * each)
    counts = [[0] * classes for _ in range(2 * each)]
    for seed in range(seeds):
        for line, group in enumerate(run_lottery(rules(classes), f"{seed}", {"roster": roster})["classes"]):
            counts[line][group - 1] += 1
    expected = seeds / classes
    # within a stratum of m pupils, row and column sums are fixed: m/(m-1) times chi-square of (m-1)(classes-1)
    found = sum((count - expected) ** 2 / expected for row in counts for count in row) * (each - 1) / each
    assert found < chi_square_limit(2 * (each - 1) * (classes - 1))
    error = (expected * (1 - 1 / classes)) ** 0.5
    assert max(abs(count - expected) for row in counts for count in row) < 5 * error


def test_a_lottery_is_drawn_again_until_its_tolerance_is_kept_and_says_how_often():
    roster = many(40)
    strict = rules(4, redraws=200)
    strict["covariates"][1]["tolerance"] = 150
    outcome = run_lottery(strict, "s", {"roster": roster})
    assert outcome["redraws"] > 0
    scores = [float(cell) for cell in roster.column("score")]
    mean = sum(scores) / len(scores)
    sd = (sum((score - mean) ** 2 for score in scores) / len(scores)) ** 0.5
    means = [sum(score for score, group in zip(scores, outcome["classes"], strict=True) if group == number) / 10
             for number in range(1, 5)]
    assert (max(means) - min(means)) / sd <= 0.1501


def test_a_tolerance_that_no_draw_keeps_is_refused():
    strict = rules(4, redraws=3)
    strict["covariates"][1]["tolerance"] = 0
    with pytest.raises(Refused, match="None of 4 draws"):
        run_lottery(strict, "s", {"roster": many(40)})


def test_the_snake_goes_forth_and_back_from_the_highest_score():
    roster = table("""
        pupil_id | sex  | score
        a        | male | 90
        b        | male | 80
        c        | male | 70
        d        | male | 60
        e        | male | 50
        f        | male | 40
    """)
    placed = classes_of(run_snake(rules(3), "s", {"roster": roster}), roster)
    assert placed["a"] == placed["f"]
    assert placed["b"] == placed["e"]
    assert placed["c"] == placed["d"]
    assert len(set(placed.values())) == 3


def test_the_snake_goes_within_each_sex():
    roster = many(40)
    placed = run_snake(rules(4), "s", {"roster": roster})["classes"]
    assert set(Counter(zip(placed, roster.column("sex"), strict=True)).values()) == {5}


def test_teacher_teams_are_drawn_for_the_classes():
    teams = ["team of Li", "team of Wang", "team of Zhao"]
    drawn = {tuple(run_balanced(rules(3, teams=teams), f"{seed}", {"roster": many(9)})["teams"]) for seed in range(60)}
    assert len(drawn) == 6
    assert all(sorted(each) == [1, 2, 3] for each in drawn)


@pytest.mark.parametrize("run", MODES)
def test_a_county_may_draw_by_start_and_step(run):
    roster = many(30)
    ring = rules(4, source="ring")
    assert run(ring, "6,3", {"roster": roster}) != run(ring, "7,3", {"roster": roster})
    with pytest.raises(ValueError, match="start and step"):
        run(ring, "31,3", {"roster": roster})


def test_late_pupils_find_the_emptiest_class_and_nobody_is_moved():
    roster = table("""
        pupil_id | sex    | score | class | apart
        a        | male   | 90    | 1     |
        b        | female | 80    | 1     |
        c        | male   | 70    | 2     |
        d        | female | 60    | 2     | x
        e        | female | 50    | 3     |
        late     | male   | 75    |       |
        later    | male   | 40    |       | x
    """)
    asked = rules(3)
    asked["covariates"] = asked["covariates"][:2]
    placed = classes_of(run_late(asked, "s", {"roster": roster}), roster)
    assert [placed[pupil] for pupil in "abcde"] == [1, 1, 2, 2, 3]
    assert 3 in {placed["late"], placed["later"]}
    assert placed["later"] != 2


def test_a_late_twin_joins_the_other():
    roster = table("""
        pupil_id | sex  | score | class | together
        a        | male | 90    | 1     | t
        b        | male | 80    | 2     |
        twin     | male | 70    |       | t
    """)
    asked = rules(2)
    asked["covariates"] = asked["covariates"][1:2]
    assert classes_of(run_late(asked, "s", {"roster": roster}), roster)["twin"] == 1


def test_among_equal_classes_a_late_pupil_goes_where_balance_gains_most():
    roster = table("""
        pupil_id | sex  | score | class
        a        | male | 90    | 1
        b        | male | 90    | 1
        c        | male | 10    | 2
        d        | male | 10    | 2
        late     | male | 20    |
    """)
    asked = rules(2)
    asked["covariates"] = asked["covariates"][1:2]
    assert {classes_of(run_late(asked, f"{seed}", {"roster": roster}), roster)["late"] for seed in range(20)} == {1}
