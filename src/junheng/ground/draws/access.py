"""Who may do what with draws: the access table asked with the unit that draws."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from junheng.ground.draws.models import Draw
from junheng.ground.people import access
from junheng.ground.people.table import Verb
from junheng.ground.people.values import Person

DRAW = "draws/draw"


def check_may_prepare(person: Person, unit_id: int) -> None:
    """Raises Denied unless the person may prepare a draw of this unit."""
    access.check_may(person, "change", DRAW, unit_ids=[unit_id])


def may_prepare_for(person: Person, unit_id: int) -> bool:
    """Whether the person may prepare a draw of this unit."""
    return access.may(person, "change", DRAW, unit_ids=[unit_id])


def may_prepare(person: Person) -> bool:
    """Whether the person may prepare any draw."""
    return access.may_at_all(person, "change", DRAW)


def check_may(person: Person, verb: Verb, draw: Draw) -> None:
    """Raises Denied unless the person may do this with the draw."""
    access.check_may(person, verb, DRAW, unit_ids=[draw.unit_id])


def may(person: Person, verb: Verb, draw: Draw) -> bool:
    """Whether the person may do this with the draw."""
    return access.may(person, verb, DRAW, unit_ids=[draw.unit_id])


def may_see_any(person: Person) -> bool:
    """Whether there can be a draw for the person to see, besides what is open to everybody."""
    return access.may_at_all(person, "see", DRAW)


def visible(person: Person, draws: QuerySet[Draw]) -> QuerySet[Draw]:
    """The draws that the person may see."""
    allowed = access.reach(person, "see", DRAW)
    return draws if allowed.everything else draws.filter(Q(unit_id__in=allowed.unit_ids))
