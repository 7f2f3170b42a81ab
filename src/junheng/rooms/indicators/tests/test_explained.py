"""A frozen definition is read back as it was; every figure of a small county explains itself."""

from __future__ import annotations

from fractions import Fraction
from math import isclose

import pytest

from junheng.ground.kernel.findings import Refused
from junheng.rooms.indicators.engine import frozen
from junheng.rooms.indicators.engine.explaining import explain
from junheng.rooms.indicators.tests import made
from junheng.rooms.indicators.tests.test_plain_engine import school, stage
from junheng.rooms.indicators.values.explained import Address

TABLES = made.plain({
    "schools": [school("1"), school("2"), school("3", "nine_year", teaching_area_m2=4710)],
    "stages": [stage("1", pupils=400, books=900), stage("2", pupils=600, books=600), stage("3", pupils=600, teaching_area_m2=None), stage("3", "junior", 400, teaching_area_m2=None)],
    "classes": [{"school_code": "1", "stage": "primary", "grade": 1, "class_no": number, "pupils": size} for number, size in ((1, 45), (2, 46))],
})


def told(item: str, what: str, *, weighted: bool = True, level: str = "primary"):
    return explain(made.book().standard("quality-balance-2017", made.DAY), TABLES, Address("990121", level, item, what), on=made.DAY, weighted=weighted)


@pytest.mark.parametrize("name", ["quality-balance-2017", "basic-balance-2012", "preschool-2020", "class-sizes-2016"])
def test_a_frozen_standard_is_read_back_as_it_was(name):
    standard = made.book().standard(name, made.DAY)
    text = frozen.written(standard)
    assert frozen.read(text) == standard
    assert frozen.version(text) == frozen.version(frozen.written(frozen.read(text)))


def test_a_definition_with_another_threshold_has_another_version():
    text = frozen.written(made.book().standard("quality-balance-2017", made.DAY))
    assert frozen.version(text.replace('"21/5"', '"22/5"')) != frozen.version(text)


def test_a_schools_value_shows_its_numbers_its_rows_and_both_clauses():
    found = told("L4", "1")
    assert (found.in_numbers, found.value, found.limit) == ("4500 ÷ 400 = 11.25", 11.25, 4.5)
    assert found.rows[0] == {"table": "stages", "school_code": "1", "stage": "primary", "pupils": 400, "teaching_area_m2": 4500.0}
    assert found.formula_source.number == found.limit_source.number == "教督〔2017〕6号"


def test_a_split_value_shows_the_row_of_the_whole_school_too():
    found = told("L4", "3")
    assert isclose(found.value, 4710 / 1040)
    assert {"table": "schools", "school_code": "3", "teaching_area_m2": 4710.0} in found.rows


@pytest.mark.parametrize("weighted", [True, False])
def test_shares_of_a_spread_add_up_and_the_school_farthest_off_comes_first(weighted):
    found = told("L4", "cv", weighted=weighted)
    assert isclose(sum(row["share"] for row in found.rows), 1)
    assert [row["share"] for row in found.rows] == sorted((row["share"] for row in found.rows), reverse=True)
    values = {row["school_code"]: row["value"] for row in found.rows}
    assert values["1"] == 11.25
    pupils = {row["school_code"]: row["pupils"] if weighted else 1 for row in found.rows}
    mean = sum(pupils[code] * value for code, value in values.items()) / sum(pupils.values())
    variance = sum(pupils[code] * (value - mean) ** 2 for code, value in values.items()) / sum(pupils.values())
    assert isclose(found.value, variance ** 0.5 / mean)


def test_an_item_of_the_county_shows_its_sums():
    found = told("G5", "", level="")
    assert (found.in_numbers, found.value) == ("1 ÷ 2 × 100 = 50", 50.0)
    assert found.limit == float(Fraction(100))


@pytest.mark.parametrize(("item", "what"), [("L9", "cv"), ("L4", "7"), ("G1", ""), ("L4", "median")])
def test_an_address_without_a_figure_is_refused(item, what):
    with pytest.raises(Refused, match="There is no figure"):
        told(item, what)
