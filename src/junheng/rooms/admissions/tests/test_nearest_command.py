"""`junheng admissions nearest`: every pupil a school at the least sum of metres, or a refusal that says where and what to do."""

from __future__ import annotations

from hashlib import sha256

import pytest

from junheng.ground.draws.engine.transcripts import with_digest
from junheng.rooms.admissions.queries import nearby
from junheng.rooms.admissions.tests.jobs import as_workbooks, certificate, lists, names
from junheng.rooms.admissions.tests.rounds import command, rows

# On one road: A at 0 with two seats, B at 1000 with two. P1, P2 and P3 are nearer to A; P3 loses least by going to B
# (700 for 300; P2 would lose 600, P1 800). 100 + 200 + 700 + 100 = 1100.
ROAD = {
    "pupils": ["pupil_id,x,y", "P1,100,0", "P2,200,0", "P3,300,0", "P4,900,0"],
    "schools": ["school_code,seats,x,y", "A,2,0,0", "B,2,1000,0"],
}
LISTED = {
    "pupils": ["pupil_id", "P1", "P2", "P3"],
    "schools": ["school_code,seats", "A,1", "B,9"],
    "distances": ["pupil_id,school_code,metres", "P1,A,100", "P1,B,300", "P2,A,150", "P2,B,900", "P3,B,50"],
}


def nearest(place, out, *more):
    return command("nearest", place, "--out", out, *more)


def test_a_road_with_two_schools_worked_out_by_hand(tmp_path):
    told = nearest(lists(tmp_path / "in", ROAD), tmp_path / "out")
    assert told.exit_code == 0, told.output
    held = {row["pupil_id"]: (row["school_code"], row["metres"], row["nearest_school_code"], row["nearest_metres"])
            for row in rows(tmp_path / "out" / "assignment.csv")}
    assert held == {"P1": ("A", "100", "A", "100"), "P2": ("A", "200", "A", "200"), "P3": ("B", "700", "A", "300"),
                    "P4": ("B", "100", "B", "100")}
    assert "最近学校3人" in told.stderr
    assert "1100米" in told.stderr
    assert names(tmp_path / "out") == {"assignment.csv", "certificate.json"}


def test_the_certificate_proves_the_sum_to_whoever_can_add(tmp_path):
    assert nearest(lists(tmp_path / "in", ROAD), tmp_path / "out").exit_code == 0
    held = certificate(tmp_path / "out")
    price = {each["school_code"]: each["price"] for each in held["schools"]}
    metres = [(100, 900), (200, 800), (300, 700), (900, 100)]
    assert sum(min(a + price["A"], b + price["B"]) for a, b in metres) - 2 * price["A"] - 2 * price["B"] == held["metres"] == 1100
    assert with_digest(held)["digest"] == held["digest"]
    assert (held["lower_bound"], held["at_nearest"], held["by_ticket"], held["seed"]) == (1100, 3, 0, None)


def test_listed_distances_close_the_schools_they_leave_out_and_coordinates_are_not_needed(tmp_path):
    # A has one seat: P2 loses 750 by going to B, P1 only 200. P3 may go to B alone.
    told = nearest(lists(tmp_path / "in", LISTED), tmp_path / "out")
    assert told.exit_code == 0, told.output
    assert {row["pupil_id"]: row["school_code"] for row in rows(tmp_path / "out" / "assignment.csv")} == {"P1": "B", "P2": "A", "P3": "B"}
    assert certificate(tmp_path / "out")["metres"] == 300 + 150 + 50


def test_degrees_and_the_titles_that_offices_use(tmp_path):
    # A hundredth of a degree of latitude is 1112 m.
    place = lists(tmp_path / "in", {}, pupils=["学籍号,姓名,经度,纬度", "P1,甲,118.00,36.50", "P2,乙,118.00,36.51"],
                  schools=["学校代码,学位数,经度,纬度", "A,1,118.00,36.50", "B,1,118.00,36.53"])
    assert nearest(place, tmp_path / "out").exit_code == 0
    assert [row["metres"] for row in rows(tmp_path / "out" / "assignment.csv")] == ["0", "2224"]


def test_equal_sums_need_a_seed_and_then_the_lower_ticket_goes_first_whatever_the_order_of_lines(tmp_path):
    lines = ["pupil_id,x,y", "P1,300,0", "P2,300,0", "P3,300,0", "P4,900,0"]
    place = lists(tmp_path / "in", ROAD, pupils=lines)
    told = nearest(place, tmp_path / "out")
    assert told.exit_code == 3
    assert [word for word in ("pupils.csv，2，pupil_id", "3名学生", "--seed") if word not in told.stderr] == []
    assert names(tmp_path) == {"in"}
    assert nearest(place, tmp_path / "out", "--seed", " 3-14 ").exit_code == 0
    held = {row["pupil_id"]: (row["school_code"], row["by_ticket"]) for row in rows(tmp_path / "out" / "assignment.csv")}
    last = max(("P1", "P2", "P3"), key=lambda name: sha256(f"3-14,{name}".encode()).hexdigest())
    assert {name for name, (school, _) in held.items() if school == "B"} == {last, "P4"}
    assert {name for name, (_, ticket) in held.items() if ticket} == {"P1", "P2", "P3"}
    lists(place, ROAD, pupils=[lines[0], *reversed(lines[1:])])
    assert nearest(place, tmp_path / "again", "--seed", "3-14").exit_code == 0
    assert {row["pupil_id"]: (row["school_code"], row["by_ticket"]) for row in rows(tmp_path / "again" / "assignment.csv")} == held
    assert nearest(place, tmp_path / "other", "--seed", "3-14", "--ticket-order", "highest").exit_code == 0
    first = min(("P1", "P2", "P3"), key=lambda name: sha256(f"3-14,{name}".encode()).hexdigest())
    assert {row["pupil_id"] for row in rows(tmp_path / "other" / "assignment.csv") if row["school_code"] == "B"} == {first, "P4"}


def test_the_same_lists_give_the_same_bytes_and_workbooks_the_same_schools(tmp_path):
    place = lists(tmp_path / "in", ROAD)
    assert nearest(place, tmp_path / "one").exit_code == nearest(place, tmp_path / "two").exit_code == 0
    as_workbooks(place)
    assert nearest(place, tmp_path / "three").exit_code == 0
    for name in ("assignment.csv", "certificate.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() == (tmp_path / "three" / name).read_bytes()


def test_a_school_without_seats_takes_nobody_and_no_pupils_are_a_job_too(tmp_path):
    place = lists(tmp_path / "in", ROAD, schools=["school_code,seats,x,y", "A,0,0,0", "B,4,1000,0"])
    assert nearest(place, tmp_path / "out").exit_code == 0
    assert {row["school_code"] for row in rows(tmp_path / "out" / "assignment.csv")} == {"B"}
    assert nearest(lists(tmp_path / "none", ROAD, pupils=["pupil_id,x,y"]), tmp_path / "out").exit_code == 0
    assert rows(tmp_path / "out" / "assignment.csv") == []
    assert nearest(lists(tmp_path / "none", ROAD, pupils=["pupil_id,x,y"], schools=["school_code,seats,x,y"]), tmp_path / "out").exit_code == 0
    assert certificate(tmp_path / "out")["metres"] == 0


def test_a_space_too_much_in_an_identifier_is_taken_away_and_told(tmp_path):
    place = lists(tmp_path / "in", ROAD, pupils=[*ROAD["pupils"][:1], "P1 ,100,0", *ROAD["pupils"][2:]])
    told = nearest(place, tmp_path / "out")
    assert told.exit_code == 0
    assert "pupils.csv，2，pupil_id" in told.stderr
    assert "P1" in {row["pupil_id"] for row in rows(tmp_path / "out" / "assignment.csv")}


BAD = {
    "a pupil twice": ({"pupils": [*ROAD["pupils"], "P1,5,5"]}, ("pupils.csv，6，pupil_id", "第2行")),
    "a pupil twice but for a space": ({"pupils": [*ROAD["pupils"], "P1 ,5,5"]}, ("pupils.csv，6，pupil_id", "第2行")),
    "a school twice": ({"schools": [*ROAD["schools"], "A,1,5,5"]}, ("schools.csv，4，school_code", "第2行")),
    "seats below nothing": ({"schools": ["school_code,seats,x,y", "A,-2,0,0", "B,9,0,0"]}, ("schools.csv，2，seats", "“-2”")),
    "seats in words": ({"schools": ["school_code,seats,x,y", "A,两个,0,0", "B,9,0,0"]}, ("schools.csv，2，seats", "“两个”")),
    "seats without end": ({"schools": ["school_code,seats,x,y", f"A,{'9' * 5000},0,0"]}, ("schools.csv，2，seats", "过长")),
    "no seats at all": ({"schools": ["school_code,seats,x,y", "A,0,0,0", "B,0,1000,0"]}, ("schools.csv", "学生4人", "只有0个", "增加学位")),
    "too few seats": ({"schools": ["school_code,seats,x,y", "A,2,0,0", "B,1,1000,0"]}, ("schools.csv", "只有3个")),
    "no column of seats": ({"schools": ["school_code,x,y", "A,0,0"]}, ("schools.csv，1，seats", "seats / 学位数")),
    "no coordinates": ({"pupils": ["pupil_id", "P1"]}, ("pupils.csv", "longitude / 经度")),
    "schools without plane coordinates": ({"schools": ["school_code,seats", "A,9"]}, ("schools.csv", "x / 横坐标")),
    "a coordinate left empty": ({"pupils": ["pupil_id,x,y", "P1,,0"]}, ("pupils.csv，2，x", "此格为空")),
    "a coordinate in words": ({"pupils": ["pupil_id,x,y", "P1,学校东,0"]}, ("pupils.csv，2，x", "“学校东”")),
    "points too far apart": ({"pupils": ["pupil_id,x,y", "P1,3000000,0"]}, ("pupils.csv", "1000000米")),
    "latitude above the pole": ({"pupils": ["pupil_id,longitude,latitude", "P1,36.5,118"],
                                 "schools": ["school_code,seats,longitude,latitude", "A,9,118,36.5"]}, ("pupils.csv，2，latitude", "“118”")),
    "a formula for an identifier": ({"pupils": ["pupil_id,x,y", "\"=HYPERLINK(\"\"http://a\"\")\",0,0"]}, ("pupils.csv，2，pupil_id", "公式")),
    "an identifier on two lines": ({"pupils": ["pupil_id,x,y", "\"P\n1\",0,0"]}, ("pupils.csv，2，pupil_id", "看不见")),
    "no list of schools": ({"schools": None}, ("schools", ".csv")),
}
BAD_LISTED = {
    "a pupil who is in no list": (["P9,A,1"], ("distances.csv，7，pupil_id", "“P9”")),
    "a school of no list": (["P1,C,1"], ("distances.csv，7，school_code", "“C”")),
    "a pair twice": (["P1,A,7"], ("distances.csv，7，pupil_id", "第2行")),
    "half a metre": (["P3,A,0.5"], ("distances.csv，7，metres", "“0.5”")),
    "a thousand kilometres and more": (["P3,A,1000001"], ("distances.csv，7，metres", "1000000")),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_lists_are_refused_with_place_and_remedy_and_leave_nothing(tmp_path, name):
    changed, words = BAD[name]
    told = nearest(lists(tmp_path / "in", ROAD, **changed), tmp_path / "out")
    assert told.exit_code == 3, told.output
    assert [word for word in words if word not in told.stderr] == [], told.stderr
    assert names(tmp_path) == {"in"}


@pytest.mark.parametrize("name", BAD_LISTED)
def test_bad_distances_are_refused_with_place_and_remedy(tmp_path, name):
    more, words = BAD_LISTED[name]
    told = nearest(lists(tmp_path / "in", LISTED, distances=[*LISTED["distances"], *more]), tmp_path / "out")
    assert told.exit_code == 3, told.output
    assert [word for word in words if word not in told.stderr] == [], told.stderr


def test_pupils_who_cannot_reach_enough_seats_are_named_with_their_schools(tmp_path):
    place = lists(tmp_path / "in", LISTED, distances=[*LISTED["distances"][:3], "P2,A,150", "P3,B,50"])
    told = nearest(place, tmp_path / "out")
    assert told.exit_code == 0
    place = lists(place, LISTED, distances=["pupil_id,school_code,metres", "P1,A,100", "P2,A,150", "P3,B,50"])
    told = nearest(place, tmp_path / "bad")
    assert told.exit_code == 3
    assert [word for word in ("pupils.csv，2，pupil_id", "2名学生（P1, P2", "只能就读A", "只有1个学位") if word not in told.stderr] == []
    lists(place, LISTED, distances=LISTED["distances"][:-1])
    told = nearest(place, tmp_path / "bad")
    assert "pupils.csv，4，pupil_id" in told.stderr
    assert "“P3”没有到任何学校的距离" in told.stderr
    assert "bad" not in names(tmp_path)


def test_a_wrong_cell_in_a_workbook_is_told_with_its_sheet(tmp_path):
    place = lists(tmp_path / "in", ROAD, schools=["school_code,seats,x,y", "A,-2,0,0"])
    as_workbooks(place)
    assert "schools.xlsx，名单，2，seats" in nearest(place, tmp_path / "out").stderr
    lists(place, {"schools": ["school_code,x,y", "A,0,0"]})
    as_workbooks(place)
    assert "schools.xlsx，名单，1，seats" in nearest(place, tmp_path / "out").stderr


def test_a_placement_that_its_prices_do_not_prove_is_not_written(tmp_path, monkeypatch):
    found = nearby.nearest

    def swapped(metres, seats):
        held = found(metres, seats)
        held.school[[0, 3]] = held.school[[3, 0]]
        return held

    monkeypatch.setattr(nearby, "nearest", swapped)
    told = nearest(lists(tmp_path / "in", ROAD), tmp_path / "out")
    assert told.exit_code == 4
    assert "没有写出" in told.stderr
    assert names(tmp_path) == {"in"}


def test_a_folder_that_is_none_a_seed_that_is_empty_and_no_out_are_told(tmp_path):
    place = lists(tmp_path / "in", ROAD)
    assert nearest(tmp_path / "nowhere", tmp_path / "out").exit_code == 3
    assert nearest(place, tmp_path / "out", "--seed", " ").exit_code == 2
    assert command("nearest", place).exit_code == 2
    assert nearest(place, place / "pupils.csv" / "out").exit_code == 3
    assert names(tmp_path) == {"in"}


def test_a_refused_run_leaves_the_results_of_the_last_one(tmp_path):
    place = lists(tmp_path / "in", ROAD)
    assert nearest(place, tmp_path / "out").exit_code == 0
    before = {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir()}
    lists(place, ROAD, schools=["school_code,seats,x,y", "A,1,0,0"])
    assert nearest(place, tmp_path / "out").exit_code == 3
    assert {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir()} == before
