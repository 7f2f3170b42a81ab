"""Publishing a measurement: facts frozen, definition and figures kept with them."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from junheng.ground.audit.actions import say
from junheng.ground.snapshots import actions as snapshots
from junheng.ground.snapshots.queries import contents
from junheng.ground.snapshots.taking import check_day, taken
from junheng.rooms.indicators.engine import frozen
from junheng.rooms.indicators.models import Publication
from junheng.rooms.indicators.queries.figures import ENGINE, computed
from junheng.rooms.indicators.values.definitions import Standard

FIGURE = "indicators/figure"


@transaction.atomic
def publish(*, standard: Standard, on: date, weighted: bool, by: int | None, by_name: str, at: datetime) -> int:
    """This will freeze the facts of a day, measure the standard over them and keep every figure; the publication's number.

    The same facts by the same definition are one publication. Raises Refused.
    """
    check_day(on, at.date())
    snapshot = snapshots.freeze(on=on, tables=taken(on), by=by, by_name=by_name, at=at)
    definition = frozen.written(standard)
    result = frozen.canonical(computed(definition, contents(snapshot), on, weighted))
    row, fresh = Publication.objects.get_or_create(
        standard=standard.id, snapshot_id=snapshot, weighted=weighted, version=frozen.version(definition), engine=ENGINE,
        defaults={"on": on, "definition": definition, "result": result, "digest": sha256(result.encode()).hexdigest(), "published_at": at,
                  "published_by_id": by, "published_by_name": by_name})
    if fresh:
        say("%(standard)s was published for %(day)s over snapshot %(snapshot)s by definition %(version)s.",
            values={"standard": standard.id, "day": on, "snapshot": snapshot, "version": row.version}, by=by, by_name=by_name, at=at, kind=FIGURE,
            ref=str(row.pk), rows=row.digest.encode())
    return int(row.pk)
