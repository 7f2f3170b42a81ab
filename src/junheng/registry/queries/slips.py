"""Checking slips: a class's rounds with who has answered, and the own child's row for whoever holds a slip."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from junheng.ground.people.queries import names
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Field
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.engine.slips import covered_for_guardian
from junheng.registry.engine.typed import written
from junheng.registry.models import ClassYear, Enrolment, Pupil, Slip, SlipRound
from junheng.registry.queries.corrections import fields_of, held_value
from junheng.registry.queries.people import class_name, school_names
from junheng.registry.values.corrections import CorrectionState
from junheng.registry.values.slips import (
    CHECKED,
    MOST_WRONG,
    CheckedLine,
    ClassSlips,
    SlipCard,
    SlipRoundCard,
    SlipRow,
    SlipState,
)


def year_of(class_id: int, day: date) -> ClassYear | None:
    """A class in the school year of the day."""
    return ClassYear.objects.filter(on_day(day), school_class=class_id).select_related("school_class", "head_teacher").first()


def owner_of(year: ClassYear) -> int | None:
    """The account of a class's head teacher."""
    return year.head_teacher.account_id if year.head_teacher else None


def checked_fields() -> list[Field]:
    """The fields that a guardian checks, in order."""
    known = {field.key: field for field in fields_of("pupil")}
    return [known[key] for key in CHECKED]


def opens(slip: Slip, day: date) -> bool:
    """Whether a slip opens on a day: its round goes on, nobody has answered or guessed too often, and the child is still in the class."""
    turn = slip.round
    if turn.closed_at is not None or day > turn.until or slip.answered_at is not None or slip.wrong >= MOST_WRONG:
        return False
    return Enrolment.objects.filter(on_day(day), pupil=slip.pupil_id, pupil__merged_into=None, school_class=turn.school_class_id,
                                    school=turn.school_id).exists()


def slip_card(digest: str, day: date) -> SlipCard | None:
    """The row of the child whose slip it is, covered; None where it does not open any more."""
    slip = Slip.objects.filter(digest=digest).select_related("round__school_class", "pupil").first()
    if slip is None or not opens(slip, day):
        return None
    year, school = year_of(slip.round.school_class_id, day), slip.round.school_id
    return SlipCard(slip.pupil.name, school_names([school], day).get(school, ""), class_name(slip.round.school_class, [year] if year else []),
                    slip.round.until, tuple(line_of(field, slip.pupil) for field in checked_fields()))


def line_of(field: Field, pupil: Pupil) -> CheckedLine:
    """One field."""
    shown, covered = covered_for_guardian(field.key, written(held_value(pupil, field.key), field))
    words = tuple(dict.fromkeys({code: word for word, code in reversed(field.choices.items())}.values()))
    return CheckedLine(field.key, field.title, shown, covered, tuple(reversed(words)), "2018-07-04" if field.key == "born" else "")


def class_slips(person: Person, class_id: int, day: date) -> ClassSlips | None:
    """A class's rounds; None where there is no such class in the year. Raises Denied."""
    year = year_of(class_id, day)
    if year is None:
        return None
    school = year.school_class.school_id
    access.check_may(person, "see", access.SLIP, unit_ids=[school], owner_id=owner_of(year))
    rounds = list(SlipRound.objects.filter(school_class=class_id))
    known = names(row.opened_by_id for row in rounds)
    return ClassSlips(class_id, school_names([school], day).get(school, ""), class_name(year.school_class, [year]),
                      access.may(person, "change", access.SLIP, unit_ids=[school], owner_id=owner_of(year)),
                      tuple(round_card(row, known, day) for row in rounds))


def round_card(row: SlipRound, known: dict[int, str], day: date) -> SlipRoundCard:
    """One round with everybody in it; pupils of the class who have no slip, since they have no number, while it goes on."""
    going_on = row.closed_at is None and day <= row.until
    slips = list(row.slips.select_related("pupil").order_by("pupil__code").annotate(
        asked=Count("corrections", filter=Q(corrections__state=CorrectionState.ASKED))))
    rows = [SlipRow(slip.pupil_id, slip.pupil.name, state_of(slip), slip.answered_at, slip.proposed or 0, slip.asked) for slip in slips]
    if going_on:
        left = Pupil.objects.filter(enrolments__in=Enrolment.objects.filter(on_day(day), school_class=row.school_class_id)).exclude(
            pk__in=[slip.pupil_id for slip in slips])
        rows += [SlipRow(pupil.pk, pupil.name, SlipState.NO_NUMBER) for pupil in left.filter(merged_into=None).order_by("code")]
    return SlipRoundCard(row.pk, timezone.localdate(row.opened_at), known.get(row.opened_by_id, ""), row.until,
                         timezone.localdate(row.closed_at) if row.closed_at else None, going_on, tuple(rows),
                         sum(slip.answered_at is not None for slip in slips))


def state_of(slip: Slip) -> SlipState:
    """What became of one."""
    if slip.answered_at is not None:
        return SlipState.PROPOSED if slip.proposed else SlipState.RIGHT
    return SlipState.LOCKED if slip.wrong >= MOST_WRONG else SlipState.WAITING


def answers_of_class(person: Person, class_id: int, day: date) -> dict[int, SlipRow]:
    """What guardians answered in the newest round of a class, by pupil; empty where there is none or it is not for the person."""
    year = year_of(class_id, day)
    if year is None or not access.may(person, "see", access.SLIP, unit_ids=[year.school_class.school_id], owner_id=owner_of(year)):
        return {}
    row = SlipRound.objects.filter(school_class=class_id).first()
    return {each.pupil_id: each for each in round_card(row, {}, day).rows} if row is not None else {}


def may_see_slips(person: Person, class_id: int, day: date) -> bool:
    """Whether the slips of a class are the person's business."""
    year = year_of(class_id, day)
    return year is not None and access.may(person, "see", access.SLIP, unit_ids=[year.school_class.school_id], owner_id=owner_of(year))
