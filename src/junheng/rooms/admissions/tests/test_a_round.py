"""A round from its folder to offers, waiting lists, explanations and transcript."""

from __future__ import annotations

import pytest

from junheng.rooms.admissions.tests.rounds import (
    ROUND,
    SEED,
    TABLES,
    command,
    edited,
    folder,
    holds,
    match,
    rows,
    transcript,
)


@pytest.fixture
def done(tmp_path):
    out = tmp_path / "out"
    told = match(folder(tmp_path / "round"), out)
    assert told.exit_code == 0, told.output
    return out


def offers(out):
    return {row["applicant_id"]: (row["school_code"], row["choice"]) for row in rows(out / "offers.csv")}


def explanations(out):
    return {(row["applicant_id"], row["choice"]): row for row in rows(out / "explanations.csv")}


def test_a_round_worked_out_by_hand(done):
    # Tickets of seed 3-14-15: one of the twins takes A's open seat by tier 1, P4 the reserved one, the other twin an
    # extra seat beside it; P1 is left out by A and gets B by its second choice; P7 chose nothing and gets from the
    # remainder the seat at B that the second twin gave up.
    held = offers(done)
    assert held["P4"] == ("A", "1")
    assert held["P2"] == held["P3"] == ("A", "1")
    assert held["P1"] == ("B", "2")
    assert held["P5"] == held["P6"] == ("B", "1")
    assert held["P7"] == ("B", "")
    assert len(transcript(done)["outcome"]["extra"]) == 1


def test_every_choice_is_explained_with_own_rank_and_that_of_the_last_admitted(done):
    told = explanations(done)
    assert told["P4", "1"]["reason"] == "按预留学位录取"
    assert {told["P2", "1"]["reason"], told["P3", "1"]["reason"]} == {"录取", "随多胞胎同校录取（增加学位）"}
    left_out = told["P1", "1"]
    assert left_out["reason"] == "学位已满"
    assert int(left_out["own_rank"]) > int(left_out["last_admitted_rank"]) == 1
    assert told["P5", "2"]["reason"] == "已被前面的志愿录取"


def test_the_waiting_list_holds_those_who_would_rather_have_the_school(done):
    assert rows(done / "waiting.csv") == [{"school_code": "A", "position": "1", "applicant_id": "P1"}]


def test_english_reasons_for_english_readers(tmp_path):
    from django.utils import translation

    with translation.override("en"):
        assert match(folder(tmp_path / "round"), tmp_path / "out").exit_code == 0
    assert explanations(tmp_path / "out")["P1", "1"]["reason"] == "the school was full"


def test_tables_open_rightly_in_excel(done):
    for name in ("offers", "waiting", "explanations"):
        assert (done / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_same_round_gives_the_same_bytes_twice(done, tmp_path):
    assert match(tmp_path / "round", tmp_path / "again").exit_code == 0
    for place in sorted(done.iterdir()):
        assert place.read_bytes() == (tmp_path / "again" / place.name).read_bytes()
    assert len(list(done.iterdir())) == 4


def test_who_has_no_line_at_a_school_is_not_eligible_there(tmp_path):
    lines = [line for line in TABLES["priorities"] if not line.startswith("P5,B")]
    assert match(folder(tmp_path / "round", priorities=lines), tmp_path / "out").exit_code == 0
    assert explanations(tmp_path / "out")["P5", "1"]["reason"] == "未列入该校顺位"


def test_whoever_is_left_gets_the_eligible_school_with_the_lowest_code(tmp_path):
    place = folder(tmp_path / "round", schools=["school_code,seats", "B,9", "A,9"], priorities=[*TABLES["priorities"], "P7,A,5,"])
    assert match(place, tmp_path / "out").exit_code == 0
    assert offers(tmp_path / "out")["P7"] == ("A", "")
    assert explanations(tmp_path / "out")["P7", ""]["reason"] == "按随机号统筹安排"


@pytest.mark.parametrize("mechanism", ["choice_first", "tier_first", "deferred_acceptance", "score_parallel"])
def test_every_mechanism_is_run_and_verified(tmp_path, mechanism):
    lines = [f"{line},{'score' if not count else 700 - count}" for count, line in enumerate(TABLES["applicants"])]
    place = folder(tmp_path / "round", applicants=lines)
    assert match(place, tmp_path / "out", "--mechanism", mechanism).exit_code == 0
    assert transcript(tmp_path / "out")["algorithm"] == f"{mechanism}/1"
    assert holds(tmp_path / "out", place)


def test_a_round_by_score_needs_no_priorities(tmp_path):
    place = folder(tmp_path / "round", settings='mechanism = "score_parallel"\n', priorities=None, reserves=None,
                   applicants=["报名号,志愿,成绩", "P1,A;B,590.5", "P2,A;B,600", "P3,B;A,591", "P4,A,580"],
                   schools=["学校代码,招生计划", "A,1", "B,2"])
    assert match(place, tmp_path / "out").exit_code == 0
    assert offers(tmp_path / "out") == {"P2": ("A", "1"), "P3": ("B", "1"), "P1": ("B", "2"), "P4": ("", "")}


def test_the_highest_ticket_goes_first_where_the_rule_says_so(tmp_path):
    from hashlib import sha256

    settings = 'mechanism = "choice_first"\nticket_order = "highest"\n'
    place = folder(tmp_path / "round", settings=settings, reserves=None, applicants=["applicant_id,choices", "a,A", "b,A", "c,A"],
                   priorities=["applicant_id,school_code,tier", "a,A,1", "b,A,1", "c,A,1"], schools=["school_code,seats", "A,1"])
    assert match(place, tmp_path / "out").exit_code == 0
    best = max("abc", key=lambda name: sha256(f"{SEED},{name}".encode()).hexdigest())
    assert offers(tmp_path / "out")[best] == ("A", "1")


def test_start_and_step_take_the_place_of_tickets(tmp_path):
    names = [f"n{number:02d}" for number in range(1, 21)]
    place = folder(tmp_path / "round", settings='mechanism = "choice_first"\nsource = "ring"\n', reserves=None,
                   applicants=["applicant_id,choices", *(f"{name},A" for name in names)],
                   priorities=["applicant_id,school_code,tier", *(f"{name},A,1" for name in names)],
                   schools=["school_code,seats", "A,15"])
    assert command("match", place, "--seed", "6,3", "--out", tmp_path / "out").exit_code == 0
    taken = {name for name, (school, _) in offers(tmp_path / "out").items() if school}
    assert taken == {f"n{number:02d}" for number in (6, 9, 12, 15, 18, 1, 4, 8, 13, 17, 2, 7, 14, 20, 10)}
    assert holds(tmp_path / "out", place)


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_tables_of_every_kind_give_the_same_offers(tmp_path, done, kind):
    place = folder(tmp_path / "other")
    for name, lines in TABLES.items():
        (place / f"{name}.csv").unlink()
        cells = [line.split(",") for line in lines]
        if kind == "xlsx":
            import openpyxl

            book = openpyxl.Workbook()
            for row in cells:
                book.active.append([int(cell) if cell.isdecimal() else cell for cell in row])
            book.save(place / f"{name}.xlsx")
        else:
            import pyarrow
            from pyarrow.parquet import write_table

            write_table(pyarrow.table({head: [row[at] for row in cells[1:]] for at, head in enumerate(cells[0])}),
                        place / f"{name}.parquet")
    assert match(place, tmp_path / "out2").exit_code == 0
    assert (tmp_path / "out2" / "offers.csv").read_bytes() == (done / "offers.csv").read_bytes()
    assert holds(tmp_path / "out2", place)


def test_a_space_too_much_is_taken_away_and_told(tmp_path):
    told = match(folder(tmp_path / "round", **edited("applicants", 1, "P1 ,A;B,,")), tmp_path / "out")
    assert told.exit_code == 0
    assert "applicants.csv，2，applicant_id" in told.stderr
    assert "“P1 ”按“P1”计" in told.stderr
    assert "P1" in offers(tmp_path / "out")


def test_results_of_an_earlier_run_are_replaced_and_other_files_kept(done, tmp_path):
    (done / "minutes.txt").write_text("signed", encoding="utf-8")
    assert command("match", tmp_path / "round", "--seed", "another", "--out", done).exit_code == 0
    assert transcript(done)["seed"] == "another"
    assert (done / "minutes.txt").read_text(encoding="utf-8") == "signed"
    assert {place.name for place in tmp_path.iterdir()} == {"round", "out"}


def test_no_applicants_and_no_seats_are_a_round_too(tmp_path):
    place = folder(tmp_path / "none", applicants=TABLES["applicants"][:1], priorities=TABLES["priorities"][:1], reserves=None)
    assert match(place, tmp_path / "out").exit_code == 0
    assert offers(tmp_path / "out") == {}
    full = folder(tmp_path / "full", schools=["school_code,seats", "A,0", "B,0"], reserves=None)
    assert match(full, tmp_path / "out2").exit_code == 0
    assert set(offers(tmp_path / "out2").values()) == {("", "")}


def test_a_reserve_of_a_group_that_nobody_belongs_to_is_told_and_goes_to_everyone(tmp_path):
    place = folder(tmp_path / "round", **edited("reserves", 1, "A,G,1"))
    told = match(place, tmp_path / "out")
    assert told.exit_code == 0
    assert "reserves.csv，2，group" in told.stderr
    assert transcript(tmp_path / "out")["outcome"]["reserved"] == []
    assert {name for name, (school, _) in offers(tmp_path / "out").items() if school == "A"} == {"P2", "P3"}


def test_an_empty_list_of_reserves_asks_for_no_groups(tmp_path):
    place = folder(tmp_path / "round", reserves=TABLES["reserves"][:1], applicants=["applicant_id,choices", "P1,A"],
                   priorities=TABLES["priorities"][:2])
    assert match(place, tmp_path / "out").exit_code == 0
    assert holds(tmp_path / "out", place)


def test_round_toml_names_a_rule_that_does_not_exist_and_is_told(tmp_path):
    told = match(folder(tmp_path / "round", settings=ROUND + 'ticketorder = "highest"\n'), tmp_path / "out")
    assert told.exit_code == 0
    assert "ticketorder" in told.stderr
