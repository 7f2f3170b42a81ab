"""Re-reading a corrected file keeps what people decided.

A finding is the same when item, quote and value are the same and the reader says the same of it; else when the same
clause stands elsewhere; else when a clause that a person cut out still stands in the text, word for word. A clause
that is at least four fifths alike whatever its numbers, or of which the reader now says something else, has changed and needs a new look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from junheng.rooms.plans.engine.candidates import Proposal, plain
from junheng.rooms.plans.values import Path

ALIKE = 0.8
NUMBER = re.compile(r"[0-9０-９]+(?:[.．,][0-9０-９]+)*")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on an earlier reading; `value` as text, None for a clause without a number.

    `terms` are the reader's own words beside the number (see `terms`), empty where nothing is known of them; `cut`
    says that a person chose where the clause begins and ends.
    """

    key: str
    item_path: Path
    quote: str
    subject: str
    value: str | None
    status: str
    terms: tuple[str, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class CarryResult:
    """Which decisions hold: `kept` and `changed` by index of the new proposal, `gone` the keys that found none.

    `found` are clauses that a person cut out, by key, with their place in the new text; the proposals in `covered`
    are spoken for by them.
    """

    kept: dict[int, str] = field(default_factory=dict)
    changed: dict[int, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    found: dict[str, Span] = field(default_factory=dict)
    covered: frozenset[int] = frozenset()


@dataclass(slots=True)
class Matching:
    """Decisions and proposals that have not found each other yet."""

    open: dict[str, Decided]
    free: dict[int, Proposal]

    def settle(self, found: dict[int, str], index: int, key: str) -> None:
        """This will keep that a proposal continues a decision."""
        found[index] = key
        del self.free[index], self.open[key]


def carry_decisions(decided: Sequence[Decided], proposals: Sequence[Proposal], text: str = "") -> CarryResult:
    """This will match earlier decisions to new proposals, each at most once."""
    kept: dict[int, str] = {}
    changed: dict[int, str] = {}
    left = Matching({each.key: each for each in decided}, dict(enumerate(proposals)))
    for strict in (True, False):
        by_mark: dict[tuple[object, ...], list[int]] = {}
        for index, proposal in left.free.items():
            by_mark.setdefault(mark(proposal.item_path, proposal.quote, number_of(proposal), strict), []).append(index)
        for key, each in list(left.open.items()):
            places = by_mark.get(mark(each.item_path, each.quote, normal(each.value), strict), [])
            if places:
                index = places.pop(0)
                same = not each.terms or each.terms == terms_of(proposals[index])
                left.settle(kept if same else changed, index, key)
    found = found_again(left, text)
    covered = frozenset(index for index, each in left.free.items() if spoken_for(each, found.values()))
    for index in covered:
        del left.free[index]
    near(left, changed, same_item=True)
    near(left, changed, same_item=False)
    return CarryResult(kept, changed, tuple(left.open), found, covered)


def near(left: Matching, changed: dict[int, str], *, same_item: bool) -> None:
    """This will pair the decisions and proposals of one item, or of different ones, the most alike first."""
    pairs = [
        (-ratio, each.quote != proposal.quote, abs(len(each.quote) - len(proposal.quote)), index, key) for key, each in left.open.items() for index, proposal in left.free.items()
        if (each.item_path == proposal.item_path) is same_item and (ratio := likeness(each.quote, proposal.quote)) >= ALIKE
    ]
    for *_, index, key in sorted(pairs):
        if index in left.free and key in left.open:
            left.settle(changed, index, key)


def found_again(left: Matching, text: str) -> dict[str, Span]:
    """The clauses that people cut out and that still stand in the text, none over another."""
    found: dict[str, Span] = {}
    for key, each in list(left.open.items()):
        if not each.cut or not each.quote:
            continue
        begin = text.find(each.quote)
        while begin >= 0 and any(overlap((begin, begin + len(each.quote)), span) for span in found.values()):
            begin = text.find(each.quote, begin + 1)
        if begin >= 0:
            found[key] = (begin, begin + len(each.quote))
            del left.open[key]
    return found


def spoken_for(proposal: Proposal, spans: Iterable[Span]) -> bool:
    """Whether most of a proposal's clause belongs to clauses that people cut out."""
    held = sum(overlap((proposal.start, proposal.end), span) for span in spans)
    return held >= ALIKE * max(1, proposal.end - proposal.start)


def overlap(one: Span, other: Span) -> int:
    """How many characters two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def mark(path: Path, quote: str, value: str, strict: bool) -> tuple[object, ...]:
    """What two findings must share to be the same."""
    return (path if strict else None, "".join(quote.split()), value)


def number_of(proposal: Proposal) -> str:
    """A proposal's value as plain text."""
    return plain(proposal.target.value) if proposal.target else ""


def terms_of(proposal: Proposal) -> tuple[str, ...]:
    """What the reader says of a clause beside its number."""
    target = proposal.target
    if target is None:
        return terms("", None, "", proposal.due.isoformat())
    return terms(target.comparator.value, plain(target.value_high), target.unit or "", proposal.due.isoformat())


def terms(comparator: str, value_high: str | None, unit: str, due: str) -> tuple[str, ...]:
    """Comparator, upper value, unit and date, in the shape in which two readings are held against each other."""
    return (comparator, normal(value_high), unit, due)


def normal(value: str | None) -> str:
    """A value's text without trailing zeros, so that 90.000000 equals 90."""
    if not value:
        return ""
    return value.rstrip("0").rstrip(".") if "." in value else value


def likeness(one: str, other: str) -> float:
    """How alike two clauses are whatever their numbers, 0 to 1; far below ALIKE only an upper bound of it."""
    matcher = SequenceMatcher(None, NUMBER.sub("#", one), NUMBER.sub("#", other), autojunk=False)
    bound = matcher.real_quick_ratio()
    if bound < ALIKE or (bound := matcher.quick_ratio()) < ALIKE:
        return bound
    return matcher.ratio()
