"""Who learns where in which years: spells at schools, class cohorts, and the classes of each school year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

from junheng.ground.standards.book import Entry
from junheng.registry.engine.invented.chance import Chance, Ints
from junheng.registry.engine.invented.people import FIRST_PLACE, LAST_PLACE, Children, Flags
from junheng.registry.engine.invented.places import Places
from junheng.registry.values import Ownership, SchoolKind, Stage

STAGES = list(Stage)
OPENS = {Stage.KINDERGARTEN: (-3, -1), Stage.PRIMARY: (0, 5), Stage.JUNIOR: (6, 8), Stage.SENIOR: (9, 11), Stage.VOCATIONAL: (9, 11)}


@dataclass(slots=True)
class Spells:
    """A row for each time of a child at a school: stage and school by place in their lists, from place to place of the
    course of schooling (grade 1 is place 0), both counted."""

    child: Ints
    stage: Ints
    school: Ints
    begin: Ints
    end: Ints

    def take(self, those: Flags | Ints) -> Spells:
        """Only those rows."""
        return Spells(*(column[those] for column in (self.child, self.stage, self.school, self.begin, self.end)))


@dataclass(slots=True)
class Rolls:
    """Spells with their class: `group` is the cohort of a stage at a school, `number` the class in it (from 1).

    `sizes[group, step, number - 1]`: pupils of each class at each step of the stage; `wanted[group]`: classes planned.
    """

    spells: Spells
    group: Ints
    number: Ints
    groups: list[tuple[int, int, int]]  # school, stage, cohort
    wanted: Ints
    sizes: NDArray[numpy.int64]


def spells_of(chance: Chance, places: Places, shape: Mapping[str, Any], children: Children, opens: int, years: int) -> Spells:
    """All spells that touch one of the last `years` school years, in the order of children and time."""
    parts = [*kindergarten(chance, places, shape, children, opens), *compulsory(chance, places, shape, children),
             *upper(chance, places, shape, children)]
    spells = Spells(*(numpy.concatenate([getattr(part, name) for part in parts]) for name in Spells.__slots__))
    begins, ends, cohort = (column[spells.child] for column in (children.begins, children.ends, children.cohort))
    # Nobody is here before coming, after leaving, or later than the year of the register.
    spells.begin = numpy.maximum(spells.begin, begins)
    spells.end = numpy.minimum(numpy.minimum(spells.end, ends), -cohort)
    spells = spells.take((spells.begin <= spells.end) & (cohort + spells.end > -years))
    return spells.take(numpy.lexsort((spells.begin, spells.child)))


def drawn_school(chance: Chance, stream: str, weights: Ints, rows: Ints, among: Ints | None = None) -> Ints:
    """A school for each row by the weights of its township; where `among` is given, only its columns count."""
    table = weights if among is None else weights * among
    edges = numpy.cumsum(table, axis=1)
    empty = numpy.flatnonzero(edges[:, -1] == 0)
    if len(empty):
        edges[empty] = numpy.cumsum(table[0])
    drawn = chance.below(stream, edges[rows, -1], len(rows))
    found = numpy.empty(len(rows), numpy.int64)
    for row in range(len(edges)):
        those = rows == row
        found[those] = numpy.searchsorted(edges[row], drawn[those], side="right")
    return found


def to_seat(chance: Chance, stage: Stage, shape: Mapping[str, Any], children: Children) -> Ints:
    """The township whose schools each child chooses from: its own, or for a few the seat (0)."""
    pull = chance.share(f"rolls/{stage}/seat", int(shape["attendance"]["seat"][stage]), len(children.cohort))
    return numpy.where(pull[children.first], 0, children.township)


def kindergarten(chance: Chance, places: Places, shape: Mapping[str, Any], children: Children, opens: int) -> list[Spells]:
    """Kindergarten: who goes, from which year on, and where. A new kindergarten begins with those who enter now."""
    count, told = len(children.cohort), shape["attendance"]
    goes = chance.share("rolls/kindergarten", int(told["kindergarten"]), count)[children.first]
    begin = FIRST_PLACE + chance.pick("rolls/kindergarten/begin", told["kindergarten_enters"], count)[children.first]
    begin = numpy.where(children.early & (begin == FIRST_PLACE), FIRST_PLACE + 1, begin)
    rows, weights = to_seat(chance, Stage.KINDERGARTEN, shape, children), places.weights[Stage.KINDERGARTEN]
    old = numpy.asarray([int(school.opened.year <= opens - 3) for school in places.schools], numpy.int64)
    settled, now = (drawn_school(chance, f"rolls/kindergarten/{name}", weights, rows, among)
                    for name, among in (("school", old), ("new", None)))
    fresh = (children.cohort + begin == 0) & (begin == FIRST_PLACE)
    school = numpy.where(fresh, now, settled)[children.first]
    return [whole(Stage.KINDERGARTEN, numpy.flatnonzero(goes), school, begin, numpy.full(count, -1, numpy.int64))]


def whole(stage: Stage, those: Ints, school: Ints, begin: Ints, end: Ints) -> Spells:
    """Spells of one stage for the children `those`; the other columns are of all children."""
    return Spells(those, numpy.full(len(those), STAGES.index(stage), numpy.int64), school[those], begin[those], end[those])


def compulsory(chance: Chance, places: Places, shape: Mapping[str, Any], children: Children) -> list[Spells]:
    """Primary and junior school: special school, points that end early, and changes of school on the way."""
    count, found = len(children.cohort), []
    special = places.of_kind(SchoolKind.SPECIAL)
    there = children.special_school & bool(special)
    for stage in (Stage.PRIMARY, Stage.JUNIOR):
        low, high = OPENS[stage]
        rows = to_seat(chance, stage, shape, children)
        school = drawn_school(chance, f"rolls/{stage}/school", places.weights[stage], rows)[children.first]
        other = drawn_school(chance, f"rolls/{stage}/other", places.weights[stage], rows * 0)[children.first]
        turn = chance.between(f"rolls/{stage}/turn", low + 1, high, count)[children.first]
        changes = chance.share(f"rolls/{stage}/changes", int(shape["attendance"]["changes"]), count)[children.first]
        last = numpy.asarray([places.last_grade.get(place, LAST_PLACE) for place in range(len(places.schools))], numpy.int64)
        parents = {place: places.parent_of(places.home[place]) for place in places.last_grade}
        parent = numpy.asarray([parents.get(place, place) for place in range(len(places.schools))], numpy.int64)
        point = last[school] <= high
        changes &= ~point & ~there & (other != school)
        second = numpy.where(point, parent[school], other)
        if special:
            school = numpy.where(there, special[0], school)
        splits = (point & ~there) | changes
        turn = numpy.where(point, last[school], turn)
        ends = numpy.where(splits, turn - 1, high)
        everyone = numpy.arange(count)
        found.append(whole(stage, everyone, school, numpy.full(count, low, numpy.int64), ends))
        found.append(whole(stage, numpy.flatnonzero(splits), second, turn, numpy.full(count, high, numpy.int64)))
    return found


def upper(chance: Chance, places: Places, shape: Mapping[str, Any], children: Children) -> list[Spells]:
    """Senior and vocational school; the rest go on elsewhere."""
    count, told, found = len(children.cohort), shape["attendance"], []
    goes = chance.pick("rolls/upper", [told["senior"], told["vocational"], 1000 - told["senior"] - told["vocational"]], count)
    for turn, (stage, kind) in enumerate(((Stage.SENIOR, SchoolKind.SENIOR), (Stage.VOCATIONAL, SchoolKind.VOCATIONAL))):
        schools = places.of_kind(kind)
        if schools:
            school = numpy.asarray(schools)[chance.below(f"rolls/{stage}/school", len(schools), count)]
            low, high = (numpy.full(count, edge, numpy.int64) for edge in OPENS[stage])
            found.append(whole(stage, numpy.flatnonzero((goes == turn) & ~children.special_school), school, low, high))
    return found


def rolls_of(chance: Chance, places: Places, shape: Mapping[str, Any], children: Children, spells: Spells, years: int,
             limits: Entry) -> Rolls:
    """Class cohorts, wide enough for the fullest of the last `years` years, with every child in one of them."""
    cohort = children.cohort[spells.child]
    key = (spells.school * len(STAGES) + spells.stage) * 64 + cohort + 40
    keys, group = numpy.unique(key, return_inverse=True)
    groups = [(int(each) // 64 // len(STAGES), int(each) // 64 % len(STAGES), int(each) % 64 - 40) for each in keys]
    lows = numpy.asarray([OPENS[STAGES[stage]][0] for _, stage, _ in groups], numpy.int64)
    counts = numpy.zeros((len(groups), 6), numpy.int64)
    steps = spells_steps(spells, lows[group])
    for step, those in enumerate(steps):
        counts[:, step] = numpy.bincount(group[those], minlength=len(groups))
    caps = caps_of(chance, places, shape, groups, limits)
    cohorts = numpy.asarray([each for _, _, each in groups], numpy.int64)
    year = cohorts[:, None] + lows[:, None] + numpy.arange(6)
    counts[(year > 0) | (year <= -years)] = 0
    wanted = numpy.maximum((-(-counts * 100 // caps)).max(axis=1), 1)
    order = numpy.lexsort((chance.bits("rolls/class", len(group)), children.female[spells.child], spells.begin, group))
    starts = numpy.searchsorted(group[order], numpy.arange(len(groups)))
    number = numpy.empty(len(group), numpy.int64)
    number[order] = (numpy.arange(len(group)) - starts[group[order]]) % wanted[group[order]] + 1
    sizes = numpy.zeros((len(groups), 6, int(wanted.max(initial=1))), numpy.int64)
    for step, those in enumerate(steps):
        numpy.add.at(sizes[:, step], (group[those], number[those] - 1), 1)
    sizes[counts == 0] = 0
    return Rolls(spells, group, number, groups, wanted, sizes)


def spells_steps(spells: Spells, lows: Ints) -> list[Flags]:
    """For each step of a stage, which spells cover it."""
    return [(spells.begin - lows <= step) & (spells.end - lows >= step) for step in range(6)]


def caps_of(chance: Chance, places: Places, shape: Mapping[str, Any], groups: list[tuple[int, int, int]], limits: Entry) -> Ints:
    """Pupils of a class at most, in hundredths, for each step of each cohort. Entry grades keep the standard."""
    told = shape["crowded"]
    draws = chance.below("rolls/crowded", 1000, len(places.schools)).tolist()
    caps = numpy.full((len(groups), 6), 10**6, numpy.int64)
    for row, (place, stage, cohort) in enumerate(groups):
        school, low = places.schools[place], OPENS[STAGES[stage]][0]
        tiny = STAGES[stage] == Stage.KINDERGARTEN
        rule = told["kindergarten" if tiny else school.locale]
        full = draws[place] < int(rule["per_mille"]) and (tiny or cohort + low < 0)
        full = full and school.ownership != Ownership.PRIVATE and STAGES[stage] not in {Stage.SENIOR, Stage.VOCATIONAL}
        for step in range(OPENS[STAGES[stage]][1] - low + 1):
            limit = int(limits.value("standard", stage=f"kindergarten_{step + 1}" if tiny else STAGES[stage]))
            limit = int(told["special_class"]) if school.kind == SchoolKind.SPECIAL else limit
            caps[row, step] = limit * (int(rule["to"]) if full else 100)
    return caps
