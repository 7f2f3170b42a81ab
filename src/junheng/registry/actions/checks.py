"""The standing checks: run, what came and went kept, findings taken for right by somebody with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from junheng.ground.audit.actions import say
from junheng.ground.jobs import actions as jobs
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.actions.looks import reason_of
from junheng.registry.actions.rows import chunks
from junheng.registry.models import CheckFinding, CheckRun
from junheng.registry.queries.checks import checks
from junheng.registry.values.checks import Met

KEY = "registry.check"


@transaction.atomic
def ask_to_check(*, by: Person, at: datetime) -> int:
    """This will have all checks run now; the job's number. Raises Denied."""
    if not access.may_at_all(by, "change", access.CHECK):
        access.check_may(by, "change", access.CHECK)
    say("The data checks are to be run.", values={}, by=by.account_id, by_name=by.name, at=at, kind=access.CHECK, ref="")
    return jobs.enqueue(kind="registry.check", arguments={"by": by.account_id}, key=KEY, by=by.account_id, by_name=by.name, at=at)


@transaction.atomic
def record_findings(*, found: Mapping[str, Sequence[Met]], school: int | None, by: Person | None, by_name: str, at: datetime) -> dict[str, int]:
    """This will keep what a run of checks met, of all schools or of one: what is new came, what is met no more went."""
    rows = {(row.check_id, row.record): row for row in CheckFinding.objects.select_for_update().filter(check_id__in=found)}
    fresh, again, came = [], [], 0
    for name, those in found.items():
        subject = checks()[name].subject.value
        for met in those:
            row = rows.pop((name, met.record), None)
            if row is None:
                fresh.append(CheckFinding(check_id=name, subject=subject, record=met.record, school_id=met.school, values=dict(met.values),
                                          first_seen=at, last_seen=at))
                continue
            if row.gone_at is not None:
                row.first_seen, row.gone_at, came = at, None, came + 1
                forget_acceptance(row)
            row.school_id, row.values, row.last_seen = met.school, dict(met.values), at
            again.append(row)
    gone = [row.pk for row in rows.values() if row.gone_at is None and school in {None, row.school_id}]
    CheckFinding.objects.bulk_create(fresh, 1000)
    CheckFinding.objects.bulk_update(again, ["school", "values", "first_seen", "last_seen", "gone_at", *ACCEPTANCE], 100)
    for part in chunks(gone):
        CheckFinding.objects.filter(pk__in=part).update(gone_at=at)
    told = {"found": len(fresh) + len(again), "came": len(fresh) + came, "went": len(gone)}
    CheckRun.objects.create(at=at, whole=school is None and len(found) == len(checks()), **told)
    say("The data checks were run: %(found)s findings, %(came)s new, %(went)s gone.", values=told, by=by.account_id if by else None,
        by_name=by_name, at=at, kind=access.CHECK, ref="")
    return told


ACCEPTANCE = ("accepted_at", "accepted_by", "accepted_reason", "accepted_until")


def forget_acceptance(row: CheckFinding) -> None:
    """This will let a finding count again; saved by the caller."""
    row.accepted_at, row.accepted_by_id, row.accepted_reason, row.accepted_until = None, None, "", None


@transaction.atomic
def accept_finding(*, finding_id: int, reason: str, until: date | None, by: Person, at: datetime) -> None:
    """This will take a finding for right, with a reason, until a day. Raises Denied, Refused."""
    row = held(finding_id)
    access.check_may(by, "change", access.CHECK, unit_ids=schools_of(row))
    if until is None or until <= at.date():
        raise Refused(Finding(code="checks/until", message="Say until when this is right.", place=Place(column="until"),
                              remedy="A day to come; from then on the finding is shown again."))
    row.accepted_at, row.accepted_by_id, row.accepted_until = at, by.account_id, until
    row.accepted_reason = reason_of(reason, "Say why this is right.")
    row.save(update_fields=list(ACCEPTANCE))
    _say("A finding of the check “%(check)s” was accepted as right until %(until)s: %(reason)s", row, by, at, until=until,
         reason=row.accepted_reason)


@transaction.atomic
def count_again(*, finding_id: int, by: Person, at: datetime) -> None:
    """This will take back that a finding is right. Raises Denied."""
    row = held(finding_id)
    access.check_may(by, "change", access.CHECK, unit_ids=schools_of(row))
    if row.accepted_at is None:
        return
    forget_acceptance(row)
    row.save(update_fields=list(ACCEPTANCE))
    _say("A finding of the check “%(check)s” counts again.", row, by, at)


def held(finding_id: int) -> CheckFinding:
    """A finding that is met now, locked. Raises Refused for one that is not."""
    row = CheckFinding.objects.select_for_update().filter(pk=finding_id, gone_at=None).first()
    if row is None:
        raise Refused(Finding(code="checks/gone", message="This finding is gone.", remedy="Nothing is left to be done about it."))
    return row


def schools_of(row: CheckFinding) -> tuple[int, ...]:
    """The school that counts for access."""
    return () if row.school_id is None else (row.school_id,)


def _say(sentence: str, row: CheckFinding, by: Person, at: datetime, **values: Any) -> None:
    """This will say what was done with a finding."""
    say(sentence, values={"check": checks()[row.check_id].title.zh, **values}, by=by.account_id, by_name=by.name, at=at, kind=access.CHECK,
        ref=str(row.pk), rows=[row.check_id, row.subject, str(row.record)])
