"""Why each choice ended as it did, and who waits for which school."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy

from junheng.rooms.admissions.engine.fast import asking, by_group, numbers
from junheng.rooms.admissions.values import Explanation, Mechanism, Placement, Reason, Round, Waiting


def positions(held: Round) -> Any:
    """For each choice the applicant's place (1 is called first) among all who are eligible at that school and chose it;
    0 where not eligible.

    The order in which the mechanism calls: under 志愿优先 earlier choices before tiers, under 顺位录取 tiers before choices.
    """
    first, school, tier, order = (numbers(each) for each in (held.first, held.school, held.tier, held.order))
    applicant = asking(held)
    choice = numpy.arange(len(school)) - first[applicant]
    ticket = numbers(held.sequence)[applicant]
    keys = {
        Mechanism.CHOICE_FIRST: (ticket, order, tier, choice),
        Mechanism.TIER_FIRST: (ticket, order, choice, tier),
        Mechanism.DEFERRED_ACCEPTANCE: (ticket, order, tier),
        Mechanism.SCORE_PARALLEL: (numbers(held.by_score)[applicant] if len(held.by_score) else ticket,),
    }[held.mechanism]
    asked = numpy.flatnonzero(tier)
    called = asked[numpy.lexsort(tuple(key[asked] for key in (*keys, school)))]
    counts = numpy.bincount(school[called], minlength=len(held.seats))
    places = numpy.zeros(len(school), dtype=numpy.int64)
    places[called] = numpy.arange(len(called)) - numpy.repeat(numpy.cumsum(counts) - counts, counts) + 1
    return places


def last_called(held: Round, now: Placement, places: Any) -> Any:
    """The place of the last one admitted to each school: in column 0 of those on seats open to all, in the others of those
    on seats reserved for the group. Extra seats and the remainder do not count."""
    first, choice = numbers(held.first), numpy.array(now.choice, dtype=numpy.int64)
    counts = choice > 0
    counts[numpy.array(now.extra, dtype=numpy.int64)] = False
    one = numpy.flatnonzero(counts)
    kind = numpy.where(numpy.array(now.reserved, dtype=numpy.bool_), numbers(held.group), 0)
    last = by_group(held, 0)
    numpy.maximum.at(last, (numpy.array(now.school, dtype=numpy.int64)[one], kind[one]), places[first[one] + choice[one] - 1])
    return last


def explained(held: Round, now: Placement, places: Any = None) -> Iterator[Explanation]:
    """This will explain every choice of every applicant, and a place given from the remainder (choice 0).

    `places` are the round's `positions` where they are known already.
    """
    places = positions(held) if places is None else places
    applicant, school = asking(held), numbers(held.school)
    last = last_called(held, now, places)
    late = numpy.maximum(last[school, 0], last[school, numbers(held.group)[applicant]])
    late[places == 0] = 0
    number = numpy.arange(len(school)) - numbers(held.first)[applicant] + 1
    why = reasons(held, now, applicant, number)
    left = [one for one, where in enumerate(now.school) if where >= 0 and not now.choice[one]]
    after = numbers(held.first)[1:][left]
    columns = [numpy.insert(column, after, put).tolist() for column, put in (
        (applicant, left), (number, 0), (school, [now.school[one] for one in left]),
        (why, REASONS.index(Reason.REMAINDER)), (places, 0), (late, 0))]
    columns[3] = [REASONS[reason] for reason in columns[3]]
    return map(Explanation._make, zip(*columns, strict=True))


REASONS = tuple(Reason)


def reasons(held: Round, now: Placement, applicant: Any, number: Any) -> Any:
    """For each choice why it ended as it did, as its place in REASONS."""
    first, tier = numbers(held.first), numbers(held.tier)
    mine, reserved = numpy.array(now.choice, dtype=numpy.int64), numpy.array(now.reserved, dtype=numpy.bool_)
    extra = numpy.zeros(held.applicants, dtype=numpy.bool_)
    extra[numpy.array(now.extra, dtype=numpy.int64)] = True
    called = mine.copy()    # the choice held before a twin moved, for the tier in which it was given
    for one, (_, before) in now.before.items():
        called[one] = before
    given = numpy.zeros(held.applicants, dtype=numpy.int64)
    placed = numpy.flatnonzero(called)
    given[placed] = tier[first[placed] + called[placed] - 1]
    own = mine[applicant]
    earlier = (given[applicant] > 0) & (given[applicant] < tier) & (held.mechanism is Mechanism.TIER_FIRST)
    return numpy.select(
        [tier == 0, (own == number) & extra[applicant], (own == number) & reserved[applicant], own == number,
         (own > 0) & (own < number), earlier],
        [REASONS.index(reason) for reason in (Reason.NOT_ELIGIBLE, Reason.EXTRA, Reason.RESERVED, Reason.ADMITTED,
                                              Reason.EARLIER_CHOICE, Reason.EARLIER_TIER)],
        REASONS.index(Reason.FULL))


def waiting(held: Round, now: Placement, places: Any = None) -> Iterator[Waiting]:
    """Waiting lists: at each school, in the order in which it calls, those who would rather have it than what they hold."""
    places = positions(held) if places is None else places
    applicant, school = asking(held), numbers(held.school)
    number = numpy.arange(len(school)) - numbers(held.first)[applicant] + 1
    own, where = numpy.array(now.choice, dtype=numpy.int64)[applicant], numpy.array(now.school, dtype=numpy.int64)[applicant]
    want = numpy.flatnonzero((places > 0) & ((own == 0) | (number < own)) & (school != where))
    line = want[numpy.lexsort((places[want], school[want]))]
    counts = numpy.bincount(school[line], minlength=len(held.seats))
    position = numpy.arange(len(line)) - numpy.repeat(numpy.cumsum(counts) - counts, counts) + 1
    return map(Waiting._make, zip(school[line].tolist(), position.tolist(), applicant[line].tolist(), strict=True))
