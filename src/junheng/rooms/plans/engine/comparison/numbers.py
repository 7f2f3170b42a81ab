"""Numbers of two plans on one subject: which say the same, which promise less, and which cannot be held together.

A share, a rate or a number for each school can be compared between levels. A count cannot: the city's fifteen
kindergartens are the sum of its counties', so a county's two are a part of them and no disagreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from junheng.rooms.plans.engine.comparison.terms import dice
from junheng.rooms.plans.values import Comparator, Path, Target

SAME_SUBJECT = 0.62
# Within clauses that carry one another out, subjects may be worded more freely.
SAME_SUBJECT_IN_PAIR = 0.4
TAIL, SHORTEST_TAIL = 0.5, 3
RELATIVE_UNITS = frozenset({"%", "‰", "个百分点", "百分点", "成", "小时", "分钟", "平方米", "㎡", "倍"})
LOWER_IS_BETTER = frozenset({Comparator.AT_MOST})


class Agreement(StrEnum):
    """How a lower plan's number stands to the upper one's."""

    SAME = "same"
    MORE = "more"
    LESS = "less"
    LATER = "later"
    PART = "part"
    UNLIKE = "unlike"

    @property
    def disagrees(self) -> bool:
        """Whether somebody must look at it."""
        return self in {Agreement.LESS, Agreement.LATER}

    @property
    def label(self) -> str:
        """English message id."""
        return {
            "same": "Same number", "more": "Promises more", "less": "Promises less", "later": "Promises it later",
            "part": "Part of a sum", "unlike": "Counted differently",
        }[self.value]


@dataclass(frozen=True, slots=True)
class NumberPair:
    """Two targets on one subject."""

    upper: Target
    lower: Target
    agreement: Agreement


def pair_numbers(upper: Sequence[Target], lower: Sequence[Target], linked: Iterable[tuple[Path, Path]]) -> tuple[NumberPair, ...]:
    """This will find, for each upper target, the lower one on the same subject; each lower target once."""
    together = set(linked)
    found = []
    for one_index, one in enumerate(upper):
        for other_index, other in enumerate(lower):
            near = (one.item_path, other.item_path) in together
            alike = likeness(bare(one.subject), bare(other.subject), near=near)
            if alike >= (SAME_SUBJECT_IN_PAIR if near else SAME_SUBJECT) and same_measure(one, other):
                found.append((-alike - near, one_index, other_index))
    pairs: dict[int, int] = {}
    for _, one_index, other_index in sorted(found):
        if one_index not in pairs and other_index not in pairs.values():
            pairs[one_index] = other_index
    return tuple(
        NumberPair(upper[one], lower[other], agreement(upper[one], lower[other])) for one, other in sorted(pairs.items())
    )


def likeness(one: str, other: str, *, near: bool) -> float:
    """How alike two subjects are; beside one another, one may be the tail of the other (装置联网率, 联网率)."""
    short, long = sorted((one, other), key=len)
    tail = TAIL if near and len(short) >= SHORTEST_TAIL and long.endswith(short) else 0.0
    return max(dice(one, other), tail)


def bare(subject: str) -> str:
    """A subject without the words that only say whose it is."""
    for word in ("全市", "全县", "全区", "全省", "各县", "全部", "学校", "总体"):
        subject = subject.replace(word, "")
    return subject


def same_measure(one: Target, other: Target) -> bool:
    """Whether two targets are written in one kind of measure."""
    unit = unit_of(one)
    return unit == unit_of(other) and (unit in RELATIVE_UNITS or unit == "" or bool(one.per) == bool(other.per))


def unit_of(target: Target) -> str:
    """A unit for comparing: all of something is a share."""
    if target.comparator is Comparator.COMPLETE:
        return "%"
    return {"百分点": "个百分点", "㎡": "平方米"}.get(target.unit or "", target.unit or "")


def agreement(upper: Target, lower: Target) -> Agreement:
    """How the lower number stands to the upper one."""
    if upper.value is None or lower.value is None:
        same = upper.comparator is lower.comparator and upper.value is lower.value
        return Agreement.SAME if same else Agreement.UNLIKE
    if not (unit_of(upper) in RELATIVE_UNITS or upper.per or unit_of(upper) == ""):
        return Agreement.PART
    if (upper.comparator in LOWER_IS_BETTER) != (lower.comparator in LOWER_IS_BETTER):
        return Agreement.UNLIKE
    difference = lower.value - upper.value
    if upper.comparator in LOWER_IS_BETTER:
        difference = -difference
    if difference < 0:
        return Agreement.LESS
    if later(lower.deadline, upper.deadline):
        return Agreement.LATER
    return Agreement.MORE if difference > 0 else Agreement.SAME


def later(one: str | None, other: str | None) -> bool:
    """Whether a printed date lies after another; dates are ISO, as long as they are known (2025, 2025-06)."""
    if not one or not other or not (one[:4].isdigit() and other[:4].isdigit()):
        return False
    shared = min(len(one), len(other))
    return one[:shared] > other[:shared]
