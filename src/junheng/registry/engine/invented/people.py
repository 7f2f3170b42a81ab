"""Children of an invented county: births by school cohort, twins, siblings, households, guardians."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy
from numpy.typing import NDArray

from junheng.ground.standards.book import Entry
from junheng.registry.engine.invented.chance import Chance, Ints
from junheng.registry.engine.invented.numbers import EPOCH, division
from junheng.registry.engine.invented.places import Places
from junheng.registry.values import Household, Locale, SpecialNeed

Flags = NDArray[numpy.bool_]
FIRST_PLACE, LAST_PLACE = -3, 11  # place 0 is grade 1: kindergarten from -3, senior schools up to 11
ELSEWHERE, EACH = 1000, 5  # counties from which families come begin with this number, so many for each county


@dataclass(slots=True)
class Children:
    """A column for each child. `cohort` is the year of entry into grade 1, counted from the register's; `first` the twin
    before (oneself without one); `household` counts from 0; `begins`, `ends` the places between which a child is here."""

    cohort: Ints
    township: Ints
    first: Ints
    female: Ints
    born: Ints
    early: Flags
    household: Ints
    need: Ints
    special_school: Flags
    begins: Ints
    ends: Ints

    def keep(self, those: Flags) -> Children:
        """Only those. Twins and households are numbered again."""
        at = numpy.cumsum(those) - 1
        first = numpy.where(those[self.first], at[self.first], at)[those]
        _, household = numpy.unique(self.household[those], return_inverse=True)
        rest = {name: getattr(self, name)[those] for name in
                ("cohort", "township", "female", "born", "early", "need", "special_school", "begins", "ends")}
        return Children(first=first, household=household.astype(numpy.int64), **rest)


@dataclass(slots=True)
class Households:
    """A column for each household: where it lives, where it is registered, and what is known of it."""

    township: Ints
    village: Ints
    residence: list[Household]
    division: list[str]
    left_behind: Flags
    hardship: Flags


def children_of(chance: Chance, places: Places, shape: Mapping[str, Any], opens: int, years: int, per_mille: int,
                ages: Entry) -> Children:
    """All children whom some school of the last `years` school years may have known; `per_mille` scales their number."""
    plan, told = shape["cohorts"], shape["children"]
    offsets = list(range(-(years - 1) - LAST_PLACE, -FIRST_PLACE + 1))
    listed = [plan["children"][min(max(offset - plan["first"], 0), len(plan["children"]) - 1)] for offset in offsets]
    sizes = [each * per_mille * sum(places.people) // 1_000_000 for each in listed]
    cohort = numpy.repeat(numpy.asarray(offsets, numpy.int64), sizes)
    count = len(cohort)
    township = chance.pick("children/township", places.people, count)
    second = chance.share("children/twin", int(told["twins"]), count)
    second[1:] &= (cohort[1:] == cohort[:-1]) & ~second[:-1]
    second[:1] = False
    first = numpy.arange(count) - second
    township = township[first]
    female = (~chance.share("children/boy", int(told["boys"]), count)).astype(numpy.int64)
    early = chance.share("children/early", int(told["early"]), count)[first]
    born = births(chance, cohort, early, told, opens, ages)[first]
    household = households_of(chance, township, born, first, told)
    need = numpy.where(chance.share("children/need", int(told["special_need"]), count),
                       1 + chance.pick("children/need/kind", [told["needs"][each] for each in list(SpecialNeed)[1:]], count), 0)
    special = (need > 0) & chance.share("children/special_school", int(told["special_school"]), count)
    attendance = shape["attendance"]
    joins, leaves = (chance.share(f"children/{key}", int(attendance[key]), count)[first] for key in ("joins", "leaves"))
    begins = numpy.where(joins, chance.between("children/begins", 1, 8, count)[first], FIRST_PLACE)
    ends = numpy.where(leaves & ~joins, chance.between("children/ends", 0, 7, count)[first], LAST_PLACE)
    return Children(cohort, township, first, female, born, early, household, need, special, begins, ends)


def births(chance: Chance, cohort: Ints, early: Flags, told: Mapping[str, Any], opens: int, ages: Entry) -> Ints:
    """Birth days: the year that ends on 31 August six full years before entry; a year before for those put off, a few
    days after it for those taken early."""
    full, put_off, days = (int(ages.value(name)) for name in ("full_years", "put_off", "early_days"))
    count, lowest = len(cohort), int(cohort.min()) - 2
    starts = numpy.asarray([(date(opens + each - full - 1, 9, 1) - EPOCH).days for each in range(lowest, int(cohort.max()) + 3)])
    late = chance.share("children/late", int(told["late"]), count) & ~early
    year = cohort - lowest - numpy.where(late, put_off, 0)
    born: Ints = starts[year] + chance.below("children/day", starts[year + 1] - starts[year], count)
    after: Ints = starts[cohort - lowest + 1] + chance.below("children/early/day", max(days, 1), count)
    return numpy.where(early & (days > 0), after, born)


def households_of(chance: Chance, township: Ints, born: Ints, first: Ints, told: Mapping[str, Any]) -> Ints:
    """Households: runs of children of one township whose births lie neither too near nor too far; twins share one."""
    alone = numpy.flatnonzero(first == numpy.arange(len(first)))
    order = alone[numpy.lexsort((chance.bits("households/order", len(first))[alone], township[alone]))]
    sizes = 1 + chance.pick("households/children", told["siblings"], len(order))
    run = numpy.repeat(numpy.arange(len(sizes)), sizes)[:len(order)]
    run = run * (int(township.max(initial=0)) + 1) + township[order]
    inside = numpy.lexsort((born[order], run))
    order, run = order[inside], run[inside]
    gap = numpy.diff(born[order], prepend=0)
    new = (numpy.diff(run, prepend=-1) != 0) | (gap < int(told["least_days_between"])) | (gap > int(told["most_days_between"]))
    household = numpy.zeros(len(first), numpy.int64)
    household[order] = numpy.cumsum(new) - 1
    return household[first]


def settle(chance: Chance, places: Places, shape: Mapping[str, Any], children: Children) -> Households:
    """Where the households live and are registered."""
    count = int(children.household.max()) + 1 if len(children.household) else 0
    township = numpy.zeros(count, numpy.int64)
    township[children.household] = children.township
    sizes = numpy.diff([*places.first_village, len(places.villages)])[township]
    # Two in five live at the seat of their township.
    village = numpy.asarray(places.first_village)[township] + numpy.where(
        chance.share("households/seat", 400, count), 0, chance.below("households/village", sizes, count))
    draw, away, poor = (chance.below(f"households/{name}", 1000, count) for name in ("residence", "away", "hardship"))
    said = {locale: shape["households"][locale] for locale in Locale}
    locale = [places.townships[each].locale for each in township.tolist()]
    outside = numpy.asarray([said[each]["elsewhere"] for each in locale], numpy.int64)
    inside = numpy.asarray([said[each]["same_county"] for each in locale], numpy.int64)
    left = away < numpy.asarray([said[each]["left_behind"] for each in locale], numpy.int64)
    hardship = poor < numpy.asarray([said[each]["hardship"] for each in locale], numpy.int64)
    residence = [Household.ELSEWHERE if drawn < out else Household.SAME_COUNTY if drawn < out + same else Household.SAME_TOWNSHIP
                 for drawn, out, same in zip(draw.tolist(), outside.tolist(), inside.tolist(), strict=True)]
    origin = (ELSEWHERE + places.number * EACH + chance.below("households/origin", EACH, count)).tolist()
    divisions = [division(where) if kind == Household.ELSEWHERE else places.division
                 for where, kind in zip(origin, residence, strict=True)]
    # A child whose family came here from outside lives with its parents.
    return Households(township, village, residence, divisions, left & (draw >= outside), hardship)
