"""Damage that text takes on its way through web pages: pinyin in brackets, lost half characters, wide digits.

Mirror sites write 關(guān)懷 for 關懷; where a byte was lost as well, 學 becomes `?qū)W` (the second byte of the GBK
code is left as a letter). Traditional text is turned into simplified; a text that is simplified is not touched.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from html import unescape

import opencc

from junheng.ground.documents.lines import Line
from junheng.ground.documents.shifted import mend_shifted
from junheng.ground.kernel.findings import Finding

TONES = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜêńňḿ"
VOWELS = "aeiouāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜê"
PINYIN = re.compile(rf"(?<=[\u4e00-\u9fff])(?:[(（]\s?([{TONES}]{{1,6}})\s?[)）])+")
SYLLABLE = re.compile(rf"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?[{VOWELS}]{{1,3}}(?:n|ng|r)?|[{VOWELS}mn]+g?")
MANY = 20  # syllables without tones that make a text one with pinyin
TONED = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
HALF_LOST = re.compile(rf"\?[{TONES}]{{1,6}}[)）]([A-Za-z@\[\]\\^_`{{|}}~])")
ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6});")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# Control characters have no place in words, and a database may refuse them.
CONTROLS = dict.fromkeys((*range(9), *range(14, 32), 127))
SPACES = {ord("\u00a0"): " ", ord("\t"): " ", ord("\u3000"): " "}
WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
WIDE[ord("％")] = ord("%")
VARIANTS = str.maketrans("著羣峯竪", "着群峰竖")
# 著 is 着 in 著力 and 看著, and stays in these words.
KEPT_ZHU = re.compile(r"(?<=[显卓昭名专原论译编巨土合所遗])着(?!力|手|眼|重|急)|着(?=[名作述称书录])")
GAP = "〓"


def repair(lines: list[Line]) -> tuple[list[Line], list[Finding]]:
    """This will mend the damage of all lines; the notes say what was mended and how often."""
    notes: list[Finding] = []
    whole = "\n".join(line.text for line in lines)
    spelled = [found.group(1) for found in PINYIN.finditer(whole) if SYLLABLE.fullmatch(found.group(1))]
    toned = sum(1 for syllable in spelled if TONED.search(syllable))
    traditional = share_of_traditional(whole) > 0.05
    if toned >= 3 or len(spelled) >= MANY:
        count = len(PINYIN.findall(whole))
        lines = [line.saying(PINYIN.sub("", line.text)) for line in lines]
        notes.append(note("pinyin", "Pinyin in brackets was dropped at %(count)s places.", count))
        lines, mended = mend_half_lost(lines, traditional=traditional)
        if mended:
            notes.append(note("half-lost", "Half-lost characters were mended at %(count)s places.", mended))
    if traditional or toned >= 3:
        lines, mended = mend_shifts(lines)
        if mended:
            notes.append(note("half-lost", "Half-lost characters were mended at %(count)s places.", mended))
    lines = [line.saying(tidy(line.text)) for line in lines]
    if traditional:
        before = "".join(line.text for line in lines)
        lines = [simplified_line(line) for line in lines]
        changed = sum(1 for old, new in zip(before, "".join(line.text for line in lines), strict=False) if old != new)
        notes.append(note("traditional", "%(count)s traditional characters were turned into simplified ones.", changed))
    return lines, notes


def mend_shifts(lines: list[Line]) -> tuple[list[Line], int]:
    """This will set right the runs that a lost byte has shifted, in all lines."""
    mended = [mend_shifted(line.text, simplified) for line in lines]
    return [line.saying(text) for line, (text, _) in zip(lines, mended, strict=True)], sum(count for _, count in mended)


def note(code: str, message: str, count: int) -> Finding:
    """A note on what cleaning changed."""
    return Finding(code=code, message=message, remedy="", values={"count": count}, level="note")


def tidy(text: str) -> str:
    """One line without invisible characters, with plain spaces and half-width digits and letters."""
    plain = (unescape(text) if ENTITY.search(text) else text).translate(INVISIBLE).translate(CONTROLS).translate(SPACES).translate(WIDE)
    return re.sub(r" {2,}", " ", plain).strip()


@lru_cache(maxsize=1)
def converter() -> opencc.OpenCC:
    """The converter from traditional to simplified characters."""
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """A text in simplified characters."""
    return KEPT_ZHU.sub("著", str(converter().convert(text)).translate(VARIANTS))


def simplified_line(line: Line) -> Line:
    """A line and its cells in simplified characters."""
    text = simplified(line.text)
    cells = tuple(simplified(cell) for cell in line.cells)
    return Line(text, line.origin, cells, line.bold)


def share_of_traditional(text: str) -> float:
    """The part of the Chinese characters that have another, simplified form."""
    chinese = re.sub(r"[^\u4e00-\u9fff]", "", text)
    if not chinese:
        return 0.0
    plain = str(converter().convert(chinese))
    return sum(1 for old, new in zip(chinese, plain, strict=False) if old != new) / len(chinese)


def mend_half_lost(lines: list[Line], *, traditional: bool) -> tuple[list[Line], int]:
    """This will put back characters of which only the second byte is left.

    Of all characters with that second byte, the one is taken whose pair with its neighbours stands most often
    elsewhere in the same document; where no pair tells, a gap mark (〓) says that a character is lost.
    """
    whole = "".join(line.text for line in lines)
    pairs = Counter(whole[at:at + 2] for at in range(len(whole) - 1))
    mended = 0
    result = []
    for line in lines:
        text = line.text
        while (found := HALF_LOST.search(text)) is not None:
            before, after = text[: found.start()], text[found.end():]
            text = before + likeliest(found.group(1), before[-1:], after[:1], pairs, traditional) + after
            mended += 1
        result.append(line.saying(text))
    return result, mended


def likeliest(second: str, before: str, after: str, pairs: Counter[str], traditional: bool) -> str:
    """The character with this second byte that fits best between its neighbours."""
    best, best_score = GAP, 0
    for first in range(0x81, 0xFE):
        try:
            character = bytes((first, ord(second))).decode("gbk")
        except UnicodeDecodeError:
            continue
        if len(character) != 1 or not "\u4e00" <= character <= "\u9fff":
            continue
        score = 2 * pairs[character + after] + pairs[before + character]
        if traditional and score and converter().convert(character) != character:
            score += 1
        if score > best_score:
            best, best_score = character, score
    return best
