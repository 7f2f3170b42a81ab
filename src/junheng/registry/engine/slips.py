"""What a guardian types and is shown: a code from paper, the last four of a number, values of which nobody can put the whole together."""

from __future__ import annotations

import re
import unicodedata

DIGITS = 16
TAIL = re.compile(r"^\d{3}[\dX]$", re.ASCII)
PUNCTUATION = re.compile(r"[\s\-—–·.,，。]+")


def code_of(text: str) -> str:
    """The sixteen digits of a code, however they were grouped; "" for anything else."""
    found = PUNCTUATION.sub("", unicodedata.normalize("NFKC", text[:80]))
    return found if len(found) == DIGITS and found.isascii() and found.isdecimal() else ""


def tail_of(text: str) -> str:
    """The last four characters of an identity number as typed; "" for anything else."""
    found = unicodedata.normalize("NFKC", text[:40]).strip().upper()
    return found if TAIL.match(found) else ""


def covered_for_guardian(key: str, text: str) -> tuple[str, bool]:
    """A value as a page without an account shows it, and whether something of it is covered.

    Whoever holds the slip knows four characters of the number: neither it nor the day of birth is shown so that the rest follows.
    """
    if not text:
        return "", False
    if key in {"identity_number", "roll_number"}:
        return f"********{text[-4:]}", True
    if key == "born":
        return f"{text[:8]}**", True
    if key == "address":
        return (f"{text[:6]}******" if len(text) > 12 else "******"), True
    return text, False
