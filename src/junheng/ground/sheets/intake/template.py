"""The empty form with lists to choose from, notes and an example, and the same form filled with rows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from junheng.ground.sheets.intake.fields import Field, Form, Kind, Value
from junheng.ground.sheets.intake.marked import clean

ROWS_WITH_LISTS = 5_000
LIST_LENGTH = 255  # characters that a list inside a cell's rule may have


def template(form: Form, *, created: datetime) -> bytes:
    """This will make the empty form: headings, one example to be overwritten on a second sheet, lists, notes."""
    return made(form, (), created=created, example=True)


def filled_form(form: Form, rows: Iterable[Sequence[Value]], *, created: datetime) -> bytes:
    """This will make the form with rows, one value for each column in the order of the form. What comes out goes in again."""
    return made(form, rows, created=created, example=False)


def made(form: Form, rows: Iterable[Sequence[Value]], *, created: datetime, example: bool) -> bytes:
    """The workbook of a form."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "constant_memory": False, "strings_to_formulas": False,
                                        "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": created.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bg_color": "#ECEFF0", "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"})
    must = book.add_format({"bold": True, "bg_color": "#FFF3C4", "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"})
    text = book.add_format({"num_format": "@"})
    page = book.add_worksheet(form.title[:31])
    page.freeze_panes(1, 1)
    words = [{code: word for word, code in reversed(list(field.choices.items())) if not word.isascii()} for field in form.fields]
    for place, field in enumerate(form.fields):
        page.set_column(place, place, field.width, text)
        page.write_string(0, place, field.title, must if field.required else head)
        if field.hint:
            page.write_comment(0, place, clean(field.hint), {"x_scale": 2, "author": "均衡"})
        listed = [word for word, code in field.choices.items() if words[place].get(code) == word] if field.kind is Kind.CHOICE else []
        listed = ["是", "否"] if field.kind is Kind.YES else listed
        if listed and len(",".join(listed)) <= LIST_LENGTH:
            page.data_validation(1, place, ROWS_WITH_LISTS, place, {"validate": "list", "source": listed, "error_type": "warning"})
    for number, row in enumerate(rows, start=1):
        for place, (value, field) in enumerate(zip(row, form.fields, strict=True)):
            shown = said(value, field, words[place])
            if shown:
                page.write_string(number, place, clean(shown), text)
    if example:
        notes(book, form)
    book.close()
    return buffer.getvalue()


def said(value: Value, field: Field, words: dict[str, str]) -> str:
    """A value as people write it."""
    if value is None or value == "":
        return ""
    if field.kind is Kind.YES:
        return "是" if value else "否"
    if field.kind is Kind.CHOICE:
        return words.get(str(value), str(value))
    if field.kind is Kind.HUNDREDTHS:
        return f"{Decimal(str(value)) / 100:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def notes(book: xlsxwriter.Workbook, form: Form) -> None:
    """This will add the sheet that says how to fill the form in."""
    bold, wrapped = book.add_format({"bold": True, "bg_color": "#ECEFF0", "border": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    page = book.add_worksheet("填写说明")
    for place, (title, width) in enumerate((("项目", 18), ("必填", 6), ("怎么填", 60), ("例", 24))):
        page.set_column(place, place, width)
        page.write_string(0, place, title, bold)
    for number, field in enumerate(form.fields, start=1):
        choices = "、".join(dict.fromkeys(word for word in field.choices if not word.isascii()))
        for place, text in enumerate((field.title, "是" if field.required else "", " ".join(filter(None, (field.hint, choices))), field.example)):
            page.write_string(number, place, clean(text), wrapped)
