"""Lists of a job in a folder, as .csv or as a workbook."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path


def lists(place: Path, tables: Mapping[str, Sequence[str]], **changed: Sequence[str] | None) -> Path:
    """This will write tables given as lines; `changed` gives other lines for one, or None to leave it out."""
    place.mkdir(parents=True, exist_ok=True)
    for name, lines in {**tables, **changed}.items():
        if lines is not None:
            (place / f"{name}.csv").write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    return place


def as_workbooks(place: Path) -> None:
    """This will turn every .csv of a folder into an .xlsx whose sheet is called 名单."""
    import openpyxl

    for each in sorted(place.glob("*.csv")):
        book = openpyxl.Workbook()
        book.active.title = "名单"
        for line in each.read_text(encoding="utf-8").splitlines():
            book.active.append([int(cell) if cell.isdecimal() else cell for cell in line.split(",")])
        book.save(each.with_suffix(".xlsx"))
        each.unlink()


def certificate(out: Path):
    """The certificate in a folder of results."""
    return json.loads((out / "certificate.json").read_bytes())


def names(place: Path) -> set[str]:
    """What a folder holds, hidden parts too."""
    return {each.name for each in place.iterdir()}
