"""Tables of the hall as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from junheng.ground.sheets import Column, Sheet
from junheng.registry.values.cards import SchoolRow
from junheng.registry.values.checks import FindingRow

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


FINDINGS = (
    Column("序号", 5, True), Column("严重程度", 8, True), Column("检查项", 22), Column("学校", 18), Column("对象", 7, True), Column("代码", 14, True),
    Column("名称", 12), Column("问题", 34), Column("处理办法", 30), Column("发现日期", 11, True), Column("认定理由", 20),
)


def finding_table(rows: Sequence[FindingRow], day: date) -> Sheet:
    """数据体检问题清单 of a day, in the order given; names only where the reader may see the record."""
    cells = [(str(number), row.check.severity.chinese, row.check.title.zh, row.school, row.subject.chinese, row.code, row.name, row.message,
              row.remedy, row.first_seen.date().isoformat(), row.accepted_reason if row.accepted_until else "") for number, row in enumerate(rows, start=1)]
    return Sheet("问题清单", f"数据体检问题清单（{day.year}年{day.month}月{day.day}日）", FINDINGS, cells)
