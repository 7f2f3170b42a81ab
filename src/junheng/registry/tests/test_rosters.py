"""How lists name classes, grades and people: pure words, no register behind them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.registry.engine.initials import initials
from junheng.registry.engine.rosters import FIRST, Place, class_number, grade_of
from junheng.registry.values import Care, SpecialNeed, Stage, class_words, grade_words
from junheng.registry.values.forms import GRADE_CHOICES


@pytest.mark.parametrize(("written", "number"), [
    ("2", 2), ("02", 2), ("2班", 2), ("（2）班", 2), ("(12)班", 12), ("三年级2班", 2), ("三(2)班", 2), ("三年级（十二）班", 12), ("九班", 9), ("十班", 10),
    ("二十一班", 21), ("高一（3）班", 3), ("2018级5班", 5), ("甲班", 0), ("", 0), ("实验班", 0), ("0", 0), ("二十", 20), ("十五", 15),
])
def test_a_class_number_is_read_as_schools_write_it(written, number):
    assert class_number(written) == number


@pytest.mark.parametrize(("name", "letters"), [
    ("周明远", "zmy"), ("单明", "sm"), ("曾小兰", "zxl"), ("尉迟恭", "ycg"), ("阿依古丽·买买提", "aygljmmt".replace("j", "")), ("𬭎", "h"), ("Anna", "anna"), ("", ""),
])
def test_initials_read_family_names_as_families_do(name, letters):
    assert initials(name) == letters


@given(stage=st.sampled_from(list(Stage)), entry=st.integers(2000, 2040), years=st.integers(0, 2))
def test_a_grade_goes_up_by_one_each_year(stage, entry, years):
    place = Place(1, stage.value, entry, 1)
    assert grade_of(place, entry) == FIRST[stage]
    assert grade_of(place, entry + years) == FIRST[stage] + years


@pytest.mark.parametrize(("stage", "grade", "words"), [
    (Stage.KINDERGARTEN, 2, "中班"), (Stage.PRIMARY, 3, "三年级"), (Stage.JUNIOR, 9, "九年级"), (Stage.SENIOR, 11, "高二"), (Stage.VOCATIONAL, 10, "中职一年级"),
])
def test_a_grade_is_called_as_people_call_it_and_read_back(stage, grade, words):
    assert grade_words(stage, grade) == words
    assert GRADE_CHOICES[words] == f"{stage.value}:{grade}"
    assert class_words(stage, grade, 4) == f"{words}4班"


@given(need=st.sampled_from(list(SpecialNeed)), hardship=st.booleans(), left=st.booleans())
def test_what_calls_for_care_is_spelt_in_one_length_and_read_back(need, hardship, left):
    care = Care(need, hardship, left)
    assert Care.of(care.text()) == care
    assert len(care.text()) == len(Care().text())


def test_what_is_sealed_away_is_no_care():
    assert Care.of("") is None
