"""Written numbers: what they say, what they count, and which of them count nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from junheng.ground.kernel.numerals import decimal_number, growth, share
from junheng.rooms.plans.engine.targets import words as w
from junheng.rooms.plans.engine.targets.comparisons import compare
from junheng.rooms.plans.engine.targets.layout import NEAR, Clause
from junheng.rooms.plans.engine.targets.masks import Spans
from junheng.rooms.plans.engine.targets.units import (
    ABSTRACT,
    CLASSES,
    COUNTED,
    MEASURES,
    SIZES,
    STANDING,
    UNIT,
)
from junheng.rooms.plans.values import Comparator

HAN = "一二两三四五六七八九十百千"
DIGIT = r"(?<!\d)\d{1,12}(?!\d)(?:,\d{3}(?!\d)){0,4}(?:\.\d{1,6}(?!\d))?"
SCALE = r"(?:千万|百万|[万亿千百](?!分))?"
COUNTED_UNIT = "|".join(sorted(COUNTED, key=len, reverse=True))
FIGURE = re.compile(
    rf"(?P<share>百分之(?:百|[{HAN}零〇点]{{1,9}}|{DIGIT})|(?<![{HAN}])[{HAN}]{{1,6}}分之[{HAN}]{{1,6}}|(?<![{HAN}达形建组])[{HAN}]成(?=[以左的多、,。;]|$)|一半|半数)"
    rf"|(?P<low>{DIGIT})\s*(?P<low_unit>%|[万亿个所名])?\s*(?:[-—–~]{{1,2}}|至|到)\s*(?P<high>{DIGIT})\s*(?:(?P<high_percent>%)|(?P<high_unit>{SCALE}(?:{UNIT})))"
    rf"|(?P<number>{DIGIT})\s*(?:(?P<percent>%)|(?P<over>多|余)?(?P<unit>{SCALE}(?:多|余)?(?:{UNIT})))"
    rf"|(?P<han_low>[{HAN}])(?:至|到)(?P<han_high>[{HAN}])(?P<han_range_unit>{COUNTED_UNIT})"
    rf"|(?P<han>(?<![{HAN}零〇])[{HAN}][{HAN}零〇]{{0,11}})(?P<han_over>余|多)?(?P<han_unit>[万亿]?(?:{COUNTED_UNIT}))"
    rf"|(?P<bare>(?<!\d)\d{{1,6}}(?:\.\d{{1,6}})?)(?![\d.%]|\s*[:年月日号届期级])"
)
BARE_HEAD = re.compile(r"(?:系数|差异率|指数|比例|师生比|生师比|比值|平均分|率)[^,。;、]{0,14}$")
NOUN_BEHIND = re.compile(r"\s*(?!以|左|之|和)[\u4e00-\u9fff]")
ABSTRACT_NOUN = re.compile(rf"\s*(?:大|新|不|重要|主要|基本)?(?:{'|'.join(ABSTRACT)})")
HAN_BEFORE = re.compile(r"(?:[每同这那各某任统唯第另逐单]|任何|之|十|上|下|初|周|星期|礼拜|十四|十三|十五|学前|前|后|小|高|国|省|市|区|县|党|年级?|独|无)$")
ROUTINE = re.compile(r"\s*(?:性|制|式|化|的|为|以上的|左右的)")
LEAST = re.compile(r"(?:至少|不少于|不低于|不得少于)[^,。;]{0,8}$")
EACH = re.compile(r"每(?:年|学年|学期|季度|月|周|天|日|校|所|个|名|位|班|镇|县|乡镇|秒)|[年人班生师校]均")
ITEMS_DONE = re.compile(r"(?:完成|推出|新增|争创|获得|立项|申报|办好)$")  # 八项规定, 十项制度 are names
FAR_SCOPE = re.compile(r"(?:(?<![制持定控])在|从|向|面向|涉及)$")
OF_A_RATE = re.compile(r"[^,。;、和及与并使让]{2,16}(?:率|占比|比例)[^,。;、和及与并]{0,6}")  # 360学时培训完成率达到100%
BOUNDED_KIND = re.compile(r"以[上下内]的[\u4e00-\u9fff]")  # 10M以上的学校, with another number behind
LACKING = re.compile(r"(?:缺口|缺额|缺编|超编|尚缺|短缺|仅有|仍有|只有)[^,。;、]{0,4}$")
LIST = re.compile(rf"{DIGIT}(?:\s*[、和与及]\s*{DIGIT})+")  # 分别控制在45、50、55人以内
LIST_UNIT = re.compile(rf"\s*(?P<unit>%|{SCALE}(?:{UNIT}))")
SHORT_OF = re.compile(r"(?:不足|未满)\s*$")  # 不足30人教学点: what is short of a number is described, not promised
YEARS_LONG = re.compile(r"年限[^,。;]{0,10}$")
YEARS_LISTED = re.compile(r"年限[^,。;]{0,6}分别[^,。;]*$")
SCORED = re.compile(r"(?:满意度|得分|成绩|评分|总分|平均分)[^,。;]{0,10}$")
SPEED = re.compile(r"(?:带宽|宽带|出口|网速|速率)[^,。;]{0,10}$")
BUILDING = re.compile(r"(?:新建|改建|改造|建设|建成|铺设|硬化|新增|维修|绿化|拓宽|修建|扩建)[^,。;]{0,16}$")
GROUND = re.compile(r"(?:占地|用地|规模|面积)[^,。;]{0,6}$")
SIZE_IN_CLASSES = re.compile(r"(?:教学)?班(?:的?规模|制|型|的)")  # 12个班规模的幼儿园
CLASSES_OF_A_SCHOOL = re.compile(r"\s*(?:规模|的|幼儿园|小学|初中|高中|中学|制|级|型|教学班的)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A written number with its unit, the characters it takes (with 以上 or 左右), and how it compares."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: str | None
    comparator: Comparator
    strict: bool = False


def figures(text: str, clause: Clause, masks: Spans) -> list[Figure]:
    """The numbers of a clause that may be targets, in order."""
    found = [one for match in FIGURE.finditer(text, clause.start, clause.end)
             if not masks.holds(*match.span()) and stands_alone(text, match)
             for one in read(text, match, clause)]
    found += [Figure(match.start(), match.end(), grown, None, "%", Comparator.INCREASE)
              for match in w.DOUBLED.finditer(text, clause.start, clause.end) if (grown := growth(match.group())) is not None]
    listed = {figure.start: figure for figure in in_lists(text, clause, masks)}
    found = [figure for figure in found if figure.start not in listed] + list(listed.values())
    found.sort(key=lambda figure: figure.start)
    return without_scopes(text, found)


def in_lists(text: str, clause: Clause, masks: Spans) -> Iterator[Figure]:
    """The numbers of 分别 that leave their unit to the last one (45、50、55人), or have none (系数…0.50、0.45)."""
    told = text.find("分别", clause.start, clause.end)
    for row in LIST.finditer(text, max(told, clause.start), clause.end):
        near = text[max(clause.start, row.start() - 12):row.start()]
        if told < 0 and not w.AT_MOST.search(near) and not w.AT_LEAST.search(near):
            continue
        named = LIST_UNIT.match(text, row.end(), clause.end)
        numbers = list(re.finditer(DIGIT, row.group()))
        if masks.holds(*row.span()) or not (named or (told >= 0 and BARE_HEAD.search(text[clause.start:told]))):
            continue
        for number in numbers[:-1] if named else numbers:
            start, end = row.start() + number.start(), row.start() + number.end()
            comparison = compare(text[max(clause.start, row.start() - NEAR):row.start()], "", unit=None, is_range=False, is_over=False)
            value = decimal_number(number.group())
            if value is not None:
                yield Figure(start, end, value, None, named.group("unit") if named else None, comparison.comparator, comparison.strict)


def without_scopes(text: str, found: list[Figure]) -> list[Figure]:
    """The figures without those that only say where another one is to happen (在36个城市新建2000所)."""
    last = len(found) - 1
    return [figure for index, figure in enumerate(found)
            if index == last or figure.unit == "%" or not (
                (found[index + 1].unit == "%" and OF_A_RATE.fullmatch(text, figure.end, found[index + 1].start))
                or FAR_SCOPE.search(text[max(0, figure.start - 3):figure.start]) or BOUNDED_KIND.match(text, figure.end - 2))]


def stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether the match is a number of its own and not the tail of a name (K12, v2.0, 第3)."""
    before = text[match.start() - 1:match.start()] if match.start() else ""
    return not (before.isascii() and (before.isalnum() or before in {".", "+", "/"})) and before not in {"第", "〇"}


def read(text: str, match: re.Match[str], clause: Clause) -> Iterator[Figure]:
    """A match as a figure; nothing where it counts nothing."""
    before = text[max(clause.start, match.start() - NEAR):match.start()]
    after = text[match.end():min(clause.end, match.end() + NEAR)]
    value, high, unit, over = measured(match)
    if value is None or (high is not None and high <= value):
        return
    if match.group("bare") and (not BARE_HEAD.search(before) or NOUN_BEHIND.match(after)):
        return
    if match.group("han") and not counts_things(match.group("han"), unit or "", before, after):
        return
    if match.group("share") and not share_counts(match.group("share"), before, after):
        return
    comparison = compare(before, after, unit=unit, is_range=high is not None, is_over=over)
    if is_scope(unit, before, after, comparison.comparator, comparison.suffix):
        return
    yield Figure(match.start(), match.end() + comparison.suffix, value, high, unit, comparison.comparator, comparison.strict)


def measured(match: re.Match[str]) -> tuple[Decimal | None, Decimal | None, str | None, bool]:
    """Value, upper value, unit as printed, and whether 余 or 多 says that it is more."""
    part = match.groupdict()
    if part["share"]:
        value = share(str(part["share"]))
        return (None if value is None else round(value, 2)), None, "%", False
    if part["low"]:
        return decimal_number(part["low"]), decimal_number(part["high"]), "%" if part["high_percent"] else part["high_unit"], False
    if part["number"]:
        printed = "%" if part["percent"] else str(part["unit"])
        return decimal_number(part["number"]), None, bare_unit(printed), bool(part["over"]) or printed != bare_unit(printed)
    if part["han_low"]:
        return decimal_number(part["han_low"]), decimal_number(part["han_high"]), part["han_range_unit"], False
    if part["han"]:
        numeral, unit = str(part["han"]), str(part["han_unit"])
        if len(numeral) == 2 and numeral[0] in HAN[:10] and numeral[1] in HAN[:10]:
            return decimal_number(numeral[0]), decimal_number(numeral[1]), unit, False
        return decimal_number(numeral), None, unit, bool(part["han_over"])
    return decimal_number(part["bare"]), None, None, False


def bare_unit(printed: str) -> str:
    """A unit without 余 and 多 (万余名 → 万名)."""
    return printed.replace("余", "").replace("多", "")


def share_counts(word: str, before: str, after: str) -> bool:
    """Whether 三成, 一半, 百分之百 state a share; without a bound or a following 以上 they are figures of speech."""
    if word.startswith("百分之") and word != "百分之百":
        return True
    if w.UP_RATE.search(before) or w.DOWN_RATE.search(before):
        return True
    return bool(re.search(r"(?:达到?|占|超过|不低于|不少于|至|到|近|约|控制在|不超过|有|为)\s*[^,。;]{0,6}$", before)
                or re.match(r"\s*(?:以上|以内|以下|左右)", after))


def counts_things(numeral: str, unit: str, before: str, after: str) -> bool:
    """Whether a Chinese numeral counts things to be reached (引进一所) and is no turn of phrase (一个, 三个方面)."""
    bare = unit.lstrip("万亿")
    if numeral in {"百", "千", "十"} and bare != "次":
        return False
    if bare == "次":
        return bool(LEAST.search(before) or EACH.search(before)) and not ROUTINE.match(after) and not EACH.search(before[-3:])
    if HAN_BEFORE.search(before):
        return False
    if numeral == "一" and bare not in STANDING and not LEAST.search(before):
        return False
    if bare in {"个", "项", "节", "门"} and (ABSTRACT_NOUN.match(after) or re.match(r"[\u4e00-\u9fff]{0,2}(?:化|性)", after)):
        return False
    if w.RHETORIC.search(before) or (bare == "项" and not ITEMS_DONE.search(before)):
        return False
    return bool(w.DID.search(before[-28:]) or LEAST.search(before) or re.search(r"[、]$", before))


def is_scope(unit: str | None, before: str, after: str, comparator: Comparator, suffix: int) -> bool:
    """Whether the number only describes or bounds something else: 66人以上大班额, 36班规模, 由41%提高到."""
    near = before[-20:].rstrip("( ")
    bare = (unit or "").lstrip("万亿千百")
    bound = comparator in {Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.ABOUT, Comparator.RANGE}
    if w.FROM.search(before) and w.TO.match(after[suffix:]):
        return True
    if w.BASED.match(after[suffix:]) or (w.COMPARED.search(near) and w.HIGHER_BY.match(after[suffix:])):
        return True
    if unit == "%":
        return bool(re.match(r"\s*的(?:比例|标准|幅度|速度|新?形势|情况|背景)", after))
    if bare in CLASSES or not is_speed(bare, before, bound):
        return True
    if bare in MEASURES and not measures(bare, near, before, comparator, bound):
        return True
    if bare in SIZES and re.match(r"\s*的(?![^,。;]{0,3}(?:标准|额度|比例|资金|经费|补助|奖励|投入))[\u4e00-\u9fff]", after) and bare != "元":
        return True
    if bare in {"亩", "公顷"} and GROUND.search(near) and re.search(r"[一二两三四五六七八九\d]\s*[所个处]", before):
        return True
    if bare in {"人", "名", "班"} and w.DESCRIBED.match(after):
        return True
    if bare in {"个", "项", "所", "次"} and w.DESCRIBED_THINGS.match(after):
        return True
    if bare == "人" and w.PEOPLE_DESCRIBED.match(after):
        return True
    if bare == "人" and (after.startswith(("口", "核定", "计算")) or near.endswith(("每", "人口"))):
        return True
    if bare == "班" and CLASSES_OF_A_SCHOOL.match(after):
        return True
    if bare in {"个", "项"} and (ABSTRACT_NOUN.match(after) or SIZE_IN_CLASSES.match(after)):
        return True
    if bare in {"个", "项", "所", "家", "名", "处"} and (w.RHETORIC.search(near) or w.EXISTING.search(near)) \
            and not EACH.search(near[-4:]) and not w.APIECE.search(near):
        return True
    if bare in {"个", "所", "家", "处", "名", "人"} and w.ALL_OF_THEM.match(after):
        return True
    if bare == "次" and ROUTINE.match(after) and comparator is Comparator.EQUAL:
        return True
    if LACKING.search(near) or SHORT_OF.search(near):
        return True
    return bool(re.search(r"满\s*$", near)) and not bound


def measures(bare: str, near: str, before: str, comparator: Comparator, bound: bool) -> bool:
    """Whether a length, a time or a speed is promised: it needs a bound, a building site or an indicator beside it."""
    if bare == "年":
        return bool(YEARS_LONG.search(near) or YEARS_LISTED.search(before)) or (bound and "分别" in before)
    if bare == "分":
        return bool(SCORED.search(near))
    if bare in {"米", "公里", "千米"}:
        return bound or bool(BUILDING.search(before))
    if bare == "倍":
        return bound or comparator in {Comparator.INCREASE, Comparator.DECREASE}
    return bound or comparator is Comparator.INCREASE or bool(EACH.search(before))


def is_speed(unit: str | None, before: str, bound: bool) -> bool:
    """Whether M, G or 兆 is the speed of a line and not part of a name (5G)."""
    return unit not in {"M", "G", "兆", "Mbps", "Gbps"} or bound or bool(SPEED.search(before) or EACH.search(before))
