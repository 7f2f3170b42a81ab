"""Rule files: what they may say, what stages bring, and when scores are refused."""

from __future__ import annotations

import json

import pytest
from django.utils import translation
from typer.testing import CliRunner

from junheng.rooms.classes.commands import app
from junheng.rooms.classes.queries import books

ROSTER = "\n".join(["学号,姓名,性别,出生日期,幼儿园,成绩,视力", *(
    f"p{place:02d},{'张伟' if place in (3, 7) else f'学生{place}'},{'男' if place % 2 else '女'},2019-{place % 12 + 1:02d}-15,"
    f"{'甲乙丙'[place % 3]}园,{place * 7 % 19},{4 + place % 13 / 10}" for place in range(24))])


@pytest.fixture
def run(tmp_path):
    """Place the roster by rules given as text; the result and the transcript's rules."""
    def place(rules: str, *more: str, roster: str = ROSTER):
        (tmp_path / "r.csv").write_text(roster, encoding="utf-8")
        (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
        with translation.override("zh-hans"):
            done = CliRunner().invoke(app, ["place", str(tmp_path / "r.csv"), "--classes", "3", "--seed", "s", "--out",
                                            str(tmp_path / "out"), "--rules", str(tmp_path / "rules.toml"), *more])
        written = tmp_path / "out" / "transcript.json"
        return done, json.loads(written.read_bytes())["rules"] if written.exists() else None

    return place


def columns(rules):
    return [each["column"] for each in rules["covariates"]]


def test_a_stage_brings_the_covariates_that_the_roster_has(run):
    done, rules = run('stage = "grade_1"')
    assert done.exit_code == 0, done.stderr
    assert columns(rules) == ["sex", "birth_date", "kindergarten"]
    assert rules["size_tolerance"] == 1


@pytest.mark.parametrize("stage", ["grade_1", "merged"])
def test_scores_are_refused_where_the_stage_takes_none(run, stage):
    done, _ = run(f'stage = "{stage}"\n[[covariates]]\nname = "score"\nkind = "numeric"')
    assert done.exit_code == 3
    assert "不得依据成绩" in done.stderr


def test_a_cited_document_of_the_county_lets_scores_in(run):
    done, rules = run('stage = "grade_1"\n[source]\ndocument = "某县教发〔2026〕3号"\n[[covariates]]\nname = "score"\nkind = "numeric"')
    assert done.exit_code == 0, done.stderr
    assert columns(rules) == ["score"]


def test_the_countys_overlay_lets_scores_in_when_it_cites_its_document(run, tmp_path, settings):
    folder = tmp_path / "county" / "standards" / "county" / "classes"
    folder.mkdir(parents=True)
    (folder / "grade-1.toml").write_text(
        'title = "x"\n[source]\ndocument = "某县教发〔2026〕3号"\nmark = "S"\n[values.scores]\nunit = "text"\n'
        '[[values.scores.dated]]\nsince = 2026-01-01\nvalue = "when_named"\n', encoding="utf-8")
    settings.COUNTY = str(tmp_path / "county")
    books.book.cache_clear()
    books.stages.cache_clear()
    try:
        done, rules = run('stage = "grade_1"\n[[covariates]]\nname = "score"\nkind = "numeric"')
    finally:
        settings.COUNTY = None
        books.book.cache_clear()
        books.stages.cache_clear()
    assert done.exit_code == 0, done.stderr
    assert columns(rules) == ["score"]


def test_scores_of_grade_10_are_balanced_as_a_matter_of_course(run):
    _, rules = run('stage = "grade_10"')
    assert "score" in columns(rules)


def test_grade_7_takes_no_marks_by_itself(run):
    _, rules = run('stage = "grade_7"')
    assert columns(rules) == ["sex"]


def test_without_rules_sex_scores_and_origin_are_balanced(run):
    _, rules = run("")
    assert columns(rules) == ["sex", "score"]
    assert rules["size_tolerance"] == 1


def test_rules_name_columns_weights_and_tolerances(run):
    done, rules = run('size_tolerance = 2\n[[covariates]]\nname = "sex"\nweight = 2\n[[covariates]]\nname = "视力"\n'
                      'kind = "numeric"\nweight = "0.5"\ntolerance = "0.2"')
    assert done.exit_code == 0, done.stderr
    assert [(each["column"], each["weight"], each.get("tolerance")) for each in rules["covariates"]] == [
        ("sex", 20, None), ("视力", 5, 200)]
    assert rules["size_tolerance"] == 2


def test_covariates_may_be_written_as_a_table(run):
    _, rules = run('[covariates.sex]\n[covariates."视力"]\nkind = "numeric"')
    assert columns(rules) == ["sex", "视力"]


def test_covariates_may_be_a_list_of_names_and_scores_are_numbers_by_themselves(run):
    _, rules = run('covariates = ["sex", "score"]')
    assert [(each["column"], each["kind"]) for each in rules["covariates"]] == [("sex", "categorical"), ("score", "numeric")]


def test_a_lottery_with_tolerances_is_drawn_again_as_often_as_the_house_says(run):
    done, rules = run('[[covariates]]\nname = "score"\ntolerance = "0.4"', "--mode", "lottery")
    assert done.exit_code == 0, done.stderr
    assert rules["redraws"] == 1000
    _, rules = run("", "--mode", "lottery")
    assert rules["redraws"] == 0


def test_namesakes_are_kept_apart_by_name(run, tmp_path):
    done, rules = run("same_name_apart = true")
    assert done.exit_code == 0, done.stderr
    assert rules["same_name_apart"] == "name"
    classes = json.loads((tmp_path / "out" / "transcript.json").read_bytes())["outcome"]["classes"]
    assert classes[3] != classes[7]


def test_the_steps_of_the_search_stand_in_the_rules(run):
    _, rules = run("[steps]\nswaps = 100\nexchanges = 0")
    assert rules["steps"] == {"swaps": 100, "exchanges": 0}


@pytest.mark.parametrize(("rules", "said"), [
    ('[[covariates]]\nname = "height"\nkind = "numeric"', "列入“height”"),
    ('[[covariates]]\nname = "together"', "列入“together”"),
    ('[[covariates]]\nname = "sex"\nkind = "text"', "“kind”只能是"),
    ('[[covariates]]\nname = "sex"\nweight = -1', "“weight”应为0至1000的数"),
    ('[[covariates]]\nname = "sex"\nweights = 1', "没有“weights”这一项"),
    ('[[covariates]]\nname = "sex"\n[[covariates]]\nname = "sex"', "重复"),
    ("covariates = [3]", "“3”不是一组规则"),
    ("size_tolerance = 1.5", "“size_tolerance”应为不小于0的整数"),
    ('stage = "grade_9"', "没有“grade_9”这一学段"),
    ("sizes = 1", "没有“sizes”这一项"),
    ('order = "dice"', "“order”只能是"),
    ('teams = ["a", "b"]', "每班列出一个任课教师团队"),
    ("a = ", "不是规则文件"),
    ('[[covariates]]\nname = "姓名"\nkind = "numeric"', "列入“姓名”"),
    ('[[covariates]]\nname = "name"\nkind = "numeric"', "不是普通数字"),
])
def test_rules_that_cannot_be_followed_are_refused(run, rules, said):
    done, _ = run(rules)
    assert done.exit_code == 3
    assert said in done.stderr


def test_a_ring_is_drawn_by_start_and_step(run):
    done, _ = run('order = "ring"')
    assert done.exit_code == 3
    assert "无法派位" in done.stderr


def test_the_snake_goes_by_the_scores_or_says_that_there_are_none(run):
    done, rules = run("", "--mode", "snake")
    assert done.exit_code == 0, done.stderr
    assert rules["by"] == ["score"]
    done, _ = run("", "--mode", "snake", roster="pupil_id,sex\n" + "\n".join(f"p{place},男" for place in range(6)))
    assert done.exit_code == 3
    assert "S形编班需要成绩" in done.stderr


def test_a_day_that_is_none_is_refused_with_its_row(run):
    done, _ = run('stage = "grade_1"', roster=ROSTER.replace("2019-03-15", "三月", 1))
    assert done.exit_code == 3
    assert "第4行“出生日期”栏的“三月”不是日期或年月" in done.stderr
