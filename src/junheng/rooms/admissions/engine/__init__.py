"""The pure part of admissions: rounds in integers, mechanisms, what follows them, and why each choice ended as it did."""

from junheng.rooms.admissions.engine.checks import faults, groups_of_nobody
from junheng.rooms.admissions.engine.explain import explained, positions, waiting
from junheng.rooms.admissions.engine.outcome import outcome, replays, run, tally
from junheng.rooms.admissions.engine.rounds import build, choices_of, labels_of
from junheng.rooms.admissions.engine.simulation import Trials, trials

__all__ = [
    "Trials", "build", "choices_of", "explained", "faults", "groups_of_nobody", "labels_of", "outcome", "positions", "replays", "run", "tally", "trials", "waiting",
]
