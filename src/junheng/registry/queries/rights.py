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


def sees_events(person: Person) -> bool:
    """Whether there can be events of the roll for the person."""
    return access.may_at_all(person, "see", access.PUPIL_EVENT)


def may_graduate(person: Person, unit_id: int) -> bool:
    """Whether the person may start the graduation of a class of this school."""
    return access.may(person, "change", access.PUPIL_EVENT, unit_ids=[unit_id])


def may_record(person: Person, card: StaffCard) -> bool:
    """Whether the person may write down what happens to this member of staff."""
    return access.may(person, "change", access.STAFF_EVENT, unit_ids=card.school_ids)
def may_change_contact(person: Person, unit_id: int) -> bool:
    """Whether the person may say how the unit is reached."""
    return access.may(person, "change", access.CONTACT, unit_ids=[unit_id])


def may_keep_duty(person: Person, unit_id: int) -> bool:
    """Whether the person keeps the unit's rota."""
    return access.may(person, "change", access.DUTY, unit_ids=[unit_id])
def may_see_nodes(person: Person) -> bool:
    """Whether the person may see from where rows are pulled."""
    return access.may_at_all(person, "see", access.NODE)


def may_name_nodes(person: Person) -> bool:
    """Whether the person may name, pull and end nodes."""
    return access.may_at_all(person, "change", access.NODE)
