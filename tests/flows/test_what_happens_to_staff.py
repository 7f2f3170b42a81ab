"""Stories of staff: transferred, lent, on leave, back, retired; each by a paper and a day, and what was before stays true."""

from __future__ import annotations

from datetime import date

import pytest

from junheng.ground.people.models import Account
from junheng.registry.models import ClassYear, Post, StaffEvent, StaffMember
from junheng.shell.demo import PEOPLE
from tests.flows.test_a_pupil_changes_schools import school, text

DAY = date(2026, 11, 20)
PAPER = "云教人〔2026〕18号"


def teacher_of(code: str = "X03") -> StaffMember:
    return StaffMember.objects.filter(posts__school=school(code), posts__until=None, posts__duty="teacher", posts__share_per_mille=1000,
                                      posts__stage="primary", duty_status="on_duty", led__isnull=False).first()


def record(client, member: StaffMember, kind: str, **said):
    return client.post(f"/registry/staff/{member.pk}/events/", {"kind": kind, "on": "2026-11-16", "paper": PAPER, **said})


def test_a_transfer_ends_the_post_opens_another_and_gives_up_the_class(hall, sign_in):
    member, client = teacher_of(), sign_in("renshi")
    before = Post.objects.get(member=member, until=None)
    assert record(client, member, "transfer", to_school=school("X04"), stage="primary").status_code == 302
    now = Post.objects.get(member=member, until=None)
    assert Post.objects.get(pk=before.pk).until == now.since == date(2026, 11, 16)
    assert (now.school_id, now.subject, now.establishment, now.grade) == (school("X04"), before.subject, before.establishment, before.grade)
    assert not ClassYear.objects.filter(head_teacher=member, until__gt=DAY).exists()
    assert member.name in text(client.get(f"/registry/schools/{school('X03')}/staff/?on=2026-11-15"))
    assert member.code not in text(client.get(f"/registry/schools/{school('X03')}/staff/"))
    history = text(client.get(f"/registry/staff/{member.pk}/history/"))
    assert PAPER in history
    assert "调动" in history
    assert "方红梅" in history


def test_who_is_lent_or_on_leave_keeps_the_post_and_comes_back(hall, sign_in):
    member, client = teacher_of(), sign_in("renshi")
    post = Post.objects.get(member=member, until=None)
    assert record(client, member, "second_bureau").status_code == 302
    assert record(client, member, "return", on="2026-11-18").status_code == 302
    member.refresh_from_db()
    assert member.duty_status == "on_duty"
    assert Post.objects.get(member=member, until=None) == post
    assert list(StaffEvent.objects.filter(member=member).values_list("before", "after", "on")) == [
        ("on_duty", "seconded_bureau", date(2026, 11, 16)), ("seconded_bureau", "on_duty", date(2026, 11, 18))]
    assert "借调局机关" in text(client.get(f"/registry/staff/{member.pk}/"))


def test_who_retires_has_no_post_any_more_and_nothing_follows(hall, sign_in):
    member, client = teacher_of(), sign_in("renshi")
    assert record(client, member, "retire").status_code == 302
    member.refresh_from_db()
    assert member.duty_status == "retired"
    assert not Post.objects.filter(member=member, until=None).exists()
    assert record(client, member, "return", on="2026-11-18").status_code in {403, 404}  # without a post nobody reaches the card any more


@pytest.mark.parametrize(("said", "word"), [({"paper": " "}, "依据"), ({"on": "2026-12-01"}, "尚未到来"), ({"kind": "return"}, "已在岗"),
                                            ({"kind": "transfer"}, "调入学校"), ({"on": "1999-01-01"}, "")])
def test_what_does_not_follow_is_refused_and_nothing_is_written(hall, sign_in, said, word):
    member = teacher_of()
    answer = record(sign_in("renshi"), member, said.get("kind", "sick"), **{key: value for key, value in said.items() if key != "kind"})
    assert answer.status_code in {422, 403}
    assert word in text(answer)
    assert not StaffEvent.objects.exists()


def test_a_form_sent_twice_is_one_event(hall, sign_in):
    member, client = teacher_of(), sign_in("renshi")
    assert [record(client, member, "sick").status_code for _ in range(2)] == [302, 302]
    assert StaffEvent.objects.filter(member=member).count() == 1


def test_only_the_keeper_of_staff_records_writes_down_what_happens(hall, sign_in):
    member = teacher_of()
    StaffMember.objects.filter(account__username="jiaoshi").update(account=None)
    member.account = Account.objects.get(username="jiaoshi")
    member.save()
    for username, _, _, _ in PEOPLE:
        if username != "renshi":
            assert record(sign_in(username), member, "sick").status_code in {403, 404}, username
    assert not StaffEvent.objects.exists()
