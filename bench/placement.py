"""Placement of pupils into classes: the house beside the R package anticlust, on the same data, in one run.

JUNHENG_RSCRIPT   the Rscript of an R that has anticlust (default: Rscript on the path; without it only the house runs).
                  On Debian: install r-base-dev r-cran-lpsolve r-cran-rann r-cran-matrix, then R CMD INSTALL the source
                  of github.com/m-Py/anticlust. A library folder of one's own goes into R_LIBS.

Twelve covariates: three correlated scores, age, height, distance (lognormal), fitness; five flags of 48, 15, 22, 2 and
35 %. `cont` is the widest gap between class means of the seven continuous ones, in standard deviations; `floor` says
whether the counts of every flag differ by one at most between classes (by none where they can be equal). Seconds of the
house are those of the whole engine: tickets, standardisation, deal, search, numbers drawn; of anticlust those of
`fast_anticlustering` alone, which is handed the standardised matrix. One round warms up. `--lottery` counts pupil × class
over ten thousand seeds.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.machine import describe
from junheng.ground.draws.engine import freeze
from junheng.ground.draws.values import FrozenList
from junheng.rooms.classes.engine import run_balanced, run_lottery

NUMERIC = ("score_a", "score_b", "score_c", "age", "height", "distance", "fitness")
FLAGS = {"female": 0.48, "boarding": 0.15, "migrant": 0.22, "needs_help": 0.02, "only_child": 0.35}
SIZES = {"1,000 × 20": (1000, 20), "10,000 × 200": (10_000, 200)}
# Steps for each pupil: those of standards/search.toml, and the curve.
USUAL = (600, 1500)
CURVE = [(0, 0), (150, 0), (600, 0), (2400, 0), (600, 250), (600, 500), (600, 1000), (600, 1500), (600, 2000), (600, 4000), (600, 8000)]
ANTICLUST = """
suppressMessages(library(anticlust))
args <- commandArgs(TRUE)
x <- scale(as.matrix(read.csv(args[1], fileEncoding = "UTF-8")[, -1]))
set.seed(as.integer(args[3]))
taken <- system.time(groups <- fast_anticlustering(x, K = as.integer(args[2]), k_neighbours = Inf))
cat(taken[["elapsed"]], groups, sep = "\\n")
"""


def pupils(count: int, seed: int) -> list[list[str]]:
    """Pupils with their twelve covariates, the head first."""
    chance = random.Random(seed)
    rows = [["pupil_id", *NUMERIC, *FLAGS]]
    for place in range(count):
        able = chance.gauss(0, 1)
        numbers = [70 + 10 * (0.8 * able + 0.6 * chance.gauss(0, 1)) for _ in range(3)]
        numbers += [150 + 4 * chance.gauss(0, 1), 152 + 8 * chance.gauss(0, 1), 2 * chance.lognormvariate(0, 0.7),
                    75 + 9 * chance.gauss(0, 1)]
        rows.append([f"p{place:06d}", *(f"{number:.2f}" for number in numbers), *(str(int(chance.random() < share)) for share in FLAGS.values())])
    return rows


def rules(classes: int, count: int, steps: tuple[int, int]) -> dict:
    """The rules of a run with all twelve covariates."""
    return {"classes": classes, "size_tolerance": 1, "steps": {"swaps": steps[0] * count, "exchanges": steps[1] * count},
            "covariates": [*({"column": column, "kind": "numeric"} for column in NUMERIC),
                           *({"column": column, "kind": "categorical"} for column in FLAGS)]}


def widest(roster: FrozenList, groups: Sequence[int]) -> tuple[float, bool]:
    """The widest continuous gap in standard deviations, and whether all flags are at their floor."""
    names = sorted(set(groups))
    gaps, floor = [], True
    for column in NUMERIC:
        values = [float(cell) for cell in roster.column(column)]
        held = {name: [value for value, group in zip(values, groups, strict=True) if group == name] for name in names}
        means = [statistics.fmean(each) for each in held.values()]
        gaps.append((max(means) - min(means)) / statistics.pstdev(values))
    for column in FLAGS:
        counts = dict.fromkeys(names, 0)
        for cell, group in zip(roster.column(column), groups, strict=True):
            counts[group] += cell == "1"
        floor = floor and max(counts.values()) - min(counts.values()) <= (sum(counts.values()) % len(names) != 0)
    return max(gaps), floor


def ours(roster: FrozenList, classes: int, seed: str, steps: tuple[int, int] = USUAL) -> tuple[float, list[int]]:
    """Seconds and classes of one run of the house."""
    asked = rules(classes, len(roster.rows), steps)
    start = time.perf_counter()
    found = run_balanced(asked, seed, {"roster": roster})["classes"]
    return time.perf_counter() - start, found


def theirs(rscript: str, folder: Path, table: Path, classes: int, seed: int) -> tuple[float, list[int]]:
    """Seconds and classes of one run of anticlust. Ends the bench when R or the package is not there."""
    script = folder / "anticlust.R"
    script.write_text(ANTICLUST, encoding="utf-8")
    done = subprocess.run([rscript, "--vanilla", str(script), str(table), str(classes), str(seed)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"anticlust did not run; how to get it stands at the top of bench/placement.py\n{done.stderr[-800:]}")
    taken, *groups = done.stdout.split()
    return float(taken), [int(group) for group in groups]


def compared(rounds: int) -> None:
    """This will print the table of both, medians over rounds, and the ratios."""
    rscript = os.environ.get("JUNHENG_RSCRIPT") or shutil.which("Rscript")
    if not rscript:
        print("Rscript is not there: the house alone (how to get anticlust stands at the top of bench/placement.py)\n")
    print("| pupils × classes | who | seconds, median (range) | cont, median (range) | flags at floor |\n|---|---|---|---|---|")
    for label, (count, classes) in SIZES.items():
        rows = pupils(count, 7)
        roster = freeze("roster", rows[0], rows[1:], numeric=NUMERIC)[0]
        ours(roster, classes, "warm")
        taken: dict[str, list[tuple[float, float, bool]]] = {}
        with tempfile.TemporaryDirectory() as held:
            table = Path(held) / "pupils.csv"
            with table.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
            for turn in range(rounds):
                if rscript:
                    seconds, groups = theirs(rscript, Path(held), table, classes, turn)
                    taken.setdefault("anticlust", []).append((seconds, *widest(roster, groups)))
                seconds, groups = ours(roster, classes, f"seed {turn}")
                taken.setdefault("Junheng", []).append((seconds, *widest(roster, groups)))
        for who, runs in taken.items():
            print(f"| {label} | {who} | {said([each[0] for each in runs])} | {said([each[1] for each in runs], 4)} | "
                  f"{sum(each[2] for each in runs)} of {len(runs)} |", flush=True)
        if rscript:
            seconds, gaps = ([statistics.median(each[at] for each in taken[who]) for who in ("anticlust", "Junheng")] for at in (0, 1))
            print(f"\n{label}: {seconds[0] / seconds[1]:.1f} times as fast, gap {gaps[1] / gaps[0]:.2f} of anticlust's\n", flush=True)


def said(values: Sequence[float], places: int = 3) -> str:
    """Median and range."""
    return f"{statistics.median(values):.{places}f} ({min(values):.{places}f}–{max(values):.{places}f})"


def curve(rounds: int) -> None:
    """This will print how the gap falls with the steps, 1,000 × 20."""
    rows = pupils(1000, 7)
    roster = freeze("roster", rows[0], rows[1:], numeric=NUMERIC)[0]
    ours(roster, 20, "warm")
    print("| swaps, exchanges for each pupil | seconds, median | cont, median | flags at floor |\n|---|---|---|---|")
    for steps in CURVE:
        runs = [(seconds, *widest(roster, groups)) for turn in range(rounds) for seconds, groups in [ours(roster, 20, f"seed {turn}", steps)]]
        print(f"| {steps[0]}, {steps[1]} | {statistics.median(each[0] for each in runs):.3f} | "
              f"{statistics.median(each[1] for each in runs):.4f} | {sum(each[2] for each in runs)} of {rounds} |", flush=True)


def lottery(seeds: int) -> None:
    """This will print chi-square and the farthest cell of pupil × class over many seeds; two strata of 20, 4 classes."""
    each, classes = 20, 4
    rows = [(f"p{place:02d}", "female" if place % 2 else "male") for place in range(2 * each)]
    roster = freeze("roster", ["pupil_id", "sex"], rows)[0]
    asked = {"classes": classes, "covariates": [], "strata": [{"column": "sex"}], "redraws": 0}
    counts = [[0] * classes for _ in rows]
    for seed in range(seeds):
        for line, group in enumerate(run_lottery(asked, str(seed), {"roster": roster})["classes"]):
            counts[line][group - 1] += 1
    expected, freedom = seeds / classes, 2 * (each - 1) * (classes - 1)
    found = sum((count - expected) ** 2 / expected for row in counts for count in row) * (each - 1) / each
    limit = freedom * (1 - 2 / (9 * freedom) + 3.0902 * (2 / (9 * freedom)) ** 0.5) ** 3
    error = (expected * (1 - 1 / classes)) ** 0.5
    far = max(abs(count - expected) for row in counts for count in row) / error
    print(f"{seeds:,} seeds: chi-square {found:.1f} on {freedom} degrees (rejected at 0.001 above {limit:.1f}), "
          f"farthest cell {far:.2f} standard errors")


def main() -> None:
    """Run what is asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--only", choices=["peer", "curve", "lottery"])
    asked.add_argument("--seeds", type=int, default=10_000)
    words = asked.parse_args()
    print(describe() + "\n")
    if words.only in {None, "peer"}:
        compared(words.rounds)
    if words.only in {None, "curve"}:
        curve(words.rounds)
        print()
    if words.only in {None, "lottery"}:
        lottery(words.seeds)


if __name__ == "__main__":
    main()
