"""The same of an .xls or .et (BIFF in a compound file), where errors of formulas would otherwise read as empty cells."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from junheng.ground.sheets.intake.looks import MOST_COLUMNS, Look, Place

FREE = 0xFFFFFFFA  # sector numbers from here on mark ends and gaps
BOUND_SHEET, START, END, FORMULA, BOOL_OR_ERROR, ROW, COLUMNS = 0x85, 0x809, 0x0A, 0x06, 0x205, 0x208, 0x7D
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def old_looks(data: bytes) -> list[Look]:
    """The looks of the sheets in the order of the workbook. Raises ValueError and struct.error for a file cut short."""
    book = stream(data, ("Workbook", "Book"))
    starts = [struct.unpack_from("<I", body)[0] for kind, body in records(book, 0) if kind == BOUND_SHEET]
    return [look_at(book, start) for start in starts]


def stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """A stream of a compound file, by one of its names."""
    size, small = (1 << power for power in struct.unpack_from("<HH", data, 30))
    first_entry, = struct.unpack_from("<I", data, 48)
    limit, first_small = struct.unpack_from("<II", data, 56)
    next_table, tables = struct.unpack_from("<II", data, 68)
    sectors = [each for each in struct.unpack_from("<109I", data, 76) if each < FREE]
    for _ in range(min(tables, len(data) // size)):
        if next_table >= FREE:
            break
        *more, next_table = struct.unpack_from(f"<{size // 4}I", data, (next_table + 1) * size)
        sectors += [each for each in more if each < FREE]
    chain = [link for each in sectors for link in struct.unpack_from(f"<{size // 4}I", data, (each + 1) * size)]

    def whole(first: int) -> bytes:
        return b"".join(data[(each + 1) * size:(each + 2) * size] for each in linked(first, chain))

    folder = whole(first_entry)
    entries = {folder[at:at + max(0, length - 2)].decode("utf-16-le"): struct.unpack_from("<II", folder, at + 116)
               for at in range(0, len(folder) - 127, 128) if (length := struct.unpack_from("<H", folder, at + 64)[0]) <= 64}
    root = entries.get("Root Entry") or entries.get("R")
    for name in names:
        if name in entries:
            first, length = entries[name]
            if length >= limit or root is None:
                return whole(first)[:length]
            held, table = whole(root[0]), whole(first_small)
            steps = list(struct.unpack(f"<{len(table) // 4}I", table))
            return b"".join(held[each * small:(each + 1) * small] for each in linked(first, steps))[:length]
    raise ValueError("no workbook in the file")


def linked(first: int, chain: list[int]) -> Iterator[int]:
    """The sectors of a stream; a chain that runs in a circle ends."""
    for _ in range(len(chain)):
        if first >= len(chain):
            return
        yield first
        first = chain[first]


def records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place on to the end of that part."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        depth += (kind == START) - (kind == END)
        yield kind, book[at + 4:at + 4 + length]
        if depth <= 0:
            return
        at += 4 + length


def look_at(book: bytes, start: int) -> Look:
    """The look of the sheet whose part starts there."""
    errors: dict[Place, str] = {}
    rows: set[int] = set()
    columns: set[int] = set()
    for kind, body in records(book, start):
        if kind == FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
            errors[struct.unpack_from("<HH", body)] = ERRORS.get(body[8], "#N/A")
        elif kind == BOOL_OR_ERROR and len(body) >= 8 and body[7] == 1:
            errors[struct.unpack_from("<HH", body)] = ERRORS.get(body[6], "#N/A")
        elif kind == ROW and len(body) >= 16 and struct.unpack_from("<H", body, 12)[0] & 0x20:
            rows.add(struct.unpack_from("<H", body)[0])
        elif kind == COLUMNS and len(body) >= 10 and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", body)
            columns.update(range(first, min(last + 1, MOST_COLUMNS)))
    return Look(frozenset(rows), frozenset(columns), errors)
