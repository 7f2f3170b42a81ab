"""Cells to values: each kind says what it takes, and what was wrong with what it does not take."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from junheng.ground.sheets.intake.fields import Field, Kind, Value
from junheng.ground.sheets.intake.grid import Cell, shown

# Excel keeps 15 digits of a number; an identity number typed as one has lost its last three.
DIGITS_KEPT = 1e15
EXPONENT = re.compile(r"^\d(?:\.\d+)?[eE]\+?\d+$")
IDENTITY = re.compile(r"^\d{17}[\dX]$")
ROLL = re.compile(r"^[GJL]\d{17}[\dX]$")
PHONE = re.compile(r"^(?:1\d{10}|0\d{2,3}-?\d{7,8})$")
DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$|^(\d{4})(\d{2})(\d{2})$")
FIRST_SERIAL, LAST_SERIAL, EPOCH = 7_000, 75_000, date(1899, 12, 30)
YES, NO = frozenset({"是", "有", "yes", "y", "1", "true", "√"}), frozenset({"否", "无", "no", "n", "0", "false", "×", ""})
WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: a code, a sentence and what to do, as message ids."""

    code: str
    message: str
    remedy: str


LOST = Fault("number-lost", "Excel has kept only 15 digits of “%(value)s”; the rest is lost.",
             "Set the column to text (设置单元格格式→文本), type the number again and send the file again.")
ERROR = Fault("error-cell", "The cell shows an error of a formula.", "Put the value itself in its place.")
REQUIRED = Fault("required", "“%(title)s” is empty.", "Fill it in; every row needs it.")
NOT_WHOLE = Fault("not-whole", "“%(value)s” is no whole number.", "Type digits only.")
OUT_OF_RANGE = Fault("out-of-range", "%(value)s does not lie between %(least)s and %(most)s.", "Correct the number.")
NOT_A_DAY = Fault("not-a-day", "“%(value)s” is no date.", "Write it like 2018-07-04 or 20180704.")
NOT_AMONG = Fault("not-among", "“%(value)s” is none of: %(choices)s.", "Choose one of these words.")
NEITHER = Fault("neither", "“%(value)s” is neither yes nor no.", "Write 是 or 否.")
BAD_IDENTITY = Fault("identity-form", "“%(value)s” is no identity number: it has 17 digits and a digit or X.", "Compare it with the document.")
BAD_CHECK = Fault("identity-check", "The last character of “%(value)s” does not fit the others.", "Compare it with the document: a digit is wrong.")
BAD_BIRTH = Fault("identity-birth", "The date inside “%(value)s” does not exist.", "Compare it with the document.")
BAD_ROLL = Fault("roll-form", "“%(value)s” is no roll number: G, J or L and 18 characters.", "Compare it with the national roll.")
BAD_PHONE = Fault("phone-form", "“%(value)s” is no telephone number.", "Eleven digits, or area code and number.")
TOO_LONG = Fault("too-long", "“%(title)s” has more than %(most)s characters.", "Shorten it.")


def value_of(cell: Cell, field: Field) -> Value | Fault:
    """The value of a cell for a column; None for an empty one, a Fault for one that cannot be taken."""
    if cell is None or cell == "":
        return REQUIRED if field.required else None
    if type(cell) is str:
        text = cell.strip()
        if not text:
            return REQUIRED if field.required else None
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text) if field.kind is not Kind.TEXT else text.translate(WIDE_SPACE).strip()
    else:
        text = shown(cell)
    return READERS[field.kind](cell, text, field)


WIDE_SPACE = {0x3000: " ", 0xA0: " ", 0x200B: None, 0xFEFF: None}


def text_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """A text with single spaces."""
    del cell
    if "\n" in text or "\t" in text or "  " in text:
        text = SPACES.sub(" ", text)
    return TOO_LONG if len(text) > field.most else text


def code_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """A code: no spaces; a number that Excel has cut is refused."""
    if lost(cell, text):
        return LOST
    code = text.replace(" ", "").upper()
    return TOO_LONG if len(code) > field.most else code


def lost(cell: Cell, text: str) -> bool:
    """Whether digits were lost on the way through a number."""
    return (isinstance(cell, float | int) and not isinstance(cell, bool) and abs(cell) >= DIGITS_KEPT) or EXPONENT.match(text) is not None


def whole_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """A whole number within its bounds."""
    del cell
    plain = text.replace(",", "").removesuffix(".0")
    if not (plain.isascii() and plain.lstrip("-").isdigit()):
        return NOT_WHOLE
    number = int(plain)
    return number if field.least <= number <= field.most else OUT_OF_RANGE


def day_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """A day: a date of the workbook, its serial number, or written in one of the usual ways."""
    del field
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = DAY.match(text.replace(" ", "").removesuffix("00:00:00"))
    if found:
        parts = [int(part) for part in found.groups() if part]
        try:
            return date(*parts)
        except ValueError:
            return NOT_A_DAY
    if text.isascii() and text.isdigit() and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        return EPOCH + timedelta(days=int(text))
    return NOT_A_DAY


def choice_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """The code of a word."""
    del cell
    found = field.choices.get(text)
    if found is None:
        found = field.choices.get(text.replace(" ", "").casefold())
    return NOT_AMONG if found is None else found


def yes_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """Yes or no."""
    del field
    if isinstance(cell, bool):
        return cell
    word = text.casefold()
    return True if word in YES else False if word in NO else NEITHER


def identity_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """An identity number (GB 11643): its form, the date inside, its last character."""
    del field
    if lost(cell, text):
        return LOST
    number = text.replace(" ", "").upper().lstrip("'")
    if not IDENTITY.match(number):
        return BAD_IDENTITY
    if not a_day(number[6:14]):
        return BAD_BIRTH
    return number if checked(number) else BAD_CHECK


def a_day(digits: str) -> bool:
    """Whether eight digits are a day."""
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def checked(number: str) -> bool:
    """Whether the last of 18 characters fits the others."""
    return CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False)) % 11] == number[17]


def roll_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """A roll number (学籍号). Its last character is a check in G and J only, and there a wrong one is no reason to refuse."""
    del field
    if lost(cell, text):
        return LOST
    number = text.replace(" ", "").upper().lstrip("'")
    return number if ROLL.match(number) else BAD_ROLL


def phone_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """A telephone number."""
    del cell, field
    number = text.replace(" ", "").replace("—", "-").removeprefix("+86").lstrip("'")
    return number if PHONE.match(number) else BAD_PHONE


READERS: dict[Kind, Callable[[Cell, str, Field], Value | Fault]] = {
    Kind.TEXT: text_value, Kind.CODE: code_value, Kind.WHOLE: whole_value, Kind.DAY: day_value, Kind.CHOICE: choice_value,
    Kind.YES: yes_value, Kind.IDENTITY: identity_value, Kind.ROLL: roll_value, Kind.PHONE: phone_value,
}
