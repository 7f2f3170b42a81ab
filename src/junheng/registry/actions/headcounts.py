"""Headcounts: a round a term, and each class confirmed by whoever leads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from junheng.ground.audit.actions import say
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.actions.schools import refused
from junheng.registry.models import ClassCount, ClassYear, CountDifference, Enrolment, Headcount
from junheng.registry.values.corrections import Presence

MOST_EXTRA = 20


@transaction.atomic
def open_headcount(*, name: str, bureau: int, by: Person, at: datetime) -> int:
    """This will open a round for all classes of the county; its id. Opened twice under one name it is one. Raises Denied, Refused."""
    access.check_may(by, "approve", access.HEADCOUNT, unit_ids=[bureau])
    said = " ".join(name.split())[:60]
    if len(said) < 2:
        raise refused("no-name", "The round needs a name.", "Such as 2026年秋季学期.", field="name")
    row, made = Headcount.objects.get_or_create(name=said, defaults={"opened_by_id": by.account_id, "opened_at": at})
    if made:
        say("The headcount %(name)s was opened.", values={"name": said}, by=by.account_id, by_name=by.name, at=at, kind=access.HEADCOUNT,
            ref=str(row.pk))
    return int(row.pk)


@transaction.atomic
def confirm_class(*, headcount_id: int, class_id: int, absent: Mapping[int, str], extras: Sequence[tuple[str, str]], today: date, by: Person,
                  at: datetime) -> None:
    """This will keep who of a class is not there (with what is known) and who is there without a place; a later count replaces it.

    Raises Denied, Refused.
    """
    row = Headcount.objects.select_for_update().filter(pk=headcount_id).first()
    year = ClassYear.objects.filter(access.on_day(today), school_class_id=class_id).select_related("school_class", "head_teacher").first()
    if row is None or year is None:
        raise refused("unknown-class", "There is no such class.", "Choose one from the list.")
    access.check_may(by, "change", access.HEADCOUNT, unit_ids=[year.school_class.school_id],
                     owner_id=year.head_teacher.account_id if year.head_teacher else None)
    roll = set(Enrolment.objects.filter(access.on_day(today), school_class_id=class_id).values_list("pupil_id", flat=True))
    if absent.keys() - roll:
        raise refused("not-of-class", "Somebody ticked is not on the roll of this class any more.", "Open the page again.")
    named = [(name.strip()[:60], words.strip()[:200]) for name, words in extras if name.strip()][:MOST_EXTRA]
    ClassCount.objects.filter(headcount=row, school_class_id=class_id).delete()
    count = ClassCount.objects.create(headcount=row, school_class_id=class_id, on_roll=len(roll), confirmed_by_id=by.account_id, confirmed_at=at)
    CountDifference.objects.bulk_create(
        [CountDifference(count=count, kind=Presence.ABSENT.value, pupil_id=pupil, words=words.strip()[:200]) for pupil, words in absent.items()]
        + [CountDifference(count=count, kind=Presence.EXTRA.value, name=name, words=words) for name, words in named])
    say("A class was counted: %(roll)s on the roll, %(absent)s not there, %(extra)s there without a place.",
        values={"roll": len(roll), "absent": len(absent), "extra": len(named)}, by=by.account_id, by_name=by.name, at=at, kind=access.CLASS,
        ref=str(class_id))
