"""An invented county: counts and spreads as declared, the same from the same seed, nothing that could be real."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction
from hashlib import sha256
from itertools import islice

import numpy
import pytest

from junheng.ground.draws.engine.order import ticket
from junheng.registry.engine.invented import counties, published
from junheng.registry.engine.invented.chance import Chance
from junheng.registry.tests.made import DAY, made, rules, told
from junheng.registry.values import Locale, SchoolKind, Stage

SMALL = "0.05"


def test_the_county_has_the_size_that_was_asked_for():
    county = made()
    on_roll = sum(each.status == "on_roll" for each in county.pupils)
    assert abs(on_roll - 50_000) <= 1_000
    assert abs(len(county.staff) - 4_000) <= 150
    assert len(county.schools) == 110
    kinds = Counter(each.kind for each in county.schools)
    assert set(kinds) == set(SchoolKind) - {SchoolKind.COMPLETE_SECONDARY, SchoolKind.TWELVE_YEAR}
    assert {each.ownership for each in county.schools if each.kind == "kindergarten"} == {"public", "inclusive_private", "private"}
    assert {each.school_year for each in county.classes} == {2022, 2023, 2024, 2025, 2026}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    first = made("甲", SMALL)
    made.cache_clear()
    assert made("甲", SMALL).digest() == first.digest()
    assert made("乙", SMALL).digest() != first.digest()


def test_another_run_of_python_gives_the_same_bytes():
    said = subprocess.run(
        [sys.executable, "-c", f"from junheng.registry.tests.made import made; print(made('甲', '{SMALL}').digest())"],
        capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7", "PATH": ""},
    )
    assert said.stdout.strip() == made("甲", SMALL).digest()


def test_the_rows_of_a_table_are_the_lines_of_its_csv():
    table = made("甲", SMALL).schools
    lines = "".join(table.csv()).splitlines()
    assert lines[0].split(",") == list(table.columns)
    assert len(lines) == len(table) + 1
    assert [line.split(",")[0] for line in lines[1:]] == [row.school_code for row in table]
    assert sha256("".join(table.csv()).encode()).hexdigest() == table.digest()


def test_a_stream_of_chance_is_made_of_tickets():
    words = Chance("seed").bits("a/b", 11).tolist()
    blocks = bytes.fromhex(ticket("seed", "a/b/0") + ticket("seed", "a/b/1"))
    assert words == [int.from_bytes(blocks[at:at + 4], "big") for at in range(0, 44, 4)]


def test_chance_keeps_to_its_limits_weights_and_spread():
    chance = Chance("grenzen")
    drawn = chance.pick("p", [1, 0, 3], 40_000)
    assert set(drawn.tolist()) == {0, 2}
    assert abs((drawn == 2).mean() - 0.75) < 0.01
    near = chance.around("n", numpy.full(40_000, 1000, numpy.int64), 100, 40_000)
    assert abs(near.mean() - 1000) < 3
    assert abs(near.std() - 100) < 3
    with pytest.raises(ValueError, match="nothing to pick"):
        chance.pick("p", [0, 0], 1)


def test_counties_of_a_province_come_one_by_one_and_share_no_code():
    held = {"shape": told("invented"), "names": told("names"), "rules": rules()}
    stream = counties("省", "3.05", DAY, 1, **held)
    first, second = islice(stream, 2)
    assert first.name == "云溪县" != second.name
    for name, key in (("schools", "school_code"), ("pupils", "pupil_id"), ("pupils", "identity_number"), ("staff", "staff_id"), ("pupils", "roll_number"), ("guardians", "guardian_id"), ("posts", "post_id"), ("classes", "class_id")):
        own, other = (set(getattr(each, name).columns[key]) - {""} for each in (first, second))
        assert own.isdisjoint(other), key
    small = [each.division for each in counties("省", Fraction(1, 20), DAY, 1, **held)]
    assert small == ["990121"]


@pytest.mark.parametrize("scale", ["0", "-1", "1.5"])
def test_one_county_is_never_larger_than_the_example(scale):
    with pytest.raises(ValueError, match="scale"):
        made("x", scale)


@pytest.mark.parametrize("day", [date(2024, 9, 1), date(2027, 3, 2), date(2030, 8, 31)])
def test_a_county_can_stand_on_another_day(day):
    county = made("甲", SMALL, day, 3)
    assert county.opens == (day.year if day.month >= 9 else day.year - 1)
    assert {each.school_year for each in county.classes} == {county.opens - 2, county.opens - 1, county.opens}
    assert all(each.retires > day for each in county.staff)
    assert all(each.opened.year <= county.opens for each in county.schools)


def resources() -> dict[tuple[Stage, Locale], dict[str, float]]:
    """Sums of the published tables by stage and locale."""
    tables = published(made())
    locales = dict(zip(tables["schools"]["school_code"], tables["schools"]["locale"], strict=True))
    sums: dict = defaultdict(lambda: defaultdict(float))
    stages = tables["stages"]
    for row in zip(*stages.values(), strict=True):
        cells = dict(zip(stages, row, strict=True))
        for name, value in list(cells.items())[2:]:
            sums[Stage(cells["stage"]), locales[cells["school_code"]]][name] += float(value)
    return sums


@pytest.mark.parametrize("stage", [Stage.PRIMARY, Stage.JUNIOR])
def test_villages_have_room_and_the_seat_has_backbone_teachers(stage):
    sums = resources()
    urban, town, rural = (sums[stage, each] for each in Locale)

    def a_pupil(name: str) -> list[float]:
        return [each[name] / each["pupils"] for each in (urban, town, rural)]

    for name in ("teaching_area_m2", "sports_area_m2"):
        one, two, three = a_pupil(name)
        assert one < two < three, name
    for name in ("backbone_teachers", "equipment_yuan"):
        one, two, three = a_pupil(name)
        assert one > two > three, name
    assert urban["pupils"] / urban["classes"] > rural["pupils"] / rural["classes"]


@pytest.mark.parametrize(("measure", "column"), [("teaching_dm2", "teaching_area_m2"), ("sports_dm2", "sports_area_m2"), ("equipment_yuan", "equipment_yuan")])
def test_the_means_of_each_locale_are_near_those_declared(measure, column):
    sums, declared = resources(), told("invented")["facilities"][measure]
    unit = 1 if measure == "equipment_yuan" else 100
    for stage in (Stage.PRIMARY, Stage.JUNIOR):
        for locale in Locale:
            mean, spread = declared[stage][locale]
            found = sums[stage, locale][column] / sums[stage, locale]["pupils"] * unit
            assert abs(found / mean - 1) < spread / 1000, (stage, locale, found, mean)


def test_the_published_tables_have_the_columns_of_the_contract_and_agree_with_the_classes():
    tables = published(made())
    assert list(tables["schools"]) == ["school_code", "name", "county", "township", "locale", "kind", "ownership"]
    assert list(tables["stages"]) == [
        "school_code", "stage", "pupils", "classes", "teachers_above_degree", "backbone_teachers", "arts_pe_teachers", "teaching_area_m2",
        "sports_area_m2", "equipment_yuan", "multimedia_rooms", "computers", "books", "teachers", "teachers_mid_title"]
    assert list(tables["classes"]) == ["school_code", "stage", "grade", "class_no", "pupils"]
    assert sum(tables["stages"]["pupils"]) == sum(tables["classes"]["pupils"])
    assert sum(tables["stages"]["classes"]) == len(tables["classes"]["pupils"])
    assert set(tables["stages"]["stage"]) == {"kindergarten", "primary", "junior", "senior"}


def test_kindergartens_are_inclusive_as_the_county_reports():
    county = made()
    own = {each.school_code: each.ownership for each in county.schools}
    held = Counter()
    for each in county.classes:
        if each.stage == "kindergarten" and each.school_year == county.opens:
            held[own[each.school_code]] += each.pupils
    assert held["public"] / held.total() >= 0.5
    assert (held["public"] + held["inclusive_private"]) / held.total() >= 0.8
