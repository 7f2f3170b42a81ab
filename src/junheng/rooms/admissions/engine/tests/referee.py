"""Plain referees: the four mechanisms from the words of the rule, slow and obvious, knowing nothing of the engine."""

from __future__ import annotations

from hashlib import sha256


def ticket_key(a, seed, ticket_order):
    digits = int(sha256(f"{seed},{a['household'] or a['id']}".encode()).hexdigest(), 16)
    return -digits if ticket_order == "highest" else digits


class Referee:
    """A round as dictionaries: applicants (id, choices, household, group, score), seats and reserves by school,
    priorities by (id, school) → (tier, order or None)."""

    def __init__(self, *, applicants, seats, priorities, reserves, seed, rules):
        self.people = {a["id"]: a for a in applicants}
        self.seats, self.priorities, self.rules = seats, priorities, rules
        self.ticket = {a["id"]: (ticket_key(a, seed, rules["ticket_order"]), a["id"]) for a in applicants}
        self.left, self.reserve = dict(seats), dict(reserves)
        self.holds, self.reserved, self.extra = {}, set(), []

    def rank(self, who, school):
        tier, order = self.priorities[who, school]
        return (tier, order is None, order or 0, *self.ticket[who])

    def score_rank(self, who, school):
        return (-self.people[who]["score"], *self.ticket[who])

    def pool(self, k, school, tier=None):
        return [who for who, a in self.people.items() if who not in self.holds and len(a["choices"]) >= k
                and a["choices"][k - 1] == school and (who, school) in self.priorities
                and (tier is None or self.priorities[who, school][0] == tier)]

    def call(self, k, school, ranked):
        for who in ranked:
            mine = (school, self.people[who]["group"])
            if self.reserve.get(mine, 0) > 0 and self.left[school] > 0:
                self.reserve[mine] -= 1
                self.left[school] -= 1
                self.holds[who] = (school, k)
                self.reserved.add(who)
        for who in ranked:
            if who not in self.holds and self.left[school] > 0:
                self.left[school] -= 1
                self.holds[who] = (school, k)

    def choice_first(self):
        for k in range(1, 9):
            for school in self.seats:
                self.call(k, school, sorted(self.pool(k, school), key=lambda who, s=school: self.rank(who, s)))

    def tier_first(self):
        for tier in sorted({tier for tier, _ in self.priorities.values()}):
            for k in range(1, 9):
                for school in self.seats:
                    self.call(k, school, sorted(self.pool(k, school, tier), key=lambda who, s=school: self.rank(who, s)))

    def chosen(self, school, ranked):
        """Whom a school keeps: members for reserved seats first, then everyone for the rest."""
        reserve, kept = dict(self.reserve), {}
        for who in ranked:
            mine = (school, self.people[who]["group"])
            if reserve.get(mine, 0) > 0:
                reserve[mine] -= 1
                kept[who] = True
        for who in ranked:
            if who not in kept and len(kept) < self.seats[school]:
                kept[who] = False
        return kept

    def deferred_acceptance(self, rank=None):
        rank = rank or self.rank
        asks = {who: [(k, s) for k, s in enumerate(a["choices"], start=1) if (who, s) in self.priorities]
                for who, a in self.people.items()}
        while True:
            at = {who: tries[0] for who, tries in asks.items() if tries}
            kept = {}
            for school in self.seats:
                ranked = sorted((who for who, (_, s) in at.items() if s == school), key=lambda who, s=school: rank(who, s))
                kept.update(self.chosen(school, ranked))
            out = [who for who in at if who not in kept]
            if not out:
                break
            for who in out:
                asks[who].pop(0)
        for who, reserved in kept.items():
            k, school = at[who]
            self.holds[who] = (school, k)
            self.left[school] -= 1
            if reserved:
                self.reserved.add(who)

    def score_parallel(self):
        if self.reserve:
            return self.deferred_acceptance(self.score_rank)
        for who in sorted(self.people, key=lambda one: self.score_rank(one, None)):
            for k, school in enumerate(self.people[who]["choices"], start=1):
                if (who, school) in self.priorities and self.left[school] > 0:
                    self.left[school] -= 1
                    self.holds[who] = (school, k)
                    break
        return None

    def bring_twins_together(self):
        for k in range(1, 9):
            for who, a in self.people.items():
                twins = [t for t, b in self.people.items() if t != who and (b["household"] or t) == (a["household"] or who)]
                if len(a["choices"]) < k or (who in self.holds and self.holds[who][1] <= k):
                    continue
                school = a["choices"][k - 1]
                if (who, school) in self.priorities and any(self.holds.get(t) == (school, k) for t in twins):
                    if who in self.holds:
                        self.left[self.holds[who][0]] += 1
                    self.holds[who] = (school, k)
                    self.reserved.discard(who)
                    self.extra.append(who)

    def pick_in_ticket_order(self):
        for who in sorted(self.people, key=self.ticket.__getitem__):
            if who not in self.holds:
                free = sorted(s for s in self.seats if self.left[s] > 0 and (who, s) in self.priorities)
                if free:
                    self.left[free[0]] -= 1
                    self.holds[who] = (free[0], 0)

    def run(self):
        getattr(self, self.rules["mechanism"])()
        if self.rules["twins"] == "together":
            self.bring_twins_together()
        if self.rules["remainder"] == "pick_in_ticket_order":
            self.pick_in_ticket_order()
        return self.holds
