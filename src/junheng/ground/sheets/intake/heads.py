"""Where the head of a table stands, and which column means what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from junheng.ground.sheets.intake.fields import Field, Form
from junheng.ground.sheets.intake.grid import Cell, Grid, shown

HEAD_ROWS = 20
# A head is one where at least so many columns are known.
FEWEST = 2
_BESIDE = re.compile(r"[\s*＊★:：、，,。.·]+|[（(［\[【].*?[）)］\]】]")
PASSED_OVER = frozenset({"序号", "编号", "备注", "说明", "no", "行号", "导入结果", "问题"})


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a sheet: the row after which rows begin, the key of each known column by its place, its title as written.

    `unknown`: places of columns that nobody has explained yet, with their titles; `missing`: required columns that are not
    there; `twice`: places of columns that mean what another column means already.
    """

    below: int
    columns: Mapping[int, str]
    titles: Mapping[int, str]
    unknown: tuple[tuple[int, str], ...] = ()
    missing: tuple[Field, ...] = ()
    twice: tuple[int, ...] = ()


def plain(title: str) -> str:
    """A heading as it is compared: no spaces, stars, brackets or their content, full-width letters folded."""
    return _BESIDE.sub("", unicodedata.normalize("NFKC", title)).casefold()


def words(form: Form, aliases: Mapping[str, str]) -> dict[str, str]:
    """The key for each heading that is known: of the form, and of the county (heading → key; "" to pass it over)."""
    known: dict[str, str] = {}
    for field in form.fields:
        for title in (field.title, field.key, *field.aliases):
            known.setdefault(plain(title), field.key)
    known |= {plain(title): key for title, key in aliases.items()}
    return known


def head_of(grid: Grid, form: Form, aliases: Mapping[str, str]) -> Head | None:
    """The head of a sheet; None for a sheet that holds no such table. A head of two rows is one where the lower row is known
    better together with the upper one (监护人1 over 姓名, 电话)."""
    known = words(form, aliases)
    best: tuple[int, int, list[str]] | None = None
    for row, cells in enumerate(grid.rows[:HEAD_ROWS]):
        for titles in (single(cells), double(grid.rows[row - 1], cells) if row else []):
            count = len({known[plain(title)] for title in titles if known.get(plain(title))})
            if count >= FEWEST and (best is None or count > best[0]):
                best = (count, row, titles)
    return None if best is None else mapped(best[1], best[2], form, known)


def single(cells: Sequence[Cell]) -> list[str]:
    """The titles of one row."""
    return [shown(cell).strip() for cell in cells]


def double(above: Sequence[Cell], cells: Sequence[Cell]) -> list[str]:
    """The titles of two rows: the lower one behind what stands above it or, in a merged cell, to its left above."""
    titles, group = [], ""
    for place, cell in enumerate(cells):
        over = shown(above[place]).strip() if place < len(above) else ""
        group = over or group
        title = shown(cell).strip()
        titles.append(title if title == over or not title else f"{group}{title}")
        if not title:
            titles[-1] = over
    return titles


def mapped(row: int, titles: list[str], form: Form, known: Mapping[str, str]) -> Head:
    """A head with its columns told apart."""
    columns: dict[int, str] = {}
    unknown: list[tuple[int, str]] = []
    twice: list[int] = []
    for place, title in enumerate(titles):
        key = known.get(plain(title))
        if not title or key == "":
            continue
        if key is None:
            if plain(title) not in PASSED_OVER:
                unknown.append((place, title))
        elif key in columns.values():
            twice.append(place)
        else:
            columns[place] = key
    missing = tuple(field for field in form.fields if field.required and field.key not in columns.values())
    return Head(row + 1, columns, {place: title for place, title in enumerate(titles) if title}, tuple(unknown), missing, tuple(twice))
