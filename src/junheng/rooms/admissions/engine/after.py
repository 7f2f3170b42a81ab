"""What follows a mechanism: twins who stay together, and whoever is left."""

from __future__ import annotations

from junheng.rooms.admissions.values import NOBODY, Placement, Round


def bring_twins_together(held: Round, now: Placement) -> None:
    """An extra seat for each child left out by the school that took its twin on the same choice.

    Left out is who holds nothing or a later choice. Choices go in turn, so that one child moved may bring the next. The
    seat given up stays free for the remainder.
    """
    for members in held.households:
        longest = max(len(held.choices(member)) for member in members)
        for number in range(1, longest + 1):
            taking = {now.school[member] for member in members if now.choice[member] == number}
            for member in members:
                if number > len(held.choices(member)) or 0 < now.choice[member] <= number:
                    continue
                at = held.first[member] + number - 1
                if held.tier[at] and held.school[at] in taking:
                    move_to_extra(now, member, held.school[at], number)
    now.extra.sort()


def move_to_extra(now: Placement, member: int, school: int, number: int) -> None:
    """A child to an extra seat; the seat it held becomes free."""
    if now.school[member] != NOBODY:
        now.before[member] = (now.school[member], now.choice[member])
        now.left[now.school[member]] += 1
    now.school[member], now.choice[member], now.reserved[member] = school, number, False
    now.extra.append(member)


def pick_in_ticket_order(held: Round, now: Placement) -> None:
    """Whoever is left, by ticket, gets the eligible school with a seat left that has the lowest code."""
    if held.eligible is None:
        return
    free = sum(now.left)
    for applicant in sorted((one for one, school in enumerate(now.school) if school == NOBODY), key=held.sequence.__getitem__):
        if not free:
            return
        school = next((place for place in held.eligible(applicant) if now.left[place]), NOBODY)
        if school != NOBODY:
            now.school[applicant] = school
            now.left[school] -= 1
            free -= 1
