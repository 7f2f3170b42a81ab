"""Reading published plans: the house's reader beside libraries that find numbers in Chinese text.

JUNHENG_PLANS   the folder of the plans (default ../shared/plans; without it the example county's own plan)
JUNHENG_GOLD    the folder of their annotations (default ../shared/gold; without it nothing is scored)
JUNHENG_SCORER  the official scorer of the reader's JSON (default ../shared/bin/score_plan.py)
JUNHENG_PEERS   the Python of the peers' environment (default build/peers/bin/python; `make bench` makes it)

All commands of one round run one after the other on the same files, the rounds after each other; the first round
warms up and is not counted. Seconds are those of the whole command, start of Python included, for everybody. The
reader gets the files as published. A peer gets the text that the reader has cleaned, because none of them takes page
chrome or bracketed pinyin away; cleaning is not on its clock. How findings are counted: credit.py.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.credit import Credit, credit
from bench.machine import describe

ROOT = Path(__file__).resolve().parents[1]
NAMES = {"junheng": "Junheng", "recognizers": "recognizers-text", "jionlp": "JioNLP"}


def folder(variable: str, default: str) -> Path | None:
    """A folder or file that the environment names, or its usual place; None where there is nothing."""
    place = Path(os.environ.get(variable) or ROOT / default)
    return place if place.exists() else None


def seconds(command: Sequence[str]) -> float:
    """The seconds of one whole command, which must succeed."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    taken = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command[:4]))} …: exit {done.returncode}\n{done.stderr[-2000:]}")
    return taken


def said(times: Sequence[float]) -> str:
    """Median and range."""
    return f"{statistics.median(times):6.2f} ({min(times):.2f}–{max(times):.2f})"


def compared(plans: Sequence[Path], out: Path, rounds: int) -> dict[str, list[float]]:
    """This will run everybody on all files, round after round; seconds by name, findings in `out`."""
    python = Path(os.environ.get("JUNHENG_PEERS") or ROOT / "build" / "peers" / "bin" / "python")
    junheng = str(Path(sys.executable).with_name("junheng"))
    commands = {"junheng": [junheng, "plan", "read", *map(str, plans), "--json", f"{out / 'junheng'}/"]}
    seconds(commands["junheng"])
    cleaned = []
    (out / "text").mkdir()
    for plan in plans:
        read = json.loads((out / "junheng" / f"{plan.stem}.json").read_text(encoding="utf-8"))
        cleaned.append(out / "text" / f"{plan.stem}.txt")
        cleaned[-1].write_text(read["text"], encoding="utf-8", newline="")
    for peer in ("recognizers", "jionlp"):
        commands[peer] = [str(python), str(ROOT / "bench" / "peers.py"), peer, *map(str, cleaned),
                          "--json", str(out / peer)]
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for count in range(rounds + 1):
        for name, command in commands.items():
            once = seconds(command)
            if count:
                taken[name].append(once)
    return taken


def scored(gold: Path, out: Path) -> dict[str, Credit]:
    """What each found of the annotated plans, by name."""
    total: dict[str, Credit] = {}
    for file in sorted(gold.glob("*.json")):
        truth = json.loads(file.read_text(encoding="utf-8"))
        if "targets" not in truth:
            continue
        for name in NAMES:
            read = json.loads((out / name / file.name).read_text(encoding="utf-8"))
            one = credit(truth, read["text"], read["targets"])
            total[name] = total[name] + one if name in total else one
    return total


def whole_way(plans: Sequence[Path], out: Path, rounds: int) -> None:
    """This will print the seconds from one plan to its task table."""
    print(f"\n{'one plan to its task table (.xlsx)':36} seconds: median (range)")
    for plan in plans:
        command = [str(Path(sys.executable).with_name("junheng")), "plan", "read", str(plan),
                   "--xlsx", str(out / "table.xlsx")]
        print(f"{plan.name:36} {said([seconds(command) for _ in range(rounds + 1)][1:])}")


def main() -> int:
    """This will print both tables and, where the scorer is at hand, the official scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    named, gold = folder("JUNHENG_PLANS", "../shared/plans"), folder("JUNHENG_GOLD", "../shared/gold")
    scorer = folder("JUNHENG_SCORER", "../shared/bin/score_plan.py")
    plans = sorted(named.glob("*.txt")) if named else [ROOT / "counties" / "example" / "plan-2026.txt"]
    print(f"{describe()}\n{len(plans)} plans, {rounds} counted rounds after one that warms up\n")
    with tempfile.TemporaryDirectory() as made:
        out = Path(made)
        taken = compared(plans, out, rounds)
        total = scored(gold, out) if gold and named else {}
        print(f"{'':18} {'found/true':>11} {'explicit':>9} {'wrong':>6}   seconds, all files: median (range)")
        for name, times in taken.items():
            one = total.get(name)
            marks = (f"{one.found}/{one.true}", f"{one.explicit_found}/{one.explicit}", one.wrong) if one else ("", "", "")
            print(f"{NAMES[name]:18} {marks[0]:>11} {marks[1]:>9} {marks[2]:>6}   {said(times)}")
        whole_way(plans, out, rounds)
        if gold and scorer and named:
            print("\nofficial scores of the reader (score_plan.py)", flush=True)
            subprocess.run([sys.executable, str(scorer), str(gold), str(out / "junheng")], check=True)
        else:
            print("\nno gold or no scorer: nothing is scored")
    return 0


if __name__ == "__main__":
    sys.exit(main())
