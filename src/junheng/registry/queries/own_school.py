"""A school as its head needs it in the morning: numbers of the day, what is missing, tables sent in, looks and changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum

from junheng.ground.audit import queries as audit
from junheng.ground.audit.values import Act, AuditEntry
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.models import ClassYear, Enrolment, Room, School
from junheng.registry.queries.directory import duty_on
from junheng.registry.queries.imports import ImportCard, imports
from junheng.registry.queries.numbers import numbers
from junheng.registry.queries.schools import school_history, schools, stages_of
from junheng.registry.values import Boarding, class_words
from junheng.registry.values.cards import SchoolRow, StageRow
from junheng.registry.values.codes import Stage
from junheng.registry.values.directory import DutyRow

TABLES, CHANGES = 5, 8
LOOKS_OF = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OwnSchool:
    """`room_area_each`: square metres for one pupil, None without pupils. `unled`: classes without a head teacher, by id and name.

    `to_correct`: tables of one's own with refused rows that nobody has mended yet. `looks`: sealed fields of its pupils
    that were opened in the last thirty days.
    """

    row: SchoolRow
    stages: tuple[StageRow, ...]
    boarders: int
    unplaced: int
    room_area_each: Decimal | None
    unled: tuple[tuple[int, str], ...]
    duty: DutyRow | None
    tables: tuple[ImportCard, ...]
    to_correct: tuple[ImportCard, ...]
    looks: tuple[AuditEntry, ...]
    changes: tuple[AuditEntry, ...]

    @property
    def crowded(self) -> bool:
        """Whether there are more pupils than approved."""
        return self.row.capacity is not None and self.row.pupils > self.row.capacity


def own_schools(person: Person, day: date) -> list[tuple[int, str]]:
    """The schools at which the person holds a duty, by code; those that have closed are not there."""
    found = School.objects.filter(pk__in=person.unit_ids, opened__lte=day).exclude(closed__lte=day).order_by("school_code")
    return list(found.values_list("pk", "unit__name"))


def own_school(person: Person, unit_id: int, day: date, now: datetime) -> OwnSchool | None:
    """The school's page for a person who holds a duty there; None for any other school. Raises Denied."""
    if unit_id not in dict(own_schools(person, day)):
        return None
    row = schools(person, day, unit_ids=[unit_id])[0]
    rolls = Enrolment.objects.filter(on_day(day), school_id=unit_id).aggregate(
        boarders=Count("pk", filter=Q(pupil__boarding=Boarding.BOARDING)), unplaced=Count("pk", filter=Q(school_class=None)))
    area = Room.objects.filter(on_day(day), school_id=unit_id).aggregate(area=Sum("area_dm2"))["area"] or 0
    sent = imports(person)
    return OwnSchool(
        row, stages_of(unit_id, numbers(day, [unit_id])), rolls["boarders"], rolls["unplaced"],
        Decimal(area) / 100 / row.pupils if row.pupils else None, unled(unit_id, day), next(iter(duty_on(person, day, [unit_id])), None),
        tuple(sent[:TABLES]), tuple(each for each in sent if each.state in {"looked", "refused"} and (each.counts.get("refused") or each.state == "refused"))[:TABLES],
        looks(person, unit_id, day, now), tuple(school_history(person, unit_id)[:CHANGES]))


def unled(unit_id: int, day: date) -> tuple[tuple[int, str], ...]:
    """Classes of the school year that nobody leads."""
    rows = ClassYear.objects.filter(on_day(day), school_class__school_id=unit_id, head_teacher=None).order_by("grade", "school_class__class_no").values_list(
        "school_class_id", "school_class__stage", "grade", "school_class__class_no")
    return tuple((group, class_words(Stage(stage), grade, number)) for group, stage, grade, number in rows)


def looks(person: Person, unit_id: int, day: date, now: datetime) -> tuple[AuditEntry, ...]:
    """Who opened sealed fields of the school's pupils lately; nothing for whoever may not open them."""
    if not access.may(person, "see", access.PUPIL_SEALED, unit_ids=[unit_id]):
        return ()
    here = {str(pupil) for pupil in Enrolment.objects.filter(on_day(day), school_id=unit_id).values_list("pupil_id", flat=True)}
    return tuple(each for each in audit.entries(kind=access.PUPIL_SEALED, act=Act.LOOK, since=now - LOOKS_OF, limit=1000)
                 if each.ref in here)[:CHANGES]
