"""An upper plan against a lower one (PLN-03): clauses carried out, clauses left over, sections that share one, numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from junheng.rooms.plans.engine.candidates import chapter_of, is_opening, nearest
from junheng.rooms.plans.engine.comparison.numbers import NumberPair, pair_numbers
from junheng.rooms.plans.engine.comparison.terms import cosine, rarity_of, weighed
from junheng.rooms.plans.values import Item, Path, PlanReading, Verdict

# A link is proposed from here on; below CLEAR it is marked as uncertain. Both were set on annotated pairs of plans.
LIKELY, CLEAR = 0.055, 0.15
SYSTEM_SHARE = 0.35
MOST_LINKS = 4


@dataclass(frozen=True, slots=True)
class Link:
    """A lower clause that carries an upper one out. `likeness` 0 to 1; `verdict` empty while nobody has said."""

    path: Path
    heading: str
    text: str
    leads: tuple[str, ...]
    likeness: float
    verdict: Verdict | None = None

    @property
    def clear(self) -> bool:
        """Whether the link stands without a second look."""
        return self.verdict is Verdict.CARRIES or self.likeness >= CLEAR


@dataclass(frozen=True, slots=True)
class Coverage:
    """An upper clause with the lower clauses that carry it out."""

    path: Path
    chapter: str
    heading: str
    text: str
    links: tuple[Link, ...]
    numbers: tuple[NumberPair, ...]
    systems: tuple[str, ...]

    @property
    def leads(self) -> tuple[str, ...]:
        """The sections that carry it out, each once."""
        return tuple(dict.fromkeys(lead for link in self.links for lead in link.leads))

    @property
    def state(self) -> str:
        """covered, unsure (only uncertain links) or open."""
        if not self.links:
            return "open"
        return "covered" if any(link.clear for link in self.links) else "unsure"

    @property
    def shared(self) -> bool:
        """Whether several sections carry it out."""
        return len(self.leads) > 1

    @property
    def disagrees(self) -> bool:
        """Whether a number of the lower plan promises less, or later."""
        return any(pair.agreement.disagrees for pair in self.numbers)


@dataclass(frozen=True, slots=True)
class LevelComparison:
    """Every clause of the upper plan, and the lower clauses that carry none of them out."""

    clauses: tuple[Coverage, ...]
    own: tuple[tuple[Path, str], ...]

    def count(self, state: str) -> int:
        """How many clauses are covered, unsure or open."""
        return sum(1 for clause in self.clauses if clause.state == state)

    @property
    def shared(self) -> int:
        """How many clauses several sections carry out."""
        return sum(1 for clause in self.clauses if clause.shared)

    @property
    def disagreeing(self) -> int:
        """How many clauses hold a number that disagrees."""
        return sum(1 for clause in self.clauses if clause.disagrees)


def compare_levels(upper: PlanReading, lower: PlanReading, *, verdicts: Mapping[tuple[Path, Path], Verdict] | None = None,
                   leads: Mapping[Path, Sequence[str]] | None = None) -> LevelComparison:
    """This will hold every lowest item of the upper plan against those of the lower one.

    `verdicts` are what people have said of pairs of paths, and stand above any likeness; `leads` names the sections
    of a lower item where they are known better than printed. The same plans give the same comparison.
    """
    said = dict(verdicts or {})
    above, below = clauses_of(upper), clauses_of(lower)
    words = [(item.heading, item.text) for item in (*above, *below)]
    weights = weighed(words, rarity_of(words))
    links: dict[Path, tuple[Link, ...]] = {}
    for index, item in enumerate(above):
        scored = [
            (likeness(item, other, cosine(weights[index], weights[len(above) + place])), other)
            for place, other in enumerate(below)
        ]
        links[item.path] = links_of(item, scored, said, lambda other: leads_of(other, lower, leads or {}))
    linked = [(path, link.path) for path, found in links.items() for link in found]
    pairs = pair_numbers(upper.targets, lower.targets, linked)
    chapters = {item.path: item for item in upper.items}
    carried = {path for _, path in linked}
    return LevelComparison(
        tuple(
            Coverage(item.path, chapter_of(item.path, chapters), item.heading, item.text, links[item.path],
                     tuple(pair for pair in pairs if pair.upper.item_path == item.path), item.systems)
            for item in above
        ),
        tuple((item.path, item.heading or item.text[:40]) for item in below if item.path not in carried),
    )


def clauses_of(reading: PlanReading) -> tuple[Item, ...]:
    """The lowest items that say what to do; those that only open the plan are left out."""
    items = {item.path: item for item in reading.items}
    parents = {path[:depth] for path in items for depth in range(1, len(path))}
    return tuple(item for item in reading.items
                 if item.path and item.path not in parents and not is_opening(item, items))


def likeness(one: Item, other: Item, words: float) -> float:
    """Words and systems together: two clauses that call for the same systems need fewer words in common."""
    mine, theirs = set(one.systems), set(other.systems)
    common = len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0
    return round(min(1.0, words * (1 - SYSTEM_SHARE + 2 * SYSTEM_SHARE * common)), 4)


def links_of(item: Item, scored: Sequence[tuple[float, Item]], said: Mapping[tuple[Path, Path], Verdict],
             leads: Callable[[Item], tuple[str, ...]]) -> tuple[Link, ...]:
    """The links of one upper clause: what people said first, then the likeliest, the best first."""
    best = max((score for score, _ in scored), default=0.0)
    found = []
    for score, other in scored:
        verdict = said.get((item.path, other.path))
        near = score >= CLEAR or (score >= LIKELY and score >= best / 2)
        if verdict is Verdict.CARRIES or (near and verdict is not Verdict.NOT):
            found.append(Link(other.path, other.heading, other.text, leads(other), score, verdict))
    found.sort(key=lambda link: (link.verdict is not Verdict.CARRIES, -link.likeness))
    kept = sum(1 for link in found if link.verdict is Verdict.CARRIES)
    return tuple(found[:max(MOST_LINKS, kept)])


def leads_of(item: Item, lower: PlanReading, known: Mapping[Path, Sequence[str]]) -> tuple[str, ...]:
    """Who leads a lower clause: as known from its tasks, else as printed there or above."""
    if known.get(item.path):
        return tuple(dict.fromkeys(known[item.path]))
    printed = nearest(item.path, {entry.item_path: entry for entry in lower.responsible})
    return printed.lead if printed else ()
