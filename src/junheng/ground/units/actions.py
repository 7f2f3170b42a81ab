"""The verbs of the unit trees: the only writer. Who may is asked above (`people.unit_actions`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.units import models
from junheng.ground.units.announce import announce
from junheng.ground.units.sheet import Step, UnitRow
from junheng.ground.units.values import Kind, Tree, plain_name

KIND_OF_OBJECT = "units/unit"


@transaction.atomic
def open_unit(
    *,
    code: str,
    name: str,
    kind: Kind,
    since: date,
    by: int | None,
    by_name: str,
    at: datetime,
    short_name: str = "",
    other_names: Sequence[str] = (),
    managing_parent: int | None = None,
    administrative_parent: int | None = None,
) -> int:
    """This will open a unit and put it below its parents; returns its id. Raises Refused."""
    code, name, short_name = code.strip(), name.strip(), short_name.strip()
    if not code or not name:
        raise Refused(
            Finding(
                code="units/without-name",
                message="A unit needs a code and a name.",
                remedy="Give both.",
            )
        )
    if models.Unit.objects.filter(code=code).exists():
        raise Refused(
            Finding(
                code="units/code-taken",
                message="The code %(code)s belongs to another unit.",
                remedy="Give another code; codes are not used twice, not even after a unit is closed.",
                values={"code": code},
            )
        )
    unit = models.Unit.objects.create(
        code=code,
        name=name,
        short_name=short_name,
        other_names=_distinct(other_names, apart_from=(name, short_name)),
        kind=Kind(kind).value,
        since=since,
    )
    for tree, parent_id in ((Tree.MANAGING, managing_parent), (Tree.ADMINISTRATIVE, administrative_parent)):
        if parent_id is not None:
            _place(unit, tree, parent_id, since)
    announce(
        "%(unit)s was opened.",
        values={"unit": name},
        by=by,
        by_name=by_name,
        at=at,
        kind=KIND_OF_OBJECT,
        ref=str(unit.pk),
        rows=[_row(unit), *_placements(unit)],
    )
    return unit.pk


@transaction.atomic
def rename(
    *,
    unit_id: int,
    name: str,
    by: int | None,
    by_name: str,
    at: datetime,
    short_name: str | None = None,
    other_names: Sequence[str] | None = None,
) -> None:
    """This will rename a unit; its former names go on finding it. None leaves a field as it is."""
    unit = _locked(unit_id)
    name = name.strip()
    if not name:
        raise Refused(
            Finding(code="units/without-name", message="A unit needs a code and a name.", remedy="Give both.")
        )
    before = (unit.name, unit.short_name)
    unit.name = name
    if short_name is not None:
        unit.short_name = short_name.strip()
    known = unit.other_names if other_names is None else list(other_names)
    unit.other_names = _distinct([*known, *before], apart_from=(unit.name, unit.short_name))
    unit.save()
    announce(
        "%(before)s was renamed %(after)s.",
        values={"before": before[0], "after": unit.name},
        by=by,
        by_name=by_name,
        at=at,
        kind=KIND_OF_OBJECT,
        ref=str(unit.pk),
        rows=[_row(unit)],
    )


@transaction.atomic
def move(
    *,
    unit_id: int,
    tree: Tree,
    parent_id: int | None,
    since: date,
    by: int | None,
    by_name: str,
    at: datetime,
) -> None:
    """This will put a unit below another parent from `since` on; None takes it out of the tree.

    Raises Refused where the move would close a circle, or where the unit was moved later than `since`.
    """
    unit = _locked(unit_id)
    open_now = models.Placement.objects.filter(unit=unit, tree=tree, until__isnull=True).first()
    later = models.Placement.objects.filter(unit=unit, tree=tree, since__gt=since).exists()
    if later or (open_now is None and _overlaps(unit, tree, since)):
        raise Refused(
            Finding(
                code="units/moved-later",
                message="%(unit)s was moved after %(day)s already.",
                remedy="Give a later day.",
                values={"unit": unit.name, "day": since.isoformat()},
            )
        )
    if open_now is not None:
        if open_now.parent_id == parent_id:
            return
        if open_now.since == since:
            open_now.delete()
        else:
            open_now.until = since
            open_now.save(update_fields=["until"])
    if parent_id is None:
        sentence, values = "%(unit)s was taken out of the tree.", {"unit": unit.name}
    else:
        parent = _place(unit, tree, parent_id, since)
        sentence, values = "%(unit)s was put below %(parent)s.", {"unit": unit.name, "parent": parent.name}
    announce(
        sentence,
        values={**values, "tree": tree.value, "since": since.isoformat()},
        by=by,
        by_name=by_name,
        at=at,
        kind=KIND_OF_OBJECT,
        ref=str(unit.pk),
        rows=_placements(unit),
    )


@transaction.atomic
def close(*, unit_id: int, until: date, by: int | None, by_name: str, at: datetime) -> None:
    """This will close a unit: `until` is the first day without it. Units still below it must go first."""
    unit = _locked(unit_id)
    if unit.until is not None:
        raise Refused(
            Finding(
                code="units/closed",
                message="%(unit)s is closed already.",
                remedy="Choose another unit.",
                values={"unit": unit.name},
            )
        )
    if until <= unit.since:
        raise Refused(
            Finding(
                code="units/closed-before-opened",
                message="%(unit)s was opened on %(day)s and cannot be closed before that.",
                remedy="Give a later day.",
                values={"unit": unit.name, "day": unit.since.isoformat()},
            )
        )
    below = models.Placement.objects.filter(parent=unit, until__isnull=True).select_related("unit").first()
    if below is not None:
        raise Refused(
            Finding(
                code="units/not-empty",
                message="%(below)s is still below %(unit)s.",
                remedy="Move or close what is below first.",
                values={"unit": unit.name, "below": below.unit.name},
            )
        )
    for placement in models.Placement.objects.filter(unit=unit, until__isnull=True):
        if placement.since >= until:
            placement.delete()
        else:
            placement.until = until
            placement.save(update_fields=["until"])
    unit.until = until
    unit.save(update_fields=["until"])
    announce(
        "%(unit)s was closed.",
        values={"unit": unit.name, "until": until.isoformat()},
        by=by,
        by_name=by_name,
        at=at,
        kind=KIND_OF_OBJECT,
        ref=str(unit.pk),
        rows=[_row(unit), *_placements(unit)],
    )


@transaction.atomic
def take_back_opening(*, unit_id: int, by: int | None, by_name: str, at: datetime) -> None:
    """This will delete a unit that was opened by mistake, with its places in the trees.

    Raises ProtectedError where anything else points to it.
    """
    unit = _locked(unit_id)
    rows = [_row(unit), *_placements(unit)]
    models.Placement.objects.filter(unit=unit).delete()
    unit.delete()
    announce("%(unit)s, opened by mistake, was taken back.", values={"unit": unit.name}, by=by, by_name=by_name, at=at, kind=KIND_OF_OBJECT,
             ref=str(unit_id), rows=rows)


@transaction.atomic
def take_back_closing(*, unit_id: int, by: int | None, by_name: str, at: datetime) -> None:
    """This will open a unit again that was closed by mistake, at the places in the trees that ended with it.

    Raises Refused for one that is not closed, or whose place has been closed meanwhile.
    """
    unit = _locked(unit_id)
    ended = models.Placement.objects.filter(unit=unit, until=unit.until).select_related("parent") if unit.until is not None else ()
    if unit.until is None or any(each.parent.until is not None for each in ended):
        raise Refused(
            Finding(
                code="units/not-to-reopen",
                message="%(unit)s cannot be opened again: it is not closed, or what was above it is closed too.",
                remedy="Open it anew at another place.",
                values={"unit": unit.name},
            )
        )
    for placement in ended:
        placement.until = None
        placement.save(update_fields=["until"])
    unit.until = None
    unit.save(update_fields=["until"])
    announce("%(unit)s, closed by mistake, was opened again.", values={"unit": unit.name}, by=by, by_name=by_name, at=at, kind=KIND_OF_OBJECT,
             ref=str(unit_id), rows=[_row(unit), *_placements(unit)])


@transaction.atomic
def take(*, rows: Sequence[UnitRow], since: date, by: int | None, by_name: str, at: datetime) -> int:
    """This will open, rename and move units as a directory says, all or nothing; returns how many rows did something.

    `rows` come from `sheet.read`, parents first. Raises Refused as the single verbs do, also when the directory changed
    meanwhile.
    """
    who = {"by": by, "by_name": by_name, "at": at}
    ids = dict(models.Unit.objects.values_list("code", "pk"))
    done = [row for row in rows if row.step is not Step.NOTHING]
    for row in done:
        parents = {tree: ids.get(code) for tree, code in row.parents.items()}
        if row.step is Step.OPEN:
            ids[row.code] = open_unit(
                code=row.code, name=row.name, short_name=row.short_name, kind=row.kind, since=since,
                managing_parent=parents[Tree.MANAGING], administrative_parent=parents[Tree.ADMINISTRATIVE], **who,
            )
            continue
        unit_id = ids[row.code]
        held = _locked(unit_id)
        if (held.name, held.short_name) != (row.name, row.short_name):
            rename(unit_id=unit_id, name=row.name, short_name=row.short_name, **who)
        above = dict(held.placements.filter(until__isnull=True).values_list("tree", "parent_id"))
        for tree, parent_id in parents.items():
            if above.get(tree.value) != parent_id:
                move(unit_id=unit_id, tree=tree, parent_id=parent_id, since=since, **who)
    announce("A directory of %(count)s units was brought in.", values={"count": str(len(done))}, by=by, by_name=by_name,
             at=at, kind=KIND_OF_OBJECT, ref="", rows=[])
    return len(done)


def _queue() -> None:
    """One change of the trees at a time, so that two moves cannot close a circle between them."""
    models.Unit.objects.select_for_update().order_by("pk").first()


def _locked(unit_id: int) -> models.Unit:
    _queue()
    unit = models.Unit.objects.select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise Refused(
            Finding(
                code="units/unknown",
                message="There is no such unit.",
                remedy="Choose one from the list.",
                values={"unit": unit_id},
            )
        )
    return unit


def _place(unit: models.Unit, tree: Tree, parent_id: int, since: date) -> models.Unit:
    """This will open a placement, after looking for circles; returns the parent."""
    parent = _locked(parent_id)
    above = dict(
        models.Placement.objects.filter(tree=tree, until__isnull=True).values_list("unit_id", "parent_id")
    )
    step: int | None = parent_id
    passed: set[int] = set()
    while step is not None and step not in passed:
        if step == unit.pk:
            raise Refused(
                Finding(
                    code="units/circle",
                    message="%(parent)s is below %(unit)s, or is the same unit.",
                    remedy="Choose a parent that is not below the unit itself.",
                    values={"unit": unit.name, "parent": parent.name},
                )
            )
        passed.add(step)
        step = above.get(step)
    if parent.since > since or (parent.until is not None and parent.until <= since):
        raise Refused(
            Finding(
                code="units/parent-not-there",
                message="%(parent)s does not exist on %(day)s.",
                remedy="Choose another parent or another day.",
                values={"parent": parent.name, "day": since.isoformat()},
            )
        )
    models.Placement.objects.create(unit=unit, tree=Tree(tree).value, parent=parent, since=since)
    return parent


def _overlaps(unit: models.Unit, tree: Tree, since: date) -> bool:
    return models.Placement.objects.filter(unit=unit, tree=tree, until__gt=since).exists()


def _distinct(names: Sequence[str], *, apart_from: Sequence[str]) -> list[str]:
    own = {plain_name(name) for name in apart_from}
    kept: dict[str, str] = {}
    for name in names:
        key = plain_name(name)
        if key and key not in own:
            kept.setdefault(key, name.strip())
    return list(kept.values())


def _row(unit: models.Unit) -> dict[str, object]:
    return {
        "id": unit.pk,
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "other_names": list(unit.other_names),
        "kind": unit.kind,
        "since": unit.since,
        "until": unit.until,
    }


def _placements(unit: models.Unit) -> list[dict[str, object]]:
    fields = ("id", "unit_id", "tree", "parent_id", "since", "until")
    return [
        dict(zip(fields, row, strict=True))
        for row in models.Placement.objects.filter(unit=unit).order_by("id").values_list(*fields)
    ]
