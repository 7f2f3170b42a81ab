"""Layers of one subject (分层教学), formed anew each term, and whether they have hardened.

A layer is for the lessons of one subject; classes stay as they are (义务教育法 art. 22 knows no key classes).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Hardening:
    """How much layers move: share of pupils who changed at each turn of term, share of the lowest layer never above it."""

    moved: tuple[Fraction, ...]
    always_lowest: Fraction
    hardened: bool


def layered(*, scores: Mapping[str, int], sizes: Sequence[int], keys: Mapping[str, str], before: Mapping[str, int] | None = None,
            margin: int = 0) -> dict[str, int]:
    """The layer of each pupil (0 is the first) for the coming term: by score, equal scores by ticket.

    `sizes` are the places of each layer. With `before`, a pupil stands `margin` places lower for each layer below the first
    that the last term was spent in, so that nobody moves for a few points; `margin=0` looks at the scores alone. A pupil
    new this term stands as one of the middle layer. Raises ValueError when places and pupils do not fit.
    """
    if sum(sizes) != len(scores) or any(size < 1 for size in sizes):
        raise ValueError("there are as many places in the layers as pupils")
    middle = len(sizes) // 2
    ranked = sorted(scores, key=lambda pupil: (-scores[pupil], keys[pupil], pupil))
    held = {pupil: rank + margin * (before or {}).get(pupil, middle) for rank, pupil in enumerate(ranked)}
    order = sorted(ranked, key=held.__getitem__)
    layers = [layer for layer, size in enumerate(sizes) for _ in range(size)]
    return dict(zip(order, layers, strict=True))


def hardening(terms: Sequence[Mapping[str, int]], *, least_moved: Fraction, most_always: Fraction) -> Hardening:
    """This will say whether layers have hardened over terms (the earliest first; two or more).

    Counted are pupils of both terms. Hardened: at no turn of term did `least_moved` of them change layer, or more than
    `most_always` of the lowest layer were in it in every term. Raises ValueError with fewer than two terms.
    """
    if len(terms) < 2:
        raise ValueError("hardening shows over two terms at least")
    moved = []
    for earlier, later in pairwise(terms):
        both = earlier.keys() & later.keys()
        moved.append(Fraction(sum(earlier[pupil] != later[pupil] for pupil in both), len(both) or 1))
    lowest = max(terms[-1].values(), default=0)
    now = [pupil for pupil, layer in terms[-1].items() if layer == lowest and all(pupil in term for term in terms)]
    always = Fraction(sum(all(term[pupil] == max(term.values()) for term in terms) for pupil in now), len(now) or 1)
    return Hardening(tuple(moved), always, max(moved) < least_moved or always > most_always)
