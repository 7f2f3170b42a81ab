"""The part of a paper that looks back on the year before: 2024年工作总结和2025年工作要点 in one text."""

from __future__ import annotations

import re

from junheng.rooms.plans.engine.targets.layout import FAR
from junheng.rooms.plans.engine.targets.masks import Spans
from junheng.rooms.plans.values import Item, Period

OPENS = re.compile(r"(?:^|\n)\s*(?P<year>20\d\d)\s*年[,，]")
NAMED = re.compile(r"工作总结|完成情况|工作回顾|情况(?:总结|汇报|报告)")
MARK = r"(?:(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、.]|[(（][一二三四五六七八九十]{1,3}[)）])\s*)?"
TITLE_LENGTH = 60  # characters; longer lines before the first item are sentences


def reviewed(text: str, items: tuple[Item, ...], period: Period) -> Spans:
    """The run of a flat text that tells of the year before the plan's first: from the line that opens with that year to
    the one that turns to the plan's own. Where nothing turns, only a paper that calls itself a review has such a run.
    """
    first = period.start
    if first is None:
        return Spans([])
    head = min((item.start for item in items if item.path), default=min(len(text), FAR))
    opening = next((found for found in OPENS.finditer(text, 0, head) if int(found.group("year")) < first), None)
    if opening is None:
        return Spans([])
    turns = re.compile(rf"(?:^|[\n。;])\s*{MARK}(?:{first}\s*年|今年(?!以来)|新的一年|下一?步|下一年)")
    turn = turns.search(text, opening.end())
    titled = any(NAMED.search(line) for line in text[:head].split("\n") if len(line) <= TITLE_LENGTH)
    if turn is None and not titled:
        return Spans([])
    return Spans([(opening.start(), turn.start() if turn else len(text))])
