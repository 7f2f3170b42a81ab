"""A list of pupils comes in: looked at first, refused at its cells, mended, written once, undone."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from junheng.ground.audit.models import Entry
from junheng.ground.jobs import clock
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.sheets.intake import filled_form
from junheng.registry import actions
from junheng.registry.engine.invented.numbers import check_digit
from junheng.registry.models import (
    Enrolment,
    Guardian,
    Household,
    Import,
    Post,
    Pupil,
    SchoolClass,
    StaffMember,
)
from junheng.registry.queries import roster, staff_list
from junheng.registry.values.forms import FORMS, PUPILS, STAFF
from tests.flows.lived import rows_of
from tests.flows.tables import sent, work

DAY = date(2026, 11, 20)
KEYS = [field.key for field in PUPILS.fields]
TABLES = ("registry_pupil", "registry_guardian", "registry_household", "registry_enrolment", "registry_schoolclass", "registry_classyear")


def somebody(username: str):
    return person_by_id(account_id_of(username), DAY)


def table(rows) -> bytes:
    return filled_form(PUPILS, rows, created=clock.now())


def rows_for(username: str) -> list[list]:
    return [list(row) for row in roster(somebody(username), DAY)]


def changed(row: list, **values) -> list:
    return [values.get(key, cell) for key, cell in zip(KEYS, row, strict=True)]


def identity(serial: int, born: date = date(2018, 7, 4)) -> str:
    body = f"990121{born:%Y%m%d}{serial:03d}"
    return body + check_digit(body)


def newcomer(like: list, serial: int, **values) -> list:
    number = identity(serial)
    return changed(like, **{"code": None, "name": f"新生{serial}", "sex": "male" if serial % 2 else "female", "born": date(2018, 7, 4),
                            "identity_number": number, "roll_number": f"G{number}", "guardian1_phone": f"100{serial:08d}",
                            "guardian1_name": f"家长{serial}", "guardian2_name": None, "guardian2_relation": None, "guardian2_phone": None, **values})


def held() -> dict:
    return {name: sorted(map(str, rows_of(name)[1])) for name in TABLES}


@pytest.mark.parametrize(("username", "form"), [("jijiao", "pupils"), ("ziliao", "pupils"), ("renshi", "staff"), ("xiaozhang", "staff")])
def test_what_comes_out_goes_in_again_and_changes_nothing(hall, sign_in, username, form):
    client, before = sign_in(username), held()
    out = client.get(f"/registry/imports/{form}.xlsx?filled=1")
    found = sent(client, out.content, form=form)
    assert found.state == "looked"
    assert (found.counts["added"], found.counts["changed"], found.counts["refused"]) == (0, 0, 0)
    assert found.counts["unchanged"] == len(list((roster if form == "pupils" else staff_list)(somebody(username), DAY))) > 5
    assert held() == before
    assert Entry.objects.filter(kind="registry/pupil-sealed", act="look").exists()


def test_new_and_changed_pupils_are_written_once_and_undone_to_the_last_cell(hall, sign_in):
    client, rows, before = sign_in("ziliao"), rows_for("ziliao"), held()
    content = table([changed(rows[0], guardian1_phone="10099998888", class_no=rows[0][KEYS.index("class_no")]), newcomer(rows[0], 901),
                     newcomer(rows[0], 902, class_no="9班")])
    found = sent(client, content)
    assert (found.counts["added"], found.counts["changed"], found.counts["refused"]) == (2, 1, 0), found.report
    assert held() == before
    for _ in range(2):
        assert client.post(f"/registry/imports/{found.pk}/take/").status_code == 302
        work()
    found.refresh_from_db()
    assert found.state == "taken"
    fresh = Pupil.objects.get(identity_number=identity(901))
    assert (fresh.name, fresh.initials, fresh.household.guardians.get(name="家长901").phone) == ("新生901", "xs901", "10000000901")
    assert SchoolClass.objects.filter(class_no=9, school__unit__code="X03", enrolments__pupil__name="新生902").exists()
    assert Guardian.objects.filter(phone__isnull=False, household__pupils__code=rows[0][0]).first().phone == "10099998888"
    assert client.post(f"/registry/imports/{found.pk}/undo/").status_code == 302
    found.refresh_from_db()
    assert found.state == "undone"
    after = held()
    assert {name: after[name] for name in TABLES[:-1]} == {name: before[name] for name in TABLES[:-1]}
    assert found.content is None


def test_a_class_changed_by_a_list_goes_on_from_the_day_and_what_was_before_stays(hall, sign_in):
    client, rows = sign_in("ziliao"), rows_for("ziliao")
    row = next(row for row in rows if row[KEYS.index("class_no")] == "1")
    found = sent(client, table([changed(row, class_no="2")]))
    client.post(f"/registry/imports/{found.pk}/take/")
    work()
    stays = Enrolment.objects.filter(pupil__code=row[0]).order_by("since")
    assert [stay.school_class.class_no for stay in stays][-2:] == [1, 2]
    assert (list(stays)[-2].until, list(stays)[-1].since, list(stays)[-1].until) == (DAY, DAY, None)


def test_a_refused_table_writes_nothing_and_its_copy_names_every_cell(hall, sign_in):
    client, rows, before = sign_in("ziliao"), rows_for("ziliao"), held()
    content = table([rows[0], newcomer(rows[0], 903, identity_number="110101201801011234"), newcomer(rows[0], 904, born=date(2018, 1, 1)),
                     newcomer(rows[0], 905, grade="junior:7"), newcomer(rows[0], 906, class_no="甲班")])
    found = sent(client, content)
    assert (found.counts["unchanged"], found.counts["refused"]) == (1, 4)
    refused = {(each["row"], each["column"]) for each in json.loads(found.report)["refusals"]}
    assert refused >= {(3, "身份证件号"), (4, "出生日期"), (5, "年级"), (6, "班级")}
    assert client.post(f"/registry/imports/{found.pk}/take/").status_code == 422
    assert held() == before
    book = load_workbook(io.BytesIO(client.get(f"/registry/imports/{found.pk}/copy.xlsx").content))
    assert book.sheetnames == ["问题清单", "学生基本信息"]
    assert {(int(row[2].value), row[3].value) for row in book["问题清单"].iter_rows(min_row=2)} == refused
    assert book["学生基本信息"].cell(3, KEYS.index("identity_number") + 1).comment is not None


def test_the_copy_mended_comes_in_and_the_good_rows_alone_may_be_taken_before(hall, sign_in):
    client, rows = sign_in("ziliao"), rows_for("ziliao")
    found = sent(client, table([newcomer(rows[0], 907), newcomer(rows[0], 908, class_no="甲班")]))
    client.post(f"/registry/imports/{found.pk}/take/", {"good_only": "1"})
    work()
    assert {each.name for each in Pupil.objects.filter(brought=found)} == {"新生907"}
    book = load_workbook(io.BytesIO(client.get(f"/registry/imports/{found.pk}/copy.xlsx").content))
    book["学生基本信息"].cell(3, KEYS.index("class_no") + 1).value = "1班"
    mended = io.BytesIO()
    book.save(mended)
    again = sent(client, mended.getvalue(), "已标注.xlsx")
    assert (again.counts["added"], again.counts["refused"]) == (1, 0), again.report


def test_a_school_cannot_touch_another_schools_pupils_nor_learn_where_they_are(hall, sign_in):
    client, own = sign_in("ziliao"), rows_for("ziliao")
    foreign = next(row for row in rows_for("jijiao") if row[KEYS.index("school")] != own[0][KEYS.index("school")] and row[KEYS.index("identity_number")])
    found = sent(client, table([changed(own[0], code=None, identity_number=foreign[KEYS.index("identity_number")], roll_number=None,
                                        born=foreign[KEYS.index("born")], sex=foreign[KEYS.index("sex")])]))
    assert found.counts["refused"] == 1
    assert "另" not in found.report
    assert foreign[KEYS.index("school")] not in found.report
    assert foreign[KEYS.index("name")] not in found.report
    elsewhere = sent(client, table([newcomer(own[0], 909, school_code=foreign[KEYS.index("school_code")])]))
    assert elsewhere.counts["refused"] == 1


def test_an_unknown_heading_is_asked_once_and_remembered_for_the_county(hall, sign_in):
    client, rows = sign_in("ziliao"), rows_for("ziliao")
    book = load_workbook(io.BytesIO(table([newcomer(rows[0], 910)])))
    page = book.active
    page.cell(1, KEYS.index("guardian1_phone") + 1).value = "爸妈手机"
    file = io.BytesIO()
    book.save(file)
    found = sent(client, file.getvalue())
    assert json.loads(found.report)["asked"] == ["爸妈手机"]
    client.post(f"/registry/imports/{found.pk}/explain/", {"title": ["爸妈手机"], "key": ["guardian1_phone"]})
    work()
    found.refresh_from_db()
    assert json.loads(found.report)["asked"] == []
    again = sent(sign_in("jijiao"), file.getvalue(), "别校.xlsx")
    assert json.loads(again.report)["asked"] == []


def test_two_lists_with_the_same_new_child_leave_one_child(hall, sign_in):
    client, rows = sign_in("ziliao"), rows_for("ziliao")
    first, second = (sent(client, table([newcomer(rows[0], 911, address=where)])) for where in ("东街1号", "西街2号"))
    assert (first.counts["added"], second.counts["added"]) == (1, 1)
    for found in (first, second):
        client.post(f"/registry/imports/{found.pk}/take/")
        work()
    assert Pupil.objects.filter(identity_number=identity(911)).count() == 1
    assert Pupil.objects.get(identity_number=identity(911)).address == "西街2号"
    answer = client.post(f"/registry/imports/{first.pk}/undo/")
    assert answer.status_code == 422
    assert "此后又有变更" in answer.content.decode()
    assert Pupil.objects.filter(identity_number=identity(911)).exists()


def test_a_child_without_any_number_is_known_again_by_name_birth_sex_and_school(hall, sign_in):
    client, rows = sign_in("jijiao"), rows_for("jijiao")
    small = next(row for row in rows if row[KEYS.index("grade")].startswith("kindergarten"))
    child = newcomer(small, 920, identity_number=None, roll_number=None, born=date(2022, 3, 4))
    found = sent(client, table([child]))
    assert found.counts["added"] == 1
    client.post(f"/registry/imports/{found.pk}/take/")
    work()
    again = sent(client, table([child]), "再报.xlsx")
    assert (again.counts["added"], again.counts["unchanged"]) == (0, 1)
    other = sent(client, table([changed(child, born=date(2022, 3, 5))]), "另一名.xlsx")
    assert other.counts["added"] == 1


def test_a_list_can_be_undone_for_a_day_and_no_longer(hall, sign_in):
    rows = rows_for("ziliao")
    found = sent(sign_in("ziliao"), table([newcomer(rows[0], 912)]))
    sign_in("ziliao").post(f"/registry/imports/{found.pk}/take/")
    work()
    with pytest.raises(Refused):
        actions.undo(import_id=found.pk, by=somebody("ziliao"), at=clock.now() + timedelta(hours=25))
    assert Pupil.objects.filter(brought=found).exists()


def test_a_job_run_twice_writes_once(hall, sign_in):
    rows = rows_for("ziliao")
    found = sent(sign_in("ziliao"), table([newcomer(rows[0], 913)]))
    actions.ask_to_take(import_id=found.pk, good_only=False, by=somebody("ziliao"), at=clock.now())
    reading = actions.read(import_id=found.pk, watch=lambda done, total: None)
    for _ in range(2):
        actions.write(import_id=found.pk, reading=reading, by=somebody("ziliao"), at=clock.now())
    assert Pupil.objects.filter(identity_number=identity(913)).count() == 1


def test_brothers_and_sisters_of_one_list_share_their_household(hall, sign_in):
    rows = rows_for("ziliao")
    same = {"guardian1_name": "家长同", "guardian1_phone": "10055556666"}
    found = sent(sign_in("ziliao"), table([newcomer(rows[0], 914, **same), newcomer(rows[0], 915, **same), newcomer(rows[0], 916)]))
    sign_in("ziliao").post(f"/registry/imports/{found.pk}/take/")
    work()
    homes = dict(Pupil.objects.filter(brought=found).values_list("name", "household"))
    assert homes["新生914"] == homes["新生915"] != homes["新生916"]
    assert Household.objects.filter(brought=found).count() == 2


@pytest.mark.parametrize(("content", "word"), [
    (b"", "空"), (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "乱.xlsx"), ("姓名,性别,电话\n王小禾,女,1\n".encode(), "出生日期"),
    ("甲,乙\n1,2\n".encode("gb18030"), "学生基本信息"),
])
def test_a_file_that_is_no_list_is_refused_with_one_sentence_and_kept_nowhere(hall, sign_in, content, word):
    client = sign_in("ziliao")
    found = sent(client, content, "乱.xlsx")
    assert found.state == "refused"
    assert found.content is None
    page = client.get(f"/registry/imports/{found.pk}/").content.decode()
    assert word in page.split("<h2>")[1]


def test_nobodys_table_is_seen_by_another(hall, sign_in):
    rows = rows_for("ziliao")
    found = sent(sign_in("ziliao"), table([newcomer(rows[0], 917)]))
    for username in ("xiaozhang", "juzhang", "xitong", "jijiao"):
        for address in ("", "copy.xlsx"):
            assert sign_in(username).get(f"/registry/imports/{found.pk}/{address}").status_code == 404, username


@pytest.mark.parametrize("username", ["juzhang", "bangong", "duxue", "shenji", "xitong", "jiaoshi", "renshi"])
def test_who_keeps_no_pupils_brings_none_in(hall, sign_in, username):
    client = sign_in(username)
    assert (client.get("/registry/imports/").status_code == 403) == (username not in {"renshi", "bangong"})
    assert client.get("/registry/imports/pupils.xlsx?filled=1").status_code == 403
    file = io.BytesIO(b"x")
    file.name = "x.csv"
    assert client.post("/registry/imports/send/", {"file": file}).status_code == 403
    assert not Import.objects.exists()


def test_what_was_sent_lies_nowhere_as_it_came(hall, sign_in):
    rows = rows_for("ziliao")
    found = sent(sign_in("ziliao"), table([newcomer(rows[0], 918)]))
    raw = rows_of("registry_import")
    assert identity(918) not in str(raw)
    assert b"xl/worksheets" not in bytes(found.content)
    assert found.report.startswith("{")


def test_a_table_written_long_after_it_was_sent_can_still_be_undone_for_a_day(hall, sign_in):
    rows = rows_for("ziliao")
    before = held()
    found = sent(sign_in("ziliao"), table([changed(rows[0], guardian1_phone="10077776666")]))
    Import.objects.filter(pk=found.pk).update(created_at=clock.now() - timedelta(days=3))
    sign_in("ziliao").post(f"/registry/imports/{found.pk}/take/")
    work()
    assert actions.forget_contents(at=clock.now()) == 0
    actions.undo(import_id=found.pk, by=somebody("ziliao"), at=clock.now())
    assert held() == before


def test_after_a_day_nothing_of_a_table_is_kept_but_its_counts(hall, sign_in):
    rows = rows_for("ziliao")
    found = sent(sign_in("ziliao"), table([newcomer(rows[0], 919)]))
    assert actions.forget_contents(at=clock.now() + timedelta(days=2)) == 1
    found.refresh_from_db()
    assert (found.content, found.marked, found.report) == (None, None, "")
    assert found.counts["added"] == 1


def member(serial: int, **values) -> list:
    body = f"990121{date(1990, 5, 6):%Y%m%d}{serial:03d}"
    row = {"name": f"新师{serial}", "sex": "male" if serial % 2 else "female", "born": date(1990, 5, 6), "identity_number": body + check_digit(body),
           "duty": "teacher", "subject": "数学", "establishment": "established", "title": "first", "grade": 10, **values}
    return [row.get(field.key) for field in STAFF.fields]


def test_staff_come_in_with_their_post_and_retirement_and_are_undone_to_the_last_cell(hall, sign_in):
    client = sign_in("xiaozhang")
    tables = ("registry_staffmember", "registry_post")
    before = {name: sorted(map(str, rows_of(name)[1])) for name in tables}
    known = list(next(staff_list(somebody("xiaozhang"), DAY)))
    keys = [field.key for field in STAFF.fields]
    known[keys.index("subject")], known[keys.index("degree")] = "书法", "master"
    found = sent(client, filled_form(STAFF, [known, member(901), member(902, duty="support", establishment="hired")], created=clock.now()), form="staff")
    assert (found.counts["added"], found.counts["changed"], found.counts["refused"]) == (2, 1, 0), found.report
    client.post(f"/registry/imports/{found.pk}/take/")
    work()
    fresh = StaffMember.objects.get(name="新师901")
    assert (fresh.retires.year, fresh.initials) == (2053, "xs901")
    assert Post.objects.get(member=fresh).school.unit.code == "X03"
    assert Post.objects.get(member__code=known[0], until=None).subject == "书法"
    assert client.post(f"/registry/imports/{found.pk}/undo/").status_code == 302
    assert {name: sorted(map(str, rows_of(name)[1])) for name in tables} == before


def test_a_person_of_another_school_is_not_taken_over_by_a_list(hall, sign_in):
    foreign = StaffMember.objects.filter(posts__school__unit__code="X04", posts__until=None).first()
    row = member(903, identity_number=foreign.identity_number, born=foreign.born, sex=foreign.sex)
    found = sent(sign_in("xiaozhang"), filled_form(STAFF, [row], created=clock.now()), form="staff")
    assert found.counts["refused"] == 1
    assert foreign.name not in found.report


def test_a_form_nobody_keeps_is_refused(hall, sign_in):
    file = io.BytesIO(b"x")
    file.name = "x.csv"
    answer = sign_in("jijiao").post("/registry/imports/send/", {"file": file, "form": "bank-accounts"})
    assert answer.status_code == 422
    assert "bank-accounts" not in FORMS
