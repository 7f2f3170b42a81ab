"""What an identity number says of its bearer (GB 11643): day of birth and sex."""

from __future__ import annotations

from datetime import date

from junheng.registry.values import Sex


def born_of(number: str) -> date | None:
    """The day of birth in a number of eighteen characters; None where it holds none."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> Sex | None:
    """The sex in a number: its seventeenth digit, odd for men; None where there is no such digit."""
    return (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE) if number[16:17].isdecimal() else None
