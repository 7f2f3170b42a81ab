"""What a draw is made of: frozen lists, transcripts, verdicts. The format: docs/reference/draws.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FORMAT = "junheng-draw/1"
NOTICE_FORMAT = "junheng-notice/1"
KINDS = ("order", "placement", "match")
LOCATOR = 16
# The largest integer that every language keeps exactly.
EXACT = 2**53 - 1


@dataclass(frozen=True, slots=True)
class FrozenList:
    """A list as it was frozen: `rows` of normal texts in `columns`, the identifier first; `numeric` columns hold numbers.

    `titles` are the titles of the columns in the file that was frozen, so that a checker finds them there.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The identifiers in their frozen order."""
        return tuple([row[0] for row in self.rows])

    def column(self, name: str) -> tuple[str, ...]:
        """All cells of a column; empty texts when the list has none of that name."""
        if name not in self.columns:
            return ("",) * len(self.rows)
        place = self.columns.index(name)
        return tuple([row[place] for row in self.rows])


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that normalisation changed: line (1 is the first), column, what stood there and what counts."""

    line: int
    column: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a verdict: what was looked at, whether it holds, and where it does not."""

    code: str
    holds: bool
    detail: str = ""


Lists = Mapping[str, FrozenList]
# (rules, seed, lists) → outcome; what a room gives so that its draws can be run again.
Replay = Callable[[Mapping[str, Any], str, Lists], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """All lines of a check."""

    lines: Sequence[Line]

    @property
    def holds(self) -> bool:
        """Whether everything holds."""
        return all(line.holds for line in self.lines)
