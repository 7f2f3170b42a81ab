"""The same round under every mechanism, over seeds that everyone can repeat."""

from __future__ import annotations

import pytest

from junheng.rooms.admissions.tests.rounds import command, folder, match, rows

# A is the better school of both; c has tier 1 at A and puts it second. Under 志愿优先 A is gone by then.
TOWN = {
    "applicants": ["applicant_id,choices,group,score", "a,A;B,,1", "b,A;B,,2", "c,B;A,g,3", "d,B,,4"],
    "priorities": ["applicant_id,school_code,tier", "a,A,2", "a,B,1", "b,A,2", "b,B,1", "c,A,1", "c,B,2", "d,B,1"],
    "schools": ["school_code,seats", "A,1", "B,1"],
}
SETTINGS = 'mechanism = "choice_first"\n'


@pytest.fixture
def tables(tmp_path):
    place = folder(tmp_path / "round", settings=SETTINGS, reserves=None, **TOWN)
    told = command("simulate", place, "--seed-count", 30, "--out", tmp_path / "out")
    assert told.exit_code == 0, told.output
    return {name: rows(tmp_path / "out" / f"{name}.csv") for name in ("mechanisms", "schools", "odds")}


def line(table, **known):
    return next(row for row in table if all(row[key] == value for key, value in known.items()))


def test_the_countys_own_mechanism_comes_first_and_nobody_gains_against_it(tables):
    first = tables["mechanisms"][0]
    assert first["mechanism"] == "choice_first"
    assert {row["better"] + row["worse"] for row in tables["mechanisms"] if row["mechanism"] == "choice_first"} == {"00"}
    assert {row["mechanism"] for row in tables["mechanisms"]} == {
        "choice_first", "tier_first", "score_parallel", "deferred_acceptance"}


def test_deferred_acceptance_passes_nobody_over_and_first_choices_first_does(tables):
    # c, left out by B for d, would have gone before a and b at A.
    assert line(tables["mechanisms"], mechanism="choice_first", group="g")["passed_over"] == "1"
    assert {row["passed_over"] for row in tables["mechanisms"] if row["mechanism"] == "deferred_acceptance"} == {"0"}
    assert line(tables["mechanisms"], mechanism="deferred_acceptance", group="g")["better"] == "1"


def test_odds_count_how_many_of_the_seeds_met_a_choice(tables):
    met = {row["applicant_id"]: int(row["met"]) for row in tables["odds"]
           if row["mechanism"] == "choice_first" and row["school_code"] == "A"}
    assert met["a"] + met["b"] == 30
    assert 5 < met["a"] < 25
    assert met["c"] == 0


def test_cut_offs_name_the_latest_tier_called(tables):
    own = line(tables["schools"], mechanism="choice_first", school_code="A", group="")
    assert (own["latest_tier_from"], own["latest_tier_to"], own["full_in"], own["odds"]) == ("2", "2", "30", "0.5")
    other = line(tables["schools"], mechanism="deferred_acceptance", school_code="A", group="g")
    assert (other["latest_tier_to"], other["admitted"]) == ("1", "1")


def test_each_seed_gives_what_the_draw_itself_gives(tmp_path, tables):
    met = 0
    for count in range(1, 31):
        assert command("match", tmp_path / "round", "--seed", f"S{count}", "--out", tmp_path / "one").exit_code == 0
        met += any(row["applicant_id"] == "a" and row["school_code"] == "A" for row in rows(tmp_path / "one" / "offers.csv"))
    assert met == int(line(tables["odds"], mechanism="choice_first", applicant_id="a", choice="1")["met"])


def test_a_round_without_scores_is_tried_out_without_parallel_choices(tmp_path):
    told = command("simulate", folder(tmp_path / "round"), "--seed-count", 2, "--out", tmp_path / "out")
    assert told.exit_code == 0
    assert "score_parallel" not in {row["mechanism"] for row in rows(tmp_path / "out" / "mechanisms.csv")}


def test_a_bad_round_and_no_seeds_are_refused_and_leave_nothing(tmp_path):
    place = folder(tmp_path / "round", schools=None)
    assert command("simulate", place, "--out", tmp_path / "out").exit_code == 3
    assert command("simulate", place, "--seed-count", 0, "--out", tmp_path / "out").exit_code == 2
    assert match(place, tmp_path / "out").exit_code == 3
    assert not (tmp_path / "out").exists()
