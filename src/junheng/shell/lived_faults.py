"""Faults planted in the example county, so that 数据体检 and 疑似重复 have something to show: a dozen, always the same.

At X04: a class without a head teacher, a pupil's birth and another's sex that are not those of the number, one telephone for five
families, a class room of 0.6 m²; coordinates of X16 the wrong way round. Of the first teachers of primary schools one is past
retirement, one has a contract that ended. A pupil of X04 and a teacher were entered a second time at X05, the pupil with another 哲
and without a number. They are written past every action, since each of these would be refused.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from junheng.ground.audit.actions import say
from junheng.ground.jobs.registry import Progress
from junheng.registry import jobs
from junheng.registry.models import (
    ClassYear,
    Enrolment,
    Guardian,
    Household,
    Post,
    Pupil,
    Room,
    School,
    SchoolSpell,
    StaffMember,
)
from junheng.registry.values import Duty, Sex, Stage

HERE, OTHER, SWAPPED = "X04", "X05", "X16"
AGAIN = "AGAIN"


def plant(day: date, progress: Progress) -> None:
    """This will plant the faults, once, and let checks and search find them."""
    if not Pupil.objects.filter(code__startswith=AGAIN).exists():
        with transaction.atomic():
            count = break_pupils() + break_staff(day) + break_places(day)
            say("%(count)s faults were planted in the example county.", values={"count": count}, by=None, by_name="Console", at=timezone.now(),
                kind="registry/check", ref="")
    jobs.run_checks(progress, None, "Console")
    jobs.search(progress, None, "Console")


def break_pupils() -> int:
    """Pupils of one school, and one of them a second time elsewhere."""
    stays = Enrolment.objects.filter(until=None, school__unit__code=HERE, pupil__identity_number__isnull=False, pupil__twin_group="").order_by("pupil__code")
    born, sex, twice, *others = [stay.pupil for stay in stays.select_related("pupil")[:8]]
    Pupil.objects.filter(pk=born.pk).update(born=born.born + timedelta(days=1))
    Pupil.objects.filter(pk=sex.pk).update(sex=Sex.FEMALE.value if sex.sex == Sex.MALE else Sex.MALE.value)
    for guardian in Guardian.objects.filter(household__in=[each.household_id for each in others]).order_by("code").distinct():
        guardian.phone = "10000000000"
        guardian.save(update_fields=["phone"])
    Pupil.objects.filter(pk=twice.pk).update(name=f"{twice.name[0]}明哲", initials=f"{twice.initials[:1]}mz")
    home = Household.objects.create(code=f"{AGAIN}-H")
    for guardian in Guardian.objects.filter(household=twice.household_id).order_by("code")[:1]:
        Guardian.objects.create(code=f"{AGAIN}-G", household=home, name=guardian.name, relation=guardian.relation, phone="")
    again = Pupil.objects.create(
        code=f"{AGAIN}-P", name=f"{twice.name[0]}明喆", initials=f"{twice.initials[:1]}mz", sex=twice.sex, born=twice.born, household=home,
        residence=twice.residence, boarding=twice.boarding, status=twice.status)
    stay = twice.enrolments.get(until=None)
    Enrolment.objects.create(pupil=again, school=School.objects.get(unit__code=OTHER), stage=stay.stage, entry_year=stay.entry_year, since=stay.since)
    return 4


def break_staff(day: date) -> int:
    """Teachers of primary schools, and one of them a second time elsewhere."""
    posts = Post.objects.filter(until=None, stage=Stage.PRIMARY.value, duty=Duty.TEACHER.value, share_per_mille=1000, member__led=None)
    retired, ended, twice = posts.select_related("member").order_by("member__code")[:3]
    StaffMember.objects.filter(pk=retired.member_id).update(retires=date(day.year, 9, 1))
    Post.objects.filter(pk=ended.pk).update(appointed_until=date(day.year, 8, 31))
    who = twice.member
    again = StaffMember.objects.create(
        code=f"{AGAIN}-E", name=who.name, initials=who.initials, sex=who.sex, born=who.born, degree=who.degree, title=who.title, title_since=who.title_since,
        certificate_stage=who.certificate_stage, certificate_subject=who.certificate_subject, backbone="none", duty_status=who.duty_status,
        retirement_group=who.retirement_group, retires=who.retires)
    Post.objects.create(code=f"{AGAIN}-J", member=again, school=School.objects.get(unit__code=OTHER), stage=Stage.PRIMARY.value, duty=twice.duty,
                        subject=twice.subject, establishment=twice.establishment, category=twice.category, grade=twice.grade, since=twice.since)
    return 3


def break_places(day: date) -> int:
    """A class, a room, and where a school lies."""
    led = ClassYear.objects.filter(since__lte=day, until__gt=day, school_class__school__unit__code=HERE).order_by("pk").first()
    ClassYear.objects.filter(pk=led.pk if led else 0).update(head_teacher=None)
    room = Room.objects.filter(school__unit__code=HERE, kind="classroom").order_by("code").first()
    Room.objects.filter(pk=room.pk if room else 0).update(area_dm2=60)
    SchoolSpell.objects.filter(school__unit__code=SWAPPED, until=None).update(longitude_e6=F("latitude_e6"), latitude_e6=F("longitude_e6"))
    return 3
