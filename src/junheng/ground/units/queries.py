"""Questions about units. `tree` loads everything in two queries; the rest is asked of the tree."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from django.db.models import Q, QuerySet

from junheng.ground.units import models
from junheng.ground.units.values import Kind, Tree, UnitCard, UnitTree, plain_name
from junheng.ground.units.words import kind_label

__all__ = ["all_by_name", "beside", "find_by_name", "kind_label", "of_kind", "tree", "with_below"]


def in_force(on: date, path: str = "") -> Q:
    """Rows whose days include `on`; with a path ("unit__") the rows that it leads to."""
    ends = Q(**{f"{path}until__isnull": True}) | Q(**{f"{path}until__gt": on})
    return Q(**{f"{path}since__lte": on}) & ends


def tree(on: date) -> UnitTree:
    """Both unit trees as they stand on a day: two queries, however many units. Keep it for the request."""
    cards = {
        row[0]: UnitCard(
            id=row[0],
            code=row[1],
            name=row[2],
            short_name=row[3],
            kind=Kind(row[4]),
            since=row[5],
            until=row[6],
            other_names=tuple(row[7]),
        )
        for row in models.Unit.objects.values_list(
            "id", "code", "name", "short_name", "kind", "since", "until", "other_names"
        )
    }
    parents: dict[Tree, dict[int, int]] = {kind: {} for kind in Tree}
    placed = models.Placement.objects.filter(in_force(on)).values_list("tree", "unit_id", "parent_id")
    for kind, unit_id, parent_id in placed:
        if cards[unit_id].exists_on(on) and cards[parent_id].exists_on(on):
            parents[Tree(kind)][unit_id] = parent_id
    return UnitTree(on=on, cards=cards, parents=parents)


def with_below(unit_ids: Collection[int], on: date) -> dict[int, frozenset[int]]:
    """Each of these units with everything below it in the managing tree on a day, as `tree` would say; one query."""
    if not unit_ids:
        return {}
    children: dict[int, list[int]] = {}
    for unit_id, parent_id in placed_on(on).all():
        children.setdefault(parent_id, []).append(unit_id)
    found: dict[int, frozenset[int]] = {}
    for top in unit_ids:
        seen, waiting = {top}, [top]
        while waiting:
            fresh = [child for child in children.get(waiting.pop(), ()) if child not in seen]
            seen.update(fresh)
            waiting += fresh
        found[top] = frozenset(seen)
    return found


@lru_cache(maxsize=8)
def placed_on(on: date) -> QuerySet[models.Placement, tuple[int, int]]:
    """The question which unit stands below which on a day; asked anew with every `all()`."""
    open_ones = in_force(on) & in_force(on, "unit__") & in_force(on, "parent__")
    placed = models.Placement.objects.filter(open_ones, tree=Tree.MANAGING).order_by()
    return placed.values_list("unit_id", "parent_id")


def beside(unit_id: int, on: date) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Who manages a unit on a day ("" at the top), and the units directly below it by code, as `tree` would say; one query."""
    open_ones = in_force(on) & in_force(on, "unit__") & in_force(on, "parent__")
    rows = models.Placement.objects.filter(open_ones, Q(unit=unit_id) | Q(parent=unit_id), tree=Tree.MANAGING).order_by("unit__code").values_list(
        "unit_id", "unit__name", "parent__name")
    return next((above for each, _, above in rows if each == unit_id), ""), tuple((each, name) for each, name, _ in rows if each != unit_id)


def of_kind(kind: Kind, on: date) -> list[tuple[int, str]]:
    """The units of a kind that exist on a day, with their short names, by code; one query."""
    rows = models.Unit.objects.filter(in_force(on), kind=kind).order_by("code").values_list("pk", "short_name", "name")
    return [(unit_id, short or name) for unit_id, short, name in rows]


def find_by_name(tree: UnitTree, text: str) -> int | None:
    """The one unit that a plan means by a name ("县教育局人事股", "人事股", "人社局"), else None.

    None both where nothing carries the name and where several do ("中心校"): ask `all_by_name`.
    """
    found = all_by_name(tree, text)
    existing = tuple(unit_id for unit_id in found if unit_id in tree)
    if len(existing) == 1:
        return existing[0]
    return found[0] if len(found) == 1 else None


def all_by_name(tree: UnitTree, text: str) -> tuple[int, ...]:
    """Ids of all units that a name may mean; existing ones first.

    Tried in this order, the first that finds anything decides: the name itself; the name without the
    words of level before it ("县", "县委"); a part below the body named before it ("教育局人事股").
    """
    spelled = _spellings()
    key = plain_name(text)
    if not key:
        return ()
    for candidate in _without_level(key, tree, spelled.before):
        found = _same_name(tree, candidate, spelled)
        if found:
            return found
    return _part_of_body(tree, key, spelled)


@dataclass(frozen=True, slots=True)
class _Spellings:
    """Other spellings by plain name, both ways, and the words of level."""

    others: dict[str, tuple[str, ...]]
    before: tuple[str, ...]


@lru_cache(maxsize=1)
def _spellings() -> _Spellings:
    read = tomllib.loads(files("junheng.ground.units").joinpath("names.toml").read_text(encoding="utf-8"))
    others: dict[str, list[str]] = {}
    for full, shorts in read["short"].items():
        group = [plain_name(full), *(plain_name(short) for short in shorts)]
        for name in group:
            others.setdefault(name, []).extend(other for other in group if other != name)
    before = sorted((plain_name(word) for word in read["level"]["before"]), key=len, reverse=True)
    return _Spellings(
        others={name: tuple(dict.fromkeys(more)) for name, more in others.items()}, before=tuple(before)
    )


def _same_name(tree: UnitTree, key: str, spelled: _Spellings) -> tuple[int, ...]:
    """Units of this plain name or of another spelling of it, with or without a word of level before."""
    found: dict[int, None] = {}
    for name in (key, *spelled.others.get(key, ())):
        found.update(dict.fromkeys(tree.named(name)))
        if not found:
            for word in spelled.before:
                found.update(dict.fromkeys(tree.named(word + name)))
        if not found:
            found.update(dict.fromkeys(_named_after_a_place(tree, name)))
        if found:
            return tuple(found)
    return ()


def _named_after_a_place(tree: UnitTree, key: str) -> tuple[int, ...]:
    """Units whose full name is a county's, city's or province's name and then `key` ("青禾县财政局")."""
    found: dict[int, None] = {}
    for place in tree.of_kind(Kind.COUNTY, Kind.CITY, Kind.PROVINCE):
        found.update(dict.fromkeys(tree.named(plain_name(tree.name(place)) + key)))
    return tuple(found)


def _without_level(key: str, tree: UnitTree, before: tuple[str, ...]) -> tuple[str, ...]:
    """The name as written, then without the place and the words of level before it, longest first."""
    found = [key]
    places = tuple(
        plain_name(name)
        for place in tree.of_kind(Kind.COUNTY, Kind.CITY, Kind.PROVINCE)
        for name in (tree.name(place), tree.short_name(place))
    )
    for word in (*places, *before):
        if word and key.startswith(word) and len(key) - len(word) >= 2:
            found.append(key[len(word) :])
    return tuple(dict.fromkeys(found))


def _part_of_body(tree: UnitTree, key: str, spelled: _Spellings) -> tuple[int, ...]:
    """ "教育局人事股": the longest beginning that names a body, then a unit below that body."""
    for cut in range(len(key) - 2, 1, -1):
        bodies: dict[int, None] = {}
        for head in _without_level(key[:cut], tree, spelled.before):
            bodies.update(dict.fromkeys(_same_name(tree, head, spelled)))
        if not bodies:
            continue
        rest = set(_same_name(tree, key[cut:], spelled))
        below = tree.with_below(bodies) | tree.with_below(bodies, Tree.ADMINISTRATIVE)
        found = tuple(unit_id for unit_id in sorted(rest & below, key=lambda i: tree.card(i).code))
        if found:
            return found
    return ()
