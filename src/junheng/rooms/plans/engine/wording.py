"""A target as it is written in a table: ≥ 95%, 增加 540个, 3—5所, 全部."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from junheng.rooms.plans.values import Comparator, PlanReading, Target

SIGNS = {
    Comparator.AT_LEAST: ("≥ ", "> "), Comparator.AT_MOST: ("≤ ", "< "), Comparator.EQUAL: ("", ""),
    Comparator.ABOUT: ("约 ", "约 "), Comparator.INCREASE: ("增加 ", "增加 "), Comparator.DECREASE: ("下降 ", "下降 "),
    Comparator.RANGE: ("", ""), Comparator.COMPLETE: ("", ""),
}


def display(target: Target) -> str:
    """This will write a target's number with its sign and unit; a target without a number in its own words."""
    if target.comparator is Comparator.COMPLETE:
        return "全部"
    if target.value is None:
        if target.reference:
            return f"{SIGNS[target.comparator][target.strict].strip()} {target.reference}"
        return {Comparator.INCREASE: "只增不减", Comparator.DECREASE: "只减不增", Comparator.AT_LEAST: "不低于参照",
                Comparator.AT_MOST: "不高于参照"}.get(target.comparator, "")
    number = plain(target.value, bare=not target.unit)
    if target.value_high is not None:
        number = f"{number}—{plain(target.value_high, bare=not target.unit)}"
    unit = target.unit or ""
    per = f"/{target.per}" if target.per else ""
    return f"{SIGNS[target.comparator][target.strict]}{number}{unit}{per}"


PRINTED_BEFORE = "不低于|不少于|至少|高于|超过|达到|达|保持在|稳定在|提高到|提升到|扩增到|增加到|降至|降到|控制在|不超过|不高于|低于"
WHOLES = re.compile(r"(?:实现)?全覆盖|全部[^，,。；;]{2,12}$|100%[^，,。；;]{0,8}$")
REFERENCES = re.compile(r"(?:逐年)?只[增减]不[增减]|不(?:低|高|少)于[^，,。；;]+|不超过[^，,。；;]+")
SIGNED = {Comparator.AT_LEAST: "不低于", Comparator.AT_MOST: "不超过", Comparator.EQUAL: "", Comparator.ABOUT: "约",
          Comparator.RANGE: "", Comparator.INCREASE: "新增", Comparator.DECREASE: "下降", Comparator.COMPLETE: ""}
UNPRINTED = re.compile(r"(?:常态|动态)清零|清零|(?:基本|全部)?消除|基本(?:建成|实现|普及|完成)|不因[^，,。]+")
WHOLE = 100
SOFT = frozenset({"力争", "争取"})


def written(target: Target) -> str:
    """This will write a target's number as papers do (达到92%, 0.50以下, 新增540个), in the plan's own words where it has them."""
    soft = "力争" if target.firmness in SOFT else ""
    if target.comparator is Comparator.COMPLETE:
        whole = WHOLES.search(target.quote)
        return soft + (whole.group() if whole else "100%")
    if target.value is None:
        said = REFERENCES.search(target.quote)
        return soft + (said.group() if said else display(target))
    said = printed_number(target)
    if said is None:
        meant = UNPRINTED.search(target.quote)
        high = f"—{plain(target.value_high)}" if target.value_high is not None else ""
        return soft + (meant.group() if meant else f"{limit(target)}{plain(target.value)}{high}{target.unit or ''}{every(target)}")
    bare = not said.group("before") and not said.group("after")
    return f"{soft}{limit(target) if bare else ''}{''.join(said.group().split())}{every(target)}"


def every(target: Target) -> str:
    """Of what a counted number is one each (/月, /校); "" for shares and bare ratios."""
    return f"/{target.per}" if target.per and target.unit and target.unit != "%" else ""


def limit(target: Target) -> str:
    """The word before a number whose clause has none."""
    if target.comparator is Comparator.AT_LEAST and target.unit == "%" and target.value == WHOLE:
        return "达到"
    if target.comparator is Comparator.AT_LEAST and target.unit not in {"%", "元", None}:
        return "不少于"
    return SIGNED[target.comparator]


def printed_number(target: Target) -> re.Match[str] | None:
    """The number with its unit as it stands in the clause, with the words that say from which side it is a limit."""
    number = "" if target.value is None else f"{target.value.normalize():f}"
    number = re.escape(number) + ("0*" if "." in number else r"(?:\.0+)?")
    high = r"(?:\s*(?:%|)\s*[—\-~～至到]+\s*[\d.]+)" if target.value_high is not None else ""
    return re.search(rf"(?P<before>{PRINTED_BEFORE})?\s*(?<![\d.])(?:{number}){high}\s*{re.escape(target.unit or '')}(?![\d.])"
                     r"(?P<after>及?以上|以下|以内|左右)?", target.quote)


def several(targets: Sequence[Target], title: str = "") -> str:
    """The numbers of a task as papers write them, each behind what it measures unless the title names its only subject."""
    if len(targets) == 1 and (not title or targets[0].subject in title):
        return written(targets[0])
    said = ((each.subject, written(each)) for each in targets)
    return "；".join(f"{subject}{words[2:] if words[:2] in subject else words}" for subject, words in said)


def due_words(due: date, *, year_known: bool = True) -> str:
    """A due date as papers write it: 2026年12月底前, 2026年8月20日前; 12月底前 where nothing says of which year."""
    last = (due + timedelta(days=1)).day == 1
    return f"{f'{due.year}年' if year_known else ''}{due.month}月{'底' if last else f'{due.day}日'}前"


def years_of(reading: PlanReading) -> tuple[int, int] | None:
    """The first and last year of a plan just read: its period, else the year it was issued in, None when it names neither."""
    first = reading.period.start or (int(reading.date_issued[:4]) if reading.date_issued else None)
    return (first, reading.period.end or first) if first else None


def numbered(measures: str) -> str:
    """具体举措 with a number before each where there are several."""
    lines = [line for line in measures.splitlines() if line.strip()]
    return lines[0] if len(lines) == 1 else "\n".join(f"{count}.{line}" for count, line in enumerate(lines, start=1))


def plain(value: Decimal, *, bare: bool = True) -> str:
    """A decimal with thousands marked and no trailing zeros; a bare ratio keeps two decimals, one with a unit does not."""
    text = f"{value.normalize():f}"
    whole, _, part = text.partition(".")
    grouped = f"{int(whole):,}" if len(whole) > 4 else whole
    if bare and part and value < 1 and len(part) < 2:
        part = part.ljust(2, "0")
    return f"{grouped}.{part}" if part else grouped
