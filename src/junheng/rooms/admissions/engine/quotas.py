"""指标到校: seats of a quality senior school shared out to junior schools, used by score inside each, the unused given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from junheng.ground.draws.engine import whole_numbers


@dataclass(frozen=True, slots=True)
class Share:
    """A junior school's part: its exact share as `numerator` / `denominator`, and the seats that it gets."""

    junior: str
    numerator: int
    denominator: int
    seats: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A graduate in the batch of shared-out seats: `place` in the order of scores (0 is called first), `score` against a
    lowest one, senior schools in order of choice."""

    junior: str
    place: int
    score: int
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Who got a shared-out seat (a senior school for each candidate, or ""), and the seats given back by senior school."""

    seniors: tuple[str, ...]
    unused: Mapping[str, int]


def shared_out(seats: int, graduates: Mapping[str, int], *, tilt: Mapping[str, str] | None = None, floor: int = 0) -> list[Share]:
    """This will share seats out by graduates times tilt (1 where none is named), whole by the largest remainders.

    Equal remainders: more graduates first, then the lower code. A junior school with graduates gets at least `floor` seats
    where the seats reach for that; who is lifted to the floor leaves the sharing, and the others share the rest anew.
    Raises ValueError for numbers below 0 or a tilt that is no number.
    """
    juniors = [junior for junior, count in graduates.items() if count > 0]
    if seats < 0 or any(count < 0 for count in graduates.values()):
        raise ValueError("seats and graduates are not below 0")
    tilts = whole_numbers([(tilt or {}).get(junior, "1") for junior in juniors])[0]
    weights = {junior: graduates[junior] * (held or 0) for junior, held in zip(juniors, tilts, strict=True)}
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("a tilt is not below 0")
    floor = floor if floor * len(juniors) <= seats else 0
    lifted: dict[str, int] = {}
    while True:
        sharing = {junior: weight for junior, weight in weights.items() if junior not in lifted}
        got = by_largest_remainder(seats - sum(lifted.values()), sharing, graduates)
        short = [junior for junior, count in got.items() if count < floor]
        if not short:
            break
        lifted.update(dict.fromkeys(short, floor))
    total = sum(weights.values())
    held = {**got, **lifted}
    return [Share(junior, seats * weights.get(junior, 0), max(total, 1), held.get(junior, 0)) for junior in graduates]


def by_largest_remainder(seats: int, weights: Mapping[str, int], graduates: Mapping[str, int]) -> dict[str, int]:
    """Whole seats in proportion to weights."""
    total = sum(weights.values())
    if not total:
        return dict.fromkeys(weights, 0)
    got = {junior: seats * weight // total for junior, weight in weights.items()}
    first = sorted(weights, key=lambda junior: (-(seats * weights[junior] % total), -graduates[junior], junior))
    for junior in first[:seats - sum(got.values())]:
        got[junior] += 1
    return got


def admitted(candidates: Sequence[Candidate], quotas: Mapping[tuple[str, str], int], *,
             lowest: Mapping[str, int] | None = None) -> Batch:
    """This will run the batch of shared-out seats: inside each junior school by score, each takes the first choice with a
    seat of that school's quota and a score not below the senior school's `lowest`.

    `quotas` gives the seats by (senior, junior). What nobody used goes back to the senior school's unified admission.
    """
    left = dict(quotas)
    got = [""] * len(candidates)
    for one in sorted(range(len(candidates)), key=lambda each: candidates[each].place):
        held = candidates[one]
        got[one] = next((senior for senior in held.choices if left.get((senior, held.junior))
                         and held.score >= (lowest or {}).get(senior, held.score)), "")
        if got[one]:
            left[got[one], held.junior] -= 1
    unused: dict[str, int] = {}
    for (senior, _), seats in left.items():
        unused[senior] = unused.get(senior, 0) + seats
    return Batch(tuple(got), unused)


def contested(candidates: Sequence[Candidate], quotas: Mapping[tuple[str, str], int], *,
              lowest: Mapping[str, int] | None = None) -> tuple[int, ...]:
    """The first candidates of one junior school and one `place`, by line, whose order decides who gets a seat; () where none does.

    Their order decides where more of them turn to a senior school than its quota has seats left.
    """
    left = dict(quotas)
    groups: dict[tuple[int, str], list[int]] = {}
    for line, each in enumerate(candidates):
        groups.setdefault((each.place, each.junior), []).append(line)
    for (_, junior), lines in sorted(groups.items()):
        wanted: dict[str, list[int]] = {}
        for line in lines:
            held = candidates[line]
            senior = next((senior for senior in held.choices if left.get((senior, junior))
                           and held.score >= (lowest or {}).get(senior, held.score)), "")
            wanted.setdefault(senior, []).append(line)
        wanted.pop("", None)
        for senior, those in sorted(wanted.items()):
            if len(those) > left[senior, junior]:
                return tuple(those)
            left[senior, junior] -= len(those)
    return ()
