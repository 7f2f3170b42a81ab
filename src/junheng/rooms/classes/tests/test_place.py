"""`junheng classes place` from files: what is written, what is said, what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from django.utils import translation
from typer.testing import CliRunner

from junheng.rooms.classes.commands import app

HEAD = "pupil_id,sex,score,origin"
PUPILS = [f"p{place:03d},{'male' if place % 2 else 'female'},{place * 37 % 61},{'ABC'[place % 3]}" for place in range(30)]
ROSTER = "\n".join([HEAD, *PUPILS])


@pytest.fixture
def place(tmp_path, request):
    """Run the command on a roster given as text; what it said and the folder that it wrote."""
    def run(roster: str | bytes, *more: str, classes: str = "3", seed: str = "17 03 08", name: str = "roster.csv", lang: str = "zh-hans"):
        file = tmp_path / name
        file.write_bytes(roster.encode() if isinstance(roster, str) else roster)
        out = tmp_path / "out"
        with translation.override(lang):
            done = CliRunner().invoke(app, ["place", str(file), "--classes", classes, "--seed", seed, "--out", str(out), *more])
        return done, out

    return run


def placed(out: Path) -> dict[str, int]:
    rows = list(csv.reader(io.StringIO((out / "classes.csv").read_bytes().decode("utf-8-sig"))))
    assert rows[0] == ["pupil_id", "class"]
    return {pupil: int(number) for pupil, number in rows[1:]}


def test_three_files_are_written_in_roster_order_with_a_mark_for_excel(place):
    done, out = place(ROSTER)
    assert done.exit_code == 0, done.stderr
    assert sorted(file.name for file in out.iterdir()) == ["balance.json", "classes.csv", "transcript.json"]
    assert (out / "classes.csv").read_bytes().startswith(b"\xef\xbb\xbfpupil_id,class\n")
    assert list(placed(out)) == [line.split(",")[0] for line in PUPILS]
    assert sorted(set(placed(out).values())) == [1, 2, 3]


def test_balance_holds_means_and_widest_gaps_as_anyone_computes_them(place):
    _, out = place(ROSTER)
    balance = json.loads((out / "balance.json").read_bytes())
    scores = {line.split(",")[0]: int(line.split(",")[2]) for line in PUPILS}
    means = [sum(scores[pupil] for pupil, number in placed(out).items() if number == each) / 10 for each in (1, 2, 3)]
    whole = sum(scores.values()) / 30
    sd = (sum((score - whole) ** 2 for score in scores.values()) / 30) ** 0.5
    score = next(each for each in balance["covariates"] if each["name"] == "score")
    assert score["class_means"] == pytest.approx(means)
    assert score["widest_gap"] == pytest.approx((max(means) - min(means)) / sd)
    assert balance["largest"] == max(each["widest_gap"] for each in balance["covariates"])
    assert [each["name"] for each in balance["covariates"]] == ["sex", "score", "origin"]


def test_the_same_roster_and_seed_give_the_same_bytes(place):
    _, out = place(ROSTER)
    first = {file.name: file.read_bytes() for file in out.iterdir()}
    place(ROSTER)
    assert {file.name: file.read_bytes() for file in out.iterdir()} == first


def test_the_transcript_names_no_pupil(place):
    _, out = place(ROSTER)
    said = (out / "transcript.json").read_text(encoding="utf-8")
    assert "p000" not in said
    assert json.loads(said)["outcome"].keys() == {"classes"}


def as_workbook(titles):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet.append(["2026年七年级新生"])
    sheet.append(titles)
    for line in PUPILS:
        pupil, sex, score, origin = line.split(",")
        sheet.append([pupil, sex, int(score), origin])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def as_parquet():
    columns = list(zip(*(line.split(",") for line in PUPILS), strict=True))
    held = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({
        "pupil_id": columns[0], "sex": columns[1], "score": [int(score) for score in columns[2]], "origin": columns[3]}), held)
    return held.getvalue()


@pytest.mark.parametrize(("roster", "name"), [
    (as_workbook(["学号", "性别", "成绩", "毕业学校"]), "名单.xlsx"),
    (as_parquet(), "roster.parquet"),
    (ROSTER.replace(HEAD, "学籍号,性别,成绩,来源").encode("gb18030"), "名单.csv"),
    ("\ufeff" + ROSTER, "roster.csv"),
])
def test_the_kind_of_file_and_the_language_of_its_titles_change_nothing(place, roster, name):
    _, out = place(ROSTER)
    expected = placed(out)
    done, out = place(roster, name=name)
    assert done.exit_code == 0, done.stderr
    assert placed(out) == expected


def test_a_sex_may_be_written_in_any_usual_way(place):
    _, out = place(ROSTER)
    expected = placed(out)
    for male, female in (("男", "女"), ("1", "2")):
        done, out = place("\n".join([HEAD, *(line.replace("female", female).replace("male", male) for line in PUPILS)]))
        assert done.exit_code == 0, done.stderr
        assert placed(out) == expected


def test_of_two_numbers_of_a_pupil_the_roll_number_counts(place):
    lines = ["学号,学籍号,性别", *(f"{place % 9},G{place},男" for place in range(12))]
    done, out = place("\n".join(lines))
    assert done.exit_code == 0, done.stderr
    assert list(placed(out)) == [f"G{place}" for place in range(12)]


def test_a_space_behind_an_identifier_is_taken_away_and_said(place):
    done, out = place(ROSTER.replace("p004,", "p004 ,"))
    assert done.exit_code == 0
    assert "第6行“pupil_id”栏的“p004 ”按“p004”处理" in done.stderr
    assert "p004" in placed(out)


def test_many_changed_cells_are_summed_up(place):
    done, _ = place("\n".join([HEAD, *(line + " " for line in PUPILS)]))
    assert done.exit_code == 0
    assert done.stderr.count("按“") == 20
    assert "另有10个单元格" in done.stderr


def test_a_seed_with_a_space_around_is_the_same_seed_and_this_is_said(place):
    _, out = place(ROSTER)
    first = (out / "transcript.json").read_bytes()
    done, out = place(ROSTER, seed=" 17 03 08\u3000")
    assert "种子数" in done.stderr
    assert (out / "transcript.json").read_bytes() == first


@pytest.mark.parametrize(("roster", "said"), [
    (ROSTER + "\np003,male,50,A", "p003在第5行和第32行重复出现"),
    (ROSTER + "\np003 ,male,50,A", "p003在第5行和第32行重复出现"),
    (ROSTER.replace("p004,female", "p004,x"), "第6行“sex”栏的“x”不是性别"),
    (ROSTER.replace("p004,female,", "p004,,"), "第6行“sex”栏的“”不是性别"),
    (ROSTER.replace("p004,", ","), "第6行学生的“pupil_id”为空"),
    (ROSTER.replace("p004,female,26", "p004,female,26分"), "第6行“score”栏的“26分”不是普通数字"),
    (HEAD, "没有学生"),
    ("sex,score\nmale,3", "缺少栏目：pupil_id / "),
    ("pupil_id,score\np,3", "缺少“性别”"),
    (b"\x00\xff\xfe\x81", "roster.csv"),
])
def test_what_cannot_be_used_is_refused_with_its_place_and_nothing_is_written(place, roster, said):
    done, out = place(roster)
    assert done.exit_code == 3
    assert said in done.stderr
    assert not out.exists()


def with_columns(columns, cells):
    return "\n".join([f"{HEAD},{columns}", *(f"{line},{cells[at] if at < len(cells) else ',' * columns.count(',')}"
                                             for at, line in enumerate(PUPILS))])


@pytest.mark.parametrize(("roster", "classes", "said"), [
    (with_columns("together,apart", ["t,a", "t,a"]), "3", "p000、p001既要求同班，又要求不同班"),
    (with_columns("apart", ["a"] * 4), "3", "4名学生要求互不同班（p000、p001、p002、p003），而只有3个班"),
    (with_columns("together", ["t"] * 12), "3", "合计折算12人，一个班最多容纳10人"),
    (with_columns("needs", ["", "two"]), "3", "第3行“needs”栏的“two”不是人数"),
    (with_columns("needs", ["-1"]), "3", "第2行“needs”栏的“-1”不是人数"),
    (ROSTER, "31", "要编31个班"),
])
def test_wishes_that_cannot_be_kept_are_refused(place, roster, classes, said):
    done, out = place(roster, classes=classes)
    assert done.exit_code == 3
    assert said in done.stderr
    assert not out.exists()


def test_a_fault_in_a_workbook_names_sheet_row_and_title(place):
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(["学号", "性别", "成绩", "毕业学校"])))
    book.active["C7"] = "缺考"
    held = io.BytesIO()
    book.save(held)
    done, _ = place(held.getvalue(), name="名单.xlsx")
    assert done.exit_code == 3
    assert "名单.xlsx，名单，7，成绩" in done.stderr


@pytest.mark.parametrize(("classes", "seed"), [("0", "s"), ("-2", "s"), ("3", " "), ("three", "s")])
def test_no_class_or_no_seed_is_wrong_use(place, classes, seed):
    done, out = place(ROSTER, classes=classes, seed=seed)
    assert done.exit_code == 2
    assert not out.exists()


def test_a_refusal_is_english_for_who_asks_for_english(place):
    done, _ = place(ROSTER + "\np003,male,50,A", lang="en")
    assert "Pupil p003 stands in rows 5 and 32. Keep one of the rows" in done.stderr


def test_a_folder_that_holds_an_earlier_result_keeps_it_when_the_input_is_refused(place):
    _, out = place(ROSTER)
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    done, _ = place(ROSTER + "\np003,male,50,A")
    assert done.exit_code == 3
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before


@pytest.mark.parametrize("taken", [".balance.json.part", "transcript.json"])
def test_a_place_that_cannot_be_written_is_refused_and_leaves_nothing_half(place, tmp_path, taken):
    (tmp_path / "out" / taken).mkdir(parents=True)
    done, out = place(ROSTER)
    assert done.exit_code == 3
    assert "无法写入" in done.stderr
    assert [file.name for file in out.iterdir()] == [taken]


def test_a_file_where_the_folder_should_be_is_refused(place, tmp_path):
    (tmp_path / "out").write_text("here already", encoding="utf-8")
    done, out = place(ROSTER)
    assert done.exit_code == 3
    assert out.read_text(encoding="utf-8") == "here already"
