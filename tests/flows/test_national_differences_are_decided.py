"""Stories of what is decided of differences with national systems: one by one, by column, one person or two, given back to the master."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from junheng.ground.audit.models import Entry
from junheng.registry.models import (
    Correction,
    FormerNumber,
    NationalDifference,
    Pupil,
)
from junheng.shell import lived_national
from tests.flows.exporting import DAY, PUPILS, decided, export, loaded, one, text


def test_the_national_value_is_taken_over_as_a_correction_and_goes_back_when_the_decision_is_taken_back(hall, sign_in):
    client = sign_in("jijiao")
    loaded(client, export()[1])
    row = one("another_value", "sex")
    pupil = Pupil.objects.get(pk=row.record)
    was = pupil.sex
    decided(client, row, "national_value")
    pupil.refresh_from_db()
    assert pupil.sex != was
    assert (row.outcome, row.correction.state, row.correction.key) == ("national_value", "accepted", "sex")
    history = text(client.get(f"/registry/pupils/{pupil.pk}/history/"))
    assert f"/registry/corrections/{row.correction_id}/" in history
    decided(client, row, "back")
    pupil.refresh_from_db()
    assert (pupil.sex, row.outcome) == (was, "")
    assert Correction.objects.filter(pupil=pupil, key="sex").count() == 2


def test_a_roll_number_that_is_given_up_still_finds_the_pupil(hall, sign_in):
    client = sign_in("jijiao")
    rows, content, faults = export()
    loaded(client, content)
    code = faults[5].code
    pupil = Pupil.objects.get(code=code)
    old = pupil.roll_number
    decided(client, one("two_numbers", "roll_number", record=pupil.pk), "national_value")
    pupil.refresh_from_db()
    assert pupil.roll_number == next(row["roll_number"] for row in rows if row["code"] == code)
    assert [each.number for each in FormerNumber.objects.filter(pupil=pupil)] == [old]


def test_a_number_that_belongs_to_another_pupil_is_not_taken_over(hall, sign_in):
    client = sign_in("jijiao")
    loaded(client, export()[1])
    row = one("two_numbers", "identity_number")
    decided(client, row, "national_value", status=422)
    assert row.outcome == ""
    assert not Correction.objects.filter(key="identity_number").exists()


def test_what_was_corrected_meanwhile_is_not_overwritten(hall, sign_in):
    client = sign_in("jijiao")
    loaded(client, export()[1])
    row = one("another_value", "name")
    Pupil.objects.filter(pk=row.record).update(name="改过")
    assert "本县数据已经变动" in text(decided(client, row, "national_value", status=422))
    assert Pupil.objects.get(pk=row.record).name == "改过"


def test_a_column_is_taken_over_at_once_and_what_cannot_be_stays(hall, sign_in):
    client = sign_in("jijiao")
    rows = export(spoilt=False)[0]
    for row in rows[:6]:
        row["ethnic_group"] = "苗族"
    loaded(client, lived_national.made(PUPILS, rows, DAY))
    found = NationalDifference.objects.filter(kind="another_value", key="ethnic_group")
    count = found.count()
    assert count >= 4
    Pupil.objects.filter(pk=found[0].record).update(ethnic_group="11")
    page = text(client.get("/registry/national/differences/?kind=another_value&key=ethnic_group"))
    assert f"全部以国家系统为准（{count}条）" in page
    answer = client.post("/registry/national/differences/column/", {"system": "pupils", "kind": "another_value", "key": "ethnic_group"}, follow=True)
    assert f"已采用{count - 1}条；1条未能采用" in text(answer)
    assert Pupil.objects.filter(pk__in=found.exclude(outcome="").values_list("record", flat=True), ethnic_group="06").count() == count - 1
    assert client.post("/registry/national/differences/column/", {"system": "pupils", "key": "roll_number"}).status_code == 422


def test_the_list_of_corrections_goes_out_in_the_systems_own_columns_and_the_look_is_kept(hall, sign_in):
    client = sign_in("jijiao")
    loaded(client, export()[1])
    value, gone = one("another_value", "sex"), one("only_here")
    assert client.post(f"/registry/national/differences/{value.pk}/decide/", {"decision": "to_be_corrected"}).status_code == 422
    decided(client, value, "to_be_corrected", "户口簿为准")
    decided(client, gone, "to_be_corrected", "国家系统漏录")
    book = load_workbook(io.BytesIO(client.get("/registry/national/corrections.xlsx?system=pupils").content))
    first, second = book.worksheets
    assert [cell.value for cell in first[2]] == ["序号", "学校标识码", "学校名称", "学籍号", "姓名", "更正项目", "原值", "更正为", "理由"]
    lines = {row[4]: row for row in first.iter_rows(min_row=3, values_only=True)}
    pupil = Pupil.objects.get(pk=value.record)
    assert lines[value.name][3] == pupil.roll_number
    assert lines[value.name][5:] == ("性别", value.theirs, value.ours, "户口簿为准")
    assert [cell.value for cell in second[2]][:5] == ["学籍号", "姓名", "性别", "出生日期", "身份证件号"]
    assert second.cell(3, 1).value == Pupil.objects.get(pk=gone.record).roll_number
    assert Entry.objects.filter(kind="registry/pupil-sealed", act="look", sentence__startswith="The list of corrections").count() == 1
    assert sign_in("xiaozhang").get("/registry/national/corrections.xlsx").status_code == 403


def test_a_school_sees_its_own_part_says_what_it_found_and_decides_nothing(hall, sign_in):
    office, school, rows = sign_in("jijiao"), sign_in("ziliao"), export()[0]
    other = next(row for row in reversed(rows) if row["school_code"] != rows[0]["school_code"] and row["code"])
    other["sex"] = "男" if other["sex"] == "女" else "女"
    loaded(office, lived_national.made(PUPILS, rows, DAY))
    own = NationalDifference.objects.filter(school__unit__code="X03", other=None)
    foreign = NationalDifference.objects.exclude(school__unit__code="X03").exclude(other__unit__code="X03")
    listed = text(school.get("/registry/national/differences/"))
    for row in own:
        assert f"/differences/{row.pk}/" in listed
    for row in foreign:
        assert f"/differences/{row.pk}/" not in listed
        assert school.get(f"/registry/national/differences/{row.pk}/").status_code == 404
    mine = own.first()
    assert mine is not None
    assert foreign
    answer = school.post(f"/registry/national/differences/{mine.pk}/say/", {"says": "ours_is_right", "words": "已核户口簿"})
    assert answer.status_code == 302
    assert "建议更正国家系统" in text(office.get("/registry/national/differences/?state=said"))
    assert school.post(f"/registry/national/differences/{mine.pk}/decide/", {"decision": "to_be_corrected", "reason": "我校为准"}).status_code == 403
    assert sign_in("jiaoshi").get("/registry/national/").status_code == 403


def test_numbers_are_covered_in_lists_and_open_to_whoever_decides_with_a_look(hall, sign_in):
    office = sign_in("jijiao")
    loaded(office, export()[1])
    row = one("two_numbers", "identity_number")
    assert row.theirs not in text(office.get("/registry/national/differences/"))
    assert row.theirs in text(office.get(f"/registry/national/differences/{row.pk}/"))
    assert Entry.objects.filter(kind="registry/pupil-sealed", act="look", ref=str(row.record)).exists()
    head = sign_in(HEADS[row.school.unit.code])
    shown = head.get(f"/registry/national/differences/{row.pk}/")
    assert shown.status_code == 200
    assert row.theirs not in text(shown)


HEADS = {"X03": "xiaozhang", "X04": "liuxiao"}


def test_two_that_are_one_person_are_remembered_in_the_next_export(hall, sign_in):
    client = sign_in("jijiao")
    content = export()[1]
    loaded(client, content)
    row = one("probably_one_person")
    number = row.number
    decided(client, row, "one_person")
    assert {(each.key, each.theirs) for each in NationalDifference.objects.filter(record=row.record).exclude(pk=row.pk)} == {("roll_number", number)}
    loaded(client, content, dated="2026-11-17")
    assert not NationalDifference.objects.filter(kind="probably_one_person", gone_at=None).exists()
    assert one("two_numbers", "roll_number", record=row.record).theirs == number
    assert {each.name for each in NationalDifference.objects.filter(kind__in=["only_there", "only_here"], gone_at=None)}.isdisjoint({row.name})


def test_two_that_are_two_people_stand_alone_on_each_side_until_the_decision_is_taken_back(hall, sign_in):
    client = sign_in("jijiao")
    content = export()[1]
    loaded(client, content)
    row = one("probably_one_person")
    decided(client, row, "two_people")
    alone = NationalDifference.objects.filter(name=row.name, kind__in=["only_there", "only_here"], gone_at=None)
    assert alone.count() == 2
    loaded(client, content, dated="2026-11-17")
    assert alone.count() == 2
    assert NationalDifference.objects.get(pk=row.pk).gone_at is not None


def test_a_decision_that_two_are_one_is_taken_back_with_what_came_of_it(hall, sign_in):
    client = sign_in("jijiao")
    loaded(client, export()[1])
    row = one("probably_one_person")
    decided(client, row, "one_person")
    decided(client, row, "back")
    assert row.outcome == ""
    assert NationalDifference.objects.count() == 13
