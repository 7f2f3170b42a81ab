"""What is decided of differences with national systems: a value taken over, a line for the corrections, two records one person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from junheng.ground.audit.actions import look, say
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.table import Verb
from junheng.ground.people.values import Person
from junheng.ground.units.queries import tree
from junheng.registry import access
from junheng.registry.actions.corrections import adopt_value
from junheng.registry.actions.schools import refused
from junheng.registry.engine.comparison import differing
from junheng.registry.engine.typed import read, written
from junheng.registry.models import NationalDifference, Pupil, StaffMember
from junheng.registry.queries.compared import (
    KINDS,
    NUMBERS,
    STAFF,
    asked_alone,
    columns,
    keys_of,
    record_of,
    row_of,
)
from junheng.registry.queries.corrections import field_of, held_value
from junheng.registry.queries.national import open_of
from junheng.registry.queries.offices import bureau_above
from junheng.registry.values.corrections import COVERED
from junheng.registry.values.forms import EXPORTS
from junheng.registry.values.national import DifferenceKind, NationalSystem, Outcome, SchoolSays

AT_ONCE = 1000
VALUES = frozenset({DifferenceKind.VALUE.value, DifferenceKind.TWO_NUMBERS.value})


@transaction.atomic
def say_of_difference(*, difference_id: int, says: SchoolSays, words: str, by: Person, at: datetime) -> None:
    """This will keep what a school says of a difference: checked, or what it proposes. Raises Denied, Refused."""
    row = held(difference_id)
    access.check_may(by, "change", kind_of(row), unit_ids=[row.school_id])
    if row.outcome:
        raise refused("decided-already", "The bureau has decided of this difference already.", "Ask the bureau to take the decision back.")
    row.says, row.says_words, row.said_by_id, row.said_at = says.value, " ".join(words.split())[:200], by.account_id, at
    row.save(update_fields=["says", "says_words", "said_by", "said_at"])
    _say("Of a difference with the national system, %(name)s, “%(column)s”, the school says: %(says)s.", row, by, at, says=says.chinese)


@transaction.atomic
def take_theirs(*, difference_id: int, reason: str, today: date, by: Person, at: datetime) -> None:
    """This will write the national system's value into our record, as a correction decided at once. Raises Denied, Refused."""
    row = to_decide(difference_id, today, by)
    adopt(row, reason, today, by, at)
    _say("Of a difference with the national system, %(name)s, “%(column)s”, the national value was taken over.", row, by, at)


@transaction.atomic
def take_column(*, system: NationalSystem, key: str, school: int | None, reason: str, today: date, by: Person, at: datetime) -> tuple[int, int]:
    """This will take the national system's value over for all that differ in a column, of one school or of all within reach, a thousand
    at once; how many were taken, how many were not. Numbers are taken one at a time. Raises Denied, Refused."""
    if not access.may_at_all(by, "approve", KINDS[system]):
        access.check_may(by, "approve", KINDS[system])
    if key in NUMBERS[system]:
        raise refused("one-by-one", "Numbers are taken over one at a time.", "Open each difference and compare both with the document.")
    rows = open_of(by, system).filter(kind=DifferenceKind.VALUE.value, key=key)
    taken = left = 0
    ids = list((rows if school is None else rows.filter(school_id=school)).values_list("pk", flat=True)[:AT_ONCE])
    for number in ids:
        try:
            adopt(to_decide(number, today, by), reason, today, by, at)
            taken += 1
        except Refused:
            left += 1
    say("Of the differences with %(system)s in “%(column)s”, the national value was taken over for %(count)s; %(left)s were left.",
        values={"system": system.chinese, "column": EXPORTS[system.form].field(key).title, "count": taken, "left": left}, by=by.account_id,
        by_name=by.name, at=at, kind=KINDS[system], ref="")
    return taken, left


def adopt(row: NationalDifference, reason: str, today: date, by: Person, at: datetime) -> None:
    """This will take one value over, refused before anything is written. Raises Refused."""
    system = NationalSystem(row.system)
    if row.kind not in VALUES or row.key not in columns(system, today).owned or not row.theirs:
        raise refused("not-theirs", "The national system is not the master of this, or holds nothing.", "Put it into the list of corrections.")
    record = locked(row)
    if written(held_value(record, row.key), field_of(record, row.key)) != row.ours:
        raise refused("moved-since", "The register holds another value by now than when it was compared.", "Load a new export, and compare again.")
    reason = " ".join(reason.split()) or Outcome.THEIRS.chinese
    row.correction_id = adopt_value(row=record, school_id=row.school_id, key=row.key, text=row.theirs, reason=reason,
                                    evidence=f"{system.chinese}（{row.file.dated.isoformat()}）", by=by, at=at)
    decide(row, Outcome.THEIRS, reason, by, at)


@transaction.atomic
def list_for_correction(*, difference_id: int, reason: str, today: date, by: Person, at: datetime) -> None:
    """This will put a difference into the list of corrections for the master: ours is right. Raises Denied, Refused."""
    row = to_decide(difference_id, today, by)
    if row.kind == DifferenceKind.PROBABLE:
        raise refused("one-or-two", "Say first whether the two are one person.", "Compare name, birth, numbers and class of both.")
    said = " ".join(reason.split())
    if len(said) < 2:
        raise refused("no-words", "The reason is missing.", "A few words; they go out with the list.", field="reason")
    decide(row, Outcome.LISTED, said, by, at)
    _say("Of a difference with the national system, %(name)s, “%(column)s”, a correction was put into the list: %(reason)s", row, by, at, reason=row.reason)


@transaction.atomic
def tell_apart(*, difference_id: int, same: bool, today: date, by: Person, at: datetime) -> int:
    """This will keep whether a row of the export and a record are one person; as one, what they say differently becomes differences of
    their own, at once: how many. Raises Denied, Refused."""
    row = to_decide(difference_id, today, by)
    if row.kind != DifferenceKind.PROBABLE:
        raise refused("not-probable", "This is no question of one person or two.", "Choose another decision.")
    decide(row, Outcome.SAME if same else Outcome.APART, "", by, at)
    fresh = apart_of(row, at) if same else alone_of(row, at)
    NationalDifference.objects.bulk_create(fresh)
    if same:
        _say("%(name)s of the national system and a record of the register are one person.", row, by, at)
    else:
        _say("%(name)s of the national system and a record of the register are two people.", row, by, at)
    return len(fresh)


def apart_of(row: NationalDifference, at: datetime) -> list[NationalDifference]:
    """What two that are one person say differently."""
    system = NationalSystem(row.system)
    form = EXPORTS[system.form]
    cells = {key: read(text, form.field(key)) for key, text in json.loads(row.theirs).items()}
    record = record_of(system, row.record or 0)
    there = row_of({key: cells.get(key) for key in keys_of(system)}, row.place)
    found = [each for each in differing(there, record, {key: {} for key in NUMBERS[system]}, asked_alone(system)) if each.theirs not in {None, ""}]
    return [like(row, each.kind, at, record=row.record, key=each.key, theirs=written(each.theirs, form.field(each.key)),
                 ours=written(each.ours, form.field(each.key)), number=row.number if each.kind is DifferenceKind.TWO_NUMBERS else "") for each in found]


def alone_of(row: NationalDifference, at: datetime) -> list[NationalDifference]:
    """Two that are two people: one is there alone, one is here alone."""
    return [like(row, DifferenceKind.THEIRS_ONLY, at, number=row.number, theirs=row.theirs, school_id=row.other_id or row.school_id, other_id=None),
            like(row, DifferenceKind.OURS_ONLY, at, record=row.record, ours=row.ours, place="", other_id=None)]


def like(row: NationalDifference, kind: DifferenceKind, at: datetime, **more: object) -> NationalDifference:
    """A difference of the same file, school and person."""
    told = {"system": row.system, "kind": kind.value, "school_id": row.school_id, "other_id": row.other_id, "cohort": row.cohort, "name": row.name,
            "file_id": row.file_id, "place": row.place, "first_seen": at, "last_seen": at} | more
    return NationalDifference(**told)


@transaction.atomic
def take_decision_back(*, difference_id: int, today: date, by: Person, at: datetime) -> None:
    """This will open a difference again; a value that was taken over goes back, as a correction of its own. Raises Denied, Refused."""
    row = held(difference_id)
    check_office(row, today, by)
    if not row.outcome:
        return
    if row.outcome == Outcome.THEIRS:
        record = locked(row)
        if written(held_value(record, row.key), field_of(record, row.key)) != row.theirs:
            raise refused("moved-since", "The register holds another value by now than when it was compared.", "Load a new export, and compare again.")
        adopt_value(row=record, school_id=row.school_id, key=row.key, text=row.ours, reason="撤销：以国家系统为准", evidence=Outcome.THEIRS.chinese, by=by, at=at)
    if row.outcome in {Outcome.SAME, Outcome.APART}:
        followed(row).delete()
    row.outcome, row.reason, row.decided_by_id, row.decided_at, row.correction_id = "", "", None, None, None
    row.save(update_fields=["outcome", "reason", "decided_by", "decided_at", "correction"])
    _say("Of a difference with the national system, %(name)s, “%(column)s”, the decision was taken back.", row, by, at)


def followed(row: NationalDifference) -> QuerySet[NationalDifference]:
    """What came of a decision that two are one person, or two. Raises Refused where something of it is decided already."""
    made = NationalDifference.objects.filter(system=row.system, file_id=row.file_id, first_seen=row.decided_at).exclude(pk=row.pk)
    if made.exclude(outcome="").exists():
        raise refused("decided-since", "Something that came of this is decided already.", "Take that decision back first.")
    return made


def decide(row: NationalDifference, outcome: Outcome, reason: str, by: Person, at: datetime) -> None:
    """This will write a decision down."""
    row.outcome, row.reason, row.decided_by_id, row.decided_at = outcome.value, reason[:200], by.account_id, at
    row.save(update_fields=["outcome", "reason", "decided_by", "decided_at", "correction"])


def held(difference_id: int) -> NationalDifference:
    """A difference that is there now, locked. Raises Refused."""
    row = NationalDifference.objects.select_for_update(of=("self",)).select_related("file").filter(pk=difference_id, gone_at=None).first()
    if row is None:
        raise refused("difference-gone", "This difference is gone.", "Nothing is left to be done about it.")
    return row


def to_decide(difference_id: int, today: date, by: Person) -> NationalDifference:
    """A difference of which nobody has decided yet, for somebody who may. Raises Denied, Refused."""
    row = held(difference_id)
    check_office(row, today, by)
    if row.outcome:
        raise refused("decided-already", "The bureau has decided of this difference already.", "Ask the bureau to take the decision back.")
    return row


def check_office(row: NationalDifference, today: date, by: Person, verb: Verb = "approve") -> None:
    """Raises Denied unless the person holds the office above the school."""
    office = bureau_above(tree(today), row.school_id)
    access.check_may(by, verb, kind_of(row), unit_ids=[office] if office else [])


def locked(row: NationalDifference) -> Pupil | StaffMember:
    """The record of a difference, locked. Raises Refused for one that is gone or was merged into another."""
    rows: Sequence[Pupil] | Sequence[StaffMember] = (StaffMember if row.system == STAFF else Pupil).objects.select_for_update().filter(
        pk=row.record, merged_into=None)[:1]
    if not rows:
        raise refused("record-gone", "The record is no longer there, or was merged into another.", "Load a new export, and compare again.")
    return rows[0]


def kind_of(row: NationalDifference) -> str:
    """The kind of the access table."""
    return KINDS[NationalSystem(row.system)]


def note_differences(*, system: NationalSystem, count: int, by: Person, at: datetime) -> None:
    """This will write down that somebody read a list of differences with names."""
    look("Differences with the national system of %(count)s people were opened.", values={"count": count}, by=by.account_id, by_name=by.name, at=at,
         kind=KINDS[system], ref="")


def note_difference(*, difference_id: int, opened: bool, by: Person, at: datetime) -> None:
    """This will write down that somebody looked at a difference; `opened`: with its sealed sides, in order to decide."""
    row = NationalDifference.objects.get(pk=difference_id)
    sealed = opened and (row.key in COVERED or row.kind not in {*VALUES, DifferenceKind.PLACE})
    kinds = {"pupils": access.PUPIL_SEALED, "staff": access.STAFF_SEALED}
    look("A difference with the national system was opened: %(name)s, “%(column)s”.", values={"name": row.name, "column": title_of(row)}, by=by.account_id,
         by_name=by.name, at=at, kind=kinds[row.system] if sealed else kind_of(row), ref=str(row.record or ""))


def note_corrections_export(*, system: NationalSystem, count: int, by: Person, at: datetime) -> None:
    """This will write down that somebody took the list of corrections out, numbers uncovered."""
    look("The list of corrections for %(system)s with %(count)s lines was taken out as a workbook.", values={"system": system.chinese, "count": count},
         by=by.account_id, by_name=by.name, at=at, kind={"pupils": access.PUPIL_SEALED, "staff": access.STAFF_SEALED}[system.value], ref="")


def title_of(row: NationalDifference) -> str:
    """The column of a difference, or what it is about."""
    if row.key in {"", "school", "class"} or row.kind == DifferenceKind.PLACE:
        return DifferenceKind(row.kind).chinese
    return EXPORTS[NationalSystem(row.system).form].field(row.key).title


def _say(sentence: str, row: NationalDifference, by: Person, at: datetime, **values: str) -> None:
    """This will write the audit entry: whose and which column, never the values."""
    say(sentence, values={"name": row.name, "column": title_of(row), **values}, by=by.account_id, by_name=by.name, at=at, kind=kind_of(row),
        ref=f"national-difference/{row.pk}")
