"""The directory of units and their duty rotas."""

from __future__ import annotations

import calendar as months
from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import QuerySet

from junheng.ground.audit import queries as audit
from junheng.ground.audit.values import AuditEntry
from junheng.ground.people.queries import people_at
from junheng.ground.people.values import Person, Role
from junheng.ground.units.calendar import calendar_of
from junheng.ground.units.queries import kind_label, tree
from junheng.ground.units.values import TAUGHT_AT, Kind, Tree, UnitTree
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.models import Contact, DutyDay, Post
from junheng.registry.values import Duty
from junheng.registry.values.directory import ContactRow, DutyRow

BUREAU = (Kind.BUREAU, Kind.LEADER, Kind.SECTION, Kind.INSTITUTION)
LEADS = (Role.HEAD, Role.DEPUTY, Role.SECTION_CHIEF, Role.CENTRAL_SCHOOL_HEAD, Role.SCHOOL_HEAD)


def directory(person: Person, day: date, *, words: str = "", group: str = "") -> list[ContactRow]:
    """The units of the bureau by kind, then central schools and schools by township, with heads and duty telephones. Raises Denied."""
    access.check_may(person, "see", access.CONTACT)
    units = tree(day)
    listed = [each for kind in BUREAU for each in units.of_kind(kind)] + by_township(units)
    reached = {row.unit_id: row for row in Contact.objects.all()}
    heads = heads_on(day)
    rows = [ContactRow(each, group_of(units, each), units.name(each), heads.get(each, ()), reached[each].phone if each in reached else "",
                       reached[each].room if each in reached else "", units.card(each).kind in TAUGHT_AT) for each in listed]
    return [row for row in rows if group in {"", row.group} and (not words or any(words in text for text in (row.name, row.phone, row.room, *row.heads)))]


def by_township(units: UnitTree) -> list[int]:
    """Central schools and schools, township by township, the central school first; those of no township last."""
    def place(unit_id: int) -> tuple[bool, str, bool, str]:
        township, card = township_of(units, unit_id), units.card(unit_id)
        return township is None, "" if township is None else units.card(township).code, card.kind is not Kind.CENTRAL_SCHOOL, card.code

    return sorted(units.of_kind(Kind.CENTRAL_SCHOOL, *TAUGHT_AT), key=place)


def township_of(units: UnitTree, unit_id: int) -> int | None:
    """The township in which a unit lies."""
    return next((each for each in units.ancestors(unit_id, Tree.ADMINISTRATIVE) if units.card(each).kind is Kind.TOWNSHIP), None)


def group_of(units: UnitTree, unit_id: int) -> str:
    """The heading under which a unit stands: its kind in the bureau, its township outside."""
    kind = units.card(unit_id).kind
    return kind_label(kind) if kind in BUREAU else units.short_name(township_of(units, unit_id)) or kind_label(kind)


def heads_on(day: date) -> dict[int, tuple[str, ...]]:
    """Who leads each unit on a day: by appointment, else by the post of a head at the school."""
    found: dict[int, list[str]] = defaultdict(list)
    for holder in people_at(day, roles=LEADS):
        found[holder.unit_id].append(holder.name)
    posts = Post.objects.filter(on_day(day), duty=Duty.HEAD).exclude(school_id__in=list(found)).order_by("code").values_list("school_id", "member__name")
    for school, name in posts:
        found[school].append(name)
    return {unit_id: tuple(dict.fromkeys(names)) for unit_id, names in found.items()}


def duty_units(person: Person, day: date) -> list[tuple[int, str]]:
    """Units that keep a rota: those that have one around the day, and those whose rota the person keeps."""
    units = tree(day)
    kept = set(DutyDay.objects.filter(on__gte=day - timedelta(days=366)).values_list("unit_id", flat=True).distinct())
    listed = [each for kind in BUREAU if kind is not Kind.LEADER for each in units.of_kind(kind)] + by_township(units)
    return [(each, units.name(each)) for each in listed if each in kept or access.may(person, "change", access.DUTY, unit_ids=[each])]


def duty_month(person: Person, unit_id: int, first: date) -> list[DutyRow]:
    """Every day of a month, with whoever is on duty. Raises Denied."""
    access.check_may(person, "see", access.DUTY)
    days = [first.replace(day=number) for number in range(1, months.monthrange(first.year, first.month)[1] + 1)]
    held = {row.on: row for row in duty_rows(DutyDay.objects.filter(unit=unit_id, on__range=(days[0], days[-1])))}
    return [held.get(on) or DutyRow(unit_id, "", on, calendar_of(on.year).is_working_day(on)) for on in days]


def duty_on(person: Person, day: date, unit_ids: Collection[int] | None = None) -> list[DutyRow]:
    """Who is on duty on a day, by unit. Raises Denied."""
    access.check_may(person, "see", access.DUTY)
    rows = DutyDay.objects.filter(on=day).order_by("unit__code")
    return duty_rows(rows if unit_ids is None else rows.filter(unit_id__in=unit_ids))


def bureau_on_duty(person: Person, day: date) -> list[DutyRow]:
    """Who is on duty today at the bureau and its units, for homes; nobody for whoever may not see rotas."""
    if not access.may_at_all(person, "see", access.DUTY):
        return []
    return duty_rows(DutyDay.objects.filter(on=day, unit__kind__in=[kind.value for kind in BUREAU]).order_by("unit__code"))


def duty_rows(rows: QuerySet[DutyDay]) -> list[DutyRow]:
    """Rows as values: one query."""
    return [DutyRow(row.unit_id, row.unit.short_name or row.unit.name, row.on, calendar_of(row.on.year).is_working_day(row.on), row.leader, row.person,
                    row.phone) for row in rows.select_related("unit")]


def duty_history(person: Person, unit_id: int) -> list[AuditEntry]:
    """What was written into a unit's rota and swapped, newest first. Raises Denied."""
    access.check_may(person, "see", access.DUTY)
    return audit.entries(kind=access.DUTY, ref=str(unit_id), limit=20)
