"""Returns filled in on a page, by the unit's own file, or by files that the asker had from elsewhere; notices received."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime

from junheng.ground.audit.actions import say
from junheng.ground.jobs import actions as jobs
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.queries import names
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Reading, Taken, take
from junheng.ground.sheets.intake.fields import Value
from junheng.ground.units.queries import all_by_name, tree
from junheng.ground.units.values import UnitTree
from junheng.ground.vault.blobs import open_bytes, seal_bytes
from junheng.registry import access
from junheng.registry.actions.rounds import refused
from junheng.registry.engine.returns import SUBJECT, broken_rules, differs, form_of
from junheng.registry.models import Handed, Return, Round, School, Version
from junheng.registry.queries.rounds import (
    columns_of,
    lines_kept,
    lines_of,
    may_answer,
    prefilled,
    spelled_lines,
    subjects,
)
from junheng.registry.values.collecting import Asked, Line, ReturnState, RoundKind, RoundState, Via

LABEL = "return.file"
MOST_ROWS = 5_000


@transaction.atomic
def save_draft(*, return_id: int, lines: Sequence[Line], remarks: Mapping[str, str], by: Person, at: datetime) -> None:
    """This will keep what was typed so far; nothing is sent. Raises Denied, Refused."""
    row = mine(return_id, by, at)
    row.draft = json.dumps({"lines": spelled_lines(lines), "remarks": dict(remarks)}, ensure_ascii=False)
    row.draft_saved_at = at
    row.save(update_fields=["draft", "draft_saved_at"])
    _say("A draft of the return to “%(title)s” was kept.", row, by, at)


@transaction.atomic
def answer(*, return_id: int, version: int, lines: Sequence[Line], remarks: Mapping[str, str], by: Person, at: datetime) -> int:
    """This will send a return that was typed on a page; its version. `version` is the one that the page showed: whoever comes second
    is told who came first. Raises Denied, Refused."""
    row = mine(return_id, by, at)
    fresh(row, version)
    columns = columns_of(row.round)
    faults = [*missing_of(columns, lines), *rules_of(columns, lines)]
    if faults:
        raise Refused(*faults)
    return written(row, columns, lines, remarks, Via.PAGE, "", by, at)


@transaction.atomic
def answer_by_file(*, return_id: int, version: int, content: bytes, name: str, by: Person, at: datetime) -> int:
    """This will send a return by the unit's own file, whole or not at all; its version. Raises Denied, Refused with every fault."""
    row = mine(return_id, by, at)
    fresh(row, version)
    columns = columns_of(row.round)
    held = tree(at.date())
    lines = lines_in(read(row.round, columns, content, name), row, columns, held, name)
    return written(row, columns, lines, {}, Via.FILE, name, by, at)


@transaction.atomic
def receive(*, return_id: int, by: Person, at: datetime) -> None:
    """This will say that a unit has received a notice (签收); said twice it stays as it was. Raises Denied, Refused."""
    row = Return.objects.select_for_update().filter(pk=return_id).first()
    if row is None or row.round.kind != RoundKind.NOTICE:
        raise refused("unknown", "There is no such notice.", "Choose one from the list.")
    access.check_may(by, "change", access.RETURN, unit_ids=[row.unit_id])
    if row.state == ReturnState.RETURNED or row.round.state == RoundState.WITHDRAWN:
        return
    Return.objects.filter(pk=row.pk).update(state=ReturnState.RETURNED, received_at=at, received_by_id=by.account_id, answered_at=at)
    _say("%(unit)s has received “%(title)s”.", row, by, at, unit=row.unit.name)


@transaction.atomic
def hand_in(*, round_id: int, files: Sequence[tuple[str, bytes]], replacing: bool, by: Person, at: datetime) -> int:
    """This will keep files that came to the asker from elsewhere, sealed, and have them read one by one; how many. Raises Denied, Refused."""
    row = Round.objects.filter(pk=round_id, kind=RoundKind.TABLE).first()
    if row is None:
        raise refused("unknown", "There is no such round.", "Choose one from the list.")
    access.check_may(by, "approve", access.RETURN, unit_ids=[row.unit_id])
    if row.state != RoundState.OPEN:
        raise refused("not-open", "This round has ended.", "Make another one.")
    if not files:
        raise refused("no-files", "No file was sent.", "Choose the files that came back.", field="files")
    Handed.objects.bulk_create(Handed(round=row, file_name=name[-255:], content=seal_bytes(LABEL, content, at=at), replace=replacing,
                                      by_id=by.account_id, at=at) for name, content in files)
    say("%(count)s files were handed in for “%(title)s”.", values={"count": len(files), "title": row.title}, by=by.account_id, by_name=by.name, at=at,
        kind=access.ROUND, ref=str(row.pk))
    jobs.enqueue(kind="registry.handed", arguments={"round": row.pk, "by": by.account_id}, key=f"registry.handed:{row.pk}:{at.timestamp()}",
                 by=by.account_id, by_name=by.name, at=at)
    return len(files)


@transaction.atomic
def take_handed(*, handed_id: int, by: Person, at: datetime) -> str:
    """This will read one file that was handed in, and take it for the unit that it speaks of; what became of it. Taken once."""
    file = Handed.objects.select_for_update().get(pk=handed_id)
    if file.state != "waiting":
        return str(file.state)
    access.check_may(by, "approve", access.RETURN, unit_ids=[file.round.unit_id])
    try:
        with transaction.atomic():
            file.unit_id, file.state = taken_for(file, by, at)
    except Refused as fault:
        file.state = "refused"
        file.findings = [{"message": each.message, "remedy": each.remedy, "values": {key: str(value) for key, value in each.values.items()},
                          "sheet": each.place.sheet or "", "row": each.place.row or 0, "column": each.place.column or ""} for each in fault.findings[:50]]
    file.content = None
    file.save()
    say("The file %(file)s was read for “%(title)s”.", values={"file": file.file_name, "title": file.round.title}, by=by.account_id, by_name=by.name,
        at=at, kind=access.ROUND, ref=str(file.round_id))
    return str(file.state)


def taken_for(file: Handed, by: Person, at: datetime) -> tuple[int, str]:
    """The unit for which a file was taken, and whether it said anything new. Raises Refused."""
    content, columns, name = open_bytes(LABEL, bytes(file.content or b"")), columns_of(file.round), file.file_name
    if content is None:
        raise refused("gone", "The file is no longer at hand.", "Send it again.")
    reading, held = read(file.round, columns, content, name), tree(at.date())
    row = spoken_of(file.round, reading, columns, held, name)
    lines = lines_in(reading, row, columns, held, name)
    before = row.versions.filter(number=row.version).first()
    if before is not None and row.state == ReturnState.RETURNED:
        if not differs(columns, lines_of(columns, before.lines), lines):
            return row.unit_id, "unchanged"
        if not file.replace:
            raise refused("answered", "%(unit)s answered on %(day)s, and this file says something else.",
                          "Send its return back, or hand the file in as a replacement.", unit=row.unit.name, day=localtime(before.at).date().isoformat())
    written(row, columns, lines, {}, Via.ASKER, name, by, at)
    return row.unit_id, "taken"


def spoken_of(asked: Round, reading: Reading, columns: Sequence[Asked], held: UnitTree, name: str) -> Return:
    """The return that a file is: by the schools its rows name, else by the name of the file. Raises Refused."""
    units = [unit for row in reading.rows if (unit := unit_of(row, columns, held)) is not None]
    returns = {row.unit_id: row for row in Return.objects.select_for_update().filter(round=asked).select_related("round", "unit")}
    speakers = {each for unit in units for each in (unit, *held.ancestors(unit)) if each in returns}
    narrow = {each for each in speakers if not any(below in speakers for below in held.descendants(each))} if not asked.rows_free else speakers
    if not narrow:
        named = all_by_name(held, name.rpartition(".")[0])
        narrow = {each for each in named if each in returns} or {unit for unit in returns if held.name(unit) in name or (
            held.short_name(unit) in name)}
    if len(narrow) != 1:
        raise Refused(Finding(code="round/whose", message="It cannot be told whose return %(file)s is." if not narrow else
                              "%(file)s speaks of several units that were asked each by itself.",
                              remedy="Write the school's name or code into the row, or into the name of the file.",
                              place=Place(file=name), values={"file": name}))
    return returns[narrow.pop()]


def read(asked: Round, columns: Sequence[Asked], content: bytes, name: str) -> Reading:
    """A returned table, read; every fault at its cell. Raises Refused."""
    reading = take(content, name, form_of(f"round-{asked.pk}", asked.title, columns, rows_free=asked.rows_free))
    if reading.refusals:
        raise Refused(*[each.finding for each in reading.refusals])
    if len(reading.rows) > MOST_ROWS:
        raise refused("too-long", "The table has %(count)s rows.", "At most %(most)s are taken.", count=len(reading.rows), most=MOST_ROWS)
    return reading


def unit_of(row: Taken, columns: Sequence[Asked], held: UnitTree) -> int | None:
    """The school that a row names, by code or name; None where it names none that is known."""
    codes = [str(row.values[each.key]) for each in columns if each.known == "school_code" and row.values.get(each.key)]
    if codes:
        return School.objects.filter(school_code=codes[0].strip()).values_list("pk", flat=True).first()
    said = [str(row.values[key]) for key in [SUBJECT, *(each.key for each in columns if each.known == "name")] if row.values.get(key)]
    if said and said[0].isdecimal():
        return School.objects.filter(school_code=said[0]).values_list("pk", flat=True).first()
    found = [each for each in all_by_name(held, said[0]) if each in held] if said else []
    return found[0] if len(found) == 1 else None


def lines_in(reading: Reading, row: Return, columns: Sequence[Asked], held: UnitTree, name: str) -> tuple[Line, ...]:
    """The rows of a file as a return: each under its school, rules held. Raises Refused with every fault."""
    asked = [each for each in columns if not each.known]
    about = [unit for unit, _ in subjects(row.unit_id, row.round.on, held)]
    lines: list[Line] = []
    faults: list[Finding] = []
    for each in reading.rows:
        place = Place(file=name, sheet=each.sheet or None, row=each.row)
        unit = None
        if not row.round.rows_free:
            unit = unit_of(each, columns, held) or (about[0] if len(about) == 1 and len(reading.rows) == 1 and not names_any(each, columns) else None)
            if unit not in about or any(line.unit_id == unit for line in lines):
                faults.append(Finding(code="round/row", message="Row %(row)s speaks of no school that %(unit)s answers for, or of one twice.",
                                      remedy="Keep one row for each school, with its name or code.", place=place,
                                      values={"row": each.row, "unit": row.unit.name}))
                continue
        values: dict[str, Value] = {column.key: each.values.get(column.key) for column in asked}
        lines.append(Line(unit, values))
    if not faults and not row.round.rows_free and {line.unit_id for line in lines} != set(about):
        gone = "、".join(held.name(unit) for unit in about if unit not in {line.unit_id for line in lines})
        faults.append(Finding(code="round/schools-missing", message="Rows are missing for: %(schools)s.", remedy="One row for each school, please.",
                              place=Place(file=name), values={"schools": gone[:300]}))
    faults += rules_of(columns, filled(row, columns, lines), file=name, rows=[each.row for each in reading.rows])
    if faults:
        raise Refused(*faults)
    return tuple(lines)


def names_any(row: Taken, columns: Sequence[Asked]) -> bool:
    """Whether a row names a school at all."""
    return any(row.values.get(key) for key in [SUBJECT, *(each.key for each in columns if each.known in {"name", "school_code"})])


def missing_of(columns: Sequence[Asked], lines: Sequence[Line]) -> list[Finding]:
    """Cells of a page that are empty and may not be."""
    return [Finding(code="round/required", message="“%(title)s” is empty.", remedy="Fill it in; write 0 where there is none.",
                    place=Place(row=number if len(lines) > 1 else None, column=each.title), values={"title": each.title})
            for number, line in enumerate(lines, start=1) for each in columns
            if each.required and not each.known and line.values.get(each.key) in (None, "")]


def rules_of(columns: Sequence[Asked], lines: Sequence[Line], *, file: str | None = None, rows: Sequence[int] = ()) -> list[Finding]:
    """Rules between columns that rows break, each at its row."""
    return [Finding(code="round/rule", message=message, remedy=remedy, values=values,
                    place=Place(file=file, row=rows[number] if number < len(rows) else number + 1 if len(lines) > 1 else None, column=each.title))
            for number, line in enumerate(lines) for each, message, remedy, values in broken_rules(columns, line.values)]


def filled(row: Return, columns: Sequence[Asked], lines: Sequence[Line]) -> tuple[Line, ...]:
    """Rows with what the register knows of each school on the day that was asked for."""
    if row.round.rows_free:
        return tuple(lines)
    known = {line.unit_id: line for line in prefilled(columns, [line.unit_id for line in lines if line.unit_id is not None], row.round.on)}
    return tuple(replace(line, values={**line.values, **known[line.unit_id].values}) if line.unit_id in known else line for line in lines)


def written(row: Return, columns: Sequence[Asked], lines: Sequence[Line], remarks: Mapping[str, str], via: Via, name: str, by: Person, at: datetime) -> int:
    """This will keep a version of a return, what is known at this moment with it."""
    number = row.version + 1
    Version.objects.create(answer=row, number=number, lines=lines_kept(filled(row, columns, lines)), via=via, file_name=name[-255:], by_id=by.account_id,
                           at=at, remarks={key: words.strip()[:300] for key, words in remarks.items() if words.strip()})
    Return.objects.filter(pk=row.pk).update(state=ReturnState.RETURNED, version=number, draft="", draft_saved_at=None, words="", answered_at=at)
    row.version, row.state = number, ReturnState.RETURNED
    _say("%(unit)s has answered “%(title)s” (version %(version)s).", row, by, at, unit=row.unit.name, version=number)
    return number


def mine(return_id: int, by: Person, at: datetime) -> Return:
    """A return, locked, that the person may fill in now. Raises Denied, Refused."""
    row = Return.objects.select_for_update().filter(pk=return_id).exclude(round__state=RoundState.DRAFT).first()
    if row is None or row.round.kind != RoundKind.TABLE:
        raise refused("unknown", "There is no such return.", "Choose one from the list.")
    access.check_may(by, "change", access.RETURN, unit_ids=[row.unit_id])
    if not may_answer(by, row, at.date()):
        raise refused("over", "This round has ended.", "Ask %(asker)s for another day.", asker=row.round.unit.name)
    return row


def fresh(row: Return, version: int) -> None:
    """Raises Refused where somebody has sent the return since the page was opened."""
    if row.version != version:
        latest = row.versions.filter(number=row.version).first()
        raise refused("sent-meanwhile", "%(who)s has sent this return meanwhile, on %(day)s.", "Open the page again, compare, and send it only if yours is right.",
                      who=names([latest.by_id])[latest.by_id] if latest else "", day=localtime(latest.at).date().isoformat() if latest else "")


def _say(sentence: str, row: Return, by: Person, at: datetime, **values: str | int | date) -> None:
    """The entry in the audit."""
    say(sentence, values={"title": row.round.title, **values}, by=by.account_id, by_name=by.name, at=at, kind=access.RETURN, ref=str(row.pk))
