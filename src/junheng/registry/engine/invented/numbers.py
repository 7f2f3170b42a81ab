"""Numbers that look real and cannot be: divisions of a province 99 that does not exist (GB 11643, GB/T 2260)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy

from junheng.registry.engine.invented.chance import Ints

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
CHECKS = "10X98765432"
EPOCH = date(1900, 1, 1)
FIRST_COUNTIES, PER_CITY = 21, 78  # county numbers 21…98 of each invented city


def check_digit(body: str) -> str:
    """The eighteenth character for the first seventeen."""
    return CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11]


def division(number: int) -> str:
    """The division code of the invented county `number` (0 is the example): 990121, 990122 …"""
    return f"99{number // PER_CITY + 1:02d}{number % PER_CITY + FIRST_COUNTIES:02d}"


def ordinals(days: Iterable[date]) -> list[int]:
    """Days counted from 1 January 1900."""
    return [(day - EPOCH).days for day in days]


def days_of(counted: Ints) -> list[date]:
    """The days of their counts, each made once."""
    known = {count: EPOCH + timedelta(days=count) for count in set(counted.tolist())}
    return [known[count] for count in counted.tolist()]


def sequence(born: Ints, female: Ints, *, first: int = 0) -> list[int]:
    """The three digits after the birth date: odd for men, even for women, no two alike on one day of one sex.

    Raises ValueError where more than 400 of one sex are born on one day of one division.
    """
    key = born * 2 + female
    order = numpy.argsort(key, kind="stable")
    ordered = key[order]
    starts = numpy.flatnonzero(numpy.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(key) else order
    rank = numpy.empty(len(key), numpy.int64)
    rank[order] = numpy.arange(len(key)) - numpy.repeat(starts, numpy.diff(numpy.append(starts, len(key))))
    if len(rank) and int(rank.max()) >= 400:
        raise ValueError("too many births on one day for one division")
    found: list[int] = ((rank + first) * 2 + 1 + female).tolist()
    return found


def identity_numbers(divisions: Sequence[str], days: Sequence[date], serials: Sequence[int]) -> list[str]:
    """Identity numbers with their check digits; serial n of the day."""
    bodies = [f"{code}{day:%Y%m%d}{serial:03d}" for code, day, serial in zip(divisions, days, serials, strict=True)]
    if not bodies:
        return []
    digits = numpy.frombuffer("".join(bodies).encode("ascii"), dtype=numpy.uint8).reshape(-1, 17).astype(numpy.int64) - 48
    checks = (digits @ numpy.asarray(WEIGHTS, dtype=numpy.int64)) % 11
    return [body + CHECKS[check] for body, check in zip(bodies, checks.tolist(), strict=True)]
