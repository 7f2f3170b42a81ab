"""Published tables: nonsense is refused when it is declared, rows are what was declared, small groups stay hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.ground.facts import Column, Measure, Privacy, Table, Type, published
from junheng.ground.facts.declared import TABLES, publishes, told_of_few
from junheng.ground.kernel.findings import Refused

DAY = date(2026, 9, 1)
CODE = Column("code", Type.TEXT, Measure.CODE, Privacy.PUBLIC, "which")
PUPILS = Column("pupils", Type.WHOLE, Measure.PUPILS, Privacy.INTERNAL, "how many")
GIRLS = Column("girls", Type.WHOLE, Measure.PUPILS, Privacy.GUARDED, "girls among them", of="pupils")


def table(*rows, columns=(CODE, PUPILS, GIRLS)) -> Table:
    return Table("t", "A table", "for a test", ("code",), columns, lambda day: rows)


def row(code="A", pupils=40, girls=20):
    return {"code": code, "pupils": pupils, "girls": girls}


@pytest.mark.parametrize("wrong", [
    {"name": "Größe"}, {"name": ""}, {"type": None}, {"unit": ""}, {"unit": "m2"}, {"privacy": None}, {"privacy": "public"}, {"meaning": "  "},
    {"privacy": Privacy.GUARDED}, {"of": "pupils"},
])
def test_a_column_without_unit_class_or_meaning_cannot_be_declared(wrong):
    with pytest.raises(ValueError, match=r"."):
        replace(CODE, **wrong)


@pytest.mark.parametrize("wrong", [
    {"key": ()}, {"key": ("nothing",)}, {"key": ("girls",)}, {"columns": (CODE, CODE)}, {"columns": (CODE, GIRLS)}, {"title": " "}, {"name": "T T"},
])
def test_a_table_without_key_or_with_lost_columns_cannot_be_declared(wrong):
    with pytest.raises(ValueError, match=r"."):
        replace(table(), **wrong)


def test_rows_come_in_the_order_of_their_key():
    assert [cells[0] for cells in published(table(row("乙"), row("B"), row("甲"), row("A")), DAY, least=5)] == ["A", "B", "乙", "甲"]


@pytest.mark.parametrize("wrong", [
    {"code": "A", "pupils": 1}, {**row(), "name": "赵一"}, {**row(), "pupils": "40"}, {**row(), "pupils": True}, {**row(), "code": None},
    {"code": "A", "pupils": 1, "boys": 1},
])
def test_a_row_with_an_undeclared_column_or_another_type_is_never_published(wrong):
    with pytest.raises(TypeError, match="t"):
        published(table(wrong), DAY, least=5)


def test_two_rows_of_one_key_are_refused_and_named():
    with pytest.raises(Refused, match="“A” stands twice"):
        published(table(row("A"), row("A", 30)), DAY, least=5)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(2, 12))
def test_no_cell_tells_of_a_group_smaller_than_the_least(part, rest, least):
    cell = published(table(row(pupils=part + rest, girls=part)), DAY, least=least)[0][2]
    assert cell is None or (cell == part and all(size == 0 or size >= least for size in (part, rest)))
    assert (cell is None) == told_of_few(part, part + rest, least)


def test_a_second_table_of_the_same_name_is_refused(monkeypatch):
    monkeypatch.setitem(TABLES, "t", table())
    said = {"title": "A table", "meaning": "for a test", "key": ("code",), "columns": (CODE,)}

    def rows(day):
        return []

    rows.__module__ = "elsewhere"
    with pytest.raises(ValueError, match="two tables called t"):
        publishes("t", **said)(rows)
