"""People of an invented county: ages, numbers, twins, households, classes, posts."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from datetime import date

import pytest

from junheng.registry.engine.invented.numbers import check_digit
from junheng.registry.engine.invented.places import RUNS
from junheng.registry.engine.retirement import retirement_month
from junheng.registry.tests.made import made, rules, told
from junheng.registry.values import EMPLOYED, Duty, RetirementGroup, SchoolKind, Stage

WEIGHTS = [2 ** (17 - place) % 11 for place in range(17)]  # GB 11643: the weight of a place is 2 to its power, modulo 11
REAL = {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83}
ATTACHED = {SchoolKind.PRIMARY, SchoolKind.TEACHING_POINT}


@pytest.fixture(scope="module")
def county():
    return made()


@pytest.fixture(scope="module")
def pupils(county):
    return list(county.pupils)


@pytest.fixture(scope="module")
def kinds(county):
    return {each.school_code: each.kind for each in county.schools}


def valid(number: str) -> bool:
    """Whether the check character of an identity number is right, worked out apart from the engine."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number[:17], strict=True))
    return number[17] == "0123456789X"[(12 - total) % 11]


def test_the_check_digit_is_that_of_the_two_published_examples():
    assert check_digit("11010519491231002") == "X"
    assert check_digit("44052418800101001") == "4"
    assert valid("11010519491231002X")
    assert not valid("110105194912310021")


def test_no_identity_number_could_be_real_and_every_check_digit_holds(county, pupils):
    numbers = [*county.pupils.columns["identity_number"], *county.staff.columns["identity_number"]]
    held = [number for number in numbers if number]
    assert len(set(held)) == len(held)
    assert len(held) > 0.99 * len(numbers)
    assert {int(number[:2]) for number in held}.isdisjoint(REAL)
    assert all(valid(number) for number in held)
    for each in pupils:
        if each.identity_number:
            assert each.identity_number[6:14] == f"{each.born:%Y%m%d}"
            assert int(each.identity_number[16]) % 2 == (each.sex == "male")


def test_roll_numbers_have_the_shape_of_their_letter_and_no_two_are_alike(pupils):
    numbers = [each.roll_number for each in pupils if each.roll_number]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"[GJL]\d{17}[\dX]", number) for number in numbers)
    assert set(Counter(number[0] for number in numbers)) == set("GJL")
    assert all(valid(number[1:]) for number in numbers if number[0] in "GJ")
    # A J number is nobody's identity number.
    assert {number[1:] for number in numbers if number[0] == "J"}.isdisjoint(each.identity_number for each in pupils)
    assert all(each.roll_number in {"", f"G{each.identity_number}"} for each in pupils if each.identity_number)
    # A roll is opened in primary school.
    assert all(bool(each.roll_number) == (not each.class_id or each.class_id[14] != "0") for each in pupils)


def test_school_codes_are_unique_and_the_known_schools_keep_their_codes(county):
    codes = [each.school_code for each in county.schools]
    assert len(set(codes)) == len(codes) == len(set(county.schools.columns["unit_code"]))
    assert all(re.fullmatch(r"\d\d99\d{6}", code) for code in codes)
    names = {each.unit_code: each.name for each in county.schools}
    assert [names[code] for code in ("X01", "X02", "X03", "X04", "X05", "X06", "K01")] == [
        "云溪县第一中学", "云溪县第二中学", "云溪县实验小学", "云溪县柳林镇中心小学", "云溪县大岭乡中心寄宿制小学",
        "云溪县大岭乡中心寄宿制小学（大湾教学点）", "云溪县机关幼儿园"]
    assert len(set(county.schools.columns["name"])) == len(codes)


def test_a_teaching_point_belongs_to_a_school_of_its_township(county):
    schools = {each.school_code: each for each in county.schools}
    points = [each for each in schools.values() if each.kind == SchoolKind.TEACHING_POINT]
    assert points
    assert all(schools[each.parent].township == each.township for each in points)
    assert all(not each.parent for each in schools.values() if each.kind != SchoolKind.TEACHING_POINT)


def test_a_teaching_point_ends_with_one_grade_in_every_year(county, kinds):
    last = {}
    for each in county.classes:
        if kinds[each.school_code] == SchoolKind.TEACHING_POINT and each.stage == Stage.PRIMARY:
            last[each.school_code] = max(last.get(each.school_code, 0), each.grade)
    assert set(last.values()) <= {grade for grade, _ in told("invented")["size"]["points_last_grade"]}


def test_every_school_lies_in_the_open_sea(county):
    assert all(149_000_000 < each.longitude_e6 < 151_000_000 and 29_000_000 < each.latitude_e6 < 31_000_000 for each in county.schools)
    assert len({(each.longitude_e6, each.latitude_e6) for each in county.schools}) == len(county.schools)


def age_at_entry(born: date, opens: int) -> int:
    """Full years on 31 August of a year."""
    return opens - born.year - (born > date(born.year, 8, 31))


def test_every_pupil_has_an_age_that_fits_the_grade(county, pupils):
    classes, late, early = {each.class_id: each for each in county.classes}, 0, 0
    for each in pupils:
        if each.class_id:
            held = classes[each.class_id]
            usual = each.grade + (2 if held.stage == Stage.KINDERGARTEN else 5)
            found = age_at_entry(each.born, county.opens) - usual
            late, early = late + (found == 1), early + (found == -1)
            assert found in {-1, 0, 1}
            if found == -1:
                # Taken early only within the days that the county's rule allows after the cut-off.
                assert (each.born.month, each.born.day) <= (9, 30)
    assert late > 0
    assert early > 0


def test_a_pupils_class_is_of_a_school_that_runs_its_stage(county, pupils, kinds):
    for each in county.classes:
        assert each.stage in RUNS[kinds[each.school_code]] or (each.stage == Stage.KINDERGARTEN and kinds[each.school_code] in ATTACHED)
    classes = {each.class_id: each for each in county.classes}
    for each in pupils:
        if each.status == "on_roll":
            held = classes[each.class_id]
            assert (held.school_code, held.grade, held.school_year) == (each.school_code, each.grade, county.opens)
        else:
            assert not each.class_id
            assert not each.school_code


def test_classes_count_their_pupils_in_every_year(county):
    counted = Counter()
    for each in county.enrolments:
        for year in range(max(each.from_year, county.opens - 4), each.to_year + 1):
            counted[each.school_code, each.stage, each.entry_year, each.class_no, year] += 1
    told_ = {(each.school_code, each.stage, each.entry_year, each.class_no, each.school_year): each.pupils for each in county.classes}
    assert counted == told_


def test_nobody_is_in_two_classes_in_one_year(county):
    held = defaultdict(list)
    for each in county.enrolments:
        held[each.pupil_id].append((each.from_year, each.to_year))
    for spans in held.values():
        spans.sort()
        assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))


def test_no_school_teaches_before_it_opens(county):
    opened = {each.school_code: each.opened.year for each in county.schools}
    assert all(each.from_year >= opened[each.school_code] for each in county.enrolments)


def test_entry_classes_keep_the_standard_size_and_none_is_large(county, kinds):
    now = [each for each in county.classes if each.school_year == county.opens]
    limits = rules().class_sizes
    for each in now:
        if each.stage in {Stage.PRIMARY, Stage.JUNIOR} and each.grade in {1, 7}:
            assert each.pupils <= limits.value("standard", stage=each.stage), each
        if kinds[each.school_code] == SchoolKind.SPECIAL:
            assert each.pupils <= told("invented")["crowded"]["special_class"] + 2
    assert max(each.pupils for each in now) < 56
    over = sum(each.pupils > limits.value("standard", stage=f"kindergarten_{each.grade}") for each in now if each.stage == "kindergarten")
    assert 0 < over < 0.15 * sum(each.stage == "kindergarten" for each in now)
    rural = [each.pupils for each in now if kinds[each.school_code] == SchoolKind.TEACHING_POINT]
    assert sum(rural) / len(rural) < 12


def test_twins_share_household_birth_date_and_school(pupils):
    pairs = defaultdict(list)
    for each in pupils:
        if each.twin_group:
            pairs[each.twin_group].append(each)
    assert len(pairs) > 300
    for one, two in pairs.values():
        assert (one.household_id, one.born, one.village, one.township) == (two.household_id, two.born, two.village, two.township)
        assert one.identity_number != two.identity_number or not one.identity_number
        if one.special_need == two.special_need == "none" and one.grade < 10 and two.grade < 10:
            assert one.school_code == two.school_code or "graduated" in {one.status, two.status}


def test_siblings_are_born_far_enough_apart_and_carry_one_surname(pupils):
    homes = defaultdict(list)
    for each in pupils:
        homes[each.household_id].append(each)
    several = [sorted(home, key=lambda each: each.born) for home in homes.values() if len(home) > 1]
    assert len(several) > 5000
    for home in several:
        for one, two in itertools.pairwise(home):
            gap = (two.born - one.born).days
            assert gap >= 320 or (gap == 0 and one.twin_group == two.twin_group != "")
            assert "·" in one.name or one.name[0] == two.name[0]


def test_every_household_has_a_guardian_here_and_grandparents_where_parents_are_away(county, pupils):
    homes = defaultdict(list)
    for each in county.guardians:
        homes[each.household_id].append(each)
    assert homes.keys() == {each.household_id for each in pupils}
    left = {each.household_id: each.left_behind for each in pupils}
    assert all(any(not each.works_away for each in home) for home in homes.values())
    assert all(left[name] == any(each.works_away for each in home) for name, home in homes.items())
    assert all(re.fullmatch(r"100\d{8}", each.phone) for each in county.guardians)


def test_flags_come_at_the_rates_declared_for_town_and_country(county, pupils):
    locale, shape = {each.code: each.locale for each in county.townships}, told("invented")["households"]
    for where in ("urban", "town", "rural"):
        those = [each for each in pupils if locale[each.township] == where]
        for flag, key in (("migrant", "elsewhere"), ("hardship", "hardship")):
            share = 1000 * sum(getattr(each, flag) for each in those) / len(those)
            assert abs(share - shape[where][key]) < 8 + shape[where][key] / 10, (where, flag, share)
    assert not any(each.left_behind and each.migrant for each in pupils)
    needs = 1000 * sum(each.special_need != "none" for each in pupils) / len(pupils)
    assert 7 < needs < 11


def test_names_hold_dots_and_rare_characters(pupils):
    names = [each.name for each in pupils]
    assert any("·" in name for name in names)
    assert any("𬭎" in name for name in names)
    assert all(2 <= len(name) <= 12 for name in names)
    assert Counter(names).most_common(1)[0][1] < 60


def test_every_post_fits_the_stage_of_its_school_and_the_shares_of_a_person_add_to_one(county, kinds):
    shares = Counter()
    for each in county.posts:
        shares[each.staff_id] += each.share_per_mille
        assert each.stage in RUNS[kinds[each.school_code]] or (each.stage == Stage.KINDERGARTEN and kinds[each.school_code] in ATTACHED)
        assert each.taught_here_since <= each.appointed_from <= county.day < each.appointed_until
    assert shares == dict.fromkeys(county.staff.columns["staff_id"], 1000)
    assert len(county.posts) > len(county.staff)


def test_dates_of_a_life_at_work_come_in_order(county):
    since = {each.staff_id: each.taught_here_since for each in county.posts}
    for each in county.staff:
        assert each.born.year + 20 <= each.began_work.year <= each.came_to_county.year <= since[each.staff_id].year
        assert each.retires > county.day
        assert each.title == "none" or each.title_since >= each.began_work.year
        assert each.backbone == "none" or each.backbone_until >= county.day.year
    away = {each.duty_status for each in county.staff}
    assert away == set(EMPLOYED)


def test_every_class_of_the_year_has_a_head_teacher_of_its_school_and_stage(county, kinds):
    posts = {(each.staff_id, each.school_code, each.stage) for each in county.posts if each.duty == Duty.TEACHER}
    now = [each for each in county.classes if each.school_year == county.opens]
    assert all((each.head_teacher, each.school_code, each.stage) in posts for each in now)
    led = Counter(each.head_teacher for each in now if kinds[each.school_code] != SchoolKind.TEACHING_POINT)
    assert max(led.values()) == 1


def test_whoever_led_a_class_in_a_past_year_was_at_the_school_by_then(county):
    since = {(each.staff_id, each.school_code): each.taught_here_since.year for each in county.posts}
    assert all(since[each.head_teacher, each.school_code] <= each.school_year for each in county.classes if each.head_teacher)


def test_people_whom_the_example_names_work_where_it_says(county):
    codes = {each.school_code: each.unit_code for each in county.schools}
    names = {each.staff_id: each.name for each in county.staff}
    held = {(names[each.staff_id], codes[each.school_code], each.duty) for each in county.posts}
    assert {("贺晴", "X03", "head"), ("田小禾", "X03", "support"), ("安宁", "X04", "teacher")} <= held


def test_every_school_but_points_has_one_head(county, kinds):
    heads = Counter(each.school_code for each in county.posts if each.duty == Duty.HEAD)
    assert heads == {code: 1 for code, kind in kinds.items() if kind != SchoolKind.TEACHING_POINT}


@pytest.mark.parametrize(("group", "born", "retires"), [
    ("male", (1964, 12), (2024, 12)), ("male", (1965, 1), (2025, 2)), ("male", (1965, 5), (2025, 7)), ("male", (1970, 6), (2031, 11)),
    ("male", (1976, 9), (2039, 9)), ("female_professional", (1975, 6), (2031, 11)), ("female_worker", (1984, 11), (2039, 11)),
])
def test_retirement_comes_as_the_step_table_says(group, born, retires):
    assert retirement_month(date(*born, 15), RetirementGroup(group), rules().retirement) == date(*retires, 1)


def test_before_the_rule_was_in_force_nothing_was_added():
    born = date(1970, 6, 15)
    assert retirement_month(born, RetirementGroup.MALE, rules(date(2024, 9, 1)).retirement) == date(2030, 6, 1)


def test_every_place_is_named_once_and_every_code_points_to_a_row(county, pupils):
    villages = {each.code: each.township for each in county.villages}
    townships = {each.code for each in county.townships}
    schools = {each.school_code for each in county.schools}
    assert len(villages) == len(county.villages)
    assert all(villages[each.village] == each.township for each in pupils)
    assert all(villages[each.village] == each.township for each in county.schools)
    assert townships == set(villages.values())
    for table in (county.rooms, county.grounds, county.equipment, county.posts):
        assert set(table.columns["school_code"]) <= schools
