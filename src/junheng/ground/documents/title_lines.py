"""Long titles broken by words, in lines that look whole: 推进 is never torn, no line begins with 的."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from itertools import pairwise

WHOLE = re.compile(r"《[^《》]*》|“[^“”]*”|（[^（）]*）|〔[^〔〕]*〕|[0-9A-Za-z.%—\-]+(?:年度?|月份?|日|号|个|所|项|期|周年)?")
NOT_FIRST = frozenset("的之地得了和与及、，。；：》”）〕等")
NOT_LAST = frozenset("《“（〔")
HALF, FULL, TORN = 0.5, 1.0, 12.0


def title_lines(title: str, room: float, words: Collection[str]) -> tuple[str, ...]:
    """This will break a title into the fewest lines of at most `room` characters, as even as whole words allow.

    `words` are those that must not be torn; digits with their unit, names in 《》 and brackets never are.
    """
    text = title.strip()
    if width(text) <= room:
        return (text,)
    places = breaks(text, frozenset(words))

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[str, ...]]:
        rest = text[start:]
        if lines == 1:
            over = max(0.0, width(rest) - room)
            return uneven(rest, ideal) + over * 1000, (rest,)
        found = [(cost + uneven(text[start:at], ideal) + after, (text[start:at], *more))
                 for at, cost in places.items() if at > start and width(text[start:at]) <= room
                 for after, more in (best(at, lines - 1),)]
        return min(found, default=(1e9, (rest,)))

    lines = int(-(-width(text) // room))
    ideal = width(text) / lines
    while lines < len(text):
        cost, found = best(0, lines)
        if cost < 1000:
            return found
        lines += 1
        ideal = width(text) / lines
        best.cache_clear()
    return (text,)


def breaks(text: str, words: frozenset[str]) -> dict[int, float]:
    """Where a title may be broken, and what it costs: nothing between known words, more beside unknown characters."""
    pieces = cut(text, words)
    found: dict[int, float] = {}
    at = 0
    for before, after in pairwise(pieces):
        at += len(before)
        if after[0] in NOT_FIRST or before[-1] in NOT_LAST:
            continue
        found[at] = (len(before) == 1 and before not in NOT_FIRST) * TORN + (len(after) == 1) * TORN
    return found


def cut(text: str, words: frozenset[str]) -> list[str]:
    """A title as its words, the longest known one first; characters that belong to none stand alone."""
    longest = max(map(len, words), default=1)
    pieces: list[str] = []
    at = 0
    while at < len(text):
        whole = WHOLE.match(text, at)
        known = next((text[at:at + size] for size in range(longest, 1, -1) if text[at:at + size] in words), text[at])
        piece = whole.group() if whole and len(whole.group()) >= len(known) else known
        pieces.append(piece)
        at += len(piece)
    return pieces


def width(text: str) -> float:
    """How many characters wide a text is; digits and letters count half."""
    return sum(FULL if ord(character) > 255 else HALF for character in text)


def uneven(line: str, ideal: float) -> float:
    """How far a line is from the even length, squared."""
    return (width(line) - ideal) ** 2
