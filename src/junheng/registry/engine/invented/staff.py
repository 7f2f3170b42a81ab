"""Staff of an invented county: persons, their posts, and who leads which class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy

from junheng.ground.standards.book import Entry
from junheng.registry.engine.invented.chance import Chance, Ints
from junheng.registry.engine.invented.names import Names
from junheng.registry.engine.invented.numbers import (
    EPOCH,
    days_of,
    identity_numbers,
    sequence,
)
from junheng.registry.engine.invented.people import Flags
from junheng.registry.engine.invented.places import RUNS, Places
from junheng.registry.engine.invented.register import class_id, grade_of
from junheng.registry.engine.invented.rolls import OPENS, STAGES, Rolls
from junheng.registry.engine.invented.tables import Table, columns
from junheng.registry.engine.retirement import retirement_month
from junheng.registry.values import (
    EMPLOYED,
    Backbone,
    Degree,
    Duty,
    DutyStatus,
    Establishment,
    Locale,
    Ownership,
    Post,
    PostCategory,
    RetirementGroup,
    SchoolKind,
    Sex,
    StaffMember,
    Stage,
    Title,
)

DUTIES = list(Duty)
TERM = 5  # years of an appointment
BANDS = ((22, 29), (30, 39), (40, 49), (50, 59))
# Grades of professional posts by title: 13 the lowest, 1 the highest (专业技术岗位等级).
GRADES = {Title.NONE: 13, Title.THIRD: 13, Title.SECOND: 12, Title.FIRST: 10, Title.SENIOR: 7, Title.PRINCIPAL_SENIOR: 4}


@dataclass(slots=True)
class Staff:
    """Members, posts, and the head teacher of each class by class id."""

    members: Table[StaffMember]
    posts: Table[Post]
    heads: dict[str, str]


@dataclass(slots=True)
class Jobs:
    """A row for each person: school, stage and duty, as places in their lists."""

    school: Ints
    stage: Ints
    duty: Ints


def load_of(places: Places, rolls: Rolls) -> dict[tuple[int, int], tuple[int, int]]:
    """Pupils and classes of each stage of each school in the year of the register, for those that have pupils."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for row, (place, stage, cohort) in enumerate(rolls.groups):
        step = -cohort - OPENS[STAGES[stage]][0]
        if 0 <= step < 6:
            sizes = rolls.sizes[row, step]
            pupils, classes = found.get((place, stage), (0, 0))
            if sizes.any():
                found[place, stage] = (pupils + int(sizes.sum()), classes + int((sizes > 0).sum()))
    return found


def jobs_of(chance: Chance, places: Places, shape: Mapping[str, Any], load: Mapping[tuple[int, int], tuple[int, int]]) -> Jobs:
    """How many persons each stage of each school needs: by pupils, at least by classes."""
    told = shape["staffing"]
    rows: list[tuple[int, int, int]] = []
    led: set[int] = set()
    middle = numpy.full(len(places.schools), 1000, numpy.int64)
    spread = numpy.clip(chance.around("staff/spread", middle, int(told["spread"]), len(middle)), 700, 1300).tolist()
    for (place, number), (pupils, classes) in sorted(load.items()):
        school, stage = places.schools[place], STAGES[number]
        special = school.kind == SchoolKind.SPECIAL
        ratio = int(told["special_pupils"]) if special else int(told["ratio_hundredths"][stage])
        teachers = max(-(-pupils * spread[place] // (ratio * 10)), -(-classes * int(told["per_class_hundredths"][stage]) // 100), classes)
        point = school.kind == SchoolKind.TEACHING_POINT
        if point:
            teachers = max(-(-pupils * 100 // int(told["point_pupils"][stage])), int(told["point_fewest"][stage]))
        wanted = {Duty.TEACHER: teachers}
        if place not in led and not point:
            led.add(place)
            wanted[Duty.HEAD] = 1
            wanted[Duty.DEPUTY] = min(3, pupils // 400)
            wanted[Duty.TEACHER] = max(classes, wanted[Duty.TEACHER] - 1 - wanted[Duty.DEPUTY])
        if stage == Stage.KINDERGARTEN and not point:
            wanted[Duty.CARER] = -(-classes * int(told["carers_per_class_hundredths"]) // 100)
        wanted[Duty.HEALTH] = pupils // int(told["health_pupils"])
        wanted[Duty.SUPPORT] = teachers * int(told["support_per_mille"]["special" if special else stage]) // 1000
        rows += [(place, number, DUTIES.index(duty)) for duty in DUTIES for _ in range(wanted.get(duty, 0))]
    cells = numpy.asarray(rows, numpy.int64).reshape(-1, 3)
    return Jobs(cells[:, 0], cells[:, 1], cells[:, 2])


def staff_of(chance: Chance, places: Places, shape: Mapping[str, Any], names: Names, rolls: Rolls, day: date, years: int,
             rule: Entry) -> Staff:
    """All persons at work for the county's schools on the day, their posts, and head teachers of the last years."""
    load = load_of(places, rolls)
    jobs = jobs_of(chance, places, shape, load)
    count, told = len(jobs.school), shape["staffing"]
    teaching = numpy.isin(jobs.duty, [DUTIES.index(each) for each in (Duty.HEAD, Duty.DEPUTY, Duty.TEACHER)])
    women = numpy.asarray([told["women"][STAGES[stage]] for stage in jobs.stage.tolist()], numpy.int64)
    female = chance.share("staff/woman", numpy.where(jobs.duty == DUTIES.index(Duty.CARER), 990, women), count).astype(numpy.int64)
    age = ages_of(chance, places, told, jobs)
    expert = ~numpy.isin(jobs.duty, [DUTIES.index(Duty.CARER), DUTIES.index(Duty.SUPPORT)])
    groups = [RetirementGroup.FEMALE_PROFESSIONAL if woman and professional else RetirementGroup.FEMALE_WORKER if woman
              else RetirementGroup.MALE for woman, professional in zip(female.tolist(), expert.tolist(), strict=True)]
    born, retires = born_of(chance, age, groups, day, rule)
    counted = numpy.asarray([(each - EPOCH).days for each in born], numpy.int64)
    age = numpy.asarray([(day - each).days * 100 // 36525 for each in born], numpy.int64)
    since = worked(chance, age, born, day)
    subjects = subjects_of(chance, told, jobs, teaching)
    ids = [f"E{places.division}{place + 1:05d}" for place in range(count)]
    titles = titles_of(chance, age, teaching)
    people = names.people_codes(chance, "staff/people", count)
    members = columns(
        "staff", StaffMember, staff_id=ids, sex=[Sex.FEMALE if each else Sex.MALE for each in female.tolist()], born=born,
        name=called(places, shape, jobs, names.whole(
            chance, "staff/name", names.families(chance, "staff/surname", count), names.firsts(chance, "staff/name", female, "adult"), people)),
        identity_number=identity_numbers([places.division] * count, born, sequence(counted, female, first=200)),
        ethnic_group=people, began_work=since["work"], came_to_county=since["county"],
        **qualified(chance, places, told, jobs, teaching, subjects), title=titles,
        title_since=[max(work, day.year - gap) if title != Title.NONE else 0 for title, gap, work in zip(
            titles, chance.between("staff/title/since", 1, 12, count).tolist(), [each.year for each in since["work"]], strict=True)],
        **backbones(chance, places, told, jobs, titles, day), duty_status=status_of(chance, told, jobs, female, age),
        retirement_group=groups, retires=retires,
    )
    posts = posts_of(chance, places, shape, jobs, members, subjects, since["school"], day)
    return Staff(members, posts, heads_of(chance, places, rolls, jobs, ids, since["school"], day, years))


def called(places: Places, shape: Mapping[str, Any], jobs: Jobs, drawn: list[str]) -> list[str]:
    """The names drawn, but of those whom the county's other files name: the first of the duty at the school."""
    held = zip(jobs.school.tolist(), jobs.duty.tolist(), strict=True)
    first: dict[tuple[str, str], int] = {}
    for place, (school, duty) in enumerate(held):
        first.setdefault((places.schools[school].unit_code, DUTIES[duty]), place)
    for each in shape.get("people", ()):
        place = first.get((each["unit_code"], each["duty"]), -1)
        if place >= 0:
            drawn[place] = each["name"]
    return drawn


def ages_of(chance: Chance, places: Places, told: Mapping[str, Any], jobs: Jobs) -> Ints:
    """Ages in years, by the locale of the school; heads and deputies are 34 at least."""
    count = len(jobs.school)
    locales = numpy.asarray([list(Locale).index(school.locale) for school in places.schools], numpy.int64)[jobs.school]
    age = numpy.empty(count, numpy.int64)
    for number, locale in enumerate(Locale):
        those = numpy.flatnonzero(locales == number)
        band = chance.pick(f"staff/age/{locale}", told["ages"][locale], len(those))
        low, high = (numpy.asarray([each[side] for each in BANDS], numpy.int64)[band] for side in (0, 1))
        age[those] = low + chance.below(f"staff/age/{locale}/year", high - low + 1, len(those))
    leads = jobs.duty <= DUTIES.index(Duty.DEPUTY)
    return numpy.where(leads, numpy.maximum(age, 34), age)


def born_of(chance: Chance, age: Ints, groups: Sequence[RetirementGroup], day: date, rule: Entry) -> tuple[list[date], list[date]]:
    """Birth days and retirement months. Who would be retired on the day is as many years younger as it takes."""
    back = (age * 36525 // 100 + chance.below("staff/day", 365, len(age))).tolist()
    born, retires = [], []
    for gone, group in zip(days_of((day - EPOCH).days - numpy.asarray(back, numpy.int64)), groups, strict=True):
        here, month = gone, retirement_month(gone, group, rule)
        while month <= day:
            here = date(here.year + 1, here.month, min(here.day, 28))
            month = retirement_month(here, group, rule)
        born.append(here)
        retires.append(month)
    return born, retires


def worked(chance: Chance, age: Ints, born: Sequence[date], day: date) -> dict[str, list[date]]:
    """First days at work, in the county and at the school: autumn terms, each not before the one before."""
    count = len(age)
    opens = day.year if day.month >= 9 else day.year - 1
    years = numpy.asarray([each.year for each in born], numpy.int64)
    first = numpy.minimum(years + chance.between("staff/work", 21, 25, count), opens)
    span = opens - first
    county = first + numpy.where(chance.share("staff/moved", 180, count), chance.below("staff/county", span + 1, count), 0)
    # Two draws, the later one counts: more have come lately than long ago.
    school = county + numpy.maximum(*(chance.below(f"staff/school/{turn}", opens - county + 1, count) for turn in (1, 2)))
    return {name: [date(year, 9, 1) for year in column.tolist()]
            for name, column in (("work", first), ("county", county), ("school", school))}


def subjects_of(chance: Chance, told: Mapping[str, Any], jobs: Jobs, teaching: Flags) -> list[str]:
    """The subject each teaches, "" for those who teach none."""
    found = [""] * len(jobs.school)
    for number, stage in enumerate(STAGES):
        those = numpy.flatnonzero((jobs.stage == number) & teaching)
        words = list(told["subjects"][stage])
        for place, pick in zip(those.tolist(), chance.pick(f"staff/subject/{stage}", list(told["subjects"][stage].values()), len(those)).tolist(), strict=True):
            found[place] = words[pick]
    return found


def qualified(chance: Chance, places: Places, told: Mapping[str, Any], jobs: Jobs, teaching: Flags, subjects: Sequence[str]) -> dict[str, list[Any]]:
    """Degree, and stage and subject of the certificate: of the stage taught or a higher one, now and then in another subject."""
    count = len(jobs.school)
    drawn, other, pick = (chance.below(f"staff/{name}", 1000, count).tolist() for name in ("degree", "other", "other/subject"))
    higher = chance.share("staff/higher", 60, count).tolist()
    degrees, stages, certified = [], [], []
    for place, (school, number) in enumerate(zip(jobs.school.tolist(), jobs.stage.tolist(), strict=True)):
        stage, locale = STAGES[number], places.schools[school].locale
        weights = told["degree"][stage][locale] if teaching[place] else [520, 380, 100, 0]
        degrees.append(list(Degree)[int(numpy.searchsorted(numpy.cumsum(weights), drawn[place], side="right"))])
        words = list(told["subjects"][stage])
        differs = other[place] < int(told["other_subject"][locale]) and len(words) > 1
        certified.append((words[pick[place] % len(words)] if differs else subjects[place]) if teaching[place] else "")
        up = {Stage.PRIMARY: Stage.JUNIOR, Stage.JUNIOR: Stage.SENIOR}.get(stage, stage) if higher[place] and not differs else stage
        up = up if subjects[place] in told["subjects"][up] else stage
        stages.append(str(up) if teaching[place] else "")
    return {"degree": degrees, "certificate_stage": stages, "certificate_subject": certified}


def titles_of(chance: Chance, age: Ints, teaching: Flags) -> list[Title]:
    """Titles by age: none in the first years, first from about 35, senior from about 45."""
    drawn = chance.below("staff/title", 1000, len(age)).tolist()
    found = []
    for years, lot, teaches in zip(age.tolist(), drawn, teaching.tolist(), strict=True):
        ladder = ((25, Title.NONE, Title.THIRD), (33, Title.SECOND, Title.SECOND), (44, Title.SECOND, Title.FIRST), (200, Title.FIRST, Title.SENIOR))
        low, high = next((one, two) for limit, one, two in ladder if years < limit)
        title = high if lot < (420 if years >= 44 else 560) else low
        found.append((Title.PRINCIPAL_SENIOR if title == Title.SENIOR and lot < 4 else title) if teaches else Title.NONE)
    return found


def backbones(chance: Chance, places: Places, told: Mapping[str, Any], jobs: Jobs, titles: Sequence[Title], day: date) -> dict[str, list[Any]]:
    """Backbone level and the last year of its validity: teachers with the second title or above, by locale."""
    count = len(titles)
    drawn, ends = chance.below("staff/backbone", 1000, count).tolist(), chance.between("staff/backbone/until", 0, 4, count).tolist()
    rule = told["backbone_schools"]
    factor = chance.between("staff/backbone/school", int(rule["between"][0]), int(rule["between"][1]), len(places.schools)).tolist()
    factor = [int(rule.get(school.unit_code, factor[at])) for at, school in enumerate(places.schools)]
    levels: list[Backbone] = []
    until: list[int] = []
    for place, title in enumerate(titles):
        weights = told["backbone"][places.schools[int(jobs.school[place])].locale]
        edges = (numpy.cumsum(weights[::-1]) * factor[int(jobs.school[place])] // 1000).tolist()
        able = title in {Title.SECOND, Title.FIRST, Title.SENIOR, Title.PRINCIPAL_SENIOR}
        level = next((each for edge, each in zip(edges, (Backbone.PROVINCE, Backbone.CITY, Backbone.COUNTY), strict=True)
                      if drawn[place] < edge), Backbone.NONE) if able else Backbone.NONE
        levels.append(level)
        until.append(day.year + ends[place] if level != Backbone.NONE else 0)
    return {"backbone": levels, "backbone_until": until}


def status_of(chance: Chance, told: Mapping[str, Any], jobs: Jobs, female: Ints, age: Ints) -> list[DutyStatus]:
    """On duty or away: only women below 45 are on maternity leave, no head of a school is away."""
    states = list(EMPLOYED)
    drawn = chance.pick("staff/status", [told["duty_status"][each] for each in states], len(age)).tolist()
    found = []
    for place, pick in enumerate(drawn):
        state = states[pick]
        wrong = state == DutyStatus.MATERNITY_LEAVE and not (female[place] and age[place] < 45)
        found.append(DutyStatus.ON_DUTY if wrong or jobs.duty[place] == 0 else state)
    return found


def posts_of(chance: Chance, places: Places, shape: Mapping[str, Any], jobs: Jobs, members: Table[StaffMember],
             subjects: Sequence[str], since: Sequence[date], day: date) -> Table[Post]:
    """A post for each person; teachers of arts and sports shared by two schools of one township have two."""
    told, count = shape["staffing"], len(jobs.school)
    share = chance.share("posts/itinerant", int(told["itinerant"]) * 5, count).tolist()
    lots = chance.below("posts/establishment", 1000, count).tolist()
    terms = chance.between("posts/until", 1, TERM - 1, count).tolist()
    held: list[tuple[Any, ...]] = []
    for place, (school, number, duty) in enumerate(zip(jobs.school.tolist(), jobs.stage.tolist(), jobs.duty.tolist(), strict=True)):
        stage, role, title = STAGES[number], DUTIES[duty], members.columns["title"][place]
        category = PostCategory.MANAGEMENT if role == Duty.HEAD else PostCategory.WORKER if role in {Duty.CARER, Duty.SUPPORT} else PostCategory.PROFESSIONAL
        grade = {PostCategory.MANAGEMENT: 8, PostCategory.WORKER: 3}.get(category, GRADES[title])
        parts = [(school, 1000)]
        if share[place] and role == Duty.TEACHER and subjects[place] in told["arts_and_sports"]:
            second = neighbour(places, school, stage)
            parts = [(school, 600), (second, 400)] if second != school else parts
        for at, thousandths in parts:
            held.append((members.columns["staff_id"][place], places.schools[at].school_code, stage, role, subjects[place],
                         establishment(told, places, school, role, lots[place]), category, grade,
                         max(since[place], date(day.year + terms[place] - TERM, 9, 1)), date(day.year + terms[place], 8, 31),
                         since[place], thousandths))
    names = Post.__slots__[1:]
    return columns("posts", Post, post_id=[f"J{places.division}{place + 1:05d}" for place in range(len(held))],
                   **{name: [row[at] for row in held] for at, name in enumerate(names)})


def neighbour(places: Places, school: int, stage: Stage) -> int:
    """Another public school of the township that runs the stage, else the school itself."""
    return next((place for place, other in enumerate(places.schools) if place != school and stage in RUNS[other.kind]
                 and places.home[place] == places.home[school] and other.ownership == Ownership.PUBLIC
                 and other.kind != SchoolKind.SPECIAL), school)


def establishment(told: Mapping[str, Any], places: Places, school: int, duty: Duty, lot: int) -> Establishment:
    """On what basis: by ownership; carers and support are hired or dispatched."""
    held = places.schools[school]
    if duty in {Duty.CARER, Duty.SUPPORT}:
        return Establishment.HIRED if lot < 700 else Establishment.DISPATCHED
    public = held.ownership == Ownership.PUBLIC
    small = held.kind == SchoolKind.KINDERGARTEN and duty != Duty.HEAD
    rule = told["establishment"]["private" if not public else "public_kindergarten" if small else "public"]
    edges = numpy.cumsum([rule[each] for each in Establishment]).tolist()
    return next(each for each, edge in zip(Establishment, edges, strict=True) if lot < edge)


def heads_of(chance: Chance, places: Places, rolls: Rolls, jobs: Jobs, ids: Sequence[str], since: Sequence[date],
             day: date, years: int) -> dict[str, str]:
    """The head teacher of each class: a teacher of the school and stage, one class each but at teaching points; in past
    years one of those who were here already, or nobody."""
    opens = day.year if day.month >= 9 else day.year - 1
    order = numpy.argsort(chance.bits("heads", len(ids)), kind="stable").tolist()
    teachers: dict[tuple[int, int], list[int]] = {}
    for place in order:
        if DUTIES[int(jobs.duty[place])] == Duty.TEACHER:
            teachers.setdefault((int(jobs.school[place]), int(jobs.stage[place])), []).append(place)
    free: dict[tuple[int, int, int], list[int]] = {}
    heads = {}
    for row, group in enumerate(rolls.groups):
        place, stage, cohort = group
        for step, number in zip(*(axis.tolist() for axis in numpy.nonzero(rolls.sizes[row])), strict=True):
            year = opens + cohort + OPENS[STAGES[stage]][0] + step
            key = (place, stage, year)
            if key not in free:
                free[key] = [each for each in teachers.get((place, stage), []) if since[each].year <= year]
            if not free[key] and places.schools[place].kind == SchoolKind.TEACHING_POINT:
                free[key] = [each for each in teachers.get((place, stage), []) if since[each].year <= year]
            if free[key]:
                heads[class_id(places, group, number + 1, year, grade_of(stage, step))] = ids[free[key].pop()]
    return heads
