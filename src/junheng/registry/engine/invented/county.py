"""A whole invented county, and as many of them as a scale asks for, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any

import numpy

from junheng.ground.kernel.dates import school_year_of
from junheng.ground.standards.book import Entry
from junheng.registry.engine.invented.chance import Chance
from junheng.registry.engine.invented.facilities import Facilities, facilities_of
from junheng.registry.engine.invented.names import Names
from junheng.registry.engine.invented.people import children_of, settle
from junheng.registry.engine.invented.places import Places, places_of
from junheng.registry.engine.invented.register import (
    classes_of,
    enrolments_of,
    guardians_of,
    pupil_ids,
    pupils_of,
)
from junheng.registry.engine.invented.rolls import rolls_of, spells_of
from junheng.registry.engine.invented.staff import Staff, staff_of
from junheng.registry.engine.invented.tables import Table, table
from junheng.registry.values import (
    Class,
    Enrolment,
    Equipment,
    Ground,
    Guardian,
    Post,
    Pupil,
    Room,
    School,
    StaffMember,
    Township,
    Village,
)

MOST_COUNTIES, MOST_YEARS = 1000, 15


@dataclass(frozen=True, slots=True)
class Rules:
    """The standards that the rows keep, as they stand on the day: registry/entry-ages, class-sizes, retirement."""

    ages: Entry
    class_sizes: Entry
    retirement: Entry


@dataclass(frozen=True, slots=True)
class County:
    """An invented county on a day: its register as tables. `opens`: the year in which the school year of the day opened."""

    name: str
    division: str
    day: date
    opens: int
    townships: Table[Township]
    villages: Table[Village]
    schools: Table[School]
    classes: Table[Class]
    pupils: Table[Pupil]
    enrolments: Table[Enrolment]
    guardians: Table[Guardian]
    staff: Table[StaffMember]
    posts: Table[Post]
    rooms: Table[Room]
    grounds: Table[Ground]
    equipment: Table[Equipment]

    def tables(self) -> tuple[Table[Any], ...]:
        """All tables, those that others point to first."""
        return (self.townships, self.villages, self.schools, self.staff, self.posts, self.classes, self.guardians,
                self.pupils, self.enrolments, self.rooms, self.grounds, self.equipment)

    def digest(self) -> str:
        """SHA-256 over the names and digests of all tables, in hexadecimal digits."""
        return sha256("".join(f"{each.name} {each.digest()}\n" for each in self.tables()).encode()).hexdigest()


def county(seed: str, scale: int | str | Fraction, day: date, years: int = 5, *, shape: Mapping[str, Any],
           names: Mapping[str, Any], rules: Rules, number: int = 0) -> County:
    """The invented county of a seed with its last `years` school years, as the register stands on a day.

    `scale`: 1 for about 50,000 pupils, "0.1" for a tenth of pupils, schools and townships. `shape`, `names`: the county's
    files invented.toml and names.toml as read. `number`: 0 is 云溪县; others are other counties of the same province 99.
    Raises ValueError for a scale above 1 or not above 0, and for years or a number out of range.
    """
    size = Fraction(scale)
    if not 0 < size <= 1:
        raise ValueError("the scale of one county lies above 0 and is 1 at most; more come from counties()")
    if not 1 <= years <= MOST_YEARS or not 0 <= number < MOST_COUNTIES:
        raise ValueError(f"years are 1 to {MOST_YEARS}, counties are numbered below {MOST_COUNTIES}")
    opens = school_year_of(day).opens
    chance = Chance(seed if not number else f"{seed}/{number}")
    townships = max(3, -(-len(shape["townships"]) * size.numerator // size.denominator))
    people = sum(int(row["people"]) for row in shape["townships"][:townships])
    per_mille = min(1000, int(size * 1000 * 1000 / people) or 1)
    places = places_of(chance, number, townships, per_mille, shape, opens, opens - years - 14)
    children = children_of(chance, places, shape, opens, years, int(size * 1000 * 1000 / people), rules.ages)
    spells = spells_of(chance, places, shape, children, opens, years)
    known = numpy.zeros(len(children.cohort), numpy.bool_)
    known[spells.child] = True
    spells.child = (numpy.cumsum(known) - 1)[spells.child]
    children = children.keep(known)
    households = settle(chance, places, shape, children)
    rolls = rolls_of(chance, places, shape, children, spells, years, rules.class_sizes)
    lists = Names.of(names)
    staff = staff_of(chance, places, shape, lists, rolls, day, years, rules.retirement)
    return assembled(places, day, opens, {
        "classes": classes_of(places, rolls, opens, staff.heads),
        "pupils": pupils_of(chance, places, shape, lists, children, households, rolls, opens),
        "enrolments": enrolments_of(places, rolls, children.cohort, pupil_ids(places, len(children.cohort)), opens),
        "guardians": guardians_of(chance, places, lists, households),
    }, staff, facilities_of(chance, places, shape, rolls, opens))


def assembled(places: Places, day: date, opens: int, held: Mapping[str, Table[Any]], staff: Staff, facilities: Facilities) -> County:
    """The county of its parts."""
    return County(
        places.name, places.division, day, opens, table("townships", Township, places.townships),
        table("villages", Village, places.villages), table("schools", School, places.schools), **held, staff=staff.members,
        posts=staff.posts, rooms=facilities.rooms, grounds=facilities.grounds, equipment=facilities.equipment,
    )


def counties(seed: str, scale: int | str | Fraction, day: date, years: int = 5, *, shape: Mapping[str, Any],
             names: Mapping[str, Any], rules: Rules) -> Iterator[County]:
    """County after county until the scale is reached, each made when it is asked for: 200 is a province of ten million.

    The first is that of county() with the same seed. Raises ValueError for a scale out of range.
    """
    left, number = Fraction(scale), 0
    if not 0 < left <= MOST_COUNTIES:
        raise ValueError(f"the scale lies above 0 and is {MOST_COUNTIES} at most")
    while left > 0:
        yield county(seed, min(left, Fraction(1)), day, years, shape=shape, names=names, rules=rules, number=number)
        left, number = left - 1, number + 1
