"""`junheng register`: the empty form, and a table checked without a server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

JUNHENG = str(Path(sys.executable).with_name("junheng"))


def ran(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([JUNHENG, "register", *words], capture_output=True, text=True, check=False)


def test_the_empty_form_is_checked_as_a_table_without_rows(tmp_path):
    form = tmp_path / "form.xlsx"
    assert ran("form", str(form)).returncode == 0
    assert load_workbook(form).sheetnames == ["学生基本信息", "填写说明"]
    checked = ran("check", str(form), "--json", "-")
    assert checked.returncode == 0
    assert json.loads(checked.stdout)["rows"] == 0


def test_a_refused_cell_is_named_and_marked(tmp_path):
    table, copy = tmp_path / "名册.csv", tmp_path / "标注.xlsx"
    table.write_text("姓名,性别,出生日期,年级,班级\n王小禾,女,2018-07-04,三年级,2\n李明,男,2018-13-04,三年级,2\n", encoding="utf-8")
    checked = ran("check", str(table), "--marked", str(copy), "--json", "-")
    assert checked.returncode == 3
    said = json.loads(checked.stdout)
    assert (said["rows"], said["refused_rows"]) == (1, 1)
    assert [(each["row"], each["column"]) for each in said["refusals"]] == [(3, "出生日期")]
    assert "名册.csv" in checked.stderr
    assert load_workbook(copy).worksheets[1].cell(3, 3).comment is not None


@pytest.mark.parametrize(("words", "status"), [(("check", "没有这个文件.xlsx"), 2), (("check", __file__), 3), (("form", "x.xlsx", "--form", "other"), 2)])
def test_wrong_use_and_wrong_files_have_their_status(words, status, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert ran(*words).returncode == status
    assert list(tmp_path.iterdir()) == []
