"""The questions of this room: a placement, a notice, late pupils, and how each is run again. Values in and out, no rows."""

from __future__ import annotations

from collections.abc import Mapping

from junheng.ground.draws.values import Replay
from junheng.rooms.classes.engine import REPLAYS
from junheng.rooms.classes.queries.announcing import announce
from junheng.rooms.classes.queries.books import stages
from junheng.rooms.classes.queries.ceremony import draw_kinds
from junheng.rooms.classes.queries.layering import layer, layers_csv
from junheng.rooms.classes.queries.placing import Asked, place, place_late
from junheng.rooms.classes.queries.tutoring import allot
from junheng.rooms.classes.queries.written import balance_json, classes_csv, tutors_csv

__all__ = [
    "Asked", "allot", "announce", "balance_json", "classes_csv", "draw_kinds", "layer", "layers_csv", "place", "place_late", "replays", "stages",
    "tutors_csv",
]


def replays() -> Mapping[tuple[str, str], Replay]:
    """How each kind of placement is run again."""
    return {("placement", algorithm): run for algorithm, run in REPLAYS.items()}
