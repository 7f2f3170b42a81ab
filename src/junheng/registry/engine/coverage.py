"""Whether every school has what every school should have (校校有): counted by kind and stage, those without it by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from junheng.ground.standards.book import Entry
from junheng.registry.values.coverage import Coverage


@dataclass(frozen=True, slots=True)
class Having:
    """A school on a day: its level is its stage, or what it is where that asks for less; what it has, by kind."""

    id: int
    name: str
    levels: frozenset[str]
    has: Mapping[str, int]


def coverage(entry: Entry, schools: Iterable[Having], kinds: Iterable[str], levels: Iterable[str]) -> list[Coverage]:
    """Every kind for every level that a rule speaks of, in the order given."""
    held, order = list(schools), list(levels)
    found = []
    for kind in kinds:
        for level in order:
            rules = entry.chain(kind, stage=level)
            those = [school for school in held if level in school.levels] if rules else []
            if those:
                least = int(entry.value(kind, stage=level))
                found.append(Coverage(kind, level, len(those), tuple(
                    (school.id, school.name) for school in those if school.has.get(kind, 0) < least), rules[0]))
    return found
