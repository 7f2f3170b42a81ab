"""Workbooks broken by hand, as it were: rosters of invented pupils in the layouts of offices, each with its known faults.

`python -m tests.sheets.broken FOLDER` writes them there to be looked at.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from junheng.ground.sheets.intake import Field, Form, Kind
from junheng.ground.sheets.intake.cells import CHECKS, WEIGHTS

SEED, HOW_MANY = "broken workbooks", 200
GRADES = {f"{word}年级": str(number) for number, word in enumerate("一二三四五六七八九", start=1)}
FORM = Form("pupils", "学生名册", (
    Field("name", "姓名", aliases=("学生姓名",), required=True, most=20),
    Field("sex", "性别", Kind.CHOICE, required=True, choices={"男": "male", "女": "female", "1": "male", "2": "female"}),
    Field("born", "出生日期", Kind.DAY, ("出生年月日",), required=True),
    Field("identity", "身份证件号", Kind.IDENTITY, ("身份证号",)),
    Field("roll", "学籍号", Kind.ROLL),
    Field("school", "学校标识码", Kind.CODE, most=10),
    Field("grade", "年级", Kind.CHOICE, required=True, choices=GRADES),
    Field("class_no", "班级", required=True, most=10),
    Field("boarding", "就读方式", Kind.CHOICE, choices={"走读": "day", "住校": "boarding"}),
    Field("phone", "联系电话", Kind.PHONE, ("电话",)),
    Field("guardian", "监护人1姓名", most=20),
    Field("guardian_phone", "监护人1电话", Kind.PHONE),
    Field("people", "家庭人口", Kind.WHOLE, least=1, most=20),
    Field("left_behind", "留守儿童", Kind.YES, ("是否留守",)),
    Field("distance", "家校距离", Kind.AMOUNT, most=100),
    Field("living", "住房面积", Kind.HUNDREDTHS, most=100_000),
), unique=("identity", "roll"))
TITLES = {each.key: each.title for each in FORM.fields}
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", ("小禾", "𬭎", "子轩", "雨桐", "一", "浩然", "梓涵·阿不力孜", "龘")


@dataclass(frozen=True)
class Formula:
    """A formula and the result that the file holds for it; none for one that was never counted."""

    text: str
    result: str = ""


@dataclass
class Page:
    """A sheet in the making: cells by row, faults by row from 1, and the rows that are good."""

    name: str
    keys: list[str]
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    good: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    joined: set[int] = field(default_factory=set)
    passed: int = 0
    hidden: bool = False
    hidden_columns: list[int] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Broken:
    """A file with what a reader must find in it: faults as (sheet, row, heading, code), good rows as (sheet, row, values)."""

    name: str
    data: bytes
    sheets: tuple[str, ...]
    faults: tuple[tuple[str, int, str, str], ...]
    good: tuple[tuple[str, int, dict[str, Any]], ...]
    passed: int
    kinds: tuple[str, ...]


def identity(chance: Random, born: date) -> str:
    """An identity number of no division that exists."""
    digits = f"99{chance.randrange(10_000):04}{born:%Y%m%d}{chance.randrange(1000):03}"
    return digits + CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11]


def pupil(chance: Random) -> dict[str, Any]:
    """An invented pupil, as read."""
    born = date(2010, 1, 1) + timedelta(days=chance.randrange(3000))
    number = identity(chance, born)
    surname = chance.choice(SURNAMES)
    return {"name": surname + chance.choice(GIVEN), "sex": chance.choice(["male", "female"]), "born": born, "identity": number, "roll": f"G{identity(chance, born)}",
            "school": f"{chance.randrange(10**9, 10**10)}", "grade": chance.choice(list(GRADES.values())), "class_no": f"{chance.randrange(1, 9)}班",
            "boarding": chance.choice(["day", "boarding", None]), "phone": chance.choice([f"138{chance.randrange(10**8):08}", "0571-88001234", None]),
            "guardian": f"{surname}大", "guardian_phone": f"139{chance.randrange(10**8):08}", "people": chance.randrange(1, 12), "left_behind": chance.choice([True, False]),
            "distance": Decimal(chance.randrange(1, 30)) + Decimal(chance.choice(["0.5", "0.25", "0.0001"])), "living": chance.randrange(100, 20_000)}


def written(chance: Random, key: str, value: Any, *, plain: bool) -> Any:
    """A value as one or another person writes it; `plain` where a cell can hold text alone."""
    each = FORM.field(key)
    if value is None:
        return ""
    if each.kind is Kind.CHOICE:
        return chance.choice([word for word, code in each.choices.items() if code == value])
    if each.kind is Kind.YES:
        return chance.choice(["是", "有", "√"] if value else ["否", "无", "×"])
    if each.kind is Kind.DAY:
        ways = [f"{value:%Y-%m-%d}", f"{value:%Y%m%d}", f"{value.year}.{value.month}.{value.day}", f"{value.year}年{value.month}月{value.day}日", f"{value:%Y/%m/%d}"]
        return chance.choice(ways if plain else [*ways, value, value, (value - date(1899, 12, 30)).days, int(f"{value:%Y%m%d}")])
    if each.kind is Kind.WHOLE:
        return str(value) if plain or chance.random() < 0.5 else value
    if each.kind in (Kind.AMOUNT, Kind.HUNDREDTHS):
        number = value / Decimal(100) if each.kind is Kind.HUNDREDTHS else value
        return str(number) if plain or chance.random() < 0.5 else float(number)
    if each.kind in (Kind.IDENTITY, Kind.ROLL):
        return chance.choice([value, value.lower(), f" {value}", f"'{value}", f"{value}\t"])
    if key == "school" and not plain and chance.random() < 0.5:
        return int(value)
    if key in ("phone", "guardian_phone") and value.startswith("1"):
        return chance.choice([value, f"{value[:3]} {value[3:7]} {value[7:]}", f"{value[:3]}-{value[3:7]}-{value[7:]}", value if plain else int(value)])
    return chance.choice([value, value, f" {value} ", f"{value}\u3000"])


Break = tuple[str, str, Callable[[Random, dict[str, Any]], Any]]
BREAKS: dict[str, Break] = {  # column, code, what stands there
    "no name": ("name", "required", lambda c, p: ""), "spaces for a name": ("name", "required", lambda c, p: "\u3000 \u200b"),
    "a name too long": ("name", "too-long", lambda c, p: "长" * 21), "a number for a name": ("name", "number-lost", lambda c, p: 1.10101e17),
    "no sex": ("sex", "required", lambda c, p: ""), "another word for the sex": ("sex", "not-among", lambda c, p: c.choice(["男生", "Ｍ", "3"])),
    "a day that is none": ("born", "not-a-day", lambda c, p: c.choice(["2018-02-30", "20181301", "2018.13.1"])), "half a day": ("born", "not-a-day", lambda c, p: "2018年7月"),
    "a day in words": ("born", "not-a-day", lambda c, p: c.choice(["昨天", "18-7-4", "3岁"])), "no day": ("born", "required", lambda c, p: ""),
    "a day of another century": ("born", "not-a-day", lambda c, p: "1018-07-04"),
    "an identity number as a number": ("identity", "number-lost", lambda c, p: float(p["identity"][:17] + "0")),
    "an identity number as Excel shows it": ("identity", "number-lost", lambda c, p: "1.10101E+17"),
    "a digit too few": ("identity", "identity-form", lambda c, p: p["identity"][:17]), "words for a number": ("identity", "identity-form", lambda c, p: "待补"),
    "a wrong check": ("identity", "identity-check", lambda c, p: p["identity"][:17] + CHECKS[(CHECKS.index(p["identity"][17]) + 1) % 11]),
    "a birth that is none": ("identity", "identity-birth", lambda c, p: p["identity"][:10] + "0230" + p["identity"][14:]),
    "an identity number twice": ("identity", "twice", lambda c, p: p["first"]["identity"]), "a roll number twice": ("roll", "twice", lambda c, p: p["first"]["roll"]),
    "a roll number without its letter": ("roll", "roll-form", lambda c, p: p["identity"]), "a roll number as a number": ("roll", "number-lost", lambda c, p: 9.9e17),
    "a code too long": ("school", "too-long", lambda c, p: "1" * 11), "a code as Excel shows it": ("school", "number-lost", lambda c, p: "3.3E+17"),
    "a code made a date": ("school", "made-a-date", lambda c, p: date(2026, 3, 1)), "a grade that is none": ("grade", "not-among", lambda c, p: "十三年级"),
    "no grade": ("grade", "required", lambda c, p: ""), "a class made a date": ("class_no", "made-a-date", lambda c, p: date(2026, 3, 1)),
    "no class": ("class_no", "required", lambda c, p: None), "another way to go to school": ("boarding", "not-among", lambda c, p: "校车"),
    "a telephone too short": ("phone", "phone-form", lambda c, p: "1380000"), "two telephones": ("guardian_phone", "phone-form", lambda c, p: "13800000000、13900000000"),
    "people in words": ("people", "not-whole", lambda c, p: c.choice(["五口", "4人", "3.5"])), "too many people": ("people", "out-of-range", lambda c, p: c.choice([0, 21, "99"])),
    "neither yes nor no": ("left_behind", "neither", lambda c, p: c.choice(["不详", "/"])), "an error as text": ("guardian", "error-cell", lambda c, p: "#N/A"),
    "an error of a formula": ("guardian", "error-cell", lambda c, p: Formula("=VLOOKUP(A1,#REF!,2,0)", c.choice(["#REF!", "#N/A", "#VALUE!"]))),
    "an error in a required column": ("grade", "error-cell", lambda c, p: Formula("=1/0", "#DIV/0!")),
    "kilometres in words": ("distance", "not-an-amount", lambda c, p: c.choice(["约三公里", "3km", "3..5"])),
    "a third decimal": ("living", "not-hundredths", lambda c, p: c.choice(["60.125", "六十", 60.125])),
    "a formula never counted": ("phone", "uncounted", lambda c, p: Formula("=B1&C1")),
}
TYPED = {"a number for a name", "an identity number as a number", "a roll number as a number", "a code made a date", "a class made a date", "an error of a formula",
         "an error in a required column", "a formula never counted"}  # a .csv holds no such cells
NOTES = (["注：1.请勿合并单元格"], ["填表说明"], ["填表人：张三", "", "审核人：李四", "", "日期：2026年9月1日"], ["", "备注：以上为在籍学生"], ["（2）出生日期按身份证件填写"],
         ["单位（盖章）：", "城关小学"])


def page_of(chance: Random, name: str, first: dict[str, Any], kinds: list[str], *, plain: bool) -> Page:
    """A sheet with some good pupils and, for each kind of break, a pupil broken in that way, or in the same row as another."""
    keys = [each.key for each in FORM.fields]
    if chance.random() < 0.5:
        keys = keys[:10] + keys[12:] + keys[10:12]
    page = Page(name, keys)
    if chance.random() < 0.5:
        page.keys.insert(0, "序号")
    if chance.random() < 0.3:
        page.keys.append(chance.choice(["血型", "备注"]))
    for _ in range(chance.randrange(3)):
        page.rows.append([chance.choice(["城关小学2026年秋季学生名册", "填报单位：城关小学", "单位：城关小学　　2026年9月"])])
        page.merged += [(len(page.rows) - 1, 0, len(page.rows) - 1, 5)] if chance.random() < 0.7 else []
    head = head_rows(chance, page, both=chance.random() < 0.4)
    pupils: list[tuple[dict[str, Any], list[str]]] = [(pupil(chance), []) for _ in range(chance.randrange(3, 9))]
    for kind in kinds:
        column = BREAKS[kind][0]
        free = [held for _, held in pupils[1:] if held and all(BREAKS[each][0] != column for each in held)]
        if free and chance.random() < 0.3:
            chance.choice(free).append(kind)
        else:
            pupils.insert(chance.randrange(1, len(pupils) + 1), (pupil(chance), [kind]))
    for number, (each, broken) in enumerate([(first, []), *pupils] if first.pop("new", False) else pupils, start=1):
        add(chance, page, number, each, broken, first, plain=plain)
        between(chance, page, number, head)
    for row in chance.sample(NOTES, chance.randrange(3)):
        page.rows.append(list(row))
        page.passed += 1
    if not plain and chance.random() < 0.3:
        page.hidden_columns.append(chance.randrange(len(page.keys)))
    return page


def head_rows(chance: Random, page: Page, *, both: bool) -> list[list[Any]]:
    """This will write the head, in one row or in two."""
    titles = [TITLES.get(key, key) for key in page.keys]
    top = len(page.rows)
    if not both:
        rows = [titles]
    else:
        at = page.keys.index("guardian")
        rows = [[*titles[:at], "监护人1", "", *titles[at + 2:]], [*[""] * at, "姓名", "电话", *[""] * (len(titles) - at - 2)]]
        page.merged.append((top, at, top, at + 1))
        page.merged += [(top, place, top + 1, place) for place in range(len(titles)) if place not in (at, at + 1)]
    page.rows += [list(row) for row in rows]
    return rows


def between(chance: Random, page: Page, number: int, head: list[list[Any]]) -> None:
    """This will put in, now and then, what stands between rows: empty ones, numbers printed beforehand, totals, the head once more."""
    what = chance.random()
    if what < 0.08:
        page.rows.append([])
    elif what < 0.14 and page.keys[0] == "序号":
        page.rows.append([str(number)])
    elif what < 0.2:
        page.rows.append([chance.choice(["合计", "小 计", "本页小计：", "总　计"]), "", number, "", number])
        page.passed += 1
    elif what < 0.25 and len(head) == 1:
        page.rows.append(list(head[0]))
        page.passed += 1


def add(chance: Random, page: Page, number: int, each: dict[str, Any], broken: list[str], first: dict[str, Any], *, plain: bool) -> None:
    """This will write a pupil and note the row's faults, or that it is good."""
    cells = {key: written(chance, key, value, plain=plain) for key, value in each.items()}
    row = len(page.rows) + 1
    for kind in broken:
        key, code, made = BREAKS[kind]
        cells[key] = made(chance, {**each, "first": first})
        page.faults.append((row, TITLES[key], code))
    page.rows.append([number if key == "序号" and not plain else str(number) if key == "序号" else cells.get(key, "") for key in page.keys])
    if not broken:
        page.good.append((row, each))
    if chance.random() < 0.05:
        page.hidden_rows.append(row - 1)


def merge_classes(chance: Random, page: Page) -> None:
    """This will merge the classes of good pupils that stand below each other: all of them are then in the class of the first, or
    all are refused where it has too long a name."""
    at = page.keys.index("class_no")
    rows = dict(page.good)
    for row in sorted(rows):
        if row in rows and row + 1 in rows and row - 1 not in page.joined and chance.random() < 0.5:
            page.joined.add(row)
            page.rows[row][at] = ""
            page.merged.append((row - 1, at, row, at))
            if chance.random() < 0.3:
                page.rows[row - 1][at] = "长" * 11
                page.faults += [(each, TITLES["class_no"], "too-long") for each in (row, row + 1)]
                del rows[row], rows[row + 1]
            else:
                rows[row + 1]["class_no"] = rows[row]["class_no"]
    page.good = [(row, values) for row, values in page.good if row in rows]


def workbook(pages: list[Page]) -> bytes:
    """The pages as an .xlsx."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for page in pages:
        sheet = book.add_worksheet(page.name)
        if page.hidden:
            sheet.hide()
        for area in page.merged:
            sheet.merge_range(*area, "")
        for row, cells in enumerate(page.rows):
            for place, cell in enumerate(cells):
                if isinstance(cell, Formula):
                    sheet.write_formula(row, place, cell.text, None, cell.result)
                elif isinstance(cell, date):
                    sheet.write_datetime(row, place, cell, day)
                elif cell is not None and cell != "":
                    sheet.write(row, place, cell)
        for place in page.hidden_columns:
            sheet.set_column(place, place, None, None, {"hidden": True})
        for row in page.hidden_rows:
            sheet.set_row(row, None, None, {"hidden": True})
    book.close()
    return buffer.getvalue()


def separated(page: Page, encoding: str) -> bytes:
    """A page as a .csv."""
    out = io.StringIO()
    csv.writer(out).writerows(["" if cell is None else str(cell) for cell in row] for row in page.rows)
    return out.getvalue().encode(encoding)


def broken(number: int) -> Broken:
    """The workbook of a number."""
    chance = Random(f"{SEED} {number}")
    plain = number % 6 == 5
    names = list(BREAKS)
    kinds = [names[(number * 4 + step) % len(names)] for step in range(chance.randrange(3, 8))]
    kinds = [kind for kind in kinds if not (plain and kind in TYPED)]
    first = {**pupil(chance), "new": True}
    sheets = [""] if plain else ["名册"] if chance.random() < 0.6 else ["一班", "二班", "三班"]
    pages = [page_of(chance, name, first, kinds[place::len(sheets)], plain=plain) for place, name in enumerate(sheets)]
    if not plain and chance.random() < 0.5:
        for page in pages:
            merge_classes(chance, page)
    extra = [Page("填写说明", [], [["项目", "怎么填"], ["姓名", "与户口簿一致"]]), Page("旧名册", [], [list(TITLES.values()), ["x"] * 14], hidden=True),
             Page("汇总", [], [["年级", "班级", "人数"], ["一年级", "2班", 40]])]
    pages += [] if plain else chance.sample(extra, chance.randrange(3))
    data = separated(pages[0], chance.choice(["utf-8-sig", "utf-8", "gb18030"])) if plain else workbook(pages)
    order = {title: place for place, title in enumerate(TITLES.values())}
    faults = tuple((page.name, *fault) for page in pages for fault in sorted(page.faults, key=lambda each: (each[0], order[each[1]])))
    return Broken(f"{number:03}.{'csv' if plain else 'xlsx'}", data, tuple(page.name for page in pages), faults,
                  tuple((page.name, row, values) for page in pages for row, values in page.good), sum(page.passed for page in pages), tuple(kinds))


def all_broken() -> Iterator[Broken]:
    """All of them."""
    return (broken(number) for number in range(HOW_MANY))


if __name__ == "__main__":
    for each in all_broken():
        (Path(sys.argv[1]) / each.name).write_bytes(each.data)
        (Path(sys.argv[1]) / f"{each.name}.txt").write_text("\n".join(map(str, each.faults)), encoding="utf-8")
