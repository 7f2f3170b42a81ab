"""Townships, villages and schools of an invented county, from the shape of the county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy

from junheng.registry.engine.invented.chance import Chance, Ints
from junheng.registry.engine.invented.numbers import division
from junheng.registry.values import Locale, Ownership, School, SchoolKind, Stage, Township, Village

KINDS = (SchoolKind.SENIOR, SchoolKind.VOCATIONAL, SchoolKind.SPECIAL, SchoolKind.PRIMARY, SchoolKind.NINE_YEAR,
         SchoolKind.TEACHING_POINT, SchoolKind.JUNIOR, SchoolKind.KINDERGARTEN)
RUNS = {
    SchoolKind.KINDERGARTEN: (Stage.KINDERGARTEN,), SchoolKind.PRIMARY: (Stage.PRIMARY,),
    SchoolKind.TEACHING_POINT: (Stage.PRIMARY,), SchoolKind.JUNIOR: (Stage.JUNIOR,),
    SchoolKind.NINE_YEAR: (Stage.PRIMARY, Stage.JUNIOR), SchoolKind.SPECIAL: (Stage.PRIMARY, Stage.JUNIOR),
    SchoolKind.SENIOR: (Stage.SENIOR,), SchoolKind.VOCATIONAL: (Stage.VOCATIONAL,),
}
EXAMPLE = "云溪县"


@dataclass(slots=True)
class Places:
    """Where the county's people live and learn. `weights` by stage: a row for each township, a column for each school."""

    number: int
    division: str
    name: str
    townships: list[Township]
    people: list[int]
    villages: list[Village]
    first_village: list[int]
    schools: list[School] = field(default_factory=list)
    home: list[int] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)
    weights: dict[Stage, Ints] = field(default_factory=dict)
    last_grade: dict[int, int] = field(default_factory=dict)

    def of_kind(self, kind: SchoolKind) -> list[int]:
        """Places of the schools of a kind."""
        return [place for place, school in enumerate(self.schools) if school.kind == kind]

    def parent_of(self, township: int) -> int:
        """The school that leads the township's points: its first primary school, or its nine-year school."""
        for kind in (SchoolKind.PRIMARY, SchoolKind.NINE_YEAR):
            for place, school in enumerate(self.schools):
                if school.kind == kind and self.home[place] == township and school.ownership == Ownership.PUBLIC:
                    return place
        raise ValueError(f"township {self.townships[township].code} has no school that can lead a teaching point")


def places_of(chance: Chance, number: int, townships: int, per_mille: int, shape: Mapping[str, Any], opens: int,
              oldest: int) -> Places:
    """The first so many townships of county `number` with their villages and schools, in the school year `opens`.

    `per_mille` of the schools planned, rounded up; `oldest`: schools without a year of their own were opened before it.
    """
    plan = shape["townships"][:townships]
    places = land(chance, number, plan, shape)
    known = [dict(each) for each in shape["known"] if int(each.get("opened", 0)) <= opens]
    serials = {"X": 0, "K": 0}
    for each in known:
        serials[each["unit_code"][0]] = max(serials[each["unit_code"][0]], int(each["unit_code"][1:]))
    for kind in KINDS:
        for township, row in enumerate(plan):
            named = [each for each in known if each["township"] == row["code"] and each["kind"] == kind]
            for turn in range(-(-max(len(named), int(row.get(kind, 0))) * per_mille // 1000)):
                said = named[turn] if turn < len(named) else {}
                letter = "K" if kind == SchoolKind.KINDERGARTEN else "X"
                if not said:
                    serials[letter] += 1
                    said = {"unit_code": f"{letter}{serials[letter]:02d}"}
                add(places, chance, shape, kind, township, turn, said, number, oldest)
    weigh(places, chance, shape)
    return places


def land(chance: Chance, number: int, plan: Sequence[Mapping[str, Any]], shape: Mapping[str, Any]) -> Places:
    """Townships and villages; the village at the seat of each township comes first."""
    county, others, words = shape["county"], shape["others"], shape["words"]
    name = str(county["name"])
    if number:
        one, two = (int(value) for value in chance.bits("county/name", 2))
        name = f"{others['first'][one % len(others['first'])]}{others['second'][two % len(others['second'])]}县"
    townships: list[Township] = []
    villages: list[Village] = []
    firsts: list[int] = []
    used: set[str] = set()
    for row in plan:
        count, radius = int(row["villages"]), int(row["radius"])
        townships.append(Township(row["code"], f"{name}{row['name']}", Locale(row["locale"]), *degrees(county, row["east"], row["north"])))
        firsts.append(len(villages))
        stream = f"villages/{row['code']}"
        east, north = (chance.between(f"{stream}/{axis}", -radius, radius, count).tolist() for axis in ("east", "north"))
        picks = chance.bits(f"{stream}/name", count * 40).tolist()
        for turn in range(count):
            while True:
                one, two = picks.pop(), picks.pop()
                called = words["village_first"][one % len(words["village_first"])] + words["village_second"][two % len(words["village_second"])]
                if called not in used or len(picks) < 4:
                    break
            used.add(called)
            urban = row["locale"] == Locale.URBAN and turn < count // 2
            where = (0, 0) if turn == 0 else (east[turn], north[turn])
            villages.append(Village(f"{row['code']}V{turn + 1:02d}", called + ("社区" if urban or turn == 0 else "村"), row["code"],
                                    *degrees(county, int(row["east"]) + where[0], int(row["north"]) + where[1])))
    return Places(number, division(number), name, townships, [int(row["people"]) for row in plan], villages, firsts)


def degrees(county: Mapping[str, Any], east: int, north: int) -> tuple[int, int]:
    """Longitude and latitude of metres from the seat, at 30 degrees north."""
    return int(county["longitude_e6"]) + int(east) * 1037 // 100, int(county["latitude_e6"]) + int(north) * 899 // 100


def add(places: Places, chance: Chance, shape: Mapping[str, Any], kind: SchoolKind, township: int, turn: int,
        said: Mapping[str, Any], number: int, oldest: int) -> None:
    """One school more, in the next village of its township."""
    row, seat = places.townships[township], places.first_village[township]
    count = sum(village.township == row.code for village in places.villages)
    already = sum(home == township for home in places.home)
    central = turn == 0 and kind in {SchoolKind.PRIMARY, SchoolKind.KINDERGARTEN, SchoolKind.JUNIOR, SchoolKind.NINE_YEAR}
    at = seat if central or kind in {SchoolKind.SENIOR, SchoolKind.VOCATIONAL, SchoolKind.SPECIAL} else seat + 1 + already % (count - 1)
    village = places.villages[at]
    if "village" in said:
        village = Village(village.code, said["village"], village.township, village.longitude_e6, village.latitude_e6)
        places.villages[at] = village
    locale = row.locale
    if locale == Locale.TOWN and not central and kind != SchoolKind.KINDERGARTEN:
        locale = Locale.RURAL
    serial = len(places.schools) + 1
    code = f"{shape['category'][kind]}99{number:03d}{serial:03d}"
    parent = places.schools[places.parent_of(township)] if kind == SchoolKind.TEACHING_POINT else None
    full, short = named(places, shape, kind, township, turn, said, village, parent)
    # A little beside the middle of the village, so that no two schools lie on one spot.
    aside = [int(value) for value in chance.between(f"schools/{said['unit_code']}/aside", -6000, 6000, 2)]
    ownership = ownership_of(chance, shape, kind, row.locale, turn, said)
    since = int(shape["opened"]["public" if ownership == Ownership.PUBLIC else "private"])
    opened = int(said.get("opened", 0)) or int(chance.between(
        f"schools/{said['unit_code']}/opened", min(since, oldest - 1), oldest - 1, 1)[0])
    places.schools.append(School(
        code, said["unit_code"] if not number else places.division + said["unit_code"], full, short, kind,
        ownership, locale, places.division, row.code, village.code,
        parent.school_code if parent else "", date(opened, 9, 1), village.longitude_e6 + aside[0], village.latitude_e6 + aside[1],
    ))
    places.home.append(township)
    places.first.append(turn == 0)


def named(places: Places, shape: Mapping[str, Any], kind: SchoolKind, township: int, turn: int, said: Mapping[str, Any],
          village: Village, parent: School | None) -> tuple[str, str]:
    """Name and short name of a school."""
    if "name" in said:
        return str(said["name"]).replace(EXAMPLE, places.name), str(said["short_name"])
    row, words = places.townships[township], shape["words"]
    local, spot = row.name.removeprefix(places.name), village.name.removesuffix("村").removesuffix("社区")
    if kind == SchoolKind.TEACHING_POINT and parent:
        return f"{parent.name}（{spot}教学点）", f"{spot}教学点"
    listed = words.get(f"urban_{kind}", []) if row.locale == Locale.URBAN else []
    taken = {school.short_name for school in places.schools}
    for word in listed:
        if word not in taken:
            return f"{places.name}{word}", word
    short = {
        SchoolKind.PRIMARY: f"{local}中心小学" if turn == 0 else f"{local}{spot}小学",
        SchoolKind.JUNIOR: f"{local}初级中学", SchoolKind.NINE_YEAR: f"{local}九年一贯制学校",
        SchoolKind.KINDERGARTEN: f"{local}中心幼儿园" if turn == 0 else f"{local}{spot}幼儿园",
    }[kind]
    return f"{places.name}{short}", short


def ownership_of(chance: Chance, shape: Mapping[str, Any], kind: SchoolKind, locale: Locale, turn: int,
                 said: Mapping[str, Any]) -> Ownership:
    """Who runs a school: what is written, else public but for kindergartens, of which each township's first is public."""
    if "ownership" in said:
        return Ownership(said["ownership"])
    if kind != SchoolKind.KINDERGARTEN or turn == 0 or "name" in said:
        return Ownership.PUBLIC
    choices = shape["ownership"][locale]
    return list(Ownership)[int(chance.pick(f"schools/{said['unit_code']}/ownership", [choices[each] for each in Ownership], 1)[0])]


def weigh(places: Places, chance: Chance, shape: Mapping[str, Any]) -> None:
    """How heavily each school counts for the children of its township, by stage; and where points end."""
    size, count = shape["size"], len(places.schools)
    base = []
    for place, school in enumerate(places.schools):
        locale = places.townships[places.home[place]].locale
        weight = int(size["first" if places.first[place] else "other"][locale])
        for key, holds in (("teaching_point", school.kind == SchoolKind.TEACHING_POINT), ("nine_year", school.kind == SchoolKind.NINE_YEAR),
                           ("private", school.ownership == Ownership.PRIVATE and school.kind == SchoolKind.NINE_YEAR)):
            weight = int(size[key]) if holds else weight
        base.append(weight)
    spread = numpy.maximum(chance.around("schools/weight", numpy.asarray(base, numpy.int64) * 100, int(size["spread"]), count), 200)
    ends = chance.pick("schools/last_grade", [each[1] for each in size["points_last_grade"]], count).tolist()
    for stage in (Stage.KINDERGARTEN, Stage.PRIMARY, Stage.JUNIOR):
        matrix = numpy.zeros((len(places.townships), count), numpy.int64)
        for place, school in enumerate(places.schools):
            weight = int(spread[place]) if stage in RUNS[school.kind] and school.kind != SchoolKind.SPECIAL else 0
            outside = places.townships[places.home[place]].locale != Locale.URBAN
            if stage == Stage.KINDERGARTEN and outside and school.kind in {SchoolKind.PRIMARY, SchoolKind.TEACHING_POINT}:
                attached = school.kind == SchoolKind.TEACHING_POINT or places.first[place]
                weight = int(size["attached"][school.kind]) * 100 if attached else 0
            matrix[places.home[place], place] = weight
        places.weights[stage] = matrix
    for place in places.of_kind(SchoolKind.TEACHING_POINT):
        places.last_grade[place] = int(size["points_last_grade"][ends[place]][0])
