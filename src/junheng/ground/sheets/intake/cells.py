"""Cells to values: each kind says what it takes, and what was wrong with what it does not take."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from junheng.ground.sheets.intake.fields import Field, Kind, Value
from junheng.ground.sheets.intake.grid import Cell, shown

# Excel keeps 15 digits of a number; an identity number typed as one has lost its last three.
DIGITS_KEPT = 1e15
EXPONENT = re.compile(r"^\d(?:\.\d+[eE]\+?|[eE]\+)\d+$")
ERROR_TEXT = re.compile(r"^(?:#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3})$")
IDENTITY = re.compile(r"^\d{17}[\dX]$", re.ASCII)
ROLL = re.compile(r"^[GJL]\d{17}[\dX]$", re.ASCII)
MOBILE = re.compile(r"^(?:\+?86|0086)?(1\d{10})$", re.ASCII)
PHONE = re.compile(r"^0\d{2,3}-?\d{7,8}$", re.ASCII)
DAY = re.compile(r"^(?:(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2}))(?:\s*0{1,2}:00(?::00)?)?$")
WHOLE = re.compile(r"^-?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.0+)?$", re.ASCII)
AMOUNT = re.compile(r"^-?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d+)?$", re.ASCII)
DECIMALS = 4  # of an amount; what Excel keeps behind them is its own rounding
FIRST_SERIAL, LAST_SERIAL, EPOCH = 10_000, 73_050, date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1900, 2100
LONG_TEXT = 60  # characters; in a column of short texts (班级) a date is what Excel has made of 3-1
YES, NO = frozenset({"是", "有", "yes", "y", "1", "true", "√", "✓", "✔"}), frozenset({"否", "无", "no", "n", "0", "false", "×", ""})
DASHES = str.maketrans("—–－‐‑)", "------", "(")
WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
SPACES = re.compile(r"\s+")
# Signs that nobody sees: a cell with nothing else is empty. Telephones and web pages leave them around what is copied.
UNSEEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
BLANK = UNSEEN + " \t\n\r\v\f\x85\xa0\u2002\u2003\u2009\u202f\u3000"
SEEN = dict.fromkeys(map(ord, UNSEEN)) | {0x3000: " ", 0xA0: " "}
# Programs put these before or around digits so that Excel takes them for text: '0012, ="0012".
AS_TEXT = re.compile(r"^['‘’`]+|^=\"(?=.*\"$)|(?<=.)\"$")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: a code, a sentence and what to do, as message ids."""

    code: str
    message: str
    remedy: str


LOST = Fault("number-lost", "Excel has kept only 15 digits of “%(value)s”; the rest is lost.",
             "Set the column to text (设置单元格格式→文本), type the number again and send the file again.")
MADE_A_DATE = Fault("made-a-date", "Excel has made the date %(value)s of what was typed.",
                    "Set the column to text (设置单元格格式→文本), type it again and send the file again.")
UNCOUNTED = Fault("uncounted", "The result of the formula in this cell is not in the file.",
                  "Open the file in Excel or WPS, save it and send it again, or put the value itself in its place.")
ERROR = Fault("error-cell", "The cell shows an error of a formula.", "Put the value itself in its place.")
REQUIRED = Fault("required", "“%(title)s” is empty.", "Fill it in; every row needs it.")
NOT_WHOLE = Fault("not-whole", "“%(value)s” is no whole number.", "Type digits only.")
NOT_AN_AMOUNT = Fault("not-an-amount", "“%(value)s” is no number.", "Type digits and at most a decimal point; the unit stands in the heading.")
NOT_HUNDREDTHS = Fault("not-hundredths", "“%(value)s” is no number with two decimals at most.", "Type digits and a point, such as 62.5.")
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


# What people write where they have nothing to write.
NOTHING = frozenset({"/", "\\", "-", "--", "—", "——", "–", "无", "暂无", "空"})


def value_of(cell: Cell, field: Field) -> Value | Fault:
    """The value of a cell for a column; None for an empty one, a Fault for one that cannot be taken."""
    if type(cell) is str:
        text = cell.strip(BLANK)
        if not text.isascii():
            text = text.translate(SEEN).strip() if field.kind is Kind.TEXT else unicodedata.normalize("NFKC", text.translate(SEEN)).strip()
    else:
        text = shown(cell)
    if not text or (text in NOTHING and field.kind not in {Kind.TEXT, Kind.YES} and text not in field.choices):
        return REQUIRED if field.required else None
    if text[0] in "#E" and ERROR_TEXT.match(text):
        return ERROR
    if field.kind is not Kind.TEXT and text[0] in "'‘’`=":
        text = AS_TEXT.sub("", text).strip()
    return READERS[field.kind](cell, text, field)


def text_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """A text with single spaces. A long number and a date among short texts are not what was typed."""
    if type(cell) is not str:
        if lost(cell, ""):
            return LOST
        if isinstance(cell, date) and field.most <= LONG_TEXT:
            return MADE_A_DATE
    elif "\n" in text or "\t" in text or "\r" in text or "  " in text:
        text = SPACES.sub(" ", text)
    return TOO_LONG if len(text) > field.most else text


def code_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """A code: no spaces; a number that Excel has cut and a date that it has made are refused."""
    if lost(cell, text):
        return LOST
    if isinstance(cell, date):
        return MADE_A_DATE
    code = SPACES.sub("", text).upper()
    return TOO_LONG if len(code) > field.most else code


def lost(cell: Cell, text: str) -> bool:
    """Whether digits were lost on the way through a number."""
    return (isinstance(cell, float | int) and not isinstance(cell, bool) and abs(cell) >= DIGITS_KEPT) or EXPONENT.match(text) is not None


def whole_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """A whole number within its bounds."""
    del cell
    if not WHOLE.match(text):
        return NOT_WHOLE
    number = int(text.partition(".")[0].replace(",", ""))
    return number if field.least <= number <= field.most else OUT_OF_RANGE


def amount_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """A number within its bounds, to four decimals without idle noughts."""
    del cell
    number = number_of(text, DECIMALS)
    if number is None:
        return NOT_AN_AMOUNT
    number = number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    return number if field.least <= number <= field.most else OUT_OF_RANGE


def hundredths_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """A number with two decimals at most within its bounds, in hundredths; what Excel leaves behind the sixth decimal is nothing."""
    del cell
    number = number_of(text, 6)
    if number is None or number < 0 or number * 100 != int(number * 100):
        return NOT_HUNDREDTHS
    return int(number * 100) if field.least <= number * 100 <= field.most else OUT_OF_RANGE


def number_of(text: str, decimals: int) -> Decimal | None:
    """A number as people write it, to so many decimals; None for anything else."""
    return round(Decimal(text.replace(",", "")), decimals) if AMOUNT.match(text) else None


def day_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """A day: a date of the workbook, its serial number, or written in one of the usual ways."""
    del field
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
    elif found := DAY.match(text) or DAY.match(text.replace(" ", "")):
        try:
            day = date(*(int(part) for part in found.groups() if part))
        except ValueError:
            return NOT_A_DAY
    elif text.isascii() and text.isdigit() and len(text) == 5 and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        day = EPOCH + timedelta(days=int(text))
    else:
        return NOT_A_DAY
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else NOT_A_DAY


def choice_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """The code of a word, which may be written with other spaces, brackets or letters than the list has."""
    found = field.choices.get(cell.strip() if type(cell) is str else text)
    if found is None:
        wanted = alike(text)
        found = next((code for word, code in field.choices.items() if alike(word) == wanted), None)
    return NOT_AMONG if found is None else found


def alike(word: str) -> str:
    """A word as choices are compared."""
    return SPACES.sub("", unicodedata.normalize("NFKC", word)).casefold()


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
    number = SPACES.sub("", text).upper()
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
    number = SPACES.sub("", text).upper()
    return number if ROLL.match(number) else BAD_ROLL


def phone_value(cell: Cell, text: str, field: Field) -> Value | Fault:
    """A telephone number."""
    del cell, field
    number = SPACES.sub("", text).translate(DASHES)
    mobile = MOBILE.match(number.replace("-", ""))
    return mobile[1] if mobile else number if PHONE.match(number) else BAD_PHONE


READERS: dict[Kind, Callable[[Cell, str, Field], Value | Fault]] = {
    Kind.TEXT: text_value, Kind.CODE: code_value, Kind.WHOLE: whole_value, Kind.AMOUNT: amount_value, Kind.HUNDREDTHS: hundredths_value,
    Kind.DAY: day_value, Kind.CHOICE: choice_value,
    Kind.YES: yes_value, Kind.IDENTITY: identity_value, Kind.ROLL: roll_value, Kind.PHONE: phone_value,
}
