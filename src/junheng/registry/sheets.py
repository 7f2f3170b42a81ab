"""Tables of the hall as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from junheng.ground.sheets import Column, Sheet
from junheng.registry.values.cards import SchoolRow
from junheng.registry.values.coverage import KNOWN, Coverage

SCHOOLS = (
    Column("序号", 5, True), Column("乡镇", 10, True), Column("学校名称", 30), Column("标识码", 13, True), Column("办学类型", 15, True),
    Column("办别", 11, True), Column("城乡", 7, True), Column("班数", 6, True), Column("学生数", 8, True), Column("教职工数", 8, True),
    Column("核定规模", 8, True), Column("村（社区）", 12), Column("地址", 20), Column("开办日期", 11, True),
)
SCHOOLS_PRINTED = 11


def school_table(rows: Sequence[SchoolRow], day: date) -> Sheet:
    """学校基本情况一览表 of a day: one school a row, in the order given; codes as text."""
    cells = [(str(number), row.township, row.name, row.school_code, row.kind.chinese, row.ownership.chinese, row.locale.chinese,
              str(row.classes), str(row.pupils), str(row.staff), "" if row.capacity is None else str(row.capacity), row.village,
              row.address, row.opened.isoformat()) for number, row in enumerate(rows, start=1)]
    return Sheet("学校一览", f"学校基本情况一览表（{day.year}年{day.month}月{day.day}日）", SCHOOLS, cells, printed=SCHOOLS_PRINTED)


COVERAGE = (Column("类别", 16, True), Column("学段", 10, True), Column("应有学校", 9, True), Column("已有学校", 9, True), Column("覆盖率", 8, True),
            Column("缺少的学校", 60), Column("依据", 36))


def coverage_table(title: str, rows: Sequence[Coverage], day: date) -> Sheet:
    """Coverage of a day, a kind and a level a row, with the names of those without."""
    cells = [(KNOWN[row.kind].chinese, KNOWN[row.level].chinese, str(row.schools), str(row.having), f"{row.per_mille / 10:.1f}%",
              "、".join(name for _, name in row.missing), f"{row.rule.source.document} {row.rule.source.number}".strip()) for row in rows]
    return Sheet(title, f"{title}（{day.year}年{day.month}月{day.day}日）", COVERAGE, cells)
