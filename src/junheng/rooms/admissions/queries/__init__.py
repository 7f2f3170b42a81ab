"""The questions of this room: a round frozen from its files, announced, matched, tried out under other mechanisms."""

from junheng.rooms.admissions.queries.ceremony import draw_kinds
from junheng.rooms.admissions.queries.rounds import (
    LISTS,
    ROUND,
    Files,
    FrozenRound,
    Matched,
    announced_as,
    announcement,
    frozen_round,
    match,
    replays,
)
from junheng.rooms.admissions.queries.simulation import simulated

__all__ = [
    "LISTS", "ROUND", "Files", "FrozenRound", "Matched", "announced_as", "announcement", "draw_kinds", "frozen_round", "match", "replays", "simulated",
]
