"""What has been done is no target: words, years and headings that look back."""

from __future__ import annotations

import re

from junheng.rooms.plans.engine.targets.deadlines import FIVE_YEAR_ENDS
from junheng.rooms.plans.engine.targets.layout import FAR, NEAR, Clause, Sentence
from junheng.rooms.plans.engine.targets.words import DID
from junheng.rooms.plans.values import Comparator, Period

LOOKS_BACK = re.compile(
    r"工作回顾|工作总结$|情况回顾|发展回顾|主要成[绩效就]|取得.{0,6}成[绩效就]|发展基础|现实基础|工作基础|发展现状|现状分析|基本情况$|存在.{0,4}问题|面临.{0,4}(?:形势|挑战|问题)|"
    r"形势与?挑战|发展成就|发展成效|背景(?:与?意义|和意义)?$|工作成效|(?:成绩|成效|成就)回顾|^回顾|亮点工作回顾|发展环境|发展形势|(?:完成|进展|落实|执行|开展|推进)情况$|前期进展|主要做法|做法(?:和|与)成效|目标完成"
)
HEADED = re.compile(r"(?P<year>20\d\d)\s*年(?!以来|起)")
AHEAD = re.compile(
    r"力争|争取|确保|计划(?!》)|拟(?!定|订)|将(?!.{0,12}(?:纳入|作为|列为|列入)了)|预计|到\s*20\d\d|20\d\d\s*年(?:底|末)?之?前|必须|务必|应当|今年|年内(?!容)|本年度|"
    r"[“]?十[四五六]五[”]?(?:末|期末|期间)|三年内|五年内|年底前|要(?!求|点|素|件|领)|继续|进一步|再"
)
DONE = re.compile(
    r"已(?!知|有的)|(?<![较比与同于])(?:去年|上一?年(?!级|度?水平|底?数|度?的|增|提))|截至|截止|(?<!项)目前|先后|过去|以来|荣获|位居|位列|[了]到了|均已|被(?:评|授|确定|列|认定|命名)|"
    r"成功(?:创|入选|举办|承办)|顺利通过了|现有(?!编制|教师编)|现已|业已|圆满完成|仍(?:达|有|为|占|高达|存在)"
)
REPORTED = re.compile(r"(?<![年内])(?<!期间)累计|同比|共有(?=\s*\d)|获评|获得|新增了")
FINISHED = re.compile(r"(?<![为除罢])了(?!解|然|望|不|却|结)")
PERFECT = re.compile(r"(?:[完建达改获实开招新提增投培引评创认配]\w?|到)了|(?:达到|完成|实现|建成|投入|新增)了")
STANDING_STOCK = re.compile(r"现有的?|(?<!项)目前|已(?:建|有|投)[^,。;]{0,6}?的?|以来")
OPENS_BACK = re.compile(r"^[^,。;]{0,8}(?:去年|上年|过去|截至|截止|(?<!项)目前|近年来|[一两三四五]年来|以来|一直以来|今年以来|[二两三四五]年前)|^[^,。;]{2,14}以来")
PAST_FIVE = re.compile(r"“?(?P<plan>十[二三四五六])五”?(?:规划)?(?:时期|期间|以来|末)")
YEAR = re.compile(r"(?P<base>(?:较|比|从|由|自|与|至|到)\s*)?(?<!\d)(?P<year>20\d\d)\s*年(?!以来)")
UNTIL = re.compile(r"截[至止]到?\s*(?P<year>20\d\d)\s*年(?:底|末)")  # of a year of the plan it is a deadline
STOCK = re.compile(r"现有|共有|现辖|辖有")  # 全县现有学校20所,教职工900人 counts what there is
STARTS = re.compile(r"(?P<from>20\d\d)\s*年(?:起|开始)|到\s*(?P<to>20\d\d)\s*年")


def looks_back(sentence: Sentence, period: Period) -> bool:
    """Whether the sentence stands under a heading that reviews what was done or where things stand, or names a year before
    the plan's first."""
    return any(LOOKS_BACK.search(heading) or (period.start and (year := HEADED.match(heading)) and int(year.group("year")) < period.start)
               for heading in sentence.headings)


def is_past(text: str, clause: Clause, at: int, sentence: Sentence, period: Period, *,
            comparator: Comparator | None = None, standing: bool = False) -> bool:
    """Whether a clause reports what has been done, for a number (or promise) at `at`.

    A bound (不低于500元) stays a rule where the sentence ends in what it brought about (调动了积极性); a plain count does
    not. `standing` lets 现有 and 已建成的 pass: a promise about all that exists now is a promise.
    """
    words = text[max(clause.start, at - NEAR):min(clause.end, at + NEAR)]
    opening = text[max(sentence.start, clause.start - FAR):clause.start]
    ahead = bool(AHEAD.search(words)) or bool(STARTS.search(opening))
    judged = STANDING_STOCK.sub("", words) if standing else words
    until = UNTIL.search(judged)
    if until and period.start and int(until.group("year")) >= period.start:
        ahead, judged = True, judged.replace(until.group(), "")
    if PERFECT.search(judged):
        return True
    if DONE.search(judged) and not (ahead and not re.search(r"已|(?<![较比与同于])去年|截至|(?<!项)目前|以来|先后", judged)):
        return True
    if REPORTED.search(judged) and not ahead and not AHEAD.search(opening):
        return True
    if comparator is Comparator.EQUAL and not ahead and STOCK.search(opening) and not DID.search(text, clause.start, at):
        return True
    if before_the_plan(text, at, sentence, period):
        return True
    if not ahead and OPENS_BACK.search(text[sentence.start:min(clause.start, sentence.start + NEAR)]) and not AHEAD.search(opening):
        return True
    plain = comparator in {Comparator.EQUAL, Comparator.INCREASE, None}
    return plain and not ahead and not AHEAD.search(opening) and bool(FINISHED.search(text, at, min(sentence.end, at + FAR)))


def before_the_plan(text: str, at: int, sentence: Sentence, period: Period) -> bool:
    """Whether the last year or five-year plan named before a place lies before the plan's first year.

    Without a period, years are past when the same sentence begins a later one (2022年起).
    """
    first = period.start
    if first is None:
        starts = [int(found.group("from") or found.group("to"))
                  for found in STARTS.finditer(text, max(sentence.start, at - FAR), min(sentence.end, at + FAR))]
        if not starts:
            return False
        first = min(starts)
    last: tuple[int, int] | None = None
    for found in YEAR.finditer(text, max(sentence.start, at - FAR), at):
        if not found.group("base"):
            last = (found.start(), int(found.group("year")))
    for plan in PAST_FIVE.finditer(text, max(sentence.start, at - FAR), at):
        if text[max(0, plan.start() - 1):plan.start()] not in {"较", "比"} and (last is None or plan.start() > last[0]):
            last = (plan.start(), FIVE_YEAR_ENDS[plan.group("plan")])
    return last is not None and last[1] < first
