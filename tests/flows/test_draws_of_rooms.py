"""Class placement and rounds of admissions, held as ceremonies: their lists stay closed, every family finds its own result."""

from __future__ import annotations

import io
import json

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from junheng.ground.draws import engine, queries
from junheng.ground.draws.models import Draw
from junheng.shell.draws import replays
from tests.flows.bringing import words
from tests.flows.test_draws import FORM, form, held, up_to_run

pytestmark = pytest.mark.database
ROSTER = "学号,性别,幼儿园\r\n" + "".join(f"X{number:03d},{'男' if number % 2 else '女'},{number % 5}幼\r\n" for number in range(1, 61))
APPLICANTS = "报名号,志愿\r\n" + "".join(f"B{number:02d},S1;S2\r\n" for number in range(1, 11))
PRIORITIES = "报名号,学校代码,顺位\r\n" + "".join(f"B{number:02d},S{school},1\r\n" for number in range(1, 11) for school in (1, 2))
SCHOOLS = "学校代码,学位数\r\nS1,4\r\nS2,3\r\n"
PLACEMENT = {"kind": "placement", "classes": "3", "mode": "balanced", "stage": "grade_1"}
MATCH = {"kind": "match", "mechanism": "choice_first", "ticket_order": "lowest", "remainder": "none", "twins": "ticket"}


def file(name: str, content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


def announced(client: Client, said: dict[str, str], *files: SimpleUploadedFile) -> int:
    """A draw with its notice published, all of it by its pages."""
    assert client.get(f"/draws/new/?kind={said['kind']}").status_code == 200
    answer = client.post("/draws/new/", form(**said))
    assert answer.status_code == 302, words(answer)
    draw_id = Draw.objects.latest("pk").pk
    answer = client.post(f"/draws/{draw_id}/list/", {"file": list(files)})
    assert answer.status_code == 302, words(answer)
    assert client.post(f"/draws/{draw_id}/publish/").status_code == 302
    return draw_id


@pytest.mark.parametrize(("said", "files", "own", "result", "table"), [
    (PLACEMENT, {"名单.csv": ROSTER}, "X003", "编入", "20（10+10）"),
    (MATCH, {"报名.csv": APPLICANTS, "顺位.csv": PRIORITIES, "学校.csv": SCHOOLS}, "B03", "录取", "4 / 4"),
])
def test_a_ceremony_is_held_its_record_holds_and_a_family_finds_its_own_result(office, said, files, own, result, table):
    draw_id = announced(office, said, *(file(name, content) for name, content in files.items()))
    held(office, draw_id)
    draw, stranger = Draw.objects.get(), Client()
    transcript = json.loads(stranger.get(f"/draws/public/{draw_id}/transcript.json").content)
    assert engine.check(transcript, queries.frozen_lists(draw), replays=replays(), announced=draw.notice).holds
    for name in draw.lists.values_list("name", flat=True):
        assert stranger.get(f"/draws/public/{draw_id}/{name}.csv").status_code == 404
    first = draw.lists.first()
    code = next(row[-1] for row in first.rows if row[0] == own)
    assert result in words(stranger.post(f"/draws/public/{draw_id}/", {"id": own, "receipt": code}))
    assert "没有找到" in words(stranger.post(f"/draws/public/{draw_id}/", {"id": own, "receipt": "1" * 16}))
    paper = docx.Document(io.BytesIO(office.get(f"/draws/{draw_id}/minutes.docx").content))
    assert table in {cell.text for each in paper.tables for row in each.rows for cell in row.cells}
    assert own in words(office.get(f"/draws/{draw_id}/result/"))


@pytest.mark.parametrize(("said", "files", "told"), [
    (PLACEMENT, {"名单.csv": "学号,性别\r\nX1,男\r\nX1,女\r\n"}, "X1"),
    (PLACEMENT, {"甲.csv": ROSTER, "乙.csv": ROSTER}, "2个文件"),
    (MATCH, {"报名.csv": APPLICANTS, "表一.csv": SCHOOLS}, "表一.csv"),
    (MATCH, {"报名.csv": APPLICANTS}, "schools"),
])
def test_lists_with_a_fault_are_told_and_none_of_them_is_kept(office, said, files, told):
    assert office.post("/draws/new/", form(**said)).status_code == 302
    draw_id = Draw.objects.get().pk
    answer = office.post(f"/draws/{draw_id}/list/", {"file": [file(name, content) for name, content in files.items()]})
    assert answer.status_code == 422
    assert told in words(answer)
    assert not Draw.objects.get().lists.exists()


def test_a_changed_asking_wants_its_roster_again(office):
    office.post("/draws/new/", form(**PLACEMENT))
    draw_id = Draw.objects.get().pk
    office.post(f"/draws/{draw_id}/list/", {"file": file("名单.csv", ROSTER)})
    assert office.post(f"/draws/{draw_id}/edit/", form(**{**PLACEMENT, "classes": "4"})).status_code == 302
    assert not Draw.objects.get().lists.exists()
    assert FORM["title"] in words(office.get(f"/draws/{draw_id}/"))


def test_a_countys_own_rules_stay_with_their_roster_when_the_place_is_corrected(office):
    office.post("/draws/new/", form(**PLACEMENT))
    draw_id = Draw.objects.get().pk
    assert office.post(f"/draws/{draw_id}/list/", {"file": [file("名单.csv", ROSTER), file("本县.toml", "size_tolerance = 2\n")]}).status_code == 302
    assert Draw.objects.get().rules["size_tolerance"] == 2
    answer = office.post(f"/draws/{draw_id}/edit/", form(**PLACEMENT, place="县一小礼堂"))
    assert answer.headers["Location"] == f"/draws/{draw_id}/"
    draw = Draw.objects.get()
    assert (draw.place, draw.rules["size_tolerance"], draw.lists.count()) == ("县一小礼堂", 2, 1)
    assert "本县规则文件" in words(office.get(f"/draws/{draw_id}/"))
    # Another number of classes: the roster is wanted again, the rules are still those of the county, until an empty file comes.
    answer = office.post(f"/draws/{draw_id}/edit/", form(**{**PLACEMENT, "classes": "4"}))
    assert "原来读入的名单已撤下" in words(office.get(answer.headers["Location"]))
    office.post(f"/draws/{draw_id}/list/", {"file": file("名单.csv", ROSTER)})
    assert (Draw.objects.get().rules["classes"], Draw.objects.get().rules["size_tolerance"]) == (4, 2)
    office.post(f"/draws/{draw_id}/list/", {"file": [file("名单.csv", ROSTER), file("本县.toml", "")]})
    assert Draw.objects.get().rules["size_tolerance"] == 1
    assert "本县规则文件" not in words(office.get(f"/draws/{draw_id}/"))


def test_families_and_the_hall_read_the_names_of_schools_and_who_was_not_placed(office):
    schools = "学校代码,学校名称,学位数\r\nS1,实验小学,4\r\nS2,实验小学,3\r\n"
    draw_id = announced(office, MATCH, file("报名.csv", APPLICANTS), file("顺位.csv", PRIORITIES), file("学校.csv", schools))
    held(office, draw_id)
    hall = words(office.get(f"/draws/{draw_id}/hall/"))
    assert "实验小学（S1）" in hall
    assert "实验小学（S2）" in hall
    assert words(office.get(f"/draws/{draw_id}/result/")).count("未录取") == 3
    rows = Draw.objects.get().lists.get(name="applicants").rows
    own = [words(Client().post(f"/draws/public/{draw_id}/", {"id": row[0], "receipt": row[-1]})) for row in rows]
    assert sum("录取到实验小学（S" in page for page in own) == 7


def test_a_hall_is_shown_every_school_of_a_long_round(office):
    schools = "学校代码,学校名称,学位数\r\n" + "".join(f"S{number},云溪县第{number}中心小学,1\r\n" for number in range(1, 201))
    draw_id = announced(office, MATCH, file("报名.csv", APPLICANTS), file("顺位.csv", PRIORITIES), file("学校.csv", schools))
    held(office, draw_id)
    assert len(office.get(f"/draws/{draw_id}/hall/").context["cards"]) == 200
    paper = docx.Document(io.BytesIO(office.get(f"/draws/{draw_id}/minutes.docx").content))
    assert "云溪县第200中心小学" in {cell.text for each in paper.tables for row in each.rows for cell in row.cells}


def test_a_round_by_start_and_step_counts_a_family_once_and_holds(office):
    lists = {"报名.csv": APPLICANTS.replace("志愿", "志愿,家庭编号", 1).replace("S1;S2\r\n", "S1;S2,J1\r\n", 2).replace("S1;S2\r\n", "S1;S2,\r\n"),
             "顺位.csv": PRIORITIES, "学校.csv": SCHOOLS}
    draw_id = announced(office, {**MATCH, "ticket_order": "ring"}, *(file(name, content) for name, content in lists.items()))
    assert "起始号" in words(office.get(f"/draws/{draw_id}/"))
    up_to_run(office, draw_id, seed="6,3")
    assert office.post(f"/draws/{draw_id}/hall/run/", {"pressed_by": "宋建国"}).status_code == 302
    draw = Draw.objects.get()
    run = draw.runs.get()
    assert run.transcript["seed"] == "6,3"
    assert run.transcript["rules"]["source"] == "ring"
    assert engine.check(run.transcript, queries.frozen_lists(draw), replays=replays(), announced=draw.notice).holds


def test_a_start_beyond_the_families_is_refused_at_the_key(office):
    household = APPLICANTS.replace("志愿", "志愿,家庭编号", 1).replace("S1;S2\r\n", "S1;S2,J1\r\n")
    lists = {"报名.csv": household, "顺位.csv": PRIORITIES, "学校.csv": SCHOOLS}
    draw_id = announced(office, {**MATCH, "ticket_order": "ring"}, *(file(name, content) for name, content in lists.items()))
    with pytest.raises(AssertionError, match="都是1到1的数"):
        up_to_run(office, draw_id, seed="2,1")
    assert not Draw.objects.get().runs.exists()
