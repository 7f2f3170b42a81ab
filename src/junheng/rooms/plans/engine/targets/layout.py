"""The text as the grammar walks it: flat characters, sentences, clauses, and the item each stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from junheng.rooms.plans.values import Item, Path

# Full-width ASCII becomes half-width, one character for one, so that places in the flat text are places in the text.
FLAT = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0x2007: " ", 0x202F: " "}
CELL_BAR = " | "
# How far a number looks around itself, in characters: what stands farther off in an endless clause says nothing of it.
NEAR, FAR = 120, 400
SENTENCE = re.compile(r"[^。!?\n]+[。!?]?")
CLAUSE_END = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[;。!?\n]| \| ")
OPENING = re.compile(
    r"\s*(?:[(（]?[一二三四五六七八九十百]{1,4}[)、.]|[(（]\d{1,2}[)]|\d{1,2}[.、](?!\d)|\d{1,2}[)]|[①-⑳]|第[一二三四五六七八九十百\d]{1,4}[条章节]\s"
    r"|[-—–·●◆■]{1,3}|[一二三四五六七八九十]{1,3}是)\s*"
)


def flat(text: str) -> str:
    """The text with half-width digits, letters and punctuation; every character keeps its place."""
    return text.translate(FLAT)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence [start, end) with the item it stands in, its number stripped."""

    start: int
    end: int
    path: Path
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A run of words between stops."""

    start: int
    end: int


def sentences(text: str, items: tuple[Item, ...]) -> Iterator[Sentence]:
    """The sentences of a flat text, none crossing the border of an item; text outside items has the path ()."""
    owners = Owners(items)
    at = 0
    for border in [*owners.borders(len(text)), len(text)]:
        item = owners.of(at)
        path = item.path if item else ()
        headings = owners.headings(path)
        first = True
        for found in SENTENCE.finditer(text, at, border):
            if found.group().strip():
                start = found.start()
                if first or text[start - 1:start] == "\n":
                    start = after_number(text, start, found.end(), item if first else None)
                if start < found.end():
                    yield Sentence(start, found.end(), path, headings)
            first = False
        at = border


def after_number(text: str, start: int, end: int, item: Item | None) -> int:
    """Where the words of a line begin, behind the item's number or another opening mark."""
    if item is not None and item.marker and text.startswith(flat(item.marker), start):
        return start + len(item.marker)
    found = OPENING.match(text, start, end)
    return found.end() if found else start


class Owners:
    """Which item a place belongs to: the one that begins last before it and has not ended."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        self.items = sorted(items, key=lambda item: (item.start, -item.end))
        self.starts = [item.start for item in self.items]
        self.by_path = {item.path: item.heading for item in items}

    def borders(self, length: int) -> list[int]:
        """Every place within the text where an item begins or ends."""
        return sorted({place for item in self.items for place in (item.start, item.end) if 0 < place < length})

    def of(self, place: int) -> Item | None:
        """The item at a place, the innermost one; None outside all items."""
        for index in range(bisect_right(self.starts, place) - 1, -1, -1):
            if place < self.items[index].end:
                return self.items[index]
        return None

    def headings(self, path: Path) -> tuple[str, ...]:
        """The headings above and at a path, the outermost first."""
        return tuple(self.by_path.get(path[:depth], "") for depth in range(1, len(path) + 1))


def clauses(text: str, sentence: Sentence) -> list[Clause]:
    """The clauses of a sentence, in order, without their stops and surrounding space."""
    found, at = [], sentence.start
    for stop in CLAUSE_END.finditer(text, sentence.start, sentence.end):
        found.append(stripped(text, at, stop.start()))
        at = stop.end()
    found.append(stripped(text, at, sentence.end))
    return [clause for clause in found if clause.start < clause.end]


def stripped(text: str, start: int, end: int) -> Clause:
    """A clause without space at its ends."""
    while start < end and text[start] in " \t\u200b":
        start += 1
    while end > start and text[end - 1] in " \t\u200b":
        end -= 1
    return Clause(start, end)
