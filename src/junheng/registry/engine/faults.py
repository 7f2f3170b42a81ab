"""What is wrong with one value of a row, whether it came by table or by form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that cannot be taken: its key, a code, a sentence and what to do, as message ids."""

    key: str
    code: str
    message: str
    remedy: str
    values: Mapping[str, str | int]


def refuse(key: str, message: str, remedy: str, **values: str | int) -> Fault:
    """A fault at a key."""
    return Fault(key, f"{key}-refused", message, remedy, values)
