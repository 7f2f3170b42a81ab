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
    there; `twice`: keys and places of columns that mean what another column means already.
    """

    below: int
    columns: Mapping[int, str]
    titles: Mapping[int, str]
    unknown: tuple[tuple[int, str], ...] = ()
    missing: tuple[Field, ...] = ()
    twice: tuple[tuple[str, int], ...] = ()


def plain(title: str) -> str:
    """A heading as it is compared: no spaces, stars, brackets or their content, full-width letters folded."""
    return _BESIDE.sub("", unicodedata.normalize("NFKC", title)).casefold()


def words(form: Form, aliases: Mapping[str, str]) -> dict[str, str]:
    """The key for each heading that is known: of the form, and of the county (heading → key; "" to pass it over)."""
    known: dict[str, str] = {}
    for field in form.fields:
        for title in (field.title, field.key, *field.aliases):
            known.setdefault(plain(title), field.key)
    keys = {"", *(field.key for field in form.fields)}
    known |= {plain(title): key for title, key in aliases.items() if key in keys}
    return known


def head_of(grid: Grid, form: Form, aliases: Mapping[str, str]) -> Head | None:
    """The head of a sheet; None for a sheet that holds no such table. A head of two rows is one where the lower row is known
    better together with the upper one (监护人1 over 姓名, 电话)."""
    known = words(form, aliases)
    best: tuple[int, int] = (FEWEST - 1, 0)
    found: tuple[int, list[str]] | None = None
    for row, cells in enumerate(grid.rows[:HEAD_ROWS]):
        alone = single(cells)
        for titles in (alone, double(grid, row, known) if row else []):
            keys = {known[plain(title)] for title in titles if known.get(plain(title))}
            # Among heads that know as many columns, the one that needs both of its rows for it is meant.
            score = (len(keys), sum(1 for lower, title in zip(alone, titles, strict=False) if lower and lower != title and known.get(plain(title))))
            if score > best:
                best, found = score, (row, titles)
    return None if found is None else mapped(*found, form, known)


def single(cells: Sequence[Cell]) -> list[str]:
    """The titles of one row."""
    return [shown(cell).strip() for cell in cells]


def double(grid: Grid, row: int, known: Mapping[str, str]) -> list[str]:
    """The titles of two rows, the lower one behind the name of its group above: a merged cell, or, where nothing is merged, the
    nearest to the left. A group whose titles are not known with its name (学生信息 over 姓名) adds nothing to them."""
    above, cells = single(grid.rows[row - 1]), single(grid.rows[row])
    groups = groups_of(grid, row - 1, above, len(cells))
    titles = [over if not title or title == over else f"{group}{title}"
              for over, group, title in zip([*above, *[""] * len(cells)], groups, cells, strict=False)]
    heads = {known[plain(title)] for title in titles if known.get(plain(title))}
    # A group that is known by its name keeps it, and so does one that names again what has its column: another person's 姓名.
    named = {group for group, title, whole in zip(groups, cells, titles, strict=True) if plain(whole) in known or known.get(plain(title)) in heads}
    for place, (group, title) in enumerate(zip(groups, cells, strict=True)):
        if group not in named and known.get(plain(title)):
            titles[place] = title
    return titles


def groups_of(grid: Grid, row: int, above: Sequence[str], width: int) -> list[str]:
    """The name of the group that each column stands under."""
    wide = {left: right for (top, left), (bottom, right) in grid.merged if top <= row <= bottom and right > left}
    groups, group = [], ""
    end = -1
    for place in range(width):
        over = above[place] if place < len(above) else ""
        if over:
            group, end = over, wide.get(place, place if wide else width)
        groups.append(group if place <= end else "")
    return groups


def mapped(row: int, titles: list[str], form: Form, known: Mapping[str, str]) -> Head:
    """A head with its columns told apart."""
    columns: dict[int, str] = {}
    unknown: list[tuple[int, str]] = []
    twice: list[tuple[str, int]] = []
    for place, title in enumerate(titles):
        key = known.get(plain(title))
        if not title or key == "":
            continue
        if key is None:
            if plain(title) not in PASSED_OVER:
                unknown.append((place, title))
        elif key in columns.values():
            twice.append((key, place))
        else:
            columns[place] = key
    missing = tuple(field for field in form.fields if field.required and field.key not in columns.values())
    return Head(row + 1, columns, {place: title for place, title in enumerate(titles) if title}, tuple(unknown), missing, tuple(twice))
