"""Names as they are written, and what in them no name has."""

from __future__ import annotations

import unicodedata

# The dot between the parts of a name of several words (姓名中的间隔号, GB 18030).
DOT = "·"


def odd_signs(name: str) -> str:
    """The signs of a name that do not belong in one, by their names where they cannot be seen; "" for a proper one.

    Letters of any script, the dot, and one space between words of Latin letters belong; digits, marks, other spaces and
    characters of a private area (rare characters of an old font) do not.
    """
    odd = [sign for sign in name if not (unicodedata.category(sign)[0] == "L" or sign == DOT)]
    words = name.split(" ")
    if odd == [" "] * (len(words) - 1) and all(word.isascii() and word for word in words):
        odd = []
    return " ".join(sign if unicodedata.category(sign)[0] in "NPS" else f"U+{ord(sign):04X}" for sign in dict.fromkeys(odd))
