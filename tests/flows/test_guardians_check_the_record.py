"""Stories of checking slips: codes known once, a row that does not give the number away, proposals that the school sees first."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from junheng.ground.audit.models import Entry
from junheng.ground.notify.models import Notice
from junheng.ground.people.models import Account
from junheng.registry.engine.invented.numbers import check_digit
from junheng.registry.engine.slips import code_of, covered_for_guardian, tail_of
from junheng.registry.models import ClassYear, Correction, Enrolment, Pupil, Slip, SlipRound, StaffMember
from junheng.shell.demo import PEOPLE
from tests.flows.test_a_pupil_changes_schools import school, text

DAY = date(2026, 11, 20)
DOOR, ANSWER = "/registry/slip/", "/registry/slip/answer/"
SHUT = "核对单无法打开"


@pytest.fixture(autouse=True)
def _fresh_tries(db):
    """Tries are counted in the cache, which outlives a test."""
    cache.clear()


def a_class(code: str = "X03") -> int:
    """A class of a school in which nobody has slips yet."""
    return ClassYear.objects.filter(school_class__school=school(code), since__lte=DAY, until__gt=DAY, school_class__slip_rounds=None,
                                    school_class__enrolments__until=None).first().school_class_id


def hand_out(client, group: int, until: str = "2026-12-04") -> dict[str, str]:
    """The codes by name, as they stand on the sheet."""
    return on_sheet(client.post(f"/registry/classes/{group}/slips/begin/", {"until": until}))


def on_sheet(sheet) -> dict[str, str]:
    assert sheet.status_code == 200, text(sheet)
    found = re.findall(r"家长核对单　([^<]+)</p>.*?class=\"code mono\">([\d ]+)<", text(sheet), re.DOTALL)
    return dict(found)


def one_of(group: int, codes: dict[str, str]) -> tuple[Pupil, str]:
    """A pupil of the class whose name is nobody else's, with the code."""
    pupils = list(Pupil.objects.filter(enrolments__school_class=group, enrolments__until=None, identity_number__isnull=False))
    names = [pupil.name for pupil in pupils]
    pupil = next(each for each in pupils if names.count(each.name) == 1)
    return pupil, codes[pupil.name]


def guardian(pupil: Pupil, code: str) -> Client:
    """A browser that has opened the slip."""
    client = Client()
    answer = client.post(DOOR, {"code": code, "tail": pupil.identity_number[-4:]})
    assert answer.status_code == 302, text(answer)
    return client


def handed(sign_in, who: str = "ziliao") -> tuple[int, Pupil, str]:
    group = a_class()
    return (group, *one_of(group, hand_out(sign_in(who), group)))


def test_a_guardian_says_that_all_is_right_and_the_class_shows_it(hall, sign_in):
    group, pupil, code = handed(sign_in)
    browser = guardian(pupil, code)
    row = text(browser.get(DOOR))
    assert pupil.name in row
    assert text(browser.post(ANSWER, {"answer": "right"}, follow=True)).count("已收到，谢谢") == 1
    slip = Slip.objects.get(pupil=pupil)
    assert (slip.proposed, slip.answered_at is None) == (0, False)
    assert not Correction.objects.filter(slip=slip).exists()
    for page in (f"/registry/classes/{group}/slips/", f"/registry/classes/{group}/"):
        assert text(sign_in("ziliao").get(page)).count("核对无误") == 1
    assert pupil.name not in text(browser.get(DOOR))


def test_a_proposal_is_seen_by_the_school_first_and_then_decided_by_the_bureau(hall, sign_in):
    _, pupil, code = handed(sign_in)
    guardian(pupil, code).post(ANSWER, {"answer": "other", "name": "王·小禾", "words": "户口簿上有间隔号"})
    correction = Correction.objects.get(slip__pupil=pupil)
    page = f"/registry/corrections/{correction.pk}/"
    assert (correction.state, correction.proposed_by_id, correction.proposed) == ("asked", None, "王·小禾")
    assert Notice.objects.filter(account_id=Account.objects.get(username="ziliao").pk, sentence__contains="Guardians").exists()
    office, clerk = sign_in("jijiao"), sign_in("ziliao")
    assert office.post(f"{page}decide/", {"decision": "accept"}).status_code == 422
    assert office.post(f"{page}pass/", {"decision": "pass", "words": "户口簿"}).status_code == 403
    assert "户口簿上有间隔号" in text(clerk.get(page))
    assert clerk.post(f"{page}pass/", {"decision": "pass", "words": ""}).status_code == 422
    assert clerk.post(f"{page}pass/", {"decision": "pass", "words": "已查验户口簿"}).status_code == 302
    assert office.post(f"{page}decide/", {"decision": "accept"}).status_code == 302
    pupil.refresh_from_db()
    assert pupil.name == "王·小禾"
    shown = text(clerk.get(page))
    assert "家长（核对单）" in shown
    assert "已查验户口簿" in shown
    assert "已采纳" in shown
    assert "王·小禾" not in str(list(Entry.objects.values_list("values", flat=True)))


def test_the_school_turns_a_proposal_down_with_a_reason(hall, sign_in):
    _, pupil, code = handed(sign_in)
    guardian(pupil, code).post(ANSWER, {"answer": "other", "sex": "女" if pupil.sex == "male" else "男"})
    page = f"/registry/corrections/{Correction.objects.get(slip__pupil=pupil).pk}/"
    assert sign_in("xiaozhang").post(f"{page}pass/", {"decision": "down", "words": ""}).status_code == 422
    assert sign_in("xiaozhang").post(f"{page}pass/", {"decision": "down", "words": "与身份证件不符"}).status_code == 302
    assert "与身份证件不符" in text(sign_in("ziliao").get(page))
    assert sign_in("ziliao").post(f"{page}pass/", {"decision": "pass", "words": "户口簿"}).status_code == 422
    assert Pupil.objects.get(pk=pupil.pk).sex == pupil.sex


def test_a_sealed_proposal_is_compared_by_the_school_and_the_look_is_kept(hall, sign_in):
    _, pupil, code = handed(sign_in)
    old = pupil.identity_number
    body = old[:14] + f"{(int(old[14:17]) + 2) % 1000:03d}"
    new = body + check_digit(body)
    guardian(pupil, code).post(ANSWER, {"answer": "other", "identity_number": new})
    page = f"/registry/corrections/{Correction.objects.get(slip__pupil=pupil).pk}/"
    looks = Entry.objects.filter(act="look", kind="registry/pupil-sealed").count()
    assert new in text(sign_in("ziliao").get(page))
    assert Entry.objects.filter(act="look", kind="registry/pupil-sealed").count() == looks + 1
    assert new not in text(sign_in("jijiao").get(page))
    assert new not in text(sign_in("ziliao").get("/registry/corrections/"))


def test_whoever_holds_the_slip_cannot_put_the_number_together(hall, sign_in):
    _, pupil, code = handed(sign_in)
    Pupil.objects.filter(pk=pupil.pk).update(address="云溪县城关镇新街12号3单元")
    row = text(guardian(pupil, code).get(DOOR))
    assert pupil.identity_number[-4:] in row
    for told in (pupil.identity_number[:6], pupil.identity_number[6:14], pupil.born.isoformat(), "新街12号"):
        assert told not in row
    for word in ("残疾", "困难", "留守", "监护人1"):
        assert word not in row
    assert covered_for_guardian("born", "2018-07-04") == ("2018-07-**", True)
    assert covered_for_guardian("address", "柳林街3号") == ("******", True)


def test_codes_are_kept_as_digests_only_and_shown_once(hall, sign_in):
    group, _, code = handed(sign_in)
    plain = code.replace(" ", "")
    assert len(plain) == 16
    assert plain not in str(list(Slip.objects.values())) + str(list(Entry.objects.values()))
    assert code not in text(sign_in("ziliao").get(f"/registry/classes/{group}/slips/"))
    assert sign_in("ziliao").get(f"/registry/classes/{group}/slips/begin/").status_code == 302


def test_every_failure_gets_the_same_answer_and_is_written_down(hall, sign_in, settings):
    group = a_class()
    codes = hand_out(sign_in("ziliao"), group)
    pupil, code = one_of(group, codes)
    four = pupil.identity_number[-4:]
    other = "0000" if four != "0000" else "0001"
    answers = [text(Client().post(DOOR, {"code": given, "tail": tail})) for given, tail in (
        ("0000 0000 0000 0000", four), (code, other), (code, ""), ("", four), ("<script>", four), (code, "一二三四"), ("\0" * 16, four))]
    assert Entry.objects.filter(act="door", kind="registry/slip").count() == len(answers)
    guardian(pupil, code).post(ANSWER, {"answer": "right"})
    answers.append(text(Client().post(DOOR, {"code": code, "tail": four})))
    settings.TODAY = "2026-12-05"
    late = Pupil.objects.get(slips__round__school_class=group, slips__answered_at=None, name=next(name for name in codes if name != pupil.name))
    answers.append(text(Client().post(DOOR, {"code": codes[late.name], "tail": late.identity_number[-4:]})))
    plain = {re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", each) for each in answers}
    assert len(plain) == 1
    assert SHUT in plain.pop()


def test_a_slip_that_somebody_guesses_at_is_locked_and_the_school_prints_another(hall, sign_in):
    group, pupil, code = handed(sign_in)
    four = pupil.identity_number[-4:]
    wrong = [f"{each:04d}" for each in range(6) if f"{each:04d}" != four][:5]
    for tail in wrong:
        assert Client().post(DOOR, {"code": code, "tail": tail}).status_code == 422
    assert SHUT in text(Client().post(DOOR, {"code": code, "tail": four}))
    clerk, row = sign_in("ziliao"), SlipRound.objects.get(school_class=group)
    assert "已锁定" in text(clerk.get(f"/registry/classes/{group}/slips/"))
    fresh = on_sheet(clerk.post(f"/registry/classes/{group}/slips/{row.pk}/again/", {"pupil": pupil.pk}))
    assert list(fresh) == [pupil.name]
    assert SHUT in text(Client().post(DOOR, {"code": code, "tail": four}))
    guardian(pupil, fresh[pupil.name])


def test_an_address_that_tries_too_often_is_not_heard_for_a_while(hall, sign_in):
    _, pupil, code = handed(sign_in)
    for _ in range(20):
        Client().post(DOOR, {"code": "9" * 16, "tail": "1234"})
    written = Entry.objects.filter(act="door", kind="registry/slip").count()
    assert SHUT in text(Client().post(DOOR, {"code": code, "tail": pupil.identity_number[-4:]}))
    assert Entry.objects.filter(act="door", kind="registry/slip").count() == written == 20
    assert Client().post(DOOR, {"code": code, "tail": pupil.identity_number[-4:]}, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_slips_that_open_are_not_counted_as_tries(hall, sign_in):
    _, pupil, code = handed(sign_in)
    for _ in range(25):
        guardian(pupil, code)
    assert Slip.objects.get(pupil=pupil).answered_at is None


def test_a_slip_that_is_shared_is_answered_once(hall, sign_in):
    _, pupil, code = handed(sign_in)
    mother, father = guardian(pupil, code), guardian(pupil, code)
    mother.post(ANSWER, {"answer": "right"})
    father.post(ANSWER, {"answer": "other", "name": "李小禾"})
    assert Slip.objects.get(pupil=pupil).proposed == 0
    assert not Correction.objects.filter(slip__pupil=pupil).exists()


def test_an_answer_sent_twice_is_one(hall, sign_in):
    _, pupil, code = handed(sign_in)
    browser = guardian(pupil, code)
    for _ in range(2):
        assert browser.post(ANSWER, {"answer": "other", "name": "李小禾"}).status_code == 302
    assert Correction.objects.filter(slip__pupil=pupil).count() == 1


def test_a_round_that_is_ended_opens_nothing_and_takes_no_answer(hall, sign_in):
    group, pupil, code = handed(sign_in)
    browser, row = guardian(pupil, code), SlipRound.objects.get(school_class=group)
    assert sign_in("ziliao").post(f"/registry/classes/{group}/slips/{row.pk}/end/").status_code == 302
    browser.post(ANSWER, {"answer": "other", "name": "李小禾"})
    assert SHUT in text(Client().post(DOOR, {"code": code, "tail": pupil.identity_number[-4:]}))
    assert not Correction.objects.filter(slip__pupil=pupil).exists()


def test_the_last_day_counts_and_the_day_after_does_not(hall, sign_in, settings):
    group = a_class()
    pupil, code = one_of(group, hand_out(sign_in("ziliao"), group, "2026-11-21"))
    settings.TODAY = "2026-11-21"
    guardian(pupil, code)
    settings.TODAY = "2026-11-22"
    assert SHUT in text(Client().post(DOOR, {"code": code, "tail": pupil.identity_number[-4:]}))
    assert hand_out(sign_in("ziliao"), group)


def test_a_child_who_has_changed_schools_meanwhile_is_not_asked_here_any_more(hall, sign_in):
    _, pupil, code = handed(sign_in)
    browser, second = guardian(pupil, code), guardian(pupil, code)
    second.post(ANSWER, {"answer": "other", "ethnic_group": "满族" if pupil.ethnic_group != "11" else "汉族"})
    Slip.objects.filter(pupil=pupil).update(answered_at=None, proposed=None)
    there = ClassYear.objects.filter(school_class__school=school("X04"), since__lte=DAY, until__gt=DAY).first().school_class
    Enrolment.objects.filter(pupil=pupil, until=None).update(school=there.school, school_class=there)
    browser.post(ANSWER, {"answer": "other", "name": "李小禾"})
    assert SHUT in text(Client().post(DOOR, {"code": code, "tail": pupil.identity_number[-4:]}))
    correction = Correction.objects.get(slip__pupil=pupil)
    assert correction.key == "ethnic_group"
    answer = sign_in("ziliao").post(f"/registry/corrections/{correction.pk}/pass/", {"decision": "pass", "words": "户口簿"})
    assert answer.status_code == 422
    assert "该生已不在本校学籍" in text(answer)


@pytest.mark.parametrize(("key", "value"), [
    ("name", "<script>alert(1)</script>王"), ("name", "王" * 200), ("born", "=TODAY()"), ("born", "2018-02-30"), ("sex", "不详"),
    ("identity_number", "99010119900307001X"), ("roll_number", "G123"), ("address", "无"), ("ethnic_group", "\0汉"), ("name", "\u202e\u200b")])
def test_a_hostile_value_is_refused_or_kept_as_text_and_nothing_is_half_written(hall, sign_in, key, value):
    _, pupil, code = handed(sign_in)
    browser = guardian(pupil, code)
    answer = browser.post(ANSWER, {"answer": "other", key: value, "address" if key != "address" else "name": "云溪县城关镇南街8号"})
    assert "<script>alert" not in text(answer)
    if answer.status_code == 422:
        assert not Correction.objects.filter(slip__pupil=pupil).exists()
        assert Slip.objects.get(pupil=pupil).answered_at is None
    else:
        for row in Correction.objects.filter(slip__pupil=pupil):
            assert "<script>alert" not in text(sign_in("ziliao").get(f"/registry/corrections/{row.pk}/"))
    assert Pupil.objects.get(pk=pupil.pk).name == pupil.name


def test_a_guess_at_a_covered_value_is_not_told_from_a_wrong_one(hall, sign_in):
    _, pupil, code = handed(sign_in)
    answer = guardian(pupil, code).post(ANSWER, {"answer": "other", "identity_number": pupil.identity_number, "name": "李小禾"}, follow=True)
    assert answer.status_code == 200
    assert list(Correction.objects.filter(slip__pupil=pupil).values_list("key", flat=True)) == ["name"]


def test_right_and_wrong_at_once_and_nothing_at_all_are_refused(hall, sign_in):
    _, pupil, code = handed(sign_in)
    browser = guardian(pupil, code)
    for said in ({"answer": "right", "name": "李小禾"}, {"answer": "other"}, {}):
        assert browser.post(ANSWER, said).status_code == 422
    assert Slip.objects.get(pupil=pupil).answered_at is None


def test_a_field_with_a_correction_of_the_school_under_way_waits_at_the_school(hall, sign_in):
    _, pupil, code = handed(sign_in)
    clerk = sign_in("ziliao")
    clerk.post(f"/registry/pupils/{pupil.pk}/correct/", {"key": "name", "text": "王小荷", "reason": "录入有误", "evidence": "户口簿"})
    guardian(pupil, code).post(ANSWER, {"answer": "other", "name": "王小禾"})
    asked = Correction.objects.get(slip__pupil=pupil)
    assert clerk.post(f"/registry/corrections/{asked.pk}/pass/", {"decision": "pass", "words": "户口簿"}).status_code == 422
    sign_in("jijiao").post(f"/registry/corrections/{Correction.objects.get(key='name', slip=None, pupil=pupil).pk}/decide/", {"decision": "reject", "words": "字不对"})
    assert clerk.post(f"/registry/corrections/{asked.pk}/pass/", {"decision": "pass", "words": "户口簿"}).status_code == 302


def test_slips_are_handed_out_by_the_school_and_the_head_teacher_and_by_nobody_else(hall, sign_in):
    group = a_class("X04")
    year = ClassYear.objects.get(school_class=group, since__lte=DAY, until__gt=DAY)
    StaffMember.objects.filter(account__username="jiaoshi").update(account=None)
    leads = StaffMember.objects.filter(posts__school=school("X04"), posts__until=None).first()
    StaffMember.objects.filter(pk=leads.pk).update(account=Account.objects.get(username="jiaoshi"))
    for username, _, _, _ in PEOPLE:
        if username != "liuxiao":
            assert sign_in(username).post(f"/registry/classes/{group}/slips/begin/", {"until": "2026-12-04"}).status_code in {302, 403, 404}, username
    assert not SlipRound.objects.filter(school_class=group).exists()
    ClassYear.objects.filter(pk=year.pk).update(head_teacher=leads)
    assert hand_out(sign_in("jiaoshi"), group)
    assert "本班核对单已发放" in text(sign_in("liuxiao").post(f"/registry/classes/{group}/slips/begin/", {"until": "2026-12-04"}))
    assert SlipRound.objects.filter(school_class=group).count() == 1


def test_a_day_that_is_past_or_far_or_none_is_refused(hall, sign_in):
    group = a_class()
    for until in ("2026-11-19", "2027-06-01", "", "2026-02-30", "=NOW()"):
        assert sign_in("ziliao").post(f"/registry/classes/{group}/slips/begin/", {"until": until}).status_code == 422, until
    assert not SlipRound.objects.filter(school_class=group).exists()


def test_a_pupil_without_a_number_has_no_slip_and_the_page_says_so(hall, sign_in):
    group = a_class()
    first = Pupil.objects.filter(enrolments__school_class=group, enrolments__until=None).first()
    Pupil.objects.filter(pk=first.pk).update(identity_number=None)
    hand_out(sign_in("ziliao"), group)
    assert not Slip.objects.filter(pupil=first).exists()
    assert "无证件号" in text(sign_in("ziliao").get(f"/registry/classes/{group}/slips/"))


def test_the_public_page_keeps_nothing_in_caches_and_forgets_the_child_after_a_while(hall, sign_in, monkeypatch):
    _, pupil, code = handed(sign_in)
    browser = guardian(pupil, code)
    shown = browser.get(DOOR)
    assert "no-store" in shown.headers["Cache-Control"]
    assert "noindex" in text(shown)
    held = browser.session
    held["slip"] = [held["slip"][0], "2026-11-20T00:00:00+08:00"]
    held.save()
    assert pupil.name not in text(browser.get(DOOR))


def test_codes_and_digits_are_read_as_people_type_them():
    assert code_of(" 1234-5678 ９０１２　3456 ") == "1234567890123456"
    assert [code_of(each) for each in ("123", "12345678901234567", "1234567890abcdef", "", "１" * 90)] == [""] * 5
    assert [tail_of(each) for each in (" 123x ", "１２３Ｘ", "12345", "abcd", "")] == ["123X", "123X", "", "", ""]
