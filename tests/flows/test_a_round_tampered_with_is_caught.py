"""A transcript, a list, a notice changed in a single place: both checkers say so, and where."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tools import verify_draw
from typer.testing import CliRunner

from junheng.ground.draws.engine import written
from junheng.ground.draws.engine.transcripts import with_digest
from junheng.rooms.admissions.tests.rounds import (
    ROUND,
    SEED,
    TABLES,
    command,
    edited,
    folder,
    match,
    transcript,
)
from junheng.shell.draws import app as draw

LIST_CHANGES = [(name, line) for name, lines in TABLES.items() for line in range(1, len(lines))]


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """A round, its notice, its results."""
    place = tmp_path_factory.mktemp("draw")
    folder(place / "round")
    assert command("announce", place / "round", "--out", place / "notice.json").exit_code == 0
    assert match(place / "round", place / "out", "--notice", place / "notice.json").exit_code == 0
    return place


def verify(*words):
    """`junheng draw verify`."""
    return CliRunner().invoke(draw, ["verify", *map(str, words)])


def alone(*words) -> tuple[int, str]:
    """tools/verify_draw.py as a family runs it."""
    done = subprocess.run([sys.executable, "-I", verify_draw.__file__, *map(str, words)], capture_output=True, text=True)
    return done.returncode, done.stdout


def verdicts(place: Path, record, *, notice: bool = False, roster: Path | None = None) -> set[tuple[int, str]]:
    """What both checkers say of a transcript: exit status and the first line that does not hold."""
    changed = place / "changed.json"
    changed.write_bytes(written(record))
    more = ["--notice", place / "notice.json"] if notice else []
    told = verify(changed, "--roster", roster or place / "round", *more)
    own = alone(changed, roster or place / "round", *more)
    return {(status, next((line[6:].partition(":")[0] for line in said.splitlines() if line.startswith("FAIL")), ""))
            for status, said in ((told.exit_code, told.stdout), own)}


def leaves(value, path=()):
    """Paths to every text, number, truth value and nothing of an object."""
    if isinstance(value, dict):
        return [leaf for key, each in value.items() for leaf in leaves(each, (*path, key))]
    if isinstance(value, list):
        return [leaf for at, each in enumerate(value) for leaf in leaves(each, (*path, at))]
    return [path]


def altered(record, path):
    """A copy with another value at one place."""
    record = copy.deepcopy(record)
    *way, last = path
    at = record
    for step in way:
        at = at[step]
    was = at[last]
    at[last] = was + 1 if isinstance(was, int) else f"{was}x" if isinstance(was, str) else "x"
    return record


def test_the_run_itself_holds_with_and_without_its_notice(held):
    record = transcript(held / "out")
    assert verdicts(held, record) == {(0, "")}
    assert verdicts(held, record, notice=True) == {(0, "")}
    assert record["notice"] == json.loads((held / "notice.json").read_bytes())["digest"]


def test_every_value_of_a_transcript_is_sealed(held):
    record = transcript(held / "out")
    places = leaves(record)
    assert len(places) > 60
    caught = {path: verdicts(held, altered(record, path)) for path in places}
    assert {path: told for path, told in caught.items() if {status for status, _ in told} != {4}} == {}


def test_every_value_of_the_outcome_is_caught_under_a_new_seal_too(held):
    record = transcript(held / "out")
    places = [path for path in leaves(record) if path[0] == "outcome"]
    assert {path: told for path in places
            if (told := verdicts(held, with_digest(altered(record, path)))) != {(4, "outcome")}} == {}


def test_another_seed_under_a_new_seal_is_caught(tmp_path):
    names = [f"P{number:02d}" for number in range(20)]
    place = folder(tmp_path / "round", reserves=None, schools=["school_code,seats", "A,10", "B,5"],
                   applicants=["applicant_id,choices", *(f"{name},A;B" for name in names)],
                   priorities=["applicant_id,school_code,tier", *(f"{name},{code},1" for name in names for code in "AB")])
    assert match(place, tmp_path / "out").exit_code == 0
    record = transcript(tmp_path / "out")
    assert verdicts(tmp_path, record) == {(0, "")}
    for count in range(10):
        assert verdicts(tmp_path, with_digest({**record, "seed": f"other {count}"})) == {(4, "outcome")}
    assert verdicts(tmp_path, with_digest({**record, "seed": f" {SEED}"})) == {(4, "seed")}


@pytest.mark.parametrize(("name", "line"), LIST_CHANGES)
def test_every_line_of_every_list_is_caught_with_its_number(held, tmp_path, name, line):
    lines = list(TABLES[name])
    first, rest = lines[line].split(",", 1)
    lines[line] = f"{first}x,{rest}"
    roster = folder(tmp_path / "round", **{name: lines})
    record = transcript(held / "out")
    assert verdicts(held, record, roster=roster) == {(4, f"list {name}")}
    assert f"list {name}: line {line}" in alone(held / "out" / "transcript.json", roster)[1]


@pytest.mark.parametrize("name", TABLES)
def test_a_line_taken_out_or_moved_is_caught(held, tmp_path, name):
    record = transcript(held / "out")
    short = folder(tmp_path / "short", **{name: TABLES[name][:-1]})
    assert verdicts(held, record, roster=short) == {(4, f"list {name}")}
    if len(TABLES[name]) > 2:
        turned = folder(tmp_path / "turned", **{name: [TABLES[name][0], *TABLES[name][:0:-1]]})
        assert verdicts(held, record, roster=turned) == {(4, f"list {name}")}


@pytest.mark.parametrize("key", ["kind", "algorithm", "lists", "rules"])
def test_a_run_that_is_not_the_one_announced_is_caught(held, key):
    notice = json.loads((held / "notice.json").read_bytes())
    changed = copy.deepcopy(notice)
    if isinstance(changed[key], str):
        changed[key] += "x"
    else:
        (changed["lists"][0] if key == "lists" else changed["rules"])["twins"] = "ticket"
    (held / "other.json").write_bytes(written(with_digest(changed)))
    record = with_digest({**transcript(held / "out"), "notice": with_digest(changed)["digest"]})
    (held / "record.json").write_bytes(written(record))
    told = verify(held / "record.json", "--roster", held / "round", "--notice", held / "other.json")
    status, said = alone(held / "record.json", held / "round", "--notice", held / "other.json")
    assert (told.exit_code, status) == (4, 4)
    assert f"FAIL  notice: {key}" in told.stdout
    assert f"FAIL  notice: {key}" in said


def test_a_list_changed_after_the_notice_is_refused_with_its_first_changed_line(held, tmp_path):
    place = folder(tmp_path / "round", **edited("priorities", 3, "P2,A,2,2020-01-01"))
    told = match(place, tmp_path / "out", "--notice", held / "notice.json")
    assert told.exit_code == 3
    assert "priorities.csv，4" in told.stderr
    assert "line 3" in told.stderr
    assert not (tmp_path / "out").exists()


def test_a_line_added_after_the_notice_is_refused(held, tmp_path):
    place = folder(tmp_path / "round", priorities=[*TABLES["priorities"], "P6,A,1,"])
    told = match(place, tmp_path / "out", "--notice", held / "notice.json")
    assert told.exit_code == 3
    assert "priorities.csv，13" in told.stderr


def test_rules_or_lists_other_than_announced_are_refused(held, tmp_path):
    notice = held / "notice.json"
    one = folder(tmp_path / "one", settings=ROUND.replace("together", "ticket"))
    assert match(one, tmp_path / "out", "--notice", notice).exit_code == 3
    other = folder(tmp_path / "other", reserves=None)
    told = match(other, tmp_path / "out", "--notice", notice)
    assert told.exit_code == 3
    assert "reserves" in told.stderr
    third = folder(tmp_path / "third")
    assert match(third, tmp_path / "out", "--notice", notice, "--mechanism", "tier_first").exit_code == 3


def test_a_notice_that_does_not_fit_its_digest_is_refused(held, tmp_path):
    said = json.loads((held / "notice.json").read_bytes())
    (tmp_path / "notice.json").write_text(json.dumps({**said, "title": "another"}), encoding="utf-8")
    told = match(held / "round", tmp_path / "out", "--notice", tmp_path / "notice.json")
    assert told.exit_code == 3
    assert "校验码不符" in told.stderr


def test_a_notice_carries_what_round_toml_says_of_the_day(tmp_path):
    more = 'title = "小学一年级派位"\nseed_made = {how = "balls", digits = 9}\nat = {time = 2026-06-03T09:00:00, place = "礼堂"}\n'
    place = folder(tmp_path / "round", settings=more + ROUND)
    assert command("announce", place, "--out", tmp_path / "notice.json").exit_code == 0
    said = json.loads((tmp_path / "notice.json").read_bytes())
    assert (said["title"], said["at"]["place"], said["seed_made"]["digits"]) == ("小学一年级派位", "礼堂", 9)
    assert said["digest"] == with_digest(said)["digest"]
    assert SEED not in (tmp_path / "notice.json").read_text(encoding="utf-8")
