"""What is wrong, where, and what to do about it.

Every refusal in the house is made of findings. The pure layers write plain English message ids
(`message`, `remedy`) with named slots filled from `values`; the edge (pages, commands, papers)
translates them, so a finding never carries a sentence that only one language can show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the sender's own file the trouble is; fields that do not apply stay None."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    page: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in somebody's input, with its place and its remedy.

    `message` and `remedy` are English message ids with %(name)s slots; `values` fills the slots.
    """

    code: str
    message: str
    remedy: str
    place: Place = Place()
    values: Mapping[str, str | int] = field(default_factory=dict)
    level: Level = "error"

    def __str__(self) -> str:
        return f"{self.message % self.values} {self.remedy % self.values}".strip()


class Refused(Exception):
    """Input that was not taken. Nothing of it has been stored."""

    def __init__(self, *findings: Finding) -> None:
        if not findings:
            raise ValueError("a refusal names at least one finding")
        self.findings = findings
        super().__init__("; ".join(str(finding) for finding in findings))


def told(refused: Refused, translate: Callable[[str], str]) -> str:
    """A refusal as a command tells it, a line for each finding: where, what, and what to do."""
    lines = []
    for finding in refused.findings:
        place = finding.place
        where = "，".join(str(part) for part in (place.file, place.sheet, place.row, place.column) if part)
        said = f"{translate(finding.message) % finding.values} {translate(finding.remedy) % finding.values}".strip()
        lines.append(f"{where}: {said}" if where and where not in said else said)
    return "\n".join(lines)
