"""A round run to its end, and its outcome as transcripts write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from junheng.ground.draws.values import Lists, Replay
from junheng.rooms.admissions.engine import after, fast, plain
from junheng.rooms.admissions.engine.rounds import build
from junheng.rooms.admissions.values import NOBODY, Mechanism, Placement, Round, Tally


def run(held: Round, *, compiled: bool = True) -> Placement:
    """This will run mechanism, twins and remainder; compiled where the round fits, else in plain Python, with equal results."""
    now = fast.matched(held) if compiled and fast.fits(held) else plain.matched(held)
    after.bring_twins_together(held, now)
    after.pick_in_ticket_order(held, now)
    return now


def outcome(now: Placement) -> dict[str, list[int]]:
    """For each applicant the school's line (0 = none) and the number of the choice (0 = none of them); lines of the
    applicants who hold reserved and extra seats."""
    return {
        "schools": [school + 1 if school != NOBODY else 0 for school in now.school],
        "choices": list(now.choice),
        "reserved": [applicant for applicant, held in enumerate(now.reserved, start=1) if held],
        "extra": [applicant + 1 for applicant in now.extra],
    }


def replay(mechanism: Mechanism) -> Replay:
    """How a draw by this mechanism is run again, in plain Python."""
    def again(rules: Mapping[str, Any], seed: str, lists: Lists) -> dict[str, list[int]]:
        if rules["mechanism"] != mechanism:
            raise ValueError(f"the rules name {rules['mechanism']}, the algorithm {mechanism}")
        return outcome(run(build(rules, seed, lists), compiled=False))
    return again


def replays() -> dict[tuple[str, str], Callable[..., Mapping[str, Any]]]:
    """The replays of this room by kind and algorithm."""
    return {("match", mechanism.algorithm): replay(mechanism) for mechanism in Mechanism}


def tally(now: Placement) -> Tally:
    """A round in a few numbers."""
    return Tally(applicants=len(now.school), placed=sum(school != NOBODY for school in now.school),
                 first_choice=sum(number == 1 for number in now.choice), extra=len(now.extra))
