"""`junheng admissions scores`: totals that are exact, places that say what decided them, or a refusal that says where."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.utils import translation

from junheng.ground.draws.engine.transcripts import with_digest
from junheng.rooms.admissions.tests.jobs import as_workbooks, certificate, lists, names
from junheng.rooms.admissions.tests.rounds import command, rows

# 0.4 · 110 + 0.6 · 118 = 114.8; 0.4 · 112.5 + 0.6 · 115.5 = 114.3; 0.4 · 108 + 0.6 · 120 = 115.2.
MARKS = {"marks": ["报名号,姓名,语文,数学,体育", "c1,甲,110,118,60", "c2,乙,112.5,115.5,60", "c3,丙,108,120,55", "c4,丁,110,118,58"]}
FORMULA = 'ties = ["体育"]\n[weights]\n"语文" = 0.4\n"数学" = 0.6\n'
WITHOUT_TIES = FORMULA.partition("\n")[2]


def scores(place, out, *more, formula=FORMULA):
    if formula is not None:
        (place / "formula.toml").write_text(formula, encoding="utf-8")
    return command("scores", place, "--out", out, *more)


def placed(out):
    return {row["applicant_id"]: (row["total"], row["place"], row["decided_by"]) for row in rows(out / "scores.csv")}


def test_totals_are_exact_and_equal_ones_go_by_the_tie_rule(tmp_path):
    told = scores(lists(tmp_path / "in", MARKS), tmp_path / "out")
    assert told.exit_code == 0, told.output
    assert placed(tmp_path / "out") == {"c1": ("114.8", "2", "总分"), "c2": ("114.3", "4", "总分"), "c3": ("115.2", "1", "总分"),
                                        "c4": ("114.8", "3", "同分规则1")}
    assert names(tmp_path / "out") == {"scores.csv", "certificate.json"}


def test_english_words_for_english_readers(tmp_path):
    with translation.override("en"):
        assert scores(lists(tmp_path / "in", MARKS), tmp_path / "out").exit_code == 0
    assert placed(tmp_path / "out")["c4"][2] == "tie rule 1"


def test_who_is_equal_to_the_end_shares_a_place_until_a_seed_is_drawn(tmp_path):
    place = lists(tmp_path / "in", MARKS)
    told = scores(place, tmp_path / "out", formula=WITHOUT_TIES)
    assert told.exit_code == 0
    assert "1人与前一名完全同分，位次并列" in told.stderr
    assert [placed(tmp_path / "out")[name][1] for name in ("c1", "c4", "c2")] == ["2", "2", "4"]
    first = min(("c1", "c4"), key=lambda name: sha256(f"08 17,{name}".encode()).hexdigest())
    last = ({"c1", "c4"} - {first}).pop()
    for order, ahead, behind in (("lowest", first, last), ("highest", last, first)):
        assert scores(place, tmp_path / "out", "--seed", "08 17", "--ticket-order", order, formula=WITHOUT_TIES).exit_code == 0
        held = placed(tmp_path / "out")
        assert (held[ahead][1:], held[behind][1:]) == (("2", "总分"), ("3", "随机号"))
        assert held["c2"][1] == "4"


def test_a_tenth_three_times_is_three_tenths(tmp_path):
    place = lists(tmp_path / "in", marks=["applicant_id,a,b,c", "x,0.1,0.1,0.1", "y,0.3,0,0"], tables={})
    assert scores(place, tmp_path / "out", formula="[weights]\na = 1\nb = 1\nc = 1\n").exit_code == 0
    assert {held[:2] for held in placed(tmp_path / "out").values()} == {("0.3", "1")}


def test_marks_below_nothing_are_taken_off(tmp_path):
    place = lists(tmp_path / "in", marks=["applicant_id,a,b", "x,0.25,-1", "y,-3,3"], tables={})
    assert scores(place, tmp_path / "out", formula="[weights]\na = 1\nb = 1\n").exit_code == 0
    assert [held[:2] for held in placed(tmp_path / "out").values()] == [("-0.75", "2"), ("0", "1")]


def test_the_same_marks_give_the_same_bytes_and_a_workbook_the_same_scores(tmp_path):
    place = lists(tmp_path / "in", MARKS)
    assert scores(place, tmp_path / "one").exit_code == 0
    as_workbooks(place)
    assert scores(place, tmp_path / "two").exit_code == 0
    for name in ("scores.csv", "certificate.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    held = certificate(tmp_path / "one")
    assert with_digest(held)["digest"] == held["digest"]
    assert held["rules"]["weights"] == {"语文": "0.4", "数学": "0.6"}


def test_a_space_too_much_in_an_identifier_is_taken_away_and_told(tmp_path):
    told = scores(lists(tmp_path / "in", marks=[MARKS["marks"][0], "c1　,甲,1,1,1"], tables={}), tmp_path / "out")
    assert told.exit_code == 0
    assert "marks.csv，2，报名号" in told.stderr
    assert set(placed(tmp_path / "out")) == {"c1"}


BAD_MARKS = {
    "a pupil twice": ([*MARKS["marks"], "c1,甲,1,1,1"], ("marks.csv，6，报名号", "第2行")),
    "a pupil twice but for a space": ([*MARKS["marks"], "c1 ,甲,1,1,1"], ("marks.csv，6，报名号", "第2行")),
    "a mark left empty": ([*MARKS["marks"], "c5,戊,,1,1"], ("marks.csv，6，语文", "填0")),
    "a mark in words": ([*MARKS["marks"], "c5,戊,缺考,1,1"], ("marks.csv，6，语文", "“缺考”")),
    "a mark that is no number at all": ([*MARKS["marks"], "c5,戊,NaN,1e9,1"], ("marks.csv，6，语文", "“NaN”", "“1e9”")),
    "a mark without end": ([*MARKS["marks"], f"c5,戊,{'9' * 5000},1,1"], ("marks.csv，6，语文", "过长")),
    "a column of the formula that is not there": (["报名号,语文,数学", "c1,1,1"], ("marks.csv，1，体育", "缺少栏目")),
    "a formula for an identifier": ([MARKS["marks"][0], "=1+1,甲,1,1,1"], ("marks.csv，2，报名号", "公式")),
    "no identifiers": (["姓名,语文,数学,体育", "甲,1,1,1"], ("marks.csv", "applicant_id / 报名号")),
}
BAD_FORMULAS = {
    "no formula": (None, ("formula.toml",)),
    "no TOML": ("[weights\n", ("formula.toml", "line 1")),
    "a title without quotes": ("[weights]\n语文 = 1\n", ("formula.toml", "line 2", "加引号")),
    "no weights": ('ties = ["体育"]\n', ("formula.toml", "权重")),
    "a weight of nothing": ('[weights]\n"语文" = 0\n', ("formula.toml", "“语文”")),
    "a weight below nothing": ('[weights]\n"语文" = -0.5\n', ("formula.toml", "“语文”")),
    "a weight without bounds": ('[weights]\n"语文" = inf\n', ("formula.toml", "“语文”")),
    "a weight in words": ('[weights]\n"语文" = "一半"\n', ("formula.toml", "“语文”")),
    "a word misspelt": ('tie = ["体育"]\n[weights]\n"语文" = 1\n', ("formula.toml", "“tie”")),
    "ties that are no lists": ('ties = 3\n[weights]\n"语文" = 1\n', ("formula.toml", "ties")),
    "a tie of nothing": ('ties = [[]]\n[weights]\n"语文" = 1\n', ("formula.toml", "ties")),
    "identifiers as marks": ("[weights]\napplicant_id = 1\n", ("formula.toml", "“applicant_id”")),
}


@pytest.mark.parametrize("name", BAD_MARKS)
def test_bad_marks_are_refused_with_place_and_remedy_and_leave_nothing(tmp_path, name):
    lines, words = BAD_MARKS[name]
    told = scores(lists(tmp_path / "in", {}, marks=lines), tmp_path / "out")
    assert told.exit_code == 3, told.output
    assert [word for word in words if word not in told.stderr] == [], told.stderr
    assert names(tmp_path) == {"in"}


@pytest.mark.parametrize("name", BAD_FORMULAS)
def test_bad_formulas_are_refused_with_remedy_and_leave_nothing(tmp_path, name):
    formula, words = BAD_FORMULAS[name]
    told = scores(lists(tmp_path / "in", MARKS), tmp_path / "out", formula=formula)
    assert told.exit_code == 3, told.output
    assert [word for word in words if word not in told.stderr] == [], told.stderr
    assert names(tmp_path) == {"in"}


def test_no_marks_and_an_empty_seed_are_told(tmp_path):
    (tmp_path / "in").mkdir()
    assert scores(tmp_path / "in", tmp_path / "out").exit_code == 3
    assert scores(lists(tmp_path / "in", MARKS), tmp_path / "out", "--seed", "").exit_code == 2
    assert names(tmp_path) == {"in"}
