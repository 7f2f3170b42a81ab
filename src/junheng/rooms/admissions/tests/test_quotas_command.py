"""`junheng admissions quotas`: seats shared out to junior schools and taken by their graduates, or a refusal that says where."""

from __future__ import annotations

from hashlib import sha256

import pytest

from junheng.ground.draws.engine.transcripts import with_digest
from junheng.rooms.admissions.tests.jobs import as_workbooks, certificate, lists, names
from junheng.rooms.admissions.tests.rounds import command, rows

# 210 · 412 / 850 = 101.79, 210 · 305 / 850 = 75.35, 210 · 96 / 850 = 23.72, 210 · 37 / 850 = 9.14: 208 seats, and the two
# left go to the remainders 0.79 and 0.72. Of 5 seats 2.42, 1.79, 0.56, 0.22: 2 + 1, and two more to 0.79 and 0.56.
COUNTY = {
    "juniors": ["junior_code,graduates", "J1,412", "J2,305", "J3,96", "J4,37"],
    "seniors": ["senior_code,seats", "H1,210", "H2,5"],
}
SMALL = {
    "juniors": ["junior_code,graduates", "J1,30", "J2,20"],
    "seniors": ["senior_code,seats,lowest", "H1,3,", "H2,2,500"],
    "candidates": ["applicant_id,junior_code,score,choices", "c1,J1,600,H1", "c2,J1,590.5,H1;H2", "c3,J1,580,H1;H2", "c4,J1,570,H2;H1",
                   "c5,J2,520,H2", "c6,J2,499.5,H2;H1", "c7,J2,450,"],
}


def quotas(place, out, *more):
    return command("quotas", place, "--out", out, *more)


def seats(out):
    return {(row["senior_code"], row["junior_code"]): int(row["seats"]) for row in rows(out / "quotas.csv")}


def test_seats_are_shared_out_by_the_largest_remainders_as_worked_out_by_hand(tmp_path):
    told = quotas(lists(tmp_path / "in", COUNTY), tmp_path / "out")
    assert told.exit_code == 0, told.output
    held = seats(tmp_path / "out")
    assert [held["H1", f"J{number}"] for number in (1, 2, 3, 4)] == [102, 75, 24, 9]
    assert [held["H2", f"J{number}"] for number in (1, 2, 3, 4)] == [2, 2, 1, 0]
    assert rows(tmp_path / "out" / "quotas.csv")[0] == {"senior_code": "H1", "junior_code": "J1", "graduates": "412", "tilt": "1",
                                                        "exact_share": "101.7882", "seats": "102"}
    assert "215个指标" in told.stderr
    assert names(tmp_path / "out") == {"quotas.csv", "certificate.json"}


def test_tilt_and_floor_and_the_titles_that_offices_use(tmp_path):
    # Weights 412, 305, 96 · 1.2, 37 · 1.2: 98.70, 73.07, 27.60, 10.64. Of 12 seats with 2 for each: 5, 3, 2, 2.
    place = lists(tmp_path / "in", {}, juniors=["初中代码,学校名称,毕业生数,倾斜系数", "J1,甲,412,", "J2,乙,305,1", "J3,丙,96,1.2", "J4,丁,37,1.2"],
                  seniors=["高中代码,指标数,每校至少", "H1,210,", "H2,12,2"])
    assert quotas(place, tmp_path / "out").exit_code == 0
    held = seats(tmp_path / "out")
    assert [held["H1", f"J{number}"] for number in (1, 2, 3, 4)] == [99, 73, 27, 11]
    assert min(held["H2", f"J{number}"] for number in (1, 2, 3, 4)) == 2


def test_a_floor_that_the_seats_do_not_reach_for_is_told_and_left_aside(tmp_path):
    told = quotas(lists(tmp_path / "in", COUNTY, seniors=["senior_code,seats,floor", "H1,3,1"]), tmp_path / "out")
    assert told.exit_code == 0
    assert "seniors.csv，2，floor" in told.stderr
    assert sum(seats(tmp_path / "out").values()) == 3


def test_graduates_take_the_seats_of_their_own_school_by_score_and_the_unused_go_back(tmp_path):
    # H1: 1.8 and 1.2, so 2 and 1; H2: 1.2 and 0.8, so 1 and 1. c1 and c2 take J1's seats at H1, c3 its seat at H2, c4 comes
    # too late for both; c5 takes J2's seat at H2 and c6, below 500, the one at H1.
    told = quotas(lists(tmp_path / "in", SMALL), tmp_path / "out")
    assert told.exit_code == 0, told.output
    held = {row["applicant_id"]: (row["senior_code"], row["choice"]) for row in rows(tmp_path / "out" / "offers.csv")}
    assert held == {"c1": ("H1", "1"), "c2": ("H1", "1"), "c3": ("H2", "2"), "c4": ("", ""), "c5": ("H2", "1"), "c6": ("H1", "2"),
                    "c7": ("", "")}
    assert [row["unused"] for row in rows(tmp_path / "out" / "unused.csv")] == ["0", "0"]
    assert "用去5个，退回0个" in told.stderr


def test_every_choice_is_explained(tmp_path):
    place = lists(tmp_path / "in", SMALL, seniors=["senior_code,seats,lowest", "H1,3,", "H2,1,500"])
    assert quotas(place, tmp_path / "out").exit_code == 0
    told = {(row["applicant_id"], row["senior_code"]): (row["reason"], row["last_admitted_score"])
            for row in rows(tmp_path / "out" / "explanations.csv")}
    assert told["c1", "H1"] == ("录取", "590.5")
    assert told["c2", "H2"][0] == "已被前面的志愿录取"
    assert told["c3", "H1"] == ("该初中的指标已用完", "590.5")
    assert told["c5", "H2"] == ("该初中在该校没有指标", "")
    low = lists(tmp_path / "low", SMALL)
    assert quotas(low, tmp_path / "out").exit_code == 0
    assert {row["reason"] for row in rows(tmp_path / "out" / "explanations.csv") if row["applicant_id"] == "c6"} == {"未达最低控制线", "录取"}


def test_a_seat_that_nobody_took_is_given_back(tmp_path):
    place = lists(tmp_path / "in", SMALL, candidates=SMALL["candidates"][:3])
    assert quotas(place, tmp_path / "out").exit_code == 0
    assert [(row["used"], row["unused"]) for row in rows(tmp_path / "out" / "unused.csv")] == [("2", "1"), ("0", "2")]
    assert certificate(tmp_path / "out")["unused"] == [{"senior_code": "H1", "seats": 1}, {"senior_code": "H2", "seats": 2}]


def test_equal_scores_at_the_last_seat_need_a_seed_and_the_lower_ticket_takes_it(tmp_path):
    lines = ["applicant_id,junior_code,score,choices", "c1,J2,600,H1", "c2,J2,600.0,H1", "c3,J1,600,H1"]
    place = lists(tmp_path / "in", SMALL, candidates=lines)
    told = quotas(place, tmp_path / "out")
    assert told.exit_code == 3
    assert [word for word in ("candidates.csv，2，score", "2名考生同分", "c1、c2", "--seed") if word not in told.stderr] == []
    assert names(tmp_path) == {"in"}
    first = min(("c1", "c2"), key=lambda name: sha256(f"8 17,{name}".encode()).hexdigest())
    for order, taken in (("lowest", first), ("highest", ({"c1", "c2"} - {first}).pop())):
        assert quotas(place, tmp_path / "out", "--seed", "8 17", "--ticket-order", order).exit_code == 0
        assert {row["applicant_id"] for row in rows(tmp_path / "out" / "offers.csv") if row["senior_code"]} == {taken, "c3"}


def test_equal_scores_that_all_find_a_seat_need_no_seed(tmp_path):
    lines = ["applicant_id,junior_code,score,choices", "c1,J1,600,H1", "c2,J1,600,H1", "c3,J2,600,H1"]
    assert quotas(lists(tmp_path / "in", SMALL, candidates=lines), tmp_path / "out").exit_code == 0


def test_places_part_equal_scores(tmp_path):
    lines = ["applicant_id,junior_code,score,choices,place", "c1,J2,600,H1,2", "c2,J2,600,H1,1"]
    assert quotas(lists(tmp_path / "in", SMALL, candidates=lines), tmp_path / "out").exit_code == 0
    assert {row["applicant_id"] for row in rows(tmp_path / "out" / "offers.csv") if row["senior_code"]} == {"c2"}


def test_the_same_lists_give_the_same_bytes_and_workbooks_too(tmp_path):
    place = lists(tmp_path / "in", SMALL)
    assert quotas(place, tmp_path / "one").exit_code == 0
    as_workbooks(place)
    assert quotas(place, tmp_path / "two").exit_code == 0
    assert len(names(tmp_path / "one")) == 5
    for name in names(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    held = certificate(tmp_path / "one")
    assert with_digest(held)["digest"] == held["digest"]


def test_a_run_without_candidates_takes_the_offers_of_an_earlier_one_away_and_keeps_other_files(tmp_path):
    assert quotas(lists(tmp_path / "in", SMALL), tmp_path / "out").exit_code == 0
    (tmp_path / "out" / "minutes.txt").write_text("signed", encoding="utf-8")
    (tmp_path / "in" / "candidates.csv").unlink()
    assert quotas(tmp_path / "in", tmp_path / "out").exit_code == 0
    assert names(tmp_path / "out") == {"quotas.csv", "certificate.json", "minutes.txt"}


BAD = {
    "a junior school twice": ({"juniors": [*SMALL["juniors"], "J1,5"]}, ("juniors.csv，4，junior_code", "第2行")),
    "a junior school twice but for a space": ({"juniors": [*SMALL["juniors"], "J1 ,5"]}, ("juniors.csv，4，junior_code", "第2行")),
    "graduates below nothing": ({"juniors": ["junior_code,graduates", "J1,-1", "J2,5"]}, ("juniors.csv，2，graduates", "“-1”")),
    "graduates in words": ({"juniors": ["junior_code,graduates", "J1,许多"]}, ("juniors.csv，2，graduates", "“许多”")),
    "no graduates at all": ({"juniors": ["junior_code,graduates", "J1,0", "J2,0"]}, ("juniors.csv", "没有一所初中有毕业生")),
    "a tilt of nothing": ({"juniors": ["junior_code,graduates,tilt", "J1,5,0", "J2,5,1"]}, ("juniors.csv，2，tilt", "“0”")),
    "no column of graduates": ({"juniors": ["junior_code", "J1"]}, ("juniors.csv，1，graduates", "毕业生数")),
    "a senior school twice": ({"seniors": ["senior_code,seats", "H1,3", "H1,2"]}, ("seniors.csv，3，senior_code", "第2行")),
    "seats below nothing": ({"seniors": ["senior_code,seats", "H1,-3", "H2,2"]}, ("seniors.csv，2，seats", "“-3”")),
    "half a seat": ({"seniors": ["senior_code,seats", "H1,2.5", "H2,2"]}, ("seniors.csv，2，seats", "“2.5”")),
    "a floor below nothing": ({"seniors": ["senior_code,seats,floor", "H1,2,-1", "H2,2,"]}, ("seniors.csv，2，floor", "“-1”")),
    "no senior schools": ({"seniors": None}, ("seniors", ".csv")),
    "a candidate twice": ({"candidates": [*SMALL["candidates"], "c1,J1,1,H1"]}, ("candidates.csv，9，applicant_id", "第2行")),
    "a candidate of no junior school": ({"candidates": [*SMALL["candidates"], "c9,J9,1,H1"]}, ("candidates.csv，9，junior_code", "“J9”")),
    "a choice of no senior school": ({"candidates": [*SMALL["candidates"], "c9,J1,1,H1;H9"]}, ("candidates.csv，9，choices", "“H9”")),
    "a score left empty": ({"candidates": [*SMALL["candidates"], "c9,J1,,H1"]}, ("candidates.csv，9，score", "填0")),
    "a score that is no number": ({"candidates": [*SMALL["candidates"], "c9,J1,缺考,H1"]}, ("candidates.csv，9，score", "“缺考”")),
    "a place before a higher score": ({"candidates": ["applicant_id,junior_code,score,choices,place", "c1,J1,500,H1,1", "c2,J1,600,H1,2"]},
                                      ("candidates.csv，2，place", "第3行")),
    "one place for two scores": ({"candidates": ["applicant_id,junior_code,score,choices,place", "c1,J1,500,H1,1", "c2,J1,600,H1,1"]},
                                 ("candidates.csv，2，place", "第3行")),
    "a formula for an identifier": ({"candidates": [SMALL["candidates"][0], "@SUM(A1),J1,1,H1"]}, ("candidates.csv，2，applicant_id", "公式")),
    "a number without end": ({"juniors": ["junior_code,graduates", f"J1,{'9' * 5000}"]}, ("juniors.csv，2，graduates", "过长")),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_lists_are_refused_with_place_and_remedy_and_leave_nothing(tmp_path, name):
    changed, words = BAD[name]
    told = quotas(lists(tmp_path / "in", SMALL, **changed), tmp_path / "out")
    assert told.exit_code == 3, told.output
    assert [word for word in words if word not in told.stderr] == [], told.stderr
    assert names(tmp_path) == {"in"}


def test_an_empty_seed_and_no_out_are_wrong_use(tmp_path):
    place = lists(tmp_path / "in", SMALL)
    assert quotas(place, tmp_path / "out", "--seed", " ").exit_code == 2
    assert command("quotas", place).exit_code == 2
    assert names(tmp_path) == {"in"}
