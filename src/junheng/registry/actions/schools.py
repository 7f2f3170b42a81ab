"""Schools open, change, merge, split and close on a day, by a paper; what was true before that day stays true for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from junheng.ground.audit.actions import say
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.values import Person
from junheng.ground.units import actions as units
from junheng.ground.units.queries import tree
from junheng.ground.units.values import Kind, Tree
from junheng.registry import access
from junheng.registry.actions.merging import carry_on, goes_on, move_classes, move_holdings
from junheng.registry.models import (
    Digital,
    Enrolment,
    Equipment,
    Ground,
    GroupMember,
    Paper,
    Post,
    Programme,
    Room,
    School,
    SchoolClass,
    SchoolSpell,
    Succession,
)
from junheng.registry.values import SchoolKind, SuccessionKind
from junheng.registry.values.asked import Said

KINDS = {SchoolKind.KINDERGARTEN: Kind.KINDERGARTEN, SchoolKind.TEACHING_POINT: Kind.TEACHING_POINT}
HOLDINGS = (Room, Ground, Equipment)
# What ends with a school and goes along to no other.
STANDING = (GroupMember, Paper, Digital, Programme)


def refused(what: str, message: str, remedy: str, *, field: str = "", **values: Any) -> Refused:
    """A refusal, at a field of the form where there is one."""
    return Refused(Finding(code=f"registry/{what}", message=message, remedy=remedy, values=values, place=Place(column=field or None)))


@transaction.atomic
def open_school(*, code: str, school_code: str, said: Said, managing: int | None, on: date, basis: str, today: date,
                by: Person, at: datetime) -> int:
    """This will open a school's unit and its record; the unit's id. Raises Denied, Refused."""
    access.check_may(by, "change", access.SCHOOL)
    unit = opened(code, school_code, said, managing, on, basis, today, by, at)
    _say("%(school)s was opened on %(day)s by %(paper)s.", unit, by, at, school=said.name, day=on.isoformat(), paper=basis)
    return unit


def opened(code: str, school_code: str, said: Said, managing: int | None, on: date, basis: str, today: date, by: Person,
           at: datetime) -> int:
    """This will write the unit, the school and its first spell."""
    by_paper(basis)
    not_ahead(on, today)
    plain = school_code.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) == 10):
        raise refused("school-code", "“%(code)s” is no code of a school.", "It has ten digits (学校标识码).", field="school_code", code=school_code)
    if School.objects.filter(school_code=plain).exists():
        raise refused("school-code-taken", "The code %(code)s belongs to another school.",
                      "Codes are never given twice, not even after a school is closed.", field="school_code", code=plain)
    unit = units.open_unit(
        code=code or plain, name=said.name, short_name=said.short_name, kind=KINDS.get(said.kind, Kind.SCHOOL), since=on,
        managing_parent=managing or central_school(said.township, today), administrative_parent=said.township, by=by.account_id,
        by_name=by.name, at=at)
    School.objects.create(unit_id=unit, school_code=plain, opened=on)
    SchoolSpell.objects.create(school_id=unit, since=on, basis=basis.strip(), **columns(said))
    return unit


def central_school(township: int | None, today: date) -> int | None:
    """The central school that lies in a township; None where there is none, or more than one."""
    held = tree(today)
    found = [each for each in held.children(township, Tree.ADMINISTRATIVE) if held.card(each).kind is Kind.CENTRAL_SCHOOL] if township else []
    return found[0] if len(found) == 1 else None


def columns(said: Said) -> dict[str, Any]:
    """What was said, as the columns of a spell."""
    name = said.name.strip()
    if not name:
        raise refused("school-name", "A school needs a name.", "Give it as on the seal.", field="name")
    return {"name": name, "short_name": said.short_name.strip(), "kind": said.kind.value, "ownership": said.ownership.value,
            "locale": said.locale.value, "township_id": said.township, "address": said.address.strip(), "capacity": said.capacity}


@transaction.atomic
def change_school(*, unit_id: int, said: Said, on: date, basis: str, today: date, by: Person, at: datetime) -> None:
    """This will write what a school is from a day on: a new name, kind, ownership, place. Raises Denied, Refused.

    On the day on which the last change began it corrects that change. The unit's name follows; its old one goes on finding it.
    """
    access.check_may(by, "change", access.SCHOOL, unit_ids=[unit_id])
    by_paper(basis)
    not_ahead(on, today)
    school = going_on(unit_id)
    last = spell_of(school)
    if on < last.since:
        raise refused("changed-later", "%(school)s was changed on %(day)s already.", "Give that day or a later one.", field="on",
                      school=last.name, day=last.since.isoformat())
    wanted = columns(said)
    if all(getattr(last, field) == value for field, value in wanted.items()):
        raise refused("nothing-changes", "Nothing about %(school)s would change.", "Change a field first.", school=last.name)
    before = (last.name, last.short_name)
    if on == last.since:
        for field, value in {**wanted, "basis": basis.strip()}.items():
            setattr(last, field, value)
        last.save()
    else:
        SchoolSpell.objects.filter(pk=last.pk).update(until=on)
        SchoolSpell.objects.create(school=school, since=on, basis=basis.strip(), longitude_e6=last.longitude_e6,
                                   latitude_e6=last.latitude_e6, village=last.village if last.township_id == said.township else None, **wanted)
    if before != (wanted["name"], wanted["short_name"]):
        units.rename(unit_id=unit_id, name=wanted["name"], short_name=wanted["short_name"], by=by.account_id, by_name=by.name, at=at)
    _say("The record of %(school)s was changed from %(day)s on by %(paper)s.", unit_id, by, at, school=wanted["name"],
         day=on.isoformat(), paper=basis.strip())


@transaction.atomic
def merge_schools(*, unit_ids: Collection[int], into: int, on: date, basis: str, today: date, by: Person, at: datetime) -> None:
    """This will let schools go into another on a day: classes with their pupils, staff, rooms, points, and what is under way.

    Places in groups and vocational programmes go on; papers of the school as a body end with it. Raises Denied, Refused.
    """
    access.check_may(by, "change", access.SCHOOL, unit_ids=[into, *unit_ids])
    by_paper(basis)
    not_ahead(on, today)
    target, goal = going_on(into), spell_of(going_on(into)).name
    if into in unit_ids or not unit_ids:
        raise refused("merge-itself", "A school cannot go into itself.", "Choose another school to go into.", field="into")
    for unit_id in unit_ids:
        school = going_on(unit_id)
        name = spell_of(school).name
        not_before_opening(school, name, on)
        not_before_opening(target, goal, on)
        classes = move_classes(SchoolClass.objects.filter(school=school), target, on, everything_of=school)
        for table in (Post, *HOLDINGS):
            move_holdings(table, school, target, on)
        carry_on(school, target, classes, on, by, at)
        for below in tree(today).children(unit_id):
            units.move(unit_id=below, tree=Tree.MANAGING, parent_id=into, since=on, by=by.account_id, by_name=by.name, at=at)
        Succession.objects.create(before=school, after=target, kind=SuccessionKind.MERGED, on=on, basis=basis.strip())
        shut(school, on, by, at)
        _say("%(school)s went into %(into)s on %(day)s by %(paper)s.", unit_id, by, at, school=name, into=goal, day=on.isoformat(),
             paper=basis.strip())


@transaction.atomic
def split_school(*, unit_id: int, code: str, school_code: str, said: Said, class_ids: Collection[int], on: date, basis: str,
                 today: date, by: Person, at: datetime) -> int:
    """This will let a new school come out of another on a day, with these classes; the new unit's id. Raises Denied, Refused.

    Staff and rooms stay where they are until they are moved.
    """
    access.check_may(by, "change", access.SCHOOL, unit_ids=[unit_id])
    school = going_on(unit_id)
    name = spell_of(school).name
    not_before_opening(school, name, on)
    groups = SchoolClass.objects.filter(pk__in=class_ids, school=school)
    if groups.count() != len(set(class_ids)):
        raise refused("not-its-classes", "Not all of these classes are classes of %(school)s.", "Choose among its classes.", school=name)
    parent = tree(today).parent(unit_id)
    fresh = opened(code, school_code, said, parent, on, basis, today, by, at)
    target = School.objects.get(pk=fresh)
    move_classes(groups, target, on)
    Succession.objects.create(before=school, after=target, kind=SuccessionKind.SPLIT, on=on, basis=basis.strip())
    _say("%(into)s came out of %(school)s on %(day)s by %(paper)s.", unit_id, by, at, school=name, into=said.name, day=on.isoformat(),
         paper=basis.strip())
    return fresh


@transaction.atomic
def close_school(*, unit_id: int, on: date, basis: str, today: date, by: Person, at: datetime) -> None:
    """This will close a school: `on` is the first day without it. Raises Denied; Refused while it has pupils or staff."""
    access.check_may(by, "change", access.SCHOOL, unit_ids=[unit_id])
    by_paper(basis)
    not_ahead(on, today)
    school = going_on(unit_id)
    name = spell_of(school).name
    not_before_opening(school, name, on)
    for count, message in ((Enrolment.objects.filter(goes_on(on), school=school).count(), "%(school)s still has %(count)s pupils on its roll."),
                           (Post.objects.filter(goes_on(on), school=school).count(), "%(school)s still has %(count)s posts.")):
        if count:
            raise refused("not-empty", message, "Let the school go into another (merge), or end these first.", school=name, count=count)
    shut(school, on, by, at)
    _say("%(school)s was closed on %(day)s by %(paper)s.", unit_id, by, at, school=name, day=on.isoformat(), paper=basis.strip())


def shut(school: School, on: date, by: Person, at: datetime) -> None:
    """This will end the school's last spell, what it still holds, and its unit."""
    SchoolSpell.objects.filter(school=school, until__isnull=True).update(until=on)
    for table in (*HOLDINGS, *STANDING):
        table.objects.filter(school=school, until__isnull=True, since__lt=on).update(until=on)  # type: ignore[attr-defined]
    School.objects.filter(pk=school.pk).update(closed=on)
    units.close(unit_id=school.pk, until=on, by=by.account_id, by_name=by.name, at=at)


def going_on(unit_id: int) -> School:
    """The school, locked. Raises Refused for one that is unknown or closed."""
    school = School.objects.select_for_update().filter(pk=unit_id).first()
    if school is None:
        raise refused("unknown-school", "There is no such school.", "Choose one from the list.")
    if school.closed is not None:
        raise refused("closed", "%(school)s was closed on %(day)s.", "Choose a school that goes on.",
                      school=str(school.spells.last().name), day=school.closed.isoformat())  # type: ignore[union-attr]
    return school


def spell_of(school: School) -> SchoolSpell:
    """What the school is now."""
    return SchoolSpell.objects.get(school=school, until__isnull=True)


def not_before_opening(school: School, name: str, on: date) -> None:
    """Raises Refused for a day before the last change of the school."""
    last = spell_of(school).since
    if on <= last:
        raise refused("before-opening", "%(school)s was opened or changed on %(day)s; this cannot come before.", "Give a later day.",
                      field="on", school=name, day=last.isoformat())


def not_ahead(on: date, today: date) -> None:
    """Raises Refused for a day that is still to come."""
    if on > today:
        raise refused("ahead", "%(day)s is still to come.", "Write it down on that day or after it.", field="on", day=on.isoformat())


def by_paper(basis: str) -> None:
    """Raises Refused without a paper."""
    if not basis.strip():
        raise refused("no-paper", "The paper is missing by which this was decided.", "Give its number or its title.", field="basis")


def _say(sentence: str, unit_id: int, by: Person, at: datetime, **values: str) -> None:
    """This will write the audit entry, with a digest of the school's spells."""
    rows = list(SchoolSpell.objects.filter(school_id=unit_id).values_list("since", "until", "name", "kind", "ownership", "basis"))
    say(sentence, values=values, by=by.account_id, by_name=by.name, at=at, kind=access.SCHOOL, ref=str(unit_id),
        rows=[[str(cell) for cell in row] for row in rows])
