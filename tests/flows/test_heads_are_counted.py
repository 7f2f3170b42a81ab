"""Stories of a headcount: the registrar opens a round, whoever leads a class counts it, differences come to the registrar."""

from __future__ import annotations

from datetime import date

from junheng.ground.people.models import Account
from junheng.registry.models import ClassCount, ClassYear, CountDifference, Enrolment, Headcount, StaffMember
from junheng.shell.demo import PEOPLE
from tests.flows.test_a_pupil_changes_schools import school, text

DAY = date(2026, 11, 20)


def opened(sign_in) -> Headcount:
    assert sign_in("jijiao").post("/registry/headcounts/begin/", {"name": "2026年秋季学期"}).status_code == 302
    return Headcount.objects.get()


def class_of(code: str) -> ClassYear:
    return ClassYear.objects.filter(school_class__school=school(code), since__lte=DAY, until__gt=DAY, school_class__enrolments__until=None).first()


def test_a_head_teacher_counts_the_own_class_and_the_registrar_sees_what_differs(hall, sign_in):
    row, year = opened(sign_in), class_of("X04")
    StaffMember.objects.filter(account__username="jiaoshi").update(account=None)
    StaffMember.objects.filter(pk=year.head_teacher_id).update(account=Account.objects.get(username="jiaoshi"))
    teacher = sign_in("jiaoshi")
    address = f"/registry/headcounts/{row.pk}/classes/{year.school_class_id}/"
    assert address in text(teacher.get("/registry/headcounts/"))
    pupils = list(Enrolment.objects.filter(school_class=year.school_class, until=None).values_list("pupil__pk", "pupil__name"))
    (gone, name), *_ = pupils
    said = {"absent": [gone], f"words{gone}": "随父母外出，去向核实中", "extra": ["刘小满", ""], "extra_words": ["借读，学籍在外县", ""]}
    assert teacher.post(address, said).status_code == 302
    page = text(sign_in("jijiao").get("/registry/headcounts/"))
    for word in (name, "在籍未到校", "随父母外出", "刘小满", "到校无学籍"):
        assert word in page, word
    assert (ClassCount.objects.get().on_roll, CountDifference.objects.count()) == (len(pupils), 2)
    assert teacher.post(address, {"extra": [""], "extra_words": [""]}).status_code == 302
    assert CountDifference.objects.count() == 0
    other = ClassYear.objects.filter(school_class__school=school("X04"), since__lte=DAY, until__gt=DAY).exclude(pk=year.pk).first()
    assert teacher.get(f"/registry/headcounts/{row.pk}/classes/{other.school_class_id}/").status_code == 404


def test_only_the_registrar_opens_a_round_and_only_the_school_counts(hall, sign_in):
    for username, _, _, _ in PEOPLE:
        if username != "jijiao":
            assert sign_in(username).post("/registry/headcounts/begin/", {"name": "一轮"}).status_code == 403, username
    row, year = opened(sign_in), class_of("X03")
    address = f"/registry/headcounts/{row.pk}/classes/{year.school_class_id}/"
    allowed = {username for username, _, _, _ in PEOPLE if sign_in(username).get(address).status_code == 200}
    assert allowed == {"xiaozhang", "ziliao"}


def test_a_pupil_of_another_class_is_not_counted_here(hall, sign_in):
    row, year = opened(sign_in), class_of("X03")
    stranger = Enrolment.objects.filter(school=school("X04"), until=None).first().pupil_id
    address = f"/registry/headcounts/{row.pk}/classes/{year.school_class_id}/"
    assert sign_in("ziliao").post(address, {"absent": [stranger]}).status_code == 422
    assert not ClassCount.objects.exists()
