"""Once more: only with a reason and the word of another person, and the first run stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from junheng.ground.draws.actions.support import held, published, round_of, tell_audit
from junheng.ground.draws.kinds import refused
from junheng.ground.draws.models import Rerun
from junheng.ground.people.values import Person


@transaction.atomic
def ask_rerun(*, draw_id: int, reason: str, by: Person, at: datetime) -> Rerun:
    """This will ask for a second run. The same wish sent twice is one wish."""
    draw = published(held(draw_id, "change", by=by))
    if not reason.strip():
        raise refused("reason-missing", "No reason is given.", "Write why the draw must be run once more.")
    waiting = draw.reruns.filter(decided_at=None).first()
    if waiting is not None:
        if (waiting.reason, waiting.asked_by_id) == (reason.strip(), by.account_id):
            return waiting
        raise refused("rerun-waiting", "A wish to run it once more is waiting for its answer.", "Have it decided first.")
    if not draw.runs.filter(round=round_of(draw)).exists():
        raise refused("not-run", "The draw has not been run.", "Run it first.")
    row = Rerun.objects.create(draw=draw, reason=reason.strip(), asked_at=at, asked_by_id=by.account_id)
    tell_audit("asked to run the draw %(title)s once more", {}, draw=draw, by=by, at=at, rows=row.reason)
    return row


@transaction.atomic
def decide_rerun(*, rerun_id: int, approved: bool, by: Person, at: datetime) -> Rerun:
    """This will allow or refuse a second run; whoever asked for it does not decide."""
    row = Rerun.objects.select_for_update().get(pk=rerun_id)
    draw = held(row.draw_id, "approve", by=by)
    if row.decided_at is not None:
        if (row.decided_by_id, row.approved) == (by.account_id, approved):
            return row
        raise refused("decided-already", "This has been decided.", "Look at the draw.")
    if row.asked_by_id == by.account_id:
        raise refused("own-wish", "Whoever asks for a second run does not allow it.", "Another person decides.")
    row.decided_at, row.decided_by_id, row.approved = at, by.account_id, approved
    row.save()
    if approved:
        tell_audit("allowed a second run of the draw %(title)s", {}, draw=draw, by=by, at=at, rows=row.reason)
    else:
        tell_audit("refused a second run of the draw %(title)s", {}, draw=draw, by=by, at=at, rows=row.reason)
    return row
