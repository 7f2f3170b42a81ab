"""Temporary passwords: read out once, typed once, then changed."""

from __future__ import annotations

import secrets

# Letters and digits that nobody mistakes for one another on paper.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 14


def temporary_password() -> str:
    """A fresh password of 14 readable letters and digits (about 69 bits), with at least one of each."""
    while True:
        made = "".join(secrets.choice(READABLE) for _ in range(LENGTH))
        if any(letter.isdigit() for letter in made) and any(letter.isalpha() for letter in made):
            return made
