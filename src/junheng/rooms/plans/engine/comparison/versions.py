"""Two versions of one plan: items changed, moved, added, taken out; targets whose number or date changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from junheng.rooms.plans.engine.comparison.terms import dice
from junheng.rooms.plans.values import Item, Path, PlanReading, Target

SAME_PLACE, ELSEWHERE = 0.35, 0.6
# Shorter runs of equal characters inside a change are no help to a reader.
SHORT_RUN = 2
# A number is one word: 92 becomes 94, never 9 and a 2 that became a 4.
WORD = re.compile(r"[0-9０-９]+(?:[.．,][0-9０-９]+)*|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of an item's text: same, out (only in the old one) or in (only in the new one)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item in both versions; `kind` is same, changed, moved, added or removed."""

    kind: str
    old: Item | None
    new: Item | None
    runs: tuple[Run, ...] = ()

    @property
    def path(self) -> Path:
        """Its number, in the new version where it stands there."""
        item = self.new or self.old
        return item.path if item else ()


@dataclass(frozen=True, slots=True)
class TargetChange:
    """One target in both versions; `kind` is changed, added or removed."""

    kind: str
    old: Target | None
    new: Target | None


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """What changed from one version to the next."""

    items: tuple[ItemChange, ...]
    targets: tuple[TargetChange, ...]

    def count(self, kind: str) -> int:
        """How many items are same, changed, moved, added or removed."""
        return sum(1 for change in self.items if change.kind == kind)


def compare_versions(old: PlanReading, new: PlanReading) -> VersionComparison:
    """This will match the items of two versions and say what became of each, in the order of the new one."""
    pairs = matched([item for item in old.items if item.path], [item for item in new.items if item.path])
    changes = [change_of(before, after) for before, after in pairs]
    return VersionComparison(tuple(changes), target_changes(old, new, pairs))


def words(item: Item) -> str:
    """What an item itself says."""
    return f"{item.heading}\n{item.text}" if item.heading and item.text else item.heading or item.text


def matched(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[Item | None, Item | None]]:
    """Pairs of items: equal words first, then the same number with like words, then like words elsewhere."""
    partner: dict[int, int] = {}
    free = dict(enumerate(old))

    def take(after: int, before: int) -> None:
        partner[after] = before
        del free[before]

    for index, item in enumerate(new):
        equal = [place for place, other in free.items() if words(other) == words(item)]
        equal.sort(key=lambda place: (old[place].path != item.path, place))
        if equal:
            take(index, equal[0])
    by_path = {item.path: place for place, item in free.items()}
    for index, item in enumerate(new):
        place = by_path.get(item.path)
        if index not in partner and place in free and alike(old[place], item) >= SAME_PLACE:
            take(index, place)
    near = sorted(
        (-alike(other, item), index, place) for index, item in enumerate(new) if index not in partner
        for place, other in free.items() if alike(other, item) >= ELSEWHERE
    )
    for _, index, place in near:
        if index not in partner and place in free:
            take(index, place)
    return in_order(old, new, partner)


def in_order(old: Sequence[Item], new: Sequence[Item], partner: dict[int, int]) -> list[tuple[Item | None, Item | None]]:
    """The pairs in the order of the new version; what was taken out stands after the item before it."""
    after: dict[int, list[Item]] = {}
    back = {place: index for index, place in partner.items()}
    last = -1
    for place, item in enumerate(old):
        if place in back:
            last = back[place]
        else:
            after.setdefault(last, []).append(item)
    result: list[tuple[Item | None, Item | None]] = [(item, None) for item in after.get(-1, [])]
    for index, item in enumerate(new):
        result.append((old[partner[index]] if index in partner else None, item))
        result += [(gone, None) for gone in after.get(index, [])]
    return result


def alike(one: Item, other: Item) -> float:
    """How alike two items are, 0 to 1."""
    return dice(words(one), words(other))


def change_of(old: Item | None, new: Item | None) -> ItemChange:
    """What became of one item."""
    if old is None or new is None:
        return ItemChange("added" if old is None else "removed", old, new)
    if words(old) == words(new):
        return ItemChange("same" if old.path == new.path else "moved", old, new)
    return ItemChange("changed", old, new, runs_of(words(old), words(new)))


def runs_of(old: str, new: str) -> tuple[Run, ...]:
    """Two texts as runs; a number changes as a whole, and short equal runs inside a change go with the change."""
    runs: list[Run] = []
    out, into = "", ""
    before, after = WORD.findall(old), WORD.findall(new)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for number, (kind, old_from, old_to, new_from, new_to) in enumerate(blocks):
        gone, come = "".join(before[old_from:old_to]), "".join(after[new_from:new_to])
        inside = 0 < number < len(blocks) - 1
        if kind == "equal" and not (inside and len(gone) < SHORT_RUN):
            runs += [Run(name, text) for name, text in (("out", out), ("in", into)) if text]
            out, into = "", ""
            runs.append(Run("same", gone))
        else:
            out, into = out + gone, into + come
    return (*runs, *(Run(name, text) for name, text in (("out", out), ("in", into)) if text))


def target_changes(old: PlanReading, new: PlanReading,
                   pairs: Sequence[tuple[Item | None, Item | None]]) -> tuple[TargetChange, ...]:
    """The targets whose number, comparison or date changed, came or went."""
    moved = {before.path: after.path for before, after in pairs if before and after}
    free = list(old.targets)
    changes: list[tuple[int, TargetChange]] = []
    fresh = []
    for target in new.targets:
        same = next((each for each in free if said(each) == said(target)), None)
        if same is not None:
            free.remove(same)
        else:
            fresh.append(target)
    for target in fresh:
        near = [each for each in free
                if moved.get(each.item_path) == target.item_path and dice(each.subject, target.subject) >= ELSEWHERE]
        best = max(near, key=lambda each: (dice(each.subject, target.subject), -each.start), default=None)
        if best is not None:
            free.remove(best)
        changes.append((target.start, TargetChange("changed" if best else "added", best, target)))
    gone = [TargetChange("removed", each, None) for each in free]
    return (*(change for _, change in sorted(changes, key=lambda pair: pair[0])), *gone)


def said(target: Target) -> tuple[object, ...]:
    """What a target promises, without its place."""
    return (target.subject, target.value, target.value_high, target.unit, target.comparator, target.strict, target.per,
            target.deadline, target.firmness)
