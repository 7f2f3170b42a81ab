"""What goes on at another school when a school goes into it: classes, rolls, posts, holdings, and all that is under way.

History stays with the school that had it: a row is ended on the day and another begins at the school that takes it in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, Q

from junheng.ground.people.values import Person
from junheng.registry.models import (
    Booking,
    ClassYear,
    Correction,
    Enrolment,
    EventStep,
    GroupMember,
    Programme,
    PupilEvent,
    School,
    SchoolClass,
    SlipRound,
)
from junheng.registry.values.corrections import CorrectionState
from junheng.registry.values.events import EventState


def carry_on(school: School, target: School, classes: Mapping[int, int], on: date, by: Person, at: datetime) -> None:
    """This will let what a school is in the middle of go on at the one that it goes into; `classes`: its new classes by the old."""
    carry_memberships(school, target, on)
    carry_programmes(school, target, on)
    carry_events(school, target, classes, by, at)
    Correction.objects.filter(school=school, state__in=[CorrectionState.ASKED.value, CorrectionState.PROPOSED.value]).update(school=target)
    SlipRound.objects.filter(school=school, closed_at=None).update(closed_at=at, closed_by=by.account_id)
    carry_bookings(school, target, on)


def carry_bookings(school: School, target: School, on: date) -> None:
    """This will let days booked at bases go on; a grade that the other school has booked too comes along on its booking."""
    for held in Booking.objects.filter(school=school, state="booked", day__on__gte=on):
        own = Booking.objects.filter(day=held.day_id, school=target, stage=held.stage, grade=held.grade, state="booked")
        if own.update(pupils=F("pupils") + held.pupils):
            Booking.objects.filter(pk=held.pk).update(state="cancelled")
        else:
            Booking.objects.filter(pk=held.pk).update(school=target)


def carry_memberships(school: School, target: School, on: date) -> None:
    """This will let places in groups go on; where the other school is a member already, it stays one, and leads if this one did."""
    for held in GroupMember.objects.filter(goes_on(on), school=school):
        own = GroupMember.objects.filter(goes_on(on), school=target, group=held.group).first()
        if own is None:
            move(held, target, on)
            continue
        end(held, on)
        if held.leads and not own.leads:
            move(own, target, on, leads=True)


def carry_programmes(school: School, target: School, on: date) -> None:
    """This will let vocational programmes go on, but for those that the other school has."""
    for held in Programme.objects.filter(goes_on(on), school=school):
        if Programme.objects.filter(goes_on(on), school=target, programme_code=held.programme_code, level=held.level).exists():
            end(held, on)
        else:
            move(held, target, on)


def end(held: Any, on: date) -> None:
    """This will end a row on a day; one that begins then or later has never been."""
    rows = type(held).objects.filter(pk=held.pk)
    if held.since < on:
        rows.update(until=on)
    else:
        rows.delete()


def move(held: Any, target: School, on: date, **more: Any) -> None:
    """This will let a row go on at a school from a day, with other values: it ends there and another begins; one that begins then
    or later simply changes."""
    rows, until = type(held).objects.filter(pk=held.pk), held.until
    if held.since >= on:
        rows.update(school=target, **more)
        return
    rows.update(until=on)
    held.pk, held.code, held.school, held.since, held.until = None, f"{held.code}@{on:%Y%m%d}", target, on, until
    for field, value in more.items():
        setattr(held, field, value)
    held.save(force_insert=True)


def carry_events(school: School, target: School, classes: Mapping[int, int], by: Person, at: datetime) -> None:
    """This will let events under way go on: their school, their classes, and the steps that nobody has decided.

    A transfer between the two schools has come to its end by itself and is withdrawn.
    """
    for event in PupilEvent.objects.filter(Q(from_school=school) | Q(to_school=school) | Q(school_class__in=classes) | Q(to_class__in=classes),
                                           state=EventState.UNDER_WAY.value):
        before, after = (target if each == school else each for each in (event.from_school, event.to_school))
        if before == target and after == target:
            PupilEvent.objects.filter(pk=event.pk).update(state=EventState.WITHDRAWN.value, ended_by=by.account_id, ended_at=at)
            continue
        PupilEvent.objects.filter(pk=event.pk).update(
            from_school=before, to_school=after, to_class=classes.get(event.to_class_id or 0, event.to_class_id),
            school_class=classes.get(event.school_class_id or 0, event.school_class_id))
        EventStep.objects.filter(event=event.pk, decision="", unit=school.pk).update(unit=target.pk)


def move_classes(groups: Iterable[SchoolClass], target: School, on: date, *, everything_of: School | None = None) -> dict[int, int]:
    """This will let classes go on at another school from a day: new numbers behind those that are there, head teachers kept; the new by the old.

    Years and rolls before the day stay with the school that had them. `everything_of`: pupils without a class come along.
    """
    found: dict[int, int] = {}
    for group in groups:
        held = group.enrolments.filter(goes_on(on))
        coming = list(group.years.filter(until__gt=on))
        if not held.exists() and not coming:
            continue
        number = SchoolClass.objects.filter(school=target, stage=group.stage, entry_year=group.entry_year).aggregate(
            last=Max("class_no"))["last"] or 0
        new = SchoolClass.objects.create(school=target, stage=group.stage, entry_year=group.entry_year, class_no=number + 1)
        for year in coming:
            ClassYear.objects.create(school_class=new, school_year=year.school_year, grade=year.grade, head_teacher_id=year.head_teacher_id,
                                     since=max(on, year.since), until=year.until)
        found[group.pk] = new.pk
        group.years.filter(since__gte=on).delete()
        group.years.filter(until__gt=on).update(until=on)
        move_enrolments(list(held), target, new, on)
    if everything_of is not None:
        move_enrolments(list(Enrolment.objects.filter(goes_on(on), school=everything_of)), target, None, on)
    return found


def move_enrolments(held: list[Enrolment], target: School, group: SchoolClass | None, on: date) -> None:
    """This will let places on a roll go on elsewhere; those that begin on the day or later simply move."""
    whole = [stay for stay in held if stay.since >= on]
    parted = [stay for stay in held if stay.since < on]
    Enrolment.objects.filter(pk__in=[stay.pk for stay in whole]).update(school=target, school_class=group)
    Enrolment.objects.filter(pk__in=[stay.pk for stay in parted]).update(until=on)
    Enrolment.objects.bulk_create([
        Enrolment(pupil_id=stay.pupil_id, school=target, school_class=group, stage=stay.stage, entry_year=stay.entry_year, since=on,
                  until=stay.until) for stay in parted])


def move_holdings(table: Any, school: School, target: School, on: date) -> None:
    """This will let posts, rooms, grounds or equipment go on at another school."""
    for held in table.objects.filter(goes_on(on), school=school):
        move(held, target, on)


def goes_on(on: date) -> Q:
    """Rows that hold on the day or begin after it."""
    return Q(until__isnull=True) | Q(until__gt=on)
