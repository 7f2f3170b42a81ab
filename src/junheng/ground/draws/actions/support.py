"""What every verb of draws needs: the draw held until the transaction ends, the round, the audit sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from junheng.ground.audit import actions as audit
from junheng.ground.draws import access
from junheng.ground.draws.kinds import refused
from junheng.ground.draws.models import Draw
from junheng.ground.people.table import Verb
from junheng.ground.people.values import Person


def held(draw_id: int, verb: Verb, *, by: Person) -> Draw:
    """This will fetch a draw, hold it until the transaction ends, and ask whether the person may."""
    draw = Draw.objects.select_for_update().get(pk=draw_id)
    access.check_may(by, verb, draw)
    return draw


def published(draw: Draw) -> Draw:
    """The draw, once its notice has been published."""
    if draw.published_at is None:
        raise refused("not-published", "The notice of this draw has not been published.",
                      "Publish it first: what is drawn must be fixed before the seed is made.")
    return draw


def round_of(draw: Draw) -> int:
    """The round that is being held: the first, and one more for each approved wish."""
    return 1 + draw.reruns.filter(approved=True).count()


def tell_audit(sentence: str, values: Mapping[str, str | int], *, draw: Draw, by: Person, at: datetime,
               rows: object = ()) -> None:
    """This will write one sentence about one action, with a digest of its rows."""
    audit.say(sentence, values={"title": draw.title, **values}, by=by.account_id, by_name=by.name, at=at,
              kind=access.DRAW, ref=str(draw.pk), rows=[rows] if rows else ())
