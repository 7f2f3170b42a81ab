"""Checks of classes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from junheng.registry.engine.rosters import FIRST
from junheng.registry.queries.checks.asked import Ask, class_met, query
from junheng.registry.queries.rosters import RUNS
from junheng.registry.values import SchoolKind, Stage, class_words, grade_words
from junheng.registry.values.checks import Met


@query
def class_without_head_teacher(ask: Ask) -> Iterator[Met]:
    """Classes with pupils and nobody who leads them."""
    for year in ask.classes.filter(head_teacher=None):
        if ask.sizes.get(year.school_class_id):
            yield class_met(year)


@query
def head_teacher_of_two_classes(ask: Ask) -> Iterator[Met]:
    """Members of staff who lead more than one class."""
    led = defaultdict(list)
    for year in ask.classes.exclude(head_teacher=None):
        led[year.head_teacher_id].append(year)
    for member, years in led.items():
        if member is not None and len(years) > 1:
            names = "、".join(class_words(Stage(year.school_class.stage), year.grade, year.school_class.class_no) for year in years)
            yield Met(member, years[0].school_class.school_id, {"classes": names})


@query
def head_teacher_from_elsewhere(ask: Ask) -> Iterator[Met]:
    """Classes whose head teacher holds no post at their school."""
    here = set(ask.posts.values_list("member_id", "school_id"))
    for year in ask.classes.exclude(head_teacher=None):
        if (year.head_teacher_id, year.school_class.school_id) not in here:
            yield class_met(year)


@query
def class_oversize(ask: Ask) -> Iterator[Met]:
    """Classes of sixty-six and more."""
    most = int(ask.limit("oversize_class"))
    return (class_met(year, pupils=size, limit=most) for year in ask.classes if (size := ask.sizes.get(year.school_class_id, 0)) >= most)


@query
def class_large(ask: Ask) -> Iterator[Met]:
    """Classes of schools that are large and not yet oversize; kindergartens have sizes of their own."""
    least, most = int(ask.limit("large_class")), int(ask.limit("oversize_class"))
    for year in ask.classes.exclude(school_class__stage=Stage.KINDERGARTEN.value):
        if least <= (size := ask.sizes.get(year.school_class_id, 0)) < most:
            yield class_met(year, pupils=size, limit=least)


@query
def kindergarten_class_large(ask: Ask) -> Iterator[Met]:
    """Classes of kindergartens above the size of their year."""
    sizes, most = ask.entries["registry/class-sizes"], int(ask.limit("oversize_class"))
    for year in ask.classes.filter(school_class__stage=Stage.KINDERGARTEN.value, grade__in=(1, 2, 3)):
        limit = int(sizes.value("standard", stage=f"kindergarten_{year.grade}"))
        if limit < (size := ask.sizes.get(year.school_class_id, 0)) < most:
            yield class_met(year, pupils=size, limit=limit)


@query
def class_of_nobody(ask: Ask) -> Iterator[Met]:
    """Classes without a pupil."""
    return (class_met(year) for year in ask.classes if not ask.sizes.get(year.school_class_id))


@query
def class_grade_differs(ask: Ask) -> Iterator[Met]:
    """Classes whose grade is not the one that their year of entry gives."""
    for year in ask.classes:
        stage = Stage(year.school_class.stage)
        due = year.school_year - year.school_class.entry_year + FIRST[stage]
        if year.grade != due:
            yield class_met(year, entry_year=year.school_class.entry_year, due=grade_words(stage, due))


@query
def class_number_skipped(ask: Ask) -> Iterator[Met]:
    """The last class of a grade whose number is higher than the grade has classes."""
    grades = defaultdict(list)
    for year in ask.classes:
        grades[year.school_class.school_id, year.school_class.stage, year.grade].append(year)
    for years in grades.values():
        last = max(years, key=lambda year: year.school_class.class_no)
        if last.school_class.class_no > len(years):
            yield class_met(last, count=len(years))


@query
def class_of_stage_not_run(ask: Ask) -> Iterator[Met]:
    """Classes of a stage that their school does not run."""
    for year in ask.classes:
        spell = ask.spells.get(year.school_class.school_id)
        if spell is not None and year.school_class.stage not in RUNS[spell.kind]:
            yield class_met(year, kind=SchoolKind(spell.kind).chinese)


@query
def class_at_closed_school(ask: Ask) -> Iterator[Met]:
    """Classes of schools that are closed."""
    return (class_met(year) for year in ask.classes if year.school_class.school_id not in ask.spells)
