"""Corrections with both sides, covered where the field is sealed; and what may be corrected."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people import access as people
from junheng.ground.people.queries import names
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Field, Kind, Value
from junheng.ground.units.queries import tree
from junheng.registry import access
from junheng.registry.engine.postings import PERSON as STAFF_KEYS
from junheng.registry.engine.rosters import PERSON as PUPIL_KEYS
from junheng.registry.engine.typed import written
from junheng.registry.models import Correction, Pupil, StaffMember
from junheng.registry.queries.offices import bureau_above
from junheng.registry.queries.people import covered, pupil_card, school_names, staff_card
from junheng.registry.values.corrections import COVERED, OPEN, CorrectionRow, CorrectionState
from junheng.registry.values.forms import PUPILS, STAFF

MOST = 200


def fields_of(person: str) -> list[Field]:
    """What may be corrected of a pupil ("pupil") or of a member of staff ("staff"). Duty status follows from events."""
    form, keys = (PUPILS, PUPIL_KEYS) if person == "pupil" else (STAFF, STAFF_KEYS)
    return [field for field in form.fields if field.key in keys and field.key != "duty_status"]


def field_of(row: Pupil | StaffMember, key: str) -> Field:
    """The field of a key. Raises Refused for one that cannot be corrected."""
    for field in fields_of("pupil" if isinstance(row, Pupil) else "staff"):
        if field.key == key:
            return field
    raise Refused(Finding(code="registry/not-correctable", message="This field cannot be corrected here.", remedy="Choose one from the list.",
                          place=Place(column="key")))


def held_value(row: Pupil | StaffMember, key: str) -> Value:
    """What the record holds; None for nothing."""
    value: Value = getattr(row, key)
    return None if value in {"", None} else value


def may_propose(person: Person, what: str, person_id: int, day: date) -> bool:
    """Whether the person may propose corrections of this record."""
    card = pupil_card(person, person_id, day) if what == "pupil" else staff_card(person, person_id, day)
    kind = access.PUPIL_CORRECTION if what == "pupil" else access.STAFF_CORRECTION
    return card is not None and bool(card.school_ids) and access.may(person, "change", kind, unit_ids=card.school_ids,
                                                                     owner_id=card.owner_id if what == "staff" else None)


def corrections(person: Person, day: date) -> list[CorrectionRow]:
    """The corrections within the person's reach, those that wait first, the newest before the older."""
    rows = access.visible_corrections(person)[:MOST]
    return sorted(correction_rows(rows, day), key=lambda row: (row.state not in OPEN, -row.id))


def correction_rows(rows: QuerySet[Correction], day: date, *, uncovered: bool = False) -> list[CorrectionRow]:
    """Corrections as a list shows them."""
    found = list(rows.select_related("pupil", "member"))
    schools = school_names((row.school_id for row in found), day)
    known = names(each for row in found for each in (row.proposed_by_id, row.passed_by_id, row.decided_by_id) if each)
    return [correction_row(row, schools, known, uncovered) for row in found]


def correction_row(row: Correction, schools: dict[int, str], known: dict[int, str], uncovered: bool) -> CorrectionRow:
    """One correction."""
    whose = row.record
    field = field_of(whose, row.key)
    now = written(held_value(whose, row.key), field)
    sealed = row.key in COVERED

    def shown(text: str) -> str:
        if not sealed or uncovered or not text:
            return text
        return covered(text) if field.kind in {Kind.IDENTITY, Kind.ROLL} else "******"

    waits = row.state in OPEN
    return CorrectionRow(
        row.pk, whose.name, row.pupil_id, row.member_id, schools.get(row.school_id, ""), field.title, shown(row.held), shown(row.proposed),
        shown(now), sealed, waits and now != row.held, row.reason, row.evidence, row.attachment_id, row.for_guardian, CorrectionState(row.state),
        row.slip_id is not None, known.get(row.proposed_by_id or 0, ""), row.proposed_at, known.get(row.passed_by_id or 0, ""), row.passed_at,
        known.get(row.decided_by_id or 0, ""), row.decided_at, row.words)


def correction_card(person: Person, correction_id: int, day: date) -> tuple[CorrectionRow, bool, bool, bool] | None:
    """A correction, whether the person may decide it, whether it is the person's own, and whether the person looks at it for the school
    first; sealed sides open to who decides or looks."""
    rows = access.visible_corrections(person).filter(pk=correction_id)
    row = rows.first()
    if row is None:
        return None
    office = bureau_above(tree(day), row.school_id)
    decides = access.may(person, "approve", access.PUPIL_CORRECTION if row.pupil_id else access.STAFF_CORRECTION,
                         unit_ids=[office] if office else []) and row.state != CorrectionState.ASKED
    looks = row.state == CorrectionState.ASKED and access.may(person, "approve", access.SLIP, unit_ids=[row.school_id])
    decides = decides and row.passed_by_id != person.account_id
    return correction_rows(rows, day, uncovered=decides or looks)[0], decides, row.proposed_by_id == person.account_id, looks


def sees_corrections(person: Person) -> bool:
    """Whether there can be corrections for the person."""
    return any(people.may_at_all(person, "see", kind) for kind in (access.PUPIL_CORRECTION, access.STAFF_CORRECTION))
