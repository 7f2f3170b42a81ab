"""What the plain engine says of small counties that can be reckoned by hand, in the words of contract part 2."""

from __future__ import annotations

from math import isclose

from junheng.rooms.indicators.engine import plain
from junheng.rooms.indicators.queries.written import written
from junheng.rooms.indicators.tests import made
from junheng.rooms.indicators.tests.made import Rows

FULL = {"teachers_above_degree": 42, "backbone_teachers": 10, "arts_pe_teachers": 9, "teaching_area_m2": 4500, "sports_area_m2": 7500,
        "equipment_yuan": 2_000_000, "multimedia_rooms": 23}


def school(code: str, kind: str = "primary", county: str = "990121", **more) -> dict:
    return {"school_code": code, "county": county, "kind": kind, "ownership": "public", **more}


def stage(code: str, name: str = "primary", pupils: int = 1000, **more) -> dict:
    """A stage with just what 1,000 primary pupils need, unless said otherwise."""
    return {"school_code": code, "stage": name, "pupils": pupils, **FULL, **more}


def told(schools: Rows, stages: Rows, *, name: str = "quality-balance-2017", weighted: bool = True, **tables: Rows) -> dict:
    standard = made.book().standard(name, made.DAY)
    return written(plain.measure(standard, made.plain({"schools": schools, "stages": stages, **tables}), on=made.DAY, weighted=weighted))


def only(answer: dict) -> dict:
    """The one stage of the one county."""
    [county] = answer["counties"]
    [found] = county["stages"]
    return found


def test_a_school_with_just_what_is_asked_meets_the_standard_and_so_does_the_county():
    answer = told([school("1")], [stage("1")])
    assert only(answer)["schools"] == [{"school_code": "1", "reached": 7, "met": True, "shortfalls": [], "values": {
        "L1": 4.2, "L2": 1.0, "L3": 0.9, "L4": 4.5, "L5": 7.5, "L6": 2000.0, "L7": 2.3}}]
    assert (only(answer)["met"], answer["counties"][0]["met"]) == (True, True)


def test_six_of_seven_suffice_while_the_seventh_keeps_to_85_percent():
    kept = only(told([school("1")], [stage("1", sports_area_m2=6375)]))["schools"][0]
    assert (kept["reached"], kept["met"]) == (6, True)
    assert kept["shortfalls"] == [{"id": "L5", "value": 6.375, "needed": 7.5, "missing": 1125.0, "unit": "m2"}]
    below = only(told([school("1")], [stage("1", sports_area_m2=6374.99)]))["schools"][0]
    assert (below["reached"], below["met"]) == (6, False)
    five = only(told([school("1")], [stage("1", sports_area_m2=7499, equipment_yuan=1_999_999)]))["schools"][0]
    assert (five["reached"], five["met"]) == (5, False)


def test_the_coefficient_weighs_schools_by_their_pupils_and_shows_the_plain_one_beside():
    pupils, books = (45, 37, 89, 76, 55), (279, 137, 935, 160, 402)
    schools = [school(str(place)) for place in range(5)]
    stages = [stage(str(place), pupils=n, books=b, computers=1, teachers=1, teachers_mid_title=1) for place, (n, b) in enumerate(zip(pupils, books, strict=True))]
    found = {each["id"]: each for each in only(told(schools, stages, name="basic-balance-2012"))["indicators"]}["B5"]
    assert (round(found["mean"], 4), round(found["sd"], 4), round(found["cv"], 4), round(found["cv_unweighted"], 4)) == (6.3344, 3.2639, 0.5153, 0.4888)
    plain_one = {each["id"]: each for each in only(told(schools, stages, name="basic-balance-2012", weighted=False))["indicators"]}["B5"]
    assert isclose(plain_one["sd"] / plain_one["mean"], found["cv_unweighted"], rel_tol=1e-9)


def test_the_published_coefficients_are_deviation_by_mean_and_their_mean_the_composite():
    means = (5.515273, 0.887611, 0.879277, 4.563288, 7.925946, 2496.674864, 2.784743)
    deviations = (1.643162, 0.445392, 0.353427, 1.316139, 2.975795, 780.914372, 1.097759)
    printed = (0.297929, 0.501787, 0.401952, 0.288419, 0.37545, 0.312782, 0.394205)
    columns, per = tuple(FULL), (100, 100, 100, 1, 1, 1, 100)
    stages = [stage(code, pupils=1000, **{column: (mean + sign * sd) * 1000 / each
                                        for column, mean, sd, each in zip(columns, means, deviations, per, strict=True)})
              for code, sign in (("1", 1), ("2", -1))]
    found = only(told([school("1"), school("2")], stages))
    assert [round(each["mean"], 6) for each in found["indicators"]] == list(means)
    assert all(abs(each["cv"] - known) < 6e-7 for each, known in zip(found["indicators"], printed, strict=True))
    assert abs(found["composite"]["cv"] - 0.367503) < 6e-7
    assert [each["met"] for each in found["indicators"]] == [True, False, True, True, True, True, True]


def test_a_coefficient_just_at_the_limit_meets_it():
    found = only(told([school("1"), school("2")], [stage("1", books=1, computers=1), stage("2", books=3, computers=3)], name="basic-balance-2012"))
    books = {each["id"]: each for each in found["indicators"]}["B5"]
    assert books["cv"] == 0.5
    quality = only(told([school("1"), school("2")], [stage("1", equipment_yuan=3_000_000), stage("2", equipment_yuan=9_000_000)]))
    assert {each["id"]: (each["cv"], each["met"]) for each in quality["indicators"]}["L6"] == (0.5, True)


def test_what_a_combined_school_entered_once_is_split_by_weighted_pupils():
    schools = [school("1", "nine_year", teaching_area_m2=4710)]
    stages = [stage("1", pupils=600, teaching_area_m2=None), stage("1", "junior", 400, teaching_area_m2=None)]
    [county] = told(schools, stages)["counties"]
    area = {each["stage"]: each["schools"][0]["values"]["L4"] for each in county["stages"]}
    assert isclose(area["primary"] * 600 + area["junior"] * 400, 4710, rel_tol=1e-9)
    assert isclose(area["junior"] / area["primary"], 1.1, rel_tol=1e-9)


def test_seniors_of_a_secondary_school_take_their_part_of_what_is_split():
    schools = [school("1", "complete_secondary", teaching_area_m2=11_000)]
    stages = [stage("1", "junior", 500, teaching_area_m2=None), stage("1", "senior", 500, teaching_area_m2=None)]
    assert isclose(only(told(schools, stages))["schools"][0]["values"]["L4"], 10.0, rel_tol=1e-9)  # 5,000 m² of 11,000, 1 : 1.2


def test_small_teaching_points_special_and_vocational_schools_are_left_out_and_named():
    schools = [school("1"), school("2", "teaching_point"), school("3", "teaching_point"), school("4", "special"), school("5", ownership="private"), school("6")]
    stages = [stage("1"), stage("2", pupils=49), stage("3", pupils=50), stage("4"), stage("5"), stage("6", pupils=0)]
    found = only(told(schools, stages))
    assert [each["school_code"] for each in found["schools"]] == ["1", "3", "5"]
    assert found["excluded"] == [{"school_code": "2", "reason": "small_point"}, {"school_code": "4", "reason": "kind"},
                                 {"school_code": "6", "reason": "no_pupils"}]
    basic = only(told(schools, stages, name="basic-balance-2012"))
    assert [each["school_code"] for each in basic["schools"]] == ["1"]
    assert {"school_code": "5", "reason": "ownership"} in basic["excluded"]


def test_what_is_missing_is_said_and_is_never_0():
    answer = told([school("1")], [{key: value for key, value in stage("1").items() if key != "arts_pe_teachers"}])
    assert {"id": "L3", "missing": "arts_pe_teachers"} in answer["cannot_compute"]
    assert {"id": "G5", "missing": "classes"} in answer["cannot_compute"]
    found = only(answer)
    assert found["schools"][0]["values"]["L3"] is None
    assert [each["cv"] for each in found["indicators"] if each["id"] == "L3"] == [None]
    assert (found["schools"][0]["met"], found["met"]) == (None, None)


def test_an_empty_cell_leaves_open_only_what_it_decides():
    answer = told([school("1"), school("2")], [stage("1", arts_pe_teachers=None), stage("2", equipment_yuan=1, books=2, sports_area_m2=1)])
    assert {"id": "L3", "missing": "arts_pe_teachers", "county": "990121", "stage": "primary", "schools": ["1"]} in answer["cannot_compute"]
    assert [(each["school_code"], each["met"]) for each in only(answer)["schools"]] == [("1", None), ("2", False)]
    assert only(answer)["met"] is False


def test_a_mean_of_zero_has_no_coefficient():
    answer = told([school("1"), school("2")], [stage("1", backbone_teachers=0), stage("2", backbone_teachers=0)])
    found = {each["id"]: each for each in only(answer)["indicators"]}["L2"]
    assert (found["mean"], found["cv"], found["met"]) == (0.0, None, None)
    assert {"id": "L2", "missing": "backbone_teachers", "county": "990121", "stage": "primary", "schools": []} in answer["cannot_compute"]


def test_sizes_of_schools_and_classes_are_items_of_the_county():
    schools = [school("1"), school("2", "nine_year")]
    stages = [stage("1", pupils=2001), stage("2", pupils=1500), stage("2", "junior", 1000)]
    classes = [{"school_code": "1", "stage": "primary", "grade": 1, "class_no": number, "pupils": size} for number, size in ((1, 45), (2, 46))]
    answer = told(schools, stages, classes=classes)
    [county] = answer["counties"]
    assert {each["id"]: (each["value"], each["numerator"], each["denominator"], each["met"]) for each in county["indicators"]} == {
        "G4": (50.0, 1.0, 2.0, False), "G5": (50.0, 1.0, 2.0, False)}
    assert county["met"] is False


def test_preschool_counts_children_of_classes_attached_to_schools_too():
    schools = [school("1", "kindergarten"), school("2", "kindergarten", ownership="private"), school("3", "primary", township="990121001")]
    stages = [stage(code, "kindergarten", pupils, teachers=10) for code, pupils in (("1", 100), ("2", 60), ("3", 40))]
    population = [{"township": "990121001", "age": age, "children": 80} for age in (2, 3, 4, 5, 6)]
    [county] = told(schools, stages, name="preschool-2020", population=population)["counties"]
    items = {each["id"]: each for each in county["indicators"]}
    assert isclose(items["P1"]["value"], 100 * 200 / 240, rel_tol=1e-9)
    assert (items["P2"]["value"], items["P3"]["value"], items["P3"]["met"]) == (70.0, 70.0, True)
    assert isclose(items["P9"]["value"], 200 / 30, rel_tol=1e-9)
    assert items["P9"]["met"] is True
