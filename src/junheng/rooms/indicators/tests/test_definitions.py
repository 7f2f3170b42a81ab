"""Files of indicators and standards that are wrong are refused with the file and the key; worked cases are held to."""

from __future__ import annotations

from datetime import date

import pytest

from junheng.ground.kernel.findings import Refused
from junheng.rooms.indicators.queries.books import linted, shelf

SOURCE = '[source]\ndocument = "本县文件"\nmark = "S"\nentered_by = "甲"\nchecked_by = "乙"\nreview_by = 2027-12-31\n'
INDICATOR = ('titles = { zh = "生均图书", en = "Books" }\nwhy = { zh = "x", en = "x" }\nshape = "ratio"\nbetter = "more"\nper = 1\nunit = "volumes per pupil"\n'
             'numerator = { table = "stages", column = "books" }\ndenominator = { table = "stages", column = "pupils" }\n' + SOURCE +
             '[[cases]]\nschools = [{ pupils = "10", books = "25" }]\nvalues = ["2.5"]\n')
STANDARD = ('titles = { zh = "本县标准", en = "Ours" }\nstages = ["primary"]\n' + SOURCE + '[[items]]\nid = "Y1"\nindicator = "ours"\n'
            '[values.Y1]\nunit = "volumes per pupil"\n[[values.Y1.dated]]\nsince = 2026-01-01\nvalue = "20"\n'
            '[[cases]]\nschools = [{ school_code = "1", county = "990121", kind = "primary" }]\n'
            'stages = [{ school_code = "1", stage = "primary", pupils = "10", books = "205" }]\nreached = ["1"]\n')
TODAY = date(2026, 11, 27)


@pytest.fixture
def county(tmp_path):
    """A county's folder with one indicator and one standard, changed as said."""
    def made(indicator: str = INDICATOR, standard: str = STANDARD):
        own = tmp_path / "standards" / "county" / "indicators"
        own.mkdir(parents=True, exist_ok=True)
        (own / "ours.toml").write_text(indicator, encoding="utf-8")
        (own / "our-set.toml").write_text(standard, encoding="utf-8")
        return shelf(tmp_path)

    return made


def errors(held) -> list[tuple[str | None, str]]:
    return [(each.place.file, each.code) for each in linted(held, TODAY) if each.level == "error"]


def test_files_in_order_have_no_errors(county):
    assert errors(county()) == []


@pytest.mark.parametrize(("was", "becomes", "key"), [
    ('shape = "ratio"', 'shape = "ration"', "shape"),
    ('better = "more"', 'better = "bigger"', "better"),
    ("per = 1\n", 'per = "1"\n', "per"),
    ('column = "books"', 'column = "boks"', "numerator"),
    ('table = "stages", column = "books"', 'table = "stage", column = "books"', "numerator"),
    ('column = "books" }', 'column = "books", where = { ownership = ["publik"] } }', "numerator"),
    ('denominator = { table = "stages", column = "pupils" }\n', "", "denominator"),
    ('en = "Books"', 'en = ""', "titles"),
    ('document = "本县文件"', 'document = ""', "source"),
    ('unit = "volumes per pupil"', 'units = "volumes per pupil"', "units"),
])
def test_a_slip_in_an_indicator_is_refused_with_its_key(county, was, becomes, key):
    assert was in INDICATOR
    with pytest.raises(Refused) as fault:
        county(indicator=INDICATOR.replace(was, becomes)).defined()
    assert [(each.place.file, each.place.column) for each in fault.value.findings] == [("ours", key)]


@pytest.mark.parametrize(("was", "becomes", "key"), [
    ('stages = ["primary"]', 'stages = ["primery"]', "stages"),
    ('id = "Y1"', 'id = ""', "items"),
    ('indicator = "ours"', 'indicator = "theirs"', "Y1"),
    ("[values.Y1]", "[values.Y2]", "Y2"),
    ("[[items]]", '[[items]]\nid = "Y1"\nindicator = "ours"\n[[items]]', "items"),
    ("since = 2026-01-01", "since = 2027-01-01", "values"),
    ('stages = ["primary"]', 'stage = ["primary"]', "stage"),
])
def test_a_slip_in_a_standard_is_refused_with_its_key(county, was, becomes, key):
    with pytest.raises(Refused) as fault:
        county(standard=STANDARD.replace(was, becomes, 1).replace("[values.Y1.dated]", "[values.Y2.dated]" if key == "Y2" else "[values.Y1.dated]")).standard("our-set", TODAY)
    assert [(each.place.file, each.place.column) for each in fault.value.findings] == [("our-set", key)]


def test_a_number_without_a_source_is_refused(county):
    with pytest.raises(Refused, match="without a source"):
        county(standard=STANDARD.replace('document = "本县文件"', 'number = "1"'))


def test_a_worked_case_that_comes_out_otherwise_is_an_error(county):
    assert errors(county(indicator=INDICATOR.replace('["2.5"]', '["2.6"]'))) == [("ours", "case")]
    assert errors(county(standard=STANDARD.replace('reached = ["1"]', 'reached = ["0"]'))) == [("our-set", "case")]
    assert errors(county(standard=STANDARD.replace("reached", "reeched"))) == [("our-set", "case")]


def test_a_file_without_a_worked_case_is_an_error(county):
    assert errors(county(indicator=INDICATOR.partition("[[cases]]")[0])) == [("ours", "no-case")]


def test_overdue_reviews_and_unconfirmed_sources_are_warnings(county):
    found = linted(county(indicator=INDICATOR.replace("2027-12-31", "2026-01-01").replace('mark = "S"', 'mark = "M"')), TODAY)
    assert {each.code for each in found if each.place.file == "ours"} == {"review", "unconfirmed"}
    assert all(each.level == "warning" for each in found)
