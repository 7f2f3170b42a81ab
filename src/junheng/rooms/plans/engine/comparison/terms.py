"""How alike two clauses are, by the pairs of characters that they share; rare pairs weigh more.

No word list is needed: in Chinese two neighbouring characters are close to a word. The weight of a pair falls with
the number of clauses that hold it, so 学校 and 推进 say little and 校聘 says much.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

RUN = re.compile(r"[一-鿿]{2,}|[A-Za-z]{2,}")
HEADING_WEIGHT = 2

Terms = Mapping[str, float]


def pairs(text: str) -> Counter[str]:
    """The neighbouring characters of every run of Chinese text, with how often each pair stands there."""
    found: Counter[str] = Counter()
    for run in RUN.findall(text):
        found.update(run[at:at + 2] for at in range(len(run) - 1))
    return found


def dice(one: str, other: str) -> float:
    """Shared pairs of two short texts, 0 to 1 (Dice)."""
    left, right = set(pairs(one)), set(pairs(other))
    if not left or not right:
        return 1.0 if one and one == other else 0.0
    return 2 * len(left & right) / (len(left) + len(right))


def weighed(clauses: Sequence[tuple[str, str]], rarity: Mapping[str, float]) -> tuple[Terms, ...]:
    """The weighted pairs of each clause (heading, text); what stands in the heading counts double."""
    result = []
    for heading, text in clauses:
        counts = pairs(text)
        for pair, times in pairs(heading).items():
            counts[pair] += times * HEADING_WEIGHT
        result.append({pair: (1 + log(times)) * rarity.get(pair, 0.0) for pair, times in counts.items()})
    return tuple(result)


def rarity_of(clauses: Iterable[tuple[str, str]]) -> dict[str, float]:
    """How much each pair says, from how few of the clauses hold it."""
    holding: Counter[str] = Counter()
    total = 0
    for heading, text in clauses:
        total += 1
        holding.update(set(pairs(f"{heading}。{text}")))
    return {pair: log((1 + total) / (0.5 + held)) for pair, held in holding.items()}


def cosine(one: Terms, other: Terms) -> float:
    """How alike two clauses are, 0 to 1."""
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    shared = sum(weight * many[pair] for pair, weight in few.items() if pair in many)
    size = sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return shared / size if size else 0.0
