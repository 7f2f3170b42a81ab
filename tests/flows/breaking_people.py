"""Records of pupils and staff broken on purpose, one way for each standing check about them."""

from __future__ import annotations

from datetime import date, timedelta

from junheng.registry.models import Enrolment, Guardian, Post, SchoolClass
from junheng.registry.queries.checks.staff import RANK
from tests.flows.breaking import (
    BREAKERS,
    DAY,
    breaks,
    change,
    closed,
    other_day,
    other_sex,
    places,
    post,
    pupil,
    school,
    years,
)

__all__ = ["BREAKERS"]


@breaks("head-teacher-of-two-classes")
def _():
    one, two = years().filter(school_class__stage="primary", school_class__school__unit__code="X03")[:2]
    change(two, head_teacher=one.head_teacher)
    return one.head_teacher_id


@breaks("pupil-in-two-places")
def _():
    one = places().first()
    change(one, until=DAY + timedelta(days=30))
    Enrolment.objects.create(pupil=one.pupil, school=school("X04"), stage=one.stage, entry_year=one.entry_year, since=DAY)
    return one.pupil_id


@breaks("pupil-without-class")
def _():
    one = places().first()
    change(one, school_class=None)
    return one.pupil_id


@breaks("class-of-another-school")
def _():
    one = places(stage="primary").first()
    change(one, school_class=SchoolClass.objects.filter(stage="primary", entry_year=one.entry_year).exclude(school=one.school_id).first())
    return one.pupil_id


@breaks("place-and-class-differ")
def _():
    one = places().first()
    change(one, entry_year=one.entry_year - 1)
    return one.pupil_id


@breaks("stage-not-run")
def _():
    one = places().first()
    change(one, stage="senior")
    return one.pupil_id


@breaks("age-out-of-range")
def _():
    return change(pupil(stage="primary"), born=date(2004, 5, 1))


@breaks("grade-beyond-the-stage")
def _():
    one = places(stage="primary").first()
    change(one, entry_year=2019)
    return one.pupil_id


@breaks("pupil-without-guardian")
def _():
    return change(pupil(), household=None)


@breaks("guardians-telephone-of-many")
def _():
    pupils = {}
    for place in Enrolment.objects.filter(until=None).select_related("pupil"):
        if place.pupil.household_id and len(pupils) < 4:
            pupils[place.pupil.household_id] = place.pupil
    for household in pupils:
        guardian = Guardian.objects.filter(household=household).first()
        guardian.phone = "10000000001"
        guardian.save()
    return set(Enrolment.objects.filter(until=None, pupil__household__in=pupils).values_list("pupil", flat=True))


@breaks("pupil-born-otherwise")
def _():
    one = pupil()
    return change(one, born=one.born + timedelta(days=1))


@breaks("pupil-of-other-sex")
def _():
    one = pupil()
    return change(one, sex="female" if one.sex == "male" else "male")


@breaks("pupil-number-impossible")
def _():
    one = pupil()
    return change(one, identity_number=one.identity_number[:17] + ("1" if one.identity_number[17] != "1" else "2"))


@breaks("roll-number-of-another")
def _():
    one = pupil(stage="primary")
    return change(one, roll_number="G" + other_sex(one.identity_number))


@breaks("roll-number-missing")
def _():
    return change(pupil(stage="primary"), roll_number=None)


@breaks("twin-group-of-one")
def _():
    return change(pupil(), twin_group="W-alone")


@breaks("twins-born-apart")
def _():
    one = pupil()
    two = places(pupil__twin_group="", pupil__identity_number__isnull=False).exclude(pupil__household=one.household).exclude(pupil__born=one.born).first().pupil
    return {change(each, twin_group="W-apart") for each in (one, two)}


@breaks("residence-without-flag")
def _():
    return change(pupil(pupil__residence="same_township"), residence_division="990199")


@breaks("on-roll-without-place")
def _():
    one = places().first()
    change(one, until=DAY - timedelta(days=1))
    return one.pupil_id


@breaks("place-of-one-who-left")
def _():
    return change(pupil(), status="graduated")


@breaks("enrolment-at-closed-school")
def _():
    return set(Enrolment.objects.filter(school=closed(), until=None).values_list("pupil", flat=True))


@breaks("pupils-name-odd")
def _():
    return change(pupil(), name="周 明远")


@breaks("born-after-entry")
def _():
    return change(pupil(), born=DAY + timedelta(days=10))


@breaks("place-before-the-school")
def _():
    here = school("X16")
    change(here, opened=date(2026, 10, 1))
    return set(Enrolment.objects.filter(school=here, until=None).values_list("pupil", flat=True))


@breaks("established-not-at-work")
def _():
    return change(post(establishment="established").member, duty_status="seconded_bureau")


@breaks("at-work-without-post")
def _():
    one = post()
    change(one, until=DAY - timedelta(days=1))
    return one.member_id


@breaks("retired-in-post")
def _():
    return change(post().member, retires=date(2026, 10, 1))


@breaks("retirement-day-wrong")
def _():
    one = post().member
    return change(one, retires=one.retires + timedelta(days=400))


@breaks("contract-ended")
def _():
    one = post()
    change(one, appointed_from=date(2020, 1, 1), appointed_until=date(2026, 8, 31))
    return one.member_id


@breaks("shares-not-whole")
def _():
    one = post()
    change(one, share_per_mille=600)
    return one.member_id


@breaks("post-at-closed-school")
def _():
    return set(Post.objects.filter(school=closed(), until=None).values_list("member", flat=True))


@breaks("certificate-stage-differs")
def _():
    one = post(stage="primary")
    assert RANK["kindergarten"] < RANK["primary"]
    return change(one.member, certificate_stage="kindergarten")


@breaks("certificate-subject-differs")
def _():
    one = post(subject="语文", member__certificate_subject="语文")
    return change(one.member, certificate_subject="化学")


@breaks("teacher-without-certificate")
def _():
    return change(post().member, certificate_stage="")


@breaks("began-work-too-young")
def _():
    one = post().member
    return change(one, began_work=one.born + timedelta(days=4000))


@breaks("member-age-impossible")
def _():
    return change(post().member, born=date(1940, 1, 1))


@breaks("title-year-wrong")
def _():
    return change(post().member, title="first", title_since=None)


@breaks("backbone-expired")
def _():
    return change(post().member, backbone="county", backbone_until=2024)


@breaks("post-grade-impossible")
def _():
    one = post()
    change(one, grade=14)
    return one.member_id


@breaks("member-born-otherwise")
def _():
    one = post().member
    return change(one, identity_number=other_day(one.identity_number, one.born + timedelta(days=1)))


@breaks("member-of-other-sex")
def _():
    one = post().member
    return change(one, identity_number=other_sex(one.identity_number))


@breaks("member-number-impossible")
def _():
    one = post().member
    return change(one, identity_number=one.identity_number[:17] + ("1" if one.identity_number[17] != "1" else "2"))


@breaks("members-name-odd")
def _():
    return change(post().member, name="安宁1")
