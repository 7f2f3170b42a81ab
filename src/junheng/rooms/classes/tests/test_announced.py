"""A placement that was announced is drawn from the list and by the rules of its notice, or not at all."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.utils import translation
from typer.testing import CliRunner

from junheng.rooms.classes.commands import app

ROSTER = "\n".join(["学号,性别,成绩", *(f"p{place:02d},{'男' if place % 2 else '女'},{place * 7 % 19}" for place in range(24))])


@pytest.fixture
def announced(tmp_path):
    """A published notice, and the run that follows it: place(roster, …)."""
    (tmp_path / "r.csv").write_text(ROSTER, encoding="utf-8")
    with translation.override("zh-hans"):
        done = CliRunner().invoke(app, [
            "announce", str(tmp_path / "r.csv"), "--classes", "3", "--out", str(tmp_path / "notice.json"),
            "--title", "2026年七年级均衡编班", "--seed-how", "家长代表现场摇三只号球", "--time", "2026-08-28 09:00",
            "--place", "实验中学礼堂", "--witness", "王芳,家长代表,七年级", "--witness", "李强,纪检干部,县教体局"])
    assert done.exit_code == 0, done.stderr

    def place(roster: str = ROSTER, *more: str, classes: str = "3"):
        (tmp_path / "r.csv").write_text(roster, encoding="utf-8")
        with translation.override("zh-hans"):
            return CliRunner().invoke(app, ["place", str(tmp_path / "r.csv"), "--classes", classes, "--seed", "08 17 03", "--out",
                                            str(tmp_path / "out"), "--notice", str(tmp_path / "notice.json"), *more])

    return place


def test_the_notice_says_what_is_drawn_how_where_and_before_whom(announced, tmp_path):
    notice = json.loads((tmp_path / "notice.json").read_bytes())
    assert (notice["title"], notice["kind"], notice["algorithm"]) == ("2026年七年级均衡编班", "placement", "balanced/1")
    assert notice["lists"][0]["lines"] == 24
    assert notice["rules"]["classes"] == 3
    assert notice["seed_made"] == {"how": "balls", "words": "家长代表现场摇三只号球"}
    assert notice["at"] == {"time": "2026-08-28 09:00", "place": "实验中学礼堂"}
    assert notice["witnesses"][1] == {"name": "李强", "role": "纪检干部", "body": "县教体局"}
    assert "p03" not in json.dumps(notice)


def test_a_run_names_the_notice_that_announced_it(announced, tmp_path):
    done = announced()
    assert done.exit_code == 0, done.stderr
    notice = json.loads((tmp_path / "notice.json").read_bytes())
    assert json.loads((tmp_path / "out" / "transcript.json").read_bytes())["notice"] == notice["digest"]


@pytest.mark.parametrize(("roster", "row"), [
    (ROSTER.replace("p05,男,16", "p05,男,17"), 7),
    (ROSTER.replace("p05,", "p5,"), 7),
    (ROSTER + "\np99,女,3", 26),
    (ROSTER.rsplit("\n", 1)[0], 24),
    ("\n".join([*ROSTER.split("\n")[:3], *ROSTER.split("\n")[4:]]), 4),
])
def test_a_list_changed_after_the_notice_is_refused_with_its_first_changed_row(announced, tmp_path, roster, row):
    done = announced(roster)
    assert done.exit_code == 3
    assert f"从第{row}行起有变化" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_list_is_looked_at_before_anything_is_drawn(announced):
    done = announced(ROSTER.replace("学号,性别,成绩", "学号,性别,成绩,不同班").replace("p05,男,16", "p05,男,16,a"))
    assert done.exit_code == 3
    assert "名单的栏目与公告时不同" in done.stderr


def test_a_line_more_in_the_list_is_told_with_both_counts(announced):
    assert "现25人，公告时24人" in announced(ROSTER + "\np99,女,3").stderr


@pytest.mark.parametrize(("more", "classes", "said"), [
    ((), "4", "规则与公告时不同：classes"), (("--mode", "lottery"), "3", "规则与公告时不同：algorithm"),
])
def test_other_rules_than_announced_are_refused(announced, tmp_path, more, classes, said):
    done = announced(ROSTER, *more, classes=classes)
    assert done.exit_code == 3
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_notice_that_was_altered_is_refused(announced, tmp_path):
    notice = json.loads((tmp_path / "notice.json").read_bytes())
    notice["rules"]["size_tolerance"] = 5
    (tmp_path / "notice.json").write_text(json.dumps(notice), encoding="utf-8")
    done = announced()
    assert done.exit_code == 3
    assert "与其摘要不符" in done.stderr


def test_a_notice_is_refused_for_wishes_that_no_draw_could_keep(tmp_path):
    (tmp_path / "r.csv").write_text("pupil_id,sex,apart\n" + "\n".join(f"p{place},男,a" for place in range(6)), encoding="utf-8")
    done = CliRunner().invoke(app, ["announce", str(tmp_path / "r.csv"), "--classes", "3", "--out", str(tmp_path / "n.json")])
    assert done.exit_code == 3
    assert not (tmp_path / "n.json").exists()


def test_seals_and_the_way_the_seed_is_made_go_together(tmp_path):
    (tmp_path / "r.csv").write_text(ROSTER, encoding="utf-8")
    for more in (["--seed-made", "shares"], ["--seal", "ab"], ["--seed-made", "dice"]):
        done = CliRunner().invoke(app, ["announce", str(tmp_path / "r.csv"), "--classes", "3", "--out", str(tmp_path / "n.json"), *more])
        assert done.exit_code == 2


def test_late_pupils_are_placed_by_a_run_of_their_own_and_nobody_is_moved(tmp_path):
    lines = ["pupil_id,sex,score,class", *(f"p{place},男,{place},{place % 3 + 1}" for place in range(9)), "late1,男,3,", "late2,男,7,"]
    (tmp_path / "r.csv").write_text("\n".join(lines), encoding="utf-8")
    done = CliRunner().invoke(app, ["late", str(tmp_path / "r.csv"), "--classes", "3", "--seed", "s", "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.stderr
    rows = list(csv.reader(io.StringIO((tmp_path / "out" / "classes.csv").read_bytes().decode("utf-8-sig"))))[1:]
    assert [int(number) for _, number in rows[:9]] == [place % 3 + 1 for place in range(9)]
    assert rows[9][1] != rows[10][1]
