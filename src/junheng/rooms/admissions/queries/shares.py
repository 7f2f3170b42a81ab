"""指标到校: seats of senior schools shared out to junior schools, and the batch in which their graduates take them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext

from junheng.ground.draws.engine import whole_numbers
from junheng.ground.kernel.findings import Finding
from junheng.rooms.admissions import sheets
from junheng.rooms.admissions.engine import checks
from junheng.rooms.admissions.engine.quotas import Batch, Candidate, Share, admitted, contested, shared_out
from junheng.rooms.admissions.engine.rounds import choices_of
from junheng.rooms.admissions.queries.listing import (
    Done,
    Files,
    Kind,
    Listing,
    certificate,
    changes,
    lists_in,
    refuse_all,
    seed_wanted,
    ticket_order,
)

JUNIOR = dict.fromkeys(("初中代码", "初中学校代码", "毕业学校代码"), "junior_code")
KINDS = {
    "juniors": Kind({**JUNIOR, "学校代码": "junior_code", "毕业生数": "graduates", "毕业生人数": "graduates", "倾斜系数": "tilt"},
                    ("junior_code", "graduates"), ("tilt",), ("graduates", "tilt")),
    "seniors": Kind({**dict.fromkeys(("高中代码", "高中学校代码", "学校代码"), "senior_code"), "指标数": "seats", "指标计划": "seats",
                     "每校至少": "floor", "保底数": "floor", "最低控制线": "lowest", "最低分": "lowest"},
                    ("senior_code", "seats"), ("floor", "lowest"), ("seats", "floor", "lowest")),
    "candidates": Kind({**sheets.APPLICANT, **JUNIOR, "成绩": "score", "总分": "score", "志愿": "choices", "志愿学校": "choices",
                        "位次": "place", "名次": "place"},
                       ("applicant_id", "junior_code", "score", "choices"), ("place",), ("score", "place")),
}
LISTS = tuple(KINDS)
BATCH = ("offers.csv", "explanations.csv", "unused.csv")
QUOTAS = ("senior_code", "junior_code", "graduates", "tilt", "exact_share", "seats")
OFFERS = ("applicant_id", "junior_code", "senior_code", "choice")
UNUSED = ("senior_code", "seats", "used", "unused")
EXPLANATIONS = ("applicant_id", "choice", "senior_code", "reason", "seats", "last_admitted_score")
ADMITTED, EARLIER, NONE, BELOW, TAKEN = range(5)
REASON_LABELS = {
    ADMITTED: "admitted", EARLIER: "admitted by an earlier choice", NONE: "this junior school has no seats there",
    BELOW: "the score is below the lowest one", TAKEN: "the seats of this junior school were taken",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Shares by senior school, and seats by (senior, junior)."""

    shares: Mapping[str, Sequence[Share]]
    quotas: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Entrants:
    """Candidates in integers, and the lowest scores of senior schools in the same unit."""

    candidates: Sequence[Candidate]
    lowest: Mapping[str, int]


def quotas_shared(files: Files, *, seed: str | None, first: str = "lowest") -> Done:
    """This will share out the seats of every senior school; with a list of candidates it also runs their batch.

    `files` gives name and content of juniors, seniors and, where wanted, candidates; `seed` in normal form decides between
    candidates of one junior school and one score. Raises Refused.
    """
    lists = lists_in(files, KINDS, ("juniors", "seniors"))
    refuse_all(list(faults(lists)))
    plan, notes = planned(lists)
    written = {"quotas.csv": sheets.as_csv(QUOTAS, quota_rows(lists, plan))}
    found: dict[str, Any] = {"seniors": [{"senior_code": senior, "seats": sum(share.seats for share in shares)}
                                         for senior, shares in plan.shares.items()]}
    said, values = "%(seats)s seats of %(seniors)s senior schools shared out to %(juniors)s junior schools.", {
        "seats": sum(plan.quotas.values()), "seniors": len(plan.shares), "juniors": len(lists["juniors"].rows)}
    if "candidates" in lists:
        batch, entrants = run(lists, plan, seed, first)
        used = Counter(senior for senior in batch.seniors if senior)
        written |= tables(lists, plan, batch, entrants)
        found |= {"unused": [{"senior_code": senior, "seats": count} for senior, count in batch.unused.items()]}
        said = "%(seats)s seats of %(seniors)s senior schools shared out to %(juniors)s junior schools; " \
               "%(used)s of them taken by %(all)s candidates, %(unused)s given back."
        values |= {"used": used.total(), "all": len(batch.seniors), "unused": sum(batch.unused.values())}
    told = certificate("quotas", lists, rules={"ticket_order": first}, seed=seed, **found)
    return Done({**written, "certificate.json": told}, said, values, [*changes(lists), *notes],
                [name for name in BATCH if name not in written])


def faults(lists: Mapping[str, Listing]) -> Iterator[Finding]:
    """Everything for which the lists are refused."""
    juniors, seniors = lists["juniors"], lists["seniors"]
    yield from checks.repeated(juniors, "junior_code", ("junior_code",))
    yield from checks.not_whole(juniors, "graduates", least=0)
    if juniors.has("tilt"):
        yield from above_nothing(juniors, "tilt")
    if not any(cell.isdecimal() and int(cell) for cell in juniors.frozen.column("graduates")):
        yield Finding("no-graduates", "No junior school has graduates.", "Fill in the numbers of graduates.", juniors.whole())
    yield from checks.repeated(seniors, "senior_code", ("senior_code",))
    yield from checks.not_whole(seniors, "seats", least=0)
    for line, cell in enumerate(seniors.frozen.column("floor")):
        if cell and not cell.isdecimal():
            yield checks.found(seniors, line, "floor", "not-whole", "“%(cell)s” is not a whole number from %(least)s on.",
                               "Write a whole number in digits.", cell=cell, least=0)
    if "candidates" in lists:
        yield from wrong_candidates(lists["candidates"], set(juniors.frozen.ids), set(seniors.frozen.ids))


def above_nothing(held: Listing, column: str) -> Iterator[Finding]:
    """Factors that are not above 0; an empty one is 1."""
    for line, cell in enumerate(held.frozen.column(column)):
        if cell and float(cell) <= 0:
            yield checks.found(held, line, column, "not-above", "“%(cell)s” is not above 0.", "Write the factor, like 1.2; 1 for none.",
                               cell=cell)


def wrong_candidates(candidates: Listing, juniors: set[str], seniors: set[str]) -> Iterator[Finding]:
    """Candidates that stand twice, come from or turn to no school of the lists, have no score, or a place against it."""
    yield from checks.repeated(candidates, "applicant_id", ("applicant_id",))
    yield from checks.unknown(candidates, "junior_code", juniors, "“%(name)s” is no code in the list of schools.",
                              "Correct the code or take the line out.")
    yield from checks.wrong_choices(candidates, seniors)
    yield from checks.empty(candidates, "score", "Write a score for every applicant; 0 where there is none.")
    if candidates.has("place"):
        yield from checks.not_whole(candidates, "place", least=1)
        yield from crossed_places(candidates)


def crossed_places(candidates: Listing) -> Iterator[Finding]:
    """The first candidate whose place is that of a higher score or ahead of it."""
    places, scores = candidates.frozen.column("place"), whole_numbers(list(candidates.frozen.column("score")))[0]
    if not all(cell.isdecimal() for cell in places) or None in scores:
        return
    ordered = sorted(range(len(places)), key=lambda line: (int(places[line]), scores[line] or 0))
    for ahead, line in pairwise(ordered):
        if (scores[line] or 0) > (scores[ahead] or 0):
            yield checks.found(candidates, ahead, "place", "place-crossed", "Place %(place)s does not stand behind the higher score in row %(row)s.",
                               "Correct the place or the score; leave the column of places out where scores alone count.",
                               place=places[ahead], row=candidates.rows[line])
            return


def planned(lists: Mapping[str, Listing]) -> tuple[Plan, list[Finding]]:
    """The shares of every senior school, and notes on floors for which the seats do not reach."""
    juniors, seniors = lists["juniors"], lists["seniors"]
    graduates = {name: int(cell) for name, cell in zip(juniors.frozen.ids, juniors.frozen.column("graduates"), strict=True)}
    tilt = {name: cell for name, cell in zip(juniors.frozen.ids, juniors.frozen.column("tilt"), strict=True) if cell}
    some, shares, notes = sum(map(bool, graduates.values())), {}, []
    for line, (senior, cell, least) in enumerate(zip(seniors.frozen.ids, seniors.frozen.column("seats"),
                                                     seniors.frozen.column("floor"), strict=True)):
        seats, floor = int(cell), int(least or 0)
        if floor * some > seats:
            notes.append(Finding("floor-above", "%(seats)s seats do not give %(count)s junior schools %(floor)s each; shared without a floor.",
                                 "", seniors.place(line, "floor"), {"seats": seats, "count": some, "floor": floor}, level="note"))
        shares[senior] = shared_out(seats, graduates, tilt=tilt, floor=floor)
    return Plan(shares, {(senior, share.junior): share.seats for senior, held in shares.items() for share in held}), notes


def run(lists: Mapping[str, Listing], plan: Plan, seed: str | None, first: str) -> tuple[Batch, Entrants]:
    """The batch of the candidates. Raises Refused where their order decides and no seed is there."""
    held, seniors = lists["candidates"], lists["seniors"]
    ids, cells = held.frozen.ids, [*held.frozen.column("score"), *seniors.frozen.column("lowest")]
    numbers = whole_numbers(cells)[0]
    scores = [number or 0 for number in numbers[:len(ids)]]
    lowest = {senior: number for senior, number in zip(seniors.frozen.ids, numbers[len(ids):], strict=True) if number is not None}
    keys = [int(cell) for cell in held.frozen.column("place")] if held.has("place") else [-score for score in scores]

    def candidates(places: Sequence[int]) -> list[Candidate]:
        return [Candidate(junior, place, score, tuple(choices_of(cell))) for junior, place, score, cell in zip(
            held.frozen.column("junior_code"), places, scores, held.frozen.column("choices"), strict=True)]

    equal = contested(candidates(keys), plan.quotas, lowest=lowest)
    if equal and seed is None:
        raise seed_wanted("%(count)s graduates of one junior school with equal scores turn to fewer seats: %(first)s, %(second)s …",
                          held.place(equal[0], "score"), count=len(equal), first=ids[equal[0]], second=ids[equal[1]])
    order = sorted(ticket_order(ids, seed, first), key=keys.__getitem__)
    turn = {line: place for place, line in enumerate(order)}
    entrants = candidates([turn[line] for line in range(len(ids))])
    return admitted(entrants, plan.quotas, lowest=lowest), Entrants(entrants, lowest)


def quota_rows(lists: Mapping[str, Listing], plan: Plan) -> Iterator[tuple[Any, ...]]:
    """The lines of quotas.csv; the exact share is rounded to four places for the eye alone."""
    juniors = lists["juniors"].frozen
    of = {name: (count, tilt or "1") for name, count, tilt in zip(juniors.ids, juniors.column("graduates"), juniors.column("tilt"), strict=True)}
    for senior, shares in plan.shares.items():
        for share in shares:
            parts = (2 * share.numerator * 10**4 + share.denominator) // (2 * share.denominator)
            yield senior, share.junior, *of[share.junior], f"{parts // 10**4}.{parts % 10**4:04d}", share.seats


def tables(lists: Mapping[str, Listing], plan: Plan, batch: Batch, entrants: Entrants) -> dict[str, bytes]:
    """offers.csv, explanations.csv and unused.csv of a batch."""
    ids, cells = lists["candidates"].frozen.ids, lists["candidates"].frozen.column("score")
    last: dict[tuple[str, str], int] = {}
    for line in sorted(range(len(ids)), key=lambda line: entrants.candidates[line].place):
        if batch.seniors[line]:
            last[batch.seniors[line], entrants.candidates[line].junior] = line
    seats = {senior: sum(share.seats for share in shares) for senior, shares in plan.shares.items()}
    offers = ((ids[line], one.junior, senior, one.choices.index(senior) + 1 if senior else "")
              for line, (one, senior) in enumerate(zip(entrants.candidates, batch.seniors, strict=True)))
    reasons = ((ids[line], number, senior, gettext(REASON_LABELS[why(one, number, batch.seniors[line], plan, entrants)]),
                plan.quotas[senior, one.junior], cells[last[senior, one.junior]] if (senior, one.junior) in last else "")
               for line, one in enumerate(entrants.candidates) for number, senior in enumerate(one.choices, start=1))
    return {"offers.csv": sheets.as_csv(OFFERS, offers), "explanations.csv": sheets.as_csv(EXPLANATIONS, reasons),
            "unused.csv": sheets.as_csv(UNUSED, ((senior, count, count - batch.unused[senior], batch.unused[senior])
                                                 for senior, count in seats.items()))}


def why(one: Candidate, number: int, got: str, plan: Plan, entrants: Entrants) -> int:
    """Why a choice ended as it did."""
    senior, taken = one.choices[number - 1], one.choices.index(got) + 1 if got else 0
    if 0 < taken <= number:
        return ADMITTED if taken == number else EARLIER
    if not plan.quotas[senior, one.junior]:
        return NONE
    return BELOW if one.score < entrants.lowest.get(senior, one.score) else TAKEN
