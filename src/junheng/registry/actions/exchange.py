"""What programs bring in and are given: rows through the same gate as tables, one answer for each key, looks written down."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from junheng.ground.audit.actions import look, say
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Form, Refusal, take_rows
from junheng.registry import access
from junheng.registry.actions.imports import write
from junheng.registry.actions.keepers import KEEPERS
from junheng.registry.actions.looks import reason_of
from junheng.registry.actions.schools import not_ahead
from junheng.registry.models import Answer, Enrolment, Import, Post, Pupil, StaffMember, Turned
from junheng.registry.values.exchange import Brought, Kind
from junheng.registry.values.forms import FORMS

KEPT = timedelta(days=2)
Row = Mapping[str, Any]


class KeyTaken(Exception):
    """The key came with something else before."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Rows that a program sent for a form, the day from which they count, and whether the good ones alone are to be taken."""

    form: str
    rows: Sequence[Row]
    on: date
    good_only: bool = False

    def digest(self) -> str:
        """The same for the same rows."""
        return sha256(json.dumps([self.form, list(self.rows), self.on.isoformat(), self.good_only], sort_keys=True).encode()).hexdigest()


def looked_at(*, sent: Sent, today: date, by: Person) -> Brought:
    """What rows would do; nothing is written. Raises Denied, Refused."""
    may_bring(sent.form, by)
    not_ahead(sent.on, today)
    plan = KEEPERS[sent.form].compare(take_rows(sent.rows, "", FORMS[sent.form]), by, sent.on)
    return outcome(sent, plan.counts(), plan.refusals, None)


@transaction.atomic
def bring_rows(*, sent: Sent, key: str, token_id: int, today: date, by: Person, at: datetime) -> Brought:
    """This will write rows, all of them or the good ones alone; with refusals that were not foreseen it writes none.

    A key that came before with the same rows gets the answer of then, also from a request that waited for the first one to end.
    Raises Denied, Refused, KeyTaken.
    """
    may_bring(sent.form, by)
    not_ahead(sent.on, today)
    asked = sent.digest()
    try:
        with transaction.atomic():
            answer = Answer.objects.create(token_id=token_id, key=key, asked=asked, at=at)
    except IntegrityError:
        answer = Answer.objects.get(token_id=token_id, key=key)
        if answer.asked != asked:
            raise KeyTaken from None
        return again(json.loads(answer.said))
    brought = taken(sent, by, at)
    answer.said = json.dumps(asdict(brought), ensure_ascii=False)
    answer.save(update_fields=["said"])
    say("A program sent %(count)s rows for “%(form)s”: %(added)s new, %(changed)s changed, %(refused)s refused.",
        values={"count": len(sent.rows), "form": FORMS[sent.form].title, "added": brought.added, "changed": brought.changed,
                "refused": brought.refused}, by=by.account_id, by_name=by.name, at=at, kind=KEEPERS[sent.form].kind,
        ref=f"import/{brought.brought or ''}", rows=asked.encode())
    return brought


def taken(sent: Sent, by: Person, at: datetime) -> Brought:
    """This will write rows as a table of their own, which can be undone as any other."""
    reading = take_rows(sent.rows, "", FORMS[sent.form])
    plan = KEEPERS[sent.form].compare(reading, by, sent.on)
    counts = plan.counts()
    if (counts["refused"] and not sent.good_only) or not counts["added"] + counts["changed"]:
        return outcome(sent, counts, plan.refusals, None)
    table = Import.objects.create(form=sent.form, file_name=f"{at:%Y-%m-%d %H:%M} API", sha256=sent.digest(), size=len(sent.rows),
                                  state=Import.State.WRITING, on=sent.on, good_only=sent.good_only, counts=counts, created_by_id=by.account_id,
                                  created_at=at)
    return outcome(sent, write(import_id=table.pk, reading=reading, by=by, at=at), plan.refusals, table.pk)


def may_bring(form: str, by: Person) -> None:
    """Raises Denied for somebody who brings none of these in."""
    if not access.may_at_all(by, "change", KEEPERS[form].kind):
        access.check_may(by, "change", KEEPERS[form].kind)


def outcome(sent: Sent, counts: Mapping[str, int], refusals: Sequence[Refusal], brought: int | None) -> Brought:
    """Counts and refusals as they are answered."""
    found = {name: counts[name] for name in ("added", "changed", "unchanged", "refused")}
    return Brought(**found, passed_over=len(sent.rows) - sum(found.values()), brought=brought,
                   findings=tuple(finding_of(each, FORMS[sent.form]) for each in refusals))


def finding_of(each: Refusal, form: Form) -> dict[str, object]:
    """A refusal by the row as sent and the key of its field, its sentence still a message id."""
    return {"code": each.finding.code, "message": each.finding.message, "remedy": each.finding.remedy, "values": dict(each.finding.values),
            "row": each.row, "column": "" if each.place is None else form.fields[each.place].key}


def again(said: dict[str, Any]) -> Brought:
    """An answer as it was given."""
    return Brought(**{**said, "findings": tuple(said["findings"])})


def forget_answers(*, at: datetime) -> int:
    """This will drop answers that nobody waits for any more; how many."""
    return Answer.objects.filter(at__lt=at - KEPT).delete()[0]


@transaction.atomic
def note_given(*, kind: Kind, count: int, sealed: bool, reason: str, by: Person, at: datetime) -> None:
    """This will write down that a program was given people's records; sealed fields want a reason. Raises Refused."""
    if sealed:
        look("A program was given %(count)s people with their sealed fields: %(reason)s", values={"count": count, "reason": reason_of(reason)},
             by=by.account_id, by_name=by.name, at=at, kind=access.SEALED.get(kind, access.PUPIL_SEALED), ref="")
    elif count and kind is Kind.PUPIL:
        look("A program was given %(count)s pupils, numbers covered.", values={"count": count}, by=by.account_id, by_name=by.name, at=at,
             kind=access.PUPIL, ref="")


def turn_to(*, today: date) -> None:
    """This will mark people whose place or post began or ended, with no row changing, since the last day that was asked about."""
    if Turned.objects.filter(on__gte=today).exists():
        return
    with transaction.atomic():
        held, fresh = Turned.objects.select_for_update().get_or_create(pk=1, defaults={"on": today})
        if fresh or held.on >= today:
            return
        turned = Q(since__gt=held.on, since__lte=today) | Q(until__gt=held.on, until__lte=today)
        Pupil.objects.filter(pk__in=Enrolment.objects.filter(turned).values("pupil")).update(code=F("code"))
        StaffMember.objects.filter(pk__in=Post.objects.filter(turned).values("member")).update(code=F("code"))
        held.on = today
        held.save(update_fields=["on"])
