"""督办台账 back from the sections: what a filled-in ledger changes, and what it may not.

Each exported row carries a code of its own cells. A row whose cells still give that code was not touched, whatever has
happened in the house since; a touched row whose task has changed meanwhile is a conflict, never a silent overwrite.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from junheng.ground.kernel.findings import Finding, Place
from junheng.rooms.plans.values import LedgerEdit

NUMBER, TITLE, CODE = "编号", "目标任务", "行校验码"
LEADER, LEAD, OWNER, DUE = "责任领导", "牵头科(股)室", "责任人", "完成时限"
PROGRESS, PROBLEMS, NEXT = "进展情况", "存在问题", "下步打算"
WORDS = (PROGRESS, PROBLEMS, NEXT)
PEOPLE = (LEADER, LEAD, OWNER)
EDITABLE = (*PEOPLE, *WORDS)
CODED = (NUMBER, TITLE, DUE, *EDITABLE)
NEEDED = (*CODED, CODE)

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """A task as it stands: the cells that it would be exported with today."""

    task_id: int
    cells: Cells
    closed: bool


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """What a ledger would change; with findings it changes nothing. `remarks` name rows that are passed over."""

    edits: tuple[LedgerEdit, ...]
    findings: tuple[Finding, ...]
    untouched: int
    remarks: tuple[Finding, ...] = ()


def row_code(cells: Cells) -> str:
    """Eight characters that stand for the cells of a row."""
    said = "\x1f".join(plain(cells.get(name, "")) for name in CODED)
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def plain(text: str) -> str:
    """A cell's text as it is compared: line ends alike, no space around."""
    return text.replace("\r\n", "\n").replace("_x000D_", "").strip()


def read_ledger(rows: Iterable[tuple[int, Cells]], known: Sequence[Known], *, file: str,
                find: Mapping[str, Callable[[str], int | None]]) -> LedgerReading:
    """This will hold a filled-in ledger against the tasks.

    `find` gives, for each of the columns 责任领导, 牵头科(股)室 and 责任人, the id that a name means, None when nobody or
    more than one carries it. Empty cells leave what is there.
    """
    tasks = {each.cells[NUMBER]: each for each in known}
    edits: list[LedgerEdit] = []
    findings: list[Finding] = []
    remarks: list[Finding] = []
    seen: set[str] = set()
    untouched = 0
    for row, cells in rows:
        number = plain(cells[NUMBER])
        task = tasks.get(number)
        if task is None or number in seen:
            findings.append(wrong(file, row, NUMBER, "This plan has no task %(value)s that you may see."
                                  if task is None else "Task %(value)s stands in the ledger twice.",
                                  "Keep the numbers as exported, each once.", value=number))
            continue
        seen.add(number)
        if row_code(cells) == plain(cells[CODE]) or not changes(cells, task):
            untouched += 1
            continue
        if task.closed:
            remarks.append(wrong(file, row, NUMBER, "Task %(value)s has been closed; its row is passed over.",
                                 "The other rows are taken. Open a new task if there is more to do.", value=number))
            continue
        found = edit_of(row, cells, task, file=file, find=find)
        if isinstance(found, LedgerEdit):
            edits.append(found)
        else:
            findings += found
    return LedgerReading(tuple(edits), tuple(findings), untouched, tuple(remarks))


def changes(cells: Cells, task: Known) -> list[tuple[str, str, str]]:
    """The cells that say something else than the task: column, old, new."""
    return [(name, task.cells[name], plain(cells[name])) for name in CODED
            if plain(cells[name]) and plain(cells[name]) != plain(task.cells[name])]


def edit_of(row: int, cells: Cells, task: Known, *, file: str,
            find: Mapping[str, Callable[[str], int | None]]) -> LedgerEdit | list[Finding]:
    """What a touched row changes, or why it may not."""
    changed = changes(cells, task)
    if plain(cells[CODE]) != row_code(task.cells):
        return [wrong(file, row, NUMBER, "Task %(value)s has changed since this ledger was exported.",
                      "Export the ledger again and enter this row anew.", value=task.cells[NUMBER])]
    findings = [wrong(file, row, name, "%(value)s is not changed by a ledger.",
                      "Ask for the change of the task with its paper.", value=name)
                for name, _, _ in changed if name in (TITLE, DUE)]
    people: dict[str, int | None] = {}
    for name, _, new in changed:
        if name in PEOPLE:
            people[name] = find[name](new)
            if people[name] is None:
                findings.append(wrong(file, row, name, "Nobody, or more than one, goes by the name %(value)s.",
                                      "Write the name as it stands in the list of units or people.", value=new))
    words = None
    if any(name in WORDS for name, _, _ in changed):
        said = [plain(cells[name]) or plain(task.cells[name]) for name in WORDS]
        if not said[0]:
            findings.append(wrong(file, row, PROGRESS, "Problems or next steps need the progress beside them.",
                                  "Write in a sentence what has been done."))
        words = (said[0], said[1], said[2])
    if findings:
        return findings
    return LedgerEdit(task.task_id, task.cells[NUMBER], task.cells[TITLE], row, row_code(task.cells), tuple(changed), people, words)


def wrong(file: str, row: int, column: str, message: str, remedy: str, **values: str) -> Finding:
    """A finding at a cell."""
    return Finding(code="ledger", message=message, remedy=remedy, values=values,
                   place=Place(file=file, row=row, column=column))
