"""A school goes into another: what it was in the middle of goes on there, what is its own ends, and nothing of the past moves."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from junheng.ground.audit.queries import verify
from junheng.ground.people.models import Account
from junheng.registry.models import (
    Base,
    BaseDay,
    Booking,
    Correction,
    Enrolment,
    GroupMember,
    Paper,
    Programme,
    SchoolClass,
    SlipRound,
)
from tests.flows.test_a_pupil_changes_schools import decide, leaving, school, started, text
from tests.flows.test_what_happens_to_pupils import begin, pupil_at, through

ON = date(2026, 11, 2)


def merged(sign_in, going: int, into: int) -> None:
    answer = sign_in("bangong").post(f"/registry/schools/{going}/merge/", {"into": into, "on": ON.isoformat(), "basis": "云政发〔2026〕9号"})
    assert answer.status_code == 302, text(answer)


def test_events_go_on_at_the_school_that_takes_the_other_in_and_a_transfer_between_both_is_over(hall, sign_in):
    going, into = school("X04"), school("X03")
    moving = leaving()
    between = started(sign_in("ziliao"), moving)
    ill = pupil_at("X04", enrolments__stage="primary", pk__gt=moving.pk)
    suspended = begin(sign_in("jijiao"), ill, "suspend")
    merged(sign_in, going, into)
    between.refresh_from_db()
    assert (between.state, between.ended_at is not None) == ("withdrawn", True)
    suspended.refresh_from_db()
    assert suspended.from_school_id == into
    assert set(suspended.steps.filter(decision="").values_list("unit__code", flat=True)) & {"X04"} == set()
    for step in suspended.steps.filter(decision=""):
        assert decide(sign_in("xiaozhang" if step.unit_id == into else "jijiao"), suspended, step.no).status_code == 302
    ill.refresh_from_db()
    assert ill.status == "suspended"
    assert Enrolment.objects.get(pupil=ill, until=None).school_id == into


def test_a_change_of_class_finds_the_class_under_its_new_number(hall, sign_in):
    pupil = pupil_at("X04", enrolments__stage="primary")
    here = Enrolment.objects.get(pupil=pupil, until=None).school_class
    beside = SchoolClass.objects.create(school_id=here.school_id, stage=here.stage, entry_year=here.entry_year, class_no=77)
    year = here.years.get(school_year=2026)
    beside.years.create(school_year=2026, grade=year.grade, since=year.since, until=year.until)
    event = begin(sign_in("jijiao"), pupil, "class_change", to_class=beside.pk)
    merged(sign_in, school("X04"), school("X03"))
    event.refresh_from_db()
    assert event.to_class.school_id == school("X03")
    through(sign_in, event)
    assert Enrolment.objects.get(pupil=pupil, until=None).school_class_id == event.to_class_id


def test_places_in_groups_and_programmes_go_on_and_papers_end(hall, sign_in):
    going, into = school("X04"), school("X03")
    GroupMember.objects.filter(school__in=[going, into]).delete()
    for code, unit, group, leads in (("G1", going, "甲集团", True), ("G2", into, "甲集团", False), ("G3", going, "乙学区", False)):
        GroupMember.objects.create(code=code, school_id=unit, group=group, kind="group", leads=leads, since=date(2025, 9, 1))
    for code, unit, number in (("P1", going, "710201"), ("P2", going, "710202"), ("P3", into, "710202")):
        Programme.objects.create(code=code, school_id=unit, programme_code=number, name="专业", level="secondary", since=date(2025, 9, 1))
    Paper.objects.create(code="Z1", school_id=going, kind="charter", number="1", since=date(2025, 9, 1))
    merged(sign_in, going, into)
    standing = GroupMember.objects.filter(until=None)
    assert set(standing.filter(school=into).values_list("group", "leads")) == {("甲集团", True), ("乙学区", False)}
    assert not standing.filter(school=going).exists()
    assert GroupMember.objects.filter(code="G1", school=going, leads=True, until=ON).exists()
    assert sorted(Programme.objects.filter(school=into, until=None).values_list("programme_code", flat=True)) == ["710201", "710202"]
    assert Paper.objects.get(code="Z1").until == ON
    assert not Paper.objects.filter(school=into, number="1", kind="charter", code__startswith="Z1").exists()


def test_a_leader_stays_one_in_the_past_and_what_had_not_begun_never_was(hall, sign_in):
    going, into = school("X04"), school("X03")
    GroupMember.objects.filter(school__in=[going, into]).delete()
    for code, unit, group, leads, since in (
            ("G1", going, "甲集团", True, date(2025, 9, 1)), ("G2", into, "甲集团", False, ON), ("G3", going, "乙学区", False, ON), ("G4", into, "乙学区", False, date(2025, 9, 1))):
        GroupMember.objects.create(code=code, school_id=unit, group=group, kind="group", leads=leads, since=since)
    merged(sign_in, going, into)
    assert GroupMember.objects.filter(code="G1", leads=True, until=ON).exists()
    assert set(GroupMember.objects.filter(until=None, school__in=[going, into]).values_list("school", "group", "leads")) == {
        (into, "甲集团", True), (into, "乙学区", False)}


def test_a_day_that_both_have_booked_holds_the_pupils_of_both(hall, sign_in):
    going, into = school("X04"), school("X03")
    base = Base.objects.first()
    day = BaseDay.objects.create(base=base, on=date(2027, 3, 9), capacity=200, booked=90)
    by = Account.objects.get(username="bangong")
    for unit, grade, pupils in ((going, 4, 40), (into, 4, 30), (going, 5, 20)):
        Booking.objects.create(day=day, school_id=unit, stage="primary", grade=grade, pupils=pupils, booked_by=by, booked_at=timezone.now())
    merged(sign_in, going, into)
    assert sorted(Booking.objects.filter(day=day, state="booked").values_list("school", "grade", "pupils")) == [(into, 4, 70), (into, 5, 20)]
    day.refresh_from_db()
    assert day.booked == 90


def test_corrections_wait_at_the_new_school_and_slips_of_the_old_classes_end(hall, sign_in):
    going, into = school("X04"), school("X03")
    pupil = pupil_at("X04", enrolments__stage="primary")
    group = Enrolment.objects.get(pupil=pupil, until=None).school_class_id
    answer = sign_in("liuxiao").post(f"/registry/classes/{group}/slips/begin/", {"until": "2026-11-30"})
    assert answer.status_code == 200, text(answer)
    Correction.objects.create(pupil=pupil, school_id=going, key="name", held="甲", proposed="乙", reason="写错", evidence="户口簿",
                              proposed_by=Account.objects.get(username="liuxiao"), proposed_at=SlipRound.objects.get().opened_at)
    merged(sign_in, going, into)
    assert Correction.objects.get(pupil=pupil).school_id == into
    assert SlipRound.objects.get().closed_at is not None
    assert verify() == []
