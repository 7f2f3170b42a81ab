"""Rooms, grounds and equipment of an invented county, so that what a pupil has differs as the shape says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from junheng.registry.engine.invented.chance import Chance, Ints
from junheng.registry.engine.invented.places import Places
from junheng.registry.engine.invented.rolls import STAGES, Rolls
from junheng.registry.engine.invented.staff import load_of
from junheng.registry.engine.invented.tables import Table, columns
from junheng.registry.values import (
    Condition,
    Equipment,
    EquipmentKind,
    Ground,
    GroundKind,
    Room,
    RoomKind,
    SchoolKind,
    Stage,
)

MEASURES = ("teaching_dm2", "sports_dm2", "equipment_yuan", "books", "computers")
PURCHASES = 5  # years over which equipment was bought
HEALTH_ROOM_FROM = 200  # pupils of a stage: smaller ones have no room of their own [I]
BOOK_YUAN, COMPUTER_YUAN = 22, 4200


@dataclass(slots=True)
class Facilities:
    """The three tables."""

    rooms: Table[Room]
    grounds: Table[Ground]
    equipment: Table[Equipment]


@dataclass(frozen=True, slots=True)
class Part:
    """One stage of one school in the year of the register, with its means for one pupil (books, computers: for a hundred)."""

    school: int
    stage: Stage
    pupils: int
    classes: int
    means: Mapping[str, int]


def facilities_of(chance: Chance, places: Places, shape: Mapping[str, Any], rolls: Rolls, opens: int) -> Facilities:
    """Rooms, grounds and equipment of every stage of every school that has pupils."""
    parts = parts_of(chance, places, shape, rolls)
    return Facilities(rooms_of(chance, places, shape, parts, opens), grounds_of(chance, places, parts, opens),
                      equipment_of(chance, places, parts, opens))


def parts_of(chance: Chance, places: Places, shape: Mapping[str, Any], rolls: Rolls) -> list[Part]:
    """The stages of schools with their means, spread about those of their stage and locale."""
    load = sorted(load_of(places, rolls).items())
    means: dict[str, Ints] = {}
    for measure in MEASURES:
        table = shape["facilities"][measure]
        told = [table[STAGES[stage]][places.schools[place].locale] for (place, stage), _ in load]
        middle, spread = (numpy.asarray([each[side] for each in told], numpy.int64) for side in (0, 1))
        means[measure] = numpy.maximum(chance.around(f"facilities/{measure}", middle, spread, len(load)), middle // 4)
    return [Part(place, STAGES[stage], pupils, classes, {measure: int(means[measure][row]) for measure in MEASURES})
            for row, ((place, stage), (pupils, classes)) in enumerate(load)]


def rooms_of(chance: Chance, places: Places, shape: Mapping[str, Any], parts: Sequence[Part], opens: int) -> Table[Room]:
    """A class room for each class, then special rooms while the school's area for teaching lasts; offices, halls, dormitories."""
    told = shape["facilities"]
    held: list[tuple[Any, ...]] = []
    for part in parts:
        school = places.schools[part.school]
        stream = f"rooms/{school.unit_code}/{part.stage}"
        draws = iter(chance.bits(stream, 4 * (part.classes * 6 + 200)).tolist())
        low, high = told["networked_between"]
        factor = int(low) + next(draws) % (int(high) - int(low) + 1)
        built = int(told["built"][0]) + next(draws) % (int(told["built"][1]) - int(told["built"][0]) + 1)
        built = max(built, school.opened.year) if school.opened.year <= opens else opens
        for kind, area in areas(part, told, school.kind, draws, int(told["sports_hall"][school.locale])):
            wired = int(told["networked"][school.locale][0 if kind in {RoomKind.CLASSROOM, RoomKind.ACTIVITY} else 1]) * factor // 1000
            teaching = kind not in {RoomKind.OFFICE, RoomKind.DORMITORY, RoomKind.CANTEEN, RoomKind.SPORTS_HALL, RoomKind.HEALTH}
            worn = min(opens - built, 40) + next(draws) % 20
            state = Condition.GOOD if worn < 30 else Condition.WORN if worn < 50 else Condition.REPAIR
            held.append((school.school_code, part.stage, kind, area, built, state, built + int(told["renewal_years"]),
                         teaching and next(draws) % 1000 < wired))
    return numbered("rooms", Room, "room_id", f"R{places.division}", held)


def areas(part: Part, told: Mapping[str, Any], kind: SchoolKind, draws: Any, hall_per_mille: int) -> list[tuple[RoomKind, int]]:
    """Kinds and areas of the rooms of one stage."""
    def between(key: str) -> int:
        low, high = told[key]
        return int(low) + int(next(draws)) % (int(high) - int(low) + 1)

    tiny = part.stage == Stage.KINDERGARTEN
    left = part.means["teaching_dm2"] * part.pupils
    base = [between("activity_dm2" if tiny else "classroom_dm2") for _ in range(part.classes)]
    if sum(base) > left:
        base = [max(2400, each * left // sum(base)) for each in base]
    rooms = [(RoomKind.ACTIVITY if tiny else RoomKind.CLASSROOM, each) for each in base]
    left -= sum(base)
    order = [RoomKind.ACTIVITY] if tiny else [RoomKind(each) for each in told["special_order"]]
    for turn in range(160):
        area = between("special_dm2")
        if left < area // 2:
            break
        rooms.append((order[turn % len(order)], min(area, left)))
        left -= area
    rooms += [(RoomKind.OFFICE, between("office_dm2")) for _ in range(1 + part.classes // 3)]
    if not tiny and int(next(draws)) % 1000 < hall_per_mille and part.pupils > 600:
        rooms.append((RoomKind.SPORTS_HALL, 60000 + 400 * (int(next(draws)) % 100)))
    if kind != SchoolKind.TEACHING_POINT:
        rooms.append((RoomKind.CANTEEN, max(6000, part.pupils * 110)))
    if part.stage in {Stage.JUNIOR, Stage.SENIOR, Stage.VOCATIONAL}:
        rooms += [(RoomKind.DORMITORY, 3200)] * (part.pupils // 12)
    if part.pupils >= HEALTH_ROOM_FROM:
        rooms.append((RoomKind.HEALTH, 2400))
    return rooms


def grounds_of(chance: Chance, places: Places, parts: Sequence[Part], opens: int) -> Table[Ground]:
    """A ground for each stage of each school, rounded to ten square metres."""
    years = chance.between("grounds/resurfaced", 2006, max(opens, 2006), len(parts)).tolist()
    held = []
    for part, year in zip(parts, years, strict=True):
        school = places.schools[part.school]
        area = max(part.means["sports_dm2"] * part.pupils // 1000, 20) * 1000
        kind = GroundKind.PLAY if part.stage == Stage.KINDERGARTEN else GroundKind.SPORTS
        held.append((school.school_code, part.stage, kind, area, min(max(year, school.opened.year), opens)))
    return numbered("grounds", Ground, "ground_id", f"A{places.division}", held)


def equipment_of(chance: Chance, places: Places, parts: Sequence[Part], opens: int) -> Table[Equipment]:
    """What was bought in each of the last years: apparatus by value, computers and books by count."""
    held: list[tuple[Any, ...]] = []
    for part in parts:
        school = places.schools[part.school]
        first = max(opens - PURCHASES + 1, school.opened.year)
        years = list(range(min(first, opens), opens + 1))
        portions = [100 + each % 300 for each in chance.bits(f"equipment/{school.unit_code}/{part.stage}", len(years)).tolist()]
        totals = {EquipmentKind.TEACHING: part.means["equipment_yuan"] * part.pupils,
                  EquipmentKind.COMPUTERS: max(1, part.means["computers"] * part.pupils // 100),
                  EquipmentKind.BOOKS: part.means["books"] * part.pupils // 100}
        for kind, total in totals.items():
            so_far = 0
            for turn, year in enumerate(years):
                upto = total * sum(portions[:turn + 1]) // sum(portions)
                amount, so_far = upto - so_far, upto
                if not amount:
                    continue
                count, yuan = (max(1, amount // 1500), amount) if kind == EquipmentKind.TEACHING else (
                    amount, amount * (COMPUTER_YUAN if kind == EquipmentKind.COMPUTERS else BOOK_YUAN))
                held.append((school.school_code, part.stage, kind, year, count, yuan))
    return numbered("equipment", Equipment, "equipment_id", f"Q{places.division}", held)


def numbered(name: str, of: Any, key: str, prefix: str, rows: Sequence[tuple[Any, ...]]) -> Table[Any]:
    """A table of rows without their ids, numbered in their order."""
    names = [each for each in of.__slots__ if each != key]
    held = {each: [row[at] for row in rows] for at, each in enumerate(names)}
    return columns(name, of, **{key: [f"{prefix}{at + 1:06d}" for at in range(len(rows))]}, **held)
