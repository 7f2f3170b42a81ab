"""What a round of admissions is made of: its rules, its numbers, who holds which place and why."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

NOBODY = -1


class Mechanism(StrEnum):
    """How a round is run; a published rule names one."""

    CHOICE_FIRST = "choice_first"
    TIER_FIRST = "tier_first"
    SCORE_PARALLEL = "score_parallel"
    DEFERRED_ACCEPTANCE = "deferred_acceptance"

    @property
    def algorithm(self) -> str:
        """Name and version as transcripts write them."""
        return f"{self}/1"


class TicketOrder(StrEnum):
    """Which ticket goes first."""

    LOWEST = "lowest"
    HIGHEST = "highest"


class Reason(StrEnum):
    """Why a choice ended as it did."""

    ADMITTED = "admitted"
    RESERVED = "reserved"
    EXTRA = "extra"
    REMAINDER = "remainder"
    FULL = "full"
    NOT_ELIGIBLE = "not_eligible"
    EARLIER_CHOICE = "earlier_choice"
    EARLIER_TIER = "earlier_tier"


MECHANISM_LABELS = {
    Mechanism.CHOICE_FIRST: "first choices first",
    Mechanism.TIER_FIRST: "tier by tier",
    Mechanism.SCORE_PARALLEL: "parallel choices",
    Mechanism.DEFERRED_ACCEPTANCE: "deferred acceptance",
}
REASON_LABELS = {
    Reason.ADMITTED: "admitted",
    Reason.RESERVED: "admitted to a reserved seat",
    Reason.EXTRA: "admitted to an extra seat beside the twin",
    Reason.REMAINDER: "placed by the bureau in ticket order",
    Reason.FULL: "the school was full",
    Reason.NOT_ELIGIBLE: "not eligible at this school",
    Reason.EARLIER_CHOICE: "admitted by an earlier choice",
    Reason.EARLIER_TIER: "already admitted elsewhere in an earlier tier",
}
# What round.toml may say beside the mechanism, the usual word first.
RULE_WORDS: Mapping[str, tuple[str, ...]] = {
    "ticket_order": ("lowest", "highest"),
    "source": ("ticket", "ring"),
    "remainder": ("none", "pick_in_ticket_order"),
    "twins": ("ticket", "together"),
    "priorities": ("listed", "none"),
    "reserves": ("none", "listed"),
}


@dataclass(frozen=True, slots=True)
class Round:
    """A round in integers. Applicants and schools go by their place in the lists (0 is the first).

    Choices lie one after the other: those of applicant a at `first[a]` to `first[a + 1]`, each with its `school` and the
    applicant's `tier` there (1 is called first, 0 = not eligible) and `order` inside the tier (smaller is called first).
    `sequence[a]` is the applicant's place in the order of tickets, `by_score[a]` in the order of scores; both unique.
    `reserves` maps (school, group) to seats; `group[a]` 0 = none. `eligible(a)`: schools for the remainder, lowest code
    first. `households`: members of those with more than one child.
    """

    mechanism: Mechanism
    seats: array[int]
    first: array[int]
    school: array[int]
    tier: array[int]
    order: array[int]
    sequence: array[int]
    by_score: array[int]
    group: array[int]
    reserves: Mapping[tuple[int, int], int] = field(default_factory=dict)
    households: Sequence[Sequence[int]] = ()
    eligible: Callable[[int], Iterable[int]] | None = None

    @property
    def applicants(self) -> int:
        """How many apply."""
        return len(self.sequence)

    def choices(self, applicant: int) -> range:
        """Where an applicant's choices lie."""
        return range(self.first[applicant], self.first[applicant + 1])


@dataclass(slots=True)
class Placement:
    """Who holds what: for each applicant a school (or NOBODY), the number of the choice (0 = none of them), and whether
    the seat is one reserved for the group; `extra`: those on extra seats beside a twin; `before`: school and number of
    those that held another place before."""

    school: list[int]
    choice: list[int]
    reserved: list[bool]
    left: list[int]
    extra: list[int] = field(default_factory=list)
    before: dict[int, tuple[int, int]] = field(default_factory=dict)


class Waiting(NamedTuple):
    """One place on a school's waiting list; `position` 1 is called first."""

    school: int
    position: int
    applicant: int


class Explanation(NamedTuple):
    """What became of one choice: `own_rank` among those who may be called for the school (1 is called first) and that of
    the last who got a seat which this applicant could have had; 0 where there is none."""

    applicant: int
    choice: int
    school: int
    reason: Reason
    own_rank: int
    last_admitted_rank: int


@dataclass(frozen=True, slots=True)
class Tally:
    """A round in a few numbers."""

    applicants: int
    placed: int
    first_choice: int
    extra: int
