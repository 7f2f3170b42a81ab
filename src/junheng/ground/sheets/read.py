"""Tables in: .xlsx, .xls, .ods and .csv alike, columns found by their titles wherever the head stands."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

import python_calamine

from junheng.ground.kernel.findings import Finding, Place, Refused

UNPACKED_LIMIT = 200 * 1024 * 1024
# 19 signs, some of them surnames, that GB 18030-2022 and browsers no longer keep among the private ones.
GB_2022 = str.maketrans("\ue5e5\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864",
                        "\u3000\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb")


def read_rows(data: bytes, name: str, *, columns: Sequence[str]) -> list[tuple[int, Mapping[str, str]]]:
    """The rows under the head that names all `columns`, with their row numbers (1 is the first row of the sheet).

    Raises Refused when the file cannot be read or no row names the columns.
    """
    table = cells(data, name)
    for index, row in enumerate(table[:20]):
        titles = [each.strip() for each in row]
        if all(column in titles for column in columns):
            places = {column: titles.index(column) for column in columns}
            return [
                (number, {column: (line[place].strip() if place < len(line) else "") for column, place in places.items()})
                for number, line in enumerate(table[index + 1:], start=index + 2) if any(each.strip() for each in line)
            ]
    raise Refused(Finding(code="columns", message="No row of %(name)s names the columns %(columns)s.",
                          remedy="Use the table as exported and keep its head row.", place=Place(file=name, row=1),
                          values={"name": name, "columns": "、".join(columns)}))


def cells(data: bytes, name: str) -> list[list[str]]:
    """The first sheet's cells as text."""
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        if data.startswith(b"PK"):
            check_size(data, name)
        try:
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        except (python_calamine.CalamineError, OSError, ValueError, IndexError):
            raise broken(name) from None
        return [[text_of(cell) for cell in row] for row in rows]
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            return list(csv.reader(io.StringIO(text if encoding == "utf-8-sig" else text.translate(GB_2022))))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise broken(name)


def sheet_name(data: bytes) -> str | None:
    """The name of the first sheet of a workbook; None for a .csv and for what cannot be read."""
    if not data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return None
    try:
        return next(iter(python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names), None)
    except (python_calamine.CalamineError, OSError, ValueError):
        return None


def check_size(data: bytes, name: str) -> None:
    """This will refuse a workbook that unpacks to far more than a workbook holds."""
    try:
        unpacked = sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(data)).infolist())
    except (zipfile.BadZipFile, ValueError):
        raise broken(name) from None
    if unpacked > UNPACKED_LIMIT:
        raise Refused(Finding(code="zip-bomb", message="%(name)s unpacks to far more than a workbook holds.",
                              remedy="Save it again in Excel or WPS.", place=Place(file=name), values={"name": name}))


def broken(name: str) -> Refused:
    """The refusal of a workbook that cannot be read."""
    return Refused(Finding(code="broken", message="%(name)s cannot be read as a table.",
                           remedy="Save it as .xlsx without a password and send it again.", place=Place(file=name),
                           values={"name": name}))


def text_of(cell: object) -> str:
    """A cell as text: whole numbers without a point, days as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
