"""Headcounts: the classes a person may count, a class's sheet, and what differs."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from junheng.ground.people import access as people
from junheng.ground.people.queries import names
from junheng.ground.people.values import Person
from junheng.ground.units.queries import tree
from junheng.ground.units.values import Kind
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.models import ClassCount, ClassYear, CountDifference, Headcount, Pupil
from junheng.registry.queries.people import class_name, school_names
from junheng.registry.values import Sex
from junheng.registry.values.corrections import CountSheet, Difference, Head, Presence, RoundCard


def counted_at(person: Person, day: date) -> int | None:
    """The bureau at which the person may open a round; None where it is not the person's business."""
    units = tree(day)
    return next((each for each in units.of_kind(Kind.BUREAU) if access.may(person, "approve", access.HEADCOUNT, unit_ids=[each])), None)


def classes_within(person: Person, day: date) -> QuerySet[ClassYear]:
    """The classes of the day whose counts the person may see."""
    reach = people.reach(person, "see", access.HEADCOUNT)
    rows = ClassYear.objects.filter(on_day(day)).select_related("school_class", "head_teacher")
    if reach.everything:
        return rows
    mine = Q(school_class__school_id__in=reach.unit_ids)
    return rows.filter(mine | Q(head_teacher__account_id=person.account_id) if reach.own else mine)


def headcount_rounds(person: Person, day: date) -> list[RoundCard]:
    """The rounds, the newest first, as far as the person sees."""
    years = list(classes_within(person, day).order_by("school_class__school_id", "grade", "school_class__class_no"))
    schools = school_names((year.school_class.school_id for year in years), day)
    called = {year.school_class_id: (schools.get(year.school_class.school_id, ""), class_name(year.school_class, [year])) for year in years}
    return [round_card(row, called, newest=place == 0) for place, row in enumerate(Headcount.objects.all())]


def round_card(row: Headcount, called: dict[int, tuple[str, str]], *, newest: bool) -> RoundCard:
    """One round; who has not answered is asked of the newest only."""
    done = set(ClassCount.objects.filter(headcount=row).values_list("school_class_id", flat=True))
    found = CountDifference.objects.filter(count__headcount=row).select_related("count", "pupil")
    differences = tuple(Difference(*called[each.count.school_class_id], Presence(each.kind), each.pupil_id, each.pupil.name if each.pupil else each.name,
                                   each.words) for each in found if each.count.school_class_id in called)
    missing = tuple((group, *words) for group, words in called.items() if group not in done)
    return RoundCard(row.pk, row.name, row.opened_at.date(), len(called), len(called) - len(missing), missing if newest else (), differences)


def count_sheet(person: Person, headcount_id: int, class_id: int, day: date) -> CountSheet | None:
    """A class's sheet in a round, with what was confirmed before; None where it is not for the person."""
    row = Headcount.objects.filter(pk=headcount_id).first()
    year = classes_within(person, day).filter(school_class_id=class_id).first()
    if row is None or year is None or not access.may(
            person, "change", access.HEADCOUNT, unit_ids=[year.school_class.school_id],
            owner_id=year.head_teacher.account_id if year.head_teacher else None):
        return None
    count = ClassCount.objects.filter(headcount=row, school_class_id=class_id).first()
    held = list(count.differences.all()) if count else []
    gone = {each.pupil_id: each.words for each in held if each.kind == Presence.ABSENT}
    pupils = Pupil.objects.filter(enrolments__in=year.school_class.enrolments.filter(on_day(day))).order_by("code")
    school = school_names([year.school_class.school_id], day).get(year.school_class.school_id, "")
    return CountSheet(
        row.pk, row.name, class_id, school, class_name(year.school_class, [year]),
        tuple(Head(pupil.pk, pupil.name, Sex(pupil.sex), pupil.pk in gone, gone.get(pupil.pk, "")) for pupil in pupils),
        tuple((each.name, each.words) for each in held if each.kind == Presence.EXTRA),
        names([count.confirmed_by_id]).get(count.confirmed_by_id, "") if count else "", count.confirmed_at if count else None)


def counts_heads(person: Person) -> bool:
    """Whether headcounts are the person's business."""
    return access.may_at_all(person, "see", access.HEADCOUNT)
