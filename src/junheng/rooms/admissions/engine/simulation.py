"""The same round under several mechanisms and many seeds: what each would mean, to be looked at before one is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy

from junheng.ground.draws.values import FrozenList
from junheng.rooms.admissions.engine.fast import asking, largest, numbers
from junheng.rooms.admissions.engine.outcome import run
from junheng.rooms.admissions.engine.rounds import scores, tickets
from junheng.rooms.admissions.values import Mechanism, Placement, Round

# What is held against another outcome where no choice was met: the remainder is worse than any choice, nothing still worse.
REMAINDER, NOTHING = 2**14, 2**15 - 1


@dataclass(frozen=True, slots=True)
class Trials:
    """Sums over all seeds. By group (0 = none): applicants placed, placed by their first choice, better and worse off than
    under the round's own mechanism, and passed over: whoever would rather be at a school that took somebody of a lower
    rank. By choice: how often it was met. By school: how often it was full; its latest tier called, by seed."""

    placed: Any
    first_choice: Any
    better: Any
    worse: Any
    passed_over: Any
    met: Any
    full: Any
    latest_tier: Any


def trials(rounds: Mapping[Mechanism, Round], applicants: FrozenList, rules: Mapping[str, str], *,
           seeds: Sequence[str]) -> dict[Mechanism, Trials]:
    """This will run each round under every seed. The first of `rounds` is the county's own, the others are held against it."""
    own: list[Any] = []
    found = {}
    for mechanism, held in rounds.items():
        kept = Kept(held, next(iter(rounds)))
        for count, seed in enumerate(seeds):
            sequence = tickets(applicants, seed, source="ticket", first=rules["ticket_order"])
            drawn = replace(held, sequence=sequence, by_score=scores(applicants, sequence) if len(held.by_score) else sequence)
            now = run(drawn)
            worth = worth_of(now)
            if len(own) < len(seeds):
                own.append(worth)
            kept.add(drawn, now, worth, own[count])
        found[mechanism] = kept.trials()
    return found


def worth_of(now: Placement) -> Any:
    """The number of the choice met; beyond all choices the remainder, then nothing."""
    choice, school = numpy.array(now.choice, dtype=numpy.int16), numpy.array(now.school)
    return numpy.where(choice > 0, choice, numpy.where(school >= 0, REMAINDER, NOTHING)).astype(numpy.int16)


class Kept:
    """The sums of one mechanism while its seeds are run."""

    def __init__(self, held: Round, own: Mechanism) -> None:
        self.own, self.group, self.groups = own, numbers(held.group), largest(held.group) + 1
        self.by_group = {name: numpy.zeros(self.groups, dtype=numpy.int64)
                         for name in ("placed", "first_choice", "better", "worse", "passed_over")}
        self.met = numpy.zeros(len(held.school), dtype=numpy.int64)
        self.full = numpy.zeros(len(held.seats), dtype=numpy.int64)
        self.latest: list[Any] = []

    def add(self, held: Round, now: Placement, worth: Any, own: Any) -> None:
        """One seed more."""
        school = numpy.array(now.school)
        for name, those in (("placed", school >= 0), ("first_choice", worth == 1), ("better", worth < own),
                            ("worse", worth > own), ("passed_over", self.passed_over(held, now, worth))):
            self.by_group[name] += numpy.bincount(self.group[those], minlength=self.groups)
        placed = numpy.flatnonzero(worth < REMAINDER)
        pairs = numbers(held.first)[placed] + worth[placed] - 1
        self.met[pairs] += 1
        self.full += numpy.array(now.left) == 0
        latest = numpy.zeros(len(held.seats), dtype=numpy.int64)
        numpy.maximum.at(latest, school[placed], numbers(held.tier)[pairs])
        self.latest.append(latest)

    def passed_over(self, held: Round, now: Placement, worth: Any) -> Any:
        """Whether an applicant would rather be at a school where somebody of a lower rank sits on a seat open to all."""
        applicant, first, school, tier = asking(held), numbers(held.first), numbers(held.school), numbers(held.tier)
        sequence = numbers(held.by_score if self.own is Mechanism.SCORE_PARALLEL else held.sequence)
        rank = sequence[applicant].copy()
        if self.own is not Mechanism.SCORE_PARALLEL:
            rank += (tier * (largest(held.order) + 1) + numbers(held.order)) * held.applicants
        open_to_all = (worth < REMAINDER) & ~numpy.array(now.reserved)
        open_to_all[numpy.array(now.extra, dtype=numpy.int64)] = False
        sitting = numpy.flatnonzero(open_to_all)
        pairs = first[sitting] + worth[sitting] - 1
        lowest = numpy.full(len(held.seats), -1, dtype=numpy.int64)
        numpy.maximum.at(lowest, school[pairs], rank[pairs])
        number = numpy.arange(len(school)) - first[applicant] + 1
        envious = (tier > 0) & (number < worth[applicant]) & (rank < lowest[school])
        those = numpy.zeros(held.applicants, dtype=numpy.bool_)
        those[applicant[envious]] = True
        return those

    def trials(self) -> Trials:
        """The sums."""
        return Trials(**self.by_group, met=self.met, full=self.full, latest_tier=numpy.array(self.latest))
