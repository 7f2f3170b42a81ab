"""Ten million pupils in the lake: enrolment by county, stage and grade, counted from a row for every pupil.

The province (`bench/province.py`) is written anew unless `--province` names one. Each engine answers in a process of its own,
three times; seconds are those of a question, start of Python and of the engine not included (Spark's first answer warms
its machine and is told apart). Memory is the most that the process ever held, everything included. Both answers, and the sums
that the counties themselves published, must be equal, else the run stops. Exit 1 where a promise is not kept.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.machine import describe
from bench.province import FULL, KEYS, province
from junheng.ground.lake import Engine, opened

MOST_SECONDS, MOST_MEMORY, ROUNDS = 3.0, 2000.0, 3


def counted(folder: Path, engine: Engine) -> dict[str, Any]:
    """What an engine answers, how long each answer takes, and the most memory held (MB)."""
    import django

    django.setup()
    from junheng.registry.queries.lake import enrolment_by_grade

    seconds = []
    with opened(folder, engine) as lake:
        for _ in range(ROUNDS):
            start = time.perf_counter()
            table = lake.table("pupils")
            rows = lake.rows(table.group_by(list(KEYS)).agg(pupils=table.count()).order_by(list(KEYS)))
            seconds.append(time.perf_counter() - start)
        published = enrolment_by_grade(lake)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": seconds, "memory": peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6, "rows": rows, "published": published}


def asked_of(folder: Path, engine: Engine) -> dict[str, Any]:
    """The same in a process of its own."""
    said = subprocess.run([sys.executable, "-m", "bench.lake", "--province", str(folder), "--engine", engine], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Writes, asks, compares, tells."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--province", type=Path)
    parser.add_argument("--counties", default=str(FULL))
    parser.add_argument("--engine", type=Engine)
    asked = parser.parse_args()
    if asked.engine:
        print(json.dumps(counted(asked.province, asked.engine)))
        return 0
    print(describe())
    with tempfile.TemporaryDirectory() as made:
        folder = asked.province or Path(made)
        if asked.province is None:
            start = time.perf_counter()
            print(f"{province(folder, asked.counties):,} pupils written in {time.perf_counter() - start:.0f} s")
        found = {engine: asked_of(folder, engine) for engine in Engine}
    for engine, each in found.items():
        print(f"{engine}: first {each['seconds'][0]:.2f} s, then {', '.join(f'{one:.2f}' for one in each['seconds'][1:])} s, {each['memory']:.0f} MB "
              f"(Spark's own machine not counted)" if engine is Engine.SPARK else
              f"{engine}: {', '.join(f'{one:.2f}' for one in each['seconds'])} s, {each['memory']:.0f} MB")
    answers = [each[name] for each in found.values() for name in ("rows", "published")]
    if any(answer != answers[0] for answer in answers):
        raise SystemExit("the engines do not agree")
    print(f"{sum(row['pupils'] for row in answers[0]):,} pupils in {len(answers[0]):,} groups, equal in both engines and in the published enrolment")
    duck = found[Engine.DUCKDB]
    return int(max(duck["seconds"]) > MOST_SECONDS or duck["memory"] > MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main())
