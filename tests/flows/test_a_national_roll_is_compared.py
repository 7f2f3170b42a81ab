"""Stories of exports of national systems: each planted fault is found at its record and none besides; nothing is written."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from junheng.ground.audit.models import Entry
from junheng.ground.audit.queries import verify
from junheng.ground.jobs import clock
from junheng.ground.people.queries import account_id_of
from junheng.ground.sheets import Column, Sheet, workbook
from junheng.registry import actions, jobs
from junheng.registry.commands import app
from junheng.registry.models import (
    NationalDifference,
    NationalFile,
    School,
    StaffMember,
)
from junheng.registry.queries.books import book
from junheng.registry.queries.compared import columns
from junheng.registry.values.national import NationalSystem
from junheng.shell import lived_national
from tests.flows.exporting import DAY, PUPILS, decided, export, loaded, met, one, somebody, text, units
from tests.flows.lived import Silent, rows_of, tables
from tests.flows.tables import work


def test_every_planted_fault_is_found_at_its_record_and_none_besides(hall, sign_in):
    _, content, faults = export()
    file = loaded(sign_in("jijiao"), content)
    assert file.state == "compared", file.report
    assert len(faults) == 13
    assert met() == {(each.kind.value, each.code, each.name, each.key) for each in faults}
    assert NationalDifference.objects.count() == 13
    assert file.content is None


def register() -> dict:
    return {table: sorted(map(str, rows_of(table)[1])) for table in tables() if table.startswith("registry_") and "national" not in table
            and table not in {"registry_turn", "registry_heading"}}


def test_comparing_writes_nothing_into_the_register_and_seals_what_it_keeps(hall, sign_in):
    before, (rows, content, _) = register(), export()
    file = loaded(sign_in("jijiao"), content)
    assert register() == before
    cells = str([rows_of(table)[1] for table in ("registry_nationalfile", "registry_nationaldifference")])
    assert [row["roll_number"] for row in rows if row["roll_number"] and row["roll_number"] in cells] == []
    assert file.dated == date(2026, 11, 16)
    assert [entry.values["found"] for entry in Entry.objects.filter(ref=f"national/{file.pk}") if "found" in entry.values] == [13]
    assert verify() == []


def test_a_newer_export_closes_what_has_gone_and_keeps_what_was_decided(hall, sign_in):
    client = sign_in("jijiao")
    rows, content, faults = export()
    loaded(client, content)
    listed = one("only_there")
    decided(client, listed, "to_be_corrected", "已转出")
    for row in rows:
        if row["code"] == faults[0].code:
            row["sex"] = "男" if row["sex"] == "女" else "女"
    loaded(client, lived_national.made(PUPILS, rows, DAY), dated="2026-11-18")
    assert one("another_value", "sex").gone_at is not None
    assert len(met()) == 12
    listed.refresh_from_db()
    assert (listed.outcome, listed.reason) == ("to_be_corrected", "已转出")
    loaded(client, content, dated="2026-11-19")
    again = one("another_value", "sex")
    assert (again.gone_at, again.outcome) == (None, "")
    assert NationalDifference.objects.count() == 13


def test_an_older_export_than_one_that_was_compared_is_refused_and_changes_nothing(hall, sign_in):
    client = sign_in("jijiao")
    loaded(client, export()[1])
    before = met()
    old = loaded(client, export(spoilt=False)[1], dated="2026-09-30")
    assert old.state == "not_read"
    assert "2026-11-16的导出已经比对过" in text(client.get(f"/registry/national/files/{old.pk}/"))
    assert met() == before


def test_a_school_that_the_file_does_not_hold_is_not_closed_by_it(hall, sign_in):
    client = sign_in("jijiao")
    loaded(client, export()[1])
    other = list(School.objects.filter(unit__code="X05").values_list("pk", flat=True))
    loaded(client, export(spoilt=False, of=other)[1], dated="2026-11-19")
    assert len(met()) == 13


def with_columns(rows, **more) -> bytes:
    """An export of a province that calls things otherwise and has two columns of its own."""
    titles = {"roll_number": "学籍编码", "name": "学生姓名", "sex": "性别", "identity_number": "身份证号码", "school": "就读学校", "grade": "年级", "class_no": "班级"} | more
    columns = [Column(title, 16) for title in (*titles.values(), "政治面貌", "校内学号段")]
    return workbook((Sheet("名单", "某省学籍平台导出", columns, [[*(row.get(key, "") for key in titles), "群众", "A"] for row in rows]),), created=clock.now())


def test_headings_that_nobody_knows_are_asked_once_and_remembered(hall, sign_in):
    client, rows = sign_in("jijiao"), export(spoilt=False)[0]
    file = loaded(client, with_columns(rows, roll_number="学籍主号"))
    assert file.state == "headings_unknown"
    assert file.content is not None
    assert not NationalDifference.objects.exists()
    page = text(client.get(f"/registry/national/files/{file.pk}/"))
    assert "校内学号段" in page
    assert "政治面貌" not in page
    assert client.post(f"/registry/national/files/{file.pk}/explain/", {"title": "校内学号段", "key": ""}).status_code == 302
    work()
    file.refresh_from_db()
    assert (file.state, file.content, file.counts["found"]) == ("compared", None, 0)
    assert loaded(client, with_columns(rows[:5], roll_number="学籍主号"), dated="2026-11-17").state == "compared"


def test_a_required_column_that_is_missing_refuses_the_file_whole(hall, sign_in):
    client = sign_in("jijiao")
    file = loaded(client, with_columns(export(spoilt=False)[0]))
    assert (file.state, file.content) == ("not_read", None)
    assert "学籍号" in text(client.get(f"/registry/national/files/{file.pk}/"))
    assert not NationalDifference.objects.exists()


def test_a_county_corrects_the_headings_and_keeps_the_file_by_its_own_book(hall, sign_in, settings, tmp_path):
    place = tmp_path / "standards" / "county" / "registry" / "national-systems.toml"
    place.parent.mkdir(parents=True)
    place.write_text(COUNTY, encoding="utf-8")
    settings.COUNTY = str(tmp_path)
    clear()
    try:
        client, rows = sign_in("jijiao"), export(spoilt=False)[0]
        file = loaded(client, with_columns(rows))
        assert (file.state, file.counts["found"]) == ("compared", 0)
        assert file.content is not None
        assert actions.forget_exports(today=DAY, by=None, by_name="x", at=clock.now() + timedelta(days=20)) == 0
        assert actions.forget_exports(today=DAY, by=None, by_name="x", at=clock.now() + timedelta(days=31)) == 1
    finally:
        clear()


def clear() -> None:
    book.cache_clear()
    columns.cache_clear()


COUNTY = """title = "本县"
[source]
document = "县教育局"
mark = "S"
[values.keep_days]
unit = "days"
[[values.keep_days.dated]]
since = 2026-01-01
value = "30"
[values.pupils_roll_number]
unit = "text"
[[values.pupils_roll_number.dated]]
since = 2026-01-01
value = "学籍编码、学籍号"
[values.pupils_passed_over]
unit = "text"
[[values.pupils_passed_over.dated]]
since = 2026-01-01
value = "校内学号段、政治面貌"
"""


def test_a_cell_that_cannot_be_read_is_named_and_the_rest_of_its_row_compared(hall, sign_in):
    client, rows = sign_in("jijiao"), export(spoilt=False)[0]
    rows[3]["born"], rows[3]["sex"] = "20181301", "男" if rows[3]["sex"] == "女" else "女"
    file = loaded(client, lived_national.made(PUPILS, rows, DAY))
    assert met() == {("another_value", rows[3]["code"], rows[3]["name"], "sex")}
    page = text(client.get(f"/registry/national/files/{file.pk}/"))
    assert "出生日期" in page
    assert "“20181301”" in page


def test_only_the_grades_of_the_file_are_missed(hall, sign_in):
    client, rows = sign_in("jijiao"), export(spoilt=False)[0]
    kept = [row for row in rows if row["grade"] == rows[0]["grade"] and row["school_code"] == rows[0]["school_code"]]
    assert 0 < len(kept) < len(rows)
    loaded(client, lived_national.made(PUPILS, kept[1:] or kept, DAY))
    assert {each[0] for each in met()} <= {"only_here"}
    assert len(met()) == (1 if len(kept) > 1 else 0)


def test_a_school_loads_its_own_export_and_learns_nothing_of_pupils_elsewhere(hall, sign_in):
    client = sign_in("ziliao")
    own = list(School.objects.filter(unit__code="X03").values_list("pk", flat=True))
    rows = export(spoilt=False, of=own)[0]
    other = next(row for row in export(spoilt=False)[0] if row["school_code"] != rows[0]["school_code"] and row["roll_number"])
    asked = dict(other, school_code=rows[0]["school_code"], school=rows[0]["school"], name="不知名", sex="", born="")
    file = loaded(client, lived_national.made(PUPILS, [*rows, asked], DAY))
    assert file.state == "compared"
    assert met() == {("another_place", other["code"], "不知名", "school")}
    row = one("another_place", "school")
    page = text(client.get(f"/registry/national/differences/{row.pk}/"))
    assert "本县其他学校" in page
    for secret in (other["name"], other["code"], other["school"]):
        assert secret not in page


def test_without_a_column_of_schools_a_schools_file_is_its_own_and_the_bureaus_is_refused(hall, sign_in):
    own = list(School.objects.filter(unit__code="X03").values_list("pk", flat=True))
    rows = [row | {"school": "", "school_code": ""} for row in export(spoilt=False, of=own)[0]]
    content = lived_national.made(PUPILS, rows, DAY)
    assert loaded(sign_in("ziliao"), content).counts["found"] == 0
    assert loaded(sign_in("jijiao"), content, dated="2026-11-19").state == "not_read"


def test_a_plain_csv_in_the_encoding_of_the_office_is_read(hall, sign_in):
    rows = export(spoilt=False)[0]
    keys = {"roll_number": "学籍号", "name": "姓名", "school_code": "学校标识码", "grade": "年级", "class_no": "班级"}
    lines = [",".join(keys.values()), *(",".join(row[key] for key in keys) for row in rows if row["roll_number"])]
    file = loaded(sign_in("jijiao"), "\r\n".join(lines).encode("gb18030"), name="学籍.csv")
    assert file.state == "compared"
    assert {each[0] for each in met()} <= {"only_here"}


@pytest.mark.parametrize("dated", ["", "2026-12-31", "昨天"])
def test_the_day_of_the_file_is_asked_for(hall, sign_in, dated):
    file = io.BytesIO(export(spoilt=False)[1])
    file.name = "x.xlsx"
    answer = sign_in("jijiao").post("/registry/national/send/", {"file": file, "dated": dated, "system": "pupils"})
    assert answer.status_code == 422
    assert "请填写文件日期" in text(answer)
    assert not NationalFile.objects.exists()


def test_the_same_comparison_run_twice_counts_once(hall, sign_in):
    client = sign_in("jijiao")
    file = loaded(client, export()[1])
    assert jobs.compare({"file": file.pk, "by": account_id_of("jijiao")}, Silent())["found"] == 13
    assert NationalDifference.objects.count() == 13
    assert NationalFile.objects.get(pk=file.pk).state == "compared"


def test_many_differences_come_a_hundred_a_page(hall, sign_in):
    client, rows = sign_in("jijiao"), export(spoilt=False)[0]
    for row in rows:
        row["sex"] = "男" if row["sex"] == "女" else "女"
    loaded(client, lived_national.made(PUPILS, rows, DAY))
    total = NationalDifference.objects.count()
    assert total == len(rows)
    shown = [text(client.get(f"/registry/national/differences/?page={page}")).count('scope="row"') for page in range(1, total // 100 + 2)]
    assert sum(shown) == total
    assert max(shown) <= 100


def test_an_old_export_says_that_it_is_old(hall, sign_in):
    client = sign_in("jijiao")
    loaded(client, export()[1], dated="2026-05-01")
    assert "已超过一学期" in text(client.get("/registry/national/"))


STAFF = NationalSystem.STAFF


def test_an_export_of_the_teacher_system_is_compared_by_the_same_machinery(hall, sign_in):
    client = sign_in("renshi")
    rows = lived_national.rows_of(STAFF, somebody("renshi"), DAY, units())
    degree, name, gone, moved, *_ = rows
    degree["degree"] = "大专" if degree["degree"] != "大专" else "本科"
    name["name"] += "华"
    rows.remove(gone)
    moved["school_code"], moved["school"] = next((row["school_code"], row["school"]) for row in rows if row["school_code"] != moved["school_code"])
    file = loaded(client, lived_national.made(STAFF, rows, DAY), system="staff")
    assert file.state == "compared", file.report
    codes = dict(StaffMember.objects.values_list("pk", "code"))
    assert {(row.kind, codes[row.record], row.key) for row in NationalDifference.objects.all()} == {
        ("another_value", degree["code"], "degree"), ("another_value", name["code"], "name"), ("only_here", gone["code"], ""),
        ("another_place", moved["code"], "school")}
    row = one("another_value", "degree")
    decided(client, row, "national_value")
    assert StaffMember.objects.get(pk=row.record).degree in {"college", "bachelor"}
    assert client.get("/registry/national/?system=pupils").status_code == 403
    assert sign_in("jijiao").get(f"/registry/national/differences/{row.pk}/").status_code == 404


def test_the_command_compares_without_writing_and_covers_numbers(hall, tmp_path):
    rows, content, faults = export()
    (tmp_path / "导出.xlsx").write_bytes(content)
    before = {table: rows_of(table) for table in tables() if table.startswith("registry_")}
    ran = CliRunner().invoke(app, ["compare", str(tmp_path / "导出.xlsx"), "--json", str(tmp_path / "o.json"), "--xlsx", str(tmp_path / "o.xlsx")])
    assert ran.exit_code == 0, ran.output
    told = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert {(each["kind"], each["code"], each["name"]) for each in told["differences"]} == {(each.kind.value, each.code, each.name) for each in faults}
    assert sum(told["counts"].values()) == load_workbook(tmp_path / "o.xlsx").active.max_row - 2 == 13
    assert [row["roll_number"] for row in rows if row["roll_number"] and row["roll_number"] in json.dumps(told)] == []
    assert {table: rows_of(table) for table in tables() if table.startswith("registry_")} == before
    assert CliRunner().invoke(app, ["compare", str(tmp_path / "没有.xlsx")]).exit_code == 2
    assert CliRunner().invoke(app, ["compare", str(tmp_path / "导出.xlsx"), "--system", "other"]).exit_code == 2


def test_the_demonstration_has_one_export_compared_and_only_one(hall):
    assert lived_national.live(Silent()) == 1
    assert lived_national.live(Silent()) == 0
    assert len(met()) == 13
    assert NationalDifference.objects.filter(outcome="to_be_corrected").count() == 1
