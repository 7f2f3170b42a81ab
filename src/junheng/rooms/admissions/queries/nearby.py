"""Nearest schools with seats: two or three lists in, every pupil's school and the prices that prove the least sum out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy

from junheng.ground.draws.engine import plain_number
from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.sheets import read_table
from junheng.rooms.admissions import sheets
from junheng.rooms.admissions.engine import checks, distances
from junheng.rooms.admissions.engine.nearest import lower_bound, nearest, proven
from junheng.rooms.admissions.engine.nearest_lack import lacking
from junheng.rooms.admissions.engine.nearest_ties import decided, undecided
from junheng.rooms.admissions.queries.listing import (
    Done,
    Files,
    Kind,
    Listing,
    certificate,
    changes,
    lists_in,
    outside,
    refuse_all,
    seed_wanted,
    ticket_order,
)

GROUND, PLANE = ("longitude", "latitude"), ("x", "y")
POINTS = {"经度": "longitude", "纬度": "latitude", "横坐标": "x", "纵坐标": "y"}
PUPIL = dict.fromkeys(("学籍号", "学号", "学生编号", "报名号", "编号"), "pupil_id")
BOUNDS = {"longitude": 180, "latitude": 90}
LISTS = ("pupils", "schools", "distances")
ASSIGNMENT = ("pupil_id", "school_code", "metres", "nearest_school_code", "nearest_metres", "by_ticket")
# Pupils named one by one where seats lack.
NAMED = 5


class Unproven(Exception):
    """A placement whose own proof does not hold: nothing of it is written."""


def kinds(*, listed: bool, plane: bool) -> dict[str, Kind]:
    """The lists of a job: with distances listed coordinates are not needed, else all points have them."""
    points = () if listed else PLANE if plane else GROUND
    return {
        "pupils": Kind({**PUPIL, **POINTS}, ("pupil_id", *points), numeric=points),
        "schools": Kind({**sheets.TITLES["schools"], **POINTS}, ("school_code", "seats", *points), numeric=("seats", *points)),
        "distances": Kind({**PUPIL, **sheets.SCHOOL, "距离": "metres", "米": "metres"}, ("pupil_id", "school_code", "metres"),
                          numeric=("metres",), names=("school_code",)),
    }


def placed_nearest(files: Files, *, seed: str | None, first: str = "lowest") -> Done:
    """This will place every pupil so that the sum of metres is the least: assignment.csv and certificate.json.

    `files` gives name and content of pupils, schools and, in place of coordinates, distances; `seed` in normal form decides
    between placements of the same sum. Raises Refused, and Unproven where the certificate does not prove the placement.
    """
    listed = "distances" in files
    lists = lists_in(files, kinds(listed=listed, plane=not listed and on_plane(files)), ("pupils", "schools"))
    refuse_all(list(faults(lists)))
    pupils, schools = lists["pupils"], lists["schools"]
    metres, seats = metres_of(lists), numpy.array([int(cell) for cell in schools.frozen.column("seats")], dtype=numpy.int64)
    check_room(metres, seats, lists)
    school, price, moved = settled(metres, seats, lists, seed, first)
    if why := proven(metres, seats, school, price):
        raise Unproven(why)
    lines = numpy.arange(len(school))
    total = int(metres[lines, school].sum(dtype=numpy.int64))
    closest = numpy.where(metres < 0, distances.FARTHEST + 1, metres)
    bound = lower_bound(metres, seats, price)
    if bound != total:
        raise Unproven(f"{total} metres, bound {bound}")
    at_nearest = int((metres[lines, school] == closest.min(axis=1)).sum()) if len(school) else 0
    rules = {"metres": "listed" if listed else "plane" if pupils.has("x") else "ground", "ticket_order": first}
    placed = numpy.bincount(school, minlength=len(seats)).tolist()
    told = certificate(
        "nearest", lists, rules=rules, seed=seed, metres=total, lower_bound=bound, pupils=len(school), at_nearest=at_nearest,
        by_ticket=len(moved), schools=[{"school_code": code, "seats": room, "placed": count, "price": worth} for code, room, count, worth
                                       in zip(schools.frozen.ids, seats.tolist(), placed, price.tolist(), strict=True)])
    return Done({"assignment.csv": sheets.as_csv(ASSIGNMENT, rows_of(lists, metres, school, closest, moved)), "certificate.json": told},
                "%(pupils)s pupils placed, %(nearest)s of them at their nearest school; %(metres)s metres in all, proven the least.",
                {"pupils": len(school), "nearest": at_nearest, "metres": total}, changes(lists))


def on_plane(files: Files) -> bool:
    """Whether the pupils come with plane coordinates; what else is wrong with their list is said when it is read."""
    if "pupils" not in files:
        return False
    file, content = files["pupils"]
    try:
        columns = read_table(content, file, required=("pupil_id",), titles={**PUPIL, **POINTS}).columns
    except Refused:
        return False
    return not set(PLANE).isdisjoint(columns)


def faults(lists: Mapping[str, Listing]) -> Iterator[Finding]:
    """Everything for which the lists are refused."""
    pupils, schools = lists["pupils"], lists["schools"]
    yield from checks.repeated(pupils, "pupil_id", ("pupil_id",))
    yield from checks.repeated(schools, "school_code", ("school_code",))
    yield from checks.not_whole(schools, "seats", least=0)
    for held in (pupils, schools):
        for column in (*GROUND, *PLANE):
            if held.has(column):
                yield from checks.empty(held, column)
        for column, most in BOUNDS.items():
            if held.has(column):
                yield from outside(held, column, -most, most)
    if "distances" not in lists:
        return
    table = lists["distances"]
    yield from checks.unknown(table, "pupil_id", set(pupils.frozen.ids), "“%(name)s” is not in the list of pupils.",
                              "Correct the identifier or take the line out.")
    yield from checks.unknown(table, "school_code", set(schools.frozen.ids), "“%(name)s” is no code in the list of schools.",
                              "Correct the code or take the line out.")
    yield from checks.repeated(table, "pupil_id", ("pupil_id", "school_code"))
    yield from checks.not_whole(table, "metres", least=0)
    yield from outside(table, "metres", -distances.FARTHEST, distances.FARTHEST)
    known = set(table.frozen.ids)
    for line, name in enumerate(pupils.frozen.ids):
        if name not in known:
            yield checks.found(pupils, line, "pupil_id", "no-distance", "“%(name)s” has no distance to any school.",
                               "Add its lines to the list of distances.", name=name)


def metres_of(lists: Mapping[str, Listing]) -> Any:
    """Whole metres, a row for each pupil, −1 where a school is not open. Raises Refused for points too far apart."""
    pupils, schools = lists["pupils"], lists["schools"]
    if "distances" in lists:
        table = lists["distances"].frozen
        found = numpy.full((len(pupils.rows), len(schools.rows)), -1, dtype=numpy.int32)
        row, place = ({name: line for line, name in enumerate(held.frozen.ids)} for held in (pupils, schools))
        for name, code, cell in zip(table.ids, table.column("school_code"), table.column("metres"), strict=True):
            found[row[name], place[code]] = int(cell)
        return found
    points, made = (PLANE, distances.on_plane) if pupils.has("x") else (GROUND, distances.on_ground)
    both = [made(*([plain_number(cell) for cell in held.frozen.column(column)] for column in points)) for held in (pupils, schools)]
    try:
        return distances.metres_between(*both)
    except ValueError:
        raise Refused(Finding("far-apart", "The points lie more than %(most)s metres apart.",
                              "Look whether longitude and latitude are exchanged, and whether all points are of one kind.",
                              pupils.whole(), {"most": distances.FARTHEST})) from None


def check_room(metres: Any, seats: Any, lists: Mapping[str, Listing]) -> None:
    """Raises Refused where seats do not reach for all, or for some who can go to some schools only."""
    pupils, schools = lists["pupils"], lists["schools"]
    total = sum(map(int, seats))
    if total < len(metres):
        raise Refused(Finding("seats-lack", "There are %(seats)s seats for %(pupils)s pupils.", "Add seats, or pupils go to another round.",
                              schools.whole(), {"seats": total, "pupils": len(metres)}))
    those, shut = lacking(metres, seats) if "distances" in lists else ([], [])
    if those:
        room = sum(int(seats[each]) for each in shut)
        first = ", ".join(pupils.frozen.ids[line] for line in those[:NAMED])
        raise Refused(Finding("pupils-lack", "%(count)s pupils (%(first)s …) can go only to %(schools)s, where there are %(seats)s seats.",
                              "Add seats there, or distances to other schools.", pupils.place(those[0], "pupil_id"),
                              {"count": len(those), "first": first, "seats": room,
                               "schools": "; ".join(schools.frozen.ids[each] for each in shut[:NAMED]) or "–"}))


def settled(metres: Any, seats: Any, lists: Mapping[str, Listing], seed: str | None, first: str) -> tuple[Any, Any, list[int]]:
    """Placement and prices, and the lines for which tickets decided. Raises Refused where a seed is wanted."""
    pupils, codes = lists["pupils"], lists["schools"].frozen.ids
    if not len(metres):
        return numpy.zeros(0, dtype=numpy.int64), numpy.zeros(len(codes), dtype=numpy.int64), []
    room = numpy.minimum(seats, len(metres) + 1)
    found = nearest(metres, room)
    moved = undecided(metres, room, found.school, found.price).tolist()
    if moved and seed is None:
        raise seed_wanted("%(count)s pupils could be placed otherwise with the same sum of metres.", pupils.place(moved[0], "pupil_id"),
                          count=len(moved))
    if not moved:
        return found.school, found.price, []
    order = ticket_order(pupils.frozen.ids, seed, first)
    return decided(metres, room, found.school, found.price, order=order, codes=codes), found.price, moved


def rows_of(lists: Mapping[str, Listing], metres: Any, school: Any, closest: Any, moved: list[int]) -> Iterator[tuple[Any, ...]]:
    """The lines of assignment.csv, in the order of the pupils; the nearest school of equally near ones is that of the lowest code."""
    codes = lists["schools"].frozen.ids
    ascending = numpy.array(sorted(range(len(codes)), key=codes.__getitem__), dtype=numpy.int64)
    by_ticket = set(moved)
    for line, name in enumerate(lists["pupils"].frozen.ids):
        near = int(ascending[closest[line][ascending].argmin()])
        yield (name, codes[school[line]], int(metres[line, school[line]]), codes[near], int(closest[line, near]),
               1 if line in by_ticket else "")
