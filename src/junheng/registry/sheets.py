"""Tables of the hall as workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from junheng.ground.sheets import Column, Sheet
from junheng.ground.sheets.intake.fields import Value
from junheng.registry.engine.returns import NAME, totals, width_of
from junheng.registry.values.cards import SchoolRow
from junheng.registry.values.checks import FindingRow
from junheng.registry.values.collecting import Answer, Burden, ReturnRow, ReturnState, RoundCard
from junheng.registry.values.coverage import KNOWN, Coverage
from junheng.registry.values.directory import ROTA, ContactRow, DutyRow
from junheng.registry.values.national import Line, NationalSystem
from junheng.registry.values.overview import WORDS, Overview, OverviewColumn

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
    return Sheet("学校一览", f"学校基本情况一览表（{cn(day)}）", SCHOOLS, cells, printed=SCHOOLS_PRINTED)


def consolidated(card: RoundCard, answers: Sequence[Answer], rows: Sequence[ReturnRow], doubts: Sequence[tuple[str, str, str]],
                 names: Mapping[int, str], day: date) -> tuple[Sheet, ...]:
    """The one workbook of a round (汇总表): the asker's columns in the asker's order with a total, who is missing, what is doubtful."""
    sums = totals(card.columns, answers)
    named = any(each.known == "name" for each in card.columns)
    columns = [Column("序号", 5, True), *([] if named else [Column(NAME.title, 30)]), *(Column(each.heading, width_of(each)) for each in card.columns)]
    lines = [(answer, line) for answer in answers for line in answer.lines]
    cells: list[list[str | int | Decimal]] = [
        [str(number), *([] if named else [names.get(line.unit_id, answer.name) if line.unit_id else answer.name]),
         *(celled(line.values.get(each.key)) for each in card.columns)] for number, (answer, line) in enumerate(lines, start=1)]
    if sums:
        count = f"{len(answers)}个单位"
        cells.append(["合计", *([] if named else [count]), *(
            celled(sums[each.key]) if each.key in sums else count if each.known == "name" else "" for each in card.columns)])
    missing = [row for row in rows if row.state is not ReturnState.RETURNED]
    return (
        Sheet("汇总表", f"{card.row.title}（汇总）", columns, cells),
        Sheet("未报名单", f"未报名单（截至{cn(day)}）", (Column("序号", 5, True), Column(NAME.title, 40), Column("状态", 12, True),
              Column("应报日期", 12, True), Column("退回原因", 40)),
              [(str(number), row.unit, "退回补正" if row.state is ReturnState.SENT_BACK else "未报", row.due.isoformat(), row.words)
               for number, row in enumerate(missing, start=1)]),
        Sheet("核对", "需要核对的数据", (Column("序号", 5, True), Column(NAME.title, 30), Column("栏目", 20), Column("问题", 60)),
              [(str(number), *each) for number, each in enumerate(doubts, start=1)]),
    )


def celled(value: Value) -> str | int | Decimal:
    """A value as a cell: numbers stay numbers."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None:
        return ""
    return value if isinstance(value, int | Decimal | str) else value.isoformat()


def burden_table(rows: Sequence[Burden], title: str) -> Sheet:
    """填报负担一览: how much each unit was asked."""
    return Sheet("填报负担", title, (Column("序号", 5, True), Column("单位", 36), Column("收表（次）", 10), Column("预计用时（分钟）", 14),
                                  Column("通知（件）", 10), Column("已报（次）", 10), Column("逾期（次）", 10)),
                 [(str(number), each.unit, each.requests, each.minutes, each.notices, each.returned, each.late) for number, each in enumerate(rows, start=1)])


WIDTHS = {OverviewColumn.ADDRESS: 20, OverviewColumn.SCHOOL_CODE: 13, OverviewColumn.KIND: 15, OverviewColumn.OPENED: 11}
CONTACTS = (Column("单位", 32), Column("负责人", 20), Column("值班电话", 18, True), Column("办公地点", 20))
WEEKDAYS = "一二三四五六日"


def overview_table(table: Overview, day: date) -> Sheet:
    """学校基本情况一览 of a day with the chosen columns in their order, all schools together in the last row."""
    columns = (Column("序号", 5, True), Column("学校名称", 30), *(
        Column(each.chinese, WIDTHS.get(each, 10 if each in WORDS else max(8, len(each.chinese) * 1.4)), True) for each in table.columns))
    cells = [(str(number), row.name, *row.cells) for number, row in enumerate(table.rows, start=1)]
    return Sheet("学校基本情况一览", f"学校基本情况一览（{cn(day)}）", columns, [*cells, ("", "合计", *table.together)])


def directory_table(rows: Sequence[ContactRow], day: date) -> Sheet:
    """通讯录 by group."""
    groups = {place: row.group for place, row in enumerate(rows) if place == 0 or rows[place - 1].group != row.group}
    return Sheet("通讯录", f"通讯录（{cn(day)}）", CONTACTS, [(row.name, "、".join(row.heads), row.phone, row.room) for row in rows], groups=groups)


def rota_table(rows: Sequence[DutyRow], unit: str) -> Sheet:
    """值班表 of a unit's month, with the headings under which it comes in again."""
    titles = {field.key: field.title for field in ROTA.fields}
    columns = (Column(titles["on"], 12, True), Column("星期", 6, True), Column(titles["leader"], 14), Column(titles["person"], 24), Column(titles["phone"], 18, True))
    cells = [(row.on.isoformat(), WEEKDAYS[row.on.weekday()], row.leader, row.person, row.phone) for row in rows]
    return Sheet("值班表", f"{unit}{rows[0].on.year}年{rows[0].on.month}月值班表", columns, cells)


def cn(day: date) -> str:
    """2026年11月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


COVERAGE = (Column("类别", 16, True), Column("学段", 10, True), Column("应有学校", 9, True), Column("已有学校", 9, True), Column("覆盖率", 8, True),
            Column("缺少的学校", 60), Column("依据", 36))


def coverage_table(title: str, rows: Sequence[Coverage], day: date) -> Sheet:
    """Coverage of a day, a kind and a level a row, with the names of those without."""
    cells = [(KNOWN[row.kind].chinese, KNOWN[row.level].chinese, str(row.schools), str(row.having), f"{row.per_mille / 10:.1f}%",
              "、".join(name for _, name in row.missing), f"{row.rule.source.document} {row.rule.source.number}".strip()) for row in rows]
    return Sheet(title, f"{title}（{cn(day)}）", COVERAGE, cells)


DIFFERENCES = (
    Column("序号", 5, True), Column("类别", 14, True), Column("学校", 20), Column("代码", 14, True), Column("姓名", 12), Column("栏目", 14, True),
    Column("国家系统", 26), Column("本县", 26), Column("文件位置", 16),
)


def comparison_table(system: NationalSystem, rows: Sequence[Sequence[str]], dated: date) -> Sheet:
    """国家系统比对差异清单 of an export: one difference a row, in the order given."""
    return Sheet("差异清单", f"与{system.chinese}比对差异清单（{cn(dated)}）", DIFFERENCES, [(str(number), *row) for number, row in enumerate(rows, start=1)])


def correction_list(system: NationalSystem, lines: Sequence[Line], lacking: Sequence[Sequence[str]], titles: Mapping[str, str], day: date) -> tuple[Sheet, ...]:
    """更正清单 for the master: who, which column, old, new, why; and whom it lacks in its own columns. `titles`: its own headings by key."""
    number = titles.get("roll_number", titles["identity_number"])
    columns = (Column("序号", 5, True), Column(titles["school_code"], 13, True), Column(titles["school"], 24), Column(number, 22, True),
               Column(titles["name"], 12, True), Column("更正项目", 20), Column("原值", 24), Column("更正为", 24), Column("理由", 30))
    cells = [(str(place), line.school_code, line.school, line.number, line.name, line.column, line.old, line.new, line.reason)
             for place, line in enumerate(lines, start=1)]
    first = Sheet("更正清单", f"{system.chinese}更正清单（{cn(day)}）", columns, cells)
    if not lacking:
        return (first,)
    own = [Column(title, 20 if key in {"roll_number", "identity_number", "school", "address"} else 12) for key, title in titles.items()]
    return first, Sheet("增补名单", f"{system.chinese}增补名单（{cn(day)}）", own, lacking)


FINDINGS = (
    Column("序号", 5, True), Column("严重程度", 8, True), Column("检查项", 22), Column("学校", 18), Column("对象", 7, True), Column("代码", 14, True),
    Column("名称", 12), Column("问题", 34), Column("处理办法", 30), Column("发现日期", 11, True), Column("认定理由", 20),
)


def finding_table(rows: Sequence[FindingRow], day: date) -> Sheet:
    """数据体检问题清单 of a day, in the order given; names only where the reader may see the record."""
    cells = [(str(number), row.check.severity.chinese, row.check.title.zh, row.school, row.subject.chinese, row.code, row.name, row.message,
              row.remedy, row.first_seen.date().isoformat(), row.accepted_reason if row.accepted_until else "") for number, row in enumerate(rows, start=1)]
    return Sheet("问题清单", f"数据体检问题清单（{cn(day)}）", FINDINGS, cells)
