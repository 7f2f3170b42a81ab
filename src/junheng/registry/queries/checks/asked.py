"""What a check may ask: the day, the limits in force, and what several checks read, read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from junheng.ground.kernel.dates import school_year_of
from junheng.ground.standards.book import Entry
from junheng.registry.access import on_day
from junheng.registry.models import ClassYear, Enrolment, Post, Pupil, SchoolSpell, StaffMember
from junheng.registry.queries.people import school_names
from junheng.registry.queries.schools import spells_on
from junheng.registry.values import Stage, class_words
from junheng.registry.values.checks import Met

LIMITS = "registry/data-checks"
PART = 5000


@dataclass(frozen=True, slots=True)
class Numbered:
    """A person with the numbers that the vault opened; `school` of the day, None for one on no roll or without a post."""

    id: int
    school: int | None
    sex: str
    born: date
    identity: str
    roll: str


@dataclass(frozen=True)
class Ask:
    """One run of checks on a day, with the Book as it stands then."""

    day: date
    entries: Mapping[str, Entry]

    def limit(self, name: str, stage: str = "") -> Decimal:
        """A limit of the checks in force. Raises KeyError for one that no standard gives."""
        return self.entries[LIMITS].value(name, stage=stage)

    @property
    def opens(self) -> int:
        """The school year of the day, by the year in which it opens."""
        return school_year_of(self.day).opens

    @cached_property
    def spells(self) -> dict[int, SchoolSpell]:
        """What each school is on the day."""
        return {row.school_id: row for row in spells_on(self.day).select_related("school")}

    @property
    def places(self) -> QuerySet[Enrolment]:
        """Places on a roll that go on on the day, of records that were not merged into others."""
        return Enrolment.objects.filter(on_day(self.day), pupil__merged_into=None).order_by("pupil_id", "since")

    @property
    def posts(self) -> QuerySet[Post]:
        """Posts that go on on the day."""
        return Post.objects.filter(on_day(self.day), member__merged_into=None).order_by("member_id", "-share_per_mille", "code")

    @property
    def classes(self) -> QuerySet[ClassYear]:
        """Classes in the school year of the day."""
        return ClassYear.objects.filter(on_day(self.day)).select_related("school_class").order_by("school_class_id")

    @cached_property
    def school_of_pupil(self) -> dict[int, int]:
        """The school on whose roll each pupil is; the later place where there are two."""
        return dict(self.places.values_list("pupil_id", "school_id"))

    @cached_property
    def school_of_member(self) -> dict[int, int]:
        """The school of each member's largest post."""
        found: dict[int, int] = {}
        for member, school in self.posts.values_list("member_id", "school_id"):
            found.setdefault(member, school)
        return found

    @cached_property
    def pupils(self) -> list[Numbered]:
        """Pupils on a roll with their numbers: the vault is asked once for all checks of numbers."""
        rows = Pupil.objects.filter(merged_into=None).order_by().values_list("pk", "sex", "born", "identity_number", "roll_number")
        return [Numbered(pk, self.school_of_pupil[pk], sex, born, identity or "", roll or "")
                for pk, sex, born, identity, roll in rows.iterator(chunk_size=PART) if pk in self.school_of_pupil]

    @cached_property
    def members(self) -> list[Numbered]:
        """Members of staff with their numbers."""
        rows = StaffMember.objects.filter(merged_into=None).order_by().values_list("pk", "sex", "born", "identity_number")
        return [Numbered(pk, self.school_of_member.get(pk), sex, born, identity or "", "")
                for pk, sex, born, identity in rows.iterator(chunk_size=PART)]

    @cached_property
    def sizes(self) -> dict[int | None, int]:
        """Pupils of each class."""
        found: dict[int | None, int] = {}
        for group in self.places.values_list("school_class_id", flat=True).iterator(chunk_size=PART):
            found[group] = found.get(group, 0) + 1
        return found

    @cached_property
    def pupils_of_school(self) -> dict[int, int]:
        """Pupils of each school."""
        found: dict[int, int] = {}
        for school in self.places.values_list("school_id", flat=True).iterator(chunk_size=PART):
            found[school] = found.get(school, 0) + 1
        return found

    def schools_called(self, ids: Iterable[int]) -> dict[int, str]:
        """What schools are called on the day, also closed ones."""
        return school_names(ids, self.day)


Query = Callable[[Ask], Iterable[Met]]
QUERIES: dict[str, Query] = {}


def query(function: Query) -> Query:
    """This will let declared checks name the function."""
    QUERIES[function.__name__] = function
    return function


def class_met(year: ClassYear, **values: str | int) -> Met:
    """A class that a check met; every sentence about one may say what it is called."""
    group = year.school_class
    return Met(group.pk, group.school_id, {"class": class_words(Stage(group.stage), year.grade, group.class_no), **values})

