"""Groups, papers and networks of schools on a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from junheng.ground.people import access as people
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.engine.coverage import Having, coverage
from junheng.registry.models import Digital, GroupMember, Paper, Room, SchoolSpell
from junheng.registry.queries.books import book
from junheng.registry.queries.numbers import numbers
from junheng.registry.queries.schools import spells_on
from junheng.registry.values import Locale, Ownership, RoomKind, SchoolKind
from junheng.registry.values.community import (
    GroupCard,
    GroupsCard,
    MemberRow,
    NetworkRow,
    NetworksCard,
    PaperRow,
    PapersCard,
)
from junheng.registry.values.standing import GroupKind, PaperKind, PaperLevel, Wireless


def short(row: SchoolSpell) -> str:
    """A school as lists call it."""
    return row.short_name or row.name


def groups(person: Person, day: date) -> GroupsCard:
    """The groups of a day by kind and name, and which rural schools belong to none. Raises Denied."""
    access.check_may(person, "see", access.GROUP)
    here = {row.school_id: row for row in spells_on(day).order_by("school__school_code")}
    found = grouped(GroupMember.objects.filter(on_day(day), school_id__in=here), {school: short(row) for school, row in here.items()})
    rural = [row for row in here.values() if row.locale == Locale.RURAL and row.kind != SchoolKind.TEACHING_POINT]
    members = {member.school_id for group in found for member in group.members}
    alone = tuple((row.school_id, short(row)) for row in rural if row.school_id not in members)
    return GroupsCard(found, len(rural), len(rural) - len(alone), alone)


def grouped(rows: QuerySet[GroupMember], names: dict[int, str]) -> tuple[GroupCard, ...]:
    """Members as groups, in the order of the kinds."""
    by: dict[tuple[str, str], list[MemberRow]] = defaultdict(list)
    for row in rows:
        by[row.kind, row.group].append(MemberRow(row.school_id, names[row.school_id], row.leads, row.since, row.basis))
    order = [kind.value for kind in GroupKind]
    return tuple(GroupCard(name, GroupKind(kind), tuple(members)) for (kind, name), members in sorted(
        by.items(), key=lambda each: (order.index(each[0][0]), each[0][1])))


def groups_of(unit_id: int, day: date) -> tuple[GroupCard, ...]:
    """The groups to which a school belongs on a day, with all their members."""
    mine = GroupMember.objects.filter(on_day(day), school_id=unit_id).values("group")
    rows = GroupMember.objects.filter(on_day(day), group__in=mine)
    return grouped(rows, {row.school_id: short(row) for row in SchoolSpell.objects.filter(on_day(day), school_id__in=rows.values("school_id"))})


def papers(person: Person, day: date) -> PapersCard:
    """Papers within reach that are past or end soon, the most pressing first, and whether every school has its own. Raises Denied."""
    if not access.may_at_all(person, "see", access.PAPER):
        access.check_may(person, "see", access.PAPER)
    reach, entry = people.reach(person, "see", access.PAPER), book().at(day)["registry/papers"]
    here = {row.school_id: row for row in spells_on(day).order_by("school__school_code") if reach.everything or row.school_id in reach.unit_ids}
    within = int(entry.value("due_within"))
    held = paper_rows(Paper.objects.filter(on_day(day), school_id__in=here), day, {school: short(row) for school, row in here.items()})
    latest = {(row.school_id, row.kind): row for row in sorted(held, key=lambda each: each.since)}
    due = sorted((row for row in latest.values() if row.days_left is not None and row.days_left <= within), key=lambda each: (each.days_left, each.school))
    has: dict[int, Counter[str]] = defaultdict(Counter)
    for row in held:
        if row.days_left is None or row.days_left >= 0:
            has[row.school_id][row.kind.value] += 1
    schools = [Having(row.school_id, short(row), levels(row), has[row.school_id]) for row in here.values()]
    return PapersCard(within, tuple(due), tuple(coverage(entry, schools, [kind.value for kind in PaperKind], [level.value for level in PaperLevel])))


def levels(row: SchoolSpell) -> frozenset[str]:
    """What a school is where papers are asked of it; nothing for teaching points, which go by their school's."""
    if row.kind == SchoolKind.TEACHING_POINT:
        return frozenset()
    own = {"private"} if row.ownership != Ownership.PUBLIC else set()
    return frozenset({"kindergarten" if row.kind == SchoolKind.KINDERGARTEN else "school"} | own)


def paper_rows(rows: Iterable[Paper], day: date, names: dict[int, str]) -> list[PaperRow]:
    """Papers as values."""
    return [PaperRow(row.pk, row.school_id, names[row.school_id], PaperKind(row.kind), row.number, row.holder, row.since, row.valid_until,
                     (row.valid_until - day).days if row.valid_until else None, row.attachment_id) for row in rows]


def papers_of(person: Person, unit_id: int, day: date) -> tuple[PaperRow, ...] | None:
    """A school's papers of a day; None for whoever may not see them."""
    if not access.may(person, "see", access.PAPER, unit_ids=[unit_id]):
        return None
    return tuple(paper_rows(Paper.objects.filter(on_day(day), school_id=unit_id), day, {unit_id: ""}))


def networks(person: Person, day: date) -> NetworksCard:
    """The networks of the schools with classes on a day, those furthest from the standard first. Raises Denied."""
    access.check_may(person, "see", access.FACILITY)
    rule = book().at(day)["registry/digital"].dated("mbps_per_class")
    rows = network_rows(day, int(str(rule.value)))
    said = [row for row in rows if row.bandwidth_mbps is not None]
    return NetworksCard(tuple(sorted(rows, key=lambda each: (each.short_mbps is not None, -(each.short_mbps or 0)))), len(said),
                        sum(1 for row in said if row.short_mbps == 0), rule)


def network_rows(day: date, wanted: int, unit_ids: Iterable[int] | None = None) -> list[NetworkRow]:
    """The networks of these schools, or of all that have classes."""
    spells = spells_on(day).order_by("school__school_code") if unit_ids is None else spells_on(day).filter(school_id__in=list(unit_ids))
    held, found = numbers(day, None if unit_ids is None else list(unit_ids)), {row.school_id: row for row in Digital.objects.filter(on_day(day))}
    rooms = {school: (n, wired) for school, n, wired in Room.objects.filter(on_day(day), kind__in=[RoomKind.CLASSROOM, RoomKind.ACTIVITY]).order_by().values_list(
        "school").annotate(n=Count("pk"), wired=Count("pk", filter=Q(networked=True)))}
    rows = []
    for spell in spells:
        classes = held.of_school(held.classes, spell.school_id)
        if not classes:
            continue
        row = found.get(spell.school_id)
        rows.append(NetworkRow(
            spell.school_id, short(spell), classes, held.of_school(held.pupils, spell.school_id), row.since if row else None,
            row.bandwidth_mbps if row else None, max(0, wanted * classes - row.bandwidth_mbps) if row else None,
            row.wired_classes if row else None, Wireless(row.wireless) if row else None, row.pupil_terminals if row else None,
            row.accounts_opened if row else None, row.accounts_used if row else None, *rooms.get(spell.school_id, (0, 0))))
    return rows
