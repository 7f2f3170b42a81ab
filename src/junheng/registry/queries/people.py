"""Pupils and staff on a day: lists, cards with sealed fields covered, search within reach."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.models import ClassYear, Enrolment, Post, Pupil, SchoolSpell, StaffMember
from junheng.registry.queries.schools import class_row, schools
from junheng.registry.values import (
    Backbone,
    Boarding,
    Degree,
    Duty,
    DutyStatus,
    Establishment,
    Household,
    PostCategory,
    Relation,
    RollStatus,
    Sex,
    Stage,
    Title,
    class_words,
)
from junheng.registry.values.cards import (
    ClassRow,
    Found,
    PostRow,
    PupilCard,
    PupilRow,
    SchoolRow,
    StaffCard,
    StaffRow,
    Stay,
)

MOST = 30
NUMBER = re.compile(r"^[GJL]?\d{17}[\dXx]$")


def school_names(ids: Iterable[int], day: date) -> dict[int, str]:
    """What schools are called on a day, the short way; those that closed as they were called last."""
    rows = SchoolSpell.objects.filter(school_id__in=set(ids), since__lte=day).order_by("since")
    return {row.school_id: row.short_name or row.name for row in rows}


def covered(number: str | None) -> str:
    """The first six and the last two characters of a number; "" where there is none or its key is not here."""
    return f"{number[:6]}{'*' * (len(number) - 8)}{number[-2:]}" if number and len(number) > 8 else ""


def now_on(day: date) -> Prefetch:
    """The place on a roll on the day, with its class of the school year, of each pupil: `now`."""
    years = Prefetch("school_class__years", ClassYear.objects.filter(on_day(day)), to_attr="this_year")
    return Prefetch("enrolments", Enrolment.objects.filter(on_day(day)).select_related("school_class").prefetch_related(years), to_attr="now")


def pupil_rows(rows: Iterable[Pupil], day: date) -> tuple[PupilRow, ...]:
    """Pupils with `now` as a list shows them."""
    found = list(rows)
    names = school_names((stay.school_id for row in found for stay in row.now), day)  # type: ignore[attr-defined]
    return tuple(pupil_row(row, names) for row in found)


def pupil_row(row: Pupil, names: dict[int, str]) -> PupilRow:
    """One pupil."""
    stay = row.now[0] if row.now else None  # type: ignore[attr-defined]
    return PupilRow(
        id=row.pk, code=row.code, name=row.name, sex=Sex(row.sex), born=row.born, boarding=Boarding(row.boarding),
        status=RollStatus(row.status), school_id=stay.school_id if stay else None, school=names.get(stay.school_id, "") if stay else "",
        class_id=stay.school_class_id if stay else None, class_name=class_name(stay.school_class, stay.school_class.this_year) if stay and stay.school_class else "")


def class_name(group: Any, years: Iterable[ClassYear]) -> str:
    """What a class is called in the last of these years; as of its entry year where it has none of them."""
    last = max(years, key=lambda year: year.school_year, default=None)
    return class_words(Stage(group.stage), last.grade, group.class_no) if last else f"{group.entry_year}级{group.class_no}班"


def class_card(person: Person, class_id: int, day: date) -> tuple[ClassRow, SchoolRow, tuple[PupilRow, ...] | None] | None:
    """A class on a day, its school, and its pupils by code where the person may see them (else None).

    None where there is no such class in the school year. Raises Denied.
    """
    year = ClassYear.objects.filter(on_day(day), school_class_id=class_id).select_related(
        "school_class", "head_teacher").first()
    if year is None:
        return None
    school = year.school_class.school_id
    access.check_may(person, "see", access.CLASS, unit_ids=[school])
    owner = year.head_teacher.account_id if year.head_teacher else None
    pupils = Pupil.objects.filter(pk__in=Enrolment.objects.filter(on_day(day), school_class=class_id).values("pupil_id"))
    sees = access.may(person, "see", access.PUPIL, unit_ids=[school], owner_id=owner)
    listed = pupil_rows(pupils.prefetch_related(now_on(day)), day) if sees else None
    numbers = Counter(row.sex.value for row in listed) if listed is not None else Counter(pupils.order_by().values_list("sex", flat=True))
    return class_row(year, numbers), schools(person, day, unit_ids=[school])[0], listed


def pupil_card(person: Person, pupil_id: int, day: date) -> PupilCard | None:
    """A pupil's card; None where there is no such pupil within reach on the day."""
    row = access.visible_pupils(person, day).filter(pk=pupil_id).select_related("township", "village", "household").prefetch_related(now_on(day)).first()
    if row is None:
        return None
    stays = list(Enrolment.objects.filter(Q(pupil=row) | Q(pupil__merged_into=row), since__lte=day).select_related("school_class").prefetch_related("school_class__years"))
    names = school_names((stay.school_id for stay in stays), day)
    now = row.now[0] if row.now else None  # type: ignore[attr-defined]
    head = ClassYear.objects.filter(on_day(day), school_class=now.school_class_id).values_list(
        "head_teacher__account_id", flat=True).first() if now and now.school_class_id else None
    family = access.visible_pupils(person, day).filter(household=row.household).exclude(pk=row.pk) if row.household else Pupil.objects.none()
    return PupilCard(
        row=pupil_row(row, names), ethnic_group=row.ethnic_group, residence=Household(row.residence),
        township=row.township.short_name if row.township else "", village=row.village.name if row.village else "",
        twin=bool(row.twin_group), identity_covered=covered(row.identity_number), roll_covered=covered(row.roll_number),
        guardians=tuple((each.name, Relation(each.relation), covered_phone(each.phone)) for each in row.household.guardians.all())
        if row.household else (),
        stays=tuple(stay_of(stay, names, day) for stay in stays), family=tuple((each.pk, each.name) for each in family),
        school_ids=(now.school_id,) if now else (), owner_id=head)


def covered_phone(phone: str) -> str:
    """The first three and the last four digits."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else ""


def stay_of(stay: Enrolment, names: dict[int, str], day: date) -> Stay:
    """A time on a roll, its class as it was called at the end of it or on the day."""
    last = min(stay.until - timedelta(days=1) if stay.until else day, day)
    group = stay.school_class
    years = [each for each in group.years.all() if each.since <= last] if group else []
    return Stay(stay.school_id, names.get(stay.school_id, ""), Stage(stay.stage), stay.school_class_id,
                class_name(group, years) if group else "", stay.since, stay.until)


def posts_on(day: date) -> Prefetch:
    """Posts of the day, the largest first: `now`."""
    return Prefetch("posts", Post.objects.filter(on_day(day)).order_by("-share_per_mille", "code"), to_attr="now")


def staff_rows(rows: QuerySet[StaffMember], day: date) -> tuple[StaffRow, ...]:
    """Members of staff as a list shows them."""
    found = list(rows.prefetch_related(posts_on(day)))
    names = school_names((post.school_id for row in found for post in row.now[:1]), day)  # type: ignore[attr-defined]
    return tuple(staff_row(row, names) for row in found)


def staff_row(row: StaffMember, names: dict[int, str]) -> StaffRow:
    """One member of staff."""
    post = row.now[0] if row.now else None  # type: ignore[attr-defined]
    return StaffRow(row.pk, row.code, row.name, Sex(row.sex), post.school_id if post else None, names.get(post.school_id, "") if post else "",
                    Duty(post.duty) if post else None, post.subject if post else "", Title(row.title), DutyStatus(row.duty_status))


def staff_at(person: Person, unit_id: int, day: date) -> tuple[StaffRow, ...]:
    """Who works at a school on the day, heads first, within reach."""
    rows = access.visible_staff(person, day).filter(pk__in=Post.objects.filter(on_day(day), school_id=unit_id).values("member_id"))
    order = list(Duty)
    return tuple(sorted(staff_rows(rows, day), key=lambda row: (order.index(row.duty) if row.duty else len(order), row.code)))


def staff_card(person: Person, member_id: int, day: date) -> StaffCard | None:
    """A member of staff's card; None where there is no such person within reach on the day."""
    row = access.visible_staff(person, day).filter(pk=member_id).prefetch_related(posts_on(day)).first()
    if row is None:
        return None
    posts = list(row.posts.filter(since__lte=day))
    names = school_names((post.school_id for post in posts), day)
    led = ClassYear.objects.filter(on_day(day), head_teacher=row).select_related("school_class")
    return StaffCard(
        row=staff_row(row, names), born=row.born, ethnic_group=row.ethnic_group, began_work=row.began_work,
        came_to_county=row.came_to_county, degree=Degree(row.degree), certificate=(row.certificate_stage, row.certificate_subject),
        title_since=row.title_since, backbone=Backbone(row.backbone), backbone_until=row.backbone_until, retires=row.retires,
        identity_covered=covered(row.identity_number),
        posts=tuple(PostRow(post.school_id, names.get(post.school_id, ""), Stage(post.stage), Duty(post.duty), post.subject,
                            Establishment(post.establishment), PostCategory(post.category), post.grade, post.appointed_from,
                            post.appointed_until, post.share_per_mille, post.since, post.until) for post in posts),
        leads=tuple((year.school_class_id, class_name(year.school_class, [year])) for year in led),
        school_ids=tuple(post.school_id for post in row.now), owner_id=row.account_id)  # type: ignore[attr-defined]


def find(person: Person, words: str, day: date, most: int = MOST) -> Found:
    """Schools, pupils and staff within reach: by name, initials in pinyin, code, or a whole identity or roll number. Raises Denied."""
    access.check_may(person, "see", access.SCHOOL)
    words = words.strip()
    if not words:
        return Found()
    number = NUMBER.match(words)
    met = schools(person, day, words=words) if not number and len(words) > 1 else []
    pupils = list(access.visible_pupils(person, day).filter(named(words, Pupil)).prefetch_related(now_on(day))[:most + 1]) \
        if access.may_at_all(person, "see", access.PUPIL) else []
    staff = list(access.visible_staff(person, day).filter(named(words, StaffMember)).values_list("pk", flat=True)[:most + 1])
    return Found(tuple(met[:most]), pupil_rows(pupils[:most], day), staff_rows(StaffMember.objects.filter(pk__in=staff[:most]), day),
                 more=max(len(met), len(pupils), len(staff)) > most, words=words)


def named(words: str, table: type[Pupil] | type[StaffMember]) -> Q:
    """What a search means: a whole number, a code, initials, or part of a name. Code and number of a record that was merged find the
    one that stays."""
    if NUMBER.match(words):
        whole = Q(identity_number=words.upper())
        return or_merged(whole | Q(roll_number=words.upper()) if table is Pupil else whole, table)
    if words.isascii() and words.isalpha():
        return Q(initials__startswith=words.lower())
    if words.isascii():
        return or_merged(Q(code=words.upper()), table)
    return Q(name__contains=words)


def or_merged(own: Q, table: type[Pupil] | type[StaffMember]) -> Q:
    """Records that are meant, and those into which one that is meant was merged."""
    return own | Q(pk__in=table.objects.filter(own, merged_into__isnull=False).values("merged_into"))
