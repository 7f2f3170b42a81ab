"""Whatever is altered in transcript, roster, seed or outcome, the command and the standalone checker both see it."""

from __future__ import annotations

import copy
import io
import json
import subprocess
import sys
from contextlib import redirect_stdout
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from junheng.ground.draws.engine.transcripts import canonical
from junheng.rooms.classes.commands import app as classes
from junheng.shell.draws import app as draw
from tests.placement.checkers import ROOT, standalone

LINES = ["学号,性别,成绩,毕业学校,同班,不同班,特殊需要", *(
    f"p{place:02d},{'男' if place % 2 else '女'},{place * 37 % 61}.5,{'甲乙丙'[place % 3]}校,{'t' if place in (3, 4) else ''},"
    f"{'a' if place in (5, 6) else ''},{'1' if place == 9 else ''}" for place in range(26))]
TEAMS = 'teams = ["一队", "二队", "三队"]\n'
MODES = ["balanced", "lottery", "snake"]


def made(folder: Path, mode: str) -> tuple[dict, Path]:
    """A run of a mode: its transcript, and the roster's file."""
    roster = folder / "roster.csv"
    roster.write_text("\n".join(LINES), encoding="utf-8")
    (folder / "rules.toml").write_text(TEAMS, encoding="utf-8")
    done = CliRunner().invoke(classes, ["place", str(roster), "--classes", "3", "--seed", "17 03 08", "--mode", mode, "--out",
                                        str(folder / "out"), "--rules", str(folder / "rules.toml")])
    assert done.exit_code == 0, done.stderr
    return json.loads((folder / "out" / "transcript.json").read_bytes()), roster


@pytest.fixture(scope="module", params=MODES)
def run(request, tmp_path_factory):
    return made(tmp_path_factory.mktemp(request.param), request.param)


def verdicts(held: dict, roster: Path, folder: Path) -> tuple[tuple[int, str], tuple[int, str]]:
    """Exit status and lines of the command and of the standalone checker."""
    place = folder / "held.json"
    place.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    house = CliRunner().invoke(draw, ["verify", str(place), "--roster", str(roster)])
    said = io.StringIO()
    with redirect_stdout(said):
        status = standalone().main([str(place), str(roster)])
    return (house.exit_code, house.stdout.rstrip()), (status, said.getvalue().rstrip())


def sealed(held: dict) -> dict:
    """A transcript sealed again by who altered it."""
    return {**held, "digest": sha256(canonical(held)).hexdigest()}


def altered(value):
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return "0" + value[1:] if value and value[0] != "0" else "1" + value[1:]
    return 1 if value is None else [*value, 0] if isinstance(value, list) else {**value, "more": 0}


def places(held, path=()):
    """Every place of an object that holds a single value, and every list and object itself."""
    yield path
    for key, value in held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ():
        yield from places(value, (*path, key))


def with_altered(held: dict, path: tuple) -> dict:
    """A copy with one place altered."""
    copied = copy.deepcopy(held)
    inside = copied
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = altered(inside[path[-1]])
    return copied


def test_a_run_as_it_was_holds_line_by_line(run, tmp_path):
    house, alone = verdicts(run[0], run[1], tmp_path)
    assert house == alone
    assert house[0] == 0
    assert house[1].splitlines() == ["ok    format", "ok    seal", "ok    list roster", "ok    seed", "ok    outcome"]


def test_the_checker_needs_nothing_but_python(run, tmp_path):
    held, roster = run
    for number, status in ((held["outcome"]["classes"][0], 0), (held["outcome"]["classes"][0] % 3 + 1, 4)):
        held = copy.deepcopy(held)
        held["outcome"]["classes"][0] = number
        (tmp_path / "held.json").write_text(json.dumps(sealed(held)), encoding="utf-8")
        alone = subprocess.run([sys.executable, "-I", "-S", str(ROOT / "tools" / "verify_draw.py"), str(tmp_path / "held.json"), str(roster)],
                               capture_output=True, check=False)
        assert alone.returncode == status


def test_every_single_value_altered_is_caught(run, tmp_path):
    # the description of the list is looked at on its own below
    held, roster = run
    chosen = [path for path in places(held) if path and path[0] != "lists"
              and (path[:2] != ("outcome", "classes") or path[2:] in {(0,), (13,), (25,)})]
    assert len(chosen) > 40
    assert [path for path in chosen
            if [status for status, _ in verdicts(with_altered(held, path), roster, tmp_path)] != [4, 4]] == []




@pytest.mark.parametrize("path", [
    ("seed",), ("outcome", "classes", 0), ("outcome", "classes", 25), ("outcome", "teams", 1), ("rules", "classes"), ("rules", "first"),
    ("lists", 0, "digest"), ("lists", 0, "lines"), ("algorithm",), ("kind",), ("format",),
    ("lists", 0, "columns"), ("rules", "teams"), ("outcome",), ("outcome", "classes"),
])
def test_sealing_an_altered_transcript_again_does_not_help(run, tmp_path, path):
    held, roster = run
    for status, _ in verdicts(sealed(with_altered(held, path)), roster, tmp_path):
        assert status == 4


@pytest.mark.parametrize("line", [0, 11, 25])
@pytest.mark.parametrize("cell", range(7))
def test_every_cell_of_the_roster_altered_is_caught_and_its_line_named(run, tmp_path, line, cell):
    held, _ = run
    rows = [each.split(",") for each in LINES]
    rows[line + 1][cell] = {2: "1", 6: "3"}.get(cell, f"{rows[line + 1][cell]}x")
    roster = tmp_path / "altered.csv"
    roster.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    house, alone = verdicts(held, roster, tmp_path)
    assert house == alone
    assert house[0] == 4
    if list(held["lists"][0]["titles"]).count(rows[0][cell]):
        assert f"FAIL  list roster: line {line + 1}" in house[1]


@pytest.mark.parametrize("rows", [LINES[:-1], [*LINES, "p99,男,1,甲校,,,"], [LINES[0], *LINES[:0:-1]]])
def test_a_roster_with_other_lines_is_caught(run, tmp_path, rows):
    roster = tmp_path / "altered.csv"
    roster.write_text("\n".join(rows), encoding="utf-8")
    house, alone = verdicts(run[0], roster, tmp_path)
    assert house == alone
    assert house[0] == 4


def test_two_pupils_exchanged_by_hand_are_found_where_they_stand(run, tmp_path):
    held, roster = run
    moved = copy.deepcopy(held)
    numbers = moved["outcome"]["classes"]
    other = next(place for place, number in enumerate(numbers) if number != numbers[0])
    numbers[0], numbers[other] = numbers[other], numbers[0]
    house, alone = verdicts(sealed(moved), roster, tmp_path)
    assert house == alone
    assert f"FAIL  outcome: classes 1: {numbers[0]} stands, {numbers[other]} follows" in house[1]
