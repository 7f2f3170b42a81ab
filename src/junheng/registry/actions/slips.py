"""Checking slips: handed out to a class, opened and answered by guardians who have no account, looked at by the school."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.crypto import salted_hmac

from junheng.ground.audit.actions import at_the_door, look, say
from junheng.ground.draws.chance import receipt_codes
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.notify.actions import tell
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Value
from junheng.registry import access
from junheng.registry.actions.schools import refused
from junheng.registry.engine.slips import code_of, tail_of
from junheng.registry.engine.typed import typed, written
from junheng.registry.models import ClassYear, Correction, Enrolment, Pupil, Slip, SlipRound
from junheng.registry.queries.corrections import held_value
from junheng.registry.queries.offices import deciders
from junheng.registry.queries.slips import checked_fields, opens, owner_of, year_of
from junheng.registry.values.corrections import CorrectionState
from junheng.registry.values.slips import LONGEST_DAYS, PrintedSlip

SALT = "registry.slip"
GUARDIAN = "Guardian"
REASON, PROOF = "家长核对时提出", "家长核对单"


def digest_of(code: str) -> str:
    """What is kept of a code: keyed with the site's secret, so that a copy of the table opens nothing."""
    return salted_hmac(SALT, code, algorithm="sha256").hexdigest()


@transaction.atomic
def begin_slips(*, class_id: int, until: date, today: date, by: Person, at: datetime) -> list[PrintedSlip]:
    """This will open a round for a class and give its slips, for printing: their codes are known only now. Raises Denied, Refused."""
    year = class_for(class_id, today, by)
    if not today <= until <= today + timedelta(days=LONGEST_DAYS):
        raise refused("slip-day", "The last day lies today or within %(days)s days.", "Choose another day.", field="until", days=LONGEST_DAYS)
    row = SlipRound.objects.select_for_update().filter(school_class=class_id, closed_at=None).first()
    if row is not None and today <= row.until:
        raise refused("slips-out", "Slips of this class are out already.", "Print those anew that got lost, or end the round first.")
    if row is not None:
        SlipRound.objects.filter(pk=row.pk).update(closed_at=at, closed_by=by.account_id)
    row = SlipRound.objects.create(school_id=year.school_class.school_id, school_class_id=class_id, until=until, opened_by_id=by.account_id, opened_at=at)
    pupils = [pupil for pupil in pupils_of(class_id, today) if pupil.identity_number]
    if not pupils:
        raise refused("no-slips", "No pupil of the class has an identity number.", "A slip opens with its last four characters.")
    codes = receipt_codes(len(pupils))
    Slip.objects.bulk_create([Slip(round=row, pupil=pupil, digest=digest_of(code)) for pupil, code in zip(pupils, codes, strict=True)])
    _say("Checking slips were made for %(count)s pupils, until %(day)s.", row, by, at, count=len(pupils), day=until.isoformat())
    return [PrintedSlip(pupil.name, code) for pupil, code in zip(pupils, codes, strict=True)]


def class_for(class_id: int, today: date, by: Person) -> ClassYear:
    """The class in its year, for somebody who may hand slips out to it. Raises Denied, Refused."""
    year = year_of(class_id, today)
    if year is None:
        raise refused("unknown-class", "There is no such class.", "Choose one from the list.")
    access.check_may(by, "change", access.SLIP, unit_ids=[year.school_class.school_id], owner_id=owner_of(year))
    return year


def pupils_of(class_id: int, day: date) -> list[Pupil]:
    """The pupils of a class on a day, by code."""
    return list(Pupil.objects.filter(enrolments__in=Enrolment.objects.filter(access.on_day(day), school_class=class_id), merged_into=None).order_by("code"))


@transaction.atomic
def print_slips_anew(*, round_id: int, class_id: int, pupil_id: int | None, today: date, by: Person, at: datetime) -> list[PrintedSlip]:
    """This will give new codes to the slips that nobody has answered, or to one; the old codes open nothing from now on.

    Pupils who have come into the class get a slip as well. Raises Denied, Refused.
    """
    row = round_for(round_id, class_id, today, by)
    if row.closed_at is not None or today > row.until:
        raise refused("slips-ended", "This round has ended.", "Begin another.")
    known = {slip.pupil_id: slip for slip in row.slips.all()}
    pupils = [pupil for pupil in pupils_of(row.school_class_id, today) if pupil.identity_number and pupil_id in {None, pupil.pk}
              and (pupil.pk not in known or known[pupil.pk].answered_at is None)]
    if not pupils:
        raise refused("nothing-to-print", "There is no slip to print: all are answered.", "Begin another round if they are to be checked again.")
    codes = receipt_codes(len(pupils))
    for pupil, code in zip(pupils, codes, strict=True):
        Slip.objects.update_or_create(round=row, pupil=pupil, defaults={"digest": digest_of(code), "wrong": 0})
    _say("%(count)s checking slips were printed anew; their old codes open nothing any more.", row, by, at, count=len(pupils))
    return [PrintedSlip(pupil.name, code) for pupil, code in zip(pupils, codes, strict=True)]


def round_for(round_id: int, class_id: int, today: date, by: Person) -> SlipRound:
    """The round of a class, locked, for somebody who may hand slips out to its class. Raises Denied, Refused."""
    row = SlipRound.objects.select_for_update().filter(pk=round_id, school_class=class_id).first()
    if row is None:
        raise refused("unknown-round", "There is no such round.", "Choose one from the list.")
    class_for(row.school_class_id, today, by)
    return row


@transaction.atomic
def end_slips(*, round_id: int, class_id: int, today: date, by: Person, at: datetime) -> None:
    """This will end a round: its slips open nothing any more. What guardians have proposed goes its way. Raises Denied, Refused."""
    row = round_for(round_id, class_id, today, by)
    if row.closed_at is not None:
        return
    SlipRound.objects.filter(pk=row.pk).update(closed_at=at, closed_by=by.account_id)
    _say("The round of checking slips was ended.", row, by, at)


@transaction.atomic
def open_slip(*, code: str, tail: str, address: str, today: date, at: datetime) -> str | None:
    """This will open a slip for whoever knows its code and the last four of the child's number: its digest, to be kept in the session.

    None for every other case, and no more is said. The attempt is written down; after a few with wrong digits the slip opens no more.
    """
    given, last = code_of(code), tail_of(tail)
    slip = Slip.objects.select_for_update(of=("self",)).select_related("round", "pupil").filter(digest=digest_of(given)).first() if given else None
    if slip is not None and last and opens(slip, today):
        if str(slip.pupil.identity_number or "")[-4:] == last:
            look("The checking slip of pupil %(code)s was opened from %(address)s.", values={"code": slip.pupil.code, "address": address}, by=None,
                 by_name=GUARDIAN, at=at, kind=access.SLIP, ref=str(slip.round_id))
            return slip.digest
        Slip.objects.filter(pk=slip.pk).update(wrong=F("wrong") + 1)
    at_the_door("A checking slip was not opened from %(address)s.", values={"address": address}, by=None, by_name=GUARDIAN, at=at, kind=access.SLIP,
                ref=str(slip.round_id) if slip is not None else "")
    return None


@transaction.atomic
def answer_slip(*, digest: str, right: bool, given: dict[str, str], words: str, today: date, at: datetime) -> int:
    """This will keep a guardian's answer: all is right, or other values, which the school looks at first; how many were proposed.

    A slip is answered once. Raises Refused.
    """
    slip = Slip.objects.select_for_update(of=("self",)).select_related("round", "pupil").filter(digest=digest).first()
    if slip is None or not opens(slip, today):
        raise refused("slip-over", "This slip is answered or no longer valid.", "Ask the head teacher of the class.")
    wanted = proposals(slip.pupil, right, given)
    reason = " ".join(words.replace("\0", "").split())[:200] or REASON
    for key, (held, proposed) in wanted.items():
        Correction.objects.create(pupil=slip.pupil, school_id=slip.round.school_id, key=key, held=held, proposed=proposed, reason=reason, evidence=PROOF,
                                  state=CorrectionState.ASKED.value, slip=slip, proposed_at=at)
    Slip.objects.filter(pk=slip.pk).update(answered_at=at, proposed=len(wanted))
    say("The guardian of pupil %(code)s answered the checking slip and proposed %(count)s other values.",
        values={"code": slip.pupil.code, "count": len(wanted)}, by=None, by_name=GUARDIAN, at=at, kind=access.SLIP, ref=str(slip.round_id))
    if wanted:
        tell(account_ids=deciders([slip.round.school_id], today, access.SLIP), sentence="Guardians have proposed corrections: the school looks at them first.",
             values={}, link=reverse("registry:corrections"), at=at, key=f"registry.slip:{slip.round_id}:{today.isoformat()}")
    return len(wanted)


def proposals(pupil: Pupil, right: bool, given: dict[str, str]) -> dict[str, tuple[str, str]]:
    """What differs of what a guardian typed, by field: as held and as proposed. What is the same is left out without a word: whoever
    guesses learns nothing. Raises Refused."""
    fields = [field for field in checked_fields() if given.get(field.key, "").strip()]
    if right and fields:
        raise refused("both", "All is right, and yet another value was given.", "Empty the field, or send the correction.")
    if not right and not fields:
        raise refused("neither", "Nothing was given.", "Say that all is right, or write the right value beside what is wrong.")
    values, wrong = typed(fields, {field.key: given[field.key] for field in fields})
    wrong += [Finding(code="registry/slip-empty", message="A value cannot be emptied here.", remedy="Write the right value, or leave the field empty.",
                      place=Place(column=field.key)) for field in fields if values.get(field.key, "") is None]
    if wrong:
        raise Refused(*wrong)
    found: dict[str, tuple[str, str]] = {}
    for field in fields:
        held: Value = held_value(pupil, field.key)
        if values[field.key] != held:
            found[field.key] = (written(held, field), written(values[field.key], field))
    return found


def _say(sentence: str, row: SlipRound, by: Person, at: datetime, **values: int | str) -> None:
    """This will write the audit entry of a round."""
    say(sentence, values=values, by=by.account_id, by_name=by.name, at=at, kind=access.SLIP, ref=str(row.pk))
