"""Libraries that match and assign, in the peers' own environment.

    matching_peers.py algmatch ROUND.json | ortools METRES.npz

Writes JSON with the seconds of building and solving and what came out. Reading the file is on nobody's clock.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any


def algmatch(place: Path) -> dict[str, Any]:
    """Resident-optimal stable matching; the school of each applicant, 0 for none."""
    from algmatch import HR

    said = json.loads(place.read_text(encoding="utf-8"))
    asked = {side: {int(one): held for one, held in members.items()} for side, members in said.items()}
    start = time.perf_counter()
    problem = HR(dictionary=asked, optimised_side="residents")
    built = time.perf_counter()
    found = problem.get_stable_matching()["resident_sided"]
    solved = time.perf_counter()
    schools = [int(held[1:]) if (held := found.get(f"r{one}")) else 0 for one in asked["residents"]]
    return {"build": built - start, "solve": solved - built, "schools": schools}


def ortools(place: Path) -> dict[str, Any]:
    """The least sum of metres as a flow of least cost, all pupils to all schools."""
    import numpy
    from ortools.graph.python import min_cost_flow

    held = numpy.load(place)
    metres, seats = held["metres"], held["seats"]
    pupils, schools = metres.shape
    start = time.perf_counter()
    flow = min_cost_flow.SimpleMinCostFlow()
    tails, heads = numpy.repeat(numpy.arange(pupils), schools), pupils + numpy.tile(numpy.arange(schools), pupils)
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, numpy.ones(len(tails), dtype=numpy.int64), metres.ravel())
    sink = pupils + schools
    flow.add_arcs_with_capacity_and_unit_cost(
        pupils + numpy.arange(schools), numpy.full(schools, sink), seats, numpy.zeros(schools, dtype=numpy.int64))
    supplies = numpy.concatenate((numpy.ones(pupils), numpy.zeros(schools), [-pupils])).astype(numpy.int64)
    flow.set_nodes_supplies(numpy.arange(sink + 1), supplies)
    built = time.perf_counter()
    if flow.solve() != flow.OPTIMAL:
        raise SystemExit("no optimum")
    return {"build": built - start, "solve": time.perf_counter() - built, "metres": int(flow.optimal_cost())}


if __name__ == "__main__":
    print(json.dumps({"algmatch": algmatch, "ortools": ortools}[sys.argv[1]](Path(sys.argv[2]))))
