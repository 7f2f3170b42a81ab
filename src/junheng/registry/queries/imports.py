"""Tables that were sent in, as their sender sees them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from junheng.ground.jobs import queries as jobs
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Form, Mark, Reading, Refusal, Value, marked
from junheng.ground.sheets.intake.grid import shown
from junheng.ground.sheets.intake.template import said
from junheng.ground.vault.blobs import open_bytes
from junheng.registry import access
from junheng.registry.engine.plans import Plan
from junheng.registry.models import Import
from junheng.registry.queries.lists import filled_list
from junheng.registry.queries.rosters import roster
from junheng.registry.queries.schoolings import filled_schools
from junheng.registry.queries.staffing import staff_list
from junheng.registry.values.forms import FORMS

LABEL = "import.content"
MOST = 2000
UNDO_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ImportCard:
    """A table sent in. `job` is the work on it while that goes on; `refusals` are in the reader's language."""

    id: int
    form: str
    title: str
    file_name: str
    state: str
    on: date
    counts: Mapping[str, int]
    refusals: tuple[dict[str, Any], ...]
    changes: tuple[tuple[int, str, str, str, str], ...]
    added: tuple[tuple[int, str, str], ...]
    asked: tuple[str, ...]
    passed_over: tuple[str, ...]
    has_copy: bool
    may_undo: bool
    created_at: datetime
    taken_at: datetime | None
    job: jobs.JobCard | None


def imports(person: Person) -> list[ImportCard]:
    """The person's own tables, the newest first."""
    return [card(row, with_job=False) for row in Import.objects.filter(created_by_id=person.account_id).defer("content", "marked")[:50]]


def import_card(person: Person, import_id: int, now: datetime) -> ImportCard | None:
    """One of the person's own tables; None for any other."""
    row = Import.objects.filter(pk=import_id, created_by_id=person.account_id).defer("content", "marked").first()
    return card(row, now=now) if row else None


def copy_of(person: Person, import_id: int) -> tuple[str, bytes] | None:
    """Name and content of the marked copy of one of the person's own tables."""
    row = Import.objects.filter(pk=import_id, created_by_id=person.account_id).exclude(marked=None).first()
    content = open_bytes(LABEL, bytes(row.marked)) if row else None
    return (f"{row.file_name.rpartition('.')[0] or row.file_name}（已标注）.xlsx", content) if row and content else None


def card(row: Import, *, with_job: bool = True, now: datetime | None = None) -> ImportCard:
    """A row as a value."""
    report = json.loads(row.report) if row.report and with_job else {}
    work = (jobs.latest(f"registry.take:{row.pk}") if row.state == Import.State.WRITING else jobs.latest(f"registry.look:{row.pk}")) \
        if with_job and row.state in {Import.State.LOOKING, Import.State.WRITING} else None
    return ImportCard(
        row.pk, row.form, FORMS[row.form].title, row.file_name, row.state, row.on, row.counts,
        tuple({**each, "message": _(each["message"]) % each["values"], "remedy": _(each["remedy"]) % each["values"]}
              for each in report.get("refusals", ())),
        tuple(tuple(each) for each in report.get("changes", ())), tuple(tuple(each) for each in report.get("added", ())),
        tuple(report.get("asked", ())), tuple(report.get("passed_over", ())), bool(row.counts.get("refused")) and row.state != Import.State.UNDONE,
        row.state == Import.State.TAKEN and now is not None and row.taken_at is not None and now - row.taken_at <= UNDO_WITHIN,
        row.created_at, row.taken_at, work)


def counts_of(reading: Reading, plan: Plan) -> dict[str, int]:
    """What a look counts."""
    return {**plan.counts(), "totals": reading.totals, "sheets": len(reading.heads)}


def report_of(reading: Reading, plan: Plan, form: Form) -> dict[str, Any]:
    """What a look keeps to be read: the first of many refusals and changes."""
    def written(key: str, value: Value) -> str:
        field = form.field(key)
        return said(value, field, {code: word for word, code in reversed(list(field.choices.items())) if not word.isascii()})

    who, where = form.shows
    changes: list[list[Any]] = []
    for step in plan.changed[:MOST]:
        name = written(who, step.row.values.get(who))
        changes += [[step.row.row, name, form.field(key).title, written(key, before), written(key, after)] for key, before, after in step.changes]
        if step.moves:
            changes.append([step.row.row, name, form.field(where).title, "", str(step.row.values.get(where) or "")])
    return {"refusals": [{"sheet": each.sheet, "row": each.row, "column": each.column, "message": each.finding.message,
                          "remedy": each.finding.remedy, "values": dict(each.finding.values)} for each in ordered(plan.refusals)[:MOST]],
            "changes": changes[:MOST], "added": [[step.row.row, written(who, step.row.values.get(who)), written(where, step.row.values.get(where))]
                                                 for step in plan.added[:MOST]],
            "asked": reading.asked, "passed_over": reading.passed_over}


def report_of_refusal(refused: Refused) -> dict[str, Any]:
    """What is kept of a table that was refused as a whole."""
    return {"refusals": [{"sheet": finding.place.sheet or "", "row": finding.place.row or 0, "column": finding.place.column or "",
                          "message": finding.message, "remedy": finding.remedy, "values": dict(finding.values)} for finding in refused.findings]}


def ordered(refusals: list[Refusal]) -> list[Refusal]:
    """Refusals by sheet, row and column."""
    return sorted(refusals, key=lambda each: (each.sheet, each.row, -1 if each.place is None else each.place))


def marked_copy(reading: Reading, plan: Plan, *, created: datetime) -> bytes:
    """The copy that goes back, in Chinese: the table is."""
    with override("zh-hans"):
        return marked(reading.grids, list(marks(reading, plan)), created=created)


def marks(reading: Reading, plan: Plan) -> Iterator[Mark]:
    """The marks of a copy."""
    grids = {grid.name: grid for grid in reading.grids}
    for each in ordered(plan.refusals):
        cells = grids[each.sheet].rows[each.row - 1]
        cell = shown(cells[each.place]) if each.place is not None and each.place < len(cells) else ""
        yield Mark(each.sheet, each.row, each.place, each.column, cell, _(each.finding.message) % each.finding.values,
                   _(each.finding.remedy) % each.finding.values)


def forms_of(person: Person) -> list[Form]:
    """The forms that the person may bring in."""
    return [form for name, form in FORMS.items() if access.may_at_all(person, "change", access.FORM_KINDS[name])]


def filled_rows(person: Person, name: str, day: date) -> Iterator[list[Value]]:
    """The rows of a form within the person's reach, in the order of its columns."""
    whole = {"pupils": roster, "staff": staff_list, "schools": filled_schools}
    return whole[name](person, day) if name in whole else filled_list(person, name, day)
