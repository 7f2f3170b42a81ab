"""What a page may offer the person: buttons and places to type, not the door itself."""

from __future__ import annotations

from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.values.cards import PupilCard, StaffCard


def may_open(person: Person) -> bool:
    """Whether the person may open schools."""
    return access.may_at_all(person, "change", access.SCHOOL)


def may_change(person: Person, unit_id: int) -> bool:
    """Whether the person may change this school's record."""
    return access.may(person, "change", access.SCHOOL, unit_ids=[unit_id])


def may_book(person: Person, unit_id: int) -> bool:
    """Whether the person may book practice bases for a school."""
    return access.may(person, "change", access.BOOKING, unit_ids=[unit_id])


def may_count(person: Person) -> bool:
    """Whether the person may write down who came to a practice base."""
    return access.may_at_all(person, "approve", access.BOOKING)


def may_find_pupils(person: Person) -> bool:
    """Whether there are pupils whom the person may find."""
    return access.may_at_all(person, "see", access.PUPIL)


def may_uncover_pupil(person: Person, card: PupilCard) -> bool:
    """Whether the person may see the pupil's sealed fields."""
    return access.may(person, "see", access.PUPIL_SEALED, unit_ids=card.school_ids, owner_id=card.owner_id)


def may_uncover_staff(person: Person, card: StaffCard) -> bool:
    """Whether the person may see the sealed fields of the member of staff."""
    return access.may(person, "see", access.STAFF_SEALED, unit_ids=card.school_ids, owner_id=card.owner_id)
