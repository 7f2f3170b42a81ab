"""Cells in the one form that every checker compares: normal texts and plain decimals."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

# Unicode White_Space, and two characters that look like nothing: byte order mark, zero width space.
WHITE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\u200b"
NUMBER = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?")


def normal(text: str) -> str:
    """A text in NFKC without white space at its ends."""
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip(WHITE)


def plain_number(text: str) -> str:
    """A number in its one spelling: `085.50` → `85.5`, `-0` → `0`, empty stays empty. Raises ValueError."""
    said = normal(text)
    if not said:
        return ""
    found = NUMBER.fullmatch(said)
    if not found:
        raise ValueError(f"“{said}” is not a number in plain digits")
    sign, whole, part = found.groups()
    whole, part = whole.lstrip("0") or "0", (part or "").rstrip("0")
    spelled = f"{whole}.{part}" if part else whole
    return f"-{spelled}" if sign == "-" and spelled != "0" else spelled


def whole_numbers(texts: list[str]) -> tuple[list[int | None], int]:
    """Plain numbers as integers in one common unit of 10⁻ᵖ, with p; None for empty ones."""
    places = max((len(text.partition(".")[2]) for text in texts), default=0)
    return [int(Decimal(text).scaleb(places)) if text else None for text in texts], places
