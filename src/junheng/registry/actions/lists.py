"""Kept lists written: from a table as a whole, or one row typed on a page, by the same rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from junheng.ground.audit.actions import say
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.values import Person
from junheng.ground.sheets.intake import Value
from junheng.registry import access
from junheng.registry.actions import rows
from junheng.registry.engine.lists import Known, ListStep, judged
from junheng.registry.engine.plans import Plan
from junheng.registry.models import Import, School, Turn
from junheng.registry.queries.lists import TABLES, list_register
from junheng.registry.values.lists import LISTS, Listing

BATCH = 1000


def write(*, name: str, plan: Plan, brought: Import, at: datetime) -> int:
    """This will write new and changed rows of a plan; no classes are opened for them."""
    listing, table = LISTS[name], TABLES[name]
    if listing.succeeds:
        end_before(table, plan.added, brought, at)
    add(listing, table, plan.added, brought, at)
    change(table, plan.changed, brought, at)
    return 0


def add(listing: Listing, table: Any, steps: Sequence[ListStep], brought: Import, at: datetime) -> None:
    """This will write new rows."""
    table.objects.bulk_create([
        table(code=f"{listing.prefix}{brought.pk}-{number}", brought=brought, changed_at=at, **columns(listing, table, step))
        for number, step in enumerate(steps, start=1)], BATCH)


def columns(listing: Listing, table: Any, step: ListStep) -> dict[str, Any]:
    """A new row as its table holds it."""
    place = {"school_id": step.school} if listing.placed else {}
    return {**place, **{key: held(table, key, value) for key, value in step.values.items()}}


def held(table: Any, key: str, value: Value) -> Value:
    """A value as the table holds it: an empty text is "", anything else that is empty is NULL."""
    return "" if value is None and not table._meta.get_field(key).null else value


def change(table: Any, steps: Sequence[ListStep], brought: Import, at: datetime) -> None:
    """This will write what changes of rows that are there, keeping what stood before."""
    wanted = {step.held.id: step for step in steps if step.held is not None}
    if not wanted:
        return
    rows.keep_before(table, wanted, brought)
    found = list(table.objects.filter(pk__in=wanted))
    for row in found:
        for key, _, after in wanted[row.pk].changes:
            setattr(row, key, held(table, key, after))
        row.changed_at = at
    rows.update(table, found, [*sorted({key for step in steps for key, _, _ in step.changes}), "changed_at"])


def end_before(table: Any, steps: Sequence[ListStep], brought: Import, at: datetime) -> None:
    """This will end what held before the new rows of a school begin, keeping what stood."""
    for step in steps:
        before = list(table.objects.filter(school_id=step.school, until=None).values_list("pk", flat=True))
        rows.keep_before(table, before, brought)
        table.objects.filter(pk__in=before).update(until=step.values["since"], changed_at=at)


def changed_since(name: str, row: Import) -> int:
    """Rows of an import that were changed after it, or that something else holds on to now."""
    table: Any = TABLES[name]
    mine = table.objects.filter(brought=row)
    touched = row.befores.filter(table=table._meta.db_table).values("row")
    later = (mine | table.objects.filter(pk__in=touched)).filter(changed_at__gt=row.taken_at).count()
    return int(later) + sum(link.related_model.objects.filter(**{f"{link.field.name}__in": mine}).count() for link in table._meta.related_objects)


def take_back(name: str, row: Import) -> None:
    """This will delete the rows that an import made."""
    TABLES[name]._default_manager.filter(brought=row).delete()


@transaction.atomic
def keep(*, name: str, row_id: int | None, school: int | None, said: Mapping[str, Value], on: date, by: Person, at: datetime) -> int:
    """This will write one row of a list, new without a number; its number. Raises Denied; Refused at the fields."""
    listing, table, kind = LISTS[name], TABLES[name], access.FORM_KINDS[name]
    Turn.objects.get_or_create(form=name)
    Turn.objects.select_for_update().get(form=name)
    register = list_register(by, name, on)
    there = next((row for row in register.rows if row.id == row_id), None)
    place = there.school if there is not None else school
    access.check_may(by, "change", kind, unit_ids=[] if place is None else [place])
    if (row_id is not None and there is None) or (listing.placed and place not in register.names):
        raise Refused(Finding(code="registry/no-such-row", message="There is no such record within your reach.", remedy="Choose one from the list."))
    never_empty = {"since", *listing.usual}
    step, faults = judged(Known(listing, register), there, place, {key: value for key, value in said.items() if value is not None or key not in never_empty})
    if faults:
        raise Refused(*(Finding(code=f"registry/{each.code}", message=each.message, remedy=each.remedy, values=each.values,
                                place=Place(column=each.key)) for each in faults))
    number = kept(listing, table, step, by, at)
    say("A row of “%(form)s” was written: %(what)s.", values={"form": listing.form.title, "what": what(listing, step, register.names)},
        by=by.account_id, by_name=by.name, at=at, kind=kind, ref=str(place or number),
        rows=[[key, str(value)] for key, value in sorted(step.values.items())])
    return number


def kept(listing: Listing, table: Any, step: ListStep, by: Person, at: datetime) -> int:
    """This will write the row of a step; its number. A new one is named by its number."""
    if step.held is not None:
        table.objects.filter(pk=step.held.id).update(changed_at=at, **{key: held(table, key, after) for key, _, after in step.changes})
        return step.held.id
    if listing.succeeds:
        table.objects.filter(school_id=step.school, until=None).update(until=step.values["since"], changed_at=at)
    row = table.objects.create(code=f"{listing.prefix}+{by.account_id}+{at:%Y%m%d%H%M%S%f}", changed_at=at, **columns(listing, table, step))
    table.objects.filter(pk=row.pk).update(code=f"{listing.prefix}0-{row.pk}")
    return int(row.pk)


def what(listing: Listing, step: ListStep, names: Mapping[int, str]) -> str:
    """How the audit names a row: by the columns by which reports name it."""
    words = [names.get(step.school or 0, "")] if listing.placed else []
    for key in listing.form.shows:
        field = listing.form.field(key)
        value = step.values.get(key)
        if value is not None:
            words.append(next((word for word, code in field.choices.items() if code == value), str(value)))
    return " ".join(filter(None, words))


@transaction.atomic
def bring_in_rows(*, name: str, rows: Iterable[tuple[str, str, Mapping[str, Any]]], by: Person | None, by_name: str, at: datetime) -> int:
    """This will write rows of a list that are not there yet, by their codes; how many. Each is its code, its school's, its values."""
    listing, table = LISTS[name], TABLES[name]
    there = set(table._default_manager.values_list("code", flat=True))
    schools = dict(School.objects.values_list("school_code", "pk"))
    fresh = [table(code=code, changed_at=at, **({"school_id": schools[school]} if listing.placed else {}), **values)
             for code, school, values in rows if code not in there]
    table._default_manager.bulk_create(fresh, BATCH)
    if fresh:
        say("%(count)s rows of “%(table_word)s” were brought into the register.", values={"count": len(fresh), "table_word": listing.form.title},
            by=by.account_id if by else None, by_name=by_name, at=at, kind=access.FORM_KINDS[name], ref="", rows=[row.code for row in fresh])
    return len(fresh)
