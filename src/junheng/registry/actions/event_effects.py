"""What an event does to the roll on the day on which the last step agreed."""

from __future__ import annotations

import json
from datetime import date, datetime

from junheng.ground.kernel.findings import Finding, Refused
from junheng.registry.actions.schools import going_on, refused
from junheng.registry.engine.initials import initials
from junheng.registry.engine.typed import read
from junheng.registry.models import ClassYear, Enrolment, Pupil, PupilEvent, SchoolClass
from junheng.registry.values import Boarding, Care, Household, RollStatus
from junheng.registry.values.events import ENDS_IN, EventKind
from junheng.registry.values.forms import PUPILS

# What is asked of a child who comes from outside the county.
NEWCOMER = ("name", "sex", "born", "identity_number", "roll_number")


def carry_out(event: PupilEvent, *, on: date, at: datetime) -> None:
    """This will let an event happen. Raises Refused where the roll has changed so that it cannot."""
    kind = EventKind(event.kind)
    if event.to_school_id is not None:
        going_on(event.to_school_id)
    group = class_on(event.to_class, on)
    if kind is EventKind.GRADUATE:
        graduate(event, on, at)
        return
    if kind is EventKind.TRANSFER_IN:
        take_in(event, group, on, at)
        return
    pupil = Pupil.objects.select_for_update().get(pk=event.pupil_id)
    stay = stay_of(pupil, event.from_school_id)
    if kind in ENDS_IN:
        end(stay, on)
        pupil.status = ENDS_IN[kind].value
    else:
        pupil.status = RollStatus.SUSPENDED.value if kind is EventKind.SUSPEND else RollStatus.ON_ROLL.value
        if kind is EventKind.TRANSFER or group is not None:
            go_on(stay, event.to_school_id or stay.school_id, group, on)
    pupil.changed_at = at
    pupil.save(update_fields=["status", "changed_at"])


def stay_of(pupil: Pupil, school: int | None) -> Enrolment:
    """The pupil's place on the roll of a school, locked. Raises Refused where it is there no more."""
    stay = Enrolment.objects.select_for_update().filter(pupil=pupil, until__isnull=True).first()
    if stay is None or stay.school_id != school:
        raise refused("moved-meanwhile", "The pupil is no longer on the roll of the school from which this was started.",
                      "Withdraw it or refuse it, and start again from where the pupil is now.")
    return stay


def class_on(group: SchoolClass | None, on: date) -> SchoolClass | None:
    """A class that is there on a day. Raises Refused for one that is there no more."""
    if group is not None and not ClassYear.objects.filter(school_class=group, since__lte=on, until__gt=on).exists():
        raise refused("class-gone", "The class chosen is not there any more.", "Withdraw it and start again with another class.")
    return group


def end(stay: Enrolment, on: date) -> None:
    """This will end a place on a roll: `on` is the first day without it."""
    if stay.since >= on:
        raise refused("began-today", "The place on the roll began on %(day)s; it cannot end on the same day.", "Decide it a day later.",
                      day=stay.since.isoformat())
    Enrolment.objects.filter(pk=stay.pk).update(until=on)


def go_on(stay: Enrolment, school: int, group: SchoolClass | None, on: date) -> None:
    """This will let a place on a roll go on elsewhere from a day; one that began on that day simply moves."""
    stage, entry = (group.stage, group.entry_year) if group is not None else (stay.stage, stay.entry_year)
    if stay.since >= on:
        Enrolment.objects.filter(pk=stay.pk).update(school=school, school_class=group, stage=stage, entry_year=entry)
        return
    Enrolment.objects.filter(pk=stay.pk).update(until=on)
    Enrolment.objects.create(pupil_id=stay.pupil_id, school_id=school, school_class=group, stage=stage, entry_year=entry, since=on)


def take_in(event: PupilEvent, group: SchoolClass | None, on: date, at: datetime) -> None:
    """This will put a child from outside the county on the roll: known from before, or new."""
    if group is None:
        raise refused("no-class", "A child from outside the county needs a class.", "Choose one.", field="to_class")
    pupil = Pupil.objects.select_for_update().get(pk=event.pupil_id) if event.pupil_id else newcomer(event, at)
    if Enrolment.objects.filter(pupil=pupil, until__isnull=True).exists():
        raise refused("on-a-roll", "The pupil is on a roll of the county by now.", "Refuse this and start a transfer within the county.")
    pupil.status, pupil.changed_at = RollStatus.ON_ROLL.value, at
    pupil.save(update_fields=["status", "changed_at"])
    last = pupil.enrolments.last()
    if last is not None and last.until is not None and last.until > on:
        raise refused("left-later", "The pupil's last place on a roll ends on %(day)s.", "Decide it on that day or later.", day=last.until.isoformat())
    Enrolment.objects.create(pupil=pupil, school_id=event.to_school_id, school_class=group, stage=group.stage, entry_year=group.entry_year, since=on)
    PupilEvent.objects.filter(pk=event.pk).update(pupil=pupil)


def newcomer(event: PupilEvent, at: datetime) -> Pupil:
    """This will write the record of a child who was not in the register. Raises Refused for a number that is taken by now."""
    told = json.loads(event.newcomer)
    values = {key: read(told.get(key, ""), PUPILS.field(key)) for key in NEWCOMER}
    numbers_free(None, values)
    return Pupil.objects.create(
        code=f"P{event.pk}", name=values["name"], initials=initials(str(values["name"])), sex=values["sex"], born=values["born"],
        identity_number=values["identity_number"], roll_number=values["roll_number"], residence=Household.ELSEWHERE.value,
        boarding=Boarding.DAY.value, care=Care().text(), status=RollStatus.ON_ROLL.value, changed_at=at)


def numbers_free(pupil: Pupil | None, values: dict[str, object]) -> None:
    """Raises Refused where an identity or roll number is another pupil's, now or before."""
    for key in ("identity_number", "roll_number"):
        number = values.get(key)
        mine = pupil.pk if pupil else 0
        if number and (Pupil.objects.filter(**{key: number}).exclude(pk=mine).exists()
                       or Pupil.objects.filter(former_numbers__number=number).exclude(pk=mine).exists()):
            raise Refused(Finding(code="registry/number-taken", message="Another pupil has or had this number.",
                                  remedy="Compare both with the documents; one child under two numbers is a case for the review of duplicates."))


def graduate(event: PupilEvent, on: date, at: datetime) -> None:
    """This will end the places of a whole class: its pupils have finished the stage (毕业) and await the next school's list."""
    stays = list(Enrolment.objects.select_for_update().filter(school_class=event.school_class_id, until__isnull=True))
    busy = PupilEvent.objects.filter(pupil__in=[stay.pupil_id for stay in stays], state="under_way").count()
    if busy:
        raise refused("events-under-way", "%(count)s pupils of the class have an event of their own under way.",
                      "End those first; a pupil who leaves otherwise does not graduate.", count=busy)
    for stay in stays:
        end(stay, on)
    Pupil.objects.filter(pk__in=[stay.pupil_id for stay in stays]).update(status=RollStatus.GRADUATED.value, changed_at=at)
