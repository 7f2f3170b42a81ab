"""What the register publishes: schools, stages, classes (contract part 2), enrolment and staff. No person, no sealed field.

Who lives in a township and goes to no school here is not known to the register; so there is no table `population`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import F

from junheng.ground.facts import Column, Measure, Privacy, Type, publishes
from junheng.registry.queries import counted
from junheng.registry.queries.schools import spells_on
from junheng.registry.values.counting import COUNTED, STAGES


def text(name: str, unit: Measure, meaning: str) -> Column:
    """A column of codes, names or words, open to everybody."""
    return Column(name, Type.TEXT, unit, Privacy.PUBLIC, meaning)


def count(name: str, unit: Measure, meaning: str) -> Column:
    """A column of whole numbers about schools and classes."""
    return Column(name, Type.WHOLE, unit, Privacy.INTERNAL, meaning)


def part(name: str, of: str, unit: Measure, meaning: str) -> Column:
    """How many of a group are something; small groups are left out."""
    return Column(name, Type.WHOLE, unit, Privacy.GUARDED, meaning, of=of)


def area(name: str, meaning: str) -> Column:
    """An area, with two places."""
    return Column(name, Type.NUMBER, Measure.SQUARE_METRES, Privacy.INTERNAL, meaning)


SCHOOL = text("school_code", Measure.CODE, "ten-digit code of the school (学校标识码)")
STAGE = text("stage", Measure.WORD, "stage: kindergarten, primary, junior, senior")
ANY_STAGE = text("stage", Measure.WORD, "stage: kindergarten, primary, junior, senior, vocational")
GRADE = Column("grade", Type.WHOLE, Measure.GRADE, Privacy.PUBLIC, "kindergarten 1 to 3; from primary on 1 to 12; 0 for those in no class yet")
PUPILS = count("pupils", Measure.PUPILS, "pupils on the roll on the day")


def schools_on(day: date) -> dict[int, str]:
    """Codes of the schools that exist on the day."""
    return dict(spells_on(day).order_by().values_list("school_id", "school__school_code"))


def coded(rows: Iterable[dict[str, Any]], codes: dict[int, str]) -> Iterator[dict[str, Any]]:
    """Rows under the code of their school instead of its number."""
    for row in rows:
        code = codes.get(row.pop("school_id"))
        if code is not None:
            yield {"school_code": code, **row}


@publishes("schools", title="Schools, kindergartens and teaching points", meaning="One row for each that exists on the day, as it is on that day.",
           key=("school_code",), columns=(
    SCHOOL,
    text("name", Measure.NAME, "full name on the day"),
    text("county", Measure.CODE, "code of the county's unit: its six-digit division"),
    text("township", Measure.CODE, "code of the township's unit"),
    text("locale", Measure.WORD, "urban, town or rural, as the statistics divide"),
    text("kind", Measure.WORD, "primary, junior, nine_year, complete_secondary, twelve_year, teaching_point, special, senior, vocational, kindergarten"),
    text("ownership", Measure.WORD, "public, inclusive_private or private"),
))
def schools(day: date) -> Iterator[dict[str, Any]]:
    """Three queries."""
    counties = counted.counties_of(day)
    for row in spells_on(day).order_by().values("school_id", "name", "locale", "kind", "ownership", school_code=F("school__school_code"),
                                                township_code=F("township__code")):
        yield {"county": counties.get(row.pop("school_id")), "township": row.pop("township_code"), **row}


@publishes("stages", title="Stages of schools with their resources", meaning="One row for each stage of a school that has pupils or classes. Resources of "
           "which nobody has entered anything for the school are empty, never 0. Vocational schools are not here.",
           key=("school_code", "stage"), columns=(
    SCHOOL, STAGE, PUPILS,
    count("classes", Measure.CLASSES, "classes of the day"),
    count("teachers_above_degree", Measure.STAFF, "full-time teachers above the required qualification: from college on in primary schools and kindergartens, "
          "bachelor in junior, master in senior schools"),
    count("backbone_teachers", Measure.STAFF, "full-time teachers who are backbone teachers of the county or above in the year of the day"),
    count("arts_pe_teachers", Measure.STAFF, "full-time teachers whose subject is 体育与健康, 音乐 or 美术"),
    area("teaching_area_m2", "teaching and auxiliary rooms, without indoor sports rooms"),
    area("sports_area_m2", "sports grounds and indoor sports rooms"),
    count("equipment_yuan", Measure.YUAN, "book value of teaching equipment"),
    count("multimedia_rooms", Measure.ROOMS, "rooms with networked multimedia"),
    count("computers", Measure.COMPUTERS, "computers of the stage"),
    count("books", Measure.BOOKS, "books of the stage"),
    count("teachers", Measure.STAFF, "full-time teachers, each at the school with most of the work; heads and deputies are none"),
    count("teachers_mid_title", Measure.STAFF, "full-time teachers of the first title or above (中级及以上)"),
))
def stages(day: date) -> Iterator[dict[str, Any]]:
    """Eight queries."""
    codes, held = schools_on(day), counted.resources(day)
    numbers: dict[counted.Key, list[int]] = {}
    for row in counted.enrolled(day):
        numbers.setdefault((row["school_id"], row["stage"]), [0, 0])[0] += row["pupils"]
    for row in counted.in_classes(day):
        numbers.setdefault((row["school_id"], row["stage"]), [0, 0])[1] += 1
    for key, (pupils, classes) in numbers.items():
        if key[0] in codes and key[1] in STAGES:
            found = {name: held[name].of(key) for name in COUNTED}
            yield {"school_code": codes[key[0]], "stage": key[1], "pupils": pupils, "classes": classes,
                   **{name: square_metres(value) if name.endswith("_m2") else value for name, value in found.items()}}


def square_metres(square_decimetres: int | None) -> float | None:
    """Square metres, with two places."""
    return None if square_decimetres is None else square_decimetres / 100


@publishes("classes", title="Classes with their sizes", meaning="One row for each class of the day. Vocational schools are not here.",
           key=("school_code", "stage", "grade", "class_no"), columns=(
    SCHOOL, STAGE, GRADE,
    Column("class_no", Type.WHOLE, Measure.NUMBER, Privacy.PUBLIC, "number of the class in its grade"),
    count("pupils", Measure.PUPILS, "pupils on the roll of the class on the day"),
))
def classes(day: date) -> Iterator[dict[str, Any]]:
    """Three queries."""
    return coded((row for row in counted.in_classes(day) if row["stage"] in STAGES), schools_on(day))


@publishes("enrolment", title="Enrolment by school, stage and grade", meaning="One row for each grade of a school that has pupils on the roll.",
           key=("school_code", "stage", "grade"), columns=(
    text("county", Measure.CODE, "code of the county's unit: its six-digit division"),
    SCHOOL, ANY_STAGE, GRADE, PUPILS,
    part("girls", "pupils", Measure.PUPILS, "girls among them"),
    part("boarders", "pupils", Measure.PUPILS, "boarders among them, as the register has them today"),
    part("migrants", "pupils", Measure.PUPILS, "among them those registered outside the county (随迁子女), as the register has them today"),
))
def enrolment(day: date) -> Iterator[dict[str, Any]]:
    """Four queries."""
    counties = counted.counties_of(day)
    return coded(({"county": counties.get(row["school_id"]), **row} for row in counted.enrolled(day)), schools_on(day))


@publishes("staff", title="Staff by school, stage and duty", meaning="One row for each duty at a stage of a school; each person at the school with most of the work.",
           key=("school_code", "stage", "duty"), columns=(
    SCHOOL, ANY_STAGE,
    text("duty", Measure.WORD, "head, deputy, teacher, carer, health or support"),
    count("staff", Measure.STAFF, "persons who hold such a post on the day"),
    part("established", "staff", Measure.STAFF, "among them those on an established post (事业编)"),
))
def staff(day: date) -> Iterator[dict[str, Any]]:
    """Two queries."""
    return coded(counted.employed(day), schools_on(day))
