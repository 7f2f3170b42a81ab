"""Kept lists on a day: what a table is compared with, the same list filled, rows for pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from junheng.ground.people import access as people
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Value
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.engine.lists import HeldRow, ListRegister
from junheng.registry.models import (
    Base,
    DayOff,
    Digital,
    Equipment,
    Ground,
    GroupMember,
    Paper,
    Programme,
    Room,
    SchoolSpell,
    Term,
)
from junheng.registry.models.kept import Kept
from junheng.registry.queries.rosters import RUNS, within_reach
from junheng.registry.queries.schools import spells_on
from junheng.registry.values.cards import ListRow
from junheng.registry.values.lists import LISTS, Listing

TABLES: dict[str, type[Kept]] = {
    "rooms": Room, "grounds": Ground, "equipment": Equipment, "groups": GroupMember, "papers": Paper, "digital": Digital,
    "programmes": Programme, "bases": Base, "terms": Term, "days-off": DayOff,
}
UNPLACED_DAYS = frozenset({"terms", "days-off"})


def columns_of(listing: Listing, row: Kept) -> dict[str, Value]:
    """A row by the form's keys; an empty text is None."""
    return {key: value if (value := getattr(row, key)) != "" else None for key in listing.compared}


def rows_on(name: str, day: date) -> QuerySet[Any]:
    """The rows of a list on a day; of the calendar all."""
    rows = TABLES[name]._default_manager.all()
    return rows if name in UNPLACED_DAYS else rows.filter(on_day(day))


def list_register(person: Person, name: str, day: date) -> ListRegister:
    """What a table of a list is compared with: rows within reach whatever their days."""
    listing, table = LISTS[name], TABLES[name]
    found = ListRegister(day)
    rows: QuerySet[Any] = table._default_manager.order_by("code")
    if listing.placed:
        for spell in within_reach(person, day, access.FORM_KINDS[name]):
            found.names[spell.school_id] = spell.short_name or spell.name
            found.stages[spell.school_id] = RUNS[spell.kind]
            found.schools |= dict.fromkeys((spell.school.school_code, spell.name, spell.short_name or spell.name), spell.school_id)
    reach = people.reach(person, "change", access.FORM_KINDS[name])
    for row in rows:
        school = row.school_id if listing.placed else None
        if reach.everything or school in found.names:
            found.rows.append(HeldRow(row.pk, row.code, school, columns_of(listing, row)))
    return found


def filled_list(person: Person, name: str, day: date) -> Iterator[list[Value]]:
    """The form of a list filled with its rows of the day that the person may change: what comes out goes in again unchanged."""
    listing = LISTS[name]
    rows, reach = rows_on(name, day), people.reach(person, "change", access.FORM_KINDS[name])
    if not reach.everything:
        rows = rows.filter(school_id__in=reach.unit_ids) if listing.placed else rows.none()
    yield from filled(listing, rows, day)


def filled(listing: Listing, rows: QuerySet[Any], day: date) -> Iterator[list[Value]]:
    """Rows in the order of the form's columns."""
    names = {row.school_id: (row.school.school_code, row.name) for row in spells_on(day).select_related("school")} if listing.placed else {}
    for row in rows:
        code, school = names.get(row.school_id, ("", "")) if listing.placed else ("", "")
        if listing.placed and not code:
            continue
        where: dict[str, Value] = {"code": row.code, "school_code": code, "school": school, **columns_of(listing, row)}
        yield [where.get(field.key) for field in listing.form.fields]


@dataclass(frozen=True, slots=True)
class Cut:
    """What a page of a list is cut by."""

    words: str = ""
    kind: str = ""
    school: int | None = None


def list_rows(person: Person, name: str, day: date, cut: Cut) -> list[ListRow]:
    """The rows of a list on a day as a page shows them, by school. Raises Denied."""
    return shown_rows(name, seen(person, name, day, cut), day)


def list_filled(person: Person, name: str, day: date, cut: Cut) -> Iterator[list[Value]]:
    """The same rows in the form of the list, for its workbook. Raises Denied."""
    return filled(LISTS[name], seen(person, name, day, cut), day)


def seen(person: Person, name: str, day: date, cut: Cut) -> QuerySet[Any]:
    """The rows of a list on a day that the person may see, cut. Raises Denied."""
    listing, reach = LISTS[name], people.reach(person, "see", access.FORM_KINDS[name])
    if not access.may_at_all(person, "see", access.FORM_KINDS[name]):
        access.check_may(person, "see", access.FORM_KINDS[name])
    rows = rows_on(name, day)
    if listing.placed:
        here = spells_on(day)
        if not reach.everything:
            here = here.filter(school_id__in=reach.unit_ids)
        if cut.words:
            here = here.filter(Q(name__icontains=cut.words) | Q(short_name__icontains=cut.words) | Q(school__school_code__startswith=cut.words))
        if cut.school is not None:
            here = here.filter(school_id=cut.school)
        rows = rows.filter(school_id__in=here.values("school_id")).order_by("school__school_code", *rows.model._meta.ordering)
    if cut.kind and any(field.key == "kind" for field in listing.form.fields):
        rows = rows.filter(kind=cut.kind)
    return rows


def shown_rows(name: str, rows: QuerySet[Any], day: date) -> list[ListRow]:
    """Rows as values, in the words of the form."""
    listing = LISTS[name]
    names: dict[int, str] = {}
    if listing.placed:
        names = {row.school_id: row.short_name or row.name for row in SchoolSpell.objects.filter(since__lte=day).order_by("since")}
    return [ListRow(row.pk, row.school_id if listing.placed else None, names.get(row.school_id, "") if listing.placed else "",
                    columns_of(listing, row)) for row in rows]


def list_row(person: Person, name: str, row_id: int) -> ListRow | None:
    """One row, whatever its days, for whoever may change it; None for any other."""
    listing = LISTS[name]
    row = TABLES[name]._default_manager.filter(pk=row_id).first()
    if row is None or not may_keep(person, name, row.school_id if listing.placed else None):
        return None
    return shown_rows(name, TABLES[name]._default_manager.filter(pk=row_id), date.max)[0]


def may_keep(person: Person, name: str, school: int | None = None) -> bool:
    """Whether the person may change rows of a list, at a school where one is named."""
    kind = access.FORM_KINDS[name]
    return access.may(person, "change", kind, unit_ids=[school]) if school is not None else access.may_at_all(person, "change", kind)


def keepers_schools(person: Person, name: str, day: date) -> list[tuple[int, str]]:
    """The schools for which the person may add rows, by code."""
    found = within_reach(person, day, access.FORM_KINDS[name])
    return [(row.school_id, row.name) for row in sorted(found, key=lambda each: each.school.school_code)]
