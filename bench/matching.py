"""Admissions: deferred acceptance beside algmatch, nearest schools beside OR-Tools, all mechanisms and the command by size.

JUNHENG_PEERS   the Python of the peers' environment (default build/peers/bin/python; `make bench` makes it)

Everybody gets the same round in one run: 100 schools, 5 choices, 4 tiers and a ticket, seats for 102 in 100; for nearest
schools, pupils around 20 centres, whole metres, seats for 105 in 100. A figure is the median of some rounds after one
that warms up, building what a library asks for told apart from solving; our own includes the way from the round to the
placement. Matchings and sums must be equal, else the run stops. The command's seconds are those of the whole command.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy

from bench.machine import describe
from junheng.rooms.admissions.engine import run
from junheng.rooms.admissions.engine.nearest import nearest, proven
from junheng.rooms.admissions.values import Mechanism, Round

ROOT = Path(__file__).resolve().parents[1]
SCHOOLS, CHOICES, TIERS = 100, 5, 4


def whole(values: Any) -> array[int]:
    """Numbers as rounds hold them."""
    return array("q", numpy.ascontiguousarray(values, dtype=numpy.int64).tobytes())


def drawn(applicants: int, mechanism: Mechanism) -> Round:
    """A round of that many applicants."""
    chance = numpy.random.default_rng(applicants)
    chosen = numpy.concatenate([numpy.argsort(chance.random((len(part), SCHOOLS)), axis=1)[:, :CHOICES]
                                for part in numpy.array_split(numpy.arange(applicants), max(1, applicants // 50_000))])
    line = whole(chance.permutation(applicants))
    return Round(
        mechanism=mechanism, seats=whole(numpy.full(SCHOOLS, -(-applicants * 102 // (100 * SCHOOLS)))),
        first=whole(numpy.arange(applicants + 1) * CHOICES), school=whole(chosen.ravel()),
        tier=whole(chance.integers(1, TIERS + 1, applicants * CHOICES)), order=whole(numpy.zeros(applicants * CHOICES)),
        sequence=line, by_score=line, group=whole(numpy.zeros(applicants)),
    )


def taken(work: Callable[[], object], rounds: int) -> list[float]:
    """Seconds of each round but the first."""
    found = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return found[1:]


def said(seconds: list[float]) -> str:
    """Median and range in milliseconds."""
    return f"{statistics.median(seconds) * 1000:10.1f} ({min(seconds) * 1000:.1f}–{max(seconds) * 1000:.1f})"


def peer(name: str, place: Path) -> dict[str, Any]:
    """What a peer says of a case, with its seconds."""
    python = os.environ.get("JUNHENG_PEERS") or str(ROOT / "build" / "peers" / "bin" / "python")
    done = subprocess.run([python, str(ROOT / "bench" / "matching_peers.py"), name, str(place)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name}: exit {done.returncode}\n{done.stderr[-2000:]}")
    return dict(json.loads(done.stdout))


def beside_algmatch(applicants: int, rounds: int, out: Path) -> str:
    """Deferred acceptance: the same matching, and the ratio of the times."""
    held = drawn(applicants, Mechanism.DEFERRED_ACCEPTANCE)
    lists: list[list[tuple[int, int, int]]] = [[] for _ in held.seats]
    for one in range(applicants):
        for at in held.choices(one):
            lists[held.school[at]].append((held.tier[at], held.sequence[one], one + 1))
    place = out / f"round-{applicants}.json"
    place.write_text(json.dumps({
        "residents": {one + 1: [held.school[at] + 1 for at in held.choices(one)] for one in range(applicants)},
        "hospitals": {school + 1: {"capacity": held.seats[school], "preferences": [one for _, _, one in sorted(line)]}
                      for school, line in enumerate(lists)},
    }), encoding="utf-8")
    other = peer("algmatch", place)
    mine = taken(lambda: run(held), rounds)
    if [school + 1 for school in run(held).school] != other["schools"]:
        raise SystemExit(f"another matching than algmatch at {applicants}")
    ratio = other["solve"] / statistics.median(mine)
    return (f"{applicants:>10,}  Junheng {said(mine)} ms   algmatch build {other['build']:.2f} s, solve {other['solve']:.2f} s   "
            f"equal   {ratio:,.0f} times, with build {(other['solve'] + other['build']) / statistics.median(mine):,.0f} times")


def beside_ortools(pupils: int, rounds: int, out: Path) -> str:
    """Nearest schools: the same sum, proven, and the ratio of the times."""
    chance = numpy.random.default_rng(pupils)
    centres = chance.uniform(0, 30_000, (20, 2))
    homes = centres[chance.integers(0, 20, pupils)] + chance.normal(0, 1_500, (pupils, 2))
    schools = chance.uniform(0, 30_000, (SCHOOLS, 2))
    metres = numpy.sqrt(((homes[:, None] - schools[None]) ** 2).sum(axis=2)).astype(numpy.int32)
    seats = numpy.full(SCHOOLS, -(-pupils * 105 // (100 * SCHOOLS)))
    place = out / f"metres-{pupils}.npz"
    numpy.savez(place, metres=metres, seats=seats)
    over = numpy.maximum(numpy.bincount(metres.argmin(axis=1), minlength=SCHOOLS) - seats, 0).sum()
    other = peer("ortools", place)
    found = nearest(metres, seats)
    mine = taken(lambda: nearest(metres, seats), rounds)
    wrong = proven(metres, seats, found.school, found.price)
    if found.metres != other["metres"] or wrong:
        raise SystemExit(f"another sum than OR-Tools at {pupils}: {found.metres} and {other['metres']} {wrong}")
    return (f"{pupils:>10,}  Junheng {said(mine)} ms   OR-Tools build {other['build']:.2f} s, solve {other['solve']:.2f} s   "
            f"equal, {found.metres:,} m, proven   {other['solve'] / statistics.median(mine):.1f} times, with build "
            f"{(other['solve'] + other['build']) / statistics.median(mine):.1f} times   ({over:,} over at their nearest)")


def the_command(applicants: int, rounds: int, out: Path) -> str:
    """`junheng admissions match` with its files, start of Python included."""
    held = drawn(applicants, Mechanism.CHOICE_FIRST)
    folder = out / "round"
    folder.mkdir()
    names = [f"2026{one:08d}" for one in range(applicants)]
    codes = [f"37012400{school:03d}" for school in range(SCHOOLS)]
    for name, rows in {
        "applicants": [("applicant_id", "choices"), *(
            (name, ";".join(codes[held.school[at]] for at in held.choices(one))) for one, name in enumerate(names))],
        "priorities": [("applicant_id", "school_code", "tier"), *(
            (name, codes[held.school[at]], held.tier[at]) for one, name in enumerate(names) for at in held.choices(one))],
        "schools": [("school_code", "seats"), *zip(codes, held.seats, strict=True)],
    }.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    lines = []
    for mechanism in ("choice_first", "deferred_acceptance"):
        command = [str(Path(sys.executable).with_name("junheng")), "admissions", "match", str(folder), "--seed", "1",
                   "--mechanism", mechanism, "--out", str(out / "results")]
        seconds = taken(lambda command=command: subprocess.run(command, check=True, capture_output=True), rounds)
        lines.append(f"{applicants:>10,}  {mechanism:20} {said(seconds)} ms")
    return "\n".join(lines)


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    wanted = parser.parse_args()
    print(describe())
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        print("\nDeferred acceptance beside algmatch 1.5.2, the same round")
        for applicants in (2_000, 10_000):
            print(beside_algmatch(applicants, wanted.rounds, out), flush=True)
        print("\nNearest schools beside OR-Tools SimpleMinCostFlow, the same pupils, 100 schools")
        for pupils in (5_000, 50_000):
            print(beside_ortools(pupils, wanted.rounds, out), flush=True)
        print("\nThe engine by size: mechanism, twins, remainder")
        for applicants in wanted.sizes:
            for mechanism in Mechanism:
                held = drawn(applicants, mechanism)
                print(f"{applicants:>10,}  {mechanism:20} {said(taken(lambda held=held: run(held), wanted.rounds))} ms", flush=True)
        print("\nThe whole command with its files: 100 schools, 5 choices")
        print(the_command(100_000, min(3, wanted.rounds), out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
