"""What an export is compared with: its rows with their schools, and the records that it should hold or whose numbers it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q

from junheng.ground.kernel.dates import school_year_of
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Reading, Refusal, Taken, Value
from junheng.ground.sheets.intake import refuse as at_cell
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.engine.comparison import Ask, Found, Ours, Theirs, cohort_of, compare, scope_of
from junheng.registry.engine.rosters import class_number
from junheng.registry.models import (
    Enrolment,
    FormerNumber,
    NationalDifference,
    Post,
    Pupil,
    StaffMember,
)
from junheng.registry.queries.books import book
from junheng.registry.queries.schools import spells_on
from junheng.registry.values.forms import EXPORTS
from junheng.registry.values.national import Columns, DifferenceKind, NationalSystem, Outcome

BOOK = "registry/national-systems"
PART = 500
PUPILS, STAFF = NationalSystem.PUPILS, NationalSystem.STAFF
KINDS = {PUPILS: access.PUPIL_NATIONAL, STAFF: access.STAFF_NATIONAL}
NUMBERS = {PUPILS: ("roll_number", "identity_number"), STAFF: ("identity_number",)}
WHERE = frozenset({"school_code", "school", "grade", "class_no"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison with what is needed to say it: rows by their place, records by their number, schools that the file holds."""

    found: tuple[Found, ...]
    rows: Mapping[tuple[str, int], Theirs]
    records: Mapping[int, Ours]
    ask: Ask
    schools: frozenset[int]
    refusals: tuple[Refusal, ...]


@lru_cache(maxsize=8)
def columns(system: NationalSystem, day: date) -> Columns:
    """The columns of a system as the county's book has them on a day."""
    entry = book().at(day)[BOOK]

    def listed(name: str) -> tuple[str, ...]:
        return tuple(each.strip() for each in str(entry.dated(f"{system.value}_{name}").value).split("、") if each.strip())

    return Columns({field.key: listed(field.key) for field in EXPORTS[system.form].fields}, listed("passed_over"), frozenset(listed("owned")),
                   frozenset(listed("stages")) if system is PUPILS else frozenset())


def days_of(name: str, day: date) -> int:
    """A house rule in days: "keep" of a file, "stale" of what it says."""
    return int(book().at(day)[BOOK].value(f"{name}_days"))


def schools_within(person: Person | None, system: NationalSystem, day: date) -> dict[int, tuple[str, ...]]:
    """The schools whose exports a person may load, each by what it is called; all of them for the console."""
    reach = access.reach(person, "change", KINDS[system]) if person else None
    return {row.school_id: (row.school.school_code, row.name, row.short_name) for row in spells_on(day).select_related("school")
            if reach is None or reach.everything or row.school_id in reach.unit_ids}


def compared(system: NationalSystem, reading: Reading, person: Person | None, day: date) -> Comparison:
    """An export against the register as it is on a day."""
    within = frozenset(schools_within(person, system, day))
    rows, refusals = rows_of(system, reading, within, day)
    given = {key for head in reading.heads.values() for key in head.columns.values()}
    numbers = tuple(key for key in NUMBERS[system] if key in given)
    compared_columns = tuple(field.key for field in EXPORTS[system.form].fields if field.key in given - WHERE - set(numbers))
    scope = scope_of(rows)
    ask = Ask(numbers, compared_columns, scope, *decided(system))
    records = {each.id: each for each in (pupils if system is PUPILS else staff)(rows, scope, ask, day)}
    by_place = {row.place: row for row in rows}
    found = tuple(each for each in compare(rows, list(records.values()), ask) if tells(each, by_place, records, within))
    return Comparison(found, by_place, records, ask, frozenset(school for school, _ in scope), (*reading.refusals, *refusals))


def tells(each: Found, rows: Mapping[tuple[str, int], Theirs], records: Mapping[int, Ours], within: frozenset[int]) -> bool:
    """Whether a difference may be told to whoever loaded the file. Of a record of another school a row of one's own tells that it is
    there, and nothing else: a file is no way to ask for what a number hides."""
    if each.record is None or records[each.record].school in within:
        return True
    return each.kind is DifferenceKind.PLACE and each.row is not None and rows[each.row].tells


def rows_of(system: NationalSystem, reading: Reading, within: frozenset[int], day: date) -> tuple[list[Theirs], list[Refusal]]:
    """The rows of a file with their schools, those too of which a cell could not be read; and schools that nobody knows here."""
    known = {name: ident for ident, names in schools_within(None, system, day).items() for name in names if name}
    opens, found, refusals = school_year_of(day).opens, [], []
    order = {grid.name: place for place, grid in enumerate(reading.grids)}
    for row in sorted([*reading.rows, *reading.broken], key=lambda each: (order[each.sheet], each.row)):
        code, name = row.values.get("school_code"), row.values.get("school")
        school = known.get(str(code)) or known.get(str(name)) if code or name else next(iter(within)) if len(within) == 1 else None
        if school is None:
            refusals.append(unknown_school(reading, row, str(code or name or "")))
        cohort = cohort_of(str(row.values.get("grade") or ""), opens) if system is PUPILS else ""
        number = class_number(str(row.values.get("class_no") or "")) if system is PUPILS else 0
        found.append(Theirs((row.sheet, row.row), row.values, school, cohort, number or None, tells=school in within))
    return found, refusals


def unknown_school(reading: Reading, row: Taken, said: str) -> Refusal:
    """The cell that names no school of the register."""
    columns = reading.heads[row.sheet].columns.values()
    key = next((each for each in ("school_code", "school") if each in columns and row.values.get(each)), "name")
    return at_cell(reading, row, key, "no-such-school", "“%(school)s” is no school of the register: this row is looked for by its numbers alone.",
                   "Correct the school in the register, or its name in the national system.", school=said[:40])


def decided(system: NationalSystem) -> tuple[dict[str, int], frozenset[tuple[str, int]]]:
    """Probable pairs of which somebody has said that they are one person, or two."""
    joined: dict[str, int] = {}
    apart: set[tuple[str, int]] = set()
    for row in NationalDifference.objects.filter(system=system.value, outcome__in=[Outcome.SAME.value, Outcome.APART.value]).order_by("id"):
        if row.outcome == Outcome.SAME:
            joined[row.number] = row.record or 0
        else:
            apart.add((row.number, row.record or 0))
    return joined, frozenset(apart)


def pupils(rows: Sequence[Theirs], scope: Iterable[tuple[int, str]], ask: Ask, day: date) -> list[Ours]:
    """The pupils of the scope, and those elsewhere whose numbers the rows name."""
    cohorts: dict[int, set[str]] = defaultdict(set)
    for school, cohort in scope:
        cohorts[school].add(cohort)
    stages = columns(PUPILS, day).stages
    stays: dict[int, tuple[int, str, int | None]] = {}
    for part in parts(sorted(cohorts)):
        for pupil, school, stage, entry, number in Enrolment.objects.filter(on_day(day), school__in=part, stage__in=stages).order_by().values_list(
                "pupil_id", "school_id", "stage", "entry_year", "school_class__class_no"):
            if {"", f"{stage}:{entry}"} & cohorts[school]:
                stays[pupil] = (school, f"{stage}:{entry}", number)
    also: dict[int, set[str]] = defaultdict(set)
    held: dict[int, dict[str, Value]] = {}
    keys = ("name", "sex", "born", "identity_number", "roll_number", "ethnic_group", "boarding", "residence_division", "address")
    for part in parts(sorted(stays)):
        held |= people(Pupil.objects.filter(pk__in=part), keys, also)
    named = {str(row.values[key]) for row in rows for key in ask.numbers if row.values.get(key)}
    seen = {str(values[key]) for values in held.values() for key in NUMBERS[PUPILS] if values.get(key)}
    missing = sorted(named - seen)
    for part in parts(missing):
        held |= people(Pupil.objects.filter(Q(roll_number__in=part) | Q(identity_number__in=part)), keys, also)
        for pupil, number in FormerNumber.objects.filter(number__in=part).values_list("pupil_id", "number"):
            also[pupil].add(number)
    for part in parts(sorted({*held, *also, *ask.joined.values()} - set(stays))):
        held |= people(Pupil.objects.filter(pk__in=set(part) - set(held)), keys, also)
        for pupil, school, stage, entry, number in Enrolment.objects.filter(on_day(day), pupil__in=part).order_by().values_list(
                "pupil_id", "school_id", "stage", "entry_year", "school_class__class_no"):
            stays[pupil] = (school, f"{stage}:{entry}", number)
    return [Ours(ident, values, *stays.get(ident, (None, "", None)), also=frozenset(also.get(ident, ()))) for ident, values in sorted(held.items())]


def people(rows: Any, keys: tuple[str, ...], also: dict[int, set[str]]) -> dict[int, dict[str, Value]]:
    """Values of records by their number; of one that was merged, its numbers find the one that stays."""
    found: dict[int, dict[str, Value]] = {}
    for ident, kept, *cells in rows.order_by().values_list("pk", "merged_into_id", *keys):
        values = {key: cell if cell != "" else None for key, cell in zip(keys, cells, strict=True)}
        if kept is not None:
            also[kept].update(str(values[key]) for key in ("identity_number", "roll_number") if values.get(key))
            continue
        found[ident] = values
    return found


def staff(rows: Sequence[Theirs], scope: Iterable[tuple[int, str]], ask: Ask, day: date) -> list[Ours]:
    """The staff with a main post at the schools of the scope, and those elsewhere whose numbers the rows name."""
    posts: dict[int, int] = {}
    for part in parts(sorted({school for school, _ in scope})):
        members = Post.objects.filter(on_day(day), school__in=part).values("member_id")
        posts |= main_posts(Post.objects.filter(on_day(day), member__in=members))
    inside = {school for school, _ in scope}
    keys = tuple(field.key for field in EXPORTS[STAFF.form].fields if field.key not in WHERE)
    also: dict[int, set[str]] = defaultdict(set)
    held: dict[int, dict[str, Value]] = {}
    for part in parts(sorted(member for member, school in posts.items() if school in inside)):
        held |= people(StaffMember.objects.filter(pk__in=part), keys, also)
    seen = {str(values["identity_number"]) for values in held.values()}
    for part in parts(sorted({str(row.values[key]) for row in rows for key in ask.numbers if row.values.get(key)} - seen)):
        held |= people(StaffMember.objects.filter(identity_number__in=part), keys, also)
    for part in parts(sorted({*held, *also, *ask.joined.values()} - set(posts))):
        held |= people(StaffMember.objects.filter(pk__in=set(part) - set(held)), keys, also)
        posts |= main_posts(Post.objects.filter(on_day(day), member__in=part))
    return [Ours(ident, values, posts.get(ident), also=frozenset(also.get(ident, ()))) for ident, values in sorted(held.items())]


def main_posts(rows: Any) -> dict[int, int]:
    """The school of each member's main post: the one of the largest share."""
    return dict(rows.order_by("share_per_mille", "code").values_list("member_id", "school_id"))


def parts(values: Collection[Any]) -> Iterator[list[Any]]:
    """Values in handfuls that one question may name."""
    held = list(values)
    for at in range(0, len(held), PART):
        yield held[at:at + PART]


def keys_of(system: NationalSystem) -> tuple[str, ...]:
    """The columns of a system that are compared: numbers first."""
    return (*NUMBERS[system], *(field.key for field in EXPORTS[system.form].fields if field.key not in {*WHERE, *NUMBERS[system]}))


def asked_alone(system: NationalSystem) -> Ask:
    """The question of one row and one record."""
    return Ask(NUMBERS[system], keys_of(system)[len(NUMBERS[system]):], frozenset())


def record_of(system: NationalSystem, ident: int) -> Ours:
    """One record as it is now. Raises KeyError for one that is not there."""
    rows: Any = Pupil.objects.filter(pk=ident) if system is PUPILS else StaffMember.objects.filter(pk=ident)
    return Ours(ident, people(rows, keys_of(system), defaultdict(set))[ident], None)


def row_of(values: Mapping[str, Value], place: str) -> Theirs:
    """One row by its cells alone."""
    return Theirs((place, 0), values)
