"""What goes back to the masters: the list of corrections in a system's own words, and whom it lacks in its own columns."""

from __future__ import annotations

import json
from datetime import date

from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.engine.typed import written
from junheng.registry.models import NationalDifference, School
from junheng.registry.queries.compared import KINDS, NUMBERS, columns, keys_of, record_of
from junheng.registry.queries.national import within
from junheng.registry.queries.people import school_names
from junheng.registry.values.forms import EXPORTS
from junheng.registry.values.national import DifferenceKind, Line, NationalSystem, Outcome

# What the master is asked to do where there is no single column.
DEEDS = {DifferenceKind.THEIRS_ONLY: "核减：本县无此人", DifferenceKind.OURS_ONLY: "增补：国家系统无此人", DifferenceKind.PLACE: "学校、班级"}


def correction_lines(person: Person, system: NationalSystem, day: date) -> tuple[list[Line], list[list[str]]]:
    """The lines that were put into the list and are still open, by school and name, numbers whole; and whom the system lacks, in its own
    columns. Raises Denied."""
    if not access.may_at_all(person, "approve", KINDS[system]):
        access.check_may(person, "approve", KINDS[system])
    rows = list(within(person, system).filter(gone_at=None, outcome=Outcome.LISTED.value).order_by("school__school_code", "name", "id"))
    codes = dict(School.objects.filter(pk__in={row.school_id for row in rows}).values_list("pk", "school_code"))
    names = school_names((row.school_id for row in rows), day)
    lines, lacking = [], []
    for row in rows:
        values = values_of(system, row)
        school = (codes.get(row.school_id, ""), names.get(row.school_id, ""))
        lines.append(line_of(system, row, values, school, day))
        if row.kind == DifferenceKind.OURS_ONLY:
            where = {"school_code": school[0], "school": school[1], "class_no": row.ours}
            lacking.append([values.get(key) or where.get(key, "") for key in own_keys(system)])
    return lines, lacking


def own_keys(system: NationalSystem) -> list[str]:
    """The keys of a system in the order of its own columns."""
    return [field.key for field in EXPORTS[system.form].fields]


def own_titles(system: NationalSystem, day: date) -> dict[str, str]:
    """The system's own headings by key, in the order of its columns."""
    held = columns(system, day)
    return {key: held.own(key) for key in own_keys(system)}


def values_of(system: NationalSystem, row: NationalDifference) -> dict[str, str]:
    """What is known of the person as people write it: our record, else the row of the export."""
    if row.kind == DifferenceKind.THEIRS_ONLY:
        held: dict[str, str] = json.loads(row.theirs)
        return held
    try:
        record = record_of(system, row.record or 0)
    except KeyError:
        return {}
    form = EXPORTS[system.form]
    return {key: written(record.values.get(key), form.field(key)) for key in keys_of(system)}


def line_of(system: NationalSystem, row: NationalDifference, values: dict[str, str], school: tuple[str, str], day: date) -> Line:
    """One correction: what stands there as old, ours as new. The person goes by the number that stands there, where that is what differs."""
    kind, number = DifferenceKind(row.kind), NUMBERS[system][0]
    known = row.theirs if row.key == number and row.theirs else values.get(number, "")
    if kind in {DifferenceKind.THEIRS_ONLY, DifferenceKind.OURS_ONLY}:
        return Line(*school, known, row.name, DEEDS[kind], "", row.ours, row.reason)
    column = DEEDS[kind] if kind is DifferenceKind.PLACE else columns(system, day).own(row.key)
    return Line(*school, known, row.name, column, row.theirs, row.ours, row.reason)
