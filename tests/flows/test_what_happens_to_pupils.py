"""Stories of the other events of the roll: suspended and back, to another class, out of the county, graduated, dead."""

from __future__ import annotations

from datetime import date

import pytest

from junheng.registry.models import ClassYear, Enrolment, Pupil, PupilEvent, SchoolClass
from junheng.registry.queries.books import book
from tests.flows.test_a_pupil_changes_schools import decide, school, text

DAY = date(2026, 11, 20)


def pupil_at(code: str = "X03", **more) -> Pupil:
    return Pupil.objects.filter(enrolments__school=school(code), enrolments__until=None, status="on_roll", **more).first()


def begin(client, pupil: Pupil, kind: str, **said) -> PupilEvent:
    answer = client.post(f"/registry/pupils/{pupil.pk}/events/?kind={kind}", {"reason": "按家长书面申请办理", **said})
    assert answer.status_code == 302, text(answer)
    return PupilEvent.objects.get(pk=int(answer.headers["Location"].rstrip("/").split("/")[-1]))


def through(sign_in, event: PupilEvent) -> None:
    """The head and then the registrar agree."""
    for step, who in zip(event.steps.all(), ("xiaozhang", "jijiao"), strict=False):
        answer = decide(sign_in(who), event, step.no)
        assert answer.status_code == 302, text(answer)


def test_a_suspended_pupil_stays_on_the_roll_and_comes_back_into_a_later_class(hall, sign_in):
    pupil, client = pupil_at(enrolments__entry_year=2023, enrolments__stage="primary"), sign_in("ziliao")
    stay = Enrolment.objects.get(pupil=pupil, until=None)
    through(sign_in, begin(client, pupil, "suspend"))
    pupil.refresh_from_db()
    assert pupil.status == "suspended"
    assert Enrolment.objects.get(pupil=pupil, until=None) == stay
    page = text(client.get(f"/registry/pupils/{pupil.pk}/events/"))
    assert "kind=resume" in page
    assert "kind=suspend" not in page
    later = ClassYear.objects.get(school_class__school=stay.school_id, school_class__entry_year=2024, school_class__stage="primary",
                                  school_class__class_no=1, school_year=2026).school_class_id
    through(sign_in, begin(client, pupil, "resume", to_class=later))
    pupil.refresh_from_db()
    now = Enrolment.objects.get(pupil=pupil, until=None)
    assert (pupil.status, now.school_class_id, now.entry_year) == ("on_roll", later, 2024)


def test_a_change_of_class_needs_a_reason_and_stays_on_the_record_of_pupil_and_class(hall, sign_in):
    one = ClassYear.objects.filter(school_class__school=school("X03"), school_class__stage="primary", school_year=2026).first()
    group = one.school_class
    beside = SchoolClass.objects.create(school_id=group.school_id, stage=group.stage, entry_year=group.entry_year, class_no=77)
    other = ClassYear.objects.create(school_class=beside, school_year=2026, grade=one.grade, since=one.since, until=one.until)
    pupil = Enrolment.objects.filter(school_class=group, until=None).first().pupil
    client = sign_in("jijiao")
    address = f"/registry/pupils/{pupil.pk}/events/?kind=class_change"
    assert client.post(address, {"to_class": other.school_class_id}).status_code == 422
    event = begin(client, pupil, "class_change", to_class=other.school_class_id)
    assert decide(sign_in("xiaozhang"), event, 0).status_code == 302
    assert Enrolment.objects.get(pupil=pupil, until=None).school_class_id == other.school_class_id
    for place in (f"pupils/{pupil.pk}", f"classes/{one.school_class_id}", f"classes/{other.school_class_id}"):
        assert "调整班级" in text(client.get(f"/registry/{place}/history/")), place


@pytest.mark.parametrize(("kind", "status"), [("transfer_out", "transferred_out"), ("abroad", "abroad"), ("death", "died")])
def test_who_leaves_the_roll_has_a_status_that_says_how(hall, sign_in, kind, status):
    pupil = pupil_at(enrolments__stage="primary")
    said = {"outside": "外省清河县第一小学"} if kind != "death" else {}
    through(sign_in, begin(sign_in("ziliao"), pupil, kind, **said))
    pupil.refresh_from_db()
    assert pupil.status == status
    assert list(Enrolment.objects.filter(pupil=pupil, until=None)) == []
    assert Enrolment.objects.filter(pupil=pupil, until=DAY).exists()


def test_leaving_and_repeating_are_not_offered_in_compulsory_education(hall, sign_in):
    pupil = pupil_at(enrolments__stage="primary")
    page = text(sign_in("ziliao").get(f"/registry/pupils/{pupil.pk}/events/"))
    assert "kind=death" in page
    assert "kind=leave" not in page
    assert "kind=repeat" not in page


def test_a_class_of_the_last_grade_graduates_whole_and_no_other_class_does(hall, sign_in):
    years = ClassYear.objects.filter(school_class__school=school("X03"), school_class__stage="primary", school_year=2026)
    last, other = years.get(grade=6, school_class__class_no=1), years.filter(grade=3).first()
    client = sign_in("ziliao")
    assert client.post(f"/registry/classes/{other.school_class_id}/graduate/", {"reason": "小学毕业"}).status_code == 422
    pupils = set(Enrolment.objects.filter(school_class=last.school_class, until=None).values_list("pupil_id", flat=True))
    busy = begin(client, Pupil.objects.get(pk=min(pupils)), "suspend")
    answer = client.post(f"/registry/classes/{last.school_class_id}/graduate/", {"reason": "小学毕业"})
    event = PupilEvent.objects.get(kind="graduate")
    assert answer.headers["Location"] == f"/registry/events/{event.pk}/"
    assert decide(sign_in("xiaozhang"), event, 0).status_code == 302
    refused = decide(sign_in("jijiao"), event, 1)
    assert refused.status_code == 422
    assert "1名学生" in text(refused)
    client.post(f"/registry/events/{busy.pk}/withdraw/")
    assert decide(sign_in("jijiao"), event, 1).status_code == 302
    assert set(Pupil.objects.filter(pk__in=pupils).values_list("status", flat=True)) == {"graduated"}
    assert not Enrolment.objects.filter(pupil__in=pupils, until=None).exists()
    assert Enrolment.objects.filter(pupil__in=pupils, until=DAY).count() == len(pupils)


def test_a_countys_own_limit_and_steps_overrule_the_nations(hall, sign_in, settings, tmp_path):
    place = tmp_path / "standards" / "county" / "registry" / "pupil-events.toml"
    place.parent.mkdir(parents=True)
    place.write_text("""title = "云溪县学籍异动办理"
[source]
document = "云溪县学籍管理细则"
number = "云教〔2026〕9号"
mark = "S"
entered_by = "林静"
checked_by = "许立"
review_by = 2027-12-31
[values.days]
unit = "working days"
[[values.days.dated]]
since = 2026-09-01
value = "5"
[values.steps]
unit = "text"
[[values.steps.dated]]
since = 2026-09-01
stage = "class_change"
value = "school bureau"
""", encoding="utf-8")
    settings.COUNTY = tmp_path
    book.cache_clear()
    try:
        event = begin(sign_in("ziliao"), pupil_at(enrolments__stage="primary"), "suspend")
        assert [(step.days, step.due) for step in event.steps.all()] == [(5, date(2026, 11, 27)), (5, None)]
        assert "云教〔2026〕9号" in text(sign_in("ziliao").get(f"/registry/events/{event.pk}/"))
    finally:
        book.cache_clear()


def test_an_event_is_seen_by_those_who_take_part_and_no_others(hall, sign_in):
    from junheng.shell.demo import PEOPLE

    event = begin(sign_in("ziliao"), pupil_at(), "suspend")
    seen = {username for username, _, _, _ in PEOPLE if sign_in(username).get(f"/registry/events/{event.pk}/").status_code == 200}
    assert seen == {"ziliao", "xiaozhang", "zhongxin", "jijiao"}
