"""Rows that belong to no table: totals, notes, signatures, and the head once more on the next page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from junheng.ground.sheets.intake.cells import BLANK
from junheng.ground.sheets.intake.fields import Field
from junheng.ground.sheets.intake.grid import Cell, shown
from junheng.ground.sheets.intake.heads import plain

TOTAL = re.compile(r"^(?:本[页班级校园表]|全[校园县班镇])?(?:合计|总计|小计|共计|累计|总数|total)(?:[(（].{0,6}[)）])?[:：]?$", re.IGNORECASE)
# The second cell of a row, where the first says of whom: 城关小学 | 小计.
SUBTOTAL = re.compile(r"^(?:合计|总计|小计)[:：]?$")
COUNTED = re.compile(r"^(?:.{0,6}(?:合计|总计|小计|共计)|(?:.{0,4}共)\d+[人名行条户])")
NOTE = re.compile(r"^(?:备?注意?|附注|说明|(?:填[表报写]|编制)(?:说明|要求|须知))(?:[:\d(]|$)")
SIGNED = re.compile(r"^(?:(?:填[表报]|制表|审[核批]|复核|经办|统计|上报|联系|(?:单位|学校)?负责)(?:人员?)?|校长|园长|班主任|单位|学校|幼儿园|联系电话|"
                    r"(?:填[表报]|上报|制表|报送)?(?:日期|时间))(?:签[字名章])?(?::|\((?:公章|盖章|签[字名章])\))")
SIGNATURES = frozenset({"填表人", "填报人", "制表人", "审核人", "复核人", "经办人", "统计人", "上报人", "负责人", "单位负责人", "校长签字", "园长签字"})
NUMBERED = re.compile(r"^[(（]?\d{1,2}[)）.．、]\s*\D.{5,}")
STEMS = "甲乙丙丁戊己庚辛壬癸"
SENTENCE = re.compile(r"[，。；：！？]")
SHORTEST_SENTENCE = 10


def ends_the_table(held: Sequence[tuple[int, Cell]], columns: Sequence[tuple[int, Field]], again: Mapping[int, str]) -> bool:
    """Whether a row is none of the table's. `held`: its cells that hold something, with their places; `again`: the titles of the
    head, as they are compared, by place."""
    first = held[0][1]
    if type(first) is not str:
        return False
    text = folded(first)
    if TOTAL.match(text) or (len(held) > 1 and type(held[1][1]) is str and SUBTOTAL.match(folded(held[1][1]))):
        return True
    if NOTE.match(text) or SIGNED.match(text) or text in SIGNATURES:
        if lonely(held, columns):
            return True
        if sum(1 for _, cell in held if type(cell) is str and ((name := folded(cell)) in SIGNATURES or SIGNED.match(name))) >= 2:
            return True
    if len(held) <= 2 and lonely(held, columns):
        if COUNTED.match(text):
            return True
        if len(held) == 1 and held[0][0] <= min((place for place, _ in columns), default=0) and (
                NUMBERED.match(text) or (len(text) >= SHORTEST_SENTENCE and SENTENCE.search(first))):
            return True
    if column_numbers(held, columns):
        return True
    titles = sum(1 for place, cell in held if type(cell) is str and (title := again.get(place)) and title[0] in cell and plain(cell) == title)
    return titles >= 2 and titles * 2 > len(columns)


def column_numbers(held: Sequence[tuple[int, Cell]], columns: Sequence[tuple[int, Field]]) -> bool:
    """Whether a row only numbers the columns, as official forms do under the head: 甲 乙 1 2 3."""
    numbers = [folded(cell) if type(cell) is str else shown(cell) for _, cell in held]
    stems = sum(1 for each in numbers if each in STEMS)
    return len(held) >= max(4, len(columns) // 2) and numbers == [*STEMS[:stems], *map(str, range(1, len(numbers) - stems + 1))]


def lonely(held: Sequence[tuple[int, Cell]], columns: Sequence[tuple[int, Field]]) -> bool:
    """Whether a row holds too little to be one of the table's: one or two cells, and not all that a row needs."""
    needed = {place for place, each in columns if each.required}
    whole = len(needed) > 1 and needed <= {place for place, _ in held}
    return len(held) <= min(2, len(columns) - 1) and not whole


def folded(text: str) -> str:
    """A text without spaces, full-width letters folded, sentence marks kept."""
    return unicodedata.normalize("NFKC", text).replace(" ", "").strip()


def holding(row: Sequence[Cell]) -> list[tuple[int, Cell]]:
    """The cells of a row that show something, with their places."""
    return [(place, cell) for place, cell in enumerate(row) if cell is not None and cell != "" and (type(cell) is not str or cell.strip(BLANK))]
