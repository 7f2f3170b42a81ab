"""What is wrong with a round is told with file, row, column and remedy, and nothing is written."""

from __future__ import annotations

import pytest

from junheng.rooms.admissions.tests.rounds import TABLES, command, edited, folder, match

CASES = {
    "an applicant twice": (edited("applicants", 2, "P1,A,,"), ("applicants.csv，3，applicant_id", "第2行")),
    "an applicant twice but for a space": (edited("applicants", 2, "P1 ,A,,"), ("applicants.csv，3，applicant_id", "第2行")),
    "an applicant without identifier": (edited("applicants", 2, ",A,,"), ("applicants.csv，3，applicant_id", "此格为空")),
    "an unknown choice": (edited("applicants", 3, "P3,A;C,,"), ("applicants.csv，4，choices", "第2志愿“C”")),
    "choices with commas": (edited("applicants", 3, 'P3,"A,B",,'), ("applicants.csv，4，choices", "“A,B”", "“;”")),
    "the same choice twice": (edited("applicants", 3, "P3,A;B;A,,"), ("applicants.csv，4，choices", "“A”填报了两次")),
    "siblings in a circle": ({"applicants": ["applicant_id,choices,household", "P1,A,P2", "P2,A,P1", "P3,A,", "P4,A,", "P5,A,",
                                             "P6,A,", "P7,A,"], "reserves": None},
                             ("applicants.csv，2，household", "第3行", "applicants.csv，3，household")),
    "an unknown school in priorities": (edited("priorities", 4, "P2,C,1,"), ("priorities.csv，5，school_code", "“C”")),
    "an unknown applicant in priorities": (edited("priorities", 4, "P9,B,1,"), ("priorities.csv，5，applicant_id", "“P9”")),
    "a priority twice": (edited("priorities", 4, "P2,A,1,"), ("priorities.csv，5，applicant_id", "第4行")),
    "tier 0": (edited("priorities", 4, "P2,B,0,"), ("priorities.csv，5，tier", "“0”")),
    "tier 1.5": (edited("priorities", 4, "P2,B,1.5,"), ("priorities.csv，5，tier", "“1.5”")),
    "a tier in words": (edited("priorities", 4, "P2,B,第一,"), ("priorities.csv，5，tier", "“第一”")),
    "days and numbers mixed": (edited("priorities", 4, "P2,B,1,80"), ("priorities.csv，5，order", "“80”")),
    "a day that is none": (edited("priorities", 4, "P2,B,1,2023-02-30"), ("priorities.csv，5，order", "“2023-02-30”")),
    "a school twice": (edited("schools", 2, "A,3"), ("schools.csv，3，school_code", "“A”")),
    "seats below nothing": (edited("schools", 2, "B,-3"), ("schools.csv，3，seats", "“-3”")),
    "half a seat": (edited("schools", 2, "B,2.5"), ("schools.csv，3，seats", "“2.5”")),
    "no seats": (edited("schools", 2, "B,"), ("schools.csv，3，seats",)),
    "an unknown school in reserves": (edited("reserves", 1, "C,g,1"), ("reserves.csv，2，school_code", "“C”")),
    "a reserve of nobody": (edited("reserves", 1, "A,,1"), ("reserves.csv，2，group", "此格为空")),
    "a reserve twice": ({"reserves": [*TABLES["reserves"], "A,g,1"]}, ("reserves.csv，3，school_code",)),
    "reserves above the seats": ({"reserves": [*TABLES["reserves"], "A,h,2"]}, ("reserves.csv，3，seats", "预留却有3个")),
    "no groups for the reserves": ({"applicants": ["applicant_id,choices", "P1,A"], "priorities": TABLES["priorities"][:3]},
                                   ("applicants.csv", "group / 组别")),
    "no choices": ({"applicants": ["applicant_id,group", "P1,"]}, ("applicants.csv", "choices / 志愿")),
    "no schools": ({"schools": None}, ("schools",)),
    "no priorities": ({"priorities": None}, ("priorities", "priorities = “none”")),
    "no mechanism": ({"settings": "twins = 'together'\n"}, ("round.toml", "录取方式", "choice_first")),
    "a mechanism of no name": ({"settings": "mechanism = 'boston'\n"}, ("round.toml", "“boston”")),
    "a rule of no meaning": ({"settings": "mechanism = 'tier_first'\ntwins = 'apart'\n"}, ("round.toml", "“apart”")),
    "a file that is no TOML": ({"settings": "mechanism = \n"}, ("round.toml", "line 1")),
    "a score left empty": ({"settings": "mechanism = 'score_parallel'\n", "reserves": None, "priorities": None,
                            "applicants": ["applicant_id,choices,score", "P1,A,600", "P2,A,"]},
                           ("applicants.csv，3，score", "填0")),
    "a score in words": ({"settings": "mechanism = 'score_parallel'\n", "reserves": None, "priorities": None,
                          "applicants": ["applicant_id,choices,score", "P1,A,600", "P2,A,缺考"]},
                         ("applicants.csv，3，score", "“缺考”")),
    "no scores at all": ({"settings": "mechanism = 'score_parallel'\n"}, ("applicants.csv", "score / 成绩")),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_round_is_refused_with_place_and_remedy_and_leaves_nothing(tmp_path, name):
    changed, words = CASES[name]
    told = match(folder(tmp_path / "round", **changed), tmp_path / "out")
    assert told.exit_code == 3, told.output
    assert [word for word in words if word not in told.stderr] == []
    assert {place.name for place in tmp_path.iterdir()} == {"round"}


def test_everything_wrong_is_told_at_once(tmp_path):
    told = match(folder(tmp_path / "round", **edited("schools", 1, "A,x"), **edited("priorities", 1, "P1,A,y,")), tmp_path / "out")
    assert "schools.csv，2" in told.stderr
    assert "priorities.csv，2" in told.stderr


def test_an_unreadable_folder_and_a_table_that_is_none_are_refused(tmp_path):
    assert match(tmp_path / "nowhere", tmp_path / "out").exit_code == 3
    place = folder(tmp_path / "round")
    (place / "schools.csv").unlink()
    (place / "schools.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    told = match(place, tmp_path / "out")
    assert told.exit_code == 3
    assert "schools.xlsx" in told.stderr


def test_two_files_of_one_list_are_refused(tmp_path):
    place = folder(tmp_path / "round")
    (place / "schools.xlsx").write_bytes(b"")
    told = match(place, tmp_path / "out")
    assert told.exit_code == 3
    assert "schools.csv, schools.xlsx" in told.stderr


def test_a_command_without_seed_without_out_or_with_a_mechanism_of_no_name_is_wrong_use(tmp_path):
    place = folder(tmp_path / "round")
    assert command("match", place, "--out", tmp_path / "out").exit_code == 2
    assert command("match", place, "--seed", "1").exit_code == 2
    assert command("match", place, "--seed", " ", "--out", tmp_path / "out").exit_code == 2
    assert match(place, tmp_path / "out", "--mechanism", "boston").exit_code == 2
    assert {each.name for each in tmp_path.iterdir()} == {"round"}


def test_results_are_not_written_over_a_file(tmp_path):
    (tmp_path / "out").write_text("minutes", encoding="utf-8")
    assert match(folder(tmp_path / "round"), tmp_path / "out").exit_code == 3
    assert (tmp_path / "out").read_text(encoding="utf-8") == "minutes"


def test_a_ring_whose_start_lies_outside_the_list_is_refused(tmp_path):
    place = folder(tmp_path / "round", settings='mechanism = "choice_first"\nsource = "ring"\n')
    assert command("match", place, "--seed", "9,1", "--out", tmp_path / "out").exit_code == 3


def test_a_refused_run_leaves_the_results_of_the_last_one(tmp_path):
    place = folder(tmp_path / "round")
    assert match(place, tmp_path / "out").exit_code == 0
    before = {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir()}
    folder(place, **edited("schools", 2, "A,3"))
    assert match(place, tmp_path / "out").exit_code == 3
    assert {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir()} == before
