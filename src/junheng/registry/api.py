"""The API of the register: its tables page by page, what has changed, and rows brought in as tables are."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Generic, TypeVar, cast

from django.http import Http404, HttpRequest
from ninja import Field, Header, Query, Router, Schema

from junheng.ground.jobs import clock
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.people.values import Person, TokenHolder
from junheng.ground.people.wording import spoken
from junheng.registry import actions, queries
from junheng.registry.values.exchange import (
    Brought,
    Change,
    ClassRecord,
    EquipmentRecord,
    GroundRecord,
    Kind,
    PupilRecord,
    Record,
    RoomRecord,
    SchoolRecord,
    StaffRecord,
)
from junheng.registry.values.forms import FORMS, PUPILS, STAFF

MOST, MOST_ROWS = 500, 1000
Row = TypeVar("Row")
Number = Annotated[int, Field(ge=1, le=2**62)]
Cell = str | int | float | bool | None
TABLES: dict[Kind, tuple[str, Any]] = {
    Kind.SCHOOL: ("schools", SchoolRecord), Kind.CLASS: ("classes", ClassRecord), Kind.PUPIL: ("pupils", PupilRecord),
    Kind.STAFF: ("staff", StaffRecord), Kind.ROOM: ("rooms", RoomRecord), Kind.GROUND: ("grounds", GroundRecord),
    Kind.EQUIPMENT: ("equipment", EquipmentRecord),
}
BRINGING = """Bring rows in as a table is: looked at with `dry_run`, else written whole, or with `good_only` in their good rows.

Writing wants an Idempotency-Key: the same rows sent twice under one key are written once and answered alike, other rows under it
are a conflict (409). Rows with refusals come back as 422 with a finding for each, and nothing is written."""
router = Router(tags=["registry"])


class Page(Schema, Generic[Row]):
    """Some rows by id. `cursor`: with it the next ones are asked for; empty behind the last row."""

    rows: list[Row]
    cursor: str


class Open(Schema):
    """Sealed fields as well, where the token may: `reason` is kept with the look."""

    sealed: bool = False
    reason: str = Field("", max_length=200)


class Asked(Open):
    """Rows that hold on a day (people: who are on a roll or hold a post on it), of one school by its code of ten digits."""

    on: date | None = Field(None, ge=date(1949, 10, 1))
    school: str = Field("", max_length=10)
    cursor: str = Field("", max_length=400)
    limit: int = Field(200, ge=1, le=MOST)


class Since(Open):
    """What has changed since a cursor; everything first where there is none."""

    cursor: str = Field("", max_length=600)
    limit: int = Field(200, ge=1, le=MOST)


class ChangesOut(Schema):
    """Changes in their order. `more`: ask again at once. `whole`: with this answer every row was told once since the beginning."""

    changes: list[Change]
    cursor: str
    more: bool
    whole: bool


class RowsIn(Schema):
    """Rows by the keys of the form; `on`: the day from which they count, today where it is missing."""

    rows: list[dict[str, Cell]] = Field(min_length=1, max_length=MOST_ROWS)
    on: date | None = Field(None, ge=date(1949, 10, 1))
    dry_run: bool = False
    good_only: bool = False


class Outcome(Schema):
    """What the rows do, or did. `brought`: the id under which they can be undone within a day, None where nothing was written."""

    added: int
    changed: int
    unchanged: int
    refused: int
    passed_over: int
    brought: int | None
    findings: list[dict[str, Any]]


def holder(request: HttpRequest) -> TokenHolder:
    """Whoever acts by the token."""
    return cast(TokenHolder, request.auth)  # type: ignore[attr-defined]


def who(request: HttpRequest) -> Person:
    """The person for whom the program acts, with what the token leaves."""
    return holder(request).person


def note(request: HttpRequest, kind: Kind, count: int, asked: Open) -> None:
    """This will write the look down before anything is given."""
    actions.note_given(kind=kind, count=count, sealed=asked.sealed, reason=asked.reason, by=who(request), at=clock.now())


def offer(kind: Kind, path: str, record: Any) -> None:
    """This will put a table into the API: its list and its single rows."""

    def rows(request: HttpRequest, asked: Query[Asked]) -> Page[Record]:
        found, cursor = queries.given_page(who(request), kind, queries.Asked(asked.on, asked.school, asked.cursor, asked.limit, asked.sealed),
                                           clock.today())
        note(request, kind, len(found), asked)
        return Page[Record](rows=found, cursor=cursor)

    def row(request: HttpRequest, number: Number, asked: Query[Open]) -> Record:
        found = queries.given_one(who(request), kind, number, clock.today(), sealed=asked.sealed)
        if found is None:
            raise Http404
        note(request, kind, 1, asked)
        return found

    router.get(f"/registry/{path}", response=Page[record], operation_id=f"registry_{path}", description=f"{record.__doc__} By id, a page at a time.")(rows)
    router.get(f"/registry/{path}/{{int:number}}", response=record, operation_id=f"registry_{path}_one", description=record.__doc__)(row)


for each, (path, record) in TABLES.items():
    offer(each, path, record)


@router.get("/registry/changes", response={200: ChangesOut})
def changes(request: HttpRequest, since: Query[Since]) -> ChangesOut:
    """Everything that the token reaches, then what has changed since: rows as they are now, None for those that are gone.

    Whoever keeps the last row told of each id ends with exactly what the token reaches. 410: begin again without a cursor.
    """
    today = clock.today()
    actions.turn_to(today=today)
    found = queries.changes(who(request), queries.Asked(cursor=since.cursor, limit=since.limit, sealed=since.sealed), today)
    note(request, Kind.PUPIL, sum(1 for each in found.changes if each.row is not None and each.kind is Kind.PUPIL), since)
    return ChangesOut(changes=list(found.changes), cursor=found.cursor, more=found.more, whole=found.whole)


def take(form: str) -> None:
    """This will put the bringing in of a form's rows into the API."""

    def bring(request: HttpRequest, said: RowsIn, key: str = Header("", alias="Idempotency-Key", min_length=8, max_length=80)) -> Outcome:
        sent = actions.Sent(form, said.rows, said.on or clock.today(), said.good_only)
        if said.dry_run:
            return outcome(actions.looked_at(sent=sent, today=clock.today(), by=who(request)))
        if not key:
            raise Refused(Finding(code="exchange/no-key", message="Rows to be written need an Idempotency-Key.", place=Place(column="Idempotency-Key"),
                                  remedy="Send a header with a key of your own, the same when you send the same rows again."))
        brought = actions.bring_rows(sent=sent, key=key, token_id=holder(request).token_id, today=clock.today(), by=who(request), at=clock.now())
        if brought.findings and brought.brought is None:
            raise Refused(*map(refusal, brought.findings))
        return outcome(brought)

    keys = ", ".join(each.key for each in FORMS[form].fields)
    router.post(f"/registry/{form}", response=Outcome, operation_id=f"bring_{form}", description=f"{BRINGING} Keys: {keys}.")(bring)


for name in (PUPILS.name, STAFF.name):
    take(name)


def outcome(brought: Brought) -> Outcome:
    """What rows do, as it is answered."""
    return Outcome(added=brought.added, changed=brought.changed, unchanged=brought.unchanged, refused=brought.refused,
                   passed_over=brought.passed_over, brought=brought.brought, findings=[spoken(refusal(each)) for each in brought.findings])


def refusal(said: dict[str, Any]) -> Finding:
    """A kept finding."""
    return Finding(code=said["code"], message=said["message"], remedy=said["remedy"], values=said["values"],
                   place=Place(row=said["row"], column=said["column"] or None))
