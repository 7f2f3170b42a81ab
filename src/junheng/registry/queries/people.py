"""Pupils and staff on a day: lists, and cards with sealed fields covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.access import on_day
from junheng.registry.models import ClassYear, Enrolment, Post, Pupil, SchoolSpell, StaffMember
from junheng.registry.queries.schools import class_row, schools, with_heads
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
    PostRow,
    PupilCard,
    PupilRow,
    SchoolRow,
    StaffCard,
    StaffRow,
    Stay,
)


def school_names(ids: Iterable[int], day: date) -> dict[int, str]:
    """What schools are called on a day, the short way; those that closed as they were called last."""
    rows = SchoolSpell.objects.filter(school_id__in=set(ids), since__lte=day).order_by("since").values_list("school_id", "short_name", "name")
    return {school: short or name for school, short, name in rows}


def covered(number: str | None) -> str:
    """The first six and the last two characters of a number; "" where there is none or its key is not here."""
    return f"{number[:6]}{'*' * (len(number) - 8)}{number[-2:]}" if number and len(number) > 8 else ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pupil learns on a day."""

    school: int
    class_id: int | None = None
    class_name: str = ""


def places_on(day: date, rolls: QuerySet[Enrolment]) -> dict[int, Place]:
    """The place on these rolls on the day by pupil: one query."""
    this_year = FilteredRelation("school_class__years", condition=Q(
        school_class__years__since__lte=day, school_class__years__until__gt=day))
    rows = rolls.filter(on_day(day)).annotate(this_year=this_year).order_by().values_list(
        "pupil_id", "school_id", "school_class_id", "school_class__stage", "this_year__grade", "school_class__class_no", "school_class__entry_year")
    return {pupil: Place(school, group, words_of(stage, grade, number, entry) if group else "")
            for pupil, school, group, stage, grade, number, entry in rows}


def pupil_rows(rows: QuerySet[Pupil], day: date) -> tuple[PupilRow, ...]:
    """Pupils as a list shows them, in the order asked for: three queries."""
    found = list(rows.only("code", "name", "sex", "born", "boarding", "status"))
    places = places_on(day, Enrolment.objects.filter(pupil__in=[row.pk for row in found])) if found else {}
    names = school_names((place.school for place in places.values()), day) if places else {}
    return tuple(pupil_row(row, places.get(row.pk), names) for row in found)


def pupil_row(row: Pupil, place: Place | None, names: dict[int, str]) -> PupilRow:
    """One pupil."""
    return PupilRow(
        id=row.pk, code=row.code, name=row.name, sex=Sex(row.sex), born=row.born, boarding=Boarding(row.boarding),
        status=RollStatus(row.status), school_id=place.school if place else None, school=names.get(place.school, "") if place else "",
        class_id=place.class_id if place else None, class_name=place.class_name if place else "")


def class_name(group: Any, years: Iterable[ClassYear]) -> str:
    """What a class is called in the last of these years; as of its entry year where it has none of them."""
    last = max(years, key=lambda year: year.school_year, default=None)
    return words_of(group.stage, last and last.grade, group.class_no, group.entry_year)


def words_of(stage: str, grade: int | None, class_no: int, entry_year: int) -> str:
    """三年级2班; 2023级2班 where the grade is not known."""
    return class_words(Stage(stage), grade, class_no) if grade else f"{entry_year}级{class_no}班"


def class_card(person: Person, class_id: int, day: date) -> tuple[ClassRow, SchoolRow, tuple[PupilRow, ...] | None] | None:
    """A class on a day, its school, and its pupils by code where the person may see them (else None).

    None where there is no such class in the school year. Raises Denied.
    """
    year = with_heads(ClassYear.objects.filter(on_day(day), school_class_id=class_id)).first()
    if year is None:
        return None
    school = year.school_class.school_id
    access.check_may(person, "see", access.CLASS, unit_ids=[school])
    owner = year.head_teacher.account_id if year.head_teacher else None
    pupils = Pupil.objects.filter(pk__in=Enrolment.objects.filter(on_day(day), school_class=class_id).values("pupil_id"))
    sees = access.may(person, "see", access.PUPIL, unit_ids=[school], owner_id=owner)
    listed = pupil_rows(pupils, day) if sees else None
    numbers = Counter(row.sex.value for row in listed) if listed is not None else Counter(pupils.order_by().values_list("sex", flat=True))
    return class_row(year, numbers), schools(person, day, unit_ids=[school])[0], listed


def pupil_card(person: Person, pupil_id: int, day: date) -> PupilCard | None:
    """A pupil's card; None where there is no such pupil within reach on the day."""
    row = access.visible_pupils(person, day).filter(pk=pupil_id).select_related("township", "village", "household").first()
    if row is None:
        return None
    stays = list(Enrolment.objects.filter(Q(pupil=row) | Q(pupil__merged_into=row), since__lte=day).select_related("school_class").prefetch_related("school_class__years"))
    names = school_names((stay.school_id for stay in stays), day)
    now = next((stay for stay in stays if stay.until is None or stay.until > day), None)
    place = Place(now.school_id, now.school_class_id, stay_of(now, names, day).class_name) if now else None
    head = ClassYear.objects.filter(on_day(day), school_class=now.school_class_id).values_list(
        "head_teacher__account_id", flat=True).first() if now and now.school_class_id else None
    family = access.visible_pupils(person, day).filter(household=row.household).exclude(pk=row.pk) if row.household else Pupil.objects.none()
    return PupilCard(
        row=pupil_row(row, place, names), ethnic_group=row.ethnic_group, residence=Household(row.residence),
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


def staff_rows(rows: QuerySet[StaffMember], day: date) -> tuple[StaffRow, ...]:
    """Members of staff as a list shows them, in the order asked for: three queries."""
    found = list(rows.only("code", "name", "sex", "title", "duty_status"))
    posts = main_post(day, Post.objects.filter(member__in=[row.pk for row in found])) if found else {}
    names = school_names((school for school, _, _ in posts.values()), day) if posts else {}
    return tuple(staff_row(row, posts.get(row.pk), names) for row in found)


def main_post(day: date, posts: QuerySet[Post]) -> dict[int, tuple[int, str, str]]:
    """School, duty and subject of the largest of these posts on the day, by member."""
    rows = posts.filter(on_day(day)).order_by("share_per_mille", "-code").values_list("member_id", "school_id", "duty", "subject")
    return {member: (school, duty, subject) for member, school, duty, subject in rows}


def staff_row(row: StaffMember, post: tuple[int, str, str] | None, names: dict[int, str]) -> StaffRow:
    """One member of staff with the main post."""
    school, duty, subject = post or (None, "", "")
    return StaffRow(row.pk, row.code, row.name, Sex(row.sex), school, names.get(school, "") if school else "",
                    Duty(duty) if duty else None, subject, Title(row.title), DutyStatus(row.duty_status))


def staff_at(person: Person, unit_id: int, day: date) -> tuple[StaffRow, ...]:
    """Who works at a school on the day, heads first, within reach."""
    rows = access.visible_staff(person, day).filter(pk__in=Post.objects.filter(on_day(day), school_id=unit_id).values("member_id"))
    order = list(Duty)
    return tuple(sorted(staff_rows(rows, day), key=lambda row: (order.index(row.duty) if row.duty else len(order), row.code)))


def staff_card(person: Person, member_id: int, day: date) -> StaffCard | None:
    """A member of staff's card; None where there is no such person within reach on the day."""
    row = access.visible_staff(person, day).filter(pk=member_id).first()
    if row is None:
        return None
    posts = list(row.posts.filter(since__lte=day))
    now = [post for post in posts if post.until is None or post.until > day]
    main = min(now, key=lambda post: (-post.share_per_mille, post.code), default=None)
    names = school_names((post.school_id for post in posts), day)
    led = ClassYear.objects.filter(on_day(day), head_teacher=row).select_related("school_class")
    return StaffCard(
        row=staff_row(row, main and (main.school_id, main.duty, main.subject), names), born=row.born, ethnic_group=row.ethnic_group, began_work=row.began_work,
        came_to_county=row.came_to_county, degree=Degree(row.degree), certificate=(row.certificate_stage, row.certificate_subject),
        title_since=row.title_since, backbone=Backbone(row.backbone), backbone_until=row.backbone_until, retires=row.retires,
        identity_covered=covered(row.identity_number),
        posts=tuple(PostRow(post.school_id, names.get(post.school_id, ""), Stage(post.stage), Duty(post.duty), post.subject,
                            Establishment(post.establishment), PostCategory(post.category), post.grade, post.appointed_from,
                            post.appointed_until, post.share_per_mille, post.since, post.until) for post in posts),
        leads=tuple((year.school_class_id, class_name(year.school_class, [year])) for year in led),
        school_ids=tuple(post.school_id for post in now), owner_id=row.account_id)
