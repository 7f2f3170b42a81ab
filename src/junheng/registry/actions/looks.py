"""Looks at people's records: each is written down before anything is shown."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from junheng.ground.audit.actions import look
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.models import Pupil, StaffMember
from junheng.registry.values import Care, Relation
from junheng.registry.values.cards import PupilCard, StaffCard, Uncovered

SHORTEST = 4


def note_roll(*, class_id: int, name: str, count: int, by: Person, at: datetime) -> None:
    """This will write down that somebody read a class's list of names."""
    look("The list of %(class)s with %(count)s pupils was opened.", values={"class": name, "count": count}, by=by.account_id,
         by_name=by.name, at=at, kind=access.CLASS, ref=str(class_id))


def note_pupil(*, card: PupilCard, by: Person, at: datetime) -> None:
    """This will write down that somebody opened a pupil's card."""
    look("The card of pupil %(code)s was opened.", values={"code": card.row.code}, by=by.account_id, by_name=by.name, at=at,
         kind=access.PUPIL, ref=str(card.row.id))


def note_search(*, count: int, by: Person, at: datetime) -> None:
    """This will write down that a search showed pupils; never what was searched for, which may be a number."""
    look("A search showed %(count)s pupils.", values={"count": count}, by=by.account_id, by_name=by.name, at=at, kind=access.PUPIL, ref="")


def reason_of(reason: str, wanted: str = "Say why you need the numbers.") -> str:
    """The reason as given. Raises Refused, with what was wanted, for one that says nothing."""
    said = " ".join(reason.split())
    if len(said) < SHORTEST:
        raise Refused(Finding(code="registry/no-reason", message=wanted, place=Place(column="reason"),
                              remedy="A few words, such as the paper or the matter; they are kept with your name."))
    return said[:200]


@transaction.atomic
def uncover_pupil(*, card: PupilCard, reason: str, by: Person, at: datetime) -> Uncovered:
    """This will write down who looked and why, and give a pupil's sealed fields. Raises Denied, Refused."""
    access.check_may(by, "see", access.PUPIL_SEALED, unit_ids=card.school_ids, owner_id=card.owner_id)
    said = reason_of(reason)
    row = Pupil.objects.select_related("household").get(pk=card.row.id)
    look("The sealed fields of pupil %(code)s were opened: %(reason)s", values={"code": row.code, "reason": said},
         by=by.account_id, by_name=by.name, at=at, kind=access.PUPIL_SEALED, ref=str(row.pk))
    guardians = tuple((each.name, Relation(each.relation), each.phone) for each in row.household.guardians.all()) if row.household else ()
    return Uncovered(row.identity_number or "", row.roll_number or "", row.address, "", guardians, Care.of(row.care))


@transaction.atomic
def uncover_staff(*, card: StaffCard, reason: str, by: Person, at: datetime) -> Uncovered:
    """This will write down who looked and why, and give a member of staff's sealed fields. Raises Denied, Refused."""
    access.check_may(by, "see", access.STAFF_SEALED, unit_ids=card.school_ids, owner_id=card.owner_id)
    said = reason_of(reason)
    row = StaffMember.objects.get(pk=card.row.id)
    look("The sealed fields of member of staff %(code)s were opened: %(reason)s", values={"code": row.code, "reason": said},
         by=by.account_id, by_name=by.name, at=at, kind=access.STAFF_SEALED, ref=str(row.pk))
    return Uncovered(row.identity_number or "", phone=row.phone)


def note_export(*, count: int, form: str, by: Person, at: datetime) -> None:
    """This will write down that somebody took a list of people out as a workbook."""
    look("“%(form)s” with %(count)s people was taken out as a workbook.", values={"form": form, "count": count}, by=by.account_id,
         by_name=by.name, at=at, kind=access.PUPIL_SEALED, ref="")


def note_findings_export(*, count: int, by: Person, at: datetime) -> None:
    """This will write down that somebody took findings out as a workbook."""
    look("%(count)s findings of the data checks were taken out as a workbook.", values={"count": count}, by=by.account_id, by_name=by.name,
         at=at, kind=access.CHECK, ref="")
