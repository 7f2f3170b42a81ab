"""What is wrong with the lists of a round, each with file, row, column and remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from junheng.ground.draws.engine.cells import NUMBER
from junheng.ground.draws.values import FrozenList
from junheng.ground.kernel.findings import Finding, Place
from junheng.rooms.admissions.engine.rounds import choices_of, moment

TWICE = "Keep one of the two lines."


class Listed(Protocol):
    """A frozen list whose lines can be found again in its sender's file."""

    @property
    def frozen(self) -> FrozenList: ...

    @property
    def rows(self) -> tuple[int, ...]: ...

    def place(self, line: int, column: str) -> Place: ...


def found(listed: Listed, line: int, column: str, code: str, message: str, remedy: str, **values: str | int) -> Finding:
    """One finding in a line of a list."""
    return Finding(code, message, remedy, listed.place(line, column), values)


def faults(sheets: Mapping[str, Listed], *, scored: bool) -> Iterator[Finding]:
    """Everything for which a round is refused, list by list."""
    schools, applicants = sheets["schools"], sheets["applicants"]
    yield from repeated(schools, "school_code", ("school_code",))
    yield from not_whole(schools, "seats", least=0)
    codes = set(schools.frozen.ids)
    yield from repeated(applicants, "applicant_id", ("applicant_id",))
    yield from wrong_choices(applicants, codes)
    yield from crossed_households(applicants)
    if scored:
        yield from empty(applicants, "score", "Write a score for every applicant; 0 where there is none.")
    if "priorities" in sheets:
        yield from wrong_priorities(sheets["priorities"], set(applicants.frozen.ids), codes)
    if "reserves" in sheets:
        yield from wrong_reserves(sheets["reserves"], schools)


def empty(listed: Listed, column: str, remedy: str = "Fill the cell.") -> Iterator[Finding]:
    """Cells left empty that may not be."""
    for line, cell in enumerate(listed.frozen.column(column)):
        if not cell:
            yield found(listed, line, column, "empty", "The cell is empty.", remedy)


def repeated(listed: Listed, column: str, by: tuple[str, ...]) -> Iterator[Finding]:
    """Names that are empty or stand on two lines."""
    yield from empty(listed, column)
    columns = [listed.frozen.column(each) for each in by]
    if len(set(zip(*columns, strict=True))) == len(listed.rows):
        return
    seen: dict[tuple[str, ...], int] = {}
    for line, name in enumerate(zip(*columns, strict=True)):
        if seen.setdefault(name, line) != line and all(name):
            yield found(listed, line, column, "twice", "“%(name)s” stands already in row %(row)s.", TWICE,
                        name=" ".join(name), row=listed.rows[seen[name]])


def not_whole(listed: Listed, column: str, *, least: int) -> Iterator[Finding]:
    """Cells that hold no whole number from `least` on."""
    cells = listed.frozen.column(column)
    odd = {cell for cell in set(cells) if not cell.isdecimal() or int(cell) < least}
    for line, cell in enumerate(cells) if odd else ():
        if cell in odd:
            yield found(listed, line, column, "not-whole", "“%(cell)s” is not a whole number from %(least)s on.",
                        "Write a whole number in digits.", cell=cell, least=least)


def unknown(listed: Listed, column: str, known: set[str], message: str, remedy: str) -> Iterator[Finding]:
    """Names that the list of applicants or schools does not hold."""
    names = listed.frozen.column(column)
    for line, name in enumerate(names) if set(names) - known else ():
        if name not in known:
            yield found(listed, line, column, "unknown", message, remedy, name=name)


def wrong_choices(applicants: Listed, codes: set[str]) -> Iterator[Finding]:
    """Choices of schools that do not exist, and the same school twice."""
    for line, cell in enumerate(applicants.frozen.column("choices")):
        named = choices_of(cell)
        if codes.issuperset(named) and len(set(named)) == len(named):
            continue
        for number, code in enumerate(named, start=1):
            if code not in codes:
                yield found(applicants, line, "choices", "unknown", "Choice %(number)s, “%(name)s”, is no code in the list of schools.",
                            "Correct the code; separate choices by “;”.", name=code, number=number)
            elif code in named[:number - 1]:
                yield found(applicants, line, "choices", "choice-twice", "The school “%(name)s” is chosen twice.",
                            "Keep the earlier of the two choices.", name=code)


def crossed_households(applicants: Listed) -> Iterator[Finding]:
    """Households named after a child that itself names another one: two children would point at each other."""
    line_of = {name: line for line, name in enumerate(applicants.frozen.ids)}
    households = applicants.frozen.column("household")
    for line, label in enumerate(households):
        other = line_of.get(label) if label else None
        if other is not None and households[other] not in {"", label}:
            yield found(applicants, line, "household", "household-crossed",
                        "The household “%(name)s” is named after the applicant in row %(row)s, who has the household “%(other)s”.",
                        "Write one and the same household for all children of the family.",
                        name=label, row=applicants.rows[other], other=households[other])


def wrong_priorities(priorities: Listed, ids: set[str], codes: set[str]) -> Iterator[Finding]:
    """Priorities of nobody, at no school, twice, without a tier, or with days and numbers mixed."""
    yield from unknown(priorities, "applicant_id", ids, "“%(name)s” is not in the list of applicants.",
                       "Correct the identifier or take the line out.")
    yield from unknown(priorities, "school_code", codes, "“%(name)s” is no code in the list of schools.",
                       "Correct the code or take the line out.")
    yield from repeated(priorities, "applicant_id", ("applicant_id", "school_code"))
    yield from not_whole(priorities, "tier", least=1)
    yield from mixed_order(priorities)


def mixed_order(priorities: Listed) -> Iterator[Finding]:
    """The first order key that is of another kind than the first one, or of none."""
    cells = priorities.frozen.column("order")
    of_kind = {cell: "day" if is_day(cell) else "number" if NUMBER.fullmatch(cell) else "" for cell in set(cells) if cell}
    first = next((of_kind[cell] for cell in cells if cell), "")
    for line, cell in enumerate(cells) if len(set(of_kind.values())) > 1 or "" in of_kind.values() else ():
        if cell and (of_kind[cell] != first or not of_kind[cell]):
            yield found(priorities, line, "order", "order-mixed",
                        "“%(cell)s” does not go with the order keys before it: all are days or all are numbers.",
                        "Write days like 2024-09-01, or numbers, in the whole column.", cell=cell)
            return


def is_day(cell: str) -> bool:
    """Whether a text is a day that exists."""
    try:
        moment(cell)
    except ValueError:
        return False
    return True


def groups_of_nobody(sheets: Mapping[str, Listed]) -> Iterator[Finding]:
    """Reserves of groups that no applicant belongs to, as notes: it may be so, and it may be a name misspelt."""
    known = set(sheets["applicants"].frozen.column("group"))
    reserves = sheets.get("reserves")
    for line, group in enumerate(reserves.frozen.column("group")) if reserves else ():
        if reserves and group not in known:
            yield Finding("group-of-nobody", "Nobody belongs to the group “%(name)s”; its reserve goes to everyone.",
                          "Look whether both lists spell the group alike.", reserves.place(line, "group"), {"name": group}, level="note")


def wrong_reserves(reserves: Listed, schools: Listed) -> Iterator[Finding]:
    """Reserves at no school, of no group, twice, or above the seats of their school."""
    yield from unknown(reserves, "school_code", set(schools.frozen.ids), "“%(name)s” is no code in the list of schools.",
                       "Correct the code or take the line out.")
    yield from empty(reserves, "group")
    yield from repeated(reserves, "school_code", ("school_code", "group"))
    yield from not_whole(reserves, "seats", least=0)
    seats: dict[str, Any] = dict(zip(schools.frozen.ids, schools.frozen.column("seats"), strict=True))
    held: Counter[str] = Counter()
    for line, (code, cell) in enumerate(zip(reserves.frozen.ids, reserves.frozen.column("seats"), strict=True)):
        before = held[code]
        held[code] += int(cell) if cell.isdecimal() else 0
        if code in seats and seats[code].isdecimal() and before <= int(seats[code]) < held[code]:
            yield found(reserves, line, "seats", "reserve-above", "“%(name)s” has %(seats)s seats; %(held)s of them would be reserved.",
                        "Reserve fewer seats or add seats to the school.", name=code, seats=int(seats[code]), held=held[code])
