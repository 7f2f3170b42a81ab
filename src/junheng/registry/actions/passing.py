"""What a guardian proposed on a slip is seen by the school first: passed on to the office with the proof, or turned down."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from junheng.ground.notify.actions import tell
from junheng.ground.people.values import Person
from junheng.ground.units.queries import tree
from junheng.registry import access
from junheng.registry.actions.corrections import _say, found, kind_of, locked_row
from junheng.registry.actions.schools import refused
from junheng.registry.models import Correction, Enrolment
from junheng.registry.queries.corrections import field_of
from junheng.registry.queries.offices import bureau_above, deciders
from junheng.registry.values.corrections import CorrectionState


@transaction.atomic
def pass_correction_on(*, correction_id: int, evidence: str, today: date, by: Person, at: datetime) -> None:
    """This will pass a guardian's proposal on to the office, with the proof that the school has seen. Raises Denied, Refused."""
    correction = asked(correction_id, by)
    if correction.state == CorrectionState.PROPOSED and correction.passed_by_id == by.account_id:
        return
    check_asked(correction)
    proof = " ".join(evidence.split())[:200]
    if len(proof) < 2:
        raise refused("no-evidence", "Why it is wrong and what proves it are missing.", "Name the document, such as the household register.", field="words")
    row = locked_row(correction)
    if not Enrolment.objects.filter(access.on_day(today), pupil=correction.pupil_id, school=correction.school_id).exists():
        raise refused("moved-meanwhile-slip", "The child is no longer on the roll of this school.", "Turn the proposal down; the school of the child can ask again.")
    if row.corrections.filter(key=correction.key, state=CorrectionState.PROPOSED.value).exists():
        raise refused("proposed-already", "A correction of this field is waiting already.", "Wait for it, or have it withdrawn first.")
    Correction.objects.filter(pk=correction.pk).update(state=CorrectionState.PROPOSED.value, evidence=proof, passed_by=by.account_id, passed_at=at)
    field = field_of(row, correction.key)
    _say("A guardian's correction of “%(field)s” of %(code)s was passed on.", correction, field, by, at)
    office = bureau_above(tree(today), correction.school_id)
    tell(account_ids=deciders([office], today, kind_of(row)) if office else [], sentence="A correction of “%(field)s” waits for you.",
         values={"field": field.title}, link=reverse("registry:correction", args=[correction.pk]), at=at, key=f"registry.correction:{correction.pk}")


@transaction.atomic
def turn_correction_down(*, correction_id: int, words: str, by: Person, at: datetime) -> None:
    """This will turn a guardian's proposal down at the school, with the reason. Raises Denied, Refused."""
    correction = asked(correction_id, by)
    if correction.state == CorrectionState.REJECTED and correction.decided_by_id == by.account_id:
        return
    check_asked(correction)
    said = " ".join(words.split())[:200]
    if len(said) < 2:
        raise refused("no-words", "The reason is missing.", "A few words; they stay with the event.", field="words")
    Correction.objects.filter(pk=correction.pk).update(state=CorrectionState.REJECTED.value, words=said, decided_by=by.account_id, decided_at=at)
    _say("A guardian's correction of “%(field)s” of %(code)s was turned down by the school.", correction,
         field_of(correction.record, correction.key), by, at)


def asked(correction_id: int, by: Person) -> Correction:
    """The correction, locked, for somebody at the school who looks at what guardians propose. Raises Denied, Refused."""
    correction = found(correction_id)
    access.check_may(by, "approve", access.SLIP, unit_ids=[correction.school_id])
    return correction


def check_asked(correction: Correction) -> None:
    """Raises Refused for one at which the school has looked already."""
    if correction.state != CorrectionState.ASKED:
        raise refused("correction-ended", "This correction is decided or withdrawn already.", "Open it again to see how.")
