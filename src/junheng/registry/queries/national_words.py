"""Differences from a comparison in words: what a page shows and a workbook prints, with the school at which each counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from junheng.ground.kernel.dates import school_year_of
from junheng.registry.engine.comparison import Found, Ours, Theirs
from junheng.registry.engine.rosters import FIRST
from junheng.registry.engine.typed import written
from junheng.registry.queries.compared import Comparison
from junheng.registry.queries.schools import spells_on
from junheng.registry.values import Stage
from junheng.registry.values.forms import EXPORTS
from junheng.registry.values.grades import class_words, grade_words
from junheng.registry.values.national import DifferenceKind, NationalSystem

# Kinds that a row's own number tells apart.
NUMBERED = frozenset({DifferenceKind.THEIRS_ONLY, DifferenceKind.PROBABLE, DifferenceKind.TWO_NUMBERS})
WHOLE = frozenset({DifferenceKind.THEIRS_ONLY, DifferenceKind.PROBABLE})


@dataclass(frozen=True, slots=True)
class Said:
    """A difference in words; `school` is ours, or theirs where nobody of ours is meant."""

    kind: DifferenceKind
    record: int | None
    key: str
    number: str
    school: int
    other: int | None
    cohort: str
    name: str
    theirs: str
    ours: str
    place: str


def said_of(system: NationalSystem, comparison: Comparison, day: date) -> list[Said]:
    """Every difference in words. Of a row whose school nobody knows and a record without one there is no school that it concerns."""
    names = {row.school_id: row.short_name or row.name for row in spells_on(day)}
    opens = school_year_of(day).opens
    found = []
    for each in comparison.found:
        row = comparison.rows[each.row] if each.row is not None else None
        record = comparison.records[each.record] if each.record is not None else None
        ours, theirs = record.school if record else None, row.school if row else None
        school = ours if ours is not None else theirs
        if school is None:
            continue
        there, here = texts(system, each, row, record, names, opens)
        found.append(Said(
            each.kind, each.record, each.key, row.known_by(comparison.ask.numbers) if row is not None and each.kind in NUMBERED else "", school,
            theirs if theirs not in {None, school} else None, (record.cohort if record else "") or (row.cohort if row else ""),
            str((row.values.get("name") if row else None) or (record.values.get("name") if record else None) or ""), there, here,
            f"{row.place[0]} {row.place[1]}".strip()[-120:] if row else ""))
    return found


def texts(system: NationalSystem, each: Found, row: Theirs | None, record: Ours | None, names: Mapping[int, str], opens: int) -> tuple[str, str]:
    """What stands there and here, as people write it."""
    form = EXPORTS[system.form]
    if each.kind in WHOLE and row is not None:
        return json.dumps({field.key: told for field in form.fields if (told := written(row.values.get(field.key), field))}, ensure_ascii=False), class_of(record, opens) if record else ""
    if each.kind is DifferenceKind.PLACE and row is not None and record is not None:
        there = class_of(row, opens) or f"{row.values.get('grade') or ''} {row.values.get('class_no') or ''}".strip()
        return " ".join(filter(None, (names.get(row.school or 0, ""), there))), " ".join(filter(None, (names.get(record.school or 0, ""), class_of(record, opens))))
    if each.kind is DifferenceKind.OURS_ONLY:
        return "", class_of(record, opens) if record else ""
    field = form.field(each.key)
    return written(each.theirs, field), written(each.ours, field)


def class_of(record: Ours | Theirs, opens: int) -> str:
    """三年级2班 of a pupil's place; "" for staff and for whoever is on no roll or says no grade."""
    if not record.cohort:
        return ""
    stage, _, entry = record.cohort.partition(":")
    grade = opens - int(entry) + FIRST[Stage(stage)]
    return class_words(Stage(stage), grade, record.class_no) if record.class_no else grade_words(Stage(stage), grade)
