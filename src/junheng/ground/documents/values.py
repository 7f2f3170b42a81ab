"""What a read document is: clean text in numbered blocks, each with its place in the original."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from junheng.ground.kernel.findings import Finding

Kind = Literal["txt", "html", "docx", "pdf"]
BlockKind = Literal["paragraph", "table_row"]


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the cleaned text: `Document.text[start:end] == text`.

    `cells` holds the cells of a table row (then `text` is the cells joined by " | ").
    `origin` says where the block stands in the original: "line 12", "paragraph 4", "page 3 line 7",
    "table 1 row 2". `bold` is True where the original shows the whole block or its opening in bold,
    None where the format cannot tell.
    """

    number: int
    text: str
    start: int
    end: int
    origin: str
    kind: BlockKind = "paragraph"
    cells: tuple[str, ...] = ()
    bold: bool | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page's own metadata table said (索引号, 发文机关, 文号, 成文日期 …). Dates are ISO."""

    title: str | None = None
    issuer: str | None = None
    doc_number: str | None = None
    date_issued: str | None = None
    date_published: str | None = None
    index_number: str | None = None
    validity: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: `text` is the blocks joined by one newline; all spans point into it."""

    name: str
    kind: Kind
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata = Metadata()
    notes: tuple[Finding, ...] = ()
