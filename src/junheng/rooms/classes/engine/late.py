"""Late pupils: the same rule once more, and nobody who has a class is moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from junheng.ground.draws.engine import order_keys
from junheng.ground.draws.values import Lists
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.rooms.classes.engine.columns import needs_of, rows_of
from junheng.rooms.classes.engine.place import drawn
from junheng.rooms.classes.engine.units import grouped


def run_late(rules: Mapping[str, Any], seed: str, lists: Lists) -> dict[str, Any]:
    """`late/1`: those without a class (column `class`) go, in ticket order, each to the emptiest class that is allowed.

    Among equally full ones it is the class that the child makes most like the whole; among equals the one drawn first. A
    child `together` with a placed one goes there. Outcome as in the other modes, all lines. Raises Refused.
    """
    roster, count = lists["roster"], rules["classes"]
    placed = [int(cell) if cell else 0 for cell in roster.column("class")]
    if any(not 0 <= group <= count for group in placed):
        line = next(line for line, group in enumerate(placed) if not 0 <= group <= count)
        raise Refused(Finding("class-unknown", "There is no class %(group)s; classes go from 1 to %(classes)s.",
                              "Correct the class, or leave it empty for a pupil who has none yet.",
                              Place(row=line + 1, column="class"), {"group": placed[line], "classes": count}))
    needs, places = needs_of(roster)
    loads = [0] * (count + 1)
    rows, _ = rows_of(roster, rules["covariates"], [(line,) for line in range(len(placed))])
    sums = [[0] * len(rows[0]) for _ in range(count + 1)]
    together = {line: lines for lines in grouped(roster.column("together")).values() for line in lines}
    apart = {line: lines for lines in grouped(roster.column("apart")).values() for line in lines}
    choice = drawn(rules, seed, "class", count)
    keys = order_keys(seed=seed, names=roster.ids, source=rules.get("source", "ticket"), first=rules.get("first", "lowest"))

    def enter(line: int, group: int) -> None:
        """A line becomes part of a class."""
        placed[line] = group
        loads[group] += 10**places + needs[line]
        sums[group] = [held + each for held, each in zip(sums[group], rows[line], strict=True)]

    for line, group in enumerate(placed):
        if group:
            enter(line, group)
    for line in sorted((line for line, group in enumerate(placed) if not group), key=lambda line: (keys[line], roster.ids[line])):
        shut = {placed[other] for other in apart.get(line, ()) if other != line}
        home = {placed[other] for other in together.get(line, ()) if placed[other]}
        free = [group for group in (sorted(home) or choice) if group not in shut]
        if not free:
            raise Refused(Finding("late-cannot", "Pupil %(pupil)s may go to no class.",
                                  "Ask again who is to be together or apart with this pupil.",
                                  Place(row=line + 1, column="apart"), {"pupil": roster.ids[line]}))
        enter(line, min(free, key=lambda group: (
            loads[group], sum(each * (2 * held + each) for held, each in zip(sums[group], rows[line], strict=True)),
            choice.index(group))))
    return {"classes": placed}
