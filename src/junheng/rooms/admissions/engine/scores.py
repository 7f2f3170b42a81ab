"""Combined scores with a rule for ties: exact, and every place explained by the key that decided it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from junheng.ground.draws.engine import plain_number, whole_numbers


@dataclass(frozen=True, slots=True)
class Formula:
    """Columns with their weights (“0.4”), and what decides between equal totals, one after the other: sums of columns."""

    weights: Mapping[str, str]
    ties: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """One line's total in units of 10^-`decimals`, and its place (1 is the first); equal to the end: the same place."""

    total: int
    decimals: int
    place: int
    decided_by: int


def combined(columns: Mapping[str, Sequence[str]], formula: Formula) -> list[Standing]:
    """This will add up weighted columns and place the lines, the highest total first.

    `decided_by` says which key parts a line from the one before it: 0 the total, 1 the first tie rule, …; −1 where
    nothing does, and a ticket must. Raises ValueError for a cell or weight that is no number or empty.
    """
    weights, decimals = whole_numbers([plain_number(weight) for weight in formula.weights.values()])
    cells = {name: whole_numbers([plain_number(cell) for cell in columns[name]])
             for name in {*formula.weights, *(name for tie in formula.ties for name in tie)}}
    if None in weights or any(None in held for held, _ in cells.values()):
        raise ValueError("a weight or a score is empty")
    finest = max((places for _, places in cells.values()), default=0)
    exact = {name: [(cell or 0) * 10 ** (finest - places) for cell in held] for name, (held, places) in cells.items()}
    lines = range(len(next(iter(columns.values()), ())))
    keys = [(sum((weight or 0) * exact[name][line] for name, weight in zip(formula.weights, weights, strict=True)),
             *(sum(exact[name][line] for name in tie) for tie in formula.ties)) for line in lines]
    ranked = sorted(lines, key=lambda line: [-part for part in keys[line]])
    found: list[Standing | None] = [None] * len(keys)
    place = 0
    before: tuple[int, ...] | None = None
    for count, line in enumerate(ranked, start=1):
        parted = next((at for at, (mine, other) in enumerate(zip(keys[line], before or (), strict=False)) if mine != other), -1)
        place = count if before is None or parted >= 0 else place
        found[line] = Standing(keys[line][0], finest + decimals, place, 0 if before is None else parted)
        before = keys[line]
    return [standing for standing in found if standing is not None]


def parted(standings: Sequence[Standing], keys: Sequence[str]) -> list[Standing]:
    """The same with equal places parted by `keys`, a text for each line, the lower first; `decided_by` is −1 for all of them
    but the first."""
    found = list(standings)
    first = {each.place: each.decided_by for each in standings if each.decided_by >= 0}
    taken = dict.fromkeys(first, 0)
    for line in sorted(range(len(found)), key=lambda line: keys[line]):
        place = found[line].place
        found[line] = replace(found[line], place=place + taken[place], decided_by=-1 if taken[place] else first[place])
        taken[place] += 1
    return found
