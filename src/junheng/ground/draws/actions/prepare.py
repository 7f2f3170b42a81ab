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
from junheng.ground.draws.kinds import Files, Taken, kind_of, refused
from junheng.ground.draws.models import Draw, DrawList
from junheng.ground.draws.queries import first_change, frozen_lists
from junheng.ground.draws.values import FrozenList
from junheng.ground.people.values import Person

RECEIPT, RECEIPT_TITLE = "receipt", "回执码"
LONGEST_NAME = 255


@transaction.atomic
def prepare(*, title: str, unit_id: int, kind: str, algorithm: str, asked: Mapping[str, Any], seed_made: Mapping[str, Any],
            held_at: datetime, place: str, phone: str, witnesses: Sequence[Mapping[str, str]], by: Person, at: datetime,
            with_receipts: bool = False, draw_id: int | None = None) -> Draw:
    """This will write down a draw, or correct one whose notice is not published. Sent twice it is one draw.

    `asked` is what the kind asks for; lists that were read for another kind or asking are to be brought in again. What came
    in with a file stays asked for, as long as kind and algorithm do.
    """
    access.check_may_prepare(by, unit_id)
    known_kind = kind_of(kind, algorithm)
    if not all(each.strip() for each in (title, place, phone)):
        raise refused("draw-incomplete", "Title, place and telephone are part of the notice.", "Fill them in.")
    said = {"title": title.strip(), "unit_id": unit_id, "kind": kind, "algorithm": algorithm, "asked": dict(asked),
            "seed_made": dict(seed_made), "held_at": held_at, "place": place.strip(), "phone": phone.strip(),
            "witnesses": [dict(each) for each in witnesses], "with_receipts": with_receipts or known_kind.private}
    if draw_id is None:
        known = Draw.objects.filter(title=said["title"], unit_id=unit_id, held_at=held_at, created_by_id=by.account_id).first()
        draw = known or Draw(created_at=at, created_by_id=by.account_id)
    else:
        draw = held(draw_id, "change", by=by)
    if (draw.kind, draw.algorithm) == (kind, algorithm):
        said["asked"] = {key: draw.asked[key] for key in known_kind.carried if key in draw.asked} | said["asked"]
    if draw.pk and all(getattr(draw, name) == value for name, value in said.items()):
        return draw
    if draw.published_at is not None:
        raise refused("published-already", "The notice has been published; what it says cannot change.",
                      "Prepare a new draw with a new notice.")
    if any(getattr(draw, name) != said[name] for name in ("kind", "algorithm", "asked")):
        draw.rules = dict(asked)
        if draw.pk and not (draw.kind == kind and known_kind.reads_alike):
            draw.lists.all().delete()
    for name, value in said.items():
        setattr(draw, name, value)
    draw.save()
    tell_audit("prepared the draw %(title)s", {}, draw=draw, by=by, at=at, rows={**said, "held_at": held_at.isoformat()})
    return draw


@transaction.atomic
def bring_lists(*, draw_id: int, files: Files, by: Person, at: datetime) -> list[DrawList]:
    """This will freeze the lists of a draw from their files, all or none. After the notice the same lists are taken as read,
    others are refused by the first line that changed."""
    draw = held(draw_id, "change", by=by)
    taken = kind_of(draw.kind, draw.algorithm).taken(draw.asked, files, localtime(at).date())
    if draw.published_at is not None:
        for frozen in taken.lists:
            check_published(draw, frozen, taken.files[frozen.name])
        return list(draw.lists.all())
    draw.asked, draw.rules = dict(taken.asked), dict(taken.rules)
    draw.save(update_fields=["asked", "rules"])
    draw.lists.exclude(name__in=[frozen.name for frozen in taken.lists]).delete()
    return [kept(draw, frozen, taken, by=by, at=at) for frozen in taken.lists]


def check_published(draw: Draw, frozen: FrozenList, file: str) -> None:
    """Raises Refused where a list is not the one that was published, with the first changed line."""
    known = draw.lists.filter(name=frozen.name).first()
    change = first_change(known, frozen) if known else (0, "", frozen.name)
    if change is not None:
        line, was, now = change
        raise refused("list-changed", "This is not the published list: line %(line)s was “%(was)s” and is “%(now)s” here.",
                      "Draw from the published list, or publish a new notice for a new draw.", file=file, line=line,
                      was=was, now=now)


def kept(draw: Draw, frozen: FrozenList, taken: Taken, *, by: Person, at: datetime) -> DrawList:
    """This will keep one frozen list; read twice from one file it is one list."""
    file, rows = taken.files[frozen.name][-LONGEST_NAME:], [list(row) for row in frozen.rows]
    known = draw.lists.filter(name=frozen.name).first()
    if known is not None and (known.rows, known.columns, known.file_name) == (rows, list(frozen.columns), file):
        return known
    row, _ = DrawList.objects.update_or_create(draw=draw, name=frozen.name, defaults={
        "file_name": file, "columns": list(frozen.columns), "numeric": list(frozen.numeric), "titles": list(frozen.titles),
        "rows": rows, "at": at, "by_id": by.account_id,
        "changed": [[each.line, each.column, each.was, each.now] for each in taken.changed[frozen.name]]})
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
