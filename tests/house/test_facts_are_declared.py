"""Whatever a room publishes is declared: unit, privacy class and meaning of every column, in both languages, nothing of a person."""

from __future__ import annotations

import re

import pytest

from junheng.ground.facts import TABLES, Measure, Privacy
from tests.house.catalogue import chinese
from tests.house.trees import SOURCE, here, written

# Columns by which somebody could be found; their like is never published.
OF_PERSONS = re.compile(r"(^|_)(identity|roll|phone|mobile|address|born|birth|pupil_id|staff_id|guardian|household|initials|account)(_|$)")


def test_every_room_that_has_facts_is_heard():
    places = {here(place) for place in written("facts.py", under=SOURCE)}
    assert places == {f"src/{table.rows.__module__.replace('.', '/')}.py" for table in TABLES.values()}
    assert {"schools", "stages", "classes"} <= TABLES.keys()


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_published_table_has_title_meaning_unit_and_class_in_both_languages(table):
    said = [table.title, table.meaning]
    for column in table.columns:
        assert isinstance(column.unit, Measure), column.name
        assert isinstance(column.privacy, Privacy), column.name
        said += [column.meaning, column.unit.label, column.privacy.label]
    assert [text for text in said if text not in chinese()] == []


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_published_table_has_no_column_by_which_a_person_is_found(table):
    assert [name for name in table.names if OF_PERSONS.search(name)] == []


@pytest.mark.parametrize(("name", "columns"), [
    ("schools", "school_code name county township locale kind ownership"),
    ("stages", "school_code stage pupils classes teachers_above_degree backbone_teachers arts_pe_teachers teaching_area_m2 sports_area_m2 equipment_yuan "
               "multimedia_rooms computers books teachers teachers_mid_title"),
    ("classes", "school_code stage grade class_no pupils"),
])
def test_the_tables_of_the_contract_keep_their_columns(name, columns):
    assert [column for column in columns.split() if column not in TABLES[name].names] == []
