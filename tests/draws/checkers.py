"""The three checkers of draws side by side: the house, the standalone checker, the page's JavaScript."""

from __future__ import annotations

import base64
import importlib.util
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from junheng.ground.draws import engine
from junheng.ground.kernel.findings import Refused
from junheng.shell.draws import lists_of, object_in, replays
from tests.draws.made import Case

ROOT = Path(__file__).resolve().parents[2]
STANDALONE = ROOT / "tools" / "verify_draw.py"
SCRIPTS = ROOT / "src" / "junheng" / "ground" / "draws" / "static" / "draws"
UNREADABLE = "unreadable"
Lines = list[list[Any]] | str


@cache
def standalone() -> ModuleType:
    """tools/verify_draw.py as a module."""
    spec = importlib.util.spec_from_file_location("verify_draw", STANDALONE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scripts() -> list[Path]:
    """The page's scripts without its screen, in the order in which they load."""
    first = [SCRIPTS / "sha256.js", SCRIPTS / "core.js"]
    return first + [place for place in sorted(SCRIPTS.glob("*.js")) if place not in first and place.name != "page.js"]


def node(call: str, held: Any) -> Any:
    """The answer of the page's JavaScript. Raises RuntimeError where there is no node."""
    program = shutil.which("node")
    if program is None:
        raise RuntimeError("Tests of the page need node: apt-get install nodejs")
    done = subprocess.run([program, str(Path(__file__).with_name("verdicts.js")), *map(str, scripts())],
                          input=json.dumps([call, held]).encode(), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return json.loads(done.stdout)


def by_page(cases: Sequence[Case]) -> list[Lines]:
    """Verdicts of the page's JavaScript, all in one process."""
    return node("verdicts", [as_sent(case) for case in cases])


def as_sent(case: Case) -> dict[str, Any]:
    """A case as JSON holds it."""
    def text(held: bytes) -> str:
        return base64.b64encode(held).decode()

    return {"transcript": text(case.transcript), "files": {name: text(held) for name, held in case.files.items()},
            "notice": text(case.notice) if case.notice is not None else None, "shares": list(case.shares)}


def laid_out(case: Case, folder: Path) -> tuple[Path, Path, Path | None]:
    """A case as files: transcript, folder of the lists, notice."""
    lists = folder / "lists"
    lists.mkdir(parents=True)
    for name, held in case.files.items():
        (lists / f"{name}.csv").write_bytes(held)
    (folder / "transcript.json").write_bytes(case.transcript)
    if case.notice is None:
        return folder / "transcript.json", lists, None
    (folder / "notice.json").write_bytes(case.notice)
    return folder / "transcript.json", lists, folder / "notice.json"


def by_house(cases: Sequence[Case]) -> list[Lines]:
    """Verdicts of the house, as `junheng draw verify` comes to them."""
    with tempfile.TemporaryDirectory() as folder:
        return [house_says(case, Path(folder) / str(number)) for number, case in enumerate(cases)]


def house_says(case: Case, folder: Path) -> Lines:
    """The house's verdict on one case."""
    transcript, lists, notice = laid_out(case, folder)
    try:
        held = object_in(transcript)
        announced = object_in(notice) if notice else None
        verdict = engine.check(held, lists_of(held, lists), replays=replays(), announced=announced, shares=case.shares)
    except (Refused, RecursionError):
        return UNREADABLE
    return [[line.code, line.holds, line.detail] for line in verdict.lines]


def by_standalone(cases: Sequence[Case]) -> list[Lines]:
    """Verdicts of the standalone checker."""
    with tempfile.TemporaryDirectory() as folder:
        return [standalone_says(case, Path(folder) / str(number)) for number, case in enumerate(cases)]


def standalone_says(case: Case, folder: Path) -> Lines:
    """The standalone checker's verdict on one case."""
    checker = standalone()
    transcript, _, notice = laid_out(case, folder)
    try:
        held = checker.read_object(transcript)
        announced = checker.read_object(notice) if notice else None
        rows = {name: checker.read_csv(content) for name, content in case.files.items()}
        return [list(line) for line in checker.verdict(held, rows.get, announced, case.shares)]
    except (ValueError, RecursionError):
        return UNREADABLE


def alike(lines: Lines) -> Lines:
    """Lines as checkers agree on them: why a replay cannot run is told in each one's own words."""
    if isinstance(lines, str):
        return lines
    return [[code, holds, re.sub("^cannot run.*", "cannot run", detail, flags=re.DOTALL)] for code, holds, detail in lines]


def all_three(cases: Sequence[Case]) -> list[tuple[Lines, Lines, Lines]]:
    """For each case what the house, the standalone checker and the page say."""
    said = (by_house(cases), by_standalone(cases), by_page(cases))
    return [tuple(map(alike, each)) for each in zip(*said, strict=True)]


def agreed(cases: Sequence[Case]) -> list[Lines]:
    """What all three say of each case. Raises AssertionError with the first case on which they part."""
    found = []
    for number, (house, alone, page) in enumerate(all_three(cases)):
        assert house == alone == page, f"case {number}: {house} / {alone} / {page}"
        found.append(house)
    return found


def holds(lines: Lines) -> bool:
    """Whether a verdict holds in every line."""
    return lines != UNREADABLE and all(line[1] for line in lines)
