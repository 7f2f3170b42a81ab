"""What programs ask of the register: a table page by page, one row, and all that has changed since they asked last."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.core import signing
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.access import Reach
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.models import ClassYear, Enrolment, Mark, Post
from junheng.registry.queries.records import records, with_parts
from junheng.registry.values.exchange import Change, Changes, Kind, Record

ORDER = tuple(Kind)
SALT = "registry.cursor"
PARTS = {Kind.PUPIL: (Enrolment, "pupil"), Kind.STAFF: (Post, "member")}


class BeginAgain(Exception):
    """The changes since a cursor cannot be told: what the token reaches is another today, or the register was restored."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: that hold on a day, of a school by its code; after a cursor, so many at most; with sealed fields where the token may."""

    on: date | None = None
    school: str = ""
    cursor: str = ""
    limit: int = 200
    sealed: bool = False


def given_page(person: Person, kind: Kind, asked: Asked, today: date) -> tuple[list[Record], str]:
    """Some rows by id, and the cursor after them: "" behind the last one. Raises Denied, Refused.

    What is written meanwhile moves no other row from one page to another.
    """
    rows = chosen(kind, access.given(person, kind, today), asked, today)
    if asked.cursor:
        rows = rows.filter(pk__gt=told(asked.cursor, "list")["after"])
    found = list(with_parts(kind, rows.order_by("pk"))[:asked.limit + 1])
    more = len(found) > asked.limit
    page = found[:asked.limit]
    return records(kind, page, today, sealed_reach(person, kind, asked.sealed)), written("list", after=page[-1].pk) if more else ""


def given_one(person: Person, kind: Kind, number: int, today: date, *, sealed: bool) -> Record | None:
    """One row; None where there is none within reach. Raises Denied."""
    found = records(kind, with_parts(kind, access.given(person, kind, today).filter(pk=number)), today, sealed_reach(person, kind, sealed))
    return found[0] if found else None


def chosen(kind: Kind, rows: QuerySet[Any], asked: Asked, today: date) -> QuerySet[Any]:
    """Rows cut by day and school; people by where they are on the day."""
    day = asked.on or today
    if kind in PARTS:
        table, key = PARTS[kind]
        parts = table.objects.filter(on_day(day), **{key: OuterRef("pk")})  # type: ignore[attr-defined]
        if asked.school:
            parts = parts.filter(school__school_code=asked.school)
        return rows.filter(Exists(parts)) if asked.school or asked.on else rows
    if asked.school:
        rows = rows.filter(**{"school_code" if kind is Kind.SCHOOL else "school__school_code": asked.school})
    if asked.on is None:
        return rows
    if kind is Kind.SCHOOL:
        return rows.filter(Q(closed__isnull=True) | Q(closed__gt=day), opened__lte=day)
    if kind is Kind.CLASS:
        return rows.filter(Exists(ClassYear.objects.filter(on_day(day), school_class=OuterRef("pk"))))
    return rows.filter(on_day(day))


def sealed_reach(person: Person, kind: Kind, wanted: bool) -> Reach:
    """Where sealed fields of a table may be given; nowhere unless they were asked for."""
    return access.reach_by_unit(person, access.SEALED[kind]) if wanted and kind in access.SEALED else Reach()


def changes(person: Person, asked: Asked, today: date) -> Changes:
    """What has changed since a cursor; without one every row first, then what has changed meanwhile. Raises Denied, Refused, BeginAgain.

    Whoever keeps the last row told of each id, and forgets those that are gone, holds in the end what the token reaches.
    """
    kinds = [kind for kind in ORDER if access.reach_by_unit(person, access.GIVEN[kind])]
    if not kinds:
        access.check_may(person, "see", access.SCHOOL)
    reach = reach_digest(person, kinds, asked.sealed)
    last = Mark.objects.aggregate(last=Max("id"))["last"] or 0
    place = told(asked.cursor, "changes") if asked.cursor else {"seq": last, "kind": 0, "after": 0, "reach": reach}
    if place["reach"] != reach or place["seq"] > last:
        raise BeginAgain
    if place["kind"] is None:
        return changes_after(person, place, asked, today, kinds)
    return rows_from_the_beginning(person, place, asked, today, kinds)


def rows_from_the_beginning(person: Person, place: dict[str, Any], asked: Asked, today: date, kinds: Sequence[Kind]) -> Changes:
    """Some rows of one table; behind the last table the changes begin."""
    kind = kinds[place["kind"]]
    rows = access.given(person, kind, today).filter(pk__gt=place["after"]).order_by("pk")
    found = list(with_parts(kind, rows)[:asked.limit])
    told_now = tuple(Change(kind, row.id, True, row) for row in records(kind, found, today, sealed_reach(person, kind, asked.sealed)))
    if len(found) == asked.limit:
        after: dict[str, Any] = {"kind": place["kind"], "after": found[-1].pk}
    else:
        after = {"kind": place["kind"] + 1 if place["kind"] + 1 < len(kinds) else None, "after": 0}
    return Changes(told_now, written("changes", **{**place, **after}), more=True, whole=after["kind"] is None)


def changes_after(person: Person, place: dict[str, Any], asked: Asked, today: date, kinds: Sequence[Kind]) -> Changes:
    """Rows marked after the cursor, as they are now."""
    marks = list(Mark.objects.filter(id__gt=place["seq"], kind__in=kinds).values_list("id", "kind", "row")[:asked.limit])
    held: dict[tuple[str, int], Record] = {}
    there: set[tuple[str, int]] = set()
    for kind in kinds:
        wanted = [row for _, each, row in marks if each == kind]
        if wanted:
            there |= {(kind, row) for row in access.TABLES[kind].objects.filter(pk__in=wanted).values_list("pk", flat=True)}
            rows = with_parts(kind, access.given(person, kind, today).filter(pk__in=wanted))
            held |= {(kind, row.id): row for row in records(kind, rows, today, sealed_reach(person, kind, asked.sealed))}
    found = tuple(Change(Kind(kind), row, (kind, row) in there, held.get((kind, row))) for _, kind, row in marks)
    seq = marks[-1][0] if marks else place["seq"]
    return Changes(found, written("changes", **{**place, "seq": seq}), more=len(marks) == asked.limit, whole=False)


def reach_digest(person: Person, kinds: Sequence[Kind], sealed: bool) -> str:
    """What a token reaches, as a few letters: another reach, another digest."""
    said = [[kind, sealed, *(reach_said(reach) for reach in (access.reach_by_unit(person, access.GIVEN[kind]), sealed_reach(person, kind, sealed)))]
            for kind in kinds]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


def reach_said(reach: Reach) -> list[Any]:
    """A reach, spelt."""
    return [reach.everything, sorted(reach.unit_ids)]


def written(use: str, **place: Any) -> str:
    """A cursor: signed, so that nobody makes one up."""
    return signing.dumps(place, salt=f"{SALT}.{use}", compress=True)


def told(cursor: str, use: str) -> dict[str, Any]:
    """What a cursor says. Raises Refused for one that was not given here for this use."""
    try:
        return dict(signing.loads(cursor, salt=f"{SALT}.{use}"))
    except signing.BadSignature:
        raise Refused(Finding(code="exchange/cursor", message="This cursor was not given here.", place=Place(column="cursor"),
                              remedy="Send back the cursor of the last answer unchanged, or none to begin again.")) from None
