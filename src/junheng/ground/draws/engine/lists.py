"""Frozen lists: their digests, the locators of their lines, and where two of them part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from junheng.ground.draws.engine.cells import normal, plain_number
from junheng.ground.draws.values import LOCATOR, Changed, FrozenList
from junheng.ground.kernel.findings import Finding, Place, Refused

UNIT = "\x1f"


def freeze(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, numeric: Sequence[str] = (),
           titles: Sequence[str] = ()) -> tuple[FrozenList, tuple[Changed, ...]]:
    """This will freeze rows as they came, cells in their normal form, and say which cells that changed.

    Changes of number spelling (085 → 85) are not reported, changes of text are. Raises Refused with line and column for
    a number that is none.
    """
    came = [tuple(row) for row in rows]
    frozen: list[Sequence[str]] = []
    changed: list[Changed] = []
    same = True
    for column, cells in zip(columns, zip(*came, strict=True), strict=True) if came else ():
        kinds = dict.fromkeys(cells)
        if column in numeric:
            now = {cell: number_in(cell, name, cells.index, column) for cell in kinds}
        else:
            now = {cell: normal(cell) for cell in kinds}
        if all(cell == text for cell, text in now.items()):
            frozen.append(cells)
            continue
        same = False
        if column not in numeric:
            changed += [Changed(line, column, cell, now[cell]) for line, cell in enumerate(cells, start=1)
                            if now[cell] != cell]
        frozen.append([now[cell] for cell in cells])
    changed.sort(key=lambda each: (each.line, columns.index(each.column)))
    kept = tuple(came) if same else tuple(zip(*frozen, strict=True))
    return FrozenList(name, tuple(columns), kept, tuple(numeric), tuple(titles)), tuple(changed)


def number_in(cell: str, name: str, place_of: Callable[[str], int], column: str) -> str:
    """A number's one spelling; Refused where it is none, with its first line."""
    try:
        return plain_number(cell)
    except ValueError:
        line = place_of(cell) + 1
        raise Refused(Finding(
            "not-a-number", "“%(cell)s” in column %(column)s, line %(line)s, is not a number in plain digits.",
            "Write it in digits, with a point at most, and read the file again.",
            Place(file=name, row=line, column=column), {"cell": cell, "column": column, "line": line},
        )) from None


def line_digest(cells: Sequence[str]) -> str:
    """The digest of one line."""
    return sha256(UNIT.join(cells).encode()).hexdigest()


def described(held: FrozenList) -> dict[str, Any]:
    """A list as transcripts and notices name it."""
    digests = [line_digest(row) for row in held.rows]
    return {
        "name": held.name, "columns": list(held.columns), "numeric": list(held.numeric), "titles": list(held.titles),
        "lines": len(digests), "digest": digest_of(digests),
        "locators": "".join(digest[:LOCATOR] for digest in digests),
    }


def digest_of(digests: Sequence[str]) -> str:
    """The digest of a list from those of its lines."""
    return sha256("\n".join(digests).encode()).hexdigest()


def parting(named: Mapping[str, Any], held: FrozenList) -> str:
    """Where a list parts from its description: "" when it does not, else `columns`, `line N`, `lines N` or `digest`."""
    if list(held.columns) != named.get("columns"):
        return "columns"
    digests = [line_digest(row) for row in held.rows]
    locators = str(named.get("locators", ""))
    fits = named.get("lines") == len(digests) and len(locators) == LOCATOR * len(digests)
    for count, digest in enumerate(digests):
        known = locators[count * LOCATOR:(count + 1) * LOCATOR]
        if digest[:LOCATOR] != known:
            return f"line {count + 1}" if known else f"lines {len(digests)}"
    if not fits:
        return f"lines {len(digests)}"
    return "" if named.get("digest") == digest_of(digests) else "digest"


def line_of(named: Mapping[str, Any], cells: Sequence[str]) -> int | None:
    """The line (1 is the first) on which a family finds its own cells, receipt included; None when nowhere."""
    locators, mine = str(named["locators"]), line_digest(cells)[:LOCATOR]
    places = [place for place in range(0, len(locators), LOCATOR) if locators[place:place + LOCATOR] == mine]
    return places[0] // LOCATOR + 1 if places else None
