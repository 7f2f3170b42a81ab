"""Collection rounds and notices: as their asker sees them, and as whoever is asked does."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

from junheng.ground.kernel.dates import school_year_of
from junheng.ground.people.queries import names
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake.fields import Form, Kind, Value
from junheng.ground.sheets.intake.heads import plain
from junheng.ground.units.queries import tree
from junheng.ground.units.values import TAUGHT_AT, UnitTree
from junheng.ground.units.values import Kind as UnitKind
from junheng.registry import access
from junheng.registry.engine import returns as engine
from junheng.registry.models import Handed, Return, Round, SchoolSpell, Version
from junheng.registry.queries.calendar import terms
from junheng.registry.queries.known import known_values
from junheng.registry.values.collecting import (
    Answer,
    Asked,
    Burden,
    Collected,
    HandedFile,
    Line,
    ReturnCard,
    ReturnRow,
    ReturnState,
    RoundCard,
    RoundKind,
    RoundRow,
    RoundState,
    Task,
    Via,
)

BACK = ReturnState.RETURNED


def columns_of(row: Round) -> tuple[Asked, ...]:
    """The columns of a round."""
    return tuple(Asked(**{**each, "kind": Kind(each["kind"]), **{key: tuple(each[key]) for key in ("choices", "adds_up")}}) for each in row.columns)


def kept(columns: Iterable[Asked]) -> list[dict[str, Any]]:
    """Columns as a round keeps them."""
    return [asdict(each) for each in columns]


def lines_of(columns: Collection[Asked], text: str) -> tuple[Line, ...]:
    """Kept rows as they were."""
    kinds = {each.key: each.kind for each in columns}
    return tuple(Line(each["unit"], {key: engine.unspelled(value, kinds[key]) for key, value in each["values"].items() if key in kinds})
                 for each in json.loads(text))


def lines_kept(lines: Iterable[Line]) -> str:
    """Rows as they are kept."""
    return json.dumps(spelled_lines(lines), ensure_ascii=False)


def spelled_lines(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Rows with nothing in them that JSON does not know."""
    return [{"unit": line.unit_id, "values": {key: engine.spelled(value) for key, value in line.values.items()}} for line in lines]


def own_due() -> Coalesce:
    """The day by which a return is due: its own, else the round's."""
    return Coalesce("due", "round__due")


def counted(rows: QuerySet[Round], today: date) -> list[RoundRow]:
    """Rows of rounds with how many were asked and answered."""
    counts = rows.annotate(asked=Count("returns"), back=Count("returns", filter=Q(returns__state=BACK))).select_related("unit")
    return [RoundRow(row.pk, RoundKind(row.kind), row.title, row.unit.short_name or row.unit.name, row.basis, row.minutes, row.due, RoundState(row.state),
                     row.asked, row.back, row.state == RoundState.OPEN and row.due < today and row.back < row.asked) for row in counts]


def rounds(person: Person, today: date) -> list[RoundRow]:
    """Rounds that the person may see, the newest first; drafts of others are not among them. Raises Denied."""
    reach = access.reach(person, "see", access.ROUND)
    rows = Round.objects.all() if reach.everything else Round.objects.filter(unit_id__in=reach.unit_ids)
    return counted(rows.exclude(~Q(created_by_id=person.account_id), state=RoundState.DRAFT)[:200], today)


def round_card(person: Person, round_id: int, today: date) -> RoundCard | None:
    """A round; None for one that there is not, or a draft of somebody else. Raises Denied."""
    row = Round.objects.filter(pk=round_id).first()
    if row is None or (row.state == RoundState.DRAFT and row.created_by_id != person.account_id):
        return None
    access.check_may(person, "see", access.ROUND, unit_ids=[row.unit_id], owner_id=row.created_by_id)
    return card_of(row, today)


def card_of(row: Round, today: date) -> RoundCard:
    """A round as a value."""
    return RoundCard(counted(Round.objects.filter(pk=row.pk), today)[0], row.unit_id, row.created_by_id, names([row.created_by_id])[row.created_by_id],
                     row.list_number, row.text, row.on, row.rows_free, columns_of(row), row.opened_at, row.closed_at, row.words)


def may_see_answers(person: Person, card: RoundCard) -> bool:
    """Whether the person may see what came back: the unit that asks, and those above it."""
    return access.may(person, "approve", access.RETURN, unit_ids=[card.asker_id])


def may_change(person: Person, card: RoundCard) -> bool:
    """Whether the person may change, open and close the round."""
    return access.may(person, "change", access.ROUND, unit_ids=[card.asker_id])


def asking_units(person: Person, today: date) -> list[tuple[int, str]]:
    """The units for which the person may ask, the narrowest first: a section before its bureau."""
    reach, units = access.reach(person, "change", access.ROUND), tree(today)
    ids = {held.unit_id for held in person.appointments} if reach.everything else {held.unit_id for held in person.appointments} & reach.unit_ids
    return [(each, units.name(each)) for each in sorted(ids, key=lambda each: (-len(units.ancestors(each)), units.card(each).code))]


def targets(unit_id: int, today: date) -> list[int]:
    """Whom a unit may ask, by code: a central school what is below it, a part of the bureau all schools and central schools."""
    units = tree(today)
    if units.card(unit_id).kind is UnitKind.CENTRAL_SCHOOL:
        return [each for each in units.descendants(unit_id) if units.card(each).kind in TAUGHT_AT]
    return [*units.of_kind(UnitKind.CENTRAL_SCHOOL), *units.of_kind(*TAUGHT_AT)]


def subjects(unit_id: int, on: date, units: UnitTree | None = None) -> list[tuple[int, str]]:
    """The schools for which a unit answers, by code: itself, or what is directly below a central school, where the register knows it."""
    held = units or tree(on)
    ids = [unit_id] if held.card(unit_id).kind is not UnitKind.CENTRAL_SCHOOL else [unit_id, *held.descendants(unit_id)]
    return [(each, held.name(each)) for each in ids
            if (each == unit_id and len(ids) == 1) or held.card(each).kind in TAUGHT_AT]


def return_rows(round_id: int, today: date) -> list[ReturnRow]:
    """Every unit that was asked, by code."""
    latest = {each.answer_id: each for each in Version.objects.filter(answer__round_id=round_id, number=F("answer__version")).defer("lines")}
    called = names(each.by_id for each in latest.values())
    rows = Return.objects.filter(round_id=round_id).select_related("unit", "round").defer("draft")
    return [ReturnRow(row.pk, row.unit_id, row.unit.name, ReturnState(row.state), row.due or row.round.due,
                      is_late(row, row.due or row.round.due, today), row.answered_at,
                      called[latest[row.pk].by_id] if row.pk in latest else "", Via(latest[row.pk].via) if row.pk in latest else None,
                      row.received_at, row.words, len(latest[row.pk].remarks) if row.pk in latest else 0) for row in rows]


def is_late(row: Return, due: date, today: date) -> bool:
    """Whether a return is, or came, after its day."""
    return (localtime(row.answered_at).date() if row.state == BACK and row.answered_at else today) > due


def answers(round_id: int, columns: Collection[Asked]) -> list[Answer]:
    """What came back and was not sent back, by code of the unit."""
    found = Version.objects.filter(answer__round_id=round_id, number=F("answer__version"), answer__state=BACK).select_related("answer__unit").order_by(
        "answer__unit__code")
    return [Answer(each.answer.unit_id, each.answer.unit.name, BACK, lines_of(columns, each.lines), each.remarks) for each in found]


def tasks(person: Person, today: date, *, done: bool = False) -> list[Task]:
    """What the person's units are asked and have not answered yet, or have; by due day. Empty for whoever answers for nobody."""
    reach = access.reach(person, "change", access.RETURN)
    rows = Return.objects.filter(unit_id__in=reach.unit_ids).select_related("round__unit", "unit").defer("draft").annotate(by=own_due())
    rows = rows.filter(round__state__in=[RoundState.OPEN, RoundState.CLOSED], state=BACK).order_by("-answered_at")[:100] if done else rows.filter(
        round__state=RoundState.OPEN).exclude(state=BACK).order_by("by", "round_id")
    return [Task(row.pk, row.round_id, RoundKind(row.round.kind), row.round.title, row.round.unit.short_name or row.round.unit.name, row.unit.name,
                 row.by, ReturnState(row.state), row.round.minutes, is_late(row, row.by, today), row.words, row.answered_at) for row in rows]


def return_card(person: Person, return_id: int, today: date) -> ReturnCard | None:
    """A return; None where there is none or its round is not open to anybody. Raises Denied."""
    row = Return.objects.filter(pk=return_id).exclude(round__state=RoundState.DRAFT).select_related("round", "unit").first()
    if row is None:
        return None
    access.check_may(person, "see", access.RETURN, unit_ids=[row.unit_id, row.round.unit_id])
    asked, due = row.round, row.due or row.round.due
    columns, about = columns_of(asked), subjects(row.unit_id, asked.on)
    version = row.versions.filter(number=row.version).first()
    draft = json.loads(row.draft) if row.draft else None
    lines = lines_of(columns, json.dumps(draft["lines"]) if draft else version.lines if version else "[]")
    remarks = draft["remarks"] if draft else version.remarks if version else {}
    if not asked.rows_free:
        lines = prefilled(columns, [each for each, _ in about], asked.on, lines)
    return ReturnCard(
        row.pk, card_of(asked, today), row.unit_id, row.unit.name, ReturnState(row.state), row.version, due, is_late(row, due, today),
        may_answer(person, row, today), tuple(about), lines, prior_values(asked, columns, row.unit_id), remarks, row.draft_saved_at, row.answered_at,
        names([version.by_id])[version.by_id] if version else "", row.received_at, row.words)


def may_answer(person: Person, row: Return, today: date) -> bool:
    """Whether the person may fill the return in now: while the round is open, and after it where the unit was given its own day."""
    open_now = row.round.state == RoundState.OPEN or (row.round.state == RoundState.CLOSED and row.due is not None and today <= row.due and row.state != BACK)
    return open_now and access.may(person, "change", access.RETURN, unit_ids=[row.unit_id])


def prefilled(columns: Collection[Asked], unit_ids: Collection[int], on: date, lines: Collection[Line] = ()) -> tuple[Line, ...]:
    """One row for each school with all that is known of it, and what was typed."""
    keys = {each.key: each.known for each in columns if each.known}
    known = known_values(set(keys.values()), unit_ids, on)
    typed = {line.unit_id: line.values for line in lines}
    return tuple(Line(unit_id, {**typed.get(unit_id, {}), **{key: known[unit_id].get(name) for key, name in keys.items()}}) for unit_id in unit_ids)


def prior_values(asked: Round, columns: Collection[Asked], unit_id: int) -> Mapping[tuple[int | None, str], tuple[Value, date, str]]:
    """What the unit last said in another round under the same heading, by school and column: nobody types it twice."""
    wanted = {(plain(each.title), each.kind): each.key for each in columns if not each.known}
    if asked.rows_free or not wanted:
        return {}
    found: dict[tuple[int | None, str], tuple[Value, date, str]] = {}
    earlier = Version.objects.filter(answer__unit_id=unit_id, answer__state=BACK, number=F("answer__version"), answer__round__rows_free=False).exclude(
        answer__round=asked).select_related("answer__round").order_by("at")
    for each in earlier:
        before = columns_of(each.answer.round)
        same = {column.key: wanted[plain(column.title), column.kind] for column in before if (plain(column.title), column.kind) in wanted}
        for line in lines_of(before, each.lines) if same else ():
            found |= {(line.unit_id, here): (line.values[there], each.answer.round.on, each.answer.round.title)
                      for there, here in same.items() if line.values.get(there) is not None}
    return found


ROUNDS_OFFERED = 10


def collected(person: Person) -> list[Collected]:
    """Totals of the latest rounds whose answers the person may see, for whoever needs a figure with its source."""
    reach = access.reach(person, "approve", access.RETURN)
    rows = Round.objects.filter(kind=RoundKind.TABLE, state__in=[RoundState.OPEN, RoundState.CLOSED])
    rows = (rows if reach.everything else rows.filter(unit_id__in=reach.unit_ids)).annotate(asked=Count("returns"))[:ROUNDS_OFFERED]
    found: list[Collected] = []
    for row in rows:
        columns = columns_of(row)
        back = answers(row.pk, columns)
        title = {each.key: each for each in columns}
        found += [Collected(row.pk, key, row.title, title[key].title, value, title[key].measure, row.on, len(back), row.asked)
                  for key, value in engine.totals(columns, back).items() if back and not title[key].known]
    return found


def handed(round_id: int) -> list[HandedFile]:
    """Files handed in for a round, the newest first; their contents stay where they are."""
    rows = Handed.objects.filter(round_id=round_id).order_by("-id").values_list("file_name", "state", "unit__name", "findings")
    return [HandedFile(name, state, unit or "", tuple(findings)) for name, state, unit, findings in rows[:300]]


def waiting(round_id: int) -> list[int]:
    """Files of a round that nobody has read yet, in the order in which they came."""
    return list(Handed.objects.filter(round_id=round_id, state="waiting").values_list("pk", flat=True))


def burdens(person: Person, since: date, until: date, today: date) -> list[Burden]:
    """What each unit within reach was asked in a term, the most first."""
    reach = access.reach(person, "see", access.RETURN)
    county = access.reach(person, "see", access.ROUND).everything
    rows = Return.objects.filter(round__opened_at__date__gte=since, round__opened_at__date__lt=until).exclude(
        round__state__in=[RoundState.DRAFT, RoundState.WITHDRAWN]).select_related("round", "unit").defer("draft")
    if not (county or reach.everything):
        rows = rows.filter(unit_id__in=reach.unit_ids)
    by_unit: dict[int, list[Return]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit_id].append(row)
    found = [burden(of_unit, today) for of_unit in by_unit.values()]
    return sorted(found, key=lambda each: (-each.minutes, -each.requests, each.unit))


def burden(rows: Collection[Return], today: date) -> Burden:
    """What one unit was asked."""
    first = next(iter(rows))
    tables = [row for row in rows if row.round.kind == RoundKind.TABLE]
    return Burden(first.unit_id, first.unit.name, len(tables), sum(row.round.minutes for row in tables), len(rows) - len(tables),
                  sum(1 for row in rows if row.state == BACK), sum(1 for row in rows if is_late(row, row.due or row.round.due, today)))


def may_see_any(person: Person) -> bool:
    """Whether there can be rounds or returns that the person may see."""
    return access.may_at_all(person, "see", access.ROUND) or access.may_at_all(person, "see", access.RETURN)


def may_see_rounds(person: Person) -> bool:
    """Whether there is a list of rounds for the person."""
    return access.may_at_all(person, "see", access.ROUND)


def to_fill(person: Person) -> int:
    """How many returns the person's units still owe."""
    units = access.reach(person, "change", access.RETURN).unit_ids
    return Return.objects.filter(unit_id__in=units, round__state=RoundState.OPEN).exclude(state=BACK).count() if units else 0


def may_answer_any(person: Person) -> bool:
    """Whether the person answers for a unit."""
    return access.may_at_all(person, "change", access.RETURN)


def subject_names(unit_ids: Collection[int], on: date) -> list[tuple[int, str]]:
    """Names of schools by number."""
    units = tree(on)
    return [(each, units.name(each)) for each in unit_ids]


def form_rows(card: RoundCard, unit_ids: Collection[int], form: Form) -> list[list[Value]]:
    """A form's rows with all that is known of these schools."""
    names = dict(subject_names(unit_ids, card.on))
    return [[names[line.unit_id] if field.key == engine.SUBJECT and line.unit_id else line.values.get(field.key) for field in form.fields]
            for line in prefilled(card.columns, unit_ids, card.on)]


def filled_rows(card: ReturnCard, form: Form) -> list[list[Value]]:
    """A unit's own form: what is known, what was typed or sent, and what it last said elsewhere."""
    names = dict(card.subjects)

    def cell(line: Line, key: str) -> Value:
        if key == engine.SUBJECT:
            return names.get(line.unit_id, "") if line.unit_id else ""
        value = line.values.get(key)
        before = card.prior.get((line.unit_id, key))
        return before[0] if value is None and before is not None and card.version == 0 else value
    return [[cell(line, field.key) for field in form.fields] for line in card.lines]


def span_of(day: date, *, year: bool) -> tuple[date, date]:
    """The first day and the first day without it of a day's school year, or of its term by the county's calendar; holidays go with the
    term before them."""
    opens = school_year_of(day)
    autumn, spring = terms(opens.opens)
    if year:
        return opens.first_day, opens.last_day + timedelta(days=1)
    first = min(autumn.first_day, opens.first_day)
    return (first, spring.first_day) if day < spring.first_day else (spring.first_day, opens.last_day + timedelta(days=1))


def school_targets(on: date, ids: Collection[int]) -> list[dict[str, Any]]:
    """Schools to be ticked, with what they are chosen by."""
    spells = {row.school_id: row for row in SchoolSpell.objects.filter(school_id__in=ids, until__isnull=True).select_related("township")}
    units = tree(on)
    return [{"id": each, "name": units.name(each), "kind": spells[each].kind if each in spells else units.card(each).kind.value,
             "ownership": spells[each].ownership if each in spells else "",
             "township": spells[each].township.short_name or spells[each].township.name if each in spells and spells[each].township else ""} for each in ids]
