"""The questions of this room: a round frozen from its files, announced, matched, tried out under other mechanisms; jobs beside it."""

from junheng.rooms.admissions.queries.ceremony import draw_kinds
from junheng.rooms.admissions.queries.listing import Done
from junheng.rooms.admissions.queries.nearby import LISTS as NEAREST_LISTS
from junheng.rooms.admissions.queries.nearby import Unproven, placed_nearest
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
from junheng.rooms.admissions.queries.shares import LISTS as QUOTA_LISTS
from junheng.rooms.admissions.queries.shares import quotas_shared
from junheng.rooms.admissions.queries.simulation import simulated
from junheng.rooms.admissions.queries.totals import FORMULA, scores_combined
from junheng.rooms.admissions.queries.totals import LISTS as SCORE_LISTS

__all__ = [
    "FORMULA", "LISTS", "NEAREST_LISTS", "QUOTA_LISTS", "ROUND", "SCORE_LISTS", "Done", "Files", "FrozenRound", "Matched", "Unproven",
    "announced_as", "announcement", "draw_kinds", "frozen_round", "match", "placed_nearest", "quotas_shared", "replays", "scores_combined",
    "simulated",
]
