"""What each kind of column takes, and how it says what is wrong with the rest."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from babel.messages.pofile import read_po

from junheng.ground.sheets import intake
from junheng.ground.sheets.intake import Field, Kind, cells
from junheng.ground.sheets.intake.cells import Fault, value_of

SEX = {"男": "male", "女": "female", "1": "male", "2": "female", "其他(未说明)": "other"}
MORNING = datetime.combine(date(2018, 7, 4), time(8, 30))
IDENTITY = "991101201807041237"


def read(cell, kind, **more):
    found = value_of(cell, Field("key", "栏目", kind, **more))
    return found.code if type(found) is Fault else found


@pytest.mark.parametrize(("cell", "value"), [
    (date(2018, 7, 4), date(2018, 7, 4)), (MORNING, date(2018, 7, 4)), (43285.0, date(2018, 7, 4)),
    (20180704.0, date(2018, 7, 4)), ("43285", date(2018, 7, 4)), ("20180704", date(2018, 7, 4)), ("2018.7.4", date(2018, 7, 4)),
    ("2018年7月4日", date(2018, 7, 4)), ("2018年7月4", date(2018, 7, 4)), ("2018/7/4", date(2018, 7, 4)), ("２０１８－０７－０４", date(2018, 7, 4)),
    ("2018-07-04 00:00:00", date(2018, 7, 4)), ("2018/7/4 0:00", date(2018, 7, 4)), ("2018 年 7 月 4 日", date(2018, 7, 4)),
    ("2018-02-30", "not-a-day"), ("20181304", "not-a-day"), ("2018年7月", "not-a-day"), ("七月四日", "not-a-day"), (2018.7, "not-a-day"),
    ("18-7-4", "not-a-day"), ("1018-07-04", "not-a-day"), (time(12), "not-a-day"), (True, "not-a-day"), ("2108-07-04", "not-a-day"),
])
def test_a_day_is_read_in_the_usual_ways_and_in_no_other(cell, value):
    assert read(cell, Kind.DAY) == value


@pytest.mark.parametrize(("cell", "value"), [
    (IDENTITY, IDENTITY), (f" {IDENTITY} ", IDENTITY), (f"'{IDENTITY}", IDENTITY), (f"\t{IDENTITY}", IDENTITY), (f'="{IDENTITY}"', IDENTITY),
    (f"\u202a{IDENTITY}\u202c", IDENTITY), ("991101 20180704 1237", IDENTITY), ("９９１１０１２０１８０７０４１２３７", IDENTITY),
    (9.91101201807041e17, "number-lost"), ("1.10101E+17", "number-lost"), ("1.10101201807041E17", "number-lost"), ("1E+17", "number-lost"),
    (991101180704123.0, "identity-form"), ("99110120180704123", "identity-form"), ("没有证件", "identity-form"), ("99110120180704123X", "identity-check"),
    ("991101201802301230", "identity-birth"), ("٩٩1101201807041238", "identity-form"),
])
def test_an_identity_number_keeps_its_eighteen_characters_or_is_refused_with_the_reason(cell, value):
    assert read(cell, Kind.IDENTITY) == value


@pytest.mark.parametrize(("cell", "value"), [
    ("g991101201807041238", "G991101201807041238"), ("L99110120180704123X", "L99110120180704123X"), ("991101201807041238", "roll-form"),
    (9.9e17, "number-lost"), ("X991101201807041238", "roll-form"),
])
def test_a_roll_number_begins_with_its_letter(cell, value):
    assert read(cell, Kind.ROLL) == value


@pytest.mark.parametrize(("cell", "value"), [
    (13800000000.0, "13800000000"), ("138 0000 0000", "13800000000"), ("138-0000-0000", "13800000000"), ("+86 13800000000", "13800000000"),
    ("0086-13800000000", "13800000000"), ("0571-88888888", "0571-88888888"), ("（0571）88888888", "0571-88888888"), ("0571—88888888", "0571-88888888"),
    ("'13800000000", "13800000000"), ("1380000000", "phone-form"), ("57188888888", "phone-form"), ("13800000000/13900000000", "phone-form"),
])
def test_a_telephone_number_is_read_with_its_spaces_and_dashes(cell, value):
    assert read(cell, Kind.PHONE) == value


@pytest.mark.parametrize(("cell", "value"), [
    (12.0, 12), ("12", 12), ("１２", 12), ("1,200", 1200), ("12.0", 12), ("-3", "out-of-range"), (2001.0, "out-of-range"), (12.5, "not-whole"),
    ("1,2", "not-whole"), ("--5", "not-whole"), ("十二", "not-whole"), ("9" * 5000, "not-whole"), (True, "not-whole"), ("'12", 12),
])
def test_a_whole_number_is_digits_and_nothing_else(cell, value):
    assert read(cell, Kind.WHOLE, most=2000) == value


@pytest.mark.parametrize(("cell", "value"), [
    ("男", "male"), (" 女 ", "female"), (1.0, "male"), ("２", "female"), ("其他（未说明）", "other"), ("其他(未说明)", "other"), ("男生", "not-among"), (3.0, "not-among"),
])
def test_a_choice_is_known_by_its_word_however_its_brackets_are_written(cell, value):
    assert read(cell, Kind.CHOICE, choices=SEX) == value


def test_a_choice_whose_own_word_has_wide_brackets_is_known_by_narrow_ones():
    assert read("小学(寄宿)", Kind.CHOICE, choices={"小学（寄宿）": "a"}) == "a"


@pytest.mark.parametrize(("cell", "value"), [("是", True), ("√", True), ("✓", True), (1.0, True), (True, True), ("否", False), (0.0, False), ("无", False),
                                             (False, False), ("也许", "neither")])
def test_yes_and_no_are_told_apart(cell, value):
    assert read(cell, Kind.YES) is value if isinstance(value, bool) else read(cell, Kind.YES) == value


@pytest.mark.parametrize(("cell", "value"), [
    (3101.0, "3101"), ("0012", "0012"), ("'0012", "0012"), ('="0012"', "0012"), ("ab 12", "AB12"), ("7E10", "7E10"), ("1.2E+15", "number-lost"),
    (1e15, "number-lost"), (MORNING, "made-a-date"), ("1" * 41, "too-long"),
])
def test_a_code_is_taken_as_it_stands_and_never_as_what_excel_has_made_of_it(cell, value):
    assert read(cell, Kind.CODE, most=40) == value


@pytest.mark.parametrize(("cell", "value"), [
    ("阿依古丽·买买提", "阿依古丽·买买提"), ("王𬭎", "王𬭎"), (" 王\u3000小 禾\n", "王 小 禾"), ("<b>王</b>", "<b>王</b>"), ("=1+1", "=1+1"), (3.0, "3"), (0.1 + 0.2, "0.3"),
    (True, "TRUE"), ("Ⅱ级", "Ⅱ级"), (1.10101e17, "number-lost"), (date(2026, 3, 1), "made-a-date"), ("长" * 61, "too-long"),
])
def test_a_text_stays_what_it_is(cell, value):
    assert read(cell, Kind.TEXT, most=60) == value


def test_a_date_is_a_text_where_long_texts_stand():
    assert read(date(2026, 3, 1), Kind.TEXT, most=200) == "2026-03-01"


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "\u200b", "\ufeff \t"])
def test_a_cell_that_shows_nothing_is_empty(cell, kind):
    assert read(cell, kind) is None
    assert read(cell, kind, required=True) == "required"


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("cell", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "Err:502"])
def test_the_words_of_an_error_are_no_value_of_any_kind(cell, kind):
    assert read(cell, kind) == "error-cell"


def test_every_fault_has_its_chinese():
    place = next(iter(intake.__path__))
    with open(f"{place}/../locale/zh_Hans/LC_MESSAGES/django.po", "rb") as file:
        known = {message.id: message.string for message in read_po(file)}
    faults = [each for each in vars(cells).values() if isinstance(each, Fault)]
    assert len(faults) > 15
    assert {text for each in faults for text in (each.message, each.remedy) if not known.get(text)} == set()
