"""A tutor for every pupil, from two files."""

from __future__ import annotations

from junheng.ground.draws.engine import freeze, normal, transcript
from junheng.ground.kernel.findings import Finding, Refused
from junheng.ground.sheets import read_table
from junheng.rooms.classes.engine import run_tutors
from junheng.rooms.classes.queries.rosters import Roster, check_children, read_roster
from junheng.rooms.classes.sheets import TUTOR_TITLES, WISH_TITLES
from junheng.rooms.classes.values import Allotment


def allot(pupils: bytes, pupils_name: str, tutors: bytes, tutors_name: str, *, seed: str) -> Allotment:
    """This will give every pupil a tutor. Raises Refused."""
    roster = read_roster(pupils, pupils_name, more=WISH_TITLES)
    table = read_table(tutors, tutors_name, required=["tutor_id", "most"], titles=TUTOR_TITLES)
    staff = Roster(tutors, tutors_name, table)
    columns = ["pupil_id", *(column for column in ("choices", "avoid") if column in roster.table.columns)]
    loads = ["tutor_id", *(column for column in ("most", "least") if column in table.columns)]
    for column in loads[1:]:
        for line, cell in enumerate(table.column(column), start=1):
            if normal(cell) and not (normal(cell).isascii() and normal(cell).isdecimal()):
                place = staff.place(line, column)
                raise Refused(Finding("tutor-load", "“%(cell)s” in row %(row)s, column %(column)s, is not a number of pupils, 0 or more.",
                                      "Write it in digits, with a point at most, or leave the cell empty, and read the file again.", place,
                                      {"cell": cell, "row": place.row or 0, "column": place.column or column}))
    lists = {}
    for held, name, wanted in ((roster, "roster", columns), (staff, "tutors", loads)):
        frozen = freeze(name, wanted, held.table.chosen(wanted), titles=[held.table.title(column) for column in wanted])[0]
        check_children(held, frozen)
        lists[name] = frozen
    known = normal(seed)
    try:
        outcome = run_tutors({}, known, lists)
    except Refused as refused:
        raise roster.told(refused) from None
    held = transcript(kind="placement", algorithm="tutors/1", lists=list(lists.values()), rules={"first": "lowest"}, seed=known,
                      outcome=outcome)
    return Allotment(lists["roster"].ids, tuple(lists["tutors"].ids[number - 1] for number in outcome["tutors"]),
                     tuple(outcome["wishes"]), held)
