"""A county that begins: no units, no accounts; then a directory, the administrators, and the first people."""

from __future__ import annotations

import io
import subprocess
import sys

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from junheng.ground.units.models import Unit

TABLE = "编码,名称,简称,类别,上级（管理）,所在地（行政）\nQ1,云溪县白石小学,白石小学,学校,Z03,\n"


def csv(text=TABLE):
    return SimpleUploadedFile("目录.csv", text.encode())


def test_the_system_administrator_looks_at_a_directory_and_takes_it(county, sign_in):
    client = sign_in("xitong")
    page = client.post("/units/look/", {"file": csv()})
    assert page.status_code == 200
    assert not Unit.objects.filter(code="Q1").exists()
    assert client.post("/units/take/", {"token": page.context["token"]}).status_code == 302
    assert Unit.objects.get(code="Q1").placements.get().parent.code == "Z03"
    assert "白石小学" in client.get("/units/").content.decode()


def test_a_look_that_was_tampered_with_is_not_taken(county, sign_in):
    client = sign_in("xitong")
    token = client.post("/units/look/", {"file": csv()}).context["token"]
    assert client.post("/units/take/", {"token": token[:-3] + "abc"}).status_code == 422
    assert not Unit.objects.filter(code="Q1").exists()


@pytest.mark.parametrize("username", ["bangong", "juzhang", "xueqian", "shenji", "anquanyuan"])
def test_nobody_else_changes_units_and_everybody_may_look_them_up(county, sign_in, username):
    client = sign_in(username)
    unit = Unit.objects.get(code="S02").pk
    assert client.get("/units/").status_code == client.get(f"/units/{unit}/").status_code == 200
    assert client.post("/units/look/", {"file": csv()}).status_code == 403
    assert client.post("/units/open/", {"code": "N", "name": "新", "kind": "school"}).status_code == 403
    for verb in ("rename", "move", "close"):
        assert client.post(f"/units/{unit}/{verb}/", {"name": "新"}).status_code == 403


def test_a_unit_is_opened_renamed_moved_and_closed_in_the_browser(county, sign_in):
    client = sign_in("xitong")
    client.post("/units/open/", {"code": "S99", "name": "云溪县教育局法规股", "kind": "section", "managing": "教育局"})
    unit = Unit.objects.get(code="S99")
    client.post(f"/units/{unit.pk}/rename/", {"name": "云溪县教育局政策法规股", "short_name": "法规股"})
    client.post(f"/units/{unit.pk}/move/", {"tree": "managing", "parent": "L1"})
    page = client.get(f"/units/{unit.pk}/").content.decode()
    assert "云溪县教育局政策法规股" in page
    assert "云溪县教育局法规股" in page
    assert client.post(f"/units/{unit.pk}/close/", {"since": "2026-12-01"}).status_code == 302
    unit.refresh_from_db()
    assert unit.until.isoformat() == "2026-12-01"


def test_what_is_wrong_with_a_directory_is_said_at_its_row(county, sign_in):
    page = sign_in("xitong").post("/units/look/", {"file": csv(TABLE + "Q2,云溪县新校,,学堂,,\n")})
    assert page.status_code == 422
    assert "第3行" in page.content.decode()


def test_the_directory_goes_out_as_a_workbook(county, sign_in):
    answer = sign_in("bangong").get("/units/directory.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[2]][:4] == ["编码", "名称", "简称", "类别"]
    assert sheet.max_row - 2 == Unit.objects.count()


def test_a_bare_house_is_set_up_from_the_console_of_the_server(tmp_path):
    table = tmp_path / "目录.csv"
    table.write_text("编码,名称,类别\nB,青禾县教育局,bureau\n", encoding="utf-8")
    import os

    environment = {**os.environ, "JUNHENG_HOME": str(tmp_path / "home"), "JUNHENG_DB": ""}

    def run(*words):
        return subprocess.run([sys.executable, "-m", *words], env=environment, capture_output=True, text=True)

    assert run("django", "migrate", "-v0").returncode == 0
    assert run("junheng", "unit", "read", str(table), "--take").returncode == 0
    opened = run("junheng", "account", "open", "admin", "--name", "王系统", "--role", "system_admin", "--unit", "B")
    assert opened.returncode == 0, opened.stderr
    assert len(opened.stdout.strip()) > 8
    assert "青禾县教育局" in run("junheng", "unit", "list").stdout
    refused = run("junheng", "unit", "read", str(tmp_path / "没有.csv"))
    assert refused.returncode == 3
