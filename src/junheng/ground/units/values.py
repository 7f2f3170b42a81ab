"""Units as everybody above sees them: frozen, loaded once, asked without further queries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Tree(StrEnum):
    """The two trees over the same units."""

    ADMINISTRATIVE = "administrative"
    MANAGING = "managing"

    @property
    def label(self) -> str:
        """English message id."""
        return {"administrative": "Administrative tree", "managing": "Managing tree"}[self.value]


class Kind(StrEnum):
    """What a unit is. A county may print other words for some of them (see `words`)."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    BUREAU = "bureau"
    LEADER = "leader"
    SECTION = "section"
    INSTITUTION = "institution"
    CENTRAL_SCHOOL = "central_school"
    SCHOOL = "school"
    KINDERGARTEN = "kindergarten"
    TEACHING_POINT = "teaching_point"
    CAMPUS = "campus"
    OUTSIDE = "outside"

    @property
    def label(self) -> str:
        """English message id of the kind."""
        return KIND_LABELS[self]


KIND_LABELS = {
    Kind.PROVINCE: "Province",
    Kind.CITY: "City",
    Kind.COUNTY: "County",
    Kind.TOWNSHIP: "Township",
    Kind.BUREAU: "Education bureau",
    Kind.LEADER: "Leader in charge",
    Kind.SECTION: "Section",
    Kind.INSTITUTION: "Bureau institution",
    Kind.CENTRAL_SCHOOL: "Central school",
    Kind.SCHOOL: "School",
    Kind.KINDERGARTEN: "Kindergarten",
    Kind.TEACHING_POINT: "Teaching point",
    Kind.CAMPUS: "Campus",
    Kind.OUTSIDE: "Other department",
}

# Where children are taught: the kinds that people mean by "the schools of the county".
TAUGHT_AT = frozenset({Kind.SCHOOL, Kind.KINDERGARTEN, Kind.TEACHING_POINT, Kind.CAMPUS})


@dataclass(frozen=True, slots=True)
class UnitCard:
    """One unit. `until` is the first day on which it no longer exists; None while it goes on."""

    id: int
    code: str
    name: str
    short_name: str
    kind: Kind
    since: date
    until: date | None = None
    other_names: tuple[str, ...] = ()

    def exists_on(self, day: date) -> bool:
        """Whether the unit exists on `day`."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class UnitTree:
    """Both trees as they stand on one day.

    `cards` holds every unit ever opened, so that an old task can still name a closed section; the trees
    hold only what exists on the day. Parents are unit ids by unit id.
    """

    on: date
    cards: Mapping[int, UnitCard]
    parents: Mapping[Tree, Mapping[int, int]]
    _children: dict[Tree, dict[int, tuple[int, ...]]] = field(init=False, repr=False, compare=False)
    _names: dict[str, tuple[int, ...]] = field(init=False, repr=False, compare=False)
    _codes: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        children: dict[Tree, dict[int, list[int]]] = {tree: {} for tree in Tree}
        for tree, parents in self.parents.items():
            for unit_id, parent_id in parents.items():
                children[tree].setdefault(parent_id, []).append(unit_id)
        object.__setattr__(
            self,
            "_children",
            {
                tree: {parent: tuple(sorted(ids, key=self._order)) for parent, ids in below.items()}
                for tree, below in children.items()
            },
        )
        object.__setattr__(self, "_codes", {card.code: card.id for card in self.cards.values()})
        object.__setattr__(self, "_names", {})

    def _order(self, unit_id: int) -> str:
        return self.cards[unit_id].code

    def __contains__(self, unit_id: object) -> bool:
        """Whether the unit exists on the tree's day."""
        return isinstance(unit_id, int) and unit_id in self.cards and self.cards[unit_id].exists_on(self.on)

    def __iter__(self) -> Iterator[UnitCard]:
        """The units that exist on the tree's day, by code."""
        return iter(sorted((c for c in self.cards.values() if c.exists_on(self.on)), key=lambda c: c.code))

    def __len__(self) -> int:
        return sum(1 for card in self.cards.values() if card.exists_on(self.on))

    def card(self, unit_id: int) -> UnitCard:
        """The unit itself, closed or not. Raises KeyError when there never was one."""
        return self.cards[unit_id]

    def name(self, unit_id: int | None) -> str:
        """Full name; "" for None."""
        return "" if unit_id is None else self.cards[unit_id].name

    def short_name(self, unit_id: int | None) -> str:
        """Short name where the unit has one, else the full name; "" for None."""
        return "" if unit_id is None else (self.cards[unit_id].short_name or self.cards[unit_id].name)

    def by_code(self, code: str) -> int | None:
        """The id of the unit with this code, closed or not."""
        return self._codes.get(code)

    def of_kind(self, *kinds: Kind) -> tuple[int, ...]:
        """Ids of the units of these kinds that exist on the day, by code."""
        return tuple(card.id for card in self if card.kind in kinds)

    def roots(self, tree: Tree = Tree.MANAGING) -> tuple[int, ...]:
        """Units that have others below them and nothing above them, by code."""
        parents = self.parents.get(tree, {})
        return tuple(sorted((i for i in self._children.get(tree, {}) if i not in parents), key=self._order))

    def parent(self, unit_id: int, tree: Tree = Tree.MANAGING) -> int | None:
        """The unit directly above, None at the top."""
        return self.parents.get(tree, {}).get(unit_id)

    def children(self, unit_id: int, tree: Tree = Tree.MANAGING) -> tuple[int, ...]:
        """The units directly below, by code."""
        return self._children.get(tree, {}).get(unit_id, ())

    def ancestors(self, unit_id: int, tree: Tree = Tree.MANAGING) -> tuple[int, ...]:
        """The units above, nearest first."""
        found: list[int] = []
        above = self.parent(unit_id, tree)
        while above is not None and above not in found:
            found.append(above)
            above = self.parent(above, tree)
        return tuple(found)

    def descendants(self, unit_id: int, tree: Tree = Tree.MANAGING) -> tuple[int, ...]:
        """All units below, each parent before its children; the unit itself is not among them."""
        found: list[int] = []
        seen = {unit_id}
        waiting = list(reversed(self.children(unit_id, tree)))
        while waiting:
            below = waiting.pop()
            if below in seen:
                continue
            seen.add(below)
            found.append(below)
            waiting.extend(reversed(self.children(below, tree)))
        return tuple(found)

    def with_below(self, unit_ids: Iterable[int], tree: Tree = Tree.MANAGING) -> frozenset[int]:
        """These units and everything below them."""
        found: set[int] = set()
        for unit_id in unit_ids:
            if unit_id not in found:
                found.add(unit_id)
                found.update(self.descendants(unit_id, tree))
        return frozenset(found)

    def path(self, unit_id: int, tree: Tree = Tree.MANAGING) -> tuple[int, ...]:
        """From the top down to the unit itself."""
        return (*reversed(self.ancestors(unit_id, tree)), unit_id)

    def named(self, key: str) -> tuple[int, ...]:
        """Ids of the units that carry this plain name (see `plain_name`), existing ones first."""
        if not self._names:
            self._names.update(names_of(self.cards.values(), on=self.on))
        return self._names.get(key, ())


_NOT_LETTERS = re.compile(r"[\s·•,，、。;；:：\"“”'‘’()（）\[\]【】<>《》\-—_]+")


def plain_name(text: str) -> str:
    """A name as it is compared: full-width forms folded, spaces and punctuation left out."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def names_of(cards: Collection[UnitCard] | Iterable[UnitCard], *, on: date) -> dict[str, tuple[int, ...]]:
    """Unit ids by plain name, short name and other names; existing units before closed ones."""
    found: dict[str, dict[int, None]] = {}
    for card in sorted(cards, key=lambda c: (not c.exists_on(on), c.code)):
        for name in (card.name, card.short_name, *card.other_names):
            key = plain_name(name)
            if key:
                found.setdefault(key, {})[card.id] = None
    return {key: tuple(ids) for key, ids in found.items()}
