"""A few events under way in the example county: a transfer behind its day, a suspension, a correction, a headcount, checking slips, a leave."""

from __future__ import annotations

from datetime import date

from junheng.ground.people.queries import account_id_of
from junheng.ground.units.models import Unit
from junheng.registry import actions
from junheng.registry.models import ClassYear, Enrolment, Post, PupilEvent, Slip
from junheng.registry.values.events import Asked, Decision, EventKind, StaffEventKind
from junheng.shell.lived_year import moment, somebody

HERE, THERE, STARTED = "X03", "X04", date(2026, 11, 2)


def live() -> int:
    """This will let these happen, unless something has happened already; how many."""
    if PupilEvent.objects.exists() or account_id_of("liuxiao") is None:
        return 0
    return sum((transfer(), suspension(), correction(), headcount(), slips(), leave()))


def transfer() -> int:
    """实验小学 takes a pupil in; its head has agreed, the bureau is late."""
    here, there = (Unit.objects.get(code=code).pk for code in (HERE, THERE))
    years = ClassYear.objects.filter(school_class__school=here, school_class__stage="primary", since__lte=STARTED, until__gt=STARTED)
    entries = {year.school_class.entry_year: year.school_class_id for year in years.select_related("school_class")}
    stay = Enrolment.objects.filter(school=there, until=None, stage="primary", entry_year__in=entries, pupil__identity_number__isnull=False).first()
    if stay is None:
        return 0
    event = actions.start_event(
        asked=Asked(EventKind.TRANSFER, "随父母迁居城关镇，已有房产证明", number=stay.pupil.identity_number or "", to_school=here,
                    to_class=entries[stay.entry_year]), today=STARTED, by=somebody("ziliao", STARTED), at=moment(STARTED))
    actions.decide_step(event_id=event, no=0, decision=Decision.AGREED, words="有空余学位", today=date(2026, 11, 3),
                        by=somebody("xiaozhang", date(2026, 11, 3)), at=moment("2026-11-03"))
    return 1


def suspension() -> int:
    """A pupil of 实验小学 is to be suspended for an illness."""
    stay = Enrolment.objects.filter(school__unit__code=HERE, until=None, stage="primary", pupil__events__isnull=True).first()
    if stay is None:
        return 0
    actions.start_event(asked=Asked(EventKind.SUSPEND, "因伤住院，需休养一学期，附医院证明", pupil_id=stay.pupil_id), today=date(2026, 11, 18),
                        by=somebody("ziliao", date(2026, 11, 18)), at=moment("2026-11-18"))
    return 1


def correction() -> int:
    """A family has moved; the school hands the new address in for it."""
    pupil = Enrolment.objects.filter(school__unit__code=HERE, until=None, stage="primary").order_by("-pupil_id").values_list("pupil_id", flat=True)[0]
    actions.propose_correction(person="pupil", person_id=pupil, key="address", text="云溪县城关镇新街12号", reason="搬家", evidence="户口簿",
                               today=date(2026, 11, 19), by=somebody("ziliao", date(2026, 11, 19)), at=moment("2026-11-19"))
    return 1


def headcount() -> int:
    """This term's round; one class has answered."""
    bureau = Unit.objects.get(code="B").pk
    row = actions.open_headcount(name="2026年秋季学期", bureau=bureau, by=somebody("jijiao", date(2026, 11, 9)), at=moment("2026-11-09"))
    year = ClassYear.objects.filter(school_class__school__unit__code=HERE, school_class__stage="primary", since__lte=STARTED, until__gt=STARTED)[0]
    gone = year.school_class.enrolments.filter(until=None).values_list("pupil_id", flat=True)[0]
    actions.confirm_class(headcount_id=row, class_id=year.school_class_id, absent={gone: "随父母外出，去向核实中"}, extras=[], today=date(2026, 11, 12),
                          by=somebody("ziliao", date(2026, 11, 12)), at=moment("2026-11-12"))
    return 1


def slips() -> int:
    """Guardians of a class of 实验小学 check the record: two say that all is right, one writes another address."""
    day = date(2026, 11, 18)
    years = ClassYear.objects.filter(school_class__school__unit__code=HERE, school_class__stage="primary", since__lte=day, until__gt=day)
    year = years.order_by("-grade", "-school_class_id").first()
    if year is None:
        return 0
    actions.begin_slips(class_id=year.school_class_id, until=date(2026, 12, 4), today=day, by=somebody("ziliao", day), at=moment("2026-11-18"))
    digests = list(Slip.objects.filter(round__school_class=year.school_class_id).order_by("pupil__code").values_list("digest", flat=True)[:3])
    for place, digest in enumerate(digests):
        actions.answer_slip(digest=digest, right=place < 2, given={} if place < 2 else {"address": "云溪县城关镇东关路3号"}, words="" if place < 2 else "搬家",
                            today=day, at=moment("2026-11-19"))
    return 1


def leave() -> int:
    """A teacher of 实验小学 is lent to the bureau."""
    post = Post.objects.filter(school__unit__code=HERE, until=None, duty="teacher", member__duty_status="on_duty").first()
    if post is None:
        return 0
    actions.record_staff_event(kind=StaffEventKind.SECOND_BUREAU, member_id=post.member_id, on=date(2026, 11, 16), paper="云教人〔2026〕18号", reason="",
                               to_school=None, stage=None, today=date(2026, 11, 17), by=somebody("renshi", date(2026, 11, 17)), at=moment("2026-11-17"))
    return 1
