"""A line of a document on its way from the file to a block."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Line:
    """A line or table row as it stands in the file, with its place there."""

    text: str
    origin: str
    cells: tuple[str, ...] = ()
    bold: bool | None = None

    def saying(self, text: str) -> Line:
        """The same line with other words."""
        return replace(self, text=text)


def row(cells: tuple[str, ...], origin: str) -> Line:
    """A table row as a line: its cells joined by a bar."""
    plain = tuple(" ".join(cell.split()) for cell in cells)
    return Line(" | ".join(plain), origin, cells=plain)
