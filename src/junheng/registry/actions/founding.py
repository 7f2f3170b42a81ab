"""A whole register brought in at once: the invented county today, a county's own files through the import centre.

Parts are written one after the other, each in a transaction of its own, so that the house goes on working meanwhile. What is
there already, by its code, is left alone: broken off and begun again, the work goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import models as tables
from django.db import transaction

from junheng.ground.audit.actions import say
from junheng.ground.people.values import Person
from junheng.registry import models
from junheng.registry.engine.initials import initials
from junheng.registry.engine.invented import County
from junheng.registry.values import Care, RollStatus

BLOCK = 4000
Step = Callable[[str, int], None]


@dataclass
class Ids:
    """Numbers of rows by code, for those that point to them."""

    units: Mapping[str, int]
    schools: dict[str, int] = field(default_factory=dict)
    villages: dict[str, int] = field(default_factory=dict)
    staff: dict[str, int] = field(default_factory=dict)
    households: dict[str, int] = field(default_factory=dict)
    classes: dict[tuple[Any, ...], int] = field(default_factory=dict)


def bring_in(county: County, *, units: Mapping[str, int], by: Person | None, by_name: str, at: datetime, step: Step) -> int:
    """This will write every row of a register that is not there yet; how many there were.

    `units`: ids of units by code, those of all schools and townships among them. `step(word, rows)` is told after each part.
    """
    ids, total = Ids(units), 0
    for word, table, rows in parts(county, ids):
        written = 0
        while True:
            with transaction.atomic():
                block = list(islice(rows, BLOCK))
                if not block:
                    break
                table.objects.bulk_create(block)
                written += len(block)
                step(word, len(block))
        if written:
            say("%(count)s rows of “%(table_word)s” were brought into the register.", values={"count": written, "table_word": word},
                by=by.account_id if by else None, by_name=by_name, at=at, kind="registry/school", ref="",
                rows=[county.division, word, str(written)])
        total += written
    return total


def parts(county: County, ids: Ids) -> Iterator[tuple[str, type[tables.Model], Iterator[tables.Model]]]:
    """The parts in the order in which they point to each other."""
    yield "Villages", models.Village, villages(county, ids)
    ids.villages = by_code(models.Village)
    yield "Schools", models.School, schools(county, ids)
    ids.schools = dict(models.School.objects.values_list("school_code", "pk"))
    yield "School records", models.SchoolSpell, spells(county, ids)
    yield "Staff", models.StaffMember, staff(county)
    ids.staff = by_code(models.StaffMember)
    yield "Posts", models.Post, posts(county, ids)
    yield "Classes", models.SchoolClass, classes(county, ids)
    ids.classes = {tuple(row[1:]): row[0] for row in models.SchoolClass.objects.values_list(
        "pk", "school_id", "stage", "entry_year", "class_no")}
    yield "Years of classes", models.ClassYear, class_years(county, ids)
    yield "Households", models.Household, households(county)
    ids.households = by_code(models.Household)
    yield "Guardians", models.Guardian, guardians(county, ids)
    yield "Pupils", models.Pupil, pupils(county, ids)
    yield "Places on the roll", models.Enrolment, enrolments(county, ids)
    yield "Rooms", models.Room, rooms(county, ids)
    yield "Grounds", models.Ground, grounds(county, ids)
    yield "Equipment", models.Equipment, equipment(county, ids)


def by_code(table: type[tables.Model]) -> dict[str, int]:
    """Numbers of a table's rows by code."""
    return dict(table.objects.values_list("code", "pk"))  # type: ignore[attr-defined]


def villages(county: County, ids: Ids) -> Iterator[tables.Model]:
    """Villages that are not there yet."""
    there = by_code(models.Village)
    for row in county.villages:
        if row.code not in there:
            yield models.Village(code=row.code, name=row.name, township_id=ids.units[row.township],
                                 longitude_e6=row.longitude_e6, latitude_e6=row.latitude_e6)


def schools(county: County, ids: Ids) -> Iterator[tables.Model]:
    """Schools that are not there yet."""
    there = set(models.School.objects.values_list("school_code", flat=True))
    for row in county.schools:
        if row.school_code not in there:
            yield models.School(unit_id=ids.units[row.unit_code], school_code=row.school_code, opened=row.opened)


def spells(county: County, ids: Ids) -> Iterator[tables.Model]:
    """What each school is, from its first day on."""
    there = set(models.SchoolSpell.objects.values_list("school_id", flat=True))
    for row in county.schools:
        if ids.schools[row.school_code] not in there:
            yield models.SchoolSpell(
                school_id=ids.schools[row.school_code], since=row.opened, name=row.name, short_name=row.short_name, kind=row.kind,
                ownership=row.ownership, locale=row.locale, township_id=ids.units[row.township], village_id=ids.villages[row.village],
                longitude_e6=row.longitude_e6, latitude_e6=row.latitude_e6)


def staff(county: County) -> Iterator[tables.Model]:
    """Members of staff that are not there yet."""
    there = by_code(models.StaffMember)
    for row in county.staff:
        if row.staff_id not in there:
            yield models.StaffMember(
                code=row.staff_id, name=row.name, initials=initials(row.name), sex=row.sex, born=row.born,
                identity_number=row.identity_number or None, ethnic_group=row.ethnic_group, began_work=row.began_work,
                came_to_county=row.came_to_county, degree=row.degree, certificate_stage=row.certificate_stage,
                certificate_subject=row.certificate_subject, title=row.title, title_since=row.title_since or None,
                backbone=row.backbone, backbone_until=row.backbone_until or None, duty_status=row.duty_status,
                retirement_group=row.retirement_group, retires=row.retires)


def posts(county: County, ids: Ids) -> Iterator[tables.Model]:
    """Posts that are not there yet."""
    there = by_code(models.Post)
    for row in county.posts:
        if row.post_id not in there:
            yield models.Post(
                code=row.post_id, member_id=ids.staff[row.staff_id], school_id=ids.schools[row.school_code], stage=row.stage,
                duty=row.duty, subject=row.subject, establishment=row.establishment, category=row.category, grade=row.grade,
                appointed_from=row.appointed_from, appointed_until=row.appointed_until, share_per_mille=row.share_per_mille,
                since=row.taught_here_since)


def classes(county: County, ids: Ids) -> Iterator[tables.Model]:
    """Classes that are not there yet, each once for all its years."""
    there = set(models.SchoolClass.objects.values_list("school_id", "stage", "entry_year", "class_no"))
    for row in county.classes:
        key = (ids.schools[row.school_code], row.stage.value, row.entry_year, row.class_no)
        if key not in there:
            there.add(key)
            yield models.SchoolClass(school_id=key[0], stage=key[1], entry_year=key[2], class_no=key[3])


def class_years(county: County, ids: Ids) -> Iterator[tables.Model]:
    """Years of classes that are not there yet."""
    there = set(models.ClassYear.objects.values_list("school_class_id", "school_year"))
    for row in county.classes:
        held = ids.classes[ids.schools[row.school_code], row.stage.value, row.entry_year, row.class_no]
        if (held, row.school_year) not in there:
            yield models.ClassYear(school_class_id=held, school_year=row.school_year, grade=row.grade,
                                   head_teacher_id=ids.staff[row.head_teacher] if row.head_teacher else None,
                                   since=date(row.school_year, 9, 1), until=date(row.school_year + 1, 9, 1))


def households(county: County) -> Iterator[tables.Model]:
    """Households that are not there yet."""
    there = set(by_code(models.Household))
    for code in dict.fromkeys([*county.pupils.columns["household_id"], *county.guardians.columns["household_id"]]):
        if code not in there:
            yield models.Household(code=code)


def guardians(county: County, ids: Ids) -> Iterator[tables.Model]:
    """Guardians that are not there yet."""
    there = by_code(models.Guardian)
    for row in county.guardians:
        if row.guardian_id not in there:
            yield models.Guardian(code=row.guardian_id, household_id=ids.households[row.household_id], name=row.name,
                                  relation=row.relation, phone=row.phone, works_away=row.works_away)


def pupils(county: County, ids: Ids) -> Iterator[tables.Model]:
    """Pupils that are not there yet."""
    there = by_code(models.Pupil)
    for row in county.pupils:
        if row.pupil_id not in there:
            yield models.Pupil(
                code=row.pupil_id, name=row.name, initials=initials(row.name), sex=row.sex, born=row.born,
                identity_number=row.identity_number or None, roll_number=row.roll_number or None, ethnic_group=row.ethnic_group,
                household_id=ids.households[row.household_id], twin_group=row.twin_group, residence=row.residence,
                residence_division=row.residence_division, township_id=ids.units[row.township],
                village_id=ids.villages[row.village], boarding=row.boarding, status=row.status,
                care=Care(row.special_need, row.hardship, row.left_behind).text())


def enrolments(county: County, ids: Ids) -> Iterator[tables.Model]:
    """Places on a roll, by school years: from 1 September to 1 September; those of the day's year go on."""
    numbers = by_code(models.Pupil)
    on_roll = {code for code, status in zip(county.pupils.columns["pupil_id"], county.pupils.columns["status"], strict=True)
               if status == RollStatus.ON_ROLL}
    there = set(models.Enrolment.objects.values_list("pupil_id", "since"))
    for row in county.enrolments:
        pupil, since = numbers[row.pupil_id], date(row.from_year, 9, 1)
        if (pupil, since) in there:
            continue
        goes_on = row.to_year >= county.opens and row.pupil_id in on_roll
        school = ids.schools[row.school_code]
        yield models.Enrolment(
            pupil_id=pupil, school_id=school, stage=row.stage, entry_year=row.entry_year, since=since,
            school_class_id=ids.classes[school, row.stage.value, row.entry_year, row.class_no],
            until=None if goes_on else date(row.to_year + 1, 9, 1))


def rooms(county: County, ids: Ids) -> Iterator[tables.Model]:
    """Rooms that are not there yet."""
    there = by_code(models.Room)
    for row in county.rooms:
        if row.room_id not in there:
            yield models.Room(code=row.room_id, school_id=ids.schools[row.school_code], stage=row.stage, kind=row.kind,
                              area_dm2=row.area_dm2, built=row.built or None, condition=row.condition,
                              renewal_due=row.renewal_due or None, networked=row.networked, since=from_year(row.built, county))


def grounds(county: County, ids: Ids) -> Iterator[tables.Model]:
    """Grounds that are not there yet."""
    there = by_code(models.Ground)
    for row in county.grounds:
        if row.ground_id not in there:
            yield models.Ground(code=row.ground_id, school_id=ids.schools[row.school_code], stage=row.stage, kind=row.kind,
                                area_dm2=row.area_dm2, resurfaced=row.resurfaced or None,
                                since=from_year(row.resurfaced, county))


def equipment(county: County, ids: Ids) -> Iterator[tables.Model]:
    """Equipment that is not there yet."""
    there = by_code(models.Equipment)
    for row in county.equipment:
        if row.equipment_id not in there:
            yield models.Equipment(code=row.equipment_id, school_id=ids.schools[row.school_code], stage=row.stage, kind=row.kind,
                                   bought=row.bought or None, count=row.count, yuan=row.yuan,
                                   since=from_year(row.bought, county))


def from_year(year: int, county: County) -> date:
    """The day from which a thing of a year counts: 1 September of it, never after the register's own day."""
    return min(date(year or county.opens, 9, 1), county.day)


@transaction.atomic
def know_accounts(*, accounts: Mapping[str, int], by: Person | None, by_name: str, at: datetime) -> int:
    """This will join accounts to the members of staff of the same name, where there is exactly one and nobody is joined yet; how
    many were joined."""
    joined = 0
    for name, account in accounts.items():
        found = list(models.StaffMember.objects.filter(name=name)[:2])
        if len(found) == 1 and found[0].account_id is None and not models.StaffMember.objects.filter(account=account).exists():
            found[0].account_id = account
            found[0].save(update_fields=["account"])
            joined += 1
    if joined:
        say("%(count)s accounts were joined to members of staff.", values={"count": joined}, by=by.account_id if by else None,
            by_name=by_name, at=at, kind="registry/staff", ref="", rows=sorted(accounts))
    return joined
