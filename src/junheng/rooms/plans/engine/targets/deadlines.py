"""By when: the date that holds for a place in a sentence."""

from __future__ import annotations

import re
from calendar import monthrange

from junheng.rooms.plans.engine.targets.layout import CELL_BAR, FAR
from junheng.rooms.plans.values import Period

YEAR = re.compile(
    r"(?P<base>(?:较|比|与|从|由|自|相比|相较|同)\s*)?(?P<year>20\d\d)\s*年?(?<=[\d年])(?P<term>(?:秋季|春季)?(?:开学|学期)(?:之?前)?)?"
    r"(?P<end>\s*(?:底|末))?(?:\s*(?P<month>\d{1,2})\s*月份?(?P<month_end>底|末|(?=之?前))?(?:\s*(?P<day>\d{1,2})\s*日)?)?"
)
NOT_A_DATE = re.compile(r"\s*(?:[-—–~至到]{1,2}\s*20|版|学年|届|级|[.\d])")
MONTH = re.compile(r"(?<![\d年.])(?<!年 )(?P<month>\d{1,2})\s*月份?(?:\s*(?P<day>\d{1,2})\s*日)?(?P<month_end>底|末|(?=之?前))?")
FIVE_YEARS = re.compile(r"“?(?P<plan>十[二三四五六])五”?(?:规划)?(?:末|期末|时期|期间|收官)")
FIVE_YEAR_ENDS = {"十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035}
THIS_YEAR = re.compile(r"(?<![一二两三四五六七八九十几\d])年内(?!容)|(?<!\d)(?<!\d )年底之?前?|本年度|今年|年末")
WITHIN = re.compile(r"(?:用|利用|力争用)?\s*(?<!\d)(?P<years>[一二两三四五六七八九十\d]{1,2})\s*年(?:左右)?(?:的?时间|左右的时间)?(?:之?内)?(?=,|内|时间|拟|共|新|完|建|培)")
FROM_YEAR = re.compile(r"(?P<year>20\d\d)\s*年(?:起|开始)")
# A school year begins on 1 September and its second term in February: 秋季开学前 is before 1 September.
TERMS = {"秋季开学前": "08-31", "秋季学期开学前": "08-31", "秋季学期前": "08-31", "春季开学前": "02-28", "暑期": "08-31", "秋季学期": "09-01"}
NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
# A date behind the number holds for it when nothing but its being done follows: 8月底前投入使用, not 6月底前完成测评.
DONE_BY = re.compile(
    r"(?:之?前|底|末|月)(?:全部|全面|基本|正式|陆续|可以?|要|须){0,2}"
    r"(?:完成|建成|投用|投入使用|开工|竣工|到位|实现|达到|招生|启用|完工|交付|见效|达标)"
    r"(?:验收|建设|任务|改造|目标|招生|使用|投用){0,2}(?=[,，。;；、)）\s]|$)"
)
# 8月底前投入使用,… says when one thing is ready and dates nothing behind its comma.
USED_UP = re.compile(r"(?:之?前|底|末|月)?(?:全部|全面|基本|正式|陆续){0,2}(?:建成)?(?:投入使用|投用|竣工|完工|交付|开工|启用)[,，;；]")


def deadline(text: str, start: int, at: int, end: int, period: Period) -> str | None:
    """The deadline for a number at `at` in a sentence [start, end): the nearest date before it, else 2024年底前完成 behind,
    else a date in a later cell of its table row.

    "2025" for a year, "2025-12-31" for its end, "2025-08" for a month. Words without a year (8月底前, 年内) take the
    plan's own year; 三年内 counts from the year it names, else from the plan's first.
    """
    found = dated(text, max(start, at - FAR), at, period)
    end = min(end, at + FAR)
    if found is None:
        later = DONE_BY.search(text, at, end)
        row = text.find(CELL_BAR, at, end)
        if later is not None:
            found = dated(text, at, later.end(), period)
        elif row >= 0:
            found = dated(text, row, end, period)
    return found


def dated(text: str, start: int, at: int, period: Period) -> str | None:
    """The last date said in [start, at)."""
    places: list[tuple[int, str]] = []
    for match in YEAR.finditer(text, start, at):
        if match.group("base") or NOT_A_DATE.match(text, match.end()) or not plain_year(text, match) or not holds(text, match, start, at):
            continue
        places.append((match.start("year"), iso(match, match.group("year"))))
    places += [(match.start(), str(FIVE_YEAR_ENDS[match.group("plan")])) for match in FIVE_YEARS.finditer(text, start, at)]
    named = FROM_YEAR.search(text, start, at)
    first = int(named.group("year")) if named else period.start
    if first:
        for match in WITHIN.finditer(text, start, at):
            word = match.group("years")
            places.append((match.start(), str(first + (int(word) if word.isdigit() else NUMERALS.get(word, 1)) - 1)))
    own = period.end if period.start == period.end or period.start is None else None
    if own:
        places += [(match.start(), iso(match, str(own))) for match in MONTH.finditer(text, start, at)
                   if 1 <= int(match.group("month")) <= 12 and holds(text, match, start, at)]
        places += [(text.find(word, start, at), f"{own}-{day}") for word, day in TERMS.items() if text.find(word, start, at) >= 0]
    year = own or period.start
    if year:
        places += [(match.start(), f"{year}-12-31" if "底" in match.group() or "末" in match.group() else str(year))
                   for match in THIS_YEAR.finditer(text, start, at)]
    return max(places)[1] if places else None


def holds(text: str, match: re.Match[str], start: int, at: int) -> bool:
    """Whether a date holds beyond its clause: it stands in no 《》 and no 投入使用 has used it up."""
    in_paper = text.rfind("《", start, match.start()) > text.rfind("》", start, match.start())
    used_up = USED_UP.match(text, match.end(), at)
    return not in_paper and used_up is None


def plain_year(text: str, match: re.Match[str]) -> bool:
    """Whether four digits are a year: 年 behind them, and no digit or letter beside them."""
    before = text[match.start("year") - 1:match.start("year")] if match.start("year") else ""
    behind = text[match.end("year"):match.end("year") + 2].lstrip()
    return behind.startswith("年") and not (before.isascii() and before.isalnum())


def iso(match: re.Match[str], year: str) -> str:
    """A matched date in the shortest ISO form that says as much."""
    named = match.groupdict()
    month, day = named.get("month"), named.get("day")
    if month and 1 <= int(month) <= 12:
        if day:
            return f"{year}-{int(month):02d}-{int(day):02d}"
        if named.get("month_end") is not None:
            return f"{year}-{int(month):02d}-{monthrange(int(year), int(month))[1]:02d}"
        return f"{year}-{int(month):02d}"
    if named.get("term"):
        return f"{year}-08-31" if "前" in (named["term"] or "") else f"{year}-09-01"
    return f"{year}-12-31" if named.get("end") else year
