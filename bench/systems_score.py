"""Clause → systems, scored against the "where" column of the list of systems.

`JUNHENG_PLANS` names the folder of the plans, `JUNHENG_SYSTEMS` the list (a Markdown table whose fourth column says
in which items a system is named: `D 序,6; P 一(三)4,二(二)2`). Prints precision, recall and F1 for each plan and over
all; `--misses` also prints what was missed and what was said too much.

A clause is an item of the plan at the depth at which the list names it: systems of a deeper item count for the
closest item above it that the list names, and a pair of clause and system counts once.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from junheng.ground.documents import read_document
from junheng.rooms.plans.engine.reader import read_plan
from junheng.rooms.plans.engine.systems import Lexicon, lexicon_from

PLANS = {"D": "dayi-2021", "H": "hailing-2020", "L": "dalian-2018", "P": "pingyin-2021-2025", "X": "linxian-2022"}
ROW = re.compile(r"^\|\s*([A-Z]{3}-\d{2})\s*\|[^|]*\|[^|]*\|([^|]*)\|")
STEP = re.compile(r"[一二三四五六七八九十]+|\d+")
Pair = tuple[tuple[str, ...], str]


@dataclass
class Score:
    """Pairs of clause and system that were named, and those that should have been."""

    said: set[Pair] = field(default_factory=set)
    true: set[Pair] = field(default_factory=set)

    def row(self, name: str) -> str:
        """One line of the table."""
        right = len(self.said & self.true)
        precision = right / len(self.said) if self.said else 0.0
        recall = right / len(self.true) if self.true else 0.0
        f1 = 2 * right / (len(self.said) + len(self.true)) if self.said or self.true else 0.0
        return (f"{name:20} {len(self.true):5} {len(self.said):5} {right:5}"
                f" {precision:9.3f} {recall:7.3f} {f1:6.3f}")


def places(where: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The plans and paths that one cell names; a run-on number is a path of one step, 序 the empty path."""
    for part in where.split(";"):
        plan, _, listed = part.strip().partition(" ")
        for each in listed.split(","):
            yield plan, tuple(STEP.findall(each))


def gold(listing: str) -> dict[str, set[Pair]]:
    """Pairs by plan letter."""
    found: dict[str, set[Pair]] = {letter: set() for letter in PLANS}
    for line in listing.splitlines():
        row = ROW.match(line)
        if row:
            for plan, path in places(row.group(2)):
                found[plan].add((path, row.group(1)))
    return found


def clause(path: tuple[str, ...], named: set[tuple[str, ...]], *, run_on: bool) -> tuple[str, ...]:
    """The clause that an item belongs to, as the list names it."""
    if run_on:
        return path[1:2] if len(path) > 1 else path
    for depth in range(len(path), 0, -1):
        if path[:depth] in named:
            return path[:depth]
    return path


def score(file: Path, true: set[Pair], lexicon: Lexicon) -> Score:
    """The pairs of one plan."""
    reading = read_plan(read_document(file.read_bytes(), file.name), lexicon=lexicon)
    named = {path for path, _ in true}
    run_on = all(len(path) < 2 for path in named) and any(path and path[0].isdigit() for path in named)
    return Score(
        {(clause(item.path, named, run_on=run_on), system) for item in reading.items for system in item.systems}, true,
    )


def main() -> int:
    """This will print the table; exit 2 when a folder or file is not named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="print what was missed and what was said too much")
    wanted = parser.parse_args()
    beside = Path(__file__).resolve().parent.parent.parent / "shared"
    usual = {name: str(place) for name, place in (("JUNHENG_PLANS", beside / "plans"), ("JUNHENG_SYSTEMS", beside / "systems.md"))
             if place.exists()}
    plans, listing = ({**usual, **os.environ}.get(name) for name in ("JUNHENG_PLANS", "JUNHENG_SYSTEMS"))
    if not plans or not listing:
        print("JUNHENG_PLANS and JUNHENG_SYSTEMS must name the plans' folder and the list of systems", file=sys.stderr)
        return 2
    lexicon = lexicon_from(
        files("junheng.rooms.plans").joinpath("standards", "systems.toml").read_text(encoding="utf-8")
    )
    true = gold(Path(listing).read_text(encoding="utf-8"))
    total = Score()
    print(f"{'plan':20} {'true':>5} {'said':>5} {'right':>5} {'precision':>9} {'recall':>7} {'F1':>6}")
    for letter, name in PLANS.items():
        one = score(Path(plans) / f"{name}.txt", true[letter], lexicon)
        print(one.row(name))
        total.said |= {((letter, *path), system) for path, system in one.said}
        total.true |= {((letter, *path), system) for path, system in one.true}
    print(total.row("all"))
    if wanted.misses:
        for title, pairs in (("missed", total.true - total.said), ("too much", total.said - total.true)):
            for path, system in sorted(pairs, key=lambda pair: (pair[1], pair[0])):
                print(f"{title:9} {system} {lexicon.systems[system].title} {'/'.join(path)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
