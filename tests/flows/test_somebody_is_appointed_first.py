"""Stories of first appointments: somebody new is written down at the school's list of staff, by the rules of the table."""

from __future__ import annotations

from datetime import date

import pytest

from junheng.ground.audit.models import Entry
from junheng.registry.engine.invented.numbers import check_digit
from junheng.registry.models import Post, School, StaffEvent, StaffMember
from junheng.shell.demo import PEOPLE
from tests.flows.test_a_pupil_changes_schools import school, text

PAPER = "云教人〔2026〕31号"


def number(serial: int = 21, born: str = "19980312", sex: str = "male") -> str:
    """An identity number of a division that does not exist."""
    body = f"990101{born}{serial * 2 + (sex == 'male'):03d}"
    return body + check_digit(body)


def appoint(client, code: str = "X03", **said):
    told = {"name": "司徒明", "sex": "male", "born": "1998-03-12", "identity_number": number(), "duty": "teacher", "stage": "primary", "subject": "数学",
            "establishment": "established", "grade": "12", "on": "2026-11-16", "paper": PAPER, **said}
    return client.post(f"/registry/schools/{school(code)}/staff/appoint/", told)


def test_somebody_new_gets_a_record_a_post_and_an_event(hall, sign_in):
    client, before = sign_in("renshi"), StaffMember.objects.count()
    answer = appoint(client)
    assert answer.status_code == 302, text(answer)
    assert StaffMember.objects.count() == before + 1
    member = StaffMember.objects.get(identity_number=number())
    post = Post.objects.get(member=member)
    assert (post.school_id, post.stage, post.duty, post.subject, post.grade, post.since, post.until) == (
        school("X03"), "primary", "teacher", "数学", 12, date(2026, 11, 16), None)
    assert (member.initials, member.duty_status, member.retires is None) == ("stm", "on_duty", False)
    assert "司徒明" in text(client.get(f"/registry/schools/{school('X03')}/staff/"))
    assert "司徒明" not in text(client.get(f"/registry/schools/{school('X03')}/staff/?on=2026-11-15"))
    history = text(client.get(f"/registry/staff/{member.pk}/history/"))
    assert "首次聘任" in history
    assert PAPER in history
    assert number() not in str(list(Entry.objects.values_list("values", flat=True)))


def test_the_button_is_there_for_the_keeper_of_staff_records_only(hall, sign_in):
    for username, _, _, _ in PEOPLE:
        answer = sign_in(username).get(f"/registry/schools/{school('X03')}/staff/")
        assert ("首次聘任" in text(answer)) == (username == "renshi"), username
        if username != "renshi":
            assert appoint(sign_in(username)).status_code in {403, 404}, username
    assert not StaffEvent.objects.filter(kind="appoint").exists()


def test_a_form_sent_twice_is_one_appointment(hall, sign_in):
    client = sign_in("renshi")
    assert appoint(client).headers["Location"] == appoint(client).headers["Location"]
    assert StaffEvent.objects.filter(kind="appoint").count() == 1


@pytest.mark.parametrize("said", [
    {"name": ""}, {"identity_number": ""}, {"identity_number": "123"}, {"born": "1998-03-13"}, {"sex": "female"}, {"born": "昨天"}, {"grade": "14"},
    {"grade": "=1+1"}, {"duty": ""}, {"establishment": ""}, {"stage": "senior"}, {"paper": ""}, {"on": "2026-12-01"}, {"on": ""},
    {"phone": "12"}, {"name": "司" * 61}, {"appointed_from": "2026-09-01", "appointed_until": "2026-08-31"}])
def test_what_cannot_be_is_refused_with_what_was_typed_and_nothing_is_written(hall, sign_in, said):
    before = StaffMember.objects.count()
    answer = appoint(sign_in("renshi"), **said)
    assert answer.status_code in {200, 422}
    assert PAPER in text(answer) or said.get("paper") == ""
    assert (StaffMember.objects.count(), StaffEvent.objects.filter(kind="appoint").count()) == (before, 0)


def test_who_holds_a_post_elsewhere_is_transferred_and_not_appointed(hall, sign_in):
    member = StaffMember.objects.filter(posts__school=school("X04"), posts__until=None, identity_number__isnull=False).first()
    answer = appoint(sign_in("renshi"), identity_number=member.identity_number, born=member.born.isoformat(), sex=member.sex)
    assert answer.status_code == 422
    assert "调动" in text(answer)
    assert Post.objects.filter(member=member, school=school("X03")).count() == 0


def test_who_has_left_is_not_new(hall, sign_in):
    member = StaffMember.objects.filter(posts__school=school("X04"), posts__until=None, identity_number__isnull=False).first()
    Post.objects.filter(member=member).update(until=date(2026, 11, 10))
    answer = appoint(sign_in("renshi"), identity_number=member.identity_number, born=member.born.isoformat(), sex=member.sex)
    assert answer.status_code == 422
    assert member.code in text(answer)


def test_two_of_one_school_have_codes_of_their_own_and_the_second_is_transferred_later(hall, sign_in):
    client = sign_in("renshi")
    appoint(client)
    appoint(client, identity_number=number(22), name="欧阳敏", on="2026-11-10")
    codes = set(StaffMember.objects.filter(events__kind="appoint").values_list("code", flat=True))
    assert len(codes) == 2
    member = StaffMember.objects.get(identity_number=number(22))
    moved = client.post(f"/registry/staff/{member.pk}/events/", {"kind": "transfer", "on": "2026-11-18", "paper": PAPER, "to_school": school("X04"), "stage": "primary"})
    assert moved.status_code == 302, text(moved)
    assert Post.objects.get(member=member, until=None).school_id == school("X04")


def test_a_first_appointment_is_not_among_what_happens_at_a_card(hall, sign_in):
    member = StaffMember.objects.filter(posts__school=school("X03"), posts__until=None, duty_status="on_duty").first()
    answer = sign_in("renshi").post(f"/registry/staff/{member.pk}/events/", {"kind": "appoint", "on": "2026-11-16", "paper": PAPER})
    assert answer.status_code in {200, 422}
    assert not StaffEvent.objects.filter(member=member, kind="appoint").exists()


def test_a_school_that_is_closed_takes_nobody_in(hall, sign_in):
    School.objects.filter(pk=school("X03")).update(closed=date(2026, 11, 1))
    assert appoint(sign_in("renshi")).status_code in {404, 422}
    assert not StaffEvent.objects.filter(kind="appoint").exists()
