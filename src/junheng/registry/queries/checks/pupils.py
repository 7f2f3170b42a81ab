"""Checks of pupils, their families and their places on a roll."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import F, Q

from junheng.registry.engine.names import odd_signs
from junheng.registry.engine.rosters import FIRST
from junheng.registry.models import Enrolment, Guardian, Pupil, Room, School
from junheng.registry.queries.checks.asked import PART, Ask, query
from junheng.registry.queries.rosters import RUNS
from junheng.registry.values import Boarding, Household, RollStatus, RoomKind, SchoolKind, Stage, grade_words
from junheng.registry.values.checks import Met


@query
def pupil_in_two_places(ask: Ask) -> Iterator[Met]:
    """Pupils with two places on a roll on the day."""
    held = defaultdict(list)
    for pupil, school in ask.places.values_list("pupil_id", "school_id").iterator(chunk_size=PART):
        held[pupil].append(school)
    twice = {pupil: schools for pupil, schools in held.items() if len(schools) > 1}
    names = ask.schools_called(school for schools in twice.values() for school in schools)
    for pupil, schools in twice.items():
        yield Met(pupil, schools[-1], {"schools": "、".join(names.get(each, "") for each in schools)})


@query
def pupil_without_class(ask: Ask) -> Iterator[Met]:
    """Pupils who have been on a roll for a while and have no class."""
    days = int(ask.limit("days_without_class"))
    for pupil, school, since in ask.places.filter(school_class=None, since__lte=ask.day - timedelta(days=days)).values_list(
            "pupil_id", "school_id", "since"):
        yield Met(pupil, school, {"since": since.isoformat()})


@query
def class_of_another_school(ask: Ask) -> Iterator[Met]:
    """Pupils on the roll of one school and in a class of another."""
    wrong = list(ask.places.exclude(school_class=None).exclude(school_class__school=F("school")).values_list(
        "pupil_id", "school_id", "school_class__school_id"))
    names = ask.schools_called(each for _, *both in wrong for each in both)
    for pupil, school, other in wrong:
        yield Met(pupil, school, {"school": names.get(school, ""), "other": names.get(other, "")})


@query
def place_and_class_differ(ask: Ask) -> Iterator[Met]:
    """Pupils whose stage or year of entry is not that of their class."""
    for pupil, school, entry, of_class in ask.places.exclude(school_class=None).exclude(
            school_class__stage=F("stage"), school_class__entry_year=F("entry_year")).values_list(
            "pupil_id", "school_id", "entry_year", "school_class__entry_year"):
        yield Met(pupil, school, {"entry_year": entry, "class_year": of_class})


@query
def stage_not_run(ask: Ask) -> Iterator[Met]:
    """Pupils of a stage that their school does not run, as seniors at a teaching point."""
    for pupil, school, stage in ask.places.values_list("pupil_id", "school_id", "stage").iterator(chunk_size=PART):
        spell = ask.spells.get(school)
        if spell is not None and stage not in RUNS[spell.kind]:
            yield Met(pupil, school, {"stage": Stage(stage).chinese, "kind": SchoolKind(spell.kind).chinese})


@query
def age_out_of_range(ask: Ask) -> Iterator[Met]:
    """Pupils whose age on 31 August does not fit their grade."""
    ages = ask.entries["registry/entry-ages"]
    six, three, put_off = (int(ages.value(name)) for name in ("full_years", "kindergarten_years", "put_off"))
    younger, older = int(ask.limit("years_younger")), int(ask.limit("years_older"))
    for pupil, school, stage, entry, born in ask.places.values_list(
            "pupil_id", "school_id", "stage", "entry_year", "pupil__born").iterator(chunk_size=PART):
        grade = ask.opens - entry + FIRST[Stage(stage)]
        usual = (three if stage == Stage.KINDERGARTEN else six) + grade - 1
        age = full_years(born, date(ask.opens, 8, 31))
        if not usual - younger <= age <= usual + put_off + older:
            yield Met(pupil, school, {"age": age, "grade": grade_words(Stage(stage), grade), "usual": usual})


def full_years(born: date, day: date) -> int:
    """Full years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@query
def grade_beyond_the_stage(ask: Ask) -> Iterator[Met]:
    """Pupils whose year of entry would have taken them beyond their stage, or who have not begun it."""
    years = {Stage.KINDERGARTEN: 3, Stage.PRIMARY: 6, Stage.JUNIOR: 3, Stage.SENIOR: 3, Stage.VOCATIONAL: 3}
    for pupil, school, stage, entry in ask.places.values_list("pupil_id", "school_id", "stage", "entry_year").iterator(chunk_size=PART):
        if not 0 <= ask.opens - entry < years[Stage(stage)]:
            yield Met(pupil, school, {"entry_year": entry, "stage": Stage(stage).chinese})


@query
def pupil_without_guardian(ask: Ask) -> Iterator[Met]:
    """Pupils of whom no guardian is known."""
    known = Guardian.objects.values("household_id")
    for pupil, school in ask.places.filter(Q(pupil__household=None) | ~Q(pupil__household__in=known)).values_list("pupil_id", "school_id"):
        yield Met(pupil, school)


@query
def guardians_telephone_of_many(ask: Ask) -> Iterator[Met]:
    """Pupils whose guardian gave a number that many families gave: usually the head teacher's own."""
    most = int(ask.limit("households_of_a_phone"))
    houses: dict[str, set[int]] = defaultdict(set)
    for household, phone in Guardian.objects.order_by().values_list("household_id", "phone").iterator(chunk_size=PART):
        if phone:
            houses[phone].add(household)
    shared: dict[int, int] = {}
    for those in houses.values():
        if len(those) > most:
            for household in those:
                shared[household] = max(len(those), shared.get(household, 0))
    if not shared:
        return
    for pupil, school, household in ask.places.values_list("pupil_id", "school_id", "pupil__household_id").iterator(chunk_size=PART):
        if household in shared:
            yield Met(pupil, school, {"count": shared[household]})


@query
def twin_group_of_one(ask: Ask) -> Iterator[Met]:
    """Pupils marked as a twin whose twin nobody knows."""
    groups = Counter(Pupil.objects.filter(merged_into=None).exclude(twin_group="").order_by().values_list("twin_group", flat=True))
    for pupil, group, school in ask.places.exclude(pupil__twin_group="").values_list("pupil_id", "pupil__twin_group", "school_id"):
        if groups[group] == 1:
            yield Met(pupil, school)


@query
def twins_born_apart(ask: Ask) -> Iterator[Met]:
    """Pupils marked as twins who were born days apart or live in different households."""
    days = int(ask.limit("days_between_twins"))
    groups = defaultdict(list)
    for row in ask.places.exclude(pupil__twin_group="").values_list("pupil__twin_group", "pupil_id", "school_id", "pupil__born",
                                                                     "pupil__household_id"):
        groups[row[0]].append(row[1:])
    for rows in groups.values():
        born = [each[2] for each in rows]
        if (max(born) - min(born)).days > days or len({each[3] for each in rows}) > 1:
            yield from (Met(pupil, school) for pupil, school, _, _ in rows)


@query
def residence_without_flag(ask: Ask) -> Iterator[Met]:
    """Pupils whose registered residence lies in another county and who are not marked so, or the other way round.

    The county's own division is the one of most of its pupils.
    """
    rows = [(pupil, school, residence, division[:6]) for pupil, school, residence, division in ask.places.exclude(
        pupil__residence_division="").values_list("pupil_id", "school_id", "pupil__residence", "pupil__residence_division")]
    own = next(iter(Counter(row[3] for row in rows).most_common(1)), ("", 0))[0]
    for pupil, school, residence, division in rows:
        if (division == own) == (residence == Household.ELSEWHERE):
            yield Met(pupil, school, {"marked": Household(residence).chinese})


@query
def boarders_without_dormitory(ask: Ask) -> Iterator[Met]:
    """Schools with boarders and without a dormitory."""
    boarders = Counter(ask.places.filter(pupil__boarding=Boarding.BOARDING.value).order_by().values_list("school_id", flat=True))
    there = set(Room.objects.filter(kind=RoomKind.DORMITORY.value, since__lte=ask.day).filter(Q(until=None) | Q(until__gt=ask.day)).values_list(
        "school_id", flat=True))
    return (Met(school, school, {"count": count}) for school, count in boarders.items() if school not in there)


@query
def on_roll_without_place(ask: Ask) -> Iterator[Met]:
    """Pupils called on the roll whom no school has; the school that had them last is told."""
    gone = Pupil.objects.filter(status=RollStatus.ON_ROLL.value, merged_into=None).exclude(pk__in=ask.places.order_by().values("pupil_id"))
    last = dict(Enrolment.objects.filter(pupil__in=gone, since__lte=ask.day).order_by("since").values_list("pupil_id", "school_id"))
    return (Met(pupil, last.get(pupil)) for pupil in gone.values_list("pk", flat=True))


@query
def place_of_one_who_left(ask: Ask) -> Iterator[Met]:
    """Pupils on a roll who are called graduated or gone."""
    for pupil, school, status in ask.places.exclude(pupil__status=RollStatus.ON_ROLL.value).values_list("pupil_id", "school_id", "pupil__status"):
        yield Met(pupil, school, {"status": RollStatus(status).chinese})


@query
def enrolment_at_closed_school(ask: Ask) -> Iterator[Met]:
    """Pupils on the roll of a school that is closed."""
    closed = dict(School.objects.filter(closed__lte=ask.day).values_list("pk", "closed"))
    for pupil, school in ask.places.filter(school__in=closed).values_list("pupil_id", "school_id"):
        yield Met(pupil, school, {"closed": closed[school].isoformat()})


@query
def pupils_name_odd(ask: Ask) -> Iterator[Met]:
    """Names of pupils with signs that no name has."""
    for pupil, school, name in ask.places.values_list("pupil_id", "school_id", "pupil__name").iterator(chunk_size=PART):
        if signs := odd_signs(name):
            yield Met(pupil, school, {"signs": signs})


@query
def born_after_entry(ask: Ask) -> Iterator[Met]:
    """Pupils with a day of birth that has not come."""
    return (Met(pupil, school, {"born": born.isoformat()}) for pupil, school, born in ask.places.filter(pupil__born__gt=ask.day).values_list(
        "pupil_id", "school_id", "pupil__born"))


@query
def place_before_the_school(ask: Ask) -> Iterator[Met]:
    """Pupils whose place on a roll began before their school was opened."""
    for pupil, school, since, opened in ask.places.filter(since__lt=F("school__opened")).values_list(
            "pupil_id", "school_id", "since", "school__opened"):
        yield Met(pupil, school, {"since": since.isoformat(), "opened": opened.isoformat()})


