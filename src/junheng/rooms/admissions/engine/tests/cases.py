"""Small rounds drawn from tickets, in the referee's form and as frozen lists."""

from __future__ import annotations

from hashlib import sha256

from junheng.ground.draws.engine import freeze
from junheng.rooms.admissions.engine.tests.referee import Referee

MECHANISMS = ("choice_first", "tier_first", "score_parallel", "deferred_acceptance")


class Chance:
    """Numbers that follow from a name, the same on every machine."""

    def __init__(self, name):
        self.name, self.count = name, 0

    def below(self, limit):
        self.count += 1
        return int(sha256(f"{self.name}:{self.count}".encode()).hexdigest(), 16) % limit

    def pick(self, values):
        return values[self.below(len(values))]

    def sample(self, values, size):
        left = list(values)
        return [left.pop(self.below(len(left))) for _ in range(min(size, len(left)))]


def case(number, mechanism):
    """A round of 1 to 24 applicants and 1 to 6 schools with everything that the rules allow."""
    chance = Chance(f"{mechanism} {number}")
    schools = chance.sample(["S1", "S10", "S2", "甲", "乙", "A"], 1 + chance.below(6))
    size = 1 + chance.below(24)
    groups = chance.pick([[""], ["", "g1"], ["", "g1", "g2"]])
    days = chance.below(2)
    applicants, priorities = [], {}
    for count in range(size):
        own = f"P{(count * 7) % 25:02d}"
        applicants.append({"id": own, "choices": chance.sample(schools, chance.below(6)), "group": chance.pick(groups),
                           "household": f"H{chance.below(3)}" if chance.below(4) == 0 else "", "score": chance.below(8)})
        for school in schools:
            if chance.below(6):
                order = None if chance.below(5) == 0 else (
                    20200101 + chance.below(9) if days else chance.below(40) - 15)
                priorities[own, school] = (1 + chance.below(4), order)
    seats = {school: chance.below(7) for school in schools}
    reserves = {}
    for school in schools:
        free = seats[school]
        for group in groups[1:]:
            held = chance.below(free + 1)
            if chance.below(3) == 0:
                held = 0
            if chance.below(2):
                reserves[school, group] = held
                free -= held
    rules = {"mechanism": mechanism, "ticket_order": chance.pick(["lowest", "highest"]), "source": "ticket",
             "remainder": chance.pick(["none", "pick_in_ticket_order"]), "twins": chance.pick(["ticket", "together"]),
             "priorities": "listed", "reserves": "listed" if reserves else "none"}
    return {"applicants": applicants, "seats": seats, "priorities": priorities, "reserves": reserves,
            "seed": f"seed {number}", "rules": rules}


def spelled(order):
    """An order key as offices write it: a day or tenths of a point."""
    if order is None:
        return ""
    if order > 20000000:
        return f"{order // 10000}-{order // 100 % 100:02d}-{order % 100}"
    return f"{'-' if order < 0 else ''}{abs(order) // 10}.{abs(order) % 10}"


def lists_of(held):
    """A round as frozen lists."""
    rows = {
        "applicants": (("applicant_id", "choices", "household", "group", "score"), ("score",),
                       [(a["id"], ";".join(a["choices"]), a["household"], a["group"], str(a["score"]))
                        for a in held["applicants"]]),
        "schools": (("school_code", "seats"), ("seats",), [(s, str(n)) for s, n in held["seats"].items()]),
        "priorities": (("applicant_id", "school_code", "tier", "order"), ("tier",),
                       [(who, s, str(tier), spelled(order)) for (who, s), (tier, order) in held["priorities"].items()]),
        "reserves": (("school_code", "group", "seats"), ("seats",),
                     [(s, g, str(n)) for (s, g), n in held["reserves"].items()]),
    }
    return {name: freeze(name, columns, lines, numeric=numeric)[0] for name, (columns, numeric, lines) in rows.items()
            if name != "reserves" or lines}


def refereed(held):
    """What the referee says: outcome in the form of transcripts."""
    judge = Referee(**held)
    holds = judge.run()
    lines = {school: count for count, school in enumerate(held["seats"], start=1)}
    ids = [a["id"] for a in held["applicants"]]
    return {
        "schools": [lines[holds[who][0]] if who in holds else 0 for who in ids],
        "choices": [holds[who][1] if who in holds else 0 for who in ids],
        "reserved": [count for count, who in enumerate(ids, start=1) if who in judge.reserved],
        "extra": [count for count, who in enumerate(ids, start=1) if who in judge.extra],
    }
