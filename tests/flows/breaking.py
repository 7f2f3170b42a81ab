"""Records of the hall broken on purpose, one way for each standing check; each breaker returns the records that must be found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from junheng.registry.engine.invented.numbers import check_digit
from junheng.registry.models import (
    ClassYear,
    Enrolment,
    Equipment,
    Ground,
    Post,
    Pupil,
    Room,
    School,
    SchoolClass,
    SchoolSpell,
)

DAY = date(2026, 11, 20)
BREAKERS: dict[str, Callable[[], set[int]]] = {}


def breaks(check: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """This will keep a breaker under the name of its check."""
    def keep(function: Callable[[], Any]) -> Callable[[], Any]:
        BREAKERS[check] = lambda: {found} if isinstance(found := function(), int) else set(found)
        return function
    return keep


def change(row: Any, **values: Any) -> int:
    """This will write values straight into the table, past every action."""
    type(row).objects.filter(pk=row.pk).update(**values)
    return int(row.pk)


def years() -> Any:
    return ClassYear.objects.filter(since__lte=DAY, until__gt=DAY)


def year(stage: str = "primary", **cut: Any) -> ClassYear:
    return years().filter(school_class__stage=stage, school_class__school__unit__code="X03", **cut).select_related("school_class").first()


def places(**cut: Any) -> Any:
    return Enrolment.objects.filter(until=None, school__unit__code="X03", **cut).select_related("pupil")


def pupil(**cut: Any) -> Pupil:
    return places(pupil__identity_number__isnull=False, pupil__twin_group="", **cut).first().pupil


def post(**cut: Any) -> Post:
    """A post that is all the work of somebody who leads no class."""
    return Post.objects.filter(until=None, school__unit__code="X03", duty="teacher", share_per_mille=1000, member__duty_status="on_duty", member__led=None,
                               member__backbone="none", **cut).select_related("member").first()


def school(code: str = "X03") -> School:
    return School.objects.get(unit__code=code)


def spell(code: str = "X03") -> SchoolSpell:
    return SchoolSpell.objects.get(school__unit__code=code, until=None)


def crowd(group: SchoolClass, size: int) -> None:
    """This will bring pupils of other classes of the school into a class until it has so many."""
    here = Enrolment.objects.filter(until=None, school_class=group).count()
    more = list(Enrolment.objects.filter(until=None).exclude(school_class=group).values_list("pk", flat=True)[:size - here])
    Enrolment.objects.filter(pk__in=more).update(school_class=group)


def closed(code: str = "X16") -> School:
    """A school closed past every action, its pupils and staff left behind."""
    School.objects.filter(unit__code=code).update(closed=date(2026, 10, 1))
    return school(code)


def other_sex(number: str) -> str:
    body = number[:16] + str((int(number[16]) + 1) % 10)
    return body + check_digit(body)


def other_day(number: str, born: date) -> str:
    body = f"{number[:6]}{born:%Y%m%d}{number[14:17]}"
    return body + check_digit(body)


@breaks("class-without-head-teacher")
def _():
    one = year()
    change(one, head_teacher=None)
    return one.school_class_id


@breaks("head-teacher-from-elsewhere")
def _():
    one = year()
    change(one, head_teacher=Post.objects.filter(until=None, share_per_mille=1000, member__led=None).exclude(school=one.school_class.school).first().member)
    return one.school_class_id


@breaks("class-oversize")
def _():
    crowd(year().school_class, 66)
    return year().school_class_id


@breaks("class-large")
def _():
    crowd(year().school_class, 56)
    return year().school_class_id


@breaks("kindergarten-class-large")
def _():
    one = years().filter(school_class__stage="kindergarten", grade=1).first()
    crowd(one.school_class, 26)
    return one.school_class_id


@breaks("class-of-nobody")
def _():
    one = year()
    Enrolment.objects.filter(school_class=one.school_class).update(school_class=None)
    return one.school_class_id


@breaks("class-grade-differs")
def _():
    one = year(grade=3)
    change(one, grade=4)
    return one.school_class_id


@breaks("class-number-skipped")
def _():
    one = year(grade=3)
    last = years().filter(school_class__school=one.school_class.school, grade=3).order_by("-school_class__class_no").first()
    return change(last.school_class, class_no=last.school_class.class_no + 5)


@breaks("class-of-stage-not-run")
def _():
    one = year()
    return change(one.school_class, stage="senior")


@breaks("class-at-closed-school")
def _():
    gone = closed()
    return set(years().filter(school_class__school=gone).values_list("school_class", flat=True))


@breaks("boarders-without-dormitory")
def _():
    here = school("X03")
    assert not Room.objects.filter(school=here, kind="dormitory").exists()
    change(pupil(), boarding="boarding")
    return here.pk


@breaks("school-without-head")
def _():
    Post.objects.filter(school=school(), duty="head").update(duty="deputy")
    return school().pk


@breaks("school-with-two-heads")
def _():
    change(post(), duty="head")
    return school().pk


@breaks("school-without-coordinates")
def _():
    change(spell(), longitude_e6=None)
    return school().pk


@breaks("school-far-away")
def _():
    change(spell(), longitude_e6=spell().latitude_e6, latitude_e6=spell().longitude_e6)
    return school().pk


@breaks("capacity-exceeded")
def _():
    change(spell(), capacity=3)
    return school().pk


@breaks("school-of-nobody")
def _():
    Enrolment.objects.filter(school=school(), until=None).update(until=DAY - timedelta(days=1))
    return school().pk


@breaks("unit-open-school-closed")
def _():
    return closed().pk


@breaks("fewer-rooms-than-classes")
def _():
    Room.objects.filter(school=school(), kind="classroom").update(until=DAY)
    return school().pk


@breaks("area-per-pupil-impossible")
def _():
    Room.objects.filter(school=school()).exclude(kind="office").update(area_dm2=1)
    return school().pk


@breaks("rooms-at-closed-school")
def _():
    return closed().pk


@breaks("room-area-impossible")
def _():
    return change(Room.objects.filter(school=school(), kind="classroom").first(), area_dm2=60)


@breaks("room-of-a-year-to-come")
def _():
    return change(Room.objects.filter(school=school()).first(), built=2030)


@breaks("room-networked-untaught")
def _():
    return change(Room.objects.filter(school=school(), kind="office").first(), networked=True)


@breaks("room-of-other-stage")
def _():
    return change(Room.objects.filter(school__spells__kind="kindergarten", kind="activity").first(), kind="classroom")


@breaks("ground-area-impossible")
def _():
    return change(Ground.objects.filter(school=school()).first(), area_dm2=12)


@breaks("piece-value-impossible")
def _():
    return change(Equipment.objects.filter(school=school(), kind="computers").first(), count=1, yuan=9_000_000)
