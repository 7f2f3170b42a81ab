"""From a file's bytes to clean, numbered blocks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from junheng.ground.documents import docx, html, pdf, txt
from junheng.ground.documents.chrome import strip_chrome
from junheng.ground.documents.damage import repair
from junheng.ground.documents.lines import Line
from junheng.ground.documents.pages import without_pages
from junheng.ground.documents.sniff import LIMIT_BYTES, LINES_LIMIT, kind_of, refuse
from junheng.ground.documents.values import Block, Document, Kind
from junheng.ground.documents.wrapping import rejoin

READERS: dict[Kind, Callable[[bytes, str], list[Line]]] = {
    "txt": txt.lines_of, "html": html.lines_of, "docx": docx.lines_of, "pdf": pdf.lines_of,
}


def inspect_document(data: bytes, name: str, *, limit: int = LIMIT_BYTES) -> Kind:
    """This will tell what a file is without reading it whole. Raises Refused for what the house does not read."""
    return kind_of(data, name, limit=limit)


def read_document(data: bytes, name: str, *, limit: int = LIMIT_BYTES) -> Document:
    """This will read a plan's file: clean simplified text in numbered blocks, each with its place in the original.

    Raises Refused, with what to do, for a file that is empty, too large, locked, damaged, scanned or of a kind that
    is not read. A text in which nothing looks like a plan is not refused. Sizes are bytes, spans characters.
    """
    kind = kind_of(data, name, limit=limit)
    lines = READERS[kind](data, name)
    long = sum(1 for line in lines if line.text.strip())
    if long > LINES_LIMIT:
        raise refuse("too-long", "%(name)s has %(count)s lines; at most %(limit)s are read.",
                     "Check that the right file was chosen; save the plan itself without its annexes.", name,
                     count=long, limit=LINES_LIMIT)
    lines, damage_notes = repair(lines)
    lines, page_notes = without_pages(lines)
    lines, metadata, chrome_notes = strip_chrome(lines)
    lines, wrap_notes = rejoin(lines, wrapped=kind == "pdf")
    if not any(line.text for line in lines):
        raise refuse("no-text", "%(name)s holds no text.", "Check that the right file was chosen.", name)
    blocks, at = [], 0
    for number, line in enumerate(lines, start=1):
        end = at + len(line.text)
        blocks.append(Block(number, line.text, at, end, line.origin, "table_row" if line.cells else "paragraph",
                            line.cells, line.bold))
        at = end + 1
    return Document(
        name=name, kind=kind, sha256=hashlib.sha256(data).hexdigest(),
        text="\n".join(line.text for line in lines), blocks=tuple(blocks), metadata=metadata,
        notes=(*damage_notes, *page_notes, *chrome_notes, *wrap_notes),
    )
