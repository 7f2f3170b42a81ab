"""Initials of names in pinyin: 周明远 is found by "zmy"."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

# Family names that are read otherwise than the same character elsewhere (现代汉语词典 gives these readings for surnames).
FAMILIES = {"单": "s", "曾": "z", "仇": "q", "区": "o", "解": "x", "朴": "p", "查": "z", "盖": "g", "任": "r", "翟": "z", "覃": "q",
            "尉迟": "yc", "万俟": "mq", "长孙": "zs", "澹台": "tt", "折": "s", "种": "c", "缪": "m", "宓": "m", "逄": "p"}


def initials(name: str) -> str:
    """Small letters and digits of a name; a character that has no reading stays out.

    A family name of two characters is known only where its reading differs.
    """
    for length in (2, 1):
        if name[:length] in FAMILIES:
            return FAMILIES[name[:length]] + read(name[length:])
    return read(name)


def read(text: str) -> str:
    """The first letter of each character, as it is usually read."""
    return "".join(first(character) for character in text)


@lru_cache(maxsize=32_768)
def first(character: str) -> str:
    """The first letter of a character's reading; letters and digits are their own, all else is nothing."""
    letter = lazy_pinyin(character, style=Style.FIRST_LETTER, errors="ignore")
    found = letter[0][:1] if letter else character
    return found.lower() if found.isascii() and found.isalnum() else ""
