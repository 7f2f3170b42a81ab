"""Chinese and Arabic numerals: 一百二十, 两千三百万, 1.2亿, 百分之九十五, 三分之一, 五成, 二〇二五.

Every function takes the whole text of a numeral and gives None for anything else; none of them raises.
"""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}
PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
CHINESE = frozenset((*DIGITS, *PLACES, *MYRIADS))
HALF = frozenset({"半", "一半", "半数"})
ARABIC = re.compile(r"\d{1,30}(?:\.\d{1,30})?", re.ASCII)
TENTHS = re.compile(r"(?P<tens>[一二两三四五六七八九十\d])成(?P<ones>[一二三四五六七八九半\d])?", re.ASCII)
DOUBLED = re.compile(r"翻(?P<times>[一两二三四五\d]?)番", re.ASCII)
WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
LONGEST = 40  # characters; no plan writes a longer numeral


def whole_number(text: str) -> int | None:
    """A whole number in Chinese numerals or digits: 十二, 一百零三, 两千三百万, 12; 二〇二五 is read digit by digit."""
    text = text.translate(WIDE)
    if not text or len(text) > LONGEST:
        return None
    if text.isascii():
        return int(text) if text.isdigit() else None
    if not CHINESE.issuperset(text):
        return None
    if all(character in DIGITS for character in text):
        return int("".join(str(DIGITS[character]) for character in text))
    return placed(text)


def placed(text: str) -> int | None:
    """A number written with its places (三百二十); None when the places stand in a wrong order."""
    total, section = 0, 0
    digit: int | None = None
    last_place, last_myriad = 10_000, 10**12
    for character in text:
        if character in DIGITS:
            if digit not in {None, 0}:
                return None
            digit = DIGITS[character]
        elif character in PLACES:
            place = PLACES[character]
            if place >= last_place:
                return None
            section += (digit or 1) * place
            digit, last_place = None, place
        else:
            myriad = MYRIADS[character]
            section += digit or 0
            # 三万亿: a larger word behind a smaller one multiplies all before it; 三万五万 is no number.
            if myriad > last_myriad:
                total, section = (total + section) * myriad, 0
            elif section and myriad < last_myriad:
                total, section = total + section * myriad, 0
            else:
                return None
            digit, last_place, last_myriad = None, 10_000, myriad
    return total + section + (digit or 0)


def decimal_number(text: str) -> Decimal | None:
    """A number with decimals: 1.2, 1,200, 九十五, 九十五点五, 1.2亿, 3千, 两千三百万."""
    plain = text.translate(WIDE).replace(",", "").strip()
    if len(plain) > LONGEST:
        return None
    factor = 1
    while len(plain) > 1 and (plain[-1] in MYRIADS or plain[-1] in PLACES) and ARABIC.fullmatch(plain.rstrip("万亿千百十")):
        factor *= MYRIADS.get(plain[-1]) or PLACES[plain[-1]]
        plain = plain[:-1]
    if ARABIC.fullmatch(plain):
        return Decimal(plain) * factor
    if plain in HALF:
        return Decimal("0.5")
    whole, point, part = plain.partition("点")
    number = whole_number(whole)
    if number is None:
        return None
    if not point:
        return Decimal(number)
    if not part or any(character not in DIGITS for character in part):
        return None
    return Decimal(f"{number}.{''.join(str(DIGITS[character]) for character in part)}")


def share(text: str) -> Decimal | None:
    """A share in per cent: 95%, 百分之九十五, 三分之一, 五成, 九成五, 一半."""
    plain = text.translate(WIDE).strip()
    if len(plain) > LONGEST:
        return None
    if plain.endswith("%"):
        return decimal_number(plain[:-1])
    if plain in HALF:
        return Decimal(50)
    below, between, above = plain.partition("分之")
    if between:
        parts, of = decimal_number(above), decimal_number(below)
        return None if parts is None or not of else parts * 100 / of
    tenths = TENTHS.fullmatch(plain)
    if tenths is None:
        return None
    ones = tenths.group("ones")
    return Decimal(whole_number(tenths.group("tens")) or 0) * 10 + (5 if ones == "半" else (whole_number(ones) or 0) if ones else 0)


def growth(text: str) -> Decimal | None:
    """翻番 as growth in per cent: 翻一番 is 100, 翻两番 is 300."""
    found = DOUBLED.fullmatch(text.translate(WIDE).strip())
    if found is None:
        return None
    times = whole_number(found.group("times")) if found.group("times") else 1
    return Decimal((2 ** (times or 0) - 1) * 100)
