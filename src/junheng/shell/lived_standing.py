"""What the example county's schools have beside pupils and rooms: terms, groups, papers, networks, programmes, practice bases."""

from __future__ import annotations

import tomllib
from datetime import date

from django.conf import settings
from django.utils import timezone

from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.units.queries import tree
from junheng.registry import actions, queries
from junheng.registry.engine.invented import County
from junheng.registry.engine.invented.standing import standing
from junheng.shell.demo import CONSOLE

EXAMPLE = settings.PACKAGE.parent.parent / "counties" / "example"
# Grade of 实验小学, day, how many came; 0 for a day to come.
VISITS = ((5, date(2026, 10, 15), 8), (6, date(2026, 10, 16), 7), (4, date(2026, 12, 3), 0))


def load(held: County, seed: str) -> int:
    """This will bring in what is not there yet; how many rows."""
    told = tomllib.loads((EXAMPLE / "school-year.toml").read_text(encoding="utf-8"))
    rows = {"terms": [(f"T-{row['school_year']}-{row['number']}", "", row) for row in told["terms"]],
            "days-off": [(f"H-{row['first_day']:%Y%m%d}", "", row) for row in told["days"]], **standing(held, seed)}
    count = sum(actions.bring_in_rows(name=name, rows=each, at=timezone.now(), **CONSOLE) for name, each in rows.items())
    return count + visits(held.day)


def visits(day: date) -> int:
    """This will book the first base for a few grades of 实验小学 and count those who came; how many bookings."""
    accounts = account_id_of("xiaozhang"), account_id_of("bangong")
    head, office = (person_by_id(each, day) if each else None for each in accounts)
    school = tree(day).by_code("X03")
    if head is None or office is None or school is None or queries.school_standing(office, school, day).bookings:
        return 0
    base = queries.bases(office, day).bases[0]
    made = 0
    for grade, on, came in VISITS:
        if f"{school}:primary:{grade}" in dict(queries.grades_to_book(head, base.id, day)):
            number = actions.book(base_id=base.id, school=school, stage="primary", grade=grade, pupils=None, on=on, today=min(on, day), by=head,
                                  at=timezone.now())
            made += 1
            if came:
                actions.count_visit(booking_id=number, attended=came, today=day, by=office, at=timezone.now())
    return made
