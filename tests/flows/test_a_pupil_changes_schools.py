"""Stories of a transfer: started by the receiving school, decided by four, each in its time; the roll moves with the last."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from junheng.ground.audit.models import Entry
from junheng.ground.audit.queries import verify
from junheng.ground.notify.models import Notice
from junheng.ground.people.models import Account
from junheng.ground.units.models import Unit
from junheng.registry.engine.invented.numbers import check_digit
from junheng.registry.models import ClassYear, Enrolment, EventStep, Pupil, PupilEvent
from junheng.shell.demo import PEOPLE

DAY = date(2026, 11, 20)


def school(code: str) -> int:
    return Unit.objects.get(code=code).pk


def text(answer) -> str:
    return answer.content.decode()


def leaving(code: str = "X04") -> Pupil:
    """A pupil of 柳林中心小学 whose grade 实验小学 has too."""
    here = ClassYear.objects.filter(school_class__school=school("X03"), since__lte=DAY, until__gt=DAY).values("school_class__entry_year")
    return Pupil.objects.filter(enrolments__school=school(code), enrolments__until=None, enrolments__stage="primary",
                                enrolments__entry_year__in=here, identity_number__isnull=False, status="on_roll").first()


def class_for(pupil: Pupil, code: str = "X03") -> int:
    stay = Enrolment.objects.get(pupil=pupil, until=None)
    return ClassYear.objects.filter(school_class__school=school(code), school_class__stage=stay.stage, school_class__entry_year=stay.entry_year,
                                    since__lte=DAY, until__gt=DAY).first().school_class_id


def started(client, pupil: Pupil, **more) -> PupilEvent:
    said = {"to_school": school("X03"), "number": pupil.identity_number, "start": "1", "to_class": class_for(pupil), "reason": "随父母迁居城关镇", **more}
    answer = client.post("/registry/events/receive/", said)
    assert answer.status_code == 302, text(answer)
    return PupilEvent.objects.get(pk=int(answer.headers["Location"].rstrip("/").split("/")[-1]))


def decide(client, event: PupilEvent, no: int, decision: str = "agreed", words: str = ""):
    return client.post(f"/registry/events/{event.pk}/decide/", {"no": no, "decision": decision, "words": words})


FOUR = ("xiaozhang", "jijiao", "liuxiao", "jijiao")


def test_the_enrolment_moves_on_the_day_on_which_the_last_of_four_agrees(hall, sign_in):
    pupil = leaving()
    before = Enrolment.objects.get(pupil=pupil, until=None)
    event = started(sign_in("ziliao"), pupil)
    for no, who in enumerate(FOUR):
        assert Enrolment.objects.get(pupil=pupil, until=None) == before
        assert decide(sign_in(who), event, no).status_code == 302
    event.refresh_from_db()
    assert (event.state, event.on) == ("done", DAY)
    assert Enrolment.objects.get(pk=before.pk).until == DAY
    now = Enrolment.objects.get(pupil=pupil, until=None)
    assert (now.school_id, now.school_class_id, now.since, now.stage, now.entry_year) == (
        school("X03"), event.to_class_id, DAY, before.stage, before.entry_year)
    assert sign_in("xiaozhang").get(f"/registry/pupils/{pupil.pk}/").status_code == 200
    assert sign_in("liuxiao").get(f"/registry/pupils/{pupil.pk}/").status_code == 404
    history = text(sign_in("xiaozhang").get(f"/registry/pupils/{pupil.pk}/history/"))
    assert "生效" in history
    assert "柳林中心小学" in history
    assert verify() == []


def test_each_turn_has_its_due_day_in_working_days_and_those_who_decide_are_told(hall, sign_in):
    event = started(sign_in("ziliao"), leaving())
    first, *rest = event.steps.all()
    assert first.due == date(2026, 12, 4)
    assert [step.due for step in rest] == [None, None, None]
    head = Account.objects.get(username="xiaozhang")
    assert Notice.objects.filter(account_id=head.pk, link=f"/registry/events/{event.pk}/").count() == 1
    assert "2026-12-04" in text(sign_in("xiaozhang").get("/registry/events/"))
    EventStep.objects.filter(pk=first.pk).update(due=date(2026, 11, 17))
    assert "逾期3个工作日" in text(sign_in("xiaozhang").get("/registry/events/"))
    assert "没有待您办理的事项" in text(sign_in("jijiao").get("/registry/events/"))


def test_nobody_decides_out_of_turn_for_another_side_or_right_after_the_own_step(hall, sign_in):
    event = started(sign_in("xiaozhang"), leaving())
    assert decide(sign_in("xiaozhang"), event, 0).status_code == 422
    assert decide(sign_in("jijiao"), event, 1).status_code == 422
    assert decide(sign_in("jijiao"), event, 0).status_code == 403
    assert decide(sign_in("liuxiao"), event, 0).status_code == 403
    for username, _, role, _ in PEOPLE:
        if username not in {"xiaozhang", "ziliao", "jijiao", "liuxiao"}:
            assert decide(sign_in(username), event, 0).status_code in {403, 404}, (username, role)
    assert not event.steps.exclude(decision="").exists()
    assert decide(sign_in("ziliao"), event, 0).status_code == 302


def test_a_refusal_needs_a_reason_and_ends_it_where_it_stands(hall, sign_in):
    pupil = leaving()
    event = started(sign_in("ziliao"), pupil)
    stay = Enrolment.objects.get(pupil=pupil, until=None)
    assert decide(sign_in("xiaozhang"), event, 0).status_code == 302
    assert decide(sign_in("jijiao"), event, 1, "refused").status_code == 422
    assert decide(sign_in("jijiao"), event, 1, "refused", "该校该年级已无空余学位").status_code == 302
    event.refresh_from_db()
    assert (event.state, event.on) == ("refused", None)
    assert Enrolment.objects.get(pupil=pupil, until=None) == stay
    assert "该校该年级已无空余学位" in text(sign_in("ziliao").get(f"/registry/events/{event.pk}/"))
    assert decide(sign_in("liuxiao"), event, 2).status_code == 422


def test_who_started_it_takes_it_back_and_then_it_can_be_started_again(hall, sign_in):
    pupil, client = leaving(), sign_in("ziliao")
    event = started(client, pupil)
    assert sign_in("liuxiao").post(f"/registry/events/{event.pk}/withdraw/").status_code == 403
    assert client.post(f"/registry/events/{event.pk}/withdraw/").status_code == 302
    assert PupilEvent.objects.get(pk=event.pk).state == "withdrawn"
    assert started(client, pupil).pk != event.pk


def test_a_form_sent_twice_is_one_event_and_one_decision(hall, sign_in):
    pupil, client = leaving(), sign_in("ziliao")
    event = started(client, pupil)
    assert started(client, pupil).pk == event.pk
    head = sign_in("xiaozhang")
    assert [decide(head, event, 0).status_code for _ in range(2)] == [302, 302]
    assert event.steps.exclude(decision="").count() == 1
    assert Entry.objects.filter(kind="registry/pupil-event", ref=str(event.pk)).count() == 2


def test_of_two_who_decide_one_is_told_that_it_is_decided(hall, sign_in):
    event = started(sign_in("jijiao"), leaving())
    assert decide(sign_in("ziliao"), event, 0).status_code == 302
    late = decide(sign_in("xiaozhang"), event, 0, "refused", "没有空余学位")
    assert late.status_code == 422
    assert "田小禾" in text(late)
    assert event.steps.get(no=0).decision == "agreed"


def test_another_event_of_the_same_pupil_waits_until_the_first_has_ended(hall, sign_in):
    pupil = leaving()
    started(sign_in("ziliao"), pupil)
    answer = sign_in("liuxiao").post(f"/registry/pupils/{pupil.pk}/events/?kind=suspend", {"reason": "因病住院治疗"})
    assert answer.status_code == 422
    assert "县内转学" in text(answer)
    with pytest.raises(IntegrityError), transaction.atomic():
        PupilEvent.objects.create(kind="suspend", pupil=pupil, started_by_id=1, started_at="2026-11-20T08:00:00+08:00")


def test_a_pupil_is_found_elsewhere_by_a_whole_number_only_and_the_search_is_kept(hall, sign_in):
    pupil, client = leaving(), sign_in("ziliao")
    said = {"to_school": school("X03"), "number": pupil.identity_number}
    before = Entry.objects.filter(act="look", kind="registry/pupil-event").count()
    found = text(client.post("/registry/events/receive/", said))
    assert pupil.name not in found
    assert f"{pupil.name[0]}*" in found
    assert "柳林中心小学" in found
    assert Entry.objects.filter(act="look", kind="registry/pupil-event").count() == before + 1
    assert pupil.name[0] + "*" not in text(client.post("/registry/events/receive/", {**said, "number": pupil.identity_number[:12]}))
    assert client.post("/registry/events/receive/", {**said, "to_school": school("X04")}).status_code == 422
    assert pupil.identity_number not in str(list(Entry.objects.values_list("values", flat=True)))


def test_a_class_of_another_grade_is_refused(hall, sign_in):
    pupil = leaving()
    entry = Enrolment.objects.get(pupil=pupil, until=None).entry_year
    other = ClassYear.objects.filter(school_class__school=school("X03"), since__lte=DAY, until__gt=DAY).exclude(
        school_class__entry_year=entry).first().school_class_id
    answer = sign_in("ziliao").post("/registry/events/receive/", {"to_school": school("X03"), "number": pupil.identity_number, "start": "1",
                                                                  "to_class": other, "reason": "随父母迁居"})
    assert answer.status_code == 422
    assert not PupilEvent.objects.exists()


def test_a_pupil_who_has_moved_meanwhile_is_not_moved_again(hall, sign_in):
    pupil = leaving()
    event = started(sign_in("ziliao"), pupil)
    for no, who in enumerate(FOUR[:3]):
        decide(sign_in(who), event, no)
    Enrolment.objects.filter(pupil=pupil, until=None).update(school=school("X05"), school_class=None)
    answer = decide(sign_in("jijiao"), event, 3)
    assert answer.status_code == 422
    assert Enrolment.objects.get(pupil=pupil, until=None).school_id == school("X05")
    assert EventStep.objects.get(event=event, no=3).decision == ""
    assert PupilEvent.objects.get(pk=event.pk).state == "under_way"


def test_a_child_from_outside_the_county_is_taken_in_with_a_new_record(hall, sign_in):
    group = ClassYear.objects.filter(school_class__school=school("X03"), school_class__stage="primary", since__lte=DAY, until__gt=DAY).first()
    said = {"to_school": school("X03"), "number": "99888820180704004X", "start": "1", "name": "欧阳小𬭎", "sex": "female", "born": "2018-07-04",
            "identity_number": "99888820180704004X", "outside": "外省清河县第一小学", "to_class": group.school_class_id, "reason": "随父母来本县就业"}
    wrong = sign_in("ziliao").post("/registry/events/receive/", said)
    assert wrong.status_code == 422
    body = "99888820180704004"
    said["identity_number"] = said["number"] = body + check_digit(body)
    answer = sign_in("ziliao").post("/registry/events/receive/", said)
    assert answer.status_code == 302, text(answer)
    event = PupilEvent.objects.get()
    assert sign_in("ziliao").post("/registry/events/receive/", said).headers["Location"] == f"/registry/events/{event.pk}/"
    assert not Pupil.objects.filter(identity_number=said["number"]).exists()
    for no, who in enumerate(("xiaozhang", "jijiao", "jijiao")):
        assert decide(sign_in(who), event, no).status_code == 302
    child = Pupil.objects.get(identity_number=said["number"])
    assert (child.name, child.status) == ("欧阳小𬭎", "on_roll")
    assert Enrolment.objects.get(pupil=child).school_class_id == group.school_class_id
