"""Excel out of this room: 任务分解表 straight from a reading, and from living tasks; 督办台账 out and back in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from junheng.ground.sheets import Column, Sheet, read_rows, workbook
from junheng.rooms.plans.engine.candidates import propose
from junheng.rooms.plans.engine.comparison import LevelComparison
from junheng.rooms.plans.engine.ledger import CODE, NEEDED, row_code
from junheng.rooms.plans.engine.systems import Lexicon
from junheng.rooms.plans.engine.wording import display, due_words, numbered, written, years_of
from junheng.rooms.plans.values import Path, PlanReading, TaskRow

# Widths add up to an A4 sheet laid across, so that print is not made smaller; the columns behind are for the screen.
TABLE = (
    Column("序号", 5, True), Column("目标任务", 25.5), Column("具体举措", 34), Column("量化指标", 12, True), Column("完成时限", 13.5, True),
    Column("责任领导", 8, True), Column("牵头科(股)室", 11, True), Column("配合单位", 13.5), Column("责任人", 8, True),
    Column("备注", 6), Column("在哪办", 24), Column("原文", 80),
)
TABLE_PRINTED = 10
LEDGER = (
    Column("编号", 6, True), Column("目标任务", 19), Column("具体举措", 17), Column("量化指标", 9, True), Column("责任领导", 7, True),
    Column("牵头科(股)室", 8, True), Column("配合单位", 9), Column("责任人", 7, True), Column("完成时限", 10.5, True),
    Column("进展", 8, True), Column("完成(%)", 6, True), Column("进展情况", 16), Column("存在问题", 11), Column("下步打算", 11),
    Column("佐证数", 7), Column("行校验码", 10),
)
LEDGER_PRINTED = 14
LEVELS = (
    Column("上级条款", 8), Column("上级任务", 46), Column("承接情况", 9), Column("本县条款", 10), Column("本县任务", 40),
    Column("牵头科(股)室", 18), Column("数字比对", 40),
)
STATES = {"covered": "已承接", "unsure": "待确认", "open": "未承接"}
AGREEMENTS = {"same": "一致", "more": "高于上级", "less": "低于上级", "later": "晚于上级", "part": "属总量的一部分",
              "unlike": "口径不同"}


def task_table(reading: PlanReading, *, lexicon: Lexicon, created: datetime) -> bytes:
    """This will make the bureau's 任务分解表 of a plan just read: tasks by chapter, then targets, then papers.

    Systems are printed by their Chinese titles. Cells never become formulas.
    """
    years = years_of(reading)
    unknown = created.year
    proposals = propose(reading, period=years or (unknown, unknown), lexicon=lexicon)
    titles = {key: system.title for key, system in lexicon.systems.items()}
    rows: list[Sequence[str]] = []
    groups: dict[int, str] = {}
    chapter = None
    for count, found in enumerate(proposals, start=1):
        if found.chapter != chapter:
            chapter = found.chapter
            groups[len(rows)] = chapter
        rows.append((
            str(count), found.title, numbered(found.measures), written(found.target) if found.target else "",
            due_words(found.due, year_known=bool(years) or found.due.year != unknown), "", found.lead, found.support, "", "",
            "、".join(titles.get(key, key) for key in found.systems), found.quote,
        ))
    title = reading.title or "工作要点"
    targets = Sheet("量化指标", f"{title}量化指标", (
        Column("条款", 10), Column("指标", 34), Column("量化指标", 16), Column("时限", 12), Column("力度", 8), Column("原文", 60),
    ), [(place_of(t.item_path), t.subject, written(t), t.deadline or "", t.firmness or "", t.quote)
        for t in reading.targets])
    papers = Sheet("文件与项目", f"{title}涉及文件与项目", (
        Column("类别", 10), Column("名称", 60), Column("条款", 20),
    ), [*(({"issue": "拟制发", "implement": "贯彻落实", "cite": "引用"}[d.action.value], f"《{d.name}》",
           "；".join(place_of(path) for path in d.item_paths)) for d in reading.documents),
        *(("项目", p.name, place_of(p.item_path)) for p in reading.projects)])
    return workbook((Sheet("任务分解表", f"{title}任务分解表", TABLE, rows, groups, TABLE_PRINTED), targets, papers),
                    created=created)


def place_of(path: Path) -> str:
    """An item's number as it is cited; what stands before the first item is the preamble."""
    return "前言" if path in {(), ("head",)} else "·".join(path)


def living_table(title: str, rows: Sequence[TaskRow], *, created: datetime, lexicon: Lexicon, quotes: Mapping[int, str],
                 steps: Mapping[int, str], numbers: Mapping[int, str]) -> bytes:
    """This will make the 任务分解表 of adopted tasks, in the columns and words of the one made from a reading.

    `quotes`, `steps` (具体举措) and `numbers` (量化指标 as written) by task.
    """
    titles = {key: system.title for key, system in lexicon.systems.items()}
    groups: dict[int, str] = {}
    lines: list[Sequence[str]] = []
    chapter = None
    for row in rows:
        if row.chapter != chapter:
            chapter = row.chapter
            groups[len(lines)] = chapter
        lines.append((
            row.number, row.title, numbered(steps.get(row.id, "")), numbers.get(row.id, ""), due_words(row.due), row.leader,
            row.lead, row.support, row.owner, f"原定{due_words(row.first_due)}" if row.postponed else "",
            "、".join(titles.get(key, key) for key in row.systems), quotes.get(row.id, ""),
        ))
    return workbook((Sheet("任务分解表", f"{title}任务分解表", TABLE, lines, groups, TABLE_PRINTED),), created=created)


def ledger(title: str, rows: Sequence[TaskRow], *, created: datetime, words: Mapping[int, tuple[str, str, str]],
           light_names: Mapping[str, str], steps: Mapping[int, str], numbers: Mapping[int, str]) -> bytes:
    """This will make the 督办台账: every task with its light, share and the section's own words.

    The last column is a code of the row's cells, by which a ledger that comes back tells what was filled in.
    """
    lines = []
    for row in rows:
        cells = ledger_cells(row, words.get(row.id, ("", "", "")))
        said = cells | {
            "具体举措": numbered(steps.get(row.id, "")), "量化指标": numbers.get(row.id, ""), "配合单位": row.support, "进展": light_names[row.light.value],
            "完成(%)": "" if row.share is None else str(row.share), "佐证数": str(row.proofs), CODE: row_code(cells),
        }
        lines.append([said[column.title] for column in LEDGER])
    return workbook((Sheet("督办台账", f"{title}督办台账", LEDGER, lines, printed=LEDGER_PRINTED),), created=created)


def ledger_cells(row: TaskRow, words: tuple[str, str, str]) -> dict[str, str]:
    """The cells of a task that a ledger may bring back, and those that it is known by."""
    return {
        "编号": row.number, "目标任务": row.title, "完成时限": row.due.isoformat(), "责任领导": row.leader,
        "牵头科(股)室": row.lead, "责任人": row.owner, "进展情况": words[0], "存在问题": words[1], "下步打算": words[2],
    }


def read_ledger(content: bytes, name: str) -> list[tuple[int, Mapping[str, str]]]:
    """The rows of a ledger that came back, with their numbers. Raises Refused."""
    return read_rows(content, name, columns=NEEDED)


def levels_table(title: str, upper_title: str, comparison: LevelComparison, *, created: datetime) -> bytes:
    """This will make the 承接对照表: every clause of the upper plan, what carries it out, who leads, which numbers differ."""
    rows: list[Sequence[str]] = []
    groups: dict[int, str] = {}
    chapter = None
    for clause in comparison.clauses:
        if clause.chapter != chapter:
            chapter = clause.chapter
            groups[len(rows)] = chapter
        rows.append((
            "·".join(clause.path), "\n".join(part for part in (clause.heading, clause.text) if part), STATES[clause.state],
            "\n".join("·".join(link.path) for link in clause.links),
            "\n".join((link.heading or link.text[:40]) + ("" if link.clear else "（待确认）") for link in clause.links),
            "、".join(clause.leads),
            "\n".join(f"{AGREEMENTS[pair.agreement]}：上级{pair.upper.subject}{display(pair.upper)}"
                      f"{dated(pair.upper.deadline)}，本县{display(pair.lower)}{dated(pair.lower.deadline)}"
                      for pair in clause.numbers),
        ))
    own = Sheet("本县自有条款", f"{upper_title}未涉及的本县条款", (Column("条款", 10), Column("任务", 80)),
                [("·".join(path), heading) for path, heading in comparison.own])
    return workbook((Sheet("承接对照表", title, LEVELS, rows, groups), own), created=created)


def dated(deadline: str | None) -> str:
    """A deadline in brackets behind its number."""
    return f"（{deadline}）" if deadline else ""
