"""An export of a national system against the register, record by record: matched by number, then offered by name and birth.

Nothing is decided here. A number of one side finds at most one record of the other; whom no number finds, but name and day of
birth do, is offered to a person and counted as neither missing nor new.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from junheng.ground.sheets.intake import Value
from junheng.registry.engine.rosters import FIRST
from junheng.registry.values.codes import Stage
from junheng.registry.values.forms import GRADE_CHOICES
from junheng.registry.values.national import DifferenceKind

Place = tuple[str, int]
Numbered = Mapping[str, Mapping[str, int]]
# Grades as exports write them beside those of lists: 小学2021级, 初中2024级.
ENTRY = re.compile(r"^(小学|初中|高中)(\d{4})级?$")
STAGES = {"小学": Stage.PRIMARY, "初中": Stage.JUNIOR, "高中": Stage.SENIOR}
KINDS = list(DifferenceKind)
# Nothing said, and the code for a person without a title.
NOTHING = frozenset({None, "", "none"})


@dataclass(frozen=True, slots=True)
class Theirs:
    """A row of an export: what it says, without cells that could not be read. `school` None for one that is not known here; `cohort`
    stage and year of entry ("primary:2024"), "" where it is not said; `tells`: one that nobody here answers to is a difference."""

    place: Place
    values: Mapping[str, Value]
    school: int | None = None
    cohort: str = ""
    class_no: int | None = None
    tells: bool = True

    def known_by(self, numbers: Iterable[str]) -> str:
        """What the row is remembered by when somebody has decided of it: its first number, else name and day of birth."""
        return next((str(self.values[key]) for key in numbers if self.values.get(key)), f"{self.values.get('name')}|{self.values.get('born')}")


@dataclass(frozen=True, slots=True)
class Ours:
    """A record of the register. `school` None for somebody on no roll and in no post; `also`: numbers of other times and of records
    that were merged into this one."""

    id: int
    values: Mapping[str, Value]
    school: int | None
    cohort: str = ""
    class_no: int | None = None
    also: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ask:
    """What is compared: `numbers` in the order in which they are believed and `columns`, those that the file holds; `scope`: schools
    with cohorts of which the file should hold everybody, "" for all of a school. `joined` and `apart`: what people have decided."""

    numbers: tuple[str, ...]
    columns: tuple[str, ...]
    scope: frozenset[tuple[int, str]]
    joined: Mapping[str, int] = field(default_factory=dict)
    apart: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """A difference: of a row, of a record, or of both; `key` the column, "school" or "class"."""

    kind: DifferenceKind
    row: Place | None
    record: int | None
    key: str = ""
    theirs: Value = None
    ours: Value = None


def compare(theirs: Sequence[Theirs], ours: Sequence[Ours], ask: Ask) -> list[Found]:
    """Every difference, by kind and then in the order of the file and of the records."""
    owners = owners_of(ours, ask.numbers)
    records = {record.id: record for record in ours}
    taken, left, found = matched(theirs, records, owners, ask)
    for ident, row in taken.items():
        found += differing(row, records[ident], owners, ask)
    missing = [record for record in ours if record.id not in taken and covers(ask.scope, record.school, record.cohort)]
    offered, alone = offers(left, missing, ask)
    found += offered
    found += [Found(DifferenceKind.THEIRS_ONLY, row.place, None) for row in alone]
    gone = {each.record for each in offered}
    found += [Found(DifferenceKind.OURS_ONLY, None, record.id) for record in missing if record.id not in gone]
    order = {row.place: place for place, row in enumerate(theirs)} | {None: len(theirs)}
    return sorted(found, key=lambda each: (KINDS.index(each.kind), order[each.row], each.record or 0, each.key))


def owners_of(ours: Iterable[Ours], numbers: Sequence[str]) -> Numbered:
    """Whose each number is: of those who have it now, else of those who had it."""
    found: dict[str, dict[str, int]] = {key: {} for key in numbers}
    held = list(ours)
    for key in numbers:
        for record in held:
            if record.values.get(key):
                found[key].setdefault(str(record.values[key]), record.id)
    for key in numbers:
        for record in held:
            for number in record.also:
                found[key].setdefault(number, record.id)
    return found


def matched(theirs: Sequence[Theirs], records: Mapping[int, Ours], owners: Numbered, ask: Ask) -> tuple[dict[int, Theirs], list[Theirs], list[Found]]:
    """The row of each record that a row was found for, the rows that no number finds, and rows that mean a record a second time."""
    taken: dict[int, Theirs] = {}
    again: list[Found] = []
    waiting = list(theirs)
    for key in (*ask.numbers, ""):
        left = []
        for row in waiting:
            ident = owners[key].get(str(row.values.get(key))) if key else ask.joined.get(row.known_by(ask.numbers))
            if ident is None or ident not in records:
                left.append(row)
            elif ident in taken:
                again.append(second(row, taken[ident], records[ident], ask.numbers))
            else:
                taken[ident] = row
        waiting = left
    return taken, [row for row in waiting if row.tells], again


def second(row: Theirs, first: Theirs, record: Ours, numbers: Sequence[str]) -> Found:
    """A row that means somebody whom another row means already: the same person under two numbers."""
    key = next((key for key in numbers if row.values.get(key) and row.values.get(key) != first.values.get(key)), numbers[0])
    return Found(DifferenceKind.TWO_NUMBERS, row.place, record.id, key, row.values.get(key), record.values.get(key))


def differing(row: Theirs, record: Ours, owners: Numbered, ask: Ask) -> Iterator[Found]:
    """What a row and its record say differently. A cell that could not be read says nothing."""
    for key in (*ask.numbers, *ask.columns):
        if key not in row.values:
            continue
        there, here = row.values[key], record.values.get(key)
        if same(key, there, here):
            continue
        two = key in ask.numbers and there and (here or owners[key].get(str(there), record.id) != record.id)
        yield Found(DifferenceKind.TWO_NUMBERS if two else DifferenceKind.VALUE, row.place, record.id, key, there, here)
    if row.school is None:
        return
    if row.school != record.school:
        yield Found(DifferenceKind.PLACE, row.place, record.id, "school")
    elif differ(row.cohort, record.cohort) or differ(row.class_no, record.class_no):
        yield Found(DifferenceKind.PLACE, row.place, record.id, "class")


def differ(one: object, other: object) -> bool:
    """Whether both are said and are not the same."""
    return bool(one) and bool(other) and one != other


def same(key: str, one: Value, other: Value) -> bool:
    """Whether two values of a column are the same; an empty one is none, names are read without spaces and dots."""
    if one in NOTHING or other in NOTHING:
        return one in NOTHING and other in NOTHING
    return plain(str(one)) == plain(str(other)) if key == "name" else one == other


def plain(name: str) -> str:
    """A name by its letters: 阿依古丽·买买提 as every system writes it."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", name) if sign.isalnum()).casefold()


def offers(rows: Sequence[Theirs], records: Sequence[Ours], ask: Ask) -> tuple[list[Found], list[Theirs]]:
    """Rows with the record that may be the same person, each record once, the own school first; and the rows without one."""
    by: dict[tuple[str, Value], list[Ours]] = defaultdict(list)
    for record in records:
        by[plain(str(record.values.get("name"))), record.values.get("born")].append(record)
    found, alone = [], []
    gone: set[int] = set()
    for row in rows:
        name, born = row.values.get("name"), row.values.get("born")
        likely = [record for record in by.get((plain(str(name)), born), ()) if name and born and record.id not in gone
                  and (row.known_by(ask.numbers), record.id) not in ask.apart]
        if not likely:
            alone.append(row)
            continue
        best = min(likely, key=lambda record: (record.school != row.school, record.id))
        gone.add(best.id)
        found.append(Found(DifferenceKind.PROBABLE, row.place, best.id))
    return found, alone


def covers(scope: frozenset[tuple[int, str]], school: int | None, cohort: str) -> bool:
    """Whether the file should hold somebody of this school and cohort."""
    return school is not None and ((school, "") in scope or (school, cohort) in scope)


def scope_of(rows: Iterable[Theirs]) -> frozenset[tuple[int, str]]:
    """What a file should hold whole: the grades that it names of each school, all of a school of which it names none."""
    found: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row.school is not None and row.tells:
            found[row.school].add(row.cohort)
    return frozenset((school, cohort) for school, cohorts in found.items() for cohort in (cohorts - {""} or {""}))


def cohort_of(text: str, opens: int) -> str:
    """Stage and year of entry of a grade as exports write it, in the school year that opens in a year; "" for one that says neither."""
    words = unicodedata.normalize("NFKC", text).replace(" ", "")
    if words in GRADE_CHOICES:
        stage, _, grade = GRADE_CHOICES[words].partition(":")
        return f"{stage}:{opens - (int(grade) - FIRST[Stage(stage)])}"
    entry = ENTRY.match(words)
    return f"{STAGES[entry.group(1)].value}:{entry.group(2)}" if entry else ""
