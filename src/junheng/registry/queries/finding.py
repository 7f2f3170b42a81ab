"""Search within reach over schools, pupils and staff."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.models import FormerNumber, Pupil, StaffMember
from junheng.registry.queries.people import pupil_rows, staff_rows
from junheng.registry.queries.schools import called, spells_on
from junheng.registry.values.cards import Found, SchoolFound

MOST = 20
NUMBER = re.compile(r"^[GJL]?\d{17}[\dXx]$")


def find(person: Person, words: str, day: date, most: int = MOST) -> Found:
    """Schools, pupils and staff within reach: by name, initials in pinyin, code, or a whole identity or roll number. Raises Denied."""
    access.check_may(person, "see", access.SCHOOL)
    words = words.strip()
    if not words:
        return Found()
    met = schools_found(words, day, most + 1) if not NUMBER.match(words) and len(words) > 1 else ()
    order = ("initials" if is_initials(words) else "name", "code")
    pupils = pupil_rows(first_of(access.visible_pupils(person, day).filter(named(words, Pupil)).order_by(*order), most + 1), day) \
        if access.may_at_all(person, "see", access.PUPIL) else ()
    staff = staff_rows(access.visible_staff(person, day).filter(named(words, StaffMember)).order_by(*order)[:most + 1], day)
    return Found(met[:most], pupils[:most], staff[:most], more=max(len(met), len(pupils), len(staff)) > most, words=words)


def first_of(rows: QuerySet[Pupil], most: int) -> QuerySet[Pupil]:
    """The first of these rows in their order, found in an index alone; the rows themselves are read for those only."""
    return Pupil.objects.filter(pk__in=rows.values("pk")[:most]).order_by(*rows.query.order_by)


def schools_found(words: str, day: date, most: int) -> tuple[SchoolFound, ...]:
    """Schools by a part of their name or the beginning of their code, by township and code."""
    rows = spells_on(day).filter(called(words)).order_by("township__code", "school__school_code").values_list(
        "school_id", "school__school_code", "name", "township__short_name", "township__name")
    return tuple(SchoolFound(school, code, name, short or full or "") for school, code, name, short, full in rows[:most])


def is_initials(words: str) -> bool:
    """Whether the words are read as the first letters of a name's pinyin."""
    return words.isascii() and words.isalpha()


def named(words: str, table: type[Pupil] | type[StaffMember]) -> Q:
    """What a search means: a whole number, a code, initials, or part of a name. Code and number of a record that was merged find the
    one that stays."""
    if NUMBER.match(words):
        whole = Q(identity_number=words.upper())
        former = Q(Exists(FormerNumber.objects.filter(pupil=OuterRef("pk"), number=words.upper())))
        return or_merged(whole | Q(roll_number=words.upper()) | former if table is Pupil else whole, table)
    if is_initials(words):
        return begins("initials", words.lower())
    if words.isascii():
        return or_merged(Q(code=words.upper()), table)
    return Q(name__contains=words)


def or_merged(own: Q, table: type[Pupil] | type[StaffMember]) -> Q:
    """Records that are meant, and those into which one that is meant was merged."""
    return own | Q(pk__in=table.objects.filter(own, merged_into__isnull=False).values("merged_into"))


def begins(column: str, letters: str) -> Q:
    """The column begins with these small letters, said as a range: no database walks an index for LIKE in every collation."""
    stem = letters.rstrip("z")
    after = stem[:-1] + chr(ord(stem[-1]) + 1) if stem else ""
    return Q(**{f"{column}__gte": letters}) & (Q(**{f"{column}__lt": after}) if after else Q())
