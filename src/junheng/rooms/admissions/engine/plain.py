"""The four mechanisms in plain Python: what a check runs, and what the compiled ones are held against.

Wherever candidates are called for seats, they are called twice in the same order: first the members of groups for the
seats reserved for them, then everyone for the seats that are left, reserved ones among them.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush, heappushpop

from junheng.rooms.admissions.values import NOBODY, Mechanism, Placement, Round

Held = tuple[int, int, int]


def ranks(held: Round) -> list[int]:
    """For each choice its applicant's rank at the school, smaller is called first: tier, order, ticket; or the score."""
    if held.mechanism is Mechanism.SCORE_PARALLEL:
        return [held.by_score[applicant] for applicant in range(held.applicants) for _ in held.choices(applicant)]
    base, size = max(held.order, default=0) + 1, held.applicants
    return [(held.tier[at] * base + held.order[at]) * size + held.sequence[applicant]
            for applicant in range(size) for at in held.choices(applicant)]


def matched(held: Round) -> Placement:
    """This will run the mechanism of a round; twins and remainder come after it."""
    now = Placement([NOBODY] * held.applicants, [0] * held.applicants, [False] * held.applicants, list(held.seats))
    if held.mechanism in {Mechanism.CHOICE_FIRST, Mechanism.TIER_FIRST}:
        step_by_step(held, now, ranks(held))
    else:
        deferred(held, now, ranks(held))
    return now


def steps(held: Round) -> dict[tuple[int, int], list[Held]]:
    """Who is eligible in each step (tier or 0, number of the choice): (applicant, number, place of the choice)."""
    found: dict[tuple[int, int], list[Held]] = defaultdict(list)
    by_tier = held.mechanism is Mechanism.TIER_FIRST
    for applicant in range(held.applicants):
        for number, at in enumerate(held.choices(applicant), start=1):
            if held.tier[at]:
                found[held.tier[at] if by_tier else 0, number].append((applicant, number, at))
    return found


def step_by_step(held: Round, now: Placement, rank: list[int]) -> None:
    """志愿优先 and 顺位录取: what is given in one step stays given."""
    reserve = dict(held.reserves)
    for _, step in sorted(steps(held).items()):
        pools: dict[int, list[Held]] = defaultdict(list)
        for applicant, number, at in step:
            if now.school[applicant] == NOBODY:
                pools[held.school[at]].append((rank[at], applicant, number))
        for school, pool in pools.items():
            pool.sort()
            for _, applicant, number in pool:
                if reserve.get((school, held.group[applicant])) and now.left[school]:
                    reserve[school, held.group[applicant]] -= 1
                    give(now, applicant, school, number, reserved=True)
            for _, applicant, number in pool:
                if now.school[applicant] == NOBODY and now.left[school]:
                    give(now, applicant, school, number, reserved=False)


def give(now: Placement, applicant: int, school: int, number: int, *, reserved: bool) -> None:
    """One seat of a school to an applicant."""
    now.school[applicant], now.choice[applicant], now.reserved[applicant] = school, number, reserved
    now.left[school] -= 1


def deferred(held: Round, now: Placement, rank: list[int]) -> None:
    """延迟接受, and 平行志愿 with one rank for all schools: a seat held may be lost to one called earlier, until nothing changes."""
    kept = Kept(held)
    for applicant in range(held.applicants):
        asking: int | None = applicant
        number = 0
        while asking is not None:
            at = next((at for at in held.choices(asking)[number:] if held.tier[at]), None)
            if at is None:
                break
            out = kept.ask(held.school[at], (-rank[at], asking, at - held.first[asking] + 1))
            asking, number = (out[1], out[2]) if out else (None, 0)
    for mine, members in kept.groups.items():
        for _, applicant, number in members:
            give(now, applicant, mine[0], number, reserved=True)
    for school, others in enumerate(kept.others):
        for _, applicant, number in others:
            give(now, applicant, school, number, reserved=False)


class Kept:
    """Whom each school keeps of all who have asked: of each group the first up to its reserve, of the others the first
    up to the seats left. Both are heaps with the last one called on top: (-rank, applicant, number of the choice)."""

    def __init__(self, held: Round) -> None:
        self.group, self.reserves = held.group, held.reserves
        self.groups: dict[tuple[int, int], list[Held]] = {mine: [] for mine in held.reserves}
        self.others: list[list[Held]] = [[] for _ in held.seats]
        self.free = list(held.seats)

    def ask(self, school: int, one: Held) -> Held | None:
        """This will take one more into account and give back whom the school lets go, if anybody."""
        mine, others = (school, self.group[one[1]]), self.others[school]
        if mine in self.groups:
            if len(self.groups[mine]) < self.reserves[mine]:
                heappush(self.groups[mine], one)
                self.free[school] -= 1
                return heappop(others) if len(others) > self.free[school] else None
            one = heappushpop(self.groups[mine], one)
        if len(others) < self.free[school]:
            heappush(others, one)
            return None
        return heappushpop(others, one)
