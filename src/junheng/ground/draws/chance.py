"""The one place of the house where a machine makes chance: codes on slips, and seeds of trial runs that count for nothing."""

from __future__ import annotations

import secrets

RECEIPT_DIGITS = 16
TRIAL_DIGITS = 6


def receipt_codes(count: int) -> list[str]:
    """Codes for the slips of as many families, each once; 53 bits, so that no list of names leads to a line."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[f"{secrets.randbelow(10**RECEIPT_DIGITS):0{RECEIPT_DIGITS}d}"] = None
    return list(found)


def trial_numbers(limit: int, count: int = 1) -> list[int]:
    """Numbers from 1 to `limit` for a trial run."""
    return [secrets.randbelow(limit) + 1 for _ in range(count)]


def trial_digits() -> str:
    """Digits for a trial run."""
    return f"{secrets.randbelow(10**TRIAL_DIGITS):0{TRIAL_DIGITS}d}"
