"""What a hall full of parents may rely on, checked from the lists alone, without the engine's own ranks."""

from __future__ import annotations

from array import array

import pytest

from junheng.rooms.admissions.engine import build, explained, run, waiting
from junheng.rooms.admissions.engine.fast import fits
from junheng.rooms.admissions.engine.tests.cases import MECHANISMS, Chance, case, lists_of
from junheng.rooms.admissions.engine.tests.referee import Referee
from junheng.rooms.admissions.values import Mechanism, Reason, Round

ROUNDS = 300


def rounds(mechanism, *, twins="ticket"):
    """Rounds with their placement as {applicant: (school, number)} by name, and the referee for ranks."""
    for number in range(ROUNDS):
        held = case(f"holds {number}", mechanism)
        held["rules"]["twins"], held["rules"]["remainder"] = twins, "none"
        round_ = build(held["rules"], held["seed"], lists_of(held))
        now = run(round_)
        ids, codes = [a["id"] for a in held["applicants"]], list(held["seats"])
        got = {ids[one]: (codes[school], now.choice[one]) for one, school in enumerate(now.school) if school >= 0}
        yield held, round_, now, got


def wants(held, got):
    """(applicant, school) of everyone who would rather have a school that is open to them than what they hold."""
    for a in held["applicants"]:
        for number, school in enumerate(a["choices"], start=1):
            if a["id"] in got and number >= got[a["id"]][1]:
                break
            if (a["id"], school) in held["priorities"]:
                yield a["id"], school


def blocking(held, got, rank):
    """Pairs that would both rather have each other, reserves considered: a seat is free, or is held by somebody of a
    lower rank and the one who wants it could take it without the school losing a member it owes to a reserve."""
    judge = Referee(**held)
    for who, school in wants(held, got):
        there = [one for one, (where, _) in got.items() if where == school]
        kept = judge.chosen(school, sorted([*there, who], key=lambda one, s=school: rank(judge, one, s)))
        if who in kept:
            yield who, school


@pytest.mark.parametrize(("mechanism", "rank"), [
    ("deferred_acceptance", lambda judge, who, school: judge.rank(who, school)),
    ("score_parallel", lambda judge, who, school: judge.score_rank(who, school)),
])
def test_no_child_and_school_would_both_rather_have_each_other(mechanism, rank):
    assert [pair for held, _, _, got in rounds(mechanism) for pair in blocking(held, got, rank)] == []


def test_the_look_for_such_pairs_finds_them_where_choices_go_first():
    found = [pair for held, _, _, got in rounds("choice_first")
             for pair in blocking(held, got, lambda judge, who, school: judge.rank(who, school))]
    assert len(found) > 50


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_no_school_takes_more_than_its_seats_and_nobody_a_school_not_chosen_or_not_open(mechanism):
    for held, _, now, got in rounds(mechanism):
        chosen = {a["id"]: a["choices"] for a in held["applicants"]}
        assert all(chosen[who][number - 1] == school and (who, school) in held["priorities"]
                   for who, (school, number) in got.items())
        full = {school: sum(where == school for where, _ in got.values()) for school in held["seats"]}
        assert all(full[school] + now.left[place] == seats for place, (school, seats) in enumerate(held["seats"].items()))


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_no_seat_stays_free_while_somebody_unplaced_would_take_it(mechanism):
    for held, _, now, got in rounds(mechanism):
        free = {school for place, school in enumerate(held["seats"]) if now.left[place]}
        assert [who for who, school in wants(held, got) if who not in got and school in free] == []


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_twins_on_one_choice_share_their_school_when_together(mechanism):
    extra = 0
    for held, _, now, got in rounds(mechanism, twins="together"):
        extra += len(now.extra)
        for a in held["applicants"]:
            for b in held["applicants"]:
                if a["household"] and a["household"] == b["household"] and a["id"] in got:
                    school, number = got[a["id"]]
                    if b["choices"][number - 1:number] == [school] and (b["id"], school) in held["priorities"]:
                        assert b["id"] in got
                        assert got[b["id"]][1] <= number
    assert extra > 10


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_explanations_say_of_every_choice_what_became_of_it(mechanism):
    seen = set()
    for held, round_, now, _ in rounds(mechanism):
        told = {(each.applicant, each.choice): each for each in explained(round_, now)}
        assert len(told) == sum(len(a["choices"]) for a in held["applicants"])
        for (one, number), each in told.items():
            seen.add(each.reason)
            mine = now.choice[one]
            assert (each.reason in {Reason.ADMITTED, Reason.RESERVED}) == (mine == number)
            if each.reason is Reason.RESERVED:
                assert now.reserved[one]
            if each.reason is Reason.FULL:
                assert each.own_rank > each.last_admitted_rank
            if each.reason is Reason.EARLIER_TIER:
                assert round_.tier[round_.first[one] + mine - 1] < round_.tier[round_.first[one] + number - 1]
    assert {Reason.ADMITTED, Reason.RESERVED, Reason.FULL, Reason.NOT_ELIGIBLE, Reason.EARLIER_CHOICE} <= seen
    assert (Reason.EARLIER_TIER in seen) == (mechanism == "tier_first")


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_waiting_lists_hold_all_who_would_rather_be_there_in_the_order_of_calling(mechanism):
    for held, round_, now, got in rounds(mechanism):
        judge, codes, ids = Referee(**held), list(held["seats"]), [a["id"] for a in held["applicants"]]
        number = {(a["id"], school): count for a in held["applicants"] for count, school in enumerate(a["choices"], start=1)}

        def called(pair, judge=judge, number=number):
            who, school = pair
            tier, *rest = judge.rank(who, school)
            return {"choice_first": (number[pair], tier, *rest), "tier_first": (tier, number[pair], *rest),
                    "score_parallel": judge.score_rank(who, school), "deferred_acceptance": (tier, *rest)}[mechanism]

        said = [(ids[each.applicant], codes[each.school]) for each in waiting(round_, now)]
        expected = sorted(wants(held, got), key=lambda pair: (codes.index(pair[1]), called(pair)))
        assert said == expected


def large(mechanism, *, order):
    """A round of 3,000 applicants in integers."""
    chance, size, schools = Chance(f"large {mechanism}"), 3000, 20
    first, school = array("q", [0]), array("q")
    for _ in range(size):
        school.extend(chance.sample(range(schools), 4))
        first.append(len(school))
    line = chance.sample(range(size), size)
    return Round(
        mechanism=Mechanism(mechanism), seats=array("q", [140] * schools), first=first, school=school,
        tier=array("q", [chance.below(4) for _ in school]), order=array("q", [chance.below(order) for _ in school]),
        sequence=array("q", line), by_score=array("q", line[::-1]), group=array("q", [chance.below(3) for _ in range(size)]),
        reserves={(place, group): 20 for place in range(0, schools, 2) for group in (1, 2)},
    )


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_a_round_of_three_thousand_ends_the_same_plain_and_compiled(mechanism):
    held = large(mechanism, order=90)
    assert run(held) == run(held, compiled=False)


def test_a_round_too_wide_for_compiled_numbers_goes_the_plain_way():
    held = large("deferred_acceptance", order=2**53)
    assert not fits(held)
    assert run(held).school == run(held, compiled=False).school
