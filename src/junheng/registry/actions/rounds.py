"""Rounds made, sent, closed and withdrawn; returns sent back, given another day, reminded of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from junheng.ground.audit.actions import look, say
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.notify.actions import tell
from junheng.ground.people.queries import people_at
from junheng.ground.people.values import Person, Role
from junheng.ground.units.queries import tree
from junheng.ground.units.values import Kind
from junheng.registry import access
from junheng.registry.engine.returns import faults_of
from junheng.registry.models import Return, Round
from junheng.registry.queries.rounds import columns_of, kept, targets
from junheng.registry.values.collecting import Asked, ReturnState, RoundKind, RoundState

ANSWERING = (Role.SCHOOL_HEAD, Role.CLERK, Role.CENTRAL_SCHOOL_HEAD)
MOST_COLUMNS = 120


def refused(what: str, message: str, remedy: str, *, field: str = "", **values: Any) -> Refused:
    """A refusal, at a field of the form where there is one."""
    return Refused(Finding(code=f"round/{what}", message=message, remedy=remedy, values=values, place=Place(column=field or None)))


@transaction.atomic
def make_round(*, kind: RoundKind, title: str, text: str, basis: str, list_number: str, minutes: int, on: date, due: date, rows_free: bool,
               columns: Sequence[Asked], unit_id: int, by: Person, at: datetime) -> int:
    """This will keep a round that nobody is asked yet; its id. Raises Denied, Refused."""
    access.check_may(by, "change", access.ROUND, unit_ids=[unit_id])
    row = Round.objects.create(kind=kind, unit_id=unit_id, created_by_id=by.account_id, created_at=at,
                               **said(title, text, basis, list_number, minutes, on, due, rows_free, at))
    if columns:
        checked(columns)
        row.columns = kept(columns)
        row.save(update_fields=["columns"])
    _say("The round “%(title)s” was drafted.", row, by, at)
    return int(row.pk)


def said(title: str, text: str, basis: str, list_number: str, minutes: int, on: date, due: date, rows_free: bool, at: datetime) -> dict[str, Any]:
    """The words of a round, looked at. Raises Refused."""
    if not title.strip():
        raise refused("no-title", "There is no title.", "Write what the table or the notice is called.", field="title")
    if due < at.date():
        raise refused("due-past", "The day %(day)s is past.", "Choose a day to come.", field="due", day=due.isoformat())
    if on > at.date():
        raise refused("on-ahead", "What is known on %(day)s is not known yet.", "Choose today or an earlier day.", field="on", day=on.isoformat())
    return {"title": title.strip()[:120], "text": text.strip(), "basis": basis.strip()[:200], "list_number": list_number.strip()[:60],
            "minutes": minutes, "on": on, "due": due, "rows_free": rows_free}


@transaction.atomic
def change_round(*, round_id: int, title: str, text: str, basis: str, list_number: str, minutes: int, on: date, due: date, rows_free: bool,
                 columns: Sequence[Asked], by: Person, at: datetime) -> None:
    """This will change a draft; a notice has no columns. Raises Denied, Refused."""
    row = held(round_id, by)
    only(row, RoundState.DRAFT)
    if row.kind == RoundKind.TABLE:
        checked(columns)
    for name, value in said(title, text, basis, list_number, minutes, on, due, rows_free, at).items():
        setattr(row, name, value)
    row.columns = kept(columns)
    row.save()
    _say("The draft of “%(title)s” was changed.", row, by, at)


def checked(columns: Sequence[Asked]) -> None:
    """Raises Refused for columns that cannot be asked."""
    if len(columns) > MOST_COLUMNS:
        raise refused("too-wide", "The table has %(count)s columns.", "At most %(most)s can be asked.", count=len(columns), most=MOST_COLUMNS)
    faults = faults_of(columns)
    if faults:
        raise Refused(*faults)


@transaction.atomic
def open_round(*, round_id: int, unit_ids: Collection[int], by: Person, at: datetime) -> int:
    """This will ask these units; how many. From then on the columns stay as they are. Raises Denied, Refused."""
    row = held(round_id, by)
    only(row, RoundState.DRAFT)
    if row.kind == RoundKind.TABLE:
        checked(columns_of(row))
        if not row.basis:
            raise refused("no-basis", "Nobody may be asked without a basis.", "Name the paper, or the number in the list of approved tables.", field="basis")
    if row.due < at.date():
        raise refused("due-past", "The day %(day)s is past.", "Choose a day to come.", field="due", day=row.due.isoformat())
    may_be = set(targets(row.unit_id, at.date()))
    chosen = sorted(set(unit_ids) & may_be)
    if not chosen:
        raise refused("nobody", "Nobody is asked.", "Tick at least one school.", field="units")
    twice = asked_twice(chosen, at.date())
    if twice:
        raise refused("asked-twice", "%(unit)s is asked itself and by its central school.", "Ask the central schools, or the schools.",
                      field="units", unit=twice)
    Return.objects.bulk_create(Return(round=row, unit_id=each) for each in chosen)
    Round.objects.filter(pk=row.pk).update(state=RoundState.OPEN, opened_at=at)
    _say("“%(title)s” was sent to %(count)s units, due on %(day)s.", row, by, at, count=len(chosen), day=row.due.isoformat())
    message = "“%(title)s” is to be filled in by %(day)s." if row.kind == RoundKind.TABLE else "“%(title)s” is to be received by %(day)s."
    tell_units(row, chosen, message, at, key=f"round:{row.pk}:open")
    return len(chosen)


def asked_twice(unit_ids: Collection[int], today: date) -> str:
    """The name of a unit whose central school is asked as well; "" where there is none."""
    units = tree(today)
    central = {each for each in unit_ids if units.card(each).kind is Kind.CENTRAL_SCHOOL}
    return next((units.name(each) for each in unit_ids if central.intersection(units.ancestors(each))), "")


def tell_units(row: Round, unit_ids: Iterable[int], sentence: str, at: datetime, *, key: str, **values: str | int) -> None:
    """This will leave a message for whoever answers for these units, each with the way to its own return."""
    mine = {each.unit_id: each.pk for each in Return.objects.filter(round=row, unit_id__in=list(unit_ids)).only("pk", "unit_id")}
    by_return: dict[int, list[int]] = {}
    for holder in people_at(at.date(), unit_ids=list(mine), roles=ANSWERING):
        by_return.setdefault(mine[holder.unit_id], []).append(holder.account_id)
    for number, accounts in by_return.items():
        tell(account_ids=accounts, sentence=sentence, values={"title": row.title, "day": row.due.isoformat(), **values},
             link=f"/registry/returns/{number}/", at=at, key=f"{key}:{number}")


@transaction.atomic
def remind(*, round_id: int, by: Person, at: datetime) -> int:
    """This will leave a message for all who have not answered; how many units. Once a day. Raises Denied, Refused."""
    row = held(round_id, by)
    only(row, RoundState.OPEN)
    missing = list(row.returns.exclude(state=ReturnState.RETURNED).values_list("unit_id", flat=True))
    tell_units(row, missing, "“%(title)s” was due on %(day)s and is still missing." if row.due < at.date() else
               "“%(title)s” is due on %(day)s and is still missing.", at, key=f"round:{row.pk}:remind:{at.date().isoformat()}")
    _say("%(count)s units were reminded of “%(title)s”.", row, by, at, count=len(missing))
    return len(missing)


def remind_of_tomorrow(*, day: date, at: datetime) -> int:
    """This will leave a message for whoever has not answered what is due tomorrow; how many rounds. By the clock."""
    rows = list(Round.objects.filter(state=RoundState.OPEN, due=day + timedelta(days=1)))
    for row in rows:
        missing = row.returns.exclude(state=ReturnState.RETURNED).values_list("unit_id", flat=True)
        tell_units(row, missing, "“%(title)s” is due on %(day)s and is still missing.", at, key=f"round:{row.pk}:tomorrow")
    return len(rows)


@transaction.atomic
def send_back(*, return_id: int, words: str, due: date | None, by: Person, at: datetime) -> None:
    """This will send a return back for correction (退回补正), with the reason and, if wanted, a day of its own. Raises Denied, Refused."""
    answer = Return.objects.select_for_update().filter(pk=return_id).first()
    if answer is None:
        raise refused("unknown", "There is no such return.", "Choose one from the list.")
    row = held(answer.round_id, by)
    going_on(row)
    if answer.state != ReturnState.RETURNED:
        raise refused("not-returned", "There is nothing to send back.", "Only what was sent can be sent back.")
    if not words.strip():
        raise refused("no-words", "No reason is given.", "Say what is to be corrected.", field="words")
    last = due or max(answer.due or row.due, at.date())
    if last < at.date():
        raise refused("due-past", "The day %(day)s is past.", "Choose a day to come.", field="due", day=last.isoformat())
    Return.objects.filter(pk=answer.pk).update(state=ReturnState.SENT_BACK, words=words.strip()[:300], due=last)
    _say("The return of %(unit)s to “%(title)s” was sent back: %(words)s", row, by, at, unit=answer.unit.name, words=words.strip()[:300])
    tell_units(row, [answer.unit_id], "“%(title)s” was sent back for correction: %(words)s", at,
               key=f"return:{answer.pk}:back:{answer.version}", words=words.strip()[:200])


@transaction.atomic
def give_time(*, return_id: int, due: date, by: Person, at: datetime) -> None:
    """This will give a unit a day of its own (补报), also after the round is closed. Raises Denied, Refused."""
    answer = Return.objects.select_for_update().filter(pk=return_id).first()
    if answer is None:
        raise refused("unknown", "There is no such return.", "Choose one from the list.")
    row = held(answer.round_id, by)
    going_on(row)
    if answer.state == ReturnState.RETURNED:
        raise refused("returned", "This unit has answered.", "Send its return back if it is to be changed.")
    if due < at.date():
        raise refused("due-past", "The day %(day)s is past.", "Choose a day to come.", field="due", day=due.isoformat())
    Return.objects.filter(pk=answer.pk).update(due=due)
    _say("%(unit)s may answer “%(title)s” until %(day)s.", row, by, at, unit=answer.unit.name, day=due.isoformat())
    tell_units(row, [answer.unit_id], "“%(title)s” may be sent until %(own)s.", at, key=f"return:{answer.pk}:time:{due.isoformat()}", own=due.isoformat())


@transaction.atomic
def close_round(*, round_id: int, by: Person, at: datetime) -> None:
    """This will end a round: what came back is what is counted. Raises Denied, Refused."""
    row = held(round_id, by)
    only(row, RoundState.OPEN)
    Round.objects.filter(pk=row.pk).update(state=RoundState.CLOSED, closed_at=at)
    back = row.returns.filter(state=ReturnState.RETURNED).count()
    _say("“%(title)s” was closed with %(back)s of %(count)s returns.", row, by, at, back=back, count=row.returns.count())


@transaction.atomic
def withdraw_round(*, round_id: int, words: str, by: Person, at: datetime) -> None:
    """This will take a round back: nobody need answer, and it burdens nobody. Raises Denied, Refused."""
    row = held(round_id, by)
    if row.state not in {RoundState.DRAFT, RoundState.OPEN}:
        raise refused("not-open", "This round has ended.", "Make another one.")
    if row.state == RoundState.OPEN and not words.strip():
        raise refused("no-words", "No reason is given.", "Say why nobody need answer.", field="words")
    Round.objects.filter(pk=row.pk).update(state=RoundState.WITHDRAWN, words=words.strip()[:300], closed_at=at)
    _say("“%(title)s” was withdrawn.", row, by, at)
    tell_units(row, row.returns.values_list("unit_id", flat=True), "“%(title)s” was withdrawn: nobody need answer it.", at, key=f"round:{row.pk}:withdrawn")


def held(round_id: int, by: Person) -> Round:
    """A round, locked, that the person may change. Raises Denied, Refused."""
    row = Round.objects.select_for_update().filter(pk=round_id).first()
    if row is None:
        raise refused("unknown", "There is no such round.", "Choose one from the list.")
    access.check_may(by, "change", access.ROUND, unit_ids=[row.unit_id])
    return row


def going_on(row: Round) -> None:
    """Raises Refused for a round that was withdrawn: nobody need answer it."""
    if row.state == RoundState.WITHDRAWN:
        raise refused("withdrawn", "This round was withdrawn.", "Make another one.")


def only(row: Round, state: RoundState) -> None:
    """Raises Refused unless a round is that far."""
    if row.state != state:
        raise refused("not-so", "This cannot be done with this round any more, or not yet.", "Open its page again and see how far it is.")


def _say(sentence: str, row: Round, by: Person, at: datetime, **values: Any) -> None:
    """The entry in the audit."""
    say(sentence, values={"title": row.title, **values}, by=by.account_id, by_name=by.name, at=at, kind=access.ROUND, ref=str(row.pk))


@transaction.atomic
def note_consolidated(*, round_id: int, count: int, by: Person, at: datetime) -> None:
    """This will write down that all answers of a round were taken out as a workbook."""
    row = Round.objects.get(pk=round_id)
    access.check_may(by, "approve", access.RETURN, unit_ids=[row.unit_id])
    look("%(count)s returns to “%(title)s” were taken out as a workbook.", values={"count": count, "title": row.title}, by=by.account_id, by_name=by.name,
         at=at, kind=access.ROUND, ref=str(row.pk))
