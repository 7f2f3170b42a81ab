"""How a number is to be compared, from the words before and behind it in its clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from junheng.rooms.plans.engine.targets import words as w
from junheng.rooms.plans.values import Comparator

POINTS = frozenset({"个百分点", "百分点"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparator, whether it is strict, and how many characters of 以上, 左右 … belong to the number."""

    comparator: Comparator
    strict: bool = False
    suffix: int = 0


def compare(before: str, after: str, *, unit: str | None, is_range: bool, is_over: bool) -> Comparison:
    """The comparison of a number whose clause says `before` and goes on with `after`.

    `is_range` for 3—5, `is_over` for 二十余. A move by percentage points or per cent (提高5个百分点, 增长3%以上) stays a
    move whatever bound stands with it; a bound beats 新增 for things counted (新增60套以上).
    """
    near = before[-24:].rstrip("( \"“")
    suffix, behind = suffix_of(after)
    if unit in POINTS:
        last = last_match(w.MOVES, before)
        down = bool(last and last.group("down")) or (last is None and bool(w.DOWNWARD.match(after)))
        return Comparison(Comparator.DECREASE if down else Comparator.INCREASE, suffix=suffix)
    if is_range:
        risen = w.UP_RATE.search(near)
        return Comparison(Comparator.INCREASE if risen and unit == "%" else Comparator.RANGE, suffix=suffix)
    if unit == "%" and w.UP_RATE.search(near):
        return Comparison(Comparator.INCREASE, suffix=suffix)
    if w.DOWN_RATE.search(near):
        return Comparison(Comparator.DECREASE, suffix=suffix)
    if behind is Comparator.ABOUT or w.BASICALLY.search(near):
        return Comparison(Comparator.ABOUT, suffix=suffix)
    if w.AT_MOST.search(near):
        return Comparison(Comparator.AT_MOST, bool(w.LESS_THAN.search(near)) and behind is None, suffix)
    if behind is Comparator.AT_MOST:
        return Comparison(Comparator.AT_MOST, suffix=suffix)
    if w.AT_LEAST.search(near):
        return Comparison(Comparator.AT_LEAST, bool(w.MORE_THAN.search(near)) and behind is None, suffix)
    if behind is Comparator.AT_LEAST:
        return Comparison(Comparator.AT_LEAST, suffix=suffix)
    if w.ABOUT_BEFORE.search(near):
        return Comparison(Comparator.ABOUT, suffix=suffix)
    if w.HELD.search(near):
        return Comparison(Comparator.EQUAL, suffix=suffix)
    if w.FAR_LEAST.search(before) or (unit == "%" and w.FAR_REACH.search(near)):
        return Comparison(Comparator.AT_LEAST, suffix=suffix)
    if w.FAR_MOST.search(before) or w.LIMIT_LATER.match(after):
        return Comparison(Comparator.AT_MOST, suffix=suffix)
    return Comparison(moved(before, after, unit=unit, is_over=is_over), suffix=suffix)


def moved(before: str, after: str, *, unit: str | None, is_over: bool) -> Comparator:
    """What the nearest verb makes of a number without a bound: 新增 adds, 压减 takes away, others count."""
    last = last_match(w.MOVES, before)
    if unit != "%" and last is not None:
        if last.group("up") and (not w.RAISED.fullmatch(last.group()) or last.end() == len(before.rstrip("了约近 "))
                                 or (unit or "").endswith("元")):
            return Comparator.INCREASE
        if last.group("down"):
            return Comparator.DECREASE
    if unit == "%" or is_over:
        return Comparator.AT_LEAST
    return Comparator.EQUAL


def suffix_of(after: str) -> tuple[int, Comparator | None]:
    """How far 以上, 以内, 左右 reach behind the unit, and what they say."""
    for pattern, said in ((w.AND_MORE, Comparator.AT_LEAST), (w.AND_LESS, Comparator.AT_MOST), (w.ABOUT_AFTER, Comparator.ABOUT)):
        found = pattern.match(after)
        if found and found.end():
            return found.end(), said
    return 0, None


def firmness(words: str) -> str | None:
    """力争 for an aim, 确保 for what must be, None otherwise; the last word said counts."""
    last = last_match(w.AIM, words)
    if last is None:
        return None
    return "力争" if last.group("soft") else "确保"


def last_match(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """The last place where a pattern matches; None when it does not."""
    found = None
    for match in pattern.finditer(words):
        found = match
    return found
