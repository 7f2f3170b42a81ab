"""Tables that people send in: looked at first, written whole or in their good rows, undone within a day."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Q

from junheng.ground.audit.actions import say
from junheng.ground.jobs import actions as jobs
from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Form, Reading, take
from junheng.ground.sheets.intake.heads import plain
from junheng.ground.vault.blobs import open_bytes, seal_bytes
from junheng.registry import access
from junheng.registry.actions import rows
from junheng.registry.actions.keepers import KEEPERS
from junheng.registry.engine.plans import Plan
from junheng.registry.models import Before, Heading, Import, Turn
from junheng.registry.queries.imports import LABEL, UNDO_WITHIN
from junheng.registry.values.forms import FORMS

Watch = Callable[[int, int], None]


def refused(what: str, message: str, remedy: str, **values: str | int) -> Refused:
    """A refusal of the whole."""
    return Refused(Finding(code=f"import/{what}", message=message, remedy=remedy, values=values))


@transaction.atomic
def send(*, form: str, content: bytes, name: str, on: date, by: Person, at: datetime) -> int:
    """This will keep a table, sealed, and have it looked at; the import's id. The same file sent twice while it is being looked at
    is one. Raises Denied, Refused."""
    if form not in FORMS:
        raise refused("unknown-form", "There is no such form.", "Choose one from the list.")
    kind = KEEPERS[form].kind
    if not access.may_at_all(by, "change", kind):
        access.check_may(by, "change", kind)
    digest = sha256(content).hexdigest()
    same = Import.objects.filter(sha256=digest, created_by_id=by.account_id, state=Import.State.LOOKING).values_list("pk", flat=True).first()
    if same is not None:
        return int(same)
    row = Import.objects.create(form=form, file_name=name[-255:], content=seal_bytes(LABEL, content, at=at), sha256=digest, size=len(content),
                                on=on, created_by_id=by.account_id, created_at=at)
    say("The table %(file)s was sent in for “%(form)s”.", values={"file": row.file_name, "form": FORMS[form].title}, by=by.account_id,
        by_name=by.name, at=at, kind=KEEPERS[row.form].kind, ref=f"import/{row.pk}", rows=digest.encode())
    jobs.enqueue(kind="registry.look", arguments={"import": row.pk, "by": by.account_id}, key=f"registry.look:{row.pk}", by=by.account_id,
                 by_name=by.name, at=at)
    return int(row.pk)


def read(*, import_id: int, watch: Watch) -> Reading:
    """The table as it was sent, against its form alone. Raises Refused."""
    row = Import.objects.get(pk=import_id)
    content = open_bytes(LABEL, bytes(row.content)) if row.content else None
    if content is None:
        raise refused("gone", "The file is no longer at hand.", "Send it again.")
    aliases = dict(Heading.objects.filter(form=row.form).values_list("title", "key"))
    return take(content, row.file_name, FORMS[row.form], aliases=aliases, watch=watch)


def compared(*, import_id: int, reading: Reading, by: Person) -> Plan:
    """What a table would do to the register as it is now."""
    row = Import.objects.get(pk=import_id)
    return KEEPERS[row.form].compare(reading, by, row.on)


def form_of(import_id: int) -> Form:
    """The form of a table that was sent in."""
    return FORMS[Import.objects.values_list("form", flat=True).get(pk=import_id)]


@transaction.atomic
def record_look(*, import_id: int, counts: Mapping[str, int], report: Mapping[str, Any], marked: bytes | None, by: Person, at: datetime) -> None:
    """This will keep what a look found; nothing of the table is written."""
    row = Import.objects.select_for_update().get(pk=import_id)
    row.state, row.counts, row.report = Import.State.LOOKED, dict(counts), json.dumps(report, ensure_ascii=False)
    row.marked = seal_bytes(LABEL, marked, at=at) if marked else None
    row.save()
    say("The table %(file)s was looked at: %(added)s new, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused.",
        values={"file": row.file_name, **{key: counts[key] for key in ("added", "changed", "unchanged", "refused")}}, by=by.account_id,
        by_name=by.name, at=at, kind=KEEPERS[row.form].kind, ref=f"import/{row.pk}")


@transaction.atomic
def record_refusal(*, import_id: int, report: Mapping[str, Any], by: Person, at: datetime) -> None:
    """This will keep why a table was refused as a whole."""
    row = Import.objects.select_for_update().get(pk=import_id)
    row.state, row.report, row.content = Import.State.REFUSED, json.dumps(report, ensure_ascii=False), None
    row.save()
    say("The table %(file)s could not be read.", values={"file": row.file_name}, by=by.account_id, by_name=by.name, at=at,
        kind=KEEPERS[row.form].kind, ref=f"import/{row.pk}")


@transaction.atomic
def explain(*, import_id: int, answers: Mapping[str, str], by: Person, at: datetime) -> None:
    """This will remember what headings mean, for this table and all that follow, and have the table looked at again."""
    row = owned(import_id, by)
    known = {field.key for field in FORMS[row.form].fields}
    for title, key in answers.items():
        if key in known or key == "":
            Heading.objects.update_or_create(form=row.form, title=plain(title)[:120], defaults={"key": key})
    Import.objects.filter(pk=row.pk).update(state=Import.State.LOOKING)
    say("Headings of “%(form)s” were explained: %(titles)s.", values={"form": FORMS[row.form].title, "titles": "、".join(sorted(answers))[:200]},
        by=by.account_id, by_name=by.name, at=at, kind=KEEPERS[row.form].kind, ref=f"import/{row.pk}")
    jobs.enqueue(kind="registry.look", arguments={"import": row.pk, "by": by.account_id}, key=f"registry.look:{row.pk}", by=by.account_id,
                 by_name=by.name, at=at)


@transaction.atomic
def ask_to_take(*, import_id: int, good_only: bool, by: Person, at: datetime) -> None:
    """This will have a looked-at table written: the whole of it, or its good rows alone. Asked twice, it is written once."""
    row = owned(import_id, by)
    if row.state in {Import.State.WRITING, Import.State.TAKEN}:
        return
    if row.state != Import.State.LOOKED:
        raise refused("not-looked", "The table has not been looked at.", "Wait until it has been read.")
    if row.counts.get("refused") and not good_only:
        raise refused("has-refusals", "%(count)s rows are refused.", "Correct them in the marked copy and send it, or take the good rows alone.",
                      count=row.counts["refused"])
    Import.objects.filter(pk=row.pk).update(state=Import.State.WRITING, good_only=good_only)
    say("The table %(file)s is to be written.", values={"file": row.file_name}, by=by.account_id, by_name=by.name, at=at,
        kind=KEEPERS[row.form].kind, ref=f"import/{row.pk}")
    jobs.enqueue(kind="registry.take", arguments={"import": row.pk, "by": by.account_id}, key=f"registry.take:{row.pk}", by=by.account_id,
                 by_name=by.name, at=at)


@transaction.atomic
def write(*, import_id: int, reading: Reading, by: Person, at: datetime) -> dict[str, int]:
    """This will write a table, all in one transaction; what it did. Written already, it does nothing. One writer of a form at a time.

    The table, read before, is compared with the register as it is now. Raises Refused where more is refused than when it was
    looked at.
    """
    row = Import.objects.get(pk=import_id)
    Turn.objects.get_or_create(form=row.form)
    Turn.objects.select_for_update().get(form=row.form)
    row = Import.objects.select_for_update().get(pk=import_id)
    if row.state == Import.State.TAKEN:
        return dict(row.counts)
    if row.state != Import.State.WRITING:
        raise refused("not-asked", "Nobody has asked to write this table.", "Look at it and press the button.")
    found = KEEPERS[row.form].compare(reading, by, row.on)
    counts = found.counts()
    if counts["refused"] > row.counts.get("refused", 0) or (counts["refused"] and not row.good_only):
        raise refused("changed-meanwhile", "The register has changed meanwhile: %(count)s rows are refused now.", "Look at the table again.",
                      count=counts["refused"])
    with rows.nothing_collected():
        counts["classes"] = KEEPERS[row.form].write(found, row, by, at)
    Import.objects.filter(pk=row.pk).update(state=Import.State.TAKEN, taken_at=at, counts=counts)
    say("The table %(file)s was written: %(added)s new, %(changed)s changed.",
        values={"file": row.file_name, "added": counts["added"], "changed": counts["changed"]}, by=by.account_id, by_name=by.name, at=at,
        kind=KEEPERS[row.form].kind, ref=f"import/{row.pk}", rows=row.sha256.encode())
    return counts


@transaction.atomic
def back_to_look(*, import_id: int, by: Person, at: datetime) -> None:
    """This will let a table that could not be written be looked at again."""
    row = Import.objects.select_for_update().get(pk=import_id)
    if row.state != Import.State.WRITING:
        return
    Import.objects.filter(pk=row.pk).update(state=Import.State.LOOKING)
    say("The table %(file)s was not written; it is looked at again.", values={"file": row.file_name}, by=by.account_id, by_name=by.name, at=at,
        kind=KEEPERS[row.form].kind, ref=f"import/{row.pk}")
    jobs.enqueue(kind="registry.look", arguments={"import": row.pk, "by": by.account_id}, key=f"registry.look:{row.pk}", by=by.account_id,
                 by_name=by.name, at=at)


@transaction.atomic
def undo(*, import_id: int, by: Person, at: datetime) -> None:
    """This will take back all that a table wrote, within a day. Raises Denied; Refused where somebody has changed it since."""
    row = owned(import_id, by)
    Turn.objects.select_for_update().get(form=row.form)
    if row.state != Import.State.TAKEN or row.taken_at is None:
        raise refused("not-taken", "There is nothing to undo.", "Only a table that was written can be undone.")
    if at - row.taken_at > UNDO_WITHIN:
        raise refused("too-late", "The table was written more than a day ago.", "Correct single records, or bring a corrected table in.")
    later = KEEPERS[row.form].changed_since(row)
    if later:
        raise refused("changed-since", "%(count)s of these records were changed or are in use since.", "Undo the later table first, or correct single records.",
                      count=later)
    KEEPERS[row.form].take_back(row, by, at)
    rows.put_back(row)
    row.befores.all().delete()
    Import.objects.filter(pk=row.pk).update(state=Import.State.UNDONE, undone_at=at, content=None, marked=None)
    say("The table %(file)s was undone.", values={"file": row.file_name}, by=by.account_id, by_name=by.name, at=at,
        kind=KEEPERS[row.form].kind, ref=f"import/{row.pk}", rows=row.sha256.encode())


def forget_contents(*, at: datetime) -> int:
    """This will drop the contents of tables of which nothing can be written or undone any more; how many."""
    past = at - UNDO_WITHIN
    over = Q(taken_at__lt=past) | Q(taken_at=None, created_at__lt=past)
    gone = Import.objects.filter(over).exclude(state=Import.State.WRITING).exclude(content=None, marked=None)
    Before.objects.filter(brought__in=gone).delete()
    return gone.update(content=None, marked=None, report="")


def owned(import_id: int, by: Person) -> Import:
    """The person's own import, locked. Raises Denied for another's."""
    row = Import.objects.select_for_update().filter(pk=import_id).first()
    if row is None:
        raise refused("unknown", "There is no such table.", "Choose one from the list.")
    if row.created_by_id != by.account_id:
        access.check_may(by, "approve", KEEPERS[row.form].kind)
    return row
