"""Who is on duty today: on the homes of the bureau, with the telephone, where the rota has somebody; and the example county has a rota."""

from __future__ import annotations

from datetime import date

from junheng.registry.models import Contact, DutyDay
from junheng.shell import lived_duty
from tests.flows.test_a_pupil_changes_schools import text

DAY = date(2026, 11, 20)


def test_the_example_county_has_telephones_and_rotas_that_cannot_be_real_and_only_once(hall, sign_in):
    days = lived_duty.live(DAY)
    assert days == 30 + 31 + 30
    assert lived_duty.live(DAY) == 0
    numbers = [*Contact.objects.values_list("phone", flat=True), *DutyDay.objects.values_list("phone", flat=True)]
    assert len(numbers) > 100
    assert {number[:3] for number in numbers} == {"100"}
    assert lived_duty.BUREAU_PHONE in text(sign_in("juzhang").get("/registry/directory/"))


def test_homes_of_the_bureau_say_who_is_on_duty_with_the_telephone(hall, sign_in):
    lived_duty.live(DAY)
    row = DutyDay.objects.get(on=DAY, unit__code="B")
    for username, address in (("bangong", f"/plans/{hall}/"), ("juzhang", f"/plans/{hall}/"), ("xueqian", "/plans/mine/")):
        client = sign_in(username)
        assert 'hx-get="/registry/duty/today/"' in text(client.get(address)), username
        page = text(client.get("/registry/duty/today/"))
        assert "今日值班" in page
        assert row.person in page
        assert f'href="tel:{row.phone}"' in page
        assert lived_duty.SCHOOL_PHONE not in page


def test_without_a_rota_for_today_nothing_is_said(hall, sign_in):
    lived_duty.live(DAY)
    DutyDay.objects.filter(on=DAY).delete()
    assert text(sign_in("bangong").get("/registry/duty/today/")).strip() == ""


def test_who_may_not_see_rotas_sees_no_telephone_at_home(hall, sign_in):
    lived_duty.live(DAY)
    for username in ("xitong", "anquanyuan", "shenjiyuan"):
        assert text(sign_in(username).get("/registry/duty/today/")).strip() == "", username
