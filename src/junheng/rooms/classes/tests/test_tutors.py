"""`junheng classes tutors`: wishes and loads from two files."""

from __future__ import annotations

import pytest
from django.utils import translation
from typer.testing import CliRunner

from junheng.rooms.classes.commands import app

PUPILS = "学号,志愿,回避导师\np1,T1;T2,\np2,T1,\np3,T1,T2\np4,,\n"
TUTORS = "工号,上限,下限\nT1,2,\nT2,3,1\n"


@pytest.fixture
def allot(tmp_path):
    """Run the command on two files given as texts."""
    def run(pupils: str = PUPILS, tutors: str = TUTORS):
        (tmp_path / "p.csv").write_text(pupils, encoding="utf-8")
        (tmp_path / "t.csv").write_text(tutors, encoding="utf-8")
        with translation.override("zh-hans"):
            return CliRunner().invoke(app, ["tutors", str(tmp_path / "p.csv"), "--tutors", str(tmp_path / "t.csv"), "--seed", "8 8",
                                            "--out", str(tmp_path / "out")]), tmp_path / "out"

    return run


def test_every_pupil_has_a_tutor_within_the_loads(allot):
    done, out = allot()
    assert done.exit_code == 0, done.stderr
    lines = (out / "tutors.csv").read_bytes().decode("utf-8-sig").splitlines()
    assert lines[0] == "pupil_id,tutor_id,wish"
    given = dict(line.split(",")[:2] for line in lines[1:])
    assert list(given) == ["p1", "p2", "p3", "p4"]
    assert list(given.values()).count("T1") == 2
    assert given["p3"] == "T1"


@pytest.mark.parametrize(("pupils", "tutors", "said"), [
    (PUPILS, TUTORS.replace("T1,2", "T1,two"), "第2行“上限”栏的“two”不是人数"),
    (PUPILS, TUTORS.replace("T2,3,1", "T2,1,"), "学生4人，导师可带0至3人"),
    (PUPILS, TUTORS.replace("T2", "T1"), "T1在第2行和第3行重复出现"),
    (PUPILS, "工号\nT1\n", "缺少栏目：most"),
    (PUPILS.replace("p2", "p1"), TUTORS, "p1在第2行和第3行重复出现"),
])
def test_files_that_do_not_fit_are_refused(allot, pupils, tutors, said):
    done, out = allot(pupils, tutors)
    assert done.exit_code == 3
    assert said in done.stderr
    assert not out.exists()
