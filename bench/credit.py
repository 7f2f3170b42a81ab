"""How a finding is counted where a library knows numbers and units, but no targets.

A gold target is *found* when a finding overlaps the place of its quote in the text and has its value. Nothing else
is asked: not the unit, not the comparator, not the subject. Values are held against each other as the official
scorer does it (万 and 亿 multiplied out, `accept_values` allowed); of a range either end will do, and a sign does not
matter. A target without a number (不低于当地公务员) is found by a finding without a number. One finding may serve several
targets (one 100% over two subjects). A finding inside a place that the gold calls borderline or ambiguous is neither
right nor wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

TENS = {"万": 10_000, "亿": 100_000_000}
ALIKE = str.maketrans({",": "，", "(": "（", ")": "）"})
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Credit:
    """What was found of what is true, and how many findings were right and wrong."""

    found: int
    explicit_found: int
    true: int
    explicit: int
    right: int
    wrong: int

    def __add__(self, other: Credit) -> Credit:
        return Credit(self.found + other.found, self.explicit_found + other.explicit_found, self.true + other.true,
                      self.explicit + other.explicit, self.right + other.right, self.wrong + other.wrong)


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said of one run of characters."""

    start: int
    end: int
    values: frozenset[float | None]

    def overlaps(self, span: Span) -> bool:
        """Whether it shares a character with a span."""
        return self.start < span[1] and span[0] < self.end


class Squeezed:
    """A text without white space, with places in both directions: gold quotes are found whatever the spacing."""

    def __init__(self, text: str) -> None:
        self.places = [place for place, letter in enumerate(text) if not letter.isspace()]
        self.text = "".join(text[place] for place in self.places).translate(ALIKE)

    def span(self, quote: str, near: int) -> Span | None:
        """Where the quote stands in the text as it was: of several places the one nearest to an offset.

        Where a letter of it was lost on the web, its beginning will do, down to one half.
        """
        wanted = whole = re.sub(r"\s+", "", quote).translate(ALIKE)
        starts: list[int] = []
        while not starts and len(wanted) * 2 > len(whole):
            starts = [found.start() for found in re.finditer(re.escape(wanted), self.text)]
            wanted = wanted if starts else wanted[:-1]
        if not starts:
            return None
        best = min(starts, key=lambda start: abs(self.places[start] - near))
        return self.places[best], self.places[best + len(wanted) - 1] + 1


def statement(finding: Mapping[str, Any]) -> Statement:
    """A finding with every value that it may mean: a peer's list, or value and upper value of the reader."""
    listed = finding.get("values")
    if listed is None:
        listed = [finding["value"], *([finding["value_high"]] if finding.get("value_high") is not None else [])]
    return Statement(finding["start"], finding["end"], frozenset(worth(each, finding.get("unit")) for each in listed))


def worth(value: float | None, unit: str | None) -> float | None:
    """A value without its sign, 万 and 亿 of the unit multiplied out."""
    return None if value is None else round(abs(float(value)) * TENS.get((unit or "")[:1], 1), 6)


def right_values(target: Mapping[str, Any]) -> set[float | None]:
    """The values that a finding may have to be right; None alone where the plan prints no number."""
    named = {worth(target.get(key), target.get("unit")) for key in ("value", "value_high")} - {None}
    return {*named, *(worth(value, None) for value in target.get("accept_values") or [])} or {None}


def credit(gold: Mapping[str, Any], text: str, findings: Iterable[Mapping[str, Any]]) -> Credit:
    """This will hold one text's findings against its gold."""
    squeezed, said = Squeezed(text), [statement(each) for each in findings]
    found = explicit_found = 0
    right: set[int] = set()
    for target in gold["targets"]:
        span = squeezed.span(target["quote"], target.get("offset", 0))
        hits = {place for place, one in enumerate(said)
                if span and one.overlaps(span) and one.values & right_values(target)}
        right |= hits
        found += bool(hits)
        explicit_found += bool(hits) and target.get("tier", "explicit") == "explicit"
    doubtful = [*gold.get("borderline", []), *(not_one for not_one in gold.get("non_targets", [])
                                               if not_one.get("ambiguous"))]
    excused = [span for span in (squeezed.span(each.get("text") or each.get("quote") or "", each.get("offset", 0))
                                 for each in doubtful) if span]
    wrong = [one for place, one in enumerate(said)
             if place not in right and not any(one.overlaps(span) for span in excused)]
    explicit = sum(target.get("tier", "explicit") == "explicit" for target in gold["targets"])
    return Credit(found, explicit_found, len(gold["targets"]), explicit, len(right), len(wrong))
