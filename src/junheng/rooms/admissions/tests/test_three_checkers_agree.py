"""The house, the checker for Python alone and the script of the page say the same of every round."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tools import verify_draw

from junheng.rooms.admissions.engine import build, outcome, replays, run
from junheng.rooms.admissions.engine.tests.cases import MECHANISMS, case, lists_of

SCRIPT = Path(verify_draw.__file__).parents[1] / "src/junheng/ground/draws/static/draws/match.js"
ROUNDS = 250
CASES = [case(f"three {number}", mechanism) for mechanism in MECHANISMS for number in range(ROUNDS)]


def house(held):
    return outcome(run(build(held["rules"], held["seed"], lists_of(held))))


def alone(rules, seed, lists):
    named = {name: ({"columns": list(each.columns)}, list(each.rows)) for name, each in lists.items()}
    return verify_draw.REPLAYS["match", f"{rules['mechanism']}/1"](rules, seed, named)


def in_the_browser(rounds):
    asked = [{"rules": rules, "seed": seed, "lists": {name: {"columns": each.columns, "rows": each.rows}
                                                      for name, each in lists.items()}} for rules, seed, lists in rounds]
    done = subprocess.run([shutil.which("node"), str(Path(__file__).with_name("replay.js")), str(SCRIPT)],
                          input=json.dumps(asked), capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_python_alone_runs_every_round_to_the_same_outcome():
    assert [number for number, held in enumerate(CASES)
            if alone(held["rules"], held["seed"], lists_of(held)) != house(held)] == []


def test_the_script_of_the_page_runs_every_round_to_the_same_outcome():
    said = in_the_browser([(held["rules"], held["seed"], lists_of(held)) for held in CASES])
    assert [number for number, (held, told) in enumerate(zip(CASES, said, strict=True)) if told != house(held)] == []


def broken(**changed):
    """A round of three lists in which one thing is wrong; whatever a checker does, it must not give an outcome."""
    held = case("broken", "choice_first")
    held["rules"] = {**held["rules"], "priorities": "listed", "reserves": "none"}
    lists = {name: each for name, each in lists_of(held).items() if name != "reserves"}
    rules = {**held["rules"], **changed.pop("rules", {})}
    for name, change in changed.items():
        each = lists[name]
        lists[name] = type(each)(each.name, each.columns, tuple(change(list(each.rows))), each.numeric, each.titles)
    return rules, held["seed"], lists


BROKEN = {
    "another mechanism": broken(rules={"mechanism": "tier_first"}),
    "a rule without a meaning": broken(rules={"twins": "apart"}),
    "an applicant twice": broken(applicants=lambda rows: [*rows, rows[0]]),
    "a school twice": broken(schools=lambda rows: [*rows, rows[0]]),
    "a priority twice": broken(priorities=lambda rows: [*rows, rows[0]]),
    "a priority of nobody": broken(priorities=lambda rows: [*rows, ("nobody", *rows[0][1:])]),
    "an unknown choice": broken(applicants=lambda rows: [(rows[0][0], "nowhere", *rows[0][2:]), *rows[1:]]),
    "a choice twice": broken(applicants=lambda rows: [(rows[0][0], "S1;S1", *rows[0][2:]), *rows[1:]]),
    "seats below nothing": broken(schools=lambda rows: [(rows[0][0], "-1"), *rows[1:]]),
    "tier nothing": broken(priorities=lambda rows: [(*rows[0][:2], "0", rows[0][3]), *rows[1:]]),
    "a day that is none": broken(priorities=lambda rows: [(*row[:3], "2023-02-30") for row in rows]),
    "days and numbers": broken(priorities=lambda rows: [(*rows[0][:3], "2023-02-03"), *((*row[:3], "7") for row in rows[1:])]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_no_checker_runs_a_round_that_cannot_be_run(name):
    rules, seed, lists = BROKEN[name]
    # A transcript of choice_first whose rules name another mechanism: the replay is chosen by the algorithm.
    again = {key: (replays() if key == "house" else verify_draw.REPLAYS)["match", "choice_first/1"] for key in ("house", "alone")}
    with pytest.raises((ValueError, KeyError)):
        again["house"](rules, seed, lists)
    with pytest.raises((ValueError, KeyError, TypeError)):
        again["alone"](rules, seed, {key: ({"columns": list(each.columns)}, list(each.rows)) for key, each in lists.items()})
    if rules["mechanism"] == "choice_first":
        assert isinstance(in_the_browser([(rules, seed, lists)])[0], str)
