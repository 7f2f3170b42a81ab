"""Returns of a round: the form that its columns make, rules between columns, totals, doubts, and the text of a reminder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from junheng.ground.kernel.findings import Finding, Place
from junheng.ground.sheets.intake.fields import Field, Form, Kind, Value
from junheng.ground.sheets.intake.heads import plain
from junheng.registry.values.collecting import MOST_WHOLE, NUMBERS, Answer, Asked, Doubt, Line
from junheng.registry.values.known import KNOWN, known_as

NAME, CODE = KNOWN["name"], KNOWN["school_code"]
SUBJECT = "_school"  # the key of the column that says of which school a row speaks, where the asker has not asked for it
GUESSES = (  # headings speak: what they end with, or hold, says what stands below them
    (re.compile(r"日期$|时间$|年月$"), Kind.DAY), (re.compile(r"^是否|^有无|是否"), Kind.YES),
    (re.compile(r"面积|金额|经费|资金|投入|万元|元$|比例|率$|%"), Kind.AMOUNT),
    (re.compile(r"数$|人数|数量|个数|台数|间数|次数|名额|合计$|小计$|总计$|其中"), Kind.WHOLE),
)
MEASURE = re.compile(r"^(?P<title>.+?)\s*[（(](?P<measure>[^（()）]{1,8})[)）]$")
MEASURES = frozenset(["人", "名", "个", "所", "间", "台", "套", "册", "本", "元", "万元", "亿元", "平方米", "㎡", "m²", "亩", "次", "天", "小时", "课时", "分钟", "%", "辆", "部", "份", "处", "米", "公里", "班", "年"])


def columns_of(headings: Iterable[str]) -> list[Asked]:
    """Columns for the headings of somebody's own table: what the register knows fills itself, the rest is guessed."""
    found: list[Asked] = []
    for place, heading in enumerate(headings, start=1):
        title, measure = split_measure(heading)
        known = known_as(heading)
        if known is not None and not any(each.known == known.key for each in found):
            found.append(Asked(f"c{place}", title, known.kind, known.key, measure or known.measure))
        else:
            kind = Kind.AMOUNT if measure in {"元", "万元", "亿元", "平方米", "㎡", "m²", "亩", "%"} else guessed(title)
            kind = Kind.WHOLE if kind is Kind.TEXT and measure in MEASURES else kind
            found.append(Asked(f"c{place}", title, kind, measure=measure, required=plain(title) not in {"备注", "说明"}))
    return found


def split_measure(heading: str) -> tuple[str, str]:
    """A heading without its unit of measure, and that unit: 投入资金（万元） is 投入资金 in 万元."""
    found = MEASURE.match(heading.strip())
    return (found["title"], found["measure"]) if found and found["measure"] in MEASURES else (heading.strip(), "")


def guessed(title: str) -> Kind:
    """What probably stands under a heading."""
    return next((kind for pattern, kind in GUESSES if pattern.search(title)), Kind.TEXT)


def faults_of(columns: Sequence[Asked]) -> list[Finding]:
    """What is wrong with the columns of a round, each at its heading."""
    faults: list[Finding] = []
    seen: dict[str, str] = {}
    keys = {each.key: each for each in columns}
    if not any(not each.known for each in columns):
        faults.append(fault("nothing-asked", "Everything in this table is known already.", "Take it from the overview of schools; nobody need be asked."))
    for each in columns:
        if not each.title:
            faults.append(fault("no-heading", "A column has no heading.", "Write one, or take the column out."))
            continue
        known = known_as(each.title)
        if known is not None and not each.known:
            faults.append(fault("known", "“%(title)s” is known to the register as “%(known)s”.",
                                "Let the register fill it, or name what else is meant.", title=each.title, known=known.title))
        before = seen.setdefault(plain(each.title), each.title)
        if before is not each.title:
            faults.append(fault("twice", "“%(title)s” and “%(before)s” differ in brackets and spaces only.",
                                "Say the difference before the bracket.", title=each.title, before=before))
        if each.kind is Kind.CHOICE and len(each.choices) < 2:
            faults.append(fault("no-choices", "“%(title)s” has nothing to choose from.", "Give at least two words, with 、 between them.", title=each.title))
        for other in (*each.adds_up, *filter(None, [each.at_most])):
            if other not in keys or other == each.key or not (keys[other].is_number and each.is_number):
                faults.append(fault("rule", "The rule of “%(title)s” names a column that is no number of this table.",
                                    "Choose other columns, or none.", title=each.title))
                break
    return faults


def fault(code: str, message: str, remedy: str, **values: str | int) -> Finding:
    """A finding about the columns."""
    return Finding(code=f"round/{code}", message=message, remedy=remedy, values=values, place=Place(column=str(values.get("title", "")) or None))


def form_of(name: str, title: str, columns: Sequence[Asked], *, rows_free: bool) -> Form:
    """The form that goes out and comes back. Known columns may come back empty or changed: they are not read, only compared."""
    fields = [Field(each.key, each.heading, Kind.TEXT if each.known else each.kind, aliases=(each.title,),
                    required=each.required and not each.known, choices={word: word for word in each.choices},
                    most=MOST_WHOLE if each.is_number else 500, hint=hint_of(each), width=width_of(each)) for each in columns]
    if not rows_free and not any(each.known in {"name", "school_code"} for each in columns):
        fields.insert(0, Field(SUBJECT, NAME.title, aliases=(*NAME.aliases, CODE.title), width=30))
    return Form(name, title, tuple(fields))


def hint_of(each: Asked) -> str:
    """What stands in the note of a heading."""
    return each.hint or ("系统已填，不必填写；有误请在系统中提出更正。" if each.known else "")


def width_of(each: Asked) -> float:
    """The width of a column in digits."""
    return 30 if each.known == "name" else 14 if each.kind is not Kind.TEXT or each.known else 20


def broken_rules(columns: Sequence[Asked], values: Mapping[str, Value]) -> list[tuple[Asked, str, str, dict[str, str]]]:
    """Rules between columns that a row breaks: the column, a sentence, what to do, the values of its slots."""
    found = []
    title = {each.key: each.title for each in columns}
    for each in columns:
        mine = number(values.get(each.key))
        parts = [number(values.get(key)) for key in each.adds_up]
        if mine is not None and parts and None not in parts and mine != sum(part for part in parts if part is not None):
            found.append((each, "“%(title)s” is %(value)s, but %(parts)s make %(sum)s.", "Correct one of them.", {
                "title": each.title, "value": str(mine), "parts": "＋".join(title[key] for key in each.adds_up),
                "sum": str(sum(part for part in parts if part is not None))}))
        most = number(values.get(each.at_most)) if each.at_most else None
        if mine is not None and most is not None and mine > most:
            found.append((each, "“%(title)s” is %(value)s, more than “%(other)s”, which is %(most)s.", "Correct one of them.", {
                "title": each.title, "value": str(mine), "other": title[each.at_most], "most": str(most)}))
    return found


def number(value: Value) -> Decimal | None:
    """A value as a number; None where it is none."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def totals(columns: Sequence[Asked], answers: Iterable[Answer]) -> dict[str, Decimal]:
    """The sum of each column that can be added, over all rows that came back."""
    lines = [line for answer in answers for line in answer.lines]
    return {each.key: sum((number(line.values.get(each.key)) or Decimal(0) for line in lines), Decimal(0)) for each in columns if adds(each)}


def adds(each: Asked) -> bool:
    """Whether the rows of a column make a total."""
    return each.kind in NUMBERS and each.measure != "%" and (not each.known or KNOWN[each.known].adds)


FAR = 10  # times the median of all answers: probably another unit of measure


def doubts(columns: Sequence[Asked], answers: Sequence[Answer]) -> list[Doubt]:
    """What should be looked at: broken rules, remarks of schools, and numbers far above what others gave."""
    found = [Doubt(answer.name, each.title, message, values) for answer in answers for line in answer.lines
             for each, message, _, values in broken_rules(columns, line.values)]
    found += [Doubt(answer.name, each.title, "The school says: %(words)s", {"words": answer.remarks[each.key]})
              for answer in answers for each in columns if answer.remarks.get(each.key)]
    for each in columns:
        if each.known or each.kind not in NUMBERS:
            continue
        given = sorted(value for answer in answers for line in answer.lines if (value := number(line.values.get(each.key))))
        if len(given) < 5:
            continue
        median = given[len(given) // 2]
        found += [Doubt(answer.name, each.title, "%(value)s is more than ten times the median of %(median)s.", {"value": value, "median": median})
                  for answer in answers for line in answer.lines if (value := number(line.values.get(each.key))) and value > FAR * median]
    return found


def differs(columns: Sequence[Asked], before: Sequence[Line], after: Sequence[Line]) -> bool:
    """Whether two returns differ in anything that was asked."""
    keys = [each.key for each in columns if not each.known]

    def told(lines: Sequence[Line]) -> list[tuple[int | None, tuple[str, ...]]]:
        return [(line.unit_id, tuple("" if line.values.get(key) is None else str(line.values.get(key)) for key in keys)) for line in lines]
    return told(before) != told(after)


def spelled(value: Value) -> str | int | bool | None:
    """A value as JSON keeps it; numbers with decimals and days as text."""
    return str(value) if isinstance(value, date | Decimal) else value


def unspelled(kept: object, kind: Kind) -> Value:
    """A kept value as it was."""
    if kept is None or isinstance(kept, bool):
        return kept
    if kind is Kind.DAY:
        return date.fromisoformat(str(kept))
    if kind is Kind.AMOUNT:
        return Decimal(str(kept))
    return kept if isinstance(kept, int | str) else str(kept)
