"""Stories of the hall: numbers of a day, cards by role, looks written down, schools that change without losing their past."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from junheng.ground.audit.models import Entry
from junheng.ground.audit.queries import verify
from junheng.ground.people.models import Account
from junheng.ground.units.models import Unit
from junheng.registry.models import (
    ClassYear,
    Enrolment,
    Post,
    Pupil,
    School,
    SchoolClass,
    SchoolSpell,
    StaffMember,
)
from junheng.shell.demo import PEOPLE

DAY = date(2026, 11, 20)
PAPER = "云教〔2026〕31号"
SEES_PUPILS_OF_X03 = {"jijiao", "xiaozhang", "ziliao", "zhongxin"}


def school(code: str) -> int:
    return Unit.objects.get(code=code).pk


def pupil_of(code: str) -> Pupil:
    return Pupil.objects.filter(enrolments__school__unit__code=code, enrolments__until=None, identity_number__isnull=False).first()


def text(answer) -> str:
    return answer.content.decode()


def looks(kind: str) -> int:
    return Entry.objects.filter(act="look", kind=kind).count()


def test_the_numbers_of_a_day_are_those_of_its_rows(hall, sign_in):
    page = text(sign_in("juzhang").get("/registry/schools/?on=2024-10-10"))
    pupils = Enrolment.objects.filter(since__lte="2024-10-10").exclude(until__lte="2024-10-10").count()
    classes = ClassYear.objects.filter(school_year=2024).count()
    assert f"{pupils:,}</td>" in page
    assert f"{classes:,}</td>" in page


def test_who_may_see_a_pupils_card_is_the_school_what_is_above_it_and_the_registrars(hall, sign_in):
    card = f"/registry/pupils/{pupil_of('X03').pk}/"
    for username, _, _, _ in PEOPLE:
        assert (sign_in(username).get(card).status_code == 200) == (username in SEES_PUPILS_OF_X03), username


def test_a_pupil_out_of_reach_is_not_found_by_any_search(hall, sign_in):
    pupil = pupil_of("X04")
    for words in (pupil.name, pupil.initials, pupil.code, pupil.identity_number):
        found = sign_in("xiaozhang").get("/registry/search/", {"q": words})
        assert f"/registry/pupils/{pupil.pk}/" not in text(found)
        assert f"/registry/pupils/{pupil.pk}/" in text(sign_in("jijiao").get("/registry/search/", {"q": words})), words


def test_numbers_stay_covered_until_a_reason_is_given_and_the_look_is_kept(hall, sign_in):
    pupil, client = pupil_of("X03"), sign_in("ziliao")
    card = f"/registry/pupils/{pupil.pk}/"
    assert pupil.identity_number not in text(client.get(card))
    before = looks("registry/pupil-sealed")
    refused = client.post(card, {"reason": " "})
    assert refused.status_code == 422
    assert pupil.identity_number not in text(refused)
    shown = client.post(card, {"reason": "核对转学材料"})
    assert pupil.identity_number in text(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    entry = Entry.objects.filter(act="look", kind="registry/pupil-sealed").last()
    assert looks("registry/pupil-sealed") == before + 1
    assert (entry.actor_name, entry.values["reason"], entry.ref) == ("田小禾", "核对转学材料", str(pupil.pk))
    assert pupil.identity_number not in str(entry.values)


def test_the_central_school_sees_the_card_but_may_not_uncover_it(hall, sign_in):
    pupil = pupil_of("X03")
    answer = sign_in("zhongxin").post(f"/registry/pupils/{pupil.pk}/", {"reason": "核对转学材料"})
    assert answer.status_code == 403
    assert pupil.identity_number not in text(answer)


def test_every_look_at_a_card_a_list_and_a_search_is_written_down(hall, sign_in):
    client, pupil = sign_in("jijiao"), pupil_of("X03")
    group = Enrolment.objects.get(pupil=pupil, until=None).school_class_id
    for address, kind in ((f"/registry/pupils/{pupil.pk}/", "registry/pupil"), (f"/registry/classes/{group}/", "registry/class"),
                          (f"/registry/search/?q={pupil.name}", "registry/pupil")):
        before = looks(kind)
        assert client.get(address).status_code == 200
        assert looks(kind) == before + 1, address
    assert pupil.name not in str([entry.values for entry in Entry.objects.filter(act="look")])


def test_a_class_shows_its_numbers_to_the_bureau_and_its_names_to_the_school(hall, sign_in):
    pupil = pupil_of("X03")
    address = f"/registry/classes/{Enrolment.objects.get(pupil=pupil, until=None).school_class_id}/"
    assert pupil.name in text(sign_in("xiaozhang").get(address))
    bureau = sign_in("juzhang").get(address)
    assert bureau.status_code == 200
    assert pupil.name not in text(bureau)


def test_a_head_teacher_sees_the_own_class_and_no_other_pupil(hall, sign_in):
    teacher = StaffMember.objects.get(name="安宁")
    teacher.account = Account.objects.get(username="jiaoshi")
    teacher.save()
    own, other = ClassYear.objects.filter(school_class__school__unit__code="X04", since__lte=DAY, until__gt=DAY).order_by("pk")[:2]
    ClassYear.objects.filter(pk=own.pk).update(head_teacher=teacher)
    client = sign_in("jiaoshi")
    for year, status in ((own, 200), (other, 404)):
        pupil = Enrolment.objects.filter(school_class=year.school_class_id, until=None).first().pupil_id
        assert client.get(f"/registry/pupils/{pupil}/").status_code == status


def test_a_member_of_staffs_number_is_uncovered_by_the_keeper_of_staff_records_and_the_own_head_only(hall, sign_in):
    member = StaffMember.objects.filter(posts__school__unit__code="X03", posts__until=None).first()
    card = f"/registry/staff/{member.pk}/"
    allowed = {username for username, _, _, _ in PEOPLE
               if member.identity_number in text(sign_in(username).post(card, {"reason": "核对聘期材料"}))}
    assert allowed == {"renshi", "xiaozhang"}


def test_a_renamed_school_keeps_its_old_name_for_the_days_before(hall, sign_in):
    client, unit = sign_in("bangong"), school("X16")
    held = SchoolSpell.objects.get(school=unit, until=None)
    said = {"name": "云溪县大岭乡九年一贯制学校", "short_name": "大岭学校", "kind": "nine_year", "ownership": "public", "locale": "rural",
            "township": held.township_id, "address": "", "capacity": "", "on": "2026-09-01", "basis": PAPER}
    assert client.post(f"/registry/schools/{unit}/change/", said).status_code == 302
    assert "大岭乡初级中学" in text(client.get(f"/registry/schools/{unit}/?on=2026-08-31")).split("<h1>")[1].split("</h1>")[0]
    now = text(client.get(f"/registry/schools/{unit}/"))
    assert "九年一贯制学校" in now.split("<h1>")[1].split("</h1>")[0]
    assert PAPER in now
    assert Unit.objects.get(pk=unit).name == "云溪县大岭乡九年一贯制学校"
    assert "大岭乡初级中学" in str(Unit.objects.get(pk=unit).other_names)


@pytest.mark.parametrize(("changed", "word"), [
    ({"basis": " "}, "依据"), ({"on": "2026-12-01"}, "尚未到来"), ({"on": "1960-01-01"}, "更晚"), ({"name": ""}, "名称"), ({"kind": "university"}, "university"),
])
def test_a_change_without_paper_or_on_a_wrong_day_is_refused_and_nothing_typed_is_lost(hall, sign_in, changed, word):
    unit = school("X16")
    held = SchoolSpell.objects.get(school=unit, until=None)
    said = {"name": "云溪县新名学校", "short_name": "", "kind": "junior", "ownership": "public", "locale": "rural", "township": held.township_id,
            "on": "2026-09-01", "basis": PAPER, **changed}
    answer = sign_in("bangong").post(f"/registry/schools/{unit}/change/", said)
    assert answer.status_code == 422
    assert word in text(answer)
    assert (said["name"] or PAPER) in text(answer)
    assert SchoolSpell.objects.filter(school=unit).count() == 1


def numbers_on(day: date) -> tuple[int, int, int]:
    """Pupils, classes and posts of the county on a day, by the rows."""
    here = {"since__lte": day}
    return tuple(table.objects.filter(**here).exclude(until__lte=day).count() for table in (Enrolment, ClassYear, Post))


def test_a_merger_in_the_middle_of_a_year_loses_and_doubles_nobody_on_any_day(hall, sign_in):
    going, into = school("X16"), school("X10")
    days = [date(2024, 10, 10), date(2026, 10, 31), date(2026, 11, 1), DAY]
    before = [numbers_on(day) for day in days]
    rolls = set(Enrolment.objects.filter(school=going, until=None).values_list("pupil_id", flat=True))
    assert rolls
    answer = sign_in("bangong").post(f"/registry/schools/{going}/merge/", {"into": into, "on": "2026-11-01", "basis": PAPER})
    assert answer.status_code == 302, text(answer)
    assert [numbers_on(day) for day in days] == before
    moved = Enrolment.objects.filter(pupil__in=rolls, until=None)
    assert set(moved.values_list("school_id", "since")) == {(into, date(2026, 11, 1))}
    assert set(Enrolment.objects.filter(pupil__in=rolls, until=date(2026, 11, 1)).values_list("school_id", flat=True)) == {going}
    assert not Enrolment.objects.filter(school_class__isnull=False).exclude(school_id__in=School.objects.filter(
        classes__enrolments__isnull=False)).exists()
    numbers = SchoolClass.objects.filter(school=into).values_list("stage", "entry_year", "class_no")
    assert len(numbers) == len(set(numbers))
    closed = School.objects.get(pk=going)
    assert closed.closed == date(2026, 11, 1)
    assert Unit.objects.get(pk=going).until == date(2026, 11, 1)
    client = sign_in("bangong")
    assert "大岭乡初级中学" not in text(client.get("/registry/schools/"))
    assert "大岭乡初级中学" in text(client.get("/registry/schools/?on=2026-10-31"))
    assert "并入" in text(client.get(f"/registry/schools/{going}/"))
    assert verify() == []


def test_a_merger_on_the_first_day_of_a_year_gives_that_year_to_the_new_school_alone(hall, sign_in):
    going, into = school("X16"), school("X10")
    before = ClassYear.objects.filter(school_year=2026).count()
    assert sign_in("bangong").post(f"/registry/schools/{going}/merge/", {"into": into, "on": "2026-09-01", "basis": PAPER}).status_code == 302
    assert ClassYear.objects.filter(school_year=2026).count() == before
    assert not ClassYear.objects.filter(school_year=2026, school_class__school=going).exists()
    assert ClassYear.objects.filter(school_year=2025, school_class__school=going).exists()


def test_a_school_with_pupils_is_not_closed_and_an_empty_one_is(hall, sign_in):
    client, unit = sign_in("bangong"), school("X16")
    answer = client.post(f"/registry/schools/{unit}/close/", {"on": "2026-11-01", "basis": PAPER})
    assert answer.status_code == 422
    assert "在籍学生" in text(answer)
    Enrolment.objects.filter(school=unit, until=None).update(until=date(2026, 10, 1))
    Post.objects.filter(school=unit, until=None).update(until=date(2026, 10, 1))
    assert client.post(f"/registry/schools/{unit}/close/", {"on": "2026-11-01", "basis": PAPER}).status_code == 302
    assert School.objects.get(pk=unit).closed == date(2026, 11, 1)
    again = client.post(f"/registry/schools/{unit}/close/", {"on": "2026-11-01", "basis": PAPER})
    assert again.status_code == 404


def test_a_split_takes_the_chosen_classes_and_no_others(hall, sign_in):
    unit, client = school("X03"), sign_in("bangong")
    chosen = list(SchoolClass.objects.filter(school=unit, years__since__lte=DAY, years__until__gt=DAY).values_list("pk", flat=True)[:2])
    rolls = set(Enrolment.objects.filter(school_class__in=chosen, until=None).values_list("pupil_id", flat=True))
    stay = Enrolment.objects.filter(school=unit, until=None).count() - len(rolls)
    said = {"classes": chosen, "school_code": "2199009999", "name": "云溪县实验小学东校区", "kind": "primary", "ownership": "public",
            "locale": "urban", "township": Unit.objects.get(code="T01").pk, "on": "2026-11-01", "basis": PAPER}
    assert client.post(f"/registry/schools/{unit}/split/", said).status_code == 302
    fresh = School.objects.get(school_code="2199009999")
    assert set(Enrolment.objects.filter(school=fresh, until=None).values_list("pupil_id", flat=True)) == rolls
    assert Enrolment.objects.filter(school=unit, until=None).count() == stay
    assert "从云溪县实验小学分立" in text(client.get(f"/registry/schools/{unit}/"))
    twice = client.post(f"/registry/schools/{unit}/split/", {**said, "classes": [], "on": "2026-11-02"})
    assert twice.status_code == 422
    assert "已属其他学校" in text(twice)


def test_a_school_opens_below_the_central_school_of_its_township(hall, sign_in):
    said = {"school_code": "1199008888", "name": "云溪县柳林镇第三幼儿园", "short_name": "柳林三幼", "kind": "kindergarten", "ownership": "public",
            "locale": "town", "township": Unit.objects.get(code="T02").pk, "on": "2026-09-01", "basis": PAPER}
    assert sign_in("bangong").post("/registry/schools/open/", said).status_code == 302
    unit = School.objects.get(school_code="1199008888").unit
    assert unit.placements.get(tree="managing").parent.code == "Z02"
    assert "柳林镇第三幼儿园" in text(sign_in("juzhang").get("/registry/schools/"))
    assert "柳林镇第三幼儿园" not in text(sign_in("juzhang").get("/registry/schools/?on=2026-08-31"))


@pytest.mark.parametrize("code", ["219900999", "21990099999", "２１９９００９９９９", "21990O9999"])
def test_a_code_that_has_not_ten_digits_is_refused(hall, sign_in, code):
    said = {"school_code": code, "name": "某校", "kind": "primary", "ownership": "public", "locale": "town", "on": "2026-09-01", "basis": PAPER}
    answer = sign_in("bangong").post("/registry/schools/open/", said)
    assert answer.status_code == 422
    assert "10位数字" in text(answer)


def test_only_the_office_changes_schools(hall, sign_in):
    unit = school("X16")
    for username, _, role, _ in PEOPLE:
        for verb in ("change", "merge", "split", "close"):
            assert (sign_in(username).get(f"/registry/schools/{unit}/{verb}/").status_code == 200) == (role == "office"), (username, verb)


def test_hostile_names_stay_text_on_pages_and_in_the_workbook(hall, sign_in, tmp_path):
    from openpyxl import load_workbook

    client, unit = sign_in("bangong"), school("X16")
    held = SchoolSpell.objects.get(school=unit, until=None)
    name = '=HYPERLINK("x")<script>alert(1)</script>'
    said = {"name": name, "short_name": "", "kind": "junior", "ownership": "public", "locale": "rural", "township": held.township_id,
            "on": "2026-09-01", "basis": PAPER}
    assert client.post(f"/registry/schools/{unit}/change/", said).status_code == 302
    assert "<script>alert" not in text(client.get(f"/registry/schools/{unit}/"))
    file = tmp_path / "schools.xlsx"
    file.write_bytes(client.get("/registry/schools/table.xlsx").content)
    cells = [cell for row in load_workbook(file).active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == name] == ["s"]


def test_bringing_the_register_in_again_changes_nothing(hall):
    from junheng.shell import lived_hall
    from tests.flows.lived import Silent, rows_of, tables

    held = [table for table in tables() if table.startswith("registry_")]
    before = {table: rows_of(table) for table in held}
    assert lived_hall.load({"scale": "0.02"}, Silent()) == {"rows": 0}
    assert {table: rows_of(table) for table in held} == before


def test_what_the_database_holds_of_a_number_is_not_the_number(hall):
    from django.db import connection

    pupil = pupil_of("X03")
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number, roll_number, care FROM registry_pupil WHERE id = %s", [pupil.pk])
        held = "".join(cursor.fetchone())
    assert pupil.identity_number not in held
    assert pupil.identity_number[6:14] not in held


def test_a_stranger_is_sent_to_the_sign_in(hall):
    assert Client().get("/registry/").headers["Location"].startswith("/accounts/login/")
