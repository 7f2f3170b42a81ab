"""What printed pages leave in a text: page numbers between the lines, and a table of contents before them."""

from __future__ import annotations

import re

from junheng.ground.documents.lines import Line
from junheng.ground.documents.wrapping import ENDS, OPENS
from junheng.ground.kernel.findings import Finding

PAGE_NUMBER = re.compile(r"^\s*(?:[-—–－―]{1,2}\s*\d{1,3}\s*[-—–－―]{1,2}|第\s*\d{1,3}\s*页(?:[,，]?\s*/?\s*共\s*\d{1,3}\s*页)?)\s*$")
CONTENTS = re.compile(r"^\s*目\s*[录次]\s*$")
LEADER = re.compile(r"\s*(?:[.．·•]{3,}|…+|_{3,}|-{3,})\s*[-—–]?\s*\d{1,3}\s*[-—–]?\s*$")
ENTRY = re.compile(r"(?<![\d.。])\s*\d{1,3}\s*$")
WORDS = 10  # characters of a line that a page's end may have cut


def without_pages(lines: list[Line]) -> tuple[list[Line], list[Finding]]:
    """This will take page numbers and the table of contents out, and join a sentence that a page's end has cut."""
    kept = without_contents([line for line in lines if not LEADER.search(line.text)])
    result: list[Line] = []
    turned = False
    for line in kept:
        if PAGE_NUMBER.match(line.text) and not line.cells:
            turned = True
        elif not line.text.strip():
            result.append(line)
        else:
            before = result[-1] if result else None
            if turned and before and is_cut(before) and not line.cells and not OPENS.match(line.text):
                result[-1] = before.saying(before.text.rstrip() + line.text.strip())
            else:
                result.append(line)
            turned = False
    dropped = sum(1 for line in lines if line.text.strip()) - sum(1 for line in result if line.text.strip())
    notes = [] if not dropped else [Finding(
        code="chrome", message="%(count)s lines around the text were left out.", remedy="", values={"count": dropped},
        level="note")]
    return result, notes


def without_contents(lines: list[Line]) -> list[Line]:
    """The lines without 目录 and its entries: what ends in a page number, or stands again as a heading below."""
    start = next((index for index, line in enumerate(lines) if CONTENTS.match(line.text)), None)
    if start is None:
        return lines
    below = [key(line.text) for line in lines]
    end, first = start + 1, None
    while end < len(lines):
        text = lines[end].text
        if text.strip() and not ENTRY.search(text) and key(text) not in below[end + 1:]:
            break
        if text.strip() and first is not None and key(text) == first:
            break
        first = first or (key(text) if text.strip() else None)
        end += 1
    return [*lines[:start], *lines[end:]]


def key(text: str) -> str:
    """A heading without its spaces and page number."""
    return re.sub(r"\s", "", ENTRY.sub("", text))


def is_cut(line: Line) -> bool:
    """Whether a line stops in the middle of a sentence."""
    return len(line.text) > WORDS and not line.cells and not ENDS.search(line.text.rstrip())
