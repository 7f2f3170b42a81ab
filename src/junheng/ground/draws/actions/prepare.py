"""Before the hall: what is drawn, from which list, by which rules; then all of it published and fixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from junheng.ground.draws import access, engine
from junheng.ground.draws.actions.support import held, tell_audit
from junheng.ground.draws.chance import receipt_codes
from junheng.ground.draws.kinds import kind_of, refused
from junheng.ground.draws.models import Draw, DrawList
from junheng.ground.draws.queries import first_change, frozen_lists
from junheng.ground.people.values import Person

RECEIPT, RECEIPT_TITLE = "receipt", "回执码"


@transaction.atomic
def prepare(*, title: str, unit_id: int, kind: str, algorithm: str, rules: Mapping[str, Any], seed_made: Mapping[str, Any],
            held_at: datetime, place: str, phone: str, witnesses: Sequence[Mapping[str, str]], by: Person, at: datetime,
            with_receipts: bool = False, draw_id: int | None = None) -> Draw:
    """This will write down a draw, or correct one whose notice is not published. Sent twice it is one draw."""
    access.check_may_prepare(by, unit_id)
    kind_of(kind, algorithm)
    if not all(each.strip() for each in (title, place, phone)):
        raise refused("draw-incomplete", "Title, place and telephone are part of the notice.", "Fill them in.")
    said = {"title": title.strip(), "unit_id": unit_id, "kind": kind, "algorithm": algorithm, "rules": dict(rules),
            "seed_made": dict(seed_made), "held_at": held_at, "place": place.strip(), "phone": phone.strip(),
            "witnesses": [dict(each) for each in witnesses], "with_receipts": with_receipts}
    if draw_id is None:
        known = Draw.objects.filter(title=said["title"], unit_id=unit_id, held_at=held_at, created_by_id=by.account_id).first()
        draw = known or Draw(created_at=at, created_by_id=by.account_id)
    else:
        draw = held(draw_id, "change", by=by)
    if draw.pk and all(getattr(draw, name) == value for name, value in said.items()):
        return draw
    if draw.published_at is not None:
        raise refused("published-already", "The notice has been published; what it says cannot change.",
                      "Prepare a new draw with a new notice.")
    for name, value in said.items():
        setattr(draw, name, value)
    draw.save()
    tell_audit("prepared the draw %(title)s", {}, draw=draw, by=by, at=at, rows={**said, "held_at": held_at.isoformat()})
    return draw


@transaction.atomic
def bring_list(*, draw_id: int, content: bytes, file_name: str, by: Person, at: datetime, name: str = "roster") -> DrawList:
    """This will freeze a list from a file. After the notice the same list is taken as read, another is refused by its line."""
    draw = held(draw_id, "change", by=by)
    frozen, changed = kind_of(draw.kind, draw.algorithm).frozen(name, content, file_name)
    known = draw.lists.filter(name=name).first()
    if draw.published_at is not None and known is not None:
        change = first_change(known, frozen)
        if change is not None:
            line, was, now = change
            raise refused("list-changed", "This is not the published list: line %(line)s was “%(was)s” and is “%(now)s” here.",
                          "Draw from the published list, or publish a new notice for a new draw.", file=file_name, line=line,
                          was=was, now=now)
        return known
    rows = [list(row) for row in frozen.rows]
    if known is not None and (known.rows, known.columns, known.file_name) == (rows, list(frozen.columns), file_name):
        return known
    row, _ = DrawList.objects.update_or_create(draw=draw, name=name, defaults={
        "file_name": file_name[-255:], "columns": list(frozen.columns), "numeric": list(frozen.numeric),
        "titles": list(frozen.titles), "rows": rows, "at": at, "by_id": by.account_id,
        "changed": [[each.line, each.column, each.was, each.now] for each in changed]})
    tell_audit("brought in the list of the draw %(title)s: %(count)s lines", {"count": len(rows)}, draw=draw, by=by, at=at,
               rows=rows)
    return row


@transaction.atomic
def publish(*, draw_id: int, by: Person, at: datetime) -> Draw:
    """This will give every line its receipt code where slips are wanted, and publish the notice. From then on nothing changes."""
    draw = held(draw_id, "change", by=by)
    if draw.published_at is not None:
        return draw
    kind = kind_of(draw.kind, draw.algorithm)
    missing = set(kind.lists) - set(draw.lists.values_list("name", flat=True))
    if missing:
        raise refused("list-missing", "There is no list to draw from.", "Bring the list in first.")
    kind.checked(draw.rules, frozen_lists(draw))
    if draw.with_receipts:
        add_receipts(draw.lists.get(name=kind.lists[0]))
    moment = localtime(draw.held_at)
    draw.notice = engine.notice(
        title=draw.title, kind=draw.kind, algorithm=draw.algorithm, lists=list(frozen_lists(draw).values()), rules=draw.rules,
        seed_made=draw.seed_made, witnesses=draw.witnesses,
        at={"day": moment.date().isoformat(), "time": f"{moment:%H:%M}", "place": draw.place, "phone": draw.phone})
    draw.published_at, draw.published_by_id = at, by.account_id
    draw.save()
    tell_audit("published the notice of the draw %(title)s, digest %(digest)s", {"digest": draw.notice["digest"]}, draw=draw,
               by=by, at=at, rows=draw.notice)
    return draw


def add_receipts(row: DrawList) -> None:
    """This will give every line of a list a code that stands on the family's slip only."""
    codes = receipt_codes(len(row.rows))
    row.rows = [[*cells, code] for cells, code in zip(row.rows, codes, strict=True)]
    row.columns, row.titles = [*row.columns, RECEIPT], [*row.titles, RECEIPT_TITLE]
    row.save()
