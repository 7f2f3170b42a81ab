"""Exports of national systems: loaded, compared with the register, never written into it; differences kept as they come and go."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from junheng.ground.audit.actions import say
from junheng.ground.jobs import actions as jobs
from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Reading, take
from junheng.ground.sheets.intake.heads import plain
from junheng.ground.vault.blobs import open_bytes, seal_bytes
from junheng.registry import access
from junheng.registry.actions.imports import Watch, refused
from junheng.registry.actions.rows import chunks
from junheng.registry.engine.comparison import covers
from junheng.registry.models import Heading, NationalDifference, NationalFile, Turn
from junheng.registry.queries.compared import KINDS, Comparison, columns, days_of
from junheng.registry.queries.national_words import Said, said_of
from junheng.registry.values.forms import EXPORTS
from junheng.registry.values.national import FileState, NationalSystem, Outcome

LABEL = "national.content"
MOST = 2000
PATIENCE = timedelta(days=7)
DECISION = ("outcome", "reason", "decided_by", "decided_at", "correction", "says", "says_words", "said_by", "said_at")
LASTING = frozenset({Outcome.SAME.value, Outcome.APART.value})


@transaction.atomic
def load_export(*, system: NationalSystem, content: bytes, name: str, dated: date | None, today: date, by: Person, at: datetime) -> int:
    """This will keep an export, sealed, and have it compared; its number. The same file sent twice while it is being read is one.
    Raises Denied, Refused."""
    kind = KINDS[system]
    if not access.may_at_all(by, "change", kind):
        access.check_may(by, "change", kind)
    if dated is None or dated > today:
        raise refused("no-file-date", "Say of which day the export is.", "The day on which it was taken out of the national system; not one to come.")
    digest = sha256(content).hexdigest()
    same = NationalFile.objects.filter(sha256=digest, created_by=by.account_id, state=FileState.READING.value).values_list("pk", flat=True).first()
    if same is not None:
        return int(same)
    row = NationalFile.objects.create(system=system.value, file_name=name[-255:], content=seal_bytes(LABEL, content, at=at), sha256=digest,
                                      dated=dated, created_by_id=by.account_id, created_at=at)
    _say("The export %(file)s of %(system)s, dated %(dated)s, was loaded.", row, by, at, dated=dated.isoformat())
    ask_to_compare(row, by, at)
    return int(row.pk)


def no_file() -> Refused:
    """The refusal of a form without a file."""
    return refused("no-file", "No file was sent.", "Choose the filled-in table.")


def ask_to_compare(row: NationalFile, by: Person, at: datetime) -> None:
    """This will have an export read and compared."""
    jobs.enqueue(kind="registry.compare", arguments={"file": row.pk, "by": by.account_id}, key=f"registry.compare:{row.pk}", by=by.account_id,
                 by_name=by.name, at=at)


def read_export(*, file_id: int, today: date, watch: Watch) -> tuple[NationalSystem, Reading]:
    """The export as it was sent, against its form alone. Raises Refused."""
    row = NationalFile.objects.get(pk=file_id)
    content = open_bytes(LABEL, bytes(row.content)) if row.content else None
    if content is None:
        raise refused("gone", "The file is no longer at hand.", "Send it again.")
    return NationalSystem(row.system), reading_of(NationalSystem(row.system), content, row.file_name, today, watch)


def reading_of(system: NationalSystem, content: bytes, name: str, today: date, watch: Watch | None = None) -> Reading:
    """A file against a system's form: headings by the county's book and as they were explained before. Raises Refused."""
    aliases = columns(system, today).aliases() | dict(Heading.objects.filter(form=system.form).values_list("title", "key"))
    return take(content, name, EXPORTS[system.form], aliases=aliases, watch=watch)


@transaction.atomic
def ask_headings(*, file_id: int, asked: Sequence[str], by: Person, at: datetime) -> None:
    """This will keep an export until somebody has said what its headings mean; nothing is compared."""
    row = NationalFile.objects.select_for_update().get(pk=file_id)
    row.state, row.report = FileState.ASKED.value, json.dumps({"asked": list(asked)}, ensure_ascii=False)
    row.save(update_fields=["state", "report"])
    _say("The export %(file)s has headings that nobody has explained yet.", row, by, at)


@transaction.atomic
def explain_headings(*, file_id: int, answers: Mapping[str, str], by: Person, at: datetime) -> None:
    """This will remember what headings mean, for this export and all that follow, and have it compared. Raises Denied, Refused."""
    row = NationalFile.objects.select_for_update().get(pk=file_id)
    system = NationalSystem(row.system)
    if row.created_by_id != by.account_id:
        access.check_may(by, "approve", KINDS[system])
    if row.state != FileState.ASKED:
        raise refused("not-asked-now", "No heading of this export waits for an answer.", "Open it again.")
    known = {field.key for field in EXPORTS[system.form].fields} | {""}
    asked = set(json.loads(row.report)["asked"])
    for title, key in answers.items():
        if title in asked and key in known:
            Heading.objects.update_or_create(form=system.form, title=plain(title)[:120], defaults={"key": key})
    NationalFile.objects.filter(pk=row.pk).update(state=FileState.READING.value)
    _say("Headings of the export %(file)s were explained: %(titles)s.", row, by, at, titles="、".join(sorted(answers))[:200])
    ask_to_compare(row, by, at)


def compared_before(file_id: int) -> dict[str, int] | None:
    """What was counted of an export that was compared already; None for one that was not."""
    row = NationalFile.objects.defer("content", "report").get(pk=file_id)
    return dict(row.counts) if row.state == FileState.COMPARED else None


@transaction.atomic
def refuse_export(*, file_id: int, report: Mapping[str, Any], by: Person, at: datetime) -> None:
    """This will keep why an export was refused as a whole, and drop it."""
    row = NationalFile.objects.select_for_update().get(pk=file_id)
    row.state, row.report, row.content = FileState.REFUSED.value, json.dumps(report, ensure_ascii=False), None
    row.save()
    _say("The export %(file)s could not be read.", row, by, at)


@transaction.atomic
def record_comparison(*, file_id: int, comparison: Comparison, report: Mapping[str, Any], today: date, by: Person, at: datetime) -> dict[str, int]:
    """This will keep what differs: what is new came, what an export that should hold it shows no more went. The register stays as it is.
    Raises Refused for a file that holds no school within reach, or is older than one compared already."""
    row = NationalFile.objects.get(pk=file_id)
    system = NationalSystem(row.system)
    Turn.objects.get_or_create(form=system.form)
    Turn.objects.select_for_update().get(form=system.form)
    row = NationalFile.objects.select_for_update().get(pk=file_id)
    if row.state == FileState.COMPARED:
        return dict(row.counts)
    check_newest(row, comparison)
    fresh, again, gone = sorted_out(system, said_of(system, comparison, today), comparison, at)
    for those in (fresh, again):
        for each in those:
            each.file_id = row.pk
    NationalDifference.objects.bulk_create(fresh, 1000)
    NationalDifference.objects.bulk_update(again, ["school", "other", "cohort", "name", "theirs", "ours", "file", "place", "first_seen", "last_seen",
                                                   "gone_at", *DECISION], 100)
    for part in chunks(gone):
        NationalDifference.objects.filter(pk__in=part).update(gone_at=at)
    kinds = Counter(each.kind for each in (*fresh, *again))
    row.counts = {"rows": len(comparison.rows), "refused": len(comparison.refusals), "found": len(fresh) + len(again), "came": len(fresh),
                  "went": len(gone), **kinds}
    row.state, row.schools, row.compared_at = FileState.COMPARED.value, sorted(comparison.schools), at
    row.report = json.dumps(report, ensure_ascii=False)
    if not days_of("keep", today):
        row.content = None
    row.save()
    _say("The export %(file)s was compared: %(found)s differences, %(came)s new, %(went)s gone.", row, by, at,
         **{name: row.counts[name] for name in ("found", "came", "went")})
    return dict(row.counts)


def check_newest(row: NationalFile, comparison: Comparison) -> None:
    """Raises Refused for an export of no school within reach, and for one that is older than what was compared already."""
    if not comparison.schools:
        raise refused("no-school", "No row names a school within your reach.", "Take the export out with 学校标识码 or 学校名称, or ask the bureau to load it.")
    later = NationalFile.objects.filter(system=row.system, state=FileState.COMPARED.value, dated__gt=row.dated).values_list("dated", "schools")
    newest = max((dated for dated, schools in later if comparison.schools & set(schools)), default=None)
    if newest is not None:
        raise refused("older", "An export of %(dated)s has been compared already; this one is older.", "Load a newer one.", dated=newest.isoformat())


def sorted_out(system: NationalSystem, said: Sequence[Said], comparison: Comparison, at: datetime,
               ) -> tuple[list[NationalDifference], list[NationalDifference], list[int]]:
    """What is new, what is seen again, and the numbers of what has gone."""
    rows = {(row.kind, row.record, row.key, row.number): row for row in NationalDifference.objects.select_for_update().filter(system=system.value)}
    fresh: dict[tuple[Any, ...], NationalDifference] = {}
    again = []
    for each in said:
        ident = (each.kind.value, each.record, each.key, each.number)
        held = rows.pop(ident, None)
        told = {"school_id": each.school, "other_id": each.other, "cohort": each.cohort, "name": each.name, "theirs": each.theirs, "ours": each.ours,
                "place": each.place, "last_seen": at}
        if held is None:
            fresh.setdefault(ident, NationalDifference(system=system.value, kind=each.kind.value, record=each.record, key=each.key,
                                                       number=each.number, first_seen=at, **told))
            continue
        if held.gone_at is not None:
            held.first_seen, held.gone_at = at, None
            forget(held)
        elif held.outcome == Outcome.THEIRS or (held.theirs, held.ours) != (each.theirs, each.ours):
            forget(held)
        for name, value in told.items():
            setattr(held, name, value)
        again.append(held)
    gone = [row.pk for row in rows.values() if row.gone_at is None and any(
        covers(comparison.ask.scope, school, row.cohort) or (school in comparison.schools and not row.cohort) for school in (row.school_id, row.other_id))]
    return list(fresh.values()), again, gone


def forget(row: NationalDifference) -> None:
    """This will open a difference again; saved by the caller. That two are one person, or two, is not asked a second time."""
    if row.outcome in LASTING:
        return
    row.outcome = row.reason = row.says = row.says_words = ""
    row.decided_by_id = row.decided_at = row.correction_id = row.said_by_id = row.said_at = None


@transaction.atomic
def forget_exports(*, today: date, by: Person | None, by_name: str, at: datetime) -> int:
    """This will drop exports that the county keeps no longer, and those whose headings nobody has explained in a week; how many."""
    kept = timedelta(days=days_of("keep", today))
    gone = NationalFile.objects.exclude(content=None).filter(state=FileState.COMPARED.value, compared_at__lte=at - kept)
    waiting = NationalFile.objects.exclude(content=None).exclude(state=FileState.COMPARED.value).filter(created_at__lte=at - PATIENCE)
    count = gone.update(content=None) + waiting.update(content=None, state=FileState.REFUSED.value, report="")
    if count:
        say("%(count)s exports of national systems were dropped.", values={"count": count}, by=by.account_id if by else None, by_name=by_name, at=at,
            kind=access.PUPIL_NATIONAL, ref="")
    return count


def report_of_no_export(refusal: Refused) -> dict[str, Any]:
    """What is kept of an export that was refused as a whole."""
    return {"refusals": [told(each, each.place.sheet or "", each.place.row or 0, each.place.column or "") for each in refusal.findings]}


def report_of_export(comparison: Comparison) -> dict[str, Any]:
    """What is kept to be read of an export that was compared: cells that could not be read, the first of many."""
    return {"refusals": [told(each.finding, each.sheet, each.row, each.column) for each in comparison.refusals[:MOST]]}


def told(finding: Finding, sheet: str, row: int, column: str) -> dict[str, Any]:
    """A finding at its cell."""
    return {"sheet": sheet, "row": row, "column": column, "message": finding.message, "remedy": finding.remedy, "values": dict(finding.values)}


def _say(sentence: str, row: NationalFile, by: Person, at: datetime, **values: str | int) -> None:
    """This will write the audit entry of an export."""
    system = NationalSystem(row.system)
    say(sentence, values={"file": row.file_name, "system": system.chinese, **values}, by=by.account_id, by_name=by.name, at=at, kind=KINDS[system],
        ref=f"national/{row.pk}", rows=row.sha256.encode())
