"""Comparisons with national systems as people see them: how fresh, how many, one by one; values covered, schools cut to their own."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from junheng.ground.people import access as people
from junheng.ground.people.queries import names
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Kind
from junheng.ground.units.queries import tree
from junheng.registry import access
from junheng.registry.engine.typed import written
from junheng.registry.models import NationalDifference, NationalFile, Pupil, School, StaffMember
from junheng.registry.queries.compared import KINDS, Comparison, columns, days_of, keys_of, parts, record_of
from junheng.registry.queries.national_words import said_of
from junheng.registry.queries.offices import bureau_above
from junheng.registry.queries.people import covered, school_names
from junheng.registry.values.corrections import COVERED
from junheng.registry.values.forms import EXPORTS
from junheng.registry.values.national import (
    DifferenceKind,
    DifferenceRow,
    FileCard,
    FileState,
    NationalSystem,
    Outcome,
    SchoolDifferences,
    SchoolSays,
    SystemCard,
)

RECORDS: dict[NationalSystem, Any] = {NationalSystem.PUPILS: Pupil, NationalSystem.STAFF: StaffMember}
WHOLE = frozenset({DifferenceKind.THEIRS_ONLY, DifferenceKind.PROBABLE, DifferenceKind.OURS_ONLY})
FILES = 200


@dataclass(frozen=True, slots=True)
class NationalCut:
    """What a list of differences is cut by; empty for everything. `state`: "" those that are open, an outcome, "said" or "gone"."""

    system: str = "pupils"
    kind: str = ""
    school: int | None = None
    key: str = ""
    state: str = ""

    def query(self, **other: str | int | None) -> str:
        """The same cut as the end of an address."""
        said = {field.name: getattr(self, field.name) for field in fields(self)} | other
        return "&".join(f"{name}={value}" for name, value in said.items() if value)


def national_systems(person: Person, verb: Any = "see") -> list[NationalSystem]:
    """The systems of which there can be something for the person."""
    return [system for system in NationalSystem if people.may_at_all(person, verb, KINDS[system])]


def within(person: Person, system: NationalSystem) -> QuerySet[NationalDifference]:
    """The differences within the person's reach. Raises Denied where there can be none."""
    reach = access.reach(person, "see", KINDS[system])
    if not reach:
        access.check_may(person, "see", KINDS[system])
    rows = NationalDifference.objects.filter(system=system.value)
    return rows if reach.everything else rows.filter(Q(school__in=reach.unit_ids) | Q(other__in=reach.unit_ids))


def open_of(person: Person, system: NationalSystem) -> QuerySet[NationalDifference]:
    """Those that wait for a decision."""
    return within(person, system).filter(gone_at=None, outcome="")


def national_card(person: Person, system: NationalSystem, day: date) -> SystemCard:
    """A system with its newest export within reach and what is open, by kind, column and school: seven questions."""
    reach, stale = access.reach(person, "see", KINDS[system]), days_of("stale", day)
    rows = open_of(person, system).order_by()
    by_kind = dict(rows.values_list("kind").annotate(Count("pk")))
    by_key = rows.filter(kind__in=[DifferenceKind.VALUE, DifferenceKind.TWO_NUMBERS]).values_list("key").annotate(count=Count("pk")).order_by("-count", "key")
    decided = dict(within(person, system).filter(gone_at=None).exclude(outcome="").order_by().values_list("outcome").annotate(Count("pk")))
    dated: dict[int, date] = {}
    latest = None
    for file in NationalFile.objects.filter(system=system.value, state=FileState.COMPARED.value).defer("content", "report").order_by("-dated", "-id")[:FILES]:
        schools = set(file.schools) if reach.everything else reach.unit_ids & set(file.schools)
        if schools and latest is None:
            latest = file
        for school in schools:
            dated.setdefault(school, file.dated)
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for school, kind, count in rows.values_list("school", "kind").annotate(Count("pk")):
        counts[school][kind] = count
    ids = list(School.objects.filter(pk__in={*counts, *dated}).values_list("pk", flat=True))
    called = school_names(ids, day)
    days = (day - latest.dated).days if latest else 0
    return SystemCard(
        system, card_of(person, latest, system) if latest else None, days, days > stale, tuple((kind, by_kind.get(kind.value, 0)) for kind in DifferenceKind),
        tuple((key, EXPORTS[system.form].field(key).title, count) for key, count in by_key),
        tuple(SchoolDifferences(ident, called.get(ident, ""), tuple(counts[ident].get(kind.value, 0) for kind in DifferenceKind), dated.get(ident),
                                ident in dated and (day - dated[ident]).days > stale) for ident in ids),
        decided.get(Outcome.LISTED.value, 0), decided.get(Outcome.THEIRS.value, 0), people.may_at_all(person, "change", KINDS[system]),
        people.may_at_all(person, "approve", KINDS[system]))


def national_files(person: Person, system: NationalSystem) -> list[FileCard]:
    """The exports that the person loaded, and all of them for whoever decides; the newest first."""
    rows = NationalFile.objects.filter(system=system.value).defer("content", "report")
    if not people.may_at_all(person, "approve", KINDS[system]):
        rows = rows.filter(created_by=person.account_id)
    return cards_of(person, list(rows[:20]), system)


def national_file(person: Person, file_id: int) -> FileCard | None:
    """One of these exports, with what could not be read of it."""
    row = NationalFile.objects.filter(pk=file_id).defer("content").first()
    if row is None:
        return None
    system = NationalSystem(row.system)
    mine = row.created_by_id == person.account_id and people.may_at_all(person, "change", KINDS[system])
    if not mine and not people.may_at_all(person, "approve", KINDS[system]):
        return None
    report = json.loads(row.report) if row.report else {}
    return card_of(person, row, system, report)


def cards_of(person: Person, rows: Iterable[NationalFile], system: NationalSystem) -> list[FileCard]:
    """Exports without what could not be read."""
    held = list(rows)
    called = names(row.created_by_id for row in held)
    return [card_of(person, row, system, called=called) for row in held]


def card_of(person: Person, row: NationalFile, system: NationalSystem, report: dict[str, Any] | None = None, *,
            called: dict[int, str] | None = None) -> FileCard:
    """An export as a value."""
    told = report or {}
    who = called if called is not None else names([row.created_by_id])
    kept = "content" not in row.get_deferred_fields() and row.content is not None
    return FileCard(
        row.pk, system, row.file_name, row.dated, FileState(row.state), row.counts, len(row.schools), who.get(row.created_by_id, ""), row.created_at, kept,
        tuple({**each, "message": _(each["message"]) % each["values"], "remedy": _(each["remedy"]) % each["values"]} for each in told.get("refusals", ())),
        tuple(told.get("asked", ())), row.created_by_id == person.account_id)


def cut_rows(person: Person, cut: NationalCut) -> QuerySet[NationalDifference]:
    """The differences that were asked for."""
    rows = within(person, NationalSystem(cut.system))
    if cut.state == "gone":
        rows = rows.filter(gone_at__isnull=False)
    elif cut.state == "said":
        rows = rows.filter(gone_at=None, outcome="").exclude(says="")
    else:
        rows = rows.filter(gone_at=None, outcome=cut.state)
    if cut.kind:
        rows = rows.filter(kind=cut.kind)
    if cut.key:
        rows = rows.filter(key=cut.key)
    return rows if cut.school is None else rows.filter(school=cut.school)


def differences(person: Person, cut: NationalCut, day: date, *, most: int, after: int = 0) -> tuple[list[DifferenceRow], int]:
    """A page of the differences that were asked for, by school, kind and name, and how many there are in all."""
    rows = cut_rows(person, cut)
    page = rows.select_related("file", "school").defer("file__content", "file__report").order_by("school__school_code", "kind", "name", "id")
    return rows_as_values(person, list(page[after:after + most]), NationalSystem(cut.system), day), rows.count()


def difference(person: Person, difference_id: int, day: date) -> tuple[DifferenceRow, bool, bool] | None:
    """One difference, whether the person decides of it, and whether the person speaks for its school; its sealed sides are open to who
    decides."""
    system = NationalDifference.objects.filter(pk=difference_id).values_list("system", flat=True).first()
    if system is None or NationalSystem(system) not in national_systems(person):
        return None
    row = within(person, NationalSystem(system)).filter(pk=difference_id).select_related("file", "school").defer("file__content", "file__report").first()
    if row is None:
        return None
    kind = KINDS[NationalSystem(system)]
    office = bureau_above(tree(day), row.school_id)
    decides = access.may(person, "approve", kind, unit_ids=[office] if office else [])
    speaks = access.may(person, "change", kind, unit_ids=[row.school_id]) and not decides
    return rows_as_values(person, [row], NationalSystem(system), day, uncovered=decides, whole=True)[0], decides, speaks


def rows_as_values(person: Person, rows: list[NationalDifference], system: NationalSystem, day: date, *, uncovered: bool = False,
                   whole: bool = False) -> list[DifferenceRow]:
    """Differences with the code of their record, values covered."""
    codes = dict(RECORDS[system].objects.filter(pk__in=[row.record for row in rows if row.record]).values_list("pk", "code"))
    called = names(each for row in rows for each in (row.decided_by_id, row.said_by_id) if each)
    schools, owned = school_names((row.school_id for row in rows), day), columns(system, day).owned
    reach = access.reach(person, "see", KINDS[system])
    return [row_as_value(row, system, codes, called, schools, owned, uncovered, whole, reach.everything or row.school_id in reach.unit_ids)
            for row in rows]


def row_as_value(row: NationalDifference, system: NationalSystem, codes: dict[int, str], called: dict[int, str], schools: dict[int, str],
                 owned: frozenset[str], uncovered: bool, whole: bool, ours_seen: bool) -> DifferenceRow:
    """One difference."""
    kind = DifferenceKind(row.kind)
    sealed = row.key in COVERED
    whole_row = kind in {DifferenceKind.THEIRS_ONLY, DifferenceKind.PROBABLE}
    there = "" if whole_row else shown(system, row.key, row.theirs, uncovered)
    here = shown(system, row.key, row.ours, uncovered) if ours_seen else _("another school of the county")
    title = EXPORTS[system.form].field(row.key).title if kind in {DifferenceKind.VALUE, DifferenceKind.TWO_NUMBERS} else ""
    person = row.record if ours_seen else None
    return DifferenceRow(
        row.pk, system, kind, row.name, codes.get(row.record or 0, "") if ours_seen else "", person if system is NationalSystem.PUPILS else None,
        person if system is NationalSystem.STAFF else None, row.school_id, schools.get(row.school_id, "") if ours_seen else "", row.key, title, there, here,
        sealed or whole_row, bool(row.key in owned and row.theirs and not whole_row), row.file_id, row.file.file_name, row.file.dated, row.place,
        cells_of(row, system, kind, uncovered, schools) if whole and kind in WHOLE else (), row.first_seen, row.gone_at,
        Outcome(row.outcome) if row.outcome else None, row.reason, called.get(row.decided_by_id or 0, ""), row.decided_at,
        SchoolSays(row.says) if row.says else None, row.says_words, called.get(row.said_by_id or 0, ""), row.correction_id)


def cells_of(row: NationalDifference, system: NationalSystem, kind: DifferenceKind, uncovered: bool, schools: dict[int, str]) -> tuple[tuple[str, str, str], ...]:
    """The whole row of the export beside the whole record: title, there, here."""
    there: dict[str, str] = json.loads(row.theirs) if row.theirs and kind is not DifferenceKind.OURS_ONLY else {}
    try:
        values = record_of(system, row.record).values if row.record else {}
    except KeyError:
        values = {}
    form = EXPORTS[system.form]
    found = [(form.field(key).title, shown(system, key, there.get(key, ""), uncovered), shown(system, key, written(values.get(key), form.field(key)), uncovered))
             for key in keys_of(system)]
    found.append((form.field("school").title, there.get("school", ""), schools.get(row.school_id, "") if row.record else ""))
    if system is NationalSystem.PUPILS:
        found.append((form.field("class_no").title, f"{there.get('grade', '')} {there.get('class_no', '')}".strip(), row.ours))
    return tuple(each for each in found if each[1] or each[2])


def shown(system: NationalSystem, key: str, text: str, uncovered: bool) -> str:
    """A value, covered where its column is sealed."""
    if key not in COVERED or uncovered or not text:
        return text
    return covered(text) if EXPORTS[system.form].field(key).kind in {Kind.IDENTITY, Kind.ROLL} else "******"


def differences_told(system: NationalSystem, comparison: Comparison, day: date) -> list[dict[str, str]]:
    """A comparison that is kept nowhere, for the console: records by their codes, sealed values covered."""
    said = said_of(system, comparison, day)
    codes: dict[int, str] = {}
    for part in parts([each.record for each in said if each.record]):
        codes |= dict(RECORDS[system].objects.filter(pk__in=part).values_list("pk", "code"))
    schools = school_names({each.school for each in said}, day)
    form = EXPORTS[system.form]
    whole = {DifferenceKind.THEIRS_ONLY, DifferenceKind.PROBABLE}
    return [{"kind": each.kind.value, "school": schools.get(each.school, ""), "code": codes.get(each.record or 0, ""), "name": each.name,
             "column": form.field(each.key).title if each.kind in {DifferenceKind.VALUE, DifferenceKind.TWO_NUMBERS} else "",
             "theirs": "" if each.kind in whole else shown(system, each.key, each.theirs, False), "ours": shown(system, each.key, each.ours, False),
             "place": each.place} for each in said]
