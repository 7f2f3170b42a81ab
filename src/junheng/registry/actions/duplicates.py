"""Pairs of records that may be one person: searched for, decided, merged into one, parted again to the last cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models as tables
from django.db import transaction

from junheng.ground.audit.actions import look, say
from junheng.ground.jobs import actions as jobs
from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.actions.looks import reason_of
from junheng.registry.actions.memory import Memory
from junheng.registry.actions.rows import chunks
from junheng.registry.models import (
    ClassYear,
    Correction,
    CountDifference,
    Enrolment,
    FormerNumber,
    Guardian,
    Merge,
    Pair,
    Post,
    Pupil,
    PupilEvent,
    Slip,
    StaffEvent,
    StaffMember,
)
from junheng.registry.queries.duplicates import KINDS, SEALED, may_pair, schools_of, units_of
from junheng.registry.values import RollStatus
from junheng.registry.values.corrections import OPEN
from junheng.registry.values.duplicates import Alike, Decision, PersonKind
from junheng.registry.values.events import EventState

Following = tuple[tuple[type[tables.Model], str], ...]
KEY = "registry.twice"
# What the record that stays takes from the other where it says nothing itself; numbers that are unique go over.
OF_PUPIL = ("identity_number", "roll_number", "ethnic_group", "household_id", "residence_division", "township_id", "village_id", "address")
OF_MEMBER = ("identity_number", "phone", "ethnic_group", "began_work", "came_to_county", "certificate_stage", "certificate_subject", "title_since",
             "backbone_until", "retires", "account_id")
UNIQUE = frozenset({"identity_number", "roll_number", "account_id"})


@transaction.atomic
def ask_to_search(*, by: Person, at: datetime) -> int:
    """This will have duplicates searched for now; the job's number. Raises Denied."""
    if not any(access.may_at_all(by, "change", kind) for kind in KINDS.values()):
        access.check_may(by, "change", access.PUPIL_TWICE)
    say("Duplicates are to be searched for.", values={}, by=by.account_id, by_name=by.name, at=at, kind=access.PUPIL_TWICE, ref="")
    return jobs.enqueue(kind="registry.twice", arguments={"by": by.account_id}, key=KEY, by=by.account_id, by_name=by.name, at=at)


@transaction.atomic
def record_pairs(*, kind: PersonKind, found: Sequence[Alike], by: Person | None, by_name: str, at: datetime) -> dict[str, int]:
    """This will keep the pairs that a search found; what was decided stays decided, and an undecided one that is found no more goes."""
    known = {(row.first, row.second): row for row in Pair.objects.select_for_update().filter(kind=kind.value)}
    fresh, again = [], []
    for each in found:
        outcomes = {trait.value: outcome.value for trait, outcome in each.outcomes.items()}
        row = known.pop((each.first, each.second), None)
        if row is None:
            fresh.append(Pair(kind=kind.value, first=each.first, second=each.second, points=each.points, outcomes=outcomes, found_at=at))
        elif row.decision in {Decision.OPEN, Decision.LATER}:
            row.points, row.outcomes, row.gone_at = each.points, outcomes, None
            again.append(row)
    gone = [row.pk for row in known.values() if row.gone_at is None and row.decision in {Decision.OPEN, Decision.LATER}]
    Pair.objects.bulk_create(fresh, 1000)
    Pair.objects.bulk_update(again, ["points", "outcomes", "gone_at"], 100)
    for part in chunks(gone):
        Pair.objects.filter(pk__in=part).update(gone_at=at)
    told = {"found": len(found), "came": len(fresh), "went": len(gone)}
    say("Duplicates were searched for: %(found)s pairs of records, %(came)s new, %(went)s gone.", values=told, by=by.account_id if by else None,
        by_name=by_name, at=at, kind=KINDS[kind], ref="")
    return told


def refused(what: str, message: str, remedy: str) -> Refused:
    """A refusal."""
    return Refused(Finding(code=f"twice/{what}", message=message, remedy=remedy))


def held(pair_id: int, by: Person, at: datetime) -> Pair:
    """A pair that the person may decide about, locked. Raises Denied; Refused where there is none."""
    row = Pair.objects.select_for_update().filter(pk=pair_id).first()
    if row is None:
        raise refused("unknown", "There is no such pair.", "Choose one from the list.")
    if not may_pair(by, "change", PersonKind(row.kind), units_of(row, at.date())):
        access.check_may(by, "change", KINDS[PersonKind(row.kind)], unit_ids=())
    return row


def _say(sentence: str, row: Pair, by: Person, at: datetime, **values: Any) -> None:
    """This will say what was done with a pair, by the codes of its records."""
    codes = dict(table_of(row)._default_manager.filter(pk__in=(row.first, row.second)).values_list("pk", "code"))
    say(sentence, values={"first": codes[row.first], "second": codes[row.second], **values}, by=by.account_id, by_name=by.name, at=at,
        kind=KINDS[PersonKind(row.kind)], ref=str(row.pk))


def table_of(row: Pair) -> type[tables.Model]:
    """The table of a pair's records."""
    return Pupil if row.kind == PersonKind.PUPIL else StaffMember


@transaction.atomic
def decide(*, pair_id: int, decision: Decision, by: Person, at: datetime) -> None:
    """This will keep that two records are of different people, or that it is decided later, or not yet. Raises Denied, Refused."""
    row = held(pair_id, by, at)
    if row.decision == Decision.SAME or decision is Decision.SAME:
        raise refused("merged", "These two records are merged.", "Part them first.")
    row.decision, row.gone_at = decision.value, None
    row.decided_at, row.decided_by_id = (None, None) if decision is Decision.OPEN else (at, by.account_id)
    row.save(update_fields=["decision", "gone_at", "decided_at", "decided_by"])
    _say({Decision.DIFFERENT: "The records %(first)s and %(second)s are of two people.",
          Decision.LATER: "Whether the records %(first)s and %(second)s are of one person is decided later.",
          Decision.OPEN: "Whether the records %(first)s and %(second)s are of one person is open again."}[decision], row, by, at)


@transaction.atomic
def note_pair(*, pair_id: int, reason: str, by: Person, at: datetime) -> None:
    """This will write down who uncovers the sealed fields of both records, and why. Raises Denied, Refused."""
    row = held(pair_id, by, at)
    kind = PersonKind(row.kind)
    for unit in schools_of(kind, (row.first, row.second), at.date()).values():
        access.check_may(by, "see", SEALED[kind], unit_ids=[unit])
    said = reason_of(reason)
    for record in (row.first, row.second):
        look("The sealed fields of a record that may be a duplicate were opened: %(reason)s", values={"reason": said}, by=by.account_id,
             by_name=by.name, at=at, kind=SEALED[kind], ref=str(record))


@transaction.atomic
def merge(*, pair_id: int, kept: int, by: Person, at: datetime) -> int:
    """This will make two records one: `kept` stays, the other is kept as merged into it, and what hangs on it goes over; the
    merge's number. Raises Denied, Refused."""
    row = held(pair_id, by, at)
    if row.decision == Decision.SAME:
        raise refused("merged", "These two records are merged.", "Part them first.")
    if kept not in {row.first, row.second}:
        raise refused("which", "Say which record stays.", "Choose one of the two.")
    gone = row.second if kept == row.first else row.first
    if table_of(row)._default_manager.filter(pk__in=(kept, gone), merged_into__isnull=False).exists():
        raise refused("elsewhere", "One of the two was merged into a third record meanwhile.", "Search again; the pair goes from the list.")
    if under_way(PersonKind(row.kind), gone):
        raise refused("under-way", "A change of the record that goes is under way: an event or a correction.", "Have it decided or withdrawn first.")
    memory = (merge_pupils if row.kind == PersonKind.PUPIL else merge_members)(kept, gone, at)
    made = Merge.objects.create(pair=row, kept=kept, gone=gone, held=memory.text(), merged_at=at, merged_by_id=by.account_id)
    row.decision, row.decided_at, row.decided_by_id = Decision.SAME.value, at, by.account_id
    row.save(update_fields=["decision", "decided_at", "decided_by"])
    _say("The records %(first)s and %(second)s are of one person and were merged; %(kept)s stays.", row, by, at,
         kept=table_of(row)._default_manager.get(pk=kept).code)
    return int(made.pk)


def under_way(kind: PersonKind, record: int) -> bool:
    """Whether somebody has yet to decide about this record."""
    if kind is PersonKind.STAFF:
        return Correction.objects.filter(member=record, state__in=OPEN).exists()
    return (Correction.objects.filter(pupil=record, state__in=OPEN).exists()
            or PupilEvent.objects.filter(pupil=record, state=EventState.UNDER_WAY).exists())


@transaction.atomic
def part(*, pair_id: int, by: Person, at: datetime) -> None:
    """This will part two merged records again, to the last cell. Raises Denied; Refused where somebody has changed them since."""
    row = held(pair_id, by, at)
    made = Merge.objects.select_for_update().filter(pair=row, parted_at=None).first()
    if made is None:
        raise refused("not-merged", "These two records are not merged.", "There is nothing to part.")
    if not made.held or not Memory.put_back(made.held):
        raise refused("changed-since", "These records were changed since they were merged.", "Correct the records by hand.")
    made.parted_at, made.parted_by_id = at, by.account_id
    made.save(update_fields=["parted_at", "parted_by"])
    row.decision, row.decided_at, row.decided_by_id = Decision.OPEN.value, None, None
    row.save(update_fields=["decision", "decided_at", "decided_by"])
    _say("The merged records %(first)s and %(second)s were parted again.", row, by, at)


def take_over(kept: Any, gone: Any, fields: Sequence[str], at: datetime) -> None:
    """This will fill what the record that stays does not say; what both say stays with each. Both are saved, first the one that
    gives its number away."""
    for field in fields:
        mine, other = getattr(kept, field), getattr(gone, field)
        if mine in (None, "") and other not in (None, ""):
            setattr(kept, field, other)
            if field in UNIQUE:
                setattr(gone, field, None)
    gone.merged_into, kept.changed_at, gone.changed_at = kept, at, at
    gone.save()
    kept.save()


def both(memory: Memory, table: Any, kept: int, gone: int) -> tuple[Any, Any]:
    """The two records, kept as they stand: the one that stays is put back first, since it may hold the other's number. Records that
    were merged into the one that goes now point to the one that stays."""
    held_rows = table.objects.select_for_update().in_bulk([kept, gone])
    before = list(table.objects.filter(merged_into=gone).order_by("pk"))
    memory.keep([held_rows[kept], held_rows[gone], *before])
    table.objects.filter(merged_into=gone).update(merged_into=kept)
    return held_rows[kept], held_rows[gone]


def merge_pupils(kept_id: int, gone_id: int, at: datetime) -> Memory:
    """This will merge two pupils: guardians and places on a roll go over; what stood before."""
    memory = Memory()
    kept, gone = both(memory, Pupil, kept_id, gone_id)
    if kept.household_id and gone.household_id not in {None, kept.household_id} and not Pupil.objects.filter(
            household=gone.household_id).exclude(pk=gone.pk).exists():
        there = set(Guardian.objects.filter(household=kept.household_id).values_list("name", "relation"))
        more = [each for each in Guardian.objects.filter(household=gone.household_id) if (each.name, each.relation) not in there]
        memory.keep(more)
        Guardian.objects.filter(pk__in=[each.pk for each in more]).update(household=kept.household_id)
    stays = list(Enrolment.objects.select_for_update().filter(pupil=gone).order_by("since"))
    memory.keep(stays)
    mine = list(Enrolment.objects.filter(pupil=kept))
    hand_over(stays, mine, at.date())
    taken = {stay.since: stay for stay in mine}
    for stay in stays:
        # Both began on one day at two schools: the one that goes on begins where the other ended; one that ended stays where it is.
        while stay.until is None and stay.since in taken:
            stay.since = taken[stay.since].until
        if stay.since not in taken:
            stay.pupil_id, taken[stay.since] = kept.pk, stay
        stay.save()
    if any(stay.until is None and stay.pupil_id == kept.pk for stay in stays):
        kept.status = RollStatus.ON_ROLL.value
    follow(memory, OF_A_PUPIL, "pupil", kept.pk, gone.pk)
    take_over(kept, gone, OF_PUPIL, at)
    return memory


# What was written of a record, and the column in which the one that stays may have the same already: such a row stays where it is.
OF_A_PUPIL: Following = ((PupilEvent, ""), (FormerNumber, "number"), (Correction, ""), (CountDifference, ""), (Slip, "round_id"))
OF_A_MEMBER: Following = ((StaffEvent, "on"), (Correction, ""))


def follow(memory: Memory, kinds: Following, field: str, kept: int, gone: int) -> None:
    """This will let what was written of the record that goes speak of the one that stays; what stood before is kept."""
    for table, once in kinds:
        rows = table._default_manager.filter(**{field: gone})
        if once:
            held = list(table._default_manager.filter(**{field: kept}).values_list(once, flat=True))  # sealed ones are compared here
            rows = rows.exclude(**{f"{once}__in": held})
        found = list(rows)
        memory.keep(found)
        table._default_manager.filter(pk__in=[row.pk for row in found]).update(**{field: kept})


def hand_over(theirs: Sequence[Enrolment] | Sequence[Post], mine: Sequence[Enrolment] | Sequence[Post], day: date) -> None:
    """This will end, on the day, what goes on of the record that goes, where something goes on of the one that stays."""
    if any(each.until is None for each in mine):
        for each in theirs:
            if each.until is None:
                each.until = max(day, each.since + timedelta(days=1))


def merge_members(kept_id: int, gone_id: int, at: datetime) -> Memory:
    """This will merge two members of staff: posts and classes that they lead go over; what stood before."""
    memory = Memory()
    kept, gone = both(memory, StaffMember, kept_id, gone_id)
    posts = list(Post.objects.select_for_update().filter(member=gone).order_by("pk"))
    led = list(ClassYear.objects.filter(head_teacher=gone).order_by("pk"))
    memory.keep([*posts, *led])
    hand_over(posts, list(Post.objects.filter(member=kept)), at.date())
    for each in posts:
        each.member_id = kept.pk
        each.save()
    ClassYear.objects.filter(head_teacher=gone).update(head_teacher=kept)
    follow(memory, OF_A_MEMBER, "member", kept.pk, gone.pk)
    take_over(kept, gone, OF_MEMBER, at)
    return memory
