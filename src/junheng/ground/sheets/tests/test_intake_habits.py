"""Habits of official tables: a row that numbers the columns, strokes where there is nothing to write."""

from __future__ import annotations

import pytest

from junheng.ground.sheets.intake import Field, Form, Kind, take

FORM = Form("pupils", "名册", (
    Field("name", "姓名", required=True), Field("sex", "性别", Kind.CHOICE, choices={"男": "male", "女": "female"}), Field("born", "出生日期", Kind.DAY),
    Field("phone", "电话", Kind.PHONE), Field("need", "残疾类别", Kind.CHOICE, choices={"无": "none", "听力残疾": "hearing"}), Field("note", "备考"),
))


def read(*lines: str):
    return take("\n".join(lines).encode(), "名册.csv", FORM)


@pytest.mark.parametrize("numbers", ["甲,乙,1,2,3,4", "1,2,3,4,5,6", "甲,乙,丙,丁,1,2"])
def test_a_row_that_numbers_the_columns_is_passed_over(numbers):
    found = read("姓名,性别,出生日期,电话,残疾类别,备考", numbers, "王小禾,女,2018-07-04,,,")
    assert ([row.values["name"] for row in found.rows], found.refusals) == (["王小禾"], [])


def test_numbers_out_of_order_are_a_row_with_faults():
    found = read("姓名,性别,出生日期,电话,残疾类别,备考", "甲,乙,1,3,2,4")
    assert found.rows == []
    assert {each.column for each in found.refusals} == {"性别", "出生日期", "电话", "残疾类别"}


@pytest.mark.parametrize("stroke", ["/", "—", "——", "-", "无"])
def test_a_stroke_is_nothing_where_nothing_may_stand(stroke):
    found = read("姓名,性别,出生日期,电话,残疾类别,备考", f"王小禾,女,{stroke},{stroke},,{stroke}")
    assert found.refusals == []
    assert found.rows[0].values == {"name": "王小禾", "sex": "female", "born": None, "phone": None, "need": None, "note": stroke}


def test_a_word_of_the_form_is_that_word_and_no_stroke():
    assert read("姓名,性别,残疾类别", "王小禾,女,无").rows[0].values["need"] == "none"
