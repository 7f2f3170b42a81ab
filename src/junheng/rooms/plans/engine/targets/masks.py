"""Runs of a text that hold no target: names in quotes, papers in 《》, document numbers, dates, responsible bodies.

All patterns read the flat text (see `layout.flat`): digits, per cent and punctuation are half-width.
"""

from __future__ import annotations

import re
from bisect import bisect_right

QUOTED = re.compile(r"“[^“”\n]{0,40}”|‘[^‘’\n]{0,40}’|\"[^\"\n]{0,24}\"|「[^」\n]{0,30}」")
NAME_LENGTH = 24  # a longer quotation is a sentence, not a name
FIGURED = re.compile(r"^(?!“[一二两三四五六七八九十]{1,3}个).*(?:\d\s*%|达到|不低于|不少于|\d\s*(?:万|亿))")
PAPER = re.compile(r"《[^《》\n]{1,120}(?:《[^》\n]{1,60}》[^《》\n]{0,60})?》")
DOCUMENT_NUMBER = re.compile(
    r"[〔\[(【]\s*(?:19|20)\d{2}\s*(?:[-—–~至]{1,2}\s*(?:20)?\d{2,4})?\s*年?[〕\])】](?:\s*第?\s*\d{1,4}\s*号)?"
    r"|第\s*\d{1,4}\s*号"
)
RESPONSIBLE = re.compile(
    r"[(〔\[][^()〔〕\[\]\n]{0,12}(?:牵头|责任|配合|主管|承办|完成时限|完成时间)(?:领导|单位|部门|科室|股室|处室|人)?[^()〔〕\[\]\n]{0,200}[)〕\]]"
)
YEAR = r"(?:19|20)\d{2}"
DATE = re.compile(
    rf"(?<![\d.]){YEAR}\s*(?:[-—–~至到、]{{1,2}}\s*(?:20)?\d{{2}}\s*)?(?:学年度?|年度?|届|级)(?:\s*(?:底|末|初|前|内|起))?"
    r"(?:\s*\d{1,2}\s*月份?(?:\s*\d{1,2}\s*日)?(?:底|末|初|前)?)?"
    rf"|(?<![\d.]){YEAR}\s*[-—–~至到]{{1,2}}\s*{YEAR}|(?<![\d.]){YEAR}\.\d{{1,2}}(?:\.\d{{1,2}})?(?!\d)|(?<![\d.]){YEAR}-\d{{1,2}}-\d{{1,2}}"
    r"|\d{1,2}\s*月份?(?:\s*\d{1,2}\s*日)?(?:底|末|初|前)?(?:\s*[-—–~至到]{1,2}\s*\d{1,2}\s*(?:月|日)(?:\d{1,2}日)?)?|\d{1,2}\s*日(?!均)|\d{1,2}:\d{2}"
)
NUMERAL = r"[\d零〇一二三四五六七八九十百千两]{1,8}"
NAME = re.compile(
    rf"第\s*{NUMERAL}(?!方)|{NUMERAL}\s*(?:周年|年级|年一贯制|岁|周岁|届|中全会|大精神|年制|年一贯|级联动|级网络|级联)"
    r"|[\dA-Za-z]{1,8}\s?\+\s?[\dA-Za-z]{1,8}(?:\s?\+\s?[\dA-Za-z]{1,8}){0,6}|\d\.0(?!\s*%|\d)|[A-Za-z]\d{1,8}|(?<!\d)\d{1,8}[A-FH-LN-Z](?![a-z])|\d[A-Z]{2,}"
    r"|\d{3,4}-\d{7,8}|(?<!\d)1\d{10}(?!\d)|(?<!\d)\d{1,6}(?:\.\d{1,4})?\s*:\s*\d{1,6}(?:\.\d{1,4})?"
    rf"|(?:前|近|约前|列|过去)\s*{NUMERAL}\s*(?:名|位|强|年|学年)(?!教师|学生)|[一二三四五六七八九十]{1,3}大(?!班|课|量|专|学)"
    rf"|(?:初|高|大|小){NUMERAL}(?:年级|学生|毕业)"
)


class Spans:
    """Sorted runs of a text, asked whether they touch a place."""

    def __init__(self, runs: list[tuple[int, int]]) -> None:
        merged: list[tuple[int, int]] = []
        for start, end in sorted(runs):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        self.starts = [start for start, _ in merged]
        self.ends = [end for _, end in merged]

    def holds(self, start: int, end: int) -> bool:
        """Whether a run overlaps [start, end)."""
        index = bisect_right(self.starts, end - 1) - 1
        return index >= 0 and self.ends[index] > start


def masked(text: str) -> Spans:
    """Everything whose digits are part of a name, a paper, a document number, a date or a list of bodies."""
    runs = [found.span() for pattern in (PAPER, DOCUMENT_NUMBER, RESPONSIBLE, DATE, NAME) for found in pattern.finditer(text)]
    runs += [found.span() for found in QUOTED.finditer(text)
             if len(found.group()) <= NAME_LENGTH and not FIGURED.search(found.group())]
    return Spans(runs)


def bodies(text: str) -> Spans:
    """Brackets that say who is responsible, and papers: no promise stands in them."""
    return Spans([found.span() for pattern in (RESPONSIBLE, PAPER) for found in pattern.finditer(text)])
