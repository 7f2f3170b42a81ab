"""`junheng measure` and `junheng standard` from files: what is written, what is said, what is refused, with which status."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
import typer
from django.utils import translation
from docx import Document
from typer.testing import CliRunner

from junheng.rooms.indicators.commands import app, measure

SCHOOLS = "学校标识码,学校名称,县,办学类型\n1,城关小学,990121,小学\n2,山口小学,990121,primary\n"
STAGES = ("school_code,stage,pupils,teachers_above_degree,backbone_teachers,arts_pe_teachers,teaching_area_m2,sports_area_m2,equipment_yuan,multimedia_rooms\n"
          "1,小学,1000,42,10,9,4500,7500,\"2,000,000\",23\n2,primary,500,21,5,4,2250,3300,1000000,12\n")
alone = typer.Typer()
alone.command()(measure)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "schools.csv").write_text(SCHOOLS, encoding="utf-8-sig")
    (tmp_path / "stages.csv").write_text(STAGES, encoding="utf-8")
    return tmp_path


def run(folder: Path, *more: str, name: str = "quality-balance-2017", lang: str = "zh-hans"):
    with translation.override(lang):
        return CliRunner().invoke(alone, [name, "--facts", str(folder), "--engine", "plain", *more])


def test_only_json_comes_out_where_json_is_asked_for(folder):
    done = run(folder, "--json", "-", "--on", "2026-09-01")
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    assert (said["standard"], said["engine"], said["weighted"], said["on"]) == ("quality-balance-2017", "plain", True, "2026-09-01")
    [stage] = said["counties"][0]["stages"]
    assert [each["id"] for each in stage["indicators"]] == ["L1", "L2", "L3", "L4", "L5", "L6", "L7"]
    assert stage["schools"][1]["shortfalls"][-1] == {"id": "L5", "value": 6.6, "needed": 7.5, "missing": 450.0, "unit": "m2"}
    assert "未达标" in done.stderr


def test_every_kind_of_table_says_the_same(folder, tmp_path):
    first = run(folder, "--json", "-").stdout
    rows = [line.split(",") for line in STAGES.replace('"2,000,000"', "2000000").splitlines()]
    other = tmp_path / "other"
    other.mkdir()
    book = openpyxl.Workbook()
    book.active.append(["2026学年统计表"])
    for row in rows:
        book.active.append(row)
    book.save(other / "stages.xlsx")
    (other / "schools.csv").write_bytes(SCHOOLS.encode("gb18030"))
    assert run(other, "--json", "-").stdout == first
    (other / "stages.xlsx").unlink()
    columns = {head: [row[place] for row in rows[1:]] for place, head in enumerate(rows[0])}
    columns["stage"] = ["primary", "primary"]
    table = pyarrow.table({head: cells if head in {"school_code", "stage"} else [float(cell) for cell in cells] for head, cells in columns.items()})
    (other / "stages").mkdir()
    for part in (0, 1):
        pyarrow.parquet.write_table(table.slice(part, 1), other / "stages" / f"{part}.parquet")
    assert run(other, "--json", "-").stdout == first


def test_the_paper_names_schools_and_what_they_lack(folder, tmp_path):
    place = tmp_path / "自评.docx"
    assert run(folder, "--docx", str(place)).exit_code == 0
    paper = Document(place)
    words = "\n".join(each.text for each in paper.paragraphs)
    cells = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    assert "义务教育优质均衡监测自评报告" in words.replace("\n", "")
    assert ["山口小学", "L3 0.8，标准0.9，差1名教师；L5 6.6，标准7.5，差450平方米"] in cells
    assert "无法计算：G5" in words


@pytest.mark.parametrize(("table", "text", "place", "words"), [
    ("stages", STAGES.replace("3300", "-1"), "stages.csv，3，sports_area_m2", "数量应为0或以上"),
    ("stages", STAGES.replace("3300", "很大"), "stages.csv，3，sports_area_m2", "不是数字"),
    ("stages", STAGES.replace("3300", "1e999"), "stages.csv，3，sports_area_m2", "不是数字"),
    ("stages", STAGES.replace("primary,500", "primary,500.5"), "stages.csv，3，pupils", "不是整数"),
    ("stages", STAGES.replace("primary,500", "primary,"), "stages.csv，3，pupils", "请填写"),
    ("stages", STAGES.replace("2,primary", "7,primary"), "stages.csv，3，school_code", "学校表中没有"),
    ("stages", STAGES.replace("2,primary", "1,primary"), "stages.csv，2，school_code", "重复"),
    ("stages", STAGES.replace("2,primary", "2,junior"), "stages.csv，3，stage", "没有学段"),
    ("stages", STAGES.replace("2,primary", "2,大学"), "stages.csv，3，stage", "不在可填的范围内"),
    ("schools", SCHOOLS.replace("primary", "书院"), "schools.csv，3，kind", "不在可填的范围内"),
    ("schools", SCHOOLS.replace("2,山口小学", "1,山口小学"), "schools.csv，2，school_code", "重复"),
    ("schools", SCHOOLS.replace("县,", "地方,"), "schools.csv，1，county", "county"),
])
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_written(folder, table, text, place, words):
    (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    done = run(folder, "--json", str(folder / "out.json"), "--docx", str(folder / "out.docx"))
    assert done.exit_code == 3
    assert place in done.stderr
    assert words in done.stderr
    assert not list(folder.glob("*out*"))


def test_a_missing_table_and_two_of_one_are_refused(folder):
    (folder / "schools.xlsx").write_bytes(b"")
    assert run(folder).exit_code == 3
    (folder / "schools.xlsx").unlink()
    (folder / "stages.csv").unlink()
    done = run(folder)
    assert (done.exit_code, "stages" in done.stderr) == (3, True)


def test_wrong_use_is_status_2(folder):
    assert run(folder, "--engine", "abacus").exit_code == 2
    assert run(folder, "--on", "yesterday").exit_code == 2
    done = run(folder, name="quality-balance-2099")
    assert (done.exit_code, "quality-balance-2017" in done.stderr) == (2, True)


def test_a_day_before_the_standard_is_refused(folder):
    done = run(folder, "--on", "2016-01-01")
    assert (done.exit_code, "2016-01-01" in done.stderr) == (3, True)


def test_a_county_overlays_a_threshold_and_brings_a_standard_of_its_own(folder, tmp_path, settings):
    own = tmp_path / "county" / "standards" / "county" / "indicators"
    own.mkdir(parents=True)
    source = '[source]\ndocument = "云溪县教育局文件"\nmark = "S"\nentered_by = "甲"\nchecked_by = "乙"\n'
    (own / "quality-balance-2017.toml").write_text(
        f'title = "x"\n{source}[values.L5]\nunit = "m2 per pupil"\n[[values.L5.dated]]\nsince = 2026-01-01\nstage = "primary"\nvalue = "6"\n', encoding="utf-8")
    (own / "rooms-of-ours.toml").write_text(
        f'titles = {{ zh = "本县多媒体标准", en = "Our rooms" }}\nstages = ["primary"]\n{source}[[items]]\nid = "Y1"\nindicator = "multimedia-rooms-per-hundred"\n'
        '[values.Y1]\nunit = "rooms per 100 pupils"\n[[values.Y1.dated]]\nsince = 2026-01-01\nvalue = "2.35"\n'
        '[values.reach]\nunit = "items"\n[[values.reach.dated]]\nsince = 2026-01-01\nvalue = "1"\n', encoding="utf-8")
    settings.COUNTY = str(tmp_path / "county")
    stage = json.loads(run(folder, "--json", "-", "--on", "2026-09-01").stdout)["counties"][0]["stages"][0]
    assert [each["id"] for each in stage["schools"][1]["shortfalls"]] == ["L3"]
    ours = json.loads(run(folder, "--json", "-", "--on", "2026-09-01", name="rooms-of-ours").stdout)["counties"][0]["stages"][0]
    assert [(each["school_code"], each["met"]) for each in ours["schools"]] == [("1", False), ("2", True)]


def test_the_files_of_the_house_are_in_order_and_what_nobody_confirmed_is_named():
    with translation.override("zh-hans"):
        done = CliRunner().invoke(app, ["lint", "--json", "-"])
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert {each["level"] for each in found} == {"warning"}
    assert any(each["file"] == "preschool-gross-enrolment" and each["code"] == "unconfirmed" for each in found)
    listed = CliRunner().invoke(app, ["list"])
    assert "quality-balance-2017\t义务教育优质均衡" in listed.stdout
