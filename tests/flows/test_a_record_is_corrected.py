"""Stories of corrections: proposed at a card with a proof, decided side by side by the office, sealed values covered."""

from __future__ import annotations

from datetime import date

from junheng.ground.audit.models import Entry
from junheng.ground.people.models import Account
from junheng.registry.engine.invented.numbers import check_digit
from junheng.registry.models import Correction, FormerNumber, Pupil, StaffMember
from junheng.shell.demo import PEOPLE
from tests.flows.test_a_pupil_changes_schools import school, text

DAY = date(2026, 11, 20)


def pupil_of(code: str = "X03") -> Pupil:
    return Pupil.objects.filter(enrolments__school=school(code), enrolments__until=None, identity_number__isnull=False).first()


def propose(client, pupil: Pupil, key: str, value: str, **more):
    said = {"key": key, "text": value, "reason": "录入有误", "evidence": "户口簿", **more}
    return client.post(f"/registry/pupils/{pupil.pk}/correct/", said)


def decide(client, correction: Correction, decision: str = "accept", **more):
    return client.post(f"/registry/corrections/{correction.pk}/decide/", {"decision": decision, **more})


def test_a_name_is_corrected_by_the_office_and_the_school_sees_what_became_of_it(hall, sign_in):
    pupil, school_clerk = pupil_of(), sign_in("ziliao")
    assert propose(school_clerk, pupil, "name", "欧阳·小禾").status_code == 302
    correction = Correction.objects.get()
    page = text(sign_in("jijiao").get(f"/registry/corrections/{correction.pk}/"))
    assert pupil.name in page
    assert "欧阳·小禾" in page
    assert decide(sign_in("jijiao"), correction).status_code == 302
    before = pupil.name
    pupil.refresh_from_db()
    assert (pupil.name, pupil.changed_at is None) == ("欧阳·小禾", False)
    assert "已采纳" in text(school_clerk.get("/registry/corrections/"))
    history = text(school_clerk.get(f"/registry/pupils/{pupil.pk}/history/"))
    assert "姓名" in history
    assert before not in str(list(Entry.objects.filter(kind="registry/pupil-correction").values_list("values", flat=True)))


def test_a_number_that_is_given_up_still_finds_the_pupil_and_is_nobody_elses(hall, sign_in):
    pupil, other = pupil_of(), pupil_of("X04")
    old = pupil.identity_number
    body = old[:14] + f"{(int(old[14:17]) + 2) % 1000:03d}"
    new = body + check_digit(body)
    propose(sign_in("ziliao"), pupil, "identity_number", new)
    correction = Correction.objects.get()
    listed = text(sign_in("ziliao").get("/registry/corrections/"))
    assert old not in listed
    assert new not in listed
    looks = Entry.objects.filter(act="look", kind="registry/pupil-sealed").count()
    shown = text(sign_in("jijiao").get(f"/registry/corrections/{correction.pk}/"))
    assert old in shown
    assert new in shown
    assert Entry.objects.filter(act="look", kind="registry/pupil-sealed").count() == looks + 1
    assert new not in text(sign_in("xiaozhang").get(f"/registry/corrections/{correction.pk}/"))
    assert decide(sign_in("jijiao"), correction).status_code == 302
    pupil.refresh_from_db()
    assert pupil.identity_number == new
    assert FormerNumber.objects.get(number=old).pupil_id == pupil.pk
    for number in (old, new):
        assert f"/registry/pupils/{pupil.pk}/" in text(sign_in("jijiao").get("/registry/search/", {"q": number}))
    propose(sign_in("liuxiao"), other, "identity_number", old)
    refused = decide(sign_in("jijiao"), Correction.objects.get(pupil=other))
    assert refused.status_code == 422
    assert old not in str(list(Entry.objects.values_list("values", flat=True)))


def test_a_value_that_has_changed_meanwhile_is_said_and_taken_over_only_knowingly(hall, sign_in):
    pupil = pupil_of()
    propose(sign_in("ziliao"), pupil, "born", "2018-07-04")
    correction = Correction.objects.get()
    Pupil.objects.filter(pk=pupil.pk).update(born=date(2018, 7, 5))
    office = sign_in("jijiao")
    assert "2018-07-05" in text(office.get(f"/registry/corrections/{correction.pk}/"))
    assert decide(office, correction).status_code == 422
    assert decide(office, correction, knowing="1").status_code == 302
    assert Pupil.objects.get(pk=pupil.pk).born == date(2018, 7, 4)


def test_a_rejection_says_why_and_nobody_decides_the_own_proposal(hall, sign_in):
    pupil, office = pupil_of(), sign_in("jijiao")
    propose(office, pupil, "ethnic_group", "满族" if pupil.ethnic_group != "11" else "汉族")
    own = Correction.objects.get()
    assert decide(office, own).status_code == 422
    office.post(f"/registry/corrections/{own.pk}/withdraw/")
    assert Correction.objects.get().state == "withdrawn"
    propose(sign_in("ziliao"), pupil, "sex", "女" if pupil.sex == "male" else "男")
    correction = Correction.objects.get(state="proposed")
    assert decide(office, correction, "reject").status_code == 422
    assert decide(office, correction, "reject", words="与身份证件不符").status_code == 302
    assert "与身份证件不符" in text(sign_in("ziliao").get(f"/registry/corrections/{correction.pk}/"))
    assert Pupil.objects.get(pk=pupil.pk).sex == pupil.sex


def test_what_cannot_be_read_or_proves_nothing_is_refused_with_what_was_typed(hall, sign_in):
    pupil, client = pupil_of(), sign_in("ziliao")
    for key, value, more in (("born", "去年", {}), ("sex", "不详", {}), ("identity_number", "123", {}), ("name", "", {}), ("status", "在籍", {}),
                             ("name", "王小禾", {"evidence": ""}), ("name", pupil.name, {})):
        answer = propose(client, pupil, key, value, **more)
        assert answer.status_code == 422, (key, value)
        assert value in text(answer)
    assert not Correction.objects.exists()


def test_a_form_sent_twice_is_one_proposal_and_another_waits(hall, sign_in):
    pupil, client = pupil_of(), sign_in("ziliao")
    assert propose(client, pupil, "name", "王小禾").headers["Location"] == propose(client, pupil, "name", "王小禾").headers["Location"]
    assert propose(sign_in("xiaozhang"), pupil, "name", "王晓禾").status_code == 422
    assert Correction.objects.count() == 1


def test_a_teacher_proposes_for_the_own_record_only_and_the_keeper_decides(hall, sign_in):
    member, other = StaffMember.objects.filter(posts__school=school("X04"), posts__until=None).distinct()[:2]
    StaffMember.objects.filter(account__username="jiaoshi").update(account=None)
    member.account = Account.objects.get(username="jiaoshi")
    member.save()
    said = {"key": "phone", "text": "10012345678", "reason": "换号", "evidence": "本人声明"}
    teacher = sign_in("jiaoshi")
    assert teacher.post(f"/registry/staff/{member.pk}/correct/", said).status_code == 302
    assert teacher.post(f"/registry/staff/{other.pk}/correct/", said).status_code in {403, 404}
    correction = Correction.objects.get()
    assert "10012345678" not in text(teacher.get("/registry/corrections/"))
    allowed = {username for username, _, _, _ in PEOPLE if username != "renshi"
               if decide(sign_in(username), correction, "reject", words="不同意").status_code not in {403, 404}}
    assert allowed == set()
    assert decide(sign_in("renshi"), correction).status_code == 302
    member.refresh_from_db()
    assert member.phone == "10012345678"


def test_a_guardians_wish_is_handed_in_by_the_school_with_the_guardians_name_and_a_copy(hall, sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    pupil = pupil_of()
    file = SimpleUploadedFile("户口簿.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF", "application/pdf")
    answer = propose(sign_in("ziliao"), pupil, "address", "云溪县城关镇新街12号", for_guardian="王大山", file=file)
    assert answer.status_code == 302, text(answer)
    correction = Correction.objects.get()
    assert "王大山" in text(sign_in("jijiao").get(f"/registry/corrections/{correction.pk}/"))
    assert sign_in("jijiao").get(f"/files/{correction.attachment_id}/").status_code == 200
    assert sign_in("liuxiao").get(f"/files/{correction.attachment_id}/").status_code == 404
