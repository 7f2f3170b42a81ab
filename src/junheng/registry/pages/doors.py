"""The ways out of the hall: each for whoever finds something behind it, with how much is waiting there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from junheng.ground.people.values import Person
from junheng.ground.snapshots import queries as snapshots
from junheng.registry import queries
from junheng.registry.queries import rounds


@dataclass(frozen=True, slots=True)
class Door:
    """A way: its address, its words, and how many things wait behind it."""

    address: str
    words: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Behind:
    """What lies behind a door: the name and the part of its address, its message id, who may open it, how much waits."""

    name: str
    words: str
    open_to: Callable[[Person], bool] = lambda person: True
    waiting: Callable[[Person], int] = lambda person: 0
    part: str = ""


GROUPS = (
    (gettext_noop("Schools"), (
        Behind("registry:schools", gettext_noop("All schools")),
        Behind("registry:overview", gettext_noop("Overview of schools")),
        Behind("registry:map", gettext_noop("Map of schools")),
        Behind("registry:facilities", gettext_noop("Facilities")),
        Behind("registry:networks", gettext_noop("Networks and terminals")),
        Behind("registry:groups", gettext_noop("Groups and communities")),
        Behind("registry:paper-list", gettext_noop("Governance papers")),
        Behind("registry:list", gettext_noop("Vocational programmes"), part="programmes"),
        Behind("registry:bases", gettext_noop("Practice bases")),
        Behind("registry:calendar", gettext_noop("School calendar")),
        Behind("registry:directory", gettext_noop("Directory")),
        Behind("registry:duty", gettext_noop("Duty rota")),
    )),
    (gettext_noop("Pupils and staff"), (
        Behind("registry:events", gettext_noop("Events of the roll"), queries.sees_events),
        Behind("registry:corrections", gettext_noop("Corrections"), queries.sees_corrections),
        Behind("registry:headcounts", gettext_noop("Headcounts"), queries.counts_heads),
        Behind("registry:checks", gettext_noop("Data checks"), queries.may_see_checks),
        Behind("registry:national", gettext_noop("Compared with national systems"), lambda person: bool(queries.national_systems(person))),
        Behind("registry:duplicates", gettext_noop("Duplicates"), lambda person: bool(queries.kinds_of_pairs(person))),
    )),
    (gettext_noop("Tables and exchange"), (
        Behind("registry:returns", gettext_noop("To fill in"), rounds.may_answer_any, rounds.to_fill),
        Behind("registry:rounds", gettext_noop("Collection rounds"), rounds.may_see_rounds),
        Behind("registry:imports", gettext_noop("Bring in tables"), lambda person: bool(queries.forms_of(person))),
        Behind("snapshots", gettext_noop("Snapshots"), snapshots.may_see),
        Behind("registry:nodes", gettext_noop("Nodes"), queries.may_see_nodes),
    )),
)


def doors(person: Person) -> list[tuple[str, list[Door]]]:
    """The doors that are open to a person, group by group."""
    found = [(_(title), [Door(reverse(each.name, args=[each.part] if each.part else []), _(each.words), each.waiting(person))
                         for each in group if each.open_to(person)]) for title, group in GROUPS]
    return [(title, group) for title, group in found if group]
