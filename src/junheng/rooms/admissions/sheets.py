"""The tables of a round, in and out: columns by English names or the titles that offices use."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from junheng.ground.draws.engine import freeze
from junheng.ground.draws.engine.cells import plain_number
from junheng.ground.draws.values import Changed, FrozenList
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.sheets import Table, read_table

APPLICANT = dict.fromkeys(("报名号", "申请编号", "学生编号", "考生号", "学号"), "applicant_id")
SCHOOL = dict.fromkeys(("学校代码", "学校编码", "学校标识码"), "school_code")
GROUP = dict.fromkeys(("组别", "群体"), "group")
TITLES: Mapping[str, Mapping[str, str]] = {
    "applicants": {**APPLICANT, **GROUP, "志愿": "choices", "志愿学校": "choices", "家庭编号": "household", "家庭": "household",
                   "成绩": "score", "总分": "score", "回执码": "receipt"},
    "priorities": {**APPLICANT, **SCHOOL, "顺位": "tier", "次序": "order", "落户时间": "order"},
    "schools": {**SCHOOL, "学位数": "seats", "学位": "seats", "招生计划": "seats"},
    "reserves": {**SCHOOL, **GROUP, "预留学位": "seats", "学位数": "seats"},
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "applicants": ("applicant_id", "choices"), "priorities": ("applicant_id", "school_code", "tier"),
    "schools": ("school_code", "seats"), "reserves": ("school_code", "group", "seats"),
}
WANTED: Mapping[str, tuple[str, ...]] = {
    "applicants": ("household", "group", "receipt"), "priorities": ("order",), "schools": (), "reserves": (),
}
NUMERIC = {"seats", "tier", "score"}
OFFERS = ("applicant_id", "school_code", "choice")
WAITING = ("school_code", "position", "applicant_id")
EXPLANATIONS = ("applicant_id", "choice", "school_code", "reason", "own_rank", "last_admitted_rank")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list of the round with what its sender needs to find a line again: file, row of each line, titles of columns."""

    file: str
    frozen: FrozenList
    rows: tuple[int, ...]
    changed: tuple[Changed, ...]

    def title(self, column: str) -> str:
        """The title of a column in the sender's file."""
        return dict(zip(self.frozen.columns, self.frozen.titles, strict=True)).get(column, column)

    def place(self, line: int, column: str) -> Place:
        """Where a line (0 is the first) stands in the sender's file."""
        return Place(file=self.file, row=self.rows[line], column=self.title(column))


def read_list(name: str, file: str, content: bytes, *, more: Sequence[str] = ()) -> Sheet:
    """This will read and freeze one list; `more` are columns required beside the usual ones.

    Raises Refused for a file that cannot be read, a missing column, a cell that should hold a number and does not.
    """
    required = (*REQUIRED[name], *more)
    table = read_table(content, file, required=required, titles=TITLES[name])
    columns = [*required, *(column for column in WANTED[name] if column in table.columns and column not in required)]
    numeric = [column for column in columns if column in NUMERIC or (column == "order" and numbers_alone(table.column(column)))]
    odd = [finding for column in numeric for finding in no_numbers(table, column)]
    if odd:
        raise Refused(*odd)
    frozen, changed = freeze(name, columns, table.chosen(columns), numeric=numeric,
                             titles=[table.title(column) for column in columns])
    return Sheet(file, frozen, table.numbers, changed)


def numbers_alone(cells: Iterable[str]) -> bool:
    """Whether all cells hold numbers or nothing."""
    return all(map(is_number, set(cells)))


def is_number(cell: str) -> bool:
    """Whether a cell holds a number in plain digits, or nothing."""
    try:
        plain_number(cell)
    except ValueError:
        return False
    return True


def no_numbers(table: Table, column: str) -> list[Finding]:
    """Cells that should hold a number and do not."""
    cells = table.column(column)
    odd = {cell for cell in set(cells) if not is_number(cell)}
    return [Finding(
        "not-a-number", "“%(cell)s” in column %(column)s, line %(line)s, is not a number in plain digits.",
        "Write it in digits, with a point at most, and read the file again.",
        Place(file=table.name, row=table.numbers[line], column=table.title(column)),
        {"cell": cell, "column": table.title(column), "line": table.numbers[line]},
    ) for line, cell in enumerate(cells) if cell in odd]


def cell(text: str) -> str:
    """A text as one cell of a .csv."""
    if text.isalnum():
        return text
    out = io.StringIO(newline="")
    csv.writer(out).writerow((text, ""))
    return out.getvalue()[:-3]


def as_lines(head: Sequence[str], lines: Iterable[str]) -> bytes:
    """The same as `as_csv` from lines whose cells are joined already."""
    return "\r\n".join([",".join(head), *lines, ""]).encode("utf-8-sig")


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as .csv that Excel opens rightly: UTF-8 with byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
