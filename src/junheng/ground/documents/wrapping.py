"""Lines that a page or a mail program broke are joined; a text without any break is cut before its headings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from junheng.ground.documents.damage import note
from junheng.ground.documents.lines import Line
from junheng.ground.kernel.findings import Finding

OPENS = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百]+(?:[章编篇节条]|部分)|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d{1,3}[.．、](?!\d)|"
    r"[（(]\d{1,2}[)）]|[①-⑳]|附件|[一二三四五六七八九十]是|——)"
)
ENDS = re.compile(r"[。；！？：:;!?”）)》]$")
HEADINGS = re.compile(r"(?<=[。！？\s])(?=(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])[\u4e00-\u9fff“])")
LONG = 2000
WIDEST = 90  # characters; longer lines are paragraphs
BAR = " | "


def rejoin(lines: list[Line], *, wrapped: bool) -> tuple[list[Line], list[Finding]]:
    """This will join what was wrapped and cut what was run together; notes say how often."""
    notes: list[Finding] = []
    wrap = wrap_of(lines) or (widest(lines) if wrapped else None)
    if wrap:
        joined = join(lines, wrap)
        if len(joined) < len(lines):
            notes.append(note("wrapped", "%(count)s broken lines were joined.", len(lines) - len(joined)))
        lines = joined
    cut = [piece for line in lines for piece in pieces(line)]
    if len(cut) > len(lines):
        notes.append(note("run-together", "Run-together text was cut before %(count)s headings.", len(cut) - len(lines)))
    return cut, notes


def characters(text: str) -> int:
    """The width of a line whose page broke it by characters."""
    return len(text)


def columns(text: str) -> int:
    """The width of a line whose page broke it by columns: a Chinese character takes two."""
    return sum(1 if character.isascii() else 2 for character in text)


Measure = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a text was hard-wrapped: the width of a full line, in which measure, and how much shorter one may be."""

    width: int
    measure: Measure
    slack: int

    def is_full(self, line: Line) -> bool:
        """Whether a line goes to the edge; one that ends a sentence must reach it wholly."""
        width = self.measure(line.text)
        return width >= self.width - (1 if ENDS.search(line.text) else self.slack)


def widest(lines: list[Line]) -> Wrap:
    """The usual length of a full line of a paper page."""
    lengths = sorted(len(line.text) for line in lines)
    return Wrap(lengths[int(len(lengths) * 0.9)] if lengths else 0, characters, 4)


def wrap_of(lines: list[Line]) -> Wrap | None:
    """How the text was hard-wrapped; None where it was not.

    Hard-wrapped text has many lines of nearly the same width that do not end a sentence, and few that are longer.
    """
    words = [line for line in lines if len(line.text) > 15 and not line.cells and BAR not in line.text]
    if len(words) < 6:
        return None
    found: list[tuple[int, Wrap]] = []
    for measure, slack in ((characters, 4), (columns, 6)):
        widths = [measure(line.text) for line in words]
        for width in sorted(set(widths), reverse=True):
            if sum(1 for each in widths if each > width) > 0.1 * len(words):
                break
            full = [line for line, each in zip(words, widths, strict=True) if width - slack < each <= width]
            broken = [line for line in full if not ENDS.search(line.text)]
            if width <= WIDEST * (slack // 3) and len(full) >= 0.35 * len(words) and len(broken) >= 0.6 * len(full):
                found.append((len(full), Wrap(width, measure, slack)))
    return max(found, key=lambda each: each[0])[1] if found else None


def join(lines: list[Line], wrap: Wrap) -> list[Line]:
    """This will join a line to the one before when that one was full and did not end."""
    result: list[Line] = []
    full = False
    for line in lines:
        if result and full and not line.cells and not result[-1].cells and not OPENS.match(line.text):
            before = result[-1]
            gap = " " if re.search(r"[A-Za-z0-9]$", before.text) and re.match(r"[A-Za-z]", line.text) else ""
            result[-1] = before.saying(before.text + gap + line.text.strip())
        else:
            result.append(line)
        full = BAR not in line.text and wrap.is_full(line)
    return result


def pieces(line: Line) -> list[Line]:
    """A very long line cut before its headings."""
    if len(line.text) < LONG or line.cells:
        return [line]
    return [line.saying(piece.strip()) for piece in HEADINGS.split(line.text) if piece.strip()]
