"""Pupils, enrolments, classes and guardians as rows of the register, from children and their rolls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy

from junheng.registry.engine.invented.chance import Chance, Ints
from junheng.registry.engine.invented.names import Names
from junheng.registry.engine.invented.numbers import check_digit, days_of, identity_numbers, sequence
from junheng.registry.engine.invented.people import Children, Flags, Households
from junheng.registry.engine.invented.places import Places
from junheng.registry.engine.invented.rolls import OPENS, STAGES, Rolls
from junheng.registry.engine.invented.tables import Table, columns
from junheng.registry.values import (
    Boarding,
    Class,
    Enrolment,
    Guardian,
    Household,
    Pupil,
    Relation,
    RollStatus,
    Sex,
    SpecialNeed,
    Stage,
)


def class_id(places: Places, group: tuple[int, int, int], number: int, year: int, grade: int) -> str:
    """The id of a class: school code, school year, stage, grade, number."""
    return f"{places.schools[group[0]].school_code}{year}{group[1]}{grade:02d}{number:02d}"


def grade_of(stage: int, step: int) -> int:
    """The grade of a step: 1 to 3 in kindergarten, 1 to 12 afterwards."""
    return step + 1 if STAGES[stage] == Stage.KINDERGARTEN else OPENS[STAGES[stage]][0] + step + 1


def classes_of(places: Places, rolls: Rolls, opens: int, heads: Mapping[str, str]) -> Table[Class]:
    """The classes of every school year that has pupils, with the head teachers known for them."""
    found: dict[str, list[Any]] = {name: [] for name in Class.__slots__}
    rows, steps, numbers = numpy.nonzero(rolls.sizes)
    for row, step, number in zip(rows.tolist(), steps.tolist(), (numbers + 1).tolist(), strict=True):
        place, stage, cohort = group = rolls.groups[row]
        begins = opens + cohort + OPENS[STAGES[stage]][0]
        grade, year = grade_of(stage, step), begins + step
        known = class_id(places, group, number, year, grade)
        cells = (known, places.schools[place].school_code, STAGES[stage], year, grade, number, begins,
                 int(rolls.sizes[row, step, number - 1]), heads.get(known, ""))
        for column, cell in zip(found.values(), cells, strict=True):
            column.append(cell)
    return columns("classes", Class, **found)


def enrolments_of(places: Places, rolls: Rolls, cohort: Ints, ids: Sequence[str], opens: int) -> Table[Enrolment]:
    """A row for each time of a pupil in a class cohort."""
    spells = rolls.spells
    years = opens + cohort[spells.child]
    lows = numpy.asarray([OPENS[stage][0] for stage in STAGES], numpy.int64)
    codes = [school.school_code for school in places.schools]
    return columns(
        "enrolments", Enrolment, pupil_id=[ids[child] for child in spells.child.tolist()],
        school_code=[codes[place] for place in spells.school.tolist()], stage=[STAGES[stage] for stage in spells.stage.tolist()],
        class_no=rolls.number.tolist(), entry_year=(years + lows[spells.stage]).tolist(),
        from_year=(years + spells.begin).tolist(), to_year=(years + spells.end).tolist(),
    )


def pupils_of(chance: Chance, places: Places, shape: Mapping[str, Any], names: Names, children: Children,
              households: Households, rolls: Rolls, opens: int) -> Table[Pupil]:
    """The pupils, each where it is on the roll in the school year `opens`, or with what became of it."""
    count, spells = len(children.cohort), rolls.spells
    ids = pupil_ids(places, count)
    current = numpy.full(count, -1, numpy.int64)
    now = numpy.flatnonzero(children.cohort[spells.child] + spells.end == 0)
    current[spells.child[now]] = now
    on, at = current >= 0, numpy.maximum(current, 0)
    stage, school, group = spells.stage[at], spells.school[at], rolls.group[at]
    left = ~on & (children.ends < numpy.minimum(-children.cohort, 9))
    status = [RollStatus.ON_ROLL if here else RollStatus.TRANSFERRED_OUT if away else RollStatus.GRADUATED
              for here, away in zip(on.tolist(), left.tolist(), strict=True)]
    lows = numpy.asarray([OPENS[each][0] for each in STAGES], numpy.int64)
    step = (-children.cohort - lows[stage]).tolist()
    grade = [grade_of(one, two) if here else 0 for one, two, here in zip(stage.tolist(), step, on.tolist(), strict=True)]
    number = rolls.number[at].tolist()
    classes = [class_id(places, rolls.groups[row], number[place], opens, grade[place]) if on[place] else ""
               for place, row in enumerate(group.tolist())]
    codes = [school.school_code for school in places.schools]
    house = children.household.tolist()
    boards = boarding(chance, places, shape, stage, school, on, households.village[children.household])
    migrant = [households.residence[each] == Household.ELSEWHERE for each in house]
    return columns(
        "pupils", Pupil, pupil_id=ids, **persons(chance, places, shape, names, children, households),
        household_id=[f"H{places.division}{each:06d}" for each in house], twin_group=twins(places, children),
        residence=[households.residence[each] for each in house], residence_division=[households.division[each] for each in house],
        township=[places.townships[each].code for each in children.township.tolist()],
        village=[places.villages[each].code for each in households.village[children.household].tolist()],
        status=status, school_code=[codes[place] if here else "" for place, here in zip(school.tolist(), on.tolist(), strict=True)],
        class_id=classes, grade=grade, boarding=[Boarding.BOARDING if each else Boarding.DAY for each in boards.tolist()],
        left_behind=households.left_behind[children.household].tolist(), migrant=migrant,
        hardship=households.hardship[children.household].tolist(),
        special_need=[list(SpecialNeed)[each] for each in children.need.tolist()],
    )


def pupil_ids(places: Places, count: int) -> list[str]:
    """Ids of the pupils, in their order."""
    return [f"P{places.division}{place + 1:06d}" for place in range(count)]


def twins(places: Places, children: Children) -> list[str]:
    """A label for both twins, "" for all others."""
    both = numpy.bincount(children.first, minlength=len(children.first))[children.first] > 1
    return [f"W{places.division}{first + 1:06d}" if pair else ""
            for first, pair in zip(children.first.tolist(), both.tolist(), strict=True)]


def boarding(chance: Chance, places: Places, shape: Mapping[str, Any], stage: Ints, school: Ints, on: Flags, village: Ints) -> Flags:
    """Who boards, by stage and locale of the school; never those who live beside it."""
    told = shape["boarding"]
    rates = numpy.asarray([[told[each][place.locale] if each in told else 0 for place in places.schools] for each in STAGES], numpy.int64)
    spots = {each.code: place for place, each in enumerate(places.villages)}
    beside = numpy.asarray([spots[each.village] for each in places.schools], numpy.int64)
    boards: Flags = on & chance.share("pupils/boarding", rates[stage, school], len(stage)) & (beside[school] != village)
    return boards


def persons(chance: Chance, places: Places, shape: Mapping[str, Any], names: Names, children: Children,
            households: Households) -> dict[str, list[Any]]:
    """Name, sex, birth, numbers and people of each child."""
    count, house = len(children.cohort), children.household.tolist()
    families = names.families(chance, "households/surname", len(households.division))
    codes = names.people_codes(chance, "households/people", len(households.division))
    peoples = [codes[each] for each in house]
    firsts = names.firsts(chance, "pupils/name", children.female, "child")
    born = days_of(children.born)
    serials = sequence(children.born, children.female)
    numbers = identity_numbers([households.division[each] for each in house], born, serials)
    without = chance.below("pupils/number", 1000, count)
    missing, provisional = (int(shape["children"][key]) for key in ("without_number", "provisional"))
    no_number = numpy.flatnonzero(without < missing + provisional)
    for turn, place in enumerate(no_number.tolist()):
        numbers[place] = ""
        whose = f"{places.division}{born[place]:%Y%m%d}"
        if int(without[place]) < provisional:
            # Four random digits; those of one register differ, as 3607 and 10000 have no factor in common.
            numbers[place] = f"L{whose}{(turn * 3607 + 1234) % 10000:04d}"
    ordinary = no_number[without[no_number] >= provisional]
    for place, serial in zip(ordinary.tolist(), sequence(children.born[ordinary], children.female[ordinary], first=450), strict=True):
        body = f"{places.division}{born[place]:%Y%m%d}{serial:03d}"
        numbers[place] = f"J{body}{check_digit(body)}"
    school_age = (children.cohort <= 0).tolist()
    return {
        "name": names.whole(chance, "pupils/name", [families[each] for each in house], firsts, peoples),
        "sex": [Sex.FEMALE if each else Sex.MALE for each in children.female.tolist()], "born": born,
        "identity_number": ["" if number[0] in "JL" else number for number in numbers],
        "roll_number": [(number if number[0] in "JL" else f"G{number}") if old else ""
                        for number, old in zip(numbers, school_age, strict=True)],
        "ethnic_group": peoples,
    }


def guardians_of(chance: Chance, places: Places, names: Names, households: Households) -> Table[Guardian]:
    """Father, mother and, where both work away, a grandparent of each household."""
    count = len(households.division)
    families = names.families(chance, "households/surname", count)
    wed = names.families(chance, "guardians/surname", count)
    away = households.left_behind
    neither = chance.below("guardians/one", 1000, count)
    there = {Relation.FATHER: neither >= 35, Relation.MOTHER: (neither < 35) | (neither >= 75)}
    elder = chance.share("guardians/elder", 640, count)
    there[Relation.GRANDMOTHER], there[Relation.GRANDFATHER] = away & elder, away & ~elder
    own = {Relation.FATHER: families, Relation.GRANDFATHER: families}
    rows: list[tuple[int, Relation, str, bool]] = []
    for relation, those in there.items():
        female = numpy.full(count, int(relation in {Relation.MOTHER, Relation.GRANDMOTHER}), numpy.int64)
        firsts = names.firsts(chance, f"guardians/{relation}", female, "adult")
        gone = away if relation in {Relation.FATHER, Relation.MOTHER} else numpy.zeros(count, numpy.bool_)
        rows += [(place, relation, own.get(relation, wed)[place] + firsts[place], bool(gone[place]))
                 for place in numpy.flatnonzero(those).tolist()]
    rows.sort(key=lambda row: row[0])
    # No mobile number in use begins with 100.
    phones = chance.below("guardians/phone", 10**8, len(rows)).tolist()
    return columns(
        "guardians", Guardian, guardian_id=[f"G{places.division}{place + 1:06d}" for place in range(len(rows))],
        household_id=[f"H{places.division}{row[0]:06d}" for row in rows], name=[row[2] for row in rows],
        relation=[row[1] for row in rows], phone=[f"100{phone:08d}" for phone in phones], works_away=[row[3] for row in rows],
    )
