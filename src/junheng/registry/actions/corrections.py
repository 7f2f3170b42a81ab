"""Corrections: proposed by schools, by teachers for themselves, by schools for guardians; taken over or rejected by the office."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from junheng.ground.audit.actions import look, say
from junheng.ground.files import actions as files
from junheng.ground.kernel.findings import Refused
from junheng.ground.notify.actions import tell
from junheng.ground.people.table import Verb
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Field, Value
from junheng.ground.units.queries import tree
from junheng.registry import access
from junheng.registry.actions.event_effects import numbers_free
from junheng.registry.actions.schools import refused
from junheng.registry.actions.staff import filled, retires
from junheng.registry.engine.initials import initials
from junheng.registry.engine.retirement import group_of
from junheng.registry.engine.typed import typed, written
from junheng.registry.models import Correction, FormerNumber, Post, Pupil, StaffMember
from junheng.registry.queries.books import retirement
from junheng.registry.queries.corrections import field_of, held_value
from junheng.registry.queries.offices import bureau_above, deciders
from junheng.registry.queries.people import pupil_card, staff_card
from junheng.registry.values.corrections import COVERED, CorrectionState

EVIDENCE = frozenset({"pdf", "png", "jpeg"})
NUMBERS = frozenset({"identity_number", "roll_number"})


@transaction.atomic
def propose_correction(*, person: str, person_id: int, key: str, text: str, reason: str, evidence: str, for_guardian: str = "",
                       content: bytes | None = None, file_name: str = "", today: date, by: Person, at: datetime) -> int:
    """This will propose another value for a field of a pupil ("pupil") or of a member of staff ("staff"); the correction's id.

    The same proposal sent twice is one. Raises Denied, Refused.
    """
    row, school = whose(person, person_id, today, by)
    field = field_of(row, key)
    values, wrong = typed([field], {field.key: text})
    if wrong:
        raise Refused(*wrong)
    told = {name: " ".join(said.split())[:200] for name, said in (("reason", reason), ("evidence", evidence))}
    for name, said in told.items():
        if len(said) < 2:
            raise refused("no-evidence", "Why it is wrong and what proves it are missing.", "Name the document, such as the household register.", field=name)
    held, proposed = held_value(row, key), values[key]
    if proposed == held:
        raise refused("nothing-differs", "The register holds this value already.", "Give the value that is right.", field="text")
    same = standing_proposal(row, key, written(proposed, field), by)
    if same is not None:
        return same
    correction = Correction.objects.create(
        pupil=row if isinstance(row, Pupil) else None, member=row if isinstance(row, StaffMember) else None, school_id=school, key=key,
        held=written(held, field), proposed=written(proposed, field), for_guardian=for_guardian.strip()[:60], proposed_by_id=by.account_id,
        proposed_at=at, **told)
    if content is not None:
        correction.attachment = files.store(content=content, name=file_name, owner_kind=kind_of(row), owner_ref=str(correction.pk),
                                            by=by.account_id, at=at, allowed=EVIDENCE)
        correction.save(update_fields=["attachment"])
    _say("A correction of “%(field)s” of %(code)s was proposed.", correction, field, by, at)
    office = bureau_above(tree(today), school)
    tell(account_ids=deciders([office], today, kind_of(row)) if office else [], sentence="A correction of “%(field)s” waits for you.",
         values={"field": field.title}, link=reverse("registry:correction", args=[correction.pk]), at=at, key=f"registry.correction:{correction.pk}")
    return int(correction.pk)


def whose(person: str, person_id: int, today: date, by: Person) -> tuple[Pupil | StaffMember, int]:
    """The record within the person's reach, locked, and its school. Raises Denied, Refused."""
    card: Any = pupil_card(by, person_id, today) if person == "pupil" else staff_card(by, person_id, today)
    if card is None or not card.school_ids:
        raise refused("nobody", "There is no such person within your reach on a roll or in a post today.", "Open the card first.")
    kind = access.PUPIL_CORRECTION if person == "pupil" else access.STAFF_CORRECTION
    access.check_may(by, "change", kind, unit_ids=card.school_ids, owner_id=card.owner_id if person == "staff" else None)
    table: Any = Pupil if person == "pupil" else StaffMember
    return table.objects.select_for_update().get(pk=person_id), card.school_ids[0]


def standing_proposal(row: Pupil | StaffMember, key: str, proposed: str, by: Person) -> int | None:
    """The same proposal by the same person; None where there is none. Raises Refused where another one waits."""
    other = row.corrections.filter(key=key, state=CorrectionState.PROPOSED.value).first()
    if other is None:
        return None
    if other.proposed_by_id == by.account_id and other.proposed == proposed:
        return int(other.pk)
    raise refused("proposed-already", "A correction of this field is waiting already.", "Wait for it, or have it withdrawn first.", field="key")


@transaction.atomic
def decide_correction(*, correction_id: int, accept: bool, words: str, knowing: bool, today: date, by: Person, at: datetime) -> None:
    """This will take a correction over into the record, or reject it with a reason. Raises Denied, Refused.

    `knowing`: whoever decides has seen that the register holds another value by now than when it was proposed.
    """
    correction = for_deciding(correction_id, today, by)
    wanted = CorrectionState.ACCEPTED if accept else CorrectionState.REJECTED
    if correction.state == wanted and correction.decided_by_id == by.account_id:
        return
    if correction.state == CorrectionState.ASKED:
        raise refused("school-first", "A guardian has asked for this: the school looks at it first.", "Wait until the school has passed it on.")
    if correction.state != CorrectionState.PROPOSED:
        raise refused("correction-ended", "This correction is decided or withdrawn already.", "Open it again to see how.")
    if by.account_id in {correction.proposed_by_id, correction.passed_by_id}:
        raise refused("own-correction", "You proposed this yourself: somebody else has to decide it.", "Ask a colleague who may decide here.")
    said = " ".join(words.split())[:200]
    if not accept and len(said) < 2:
        raise refused("no-words", "The reason is missing.", "A few words; they stay with the event.", field="words")
    row = locked_row(correction)
    field = field_of(row, correction.key)
    if accept:
        if written(held_value(row, correction.key), field) != correction.held and not knowing:
            raise refused("moved-on", "The register holds another value by now than when this was proposed.",
                          "Compare the three values, and tick that you have seen it.", field="knowing")
        take_over(row, correction, field, at)
    Correction.objects.filter(pk=correction.pk).update(state=wanted.value, words=said, decided_by=by.account_id, decided_at=at)
    if accept:
        _say("A correction of “%(field)s” of %(code)s was taken over.", correction, field, by, at)
    else:
        _say("A correction of “%(field)s” of %(code)s was rejected.", correction, field, by, at)
    tell(account_ids=[each for each in (correction.proposed_by_id, correction.passed_by_id) if each], sentence="Your correction of “%(field)s” is decided: %(state)s.",
         values={"field": field.title, "state": wanted.chinese}, link=reverse("registry:correction", args=[correction.pk]), at=at,
         key=f"registry.correction:{correction.pk}:end")


@transaction.atomic
def adopt_value(*, row: Pupil | StaffMember, school_id: int, key: str, text: str, reason: str, evidence: str, by: Person, at: datetime) -> int:
    """This will write a value that stands elsewhere with authority into the record, as a correction proposed and decided at once; its
    number. The caller has locked the record and asked whether the person may. Raises Refused."""
    field = field_of(row, key)
    if row.corrections.filter(key=key, state=CorrectionState.PROPOSED.value).exists():
        raise refused("proposed-already", "A correction of this field is waiting already.", "Wait for it, or have it withdrawn first.", field="key")
    correction = Correction.objects.create(
        pupil=row if isinstance(row, Pupil) else None, member=row if isinstance(row, StaffMember) else None, school_id=school_id, key=key,
        held=written(held_value(row, key), field), proposed=text, reason=reason[:200], evidence=evidence[:200], state=CorrectionState.ACCEPTED.value,
        proposed_by_id=by.account_id, proposed_at=at, decided_by_id=by.account_id, decided_at=at)
    take_over(row, correction, field, at)
    _say("A correction of “%(field)s” of %(code)s was taken over.", correction, field, by, at)
    return int(correction.pk)


def for_deciding(correction_id: int, today: date, by: Person) -> Correction:
    """The correction, locked, for somebody who may decide it. Raises Denied, Refused."""
    correction = found(correction_id)
    check_office(correction, "approve", today, by)
    return correction


def found(correction_id: int) -> Correction:
    """The correction, locked."""
    correction = Correction.objects.select_for_update().filter(pk=correction_id).first()
    if correction is None:
        raise refused("unknown-correction", "There is no such correction.", "Choose one from the list.")
    return correction


def check_office(correction: Correction, verb: Verb, today: date, by: Person) -> None:
    """Raises Denied unless the person holds the office above the school of the record."""
    office = bureau_above(tree(today), correction.school_id)
    access.check_may(by, verb, access.PUPIL_CORRECTION if correction.pupil_id else access.STAFF_CORRECTION, unit_ids=[office] if office else [])


def locked_row(correction: Correction) -> Pupil | StaffMember:
    """The record that a correction is about, locked."""
    if correction.pupil_id:
        return Pupil.objects.select_for_update().get(pk=correction.pupil_id)
    return StaffMember.objects.select_for_update().get(pk=correction.member_id)


def take_over(row: Pupil | StaffMember, correction: Correction, field: Field, at: datetime) -> None:
    """This will write the value into the record. A number that is given up goes on finding the pupil. Raises Refused."""
    values, wrong = typed([field], {field.key: correction.proposed})
    if wrong:
        raise Refused(*wrong)
    value = values[field.key]
    if correction.key in NUMBERS:
        renumber(row, correction, value, at)
    setattr(row, correction.key, filled(correction.key, value) if isinstance(row, StaffMember) else blank(row, correction.key, value))
    if correction.key == "name":
        row.initials = initials(row.name)
    if isinstance(row, StaffMember) and correction.key in {"born", "sex"}:
        main = Post.objects.filter(member=row, until__isnull=True).first()
        group = group_of(row.sex, main.category if main else "professional")
        row.retirement_group, row.retires = group.value, retires(row.born, group, retirement(at.date()))
    row.changed_at = at
    row.save()


def renumber(row: Pupil | StaffMember, correction: Correction, value: Value, at: datetime) -> None:
    """This will keep the number that a pupil gives up. Raises Refused for a number that is somebody else's."""
    if isinstance(row, StaffMember):
        if value and StaffMember.objects.filter(identity_number=value).exclude(pk=row.pk).exists():
            raise refused("staff-number-taken", "Another member of staff has this number.", "Compare both with the documents.")
        return
    numbers_free(row, {correction.key: value})
    old = getattr(row, correction.key)
    if old:
        FormerNumber.objects.filter(pupil=row, number=value).delete()
        FormerNumber.objects.get_or_create(pupil=row, number=old, defaults={"key": correction.key, "reason": correction.reason, "at": at})


def blank(row: Pupil, key: str, value: Value) -> Value:
    """Nothing, as the column holds it."""
    return "" if value is None and not row._meta.get_field(key).null else value


@transaction.atomic
def withdraw_correction(*, correction_id: int, by: Person, at: datetime) -> None:
    """This will take one's own proposal back while nobody has decided. Raises Refused."""
    correction = found(correction_id)
    if correction.proposed_by_id != by.account_id:
        raise refused("not-yours", "Only who proposed a correction withdraws it.", "The office may reject it.")
    if correction.state == CorrectionState.WITHDRAWN:
        return
    if correction.state != CorrectionState.PROPOSED:
        raise refused("correction-ended", "This correction is decided or withdrawn already.", "Open it again to see how.")
    Correction.objects.filter(pk=correction.pk).update(state=CorrectionState.WITHDRAWN.value, decided_by=by.account_id, decided_at=at)
    _say("A correction of “%(field)s” of %(code)s was withdrawn.", correction, field_of(correction.record, correction.key), by, at)


def note_correction(*, correction_id: int, by: Person, at: datetime) -> None:
    """This will write down that both sides of a sealed field were read in order to decide."""
    correction = Correction.objects.select_related("pupil", "member").get(pk=correction_id)
    row = correction.record
    if correction.key in COVERED:
        look("Both sides of a correction of %(code)s were read.", values={"code": row.code}, by=by.account_id, by_name=by.name, at=at,
             kind=access.PUPIL_SEALED if correction.pupil_id else access.STAFF_SEALED, ref=str(row.pk))


def kind_of(row: Pupil | StaffMember) -> str:
    """The kind of the access table."""
    return access.PUPIL_CORRECTION if isinstance(row, Pupil) else access.STAFF_CORRECTION


def _say(sentence: str, correction: Correction, field: Field, by: Person, at: datetime) -> None:
    """This will write the audit entry: the field, never the values."""
    row = correction.record
    say(sentence, values={"field": field.title, "code": row.code}, by=by.account_id, by_name=by.name, at=at,
        kind=kind_of(row), ref=str(correction.pk))
