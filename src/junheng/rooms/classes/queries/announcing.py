"""The notice of a placement, published before the seed is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from junheng.ground.draws.engine import notice
from junheng.ground.kernel.findings import Finding, Refused
from junheng.rooms.classes.engine.units import units_of
from junheng.rooms.classes.queries.placing import Asked, prepared


def announce(asked: Asked, *, title: str, seed_made: Mapping[str, Any], at: Mapping[str, str],
             witnesses: Sequence[Mapping[str, str]], today: date) -> tuple[Mapping[str, Any], tuple[Finding, ...]]:
    """What is to be published, and notes. Raises Refused for all that a run would refuse before chance enters."""
    roster, rules, frozen, notes = prepared(asked, today=today)
    try:
        units_of({**rules, "source": "ticket"}, "", frozen)
    except Refused as refused:
        raise roster.told(refused) from None
    return notice(title=title, kind="placement", algorithm=f"{asked.mode}/1", lists=[frozen], rules=rules,
                  seed_made=seed_made, at=at, witnesses=witnesses), notes
