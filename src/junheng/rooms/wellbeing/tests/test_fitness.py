"""The fitness standard: every row of its tables, levels, points beyond the table; columns and the plain referee agree."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from importlib.resources import files

import numpy
import openpyxl
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from junheng.ground.kernel.findings import Refused
from junheng.rooms.wellbeing.commands import app
from junheng.rooms.wellbeing.engine.plain import score_one
from junheng.rooms.wellbeing.engine.scoring import score
from junheng.rooms.wellbeing.engine.tables import ladder
from junheng.rooms.wellbeing.queries.fitness import fitness_standard, rows, seconds
from junheng.rooms.wellbeing.values import ITEMS, MEASURED, SEXES, TIMES, Level, Results

STANDARD = fitness_standard(date(2026, 9, 1))
THRESHOLDS = rows("fitness-2014.csv", None)
FINEST = {"run_50m_s": Decimal("0.1"), "sit_and_reach_cm": Decimal("0.1"), "bmi": Decimal("0.1")}


def results(*pupils: tuple[str, int, dict[str, float | None]]) -> Results:
    return Results(
        numpy.array([SEXES.index(sex) for sex, _, _ in pupils]), numpy.array([grade for _, grade, _ in pupils]),
        {column: numpy.array([numpy.nan if values.get(column) is None else float(values[column]) for _, _, values in pupils]) for column in MEASURED})


def measured(item: str, value: Decimal) -> dict[str, float]:
    """What is measured of an item; a body mass index is that of one metre of height."""
    return {"height_cm": 100.0, "weight_kg": float(value)} if item == "bmi" else {item: float(value)}


def scored(row: dict[str, str], value: Decimal) -> int:
    return int(score(results((row["sex"], int(row["grade"]), measured(row["item"], value))), STANDARD).items[row["item"]][0])


def test_every_row_of_the_published_tables_is_a_step_of_the_score():
    assert len(THRESHOLDS) == 2703
    for row in (row for row in THRESHOLDS if row["item"] != "bmi"):
        value, finest = Decimal(row["threshold"]), FINEST.get(row["item"], Decimal(1))
        worse = value + finest if row["item"] in TIMES else value - finest
        assert scored(row, value) == int(row["score"]), row
        assert scored(row, worse) < int(row["score"]), row


def test_every_band_of_the_body_mass_index_is_scored_as_printed():
    for row in (row for row in THRESHOLDS if row["item"] == "bmi"):
        edge, tenth = Decimal(row["threshold"]), Decimal("0.1")
        inside = {"low<=": edge, "normal<": edge - tenth, "overweight<": edge - tenth, "obese>=": edge}[row["rule"]]
        outside = {"low<=": edge + tenth, "normal<": edge, "overweight<": edge, "obese>=": edge - tenth}[row["rule"]]
        assert scored(row, inside) == int(row["score"]), row
        assert scored(row, outside) != int(row["score"]), row


BOY = {"height_cm": 150, "weight_kg": 45, "vital_capacity_ml": 3640, "run_50m_s": 7.8, "sit_and_reach_cm": 17.6, "long_jump_cm": 225, "pull_up": 13, "run_1000m_s": 235}


def test_a_boy_at_every_top_row_has_100_and_what_he_does_beyond_it_is_added():
    told = score(results(("男", 7, BOY), ("男", 7, {**BOY, "pull_up": 15, "run_1000m_s": 212})), STANDARD)
    assert (told.standard.tolist(), told.extra.tolist(), told.total.tolist()) == ([1000, 1000], [0, 8], [1000, 1080])
    assert told.level.tolist() == [0, 0]


def test_a_missing_item_leaves_the_total_open_and_is_not_0():
    told = score(results(("男", 7, {key: value for key, value in BOY.items() if key != "pull_up"})), STANDARD)
    assert (told.items["pull_up"][0], told.total[0], told.level[0]) == (-1, -1, -1)
    assert told.items["long_jump_cm"][0] == 100


def test_times_go_up_to_the_next_tenth_and_other_values_down():
    told = score(results(("男", 7, {**BOY, "run_50m_s": 7.81}), ("男", 7, {**BOY, "run_50m_s": 7.8}), ("男", 7, {**BOY, "sit_and_reach_cm": 17.59})), STANDARD)
    assert told.items["run_50m_s"].tolist() == [95, 100, 100]
    assert told.items["sit_and_reach_cm"].tolist() == [100, 100, 95]


def test_unlikely_values_are_named_and_still_scored():
    told = score(results(("男", 7, {**BOY, "height_cm": 15, "run_50m_s": 3.2})), STANDARD)
    assert {column for column, odd in told.odd.items() if odd[0]} == {"height_cm", "run_50m_s"}


tenths = st.integers(0, 4000).map(lambda number: Decimal(number) / 100)


@given(st.lists(st.tuples(st.sampled_from(SEXES), st.integers(1, 12), st.fixed_dictionaries({
    "height_cm": st.none() | st.integers(900, 2000).map(lambda number: Decimal(number) / 10), "weight_kg": st.integers(100, 1200).map(lambda number: Decimal(number) / 10),
    "vital_capacity_ml": st.integers(300, 6000).map(Decimal), "run_50m_s": tenths, "sit_and_reach_cm": tenths.map(lambda number: number - 12),
    "rope_skip_1min": st.integers(0, 250).map(Decimal), "sit_up_1min": st.none() | st.integers(0, 80).map(Decimal), "shuttle_50x8_s": st.integers(60, 200).map(Decimal),
    "long_jump_cm": st.integers(50, 300).map(Decimal), "pull_up": st.integers(0, 40).map(Decimal), "run_1000m_s": st.integers(170, 500).map(Decimal),
    "run_800m_s": st.integers(150, 500).map(Decimal)})), min_size=1, max_size=6))
def test_scores_by_columns_are_those_of_the_plain_referee(pupils):
    told = score(results(*pupils), STANDARD)
    for place, (sex, grade, values) in enumerate(pupils):
        scores, standard, extra, level = score_one(sex, grade, values, STANDARD)
        assert {item: int(told.items[item][place]) for item in scores} == {item: -1 if points is None else points for item, points in scores.items()}
        if standard is None:
            assert told.total[place] == -1
        else:
            assert (told.standard[place], told.extra[place]) == (int(standard * 10), extra)
            assert list(Level)[told.level[place]] is level


def test_a_ladder_that_does_not_climb_is_refused():
    with pytest.raises(Refused):
        ladder("x.csv", [(10, 60), (12, 50)])
    with pytest.raises(Refused):
        ladder("x.csv", [(10, 60), (10, 70)])


@pytest.mark.parametrize(("text", "value"), [("205", 205), ("3'25", 205), ("3′25″", 205), ("3:25", 205), ("3分25秒", 205), ("3分", 180), ("3'75", None), ("快", None)])
def test_times_are_read_as_people_write_them(text, value):
    assert seconds(text) == value


def test_a_table_of_results_becomes_scores_and_rates(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["学籍号", "性别", "年级", "身高", "体重", "肺活量", "50米跑", "坐位体前屈", "立定跳远", "引体向上", "1000米跑", "免试"])
    book.active.append(["G1", "男", "七年级", 150, 45, 3640, 7.8, 17.6, 225, 13, "3'55", ""])
    book.active.append(["G2", "男", 7, 150, 45, 1200, 11.2, -8.6, 100, 0, "6'00", ""])
    book.active.append(["G3", "男", "初一", None, None, None, None, None, None, None, None, "是"])
    book.save(tmp_path / "体测.xlsx")
    with translation.override("zh-hans"):
        done = CliRunner().invoke(app, ["score", str(tmp_path / "体测.xlsx"), "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    told = list(csv.DictReader(io.StringIO((tmp_path / "out" / "scores.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["pupil_id"], row["total"], row["level"], row["exempt"]) for row in told] == [
        ("G1", "100.0", "excellent", ""), ("G2", told[1]["total"], "fail", ""), ("G3", "", "", "yes")]
    assert json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["7"] == {
        "pupils": 3, "exempt": 1, "scored": 2, "excellent": 50.0, "good_or_better": 50.0, "pass_or_better": 50.0}


def test_a_cell_that_cannot_be_read_is_refused_with_its_place_and_nothing_is_written(tmp_path):
    (tmp_path / "r.csv").write_text("学籍号,性别,年级,肺活量\nG1,男,七年级,多\nG2,?,99,1\n", encoding="utf-8")
    with translation.override("zh-hans"):
        done = CliRunner().invoke(app, ["score", str(tmp_path / "r.csv"), "--out", str(tmp_path / "out")])
    assert done.exit_code == 3
    assert {"r.csv，2，肺活量", "r.csv，3，性别", "r.csv，3，年级"} <= {line.partition(":")[0] for line in done.output.splitlines()}
    assert not (tmp_path / "out").exists()


def test_the_tables_are_packed_with_the_house():
    assert {each.name for each in (files("junheng.rooms.wellbeing") / "standards").iterdir()} >= {"fitness-2014.csv", "fitness-2014-weights.csv", "fitness-2014-extra.csv"}
    assert set(ITEMS) == {row["item"] for row in THRESHOLDS}
