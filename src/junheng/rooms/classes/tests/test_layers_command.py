"""`junheng classes layers`: a subject's layers by score, held against earlier terms, from one roster."""

from __future__ import annotations

import csv
import io
import json
from hashlib import sha256

import openpyxl
import pytest
from django.utils import translation
from typer.testing import CliRunner

from junheng.rooms.classes.commands import app

HEAD = "学号,数学,上学年,上学期"
PUPILS = [HEAD, "a,90,1,1", "b,80,1,1", "c,70.5,1,2", "d,60,2,2", "e,50,2,2", "f,40,2,2"]


@pytest.fixture
def layers(tmp_path):
    """Run the command on a roster given as lines; what it said and the folder that it wrote."""
    def run(lines=PUPILS, *more, sizes="2,4", seed="8 8", name="p.csv", score="数学"):
        place = tmp_path / name
        if name.endswith(".xlsx"):
            book = openpyxl.Workbook()
            book.active.title = "名单"
            for line in lines:
                book.active.append(line.split(","))
            book.save(place)
        else:
            place.write_text("\n".join(lines), encoding="utf-8")
        with translation.override("zh-hans"):
            return CliRunner().invoke(app, ["layers", str(place), "--sizes", sizes, "--seed", seed, "--score", score,
                                            "--out", str(tmp_path / "out"), *more]), tmp_path / "out"

    return run


def given(out):
    return {row["pupil_id"]: (row["layer"], row["before"])
            for row in csv.DictReader(io.StringIO((out / "layers.csv").read_bytes().decode("utf-8-sig")))}


def record(out):
    return json.loads((out / "layers.json").read_bytes())


def test_layers_go_by_score_and_have_their_sizes(layers):
    done, out = layers()
    assert done.exit_code == 0, done.stderr
    assert given(out) == {"a": ("1", ""), "b": ("1", ""), "c": ("2", ""), "d": ("2", ""), "e": ("2", ""), "f": ("2", "")}
    assert record(out)["hardening"] is None
    assert {each.name for each in out.iterdir()} == {"layers.csv", "layers.json"}


def test_a_margin_keeps_who_is_only_a_place_beyond_the_border(layers):
    # b was in the first layer, c in the second; c is a place behind with the better term now.
    lines = [HEAD, "a,90,1,1", "c,80,2,2", "b,79,1,1", "d,60,2,2"]
    _, out = layers(lines, "--terms", "上学期", sizes="2,2")
    assert given(out)["c"] == ("1", "2")
    _, out = layers(lines, "--terms", "上学期", "--margin", "2", sizes="2,2")
    assert (given(out)["b"], given(out)["c"]) == (("1", "1"), ("2", "2"))


def test_equal_scores_go_by_ticket(layers):
    _, out = layers(["学号,数学", "a,50", "b,50.0", "c,50"], sizes="1,2", seed="3-14")
    first = min("abc", key=lambda name: sha256(f"3-14,{name}".encode()).hexdigest())
    assert {pupil for pupil, (layer, _) in given(out).items() if layer == "1"} == {first}


def test_layers_in_which_hardly_anybody_moves_are_said_to_have_hardened(layers):
    # From the year before to last term one of six changed (c); now nobody. d, e and f of four were always in the lowest.
    done, out = layers(PUPILS, "--terms", "上学年,上学期")
    held = record(out)["hardening"]
    assert held["moved"] == [0.1666666667, 0]
    assert (held["always_lowest"], held["hardened"]) == (0.75, False)
    assert "固化" not in done.stderr
    done, out = layers(PUPILS, "--terms", "上学期")
    assert done.exit_code == 0
    assert record(out)["hardening"] == {"moved": [0.0], "always_lowest": 1.0, "hardened": True, "least_moved": 0.1, "most_always": 0.8}
    assert "分层已固化" in done.stderr


def test_a_pupil_who_is_new_has_no_layer_before(layers):
    _, out = layers([*PUPILS, "g,95,,"], "--terms", "上学期", sizes="3,4")
    assert given(out)["g"] == ("1", "")


def test_the_same_roster_gives_the_same_bytes_and_a_workbook_too(layers):
    _, out = layers()
    before = {each.name: each.read_bytes() for each in out.iterdir()}
    _, out = layers(name="p.xlsx")
    assert {each.name: each.read_bytes() for each in out.iterdir()} == before


def test_a_space_too_much_is_taken_away_and_told(layers):
    done, out = layers([HEAD, "a ,90,1,1", *PUPILS[2:]])
    assert done.exit_code == 0
    assert "“a ”按“a”处理" in done.stderr
    assert "a" in given(out)


@pytest.mark.parametrize(("lines", "more", "said"), [
    ([*PUPILS, "a,1,1,1"], (), "a在第2行和第8行重复出现"),
    ([*PUPILS[:-1], "a ,1,1,1"], (), "a在第2行和第7行重复出现"),
    ([*PUPILS[:-1], "f,缺考,1,1"], (), "第7行“数学”栏的“缺考”不是成绩"),
    ([*PUPILS[:-1], "f,,1,1"], (), "第7行“数学”栏的“”不是成绩"),
    ([*PUPILS[:-1], f"f,{'9' * 5000},1,1"], (), "不是成绩"),
    ([*PUPILS[:-1], "=1+1,3,1,1"], (), "第7行的“=1+1”不是编号"),
    ([*PUPILS[:-1], ",3,1,1"], (), "第7行的“”不是编号"),
    (PUPILS[:-1], (), "各层合计6人，名单共5人"),
    (PUPILS, ("--terms", "前年"), "没有可用的“前年”栏"),
    (PUPILS, ("--terms", "上学期,上学期"), "“上学期”栏"),
    ([*PUPILS[:-1], "f,40,2,甲"], ("--terms", "上学期"), "第7行“上学期”栏的“甲”不是层次序号"),
    ([*PUPILS[:-1], "f,40,2,0"], ("--terms", "上学期"), "“0”不是层次序号"),
    (["姓名,数学", "甲,1"], (), "缺少栏目：pupil_id"),
])
def test_rosters_that_do_not_fit_are_refused_and_leave_nothing(layers, lines, more, said):
    done, out = layers(lines, *more)
    assert done.exit_code == 3, done.output
    assert said in done.stderr
    assert not out.exists()


def test_a_wrong_cell_in_a_workbook_is_told_with_its_sheet(layers):
    done, _ = layers([*PUPILS[:-1], "f,缺考,1,1"], name="p.xlsx")
    assert "p.xlsx，名单，7，数学" in done.stderr


@pytest.mark.parametrize(("sizes", "seed"), [("2;4", "1"), ("0,6", "1"), ("-1,7", "1"), ("", "1"), ("9" * 5000, "1"), ("2,4", " ")])
def test_sizes_that_are_none_and_an_empty_seed_are_wrong_use(layers, sizes, seed):
    done, out = layers(sizes=sizes, seed=seed)
    assert done.exit_code == 2
    assert not out.exists()
