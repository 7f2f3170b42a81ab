"""The three that can run a placement again: the house, the standalone checker, the page's JavaScript."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from junheng.ground.draws.values import FrozenList
from junheng.ground.kernel.findings import Refused
from junheng.rooms.classes.engine import REPLAYS

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "src" / "junheng" / "ground" / "draws" / "static" / "draws"
CANNOT = "cannot run"
Run = tuple[str, dict[str, Any], str, FrozenList | dict[str, FrozenList]]


def lists_of(held: FrozenList | dict[str, FrozenList]) -> dict[str, FrozenList]:
    """The lists of a run; a list alone is the roster."""
    return held if isinstance(held, dict) else {"roster": held}


@cache
def standalone() -> ModuleType:
    """tools/verify_draw.py as a module."""
    spec = importlib.util.spec_from_file_location("verify_draw_for_placement", ROOT / "tools" / "verify_draw.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_house(run: Run) -> Any:
    """The outcome that the house finds, or that it cannot run."""
    algorithm, rules, seed, held = run
    try:
        return REPLAYS[algorithm](rules, seed, lists_of(held))
    except (Refused, ValueError, KeyError, TypeError, IndexError, ZeroDivisionError):
        return CANNOT


def by_standalone(run: Run) -> Any:
    """The outcome that the standalone checker finds."""
    algorithm, rules, seed, held = run
    lists = {name: ({"name": name, "columns": list(each.columns), "numeric": list(each.numeric)}, list(each.rows))
             for name, each in lists_of(held).items()}
    try:
        return standalone().REPLAYS["placement", algorithm](rules, seed, lists)
    except (ValueError, KeyError, TypeError, IndexError, ZeroDivisionError):
        return CANNOT


def by_page(runs: Sequence[Run]) -> list[Any]:
    """The outcomes that the page's JavaScript finds, all in one process. Raises RuntimeError where there is no node."""
    program = shutil.which("node")
    if program is None:
        raise RuntimeError("Tests of the page need node: apt-get install nodejs")
    asked = [[f"placement {algorithm}", rules, seed,
              {name: {"columns": each.columns, "numeric": each.numeric, "rows": each.rows} for name, each in lists_of(held).items()}]
             for algorithm, rules, seed, held in runs]
    scripts = [SCRIPTS / "placement_search.js", SCRIPTS / "placement.js"]
    done = subprocess.run([program, str(Path(__file__).with_name("replay.js")), *map(str, scripts)],
                          input=json.dumps(asked).encode(), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return [CANNOT if isinstance(said, str) else said for said in json.loads(done.stdout)]
