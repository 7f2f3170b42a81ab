"""Days of practice bases booked, cancelled, and counted afterwards: never more pupils than the base takes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from junheng.ground.audit.actions import say
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.actions.schools import refused
from junheng.registry.models import Base, BaseDay, Booking, School
from junheng.registry.queries.bases import pupils_of_grade
from junheng.registry.values import Stage
from junheng.registry.values.grades import grade_words
from junheng.registry.values.standing import BookingState


@transaction.atomic
def book(*, base_id: int, school: int, stage: str, grade: int, pupils: int | None, on: date, today: date, by: Person, at: datetime) -> int:
    """This will book a day of a base for a grade, for all its pupils where no number is said; the booking's number.

    Raises Denied; Refused on a day that is past, outside the base's days, grades or safety papers, or full.
    """
    access.check_may(by, "change", access.BOOKING, unit_ids=[school])
    base = Base.objects.filter(pk=base_id).first()
    if base is None or not School.objects.filter(pk=school, closed=None).exists():
        raise refused("no-base", "There is no such base or school.", "Choose one from the list.")
    check_day(base, on, today)
    most = pupils_of_grade(school, stage, grade, today)
    count = most if pupils is None else pupils
    if not base.first_grade <= grade <= base.last_grade or stage == Stage.KINDERGARTEN:
        raise refused("grade", "%(base)s is meant for other grades.", "Choose another base.", field="grade", base=base.name)
    if not 1 <= count <= most:
        raise refused("pupils", "The grade has %(most)s pupils.", "Give a number up to that.", field="pupils", most=most)
    day, _ = BaseDay.objects.get_or_create(base=base, on=on, defaults={"capacity": base.capacity})
    BaseDay.objects.filter(pk=day.pk, booked__lte=base.capacity).update(capacity=base.capacity)
    # One statement that both databases carry out whole: of two who book at once, the second sees what the first has taken.
    if not BaseDay.objects.filter(pk=day.pk, booked__lte=F("capacity") - count).update(booked=F("booked") + count):
        held = BaseDay.objects.get(pk=day.pk)
        raise refused("full", "%(base)s has %(free)s places left on %(day)s.", "Choose another day, or bring fewer pupils.", field="on", base=base.name,
                      free=held.capacity - held.booked, day=on.isoformat())
    if Booking.objects.filter(day=day, school_id=school, stage=stage, grade=grade).exclude(state=BookingState.CANCELLED).exists():
        raise refused("booked-already", "The grade is booked on this day already.", "Cancel that first.", field="on")
    row = Booking.objects.create(day=day, school_id=school, stage=stage, grade=grade, pupils=count, booked_by_id=by.account_id, booked_at=at)
    _say("%(base)s was booked on %(day)s for %(grade)s with %(count)s pupils.", row, base.name, by, at, grade=grade_words(Stage(stage), grade), count=count)
    return int(row.pk)


def check_day(base: Base, on: date, today: date) -> None:
    """Raises Refused for a day on which nobody can come."""
    if on < today:
        raise refused("past", "%(day)s is past.", "Choose a day to come.", field="on", day=on.isoformat())
    if on < base.since or (base.until is not None and on >= base.until):
        raise refused("not-open", "%(base)s is not open on %(day)s.", "Choose another day.", field="on", base=base.name, day=on.isoformat())
    if base.safety_until is not None and on > base.safety_until:
        raise refused("unsafe", "The safety papers of %(base)s end on %(day)s.", "Choose a day before, or wait until they are renewed.", field="on",
                      base=base.name, day=base.safety_until.isoformat())


@transaction.atomic
def cancel_booking(*, booking_id: int, today: date, by: Person, at: datetime) -> None:
    """This will cancel a booking of a day to come and give its places back. Raises Denied, Refused."""
    row = locked(booking_id)
    access.check_may(by, "change", access.BOOKING, unit_ids=[row.school_id])
    if row.state != BookingState.BOOKED or row.day.on < today:
        raise refused("not-booked", "This booking can no longer be cancelled.", "Only one that stands and is still to come can be.")
    Booking.objects.filter(pk=row.pk).update(state=BookingState.CANCELLED)
    BaseDay.objects.filter(pk=row.day_id).update(booked=F("booked") - row.pupils)
    _say("The booking of %(base)s on %(day)s was cancelled.", row, row.day.base.name, by, at)


@transaction.atomic
def count_visit(*, booking_id: int, attended: int, today: date, by: Person, at: datetime) -> None:
    """This will write down how many came, on the day or after it; corrected by writing it again. Raises Denied, Refused."""
    row = locked(booking_id)
    access.check_may(by, "approve", access.BOOKING, unit_ids=[row.school_id])
    if row.state == BookingState.CANCELLED or row.day.on > today:
        raise refused("not-yet", "Nobody has come on this booking yet.", "Write it down on the day or after it.")
    if not 0 <= attended <= row.pupils:
        raise refused("attended", "%(count)s pupils were booked.", "Give a number up to that.", field="attended", count=row.pupils)
    Booking.objects.filter(pk=row.pk).update(state=BookingState.ATTENDED, attended=attended)
    _say("%(count)s pupils came to %(base)s on %(day)s.", row, row.day.base.name, by, at, count=attended)


def locked(booking_id: int) -> Booking:
    """The booking, locked. Raises Refused for an unknown one."""
    row = Booking.objects.select_for_update(of=("self",)).select_related("day__base").filter(pk=booking_id).first()
    if row is None:
        raise refused("no-booking", "There is no such booking.", "Choose one from the list.")
    return row


def _say(sentence: str, row: Booking, base: str, by: Person, at: datetime, **values: Any) -> None:
    """This will write the audit entry."""
    say(sentence, values={"base": base, "day": row.day.on.isoformat(), **values}, by=by.account_id, by_name=by.name, at=at, kind=access.BOOKING,
        ref=str(row.pk), rows=[[str(row.school_id), row.stage, str(row.grade), str(row.pupils)]])
