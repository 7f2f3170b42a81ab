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


def may_find_pupils(person: Person) -> bool:
    """Whether there are pupils whom the person may find."""
    return access.may_at_all(person, "see", access.PUPIL)


def may_uncover_pupil(person: Person, card: PupilCard) -> bool:
    """Whether the person may see the pupil's sealed fields."""
    return access.may(person, "see", access.PUPIL_SEALED, unit_ids=card.school_ids, owner_id=card.owner_id)


def may_uncover_staff(person: Person, card: StaffCard) -> bool:
    """Whether the person may see the sealed fields of the member of staff."""
    return access.may(person, "see", access.STAFF_SEALED, unit_ids=card.school_ids, owner_id=card.owner_id)


def may_see_nodes(person: Person) -> bool:
    """Whether the person may see from where rows are pulled."""
    return access.may_at_all(person, "see", access.NODE)


def may_name_nodes(person: Person) -> bool:
    """Whether the person may name, pull and end nodes."""
    return access.may_at_all(person, "change", access.NODE)
