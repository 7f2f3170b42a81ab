"""tools/verify_draw.py and `junheng draw verify` as a family runs them; the same bytes on every Python that is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from junheng.ground.draws import engine
from junheng.shell.draws import app
from tests.draws.checkers import ROOT, STANDALONE, laid_out
from tests.draws.made import Case, as_json, csv_bytes, drawn, sealed_anew

OLDEST = (3, 8)
MAKES = """
import hashlib, sys
sys.path[:0] = [{source!r}, {root!r}]
from random import Random
from junheng.ground.draws import engine
from tests.draws.made import drawn
digest = hashlib.sha256()
for number in range(50):
    for held in drawn(Random(number))[:2]:
        digest.update(engine.written(held))
print(digest.hexdigest())
"""


@cache
def pythons() -> dict[tuple[int, int], str]:
    """One interpreter of each version on this machine, this one among them."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    folders += sorted(Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/*/bin"))
    found = {sys.version_info[:2]: sys.executable}
    for folder in folders:
        for place in sorted(folder.glob("python3*")) if folder.is_dir() else []:
            if re.fullmatch(r"python3\.\d+", place.name):
                said = subprocess.run([place, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True,
                                      text=True, check=False)
                if said.returncode == 0:
                    found.setdefault(tuple(map(int, said.stdout.split())), str(place))
    return {version: place for version, place in sorted(found.items()) if version >= OLDEST}


def draw_on_disk(folder: Path, *, forge: bool = False) -> tuple[Path, Path, Path]:
    """Transcript, roster and notice of one draw as files."""
    transcript, notice, content = next(
        made for made in (drawn(Random(number)) for number in range(100)) if len(made[0]["outcome"]["order"]) > 5)
    if forge:
        transcript = sealed_anew({**transcript, "outcome": {"order": transcript["outcome"]["order"][::-1]}})
    place, lists, announced = laid_out(Case(as_json(transcript), {"roster": content}, as_json(notice)), folder)
    return place, lists / "roster.csv", announced


def alone(*words: object, python: str = sys.executable, **more: str) -> subprocess.CompletedProcess[bytes]:
    """The standalone checker, isolated from every package."""
    return subprocess.run([python, "-I", str(STANDALONE), *map(str, words)], capture_output=True, check=False,
                          env={"PATH": os.environ["PATH"], **more})


@pytest.mark.parametrize("version", pythons(), ids=lambda version: ".".join(map(str, version)))
def test_every_python_gives_the_same_bytes(version, tmp_path):
    transcript, roster, notice = draw_on_disk(tmp_path / "right")
    forged, forged_roster, _ = draw_on_disk(tmp_path / "forged", forge=True)
    for words, status in (((transcript, roster, "--notice", notice), 0), ((forged, forged_roster), 4)):
        here, there = alone(*words), alone(*words, python=pythons()[version])
        assert there.stderr == b""
        assert (there.returncode, there.stdout) == (status, here.stdout)


@pytest.mark.parametrize("version", [each for each in pythons() if each >= (3, 11)], ids=lambda version: ".".join(map(str, version)))
def test_the_house_writes_the_same_bytes_of_notices_and_transcripts_on_every_python(version):
    def made(python: str) -> str:
        program = MAKES.format(source=str(ROOT / "src"), root=str(ROOT))
        return subprocess.run([python, "-I", "-c", program], capture_output=True, text=True, check=True).stdout

    assert made(pythons()[version]) == made(sys.executable)


def test_the_command_of_the_house_prints_the_same_lines(tmp_path):
    for forge, status in ((False, 0), (True, 4)):
        transcript, roster, notice = draw_on_disk(tmp_path / str(forge), forge=forge)
        said = CliRunner().invoke(app, ["verify", str(transcript), "--roster", str(roster), "--notice", str(notice)])
        checked = alone(transcript, roster, "--notice", notice)
        assert said.exit_code == checked.returncode == status
        assert said.stdout.encode() == checked.stdout.replace(os.linesep.encode(), b"\n")


@pytest.mark.parametrize("words", [[], ["one"], ["one", "two", "three"], ["one", "two", "--notice"], ["one", "--share"]])
def test_wrong_use_is_told_and_is_no_verdict(words):
    done = alone(*words)
    assert done.returncode == 2
    assert b"verify_draw.py TRANSCRIPT.json" in done.stderr


def test_a_file_that_cannot_be_read_is_no_verdict(tmp_path):
    transcript, roster, _ = draw_on_disk(tmp_path)
    broken = tmp_path / "broken.json"
    broken.write_bytes(b"{")
    for words in ((broken, roster), (transcript, tmp_path / "nowhere.csv"), (transcript, roster, "--notice", broken)):
        done = alone(*words)
        assert (done.returncode, done.stdout) == (3, b"")
        assert done.stderr.startswith(b"cannot be read")
        said = CliRunner().invoke(app, ["verify", str(words[0]), "--roster", str(words[1]),
                                        *map(str, words[2:])])
        assert said.exit_code == 3


def test_sealed_shares_are_checked_on_the_command_line(tmp_path):
    held, _ = engine.freeze("roster", ["pupil_id"], [["P1"], ["P2"]])
    shares = ["k7f2-0001", "k7f2-0002", "k7f2-0003"]
    common = {"kind": "order", "algorithm": "order/1", "lists": [held], "rules": {"source": "ticket"}}
    notice = engine.notice(title="摇号", at={}, witnesses=[], seed_made={
        "how": "shares", "seals": [engine.sealed(share) for share in shares], "missing": "leave_out", "needed": 2}, **common)
    seed = "-".join((shares[0], shares[2]))
    transcript = engine.transcript(seed=seed, outcome=engine.run_order({"source": "ticket"}, seed, {"roster": held}),
                                   notice=notice["digest"], **common)
    place, lists, announced = laid_out(Case(as_json(transcript), {"roster": csv_bytes([["pupil_id"], ["P1"], ["P2"]])},
                                            as_json(notice)), tmp_path)
    words = (place, lists, "--notice", announced)
    right, missing = [shares[0], "", shares[2]], [shares[0], "", ""]
    for told, status in ((right, 0), (missing, 4), ([shares[0], shares[1], shares[2]], 4), ([], 0)):
        asked = [word for share in told for word in ("--share", share)]
        done = alone(*words, *asked)
        said = CliRunner().invoke(app, ["verify", str(place), "--roster", str(lists), "--notice", str(announced), *asked])
        assert done.returncode == said.exit_code == status
        assert done.stdout.decode() == said.stdout


def test_a_terminal_of_another_alphabet_still_gets_every_line(tmp_path):
    transcript, _, content = drawn(Random(2))
    place, lists, _ = laid_out(Case(as_json({**transcript, "format": "张三"}), {"roster": content}), tmp_path)
    done = alone(place, lists / "roster.csv", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (4, b"")
    assert b"FAIL  format: " in done.stdout


def test_the_checker_needs_nothing_but_python():
    assert shutil.which("python3")
    imported = set(re.findall(r"^(?:import|from) (\w+)", STANDALONE.read_text(encoding="utf-8"), re.MULTILINE))
    assert imported <= sys.stdlib_module_names
