"""One row of a node as a row of ours: schools are compared alone, everything else is written with its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from junheng.registry.engine.initials import initials
from junheng.registry.models import (
    ClassYear,
    Enrolment,
    Equipment,
    Ground,
    Guardian,
    Household,
    Node,
    NodeRow,
    Post,
    Pupil,
    Room,
    School,
    SchoolClass,
    StaffMember,
    Village,
)
from junheng.registry.values import Care, SpecialNeed
from junheng.registry.values.exchange import Kind

Row = Mapping[str, Any]
TABLES: dict[Kind, Any] = {Kind.SCHOOL: School, Kind.STAFF: StaffMember, Kind.CLASS: SchoolClass, Kind.PUPIL: Pupil, Kind.ROOM: Room,
                           Kind.GROUND: Ground, Kind.EQUIPMENT: Equipment}
DAYS = frozenset({"born", "since", "until", "began_work", "came_to_county", "retires", "appointed_from", "appointed_until"})
PERSON = ("name", "sex", "born", "ethnic_group")
PUPIL = (*PERSON, "residence", "residence_division", "boarding", "status")
MEMBER = (*PERSON, "phone", "began_work", "came_to_county", "degree", "certificate_stage", "certificate_subject", "title", "title_since",
          "backbone", "backbone_until", "duty_status", "retirement_group", "retires")
POST = ("stage", "duty", "subject", "establishment", "category", "grade", "appointed_from", "appointed_until", "share_per_mille", "since", "until")
HOLDING = {Kind.ROOM: ("stage", "kind", "area_dm2", "built", "condition", "renewal_due", "networked", "since", "until"),
           Kind.GROUND: ("stage", "kind", "area_dm2", "resurfaced", "since", "until"),
           Kind.EQUIPMENT: ("stage", "kind", "bought", "count", "yuan", "since", "until")}


class Refusal(Exception):
    """A row that cannot be taken: why, and what to do, as message ids."""

    def __init__(self, code: str, message: str, remedy: str, **values: str) -> None:
        self.said = {"code": f"node/{code}", "message": message, "remedy": remedy, "values": values}
        super().__init__(message)


@dataclass
class Told:
    """A page being written: its node, the units for which it speaks, its schools by code, and how many rows were refused."""

    node: Node
    units: frozenset[int]
    at: datetime
    refused: int = 0
    schools: dict[str, int] = field(default_factory=dict)

    def school(self, code: str) -> int:
        """The school of a code. Raises Refusal for one that is not here, or for which the node does not speak."""
        if not self.schools:
            self.schools = dict(School.objects.values_list("school_code", "pk"))
        found = self.schools.get(code)
        if found is None:
            raise Refusal("no-school", "There is no school with the code %(school)s here.", "Open the school first, by its paper.", school=code)
        if found not in self.units:
            raise Refusal("not-its-school", "The node does not speak for the school %(school)s.", "Let that school send its rows, or correct the node's unit.",
                          school=code)
        return found

    def spoken(self, parts: Sequence[Row]) -> list[tuple[int, Row]]:
        """Places or posts at schools for which the node speaks, each with its school. Raises Refusal where there are none."""
        found = []
        for each in parts:
            try:
                found.append((self.school(each["school_code"]), each))
            except Refusal as fault:
                last = fault
        if not found:
            raise last if parts else Refusal("nowhere", "This person is at no school.", "Correct it in the node's own house.")
        return found

    def code(self, code: str) -> str:
        """A code of the node's as ours: no other has it."""
        return f"node-{self.node.pk}:{code}"[:40]


def written(told: Told, kind: Kind, theirs: int, ours: int | None, row: Row) -> int | None:
    """This will write a row with its parts; the row of ours. Raises Refusal."""
    if kind is Kind.SCHOOL:
        told.school(row["school_code"])
        return None
    if kind is Kind.CLASS:
        return class_written(told, ours, row)
    if kind in {Kind.PUPIL, Kind.STAFF}:
        if not row["sealed"]:
            raise Refusal("covered", "The node gives numbers covered: nobody can be told apart by them.", "Let the school make a token that opens sealed fields.")
        return pupil_written(told, ours, row) if kind is Kind.PUPIL else member_written(told, ours, row)
    return kept(TABLES[kind], ours, code=told.code(row["code"]), school_id=told.school(row["school_code"]), **columns(row, HOLDING[kind])).pk


def columns(row: Row, names: tuple[str, ...]) -> dict[str, Any]:
    """Columns of a row, days as days."""
    return {name: date.fromisoformat(row[name]) if name in DAYS and row[name] else row[name] for name in names}


def kept(table: Any, ours: int | None, **values: Any) -> Any:
    """This will write a new row, or change the one that is there."""
    row = table() if ours is None else table.objects.get(pk=ours)
    for name, value in values.items():
        if name != "code" or value is not None:  # whoever was here before keeps the code of before
            setattr(row, name, value)
    row.save()
    return row


def group_of(told: Told, school: int, row: Row) -> SchoolClass:
    """The class that a row names, opened where it is not there yet."""
    return SchoolClass.objects.get_or_create(school_id=school, stage=row["stage"], entry_year=row["entry_year"], class_no=row["class_no"])[0]


def known(told: Told, table: Any, row: Row, numbers: tuple[str, ...], at: str) -> int | None:
    """Somebody who is here already at a school for which the node speaks, and whom no node has brought: by the numbers."""
    for name in numbers:
        found = table.objects.filter(**{name: row[name], at: told.units}).first() if row[name] else None
        if found is not None and not NodeRow.objects.filter(ours=found.pk, kind=Kind.PUPIL if table is Pupil else Kind.STAFF).exists():
            return int(found.pk)
    return None


def left(told: Told, kind: Kind, ours: int) -> None:
    """This will end, on the day of the pull, the place or post of somebody who is within the node's reach no more."""
    table, key = {Kind.PUPIL: (Enrolment, "pupil"), Kind.STAFF: (Post, "member")}[kind]
    day = told.at.date()
    going_on = table.objects.filter(**{key: ours}, school_id__in=told.units, since__lt=day).exclude(until__lte=day)
    going_on.update(until=day)


def class_written(told: Told, ours: int | None, row: Row) -> int:
    """A class with its years; head teachers who have not come yet are waited for."""
    school = told.school(row["school_code"])
    group = group_of(told, school, row) if ours is None else kept(SchoolClass, ours, school_id=school, stage=row["stage"], entry_year=row["entry_year"],
                                                                  class_no=row["class_no"])
    group.years.exclude(school_year__in=[year["school_year"] for year in row["years"]]).delete()
    for year in row["years"]:
        mine, _ = ClassYear.objects.update_or_create(
            school_class=group, school_year=year["school_year"], defaults={**columns(year, ("grade", "since", "until")), "head_teacher": None})
        told.node.waiting.pop(str(mine.pk), None)
        if year["head_teacher"] is not None:
            told.node.waiting[str(mine.pk)] = year["head_teacher"]
    return int(group.pk)


def pupil_written(told: Told, ours: int | None, row: Row) -> int:
    """A pupil with household, guardians and places."""
    stays = told.spoken(row["enrolments"])
    ours = ours or known(told, Pupil, row, ("identity_number", "roll_number"), "enrolments__school__in")
    care = Care(SpecialNeed(row["special_need"] or "none"), bool(row["hardship"]), bool(row["left_behind"])).text()
    pupil = kept(Pupil, ours, code=told.code(row["code"]) if ours is None else None, initials=initials(row["name"]), identity_number=row["identity_number"] or None,
                 roll_number=row["roll_number"] or None, address=row["address"] or "", care=care, changed_at=told.at,
                 twin_group=told.code(row["twin_group"]) if row["twin_group"] else "", household=household(told, row),
                 village=Village.objects.filter(code=row["village"]).first(), **columns(row, PUPIL))
    pupil.enrolments.filter(school_id__in=told.units).exclude(since__in=[stay["since"] for _, stay in stays]).delete()
    for school, stay in sorted(stays, key=lambda each: each[1]["until"] or "9999"):
        group = group_of(told, school, stay) if stay["class_no"] is not None else None
        Enrolment.objects.update_or_create(pupil=pupil, since=stay["since"], defaults={
            "school_id": school, "school_class": group, "stage": stay["stage"], "entry_year": stay["entry_year"], "until": columns(stay, ("until",))["until"]})
    return int(pupil.pk)


def household(told: Told, row: Row) -> Household | None:
    """The household of a pupil with exactly the guardians that the row names."""
    if row["household"] is None:
        return None
    home, _ = Household.objects.get_or_create(code=told.code(f"H{row['household']}"))
    codes = [told.code(each["code"]) for each in row["guardians"]]
    home.guardians.exclude(code__in=codes).delete()
    for code, each in zip(codes, row["guardians"], strict=True):
        Guardian.objects.update_or_create(code=code, defaults={"household": home, **columns(each, ("name", "relation", "phone", "works_away"))})
    return home


def member_written(told: Told, ours: int | None, row: Row) -> int:
    """A member of staff with all posts."""
    posts = told.spoken(row["posts"])
    ours = ours or known(told, StaffMember, row, ("identity_number",), "posts__school__in")
    member = kept(StaffMember, ours, code=told.code(row["code"]) if ours is None else None, initials=initials(row["name"]), identity_number=row["identity_number"] or None,
                  changed_at=told.at, **columns(row, MEMBER))
    member.posts.filter(school_id__in=told.units).exclude(code__in=[told.code(each["code"]) for _, each in posts]).delete()
    for school, each in posts:
        Post.objects.update_or_create(code=told.code(each["code"]), defaults={"member": member, "school_id": school, **columns(each, POST)})
    return int(member.pk)
