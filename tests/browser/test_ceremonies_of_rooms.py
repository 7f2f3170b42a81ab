"""Class placement and a round of admissions held in the hall with the network cut; families find their own result on a phone."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from tests.browser.ceremonies import MATCH, PLACEMENT, PUPILS, announced, receipt
from tests.browser.house import PHONE, fits
from tests.browser.test_a_ceremony import HALL, alone, part, typed_and_pressed
from tests.browser.test_a_plan_becomes_tasks import in_an_office
from tests.draws.checkers import STANDALONE

pytestmark = [pytest.mark.browser, pytest.mark.database]
# Cards whose text is cut off, and what stands below the edge of the right column.
CUT = """() => [...document.querySelectorAll('.drawn li, .drawn i')].filter((each) => each.scrollWidth > each.clientWidth + 1)
    .map((each) => each.outerHTML)"""
BESIDE = "() => { const beside = document.querySelector('.r'); return beside.scrollHeight - beside.clientHeight; }"


def held_up_to_the_seed(page, own: str, code: str) -> None:
    """Posted, looked up by a wrong code and by the right one, tried out."""
    part(page, 1)
    for step in ("posted", "invited", "imported"):
        page.fill(f"#s-{step}", "家长代表王桂兰")
        page.press(f"#s-{step}", "Enter")
        page.wait_for_load_state()
    part(page, 2)
    for typed, said in (("1" * 16, f"{own}：没有找到"), (code, f"{own}：在名单第3行")):
        page.fill("#id", own)
        page.fill("#receipt", typed)
        page.press("#receipt", "Enter")
        expect(page.locator(".found")).to_have_text(said)
    page.fill("#names", "家长代表王桂兰、家长代表李娟")
    page.press("#names", "Enter")
    part(page, 3)
    page.click("form[action$='/try/'] button")
    expect(page.locator(".found")).to_contain_text("第1次试运行")
    part(page, 3)
    page.click("text=试运行结束")
    part(page, 4)


def seeded_and_run(page) -> None:
    """After the run nothing on the hall screen is cut off or stands below its edge."""
    typed_and_pressed(page)
    assert page.evaluate(CUT) == []
    assert page.evaluate("(() => { const title = document.querySelector('h1'); return title.scrollWidth <= title.clientWidth; })()")
    assert page.evaluate(BESIDE) <= 0


def posted(page, folder: Path) -> Path:
    """Signed and posted; the minutes as they are handed out."""
    for step in ("signed", "published"):
        page.fill(f"#s-{step}", "已办")
        page.press(f"#s-{step}", "Enter")
        page.wait_for_load_state()
    with page.expect_download() as fetched:
        page.click(".done a")
    fetched.value.save_as(folder / "现场记录.docx")
    return folder / "现场记录.docx"


def ceremony(house, sign_in, folder: Path, what: dict) -> tuple[str, Path, list[str], str]:
    """The whole of it with nothing but the laptop itself to answer: the desk's address, minutes, cards of the hall, receipt code."""
    page = sign_in("bangong", HALL)
    asked, wrong = alone(page, house), []
    page.on("pageerror", lambda fault: wrong.append(str(fault)))
    desk = announced(page, house, folder, what)
    code = receipt(page, desk, what["own"])
    page.goto(f"{desk}hall/")
    held_up_to_the_seed(page, what["own"], code)
    seeded_and_run(page)
    cards = page.locator(".drawn li").all_inner_texts()
    minutes = posted(page, folder)
    assert (asked, wrong) == ([], [])
    return desk, minutes, [re.sub(r"\s+", " ", card) for card in cards], code


def own_result(house, sign_in, desk: str, own: str, code: str) -> str:
    """What a family reads on its phone, without an account; with another family's code it reads nothing."""
    page = sign_in(None, PHONE)
    page.goto(desk.replace("/draws/", "/draws/public/"))
    page.fill("#id", own)
    page.fill("#receipt", "1" * 16)
    page.press("#receipt", "Enter")
    expect(page.locator(".own")).to_contain_text("没有找到")
    page.fill("#receipt", code)
    page.press("#receipt", "Enter")
    expect(page.locator(".own")).to_contain_text("在名单第3行")
    assert fits(page)
    return page.locator(".own b").inner_text()


def checked(house, sign_in, desk: str, folder: Path, lists: tuple[str, ...]) -> None:
    """The record is fetched from the public page, the closed lists from the desk; house, program and page find them to hold, and
    none of them where a digit of the seed was changed."""
    page = sign_in("bangong")
    page.goto(desk)
    named = {}
    for name in (*(f"{each}.csv" for each in lists), "notice.json"):
        with page.expect_download() as fetched:
            page.click(f"a[href*='/{name.removesuffix('.csv')}']")
        fetched.value.save_as(folder / name)
        named[name] = folder / name
    stranger = sign_in(None, PHONE)
    stranger.goto(desk.replace("/draws/", "/draws/public/"))
    assert not stranger.locator("a[href$='.csv']").count()
    with stranger.expect_download() as fetched:
        stranger.click("a[href$='transcript.json']")
    record = folder / "transcript.json"
    fetched.value.save_as(record)
    where = folder / f"{lists[0]}.csv" if len(lists) == 1 else folder
    for transcript, ends in ((record, 0), (forged(record), 4)):
        house_says = [sys.executable, "-m", "junheng", "draw", "verify", str(transcript), "--roster", str(where), "--notice", str(folder / "notice.json")]
        alone_says = [sys.executable, "-I", str(STANDALONE), str(transcript), str(where), "--notice", str(folder / "notice.json")]
        said = [subprocess.run(command, capture_output=True, text=True) for command in (house_says, alone_says)]
        assert [each.returncode for each in said] == [ends, ends], [each.stdout + each.stderr for each in said]
        assert said[0].stdout == said[1].stdout
    stranger.goto(f"{house.address}/draws/check/")
    stranger.set_input_files("#transcript", str(record))
    stranger.set_input_files("#lists", [str(folder / f"{each}.csv") for each in lists])
    stranger.set_input_files("#notice", str(folder / "notice.json"))
    stranger.click("button.go")
    expect(stranger.locator("#verdict")).to_have_text("全部相符")


def forged(record: Path) -> Path:
    """The same record with another seed in it."""
    other = record.with_name("forged.json")
    other.write_text(record.read_text(encoding="utf-8").replace("380516", "380517"), encoding="utf-8")
    return other


def cells(paper: Path) -> set[str]:
    """Every cell of the tables of a paper."""
    return {cell.text for table in docx.Document(str(paper)).tables for row in table.rows for cell in row.cells}


def test_pupils_are_placed_into_classes_in_the_hall_with_the_network_cut(house, sign_in, tmp_path):
    desk, minutes, cards, code = ceremony(house, sign_in, tmp_path, PLACEMENT)
    assert [card.split()[0] for card in cards] == ["1班", "2班", "3班"]
    assert {card.split()[1] for card in cards} == {"20（10+10）"}
    assert {"1班", "20（10+10）", "家长代表王桂兰、家长代表李娟"} <= cells(minutes)
    shown = re.sub(r"\s", "", in_an_office(minutes))
    for word in ("新生均衡编班现场记录", "规则：均衡编班；分3个班", "种子数：380516", "60名学生编入3个班", "学生名单摘要"):
        assert word in shown, word
    said = own_result(house, sign_in, desk, PLACEMENT["own"], code)
    assert re.fullmatch("编入[123]班。", said)
    page = sign_in("bangong")
    page.goto(f"{desk}result/")
    line = page.locator("tr", has_text=PLACEMENT["own"]).inner_text().split()
    twin = page.locator("tr", has_text=PUPILS[3][0]).inner_text().split()
    assert (said, line[0]) == (f"编入{line[0]}。", twin[0])
    checked(house, sign_in, desk, tmp_path, ("roster",))


def test_a_round_of_admissions_is_held_in_the_hall_with_the_network_cut(house, sign_in, tmp_path):
    desk, minutes, cards, code = ceremony(house, sign_in, tmp_path, MATCH)
    assert cards == ["云溪县实验小学 12 / 12", "云溪县城东小学 10 / 10", "云溪县河口镇中心小学 8 / 8", "云溪县南湖新区九年一贯制学校小学部 6 / 6"]
    assert {"云溪县南湖新区九年一贯制学校小学部", "6 / 6"} <= cells(minutes)
    shown = re.sub(r"\s", "", in_an_office(minutes))
    for word in ("招生派位现场记录", "规则：顺位录取", "40人报名，录取36人", "报名名单摘要", "顺位名单摘要", "学校名单摘要"):
        assert word in shown, word
    said = own_result(house, sign_in, desk, MATCH["own"], code)
    page = sign_in("bangong")
    page.goto(f"{desk}result/")
    assert page.locator("td:text-is('未录取')").count() == 4
    line = page.locator("tr", has_text=MATCH["own"]).locator("td").all_inner_texts()
    assert said.startswith(f"录取到{line[2]}") or (said, line[2]) == ("本轮未录取。", "未录取")
    checked(house, sign_in, desk, tmp_path, ("applicants", "priorities", "schools"))


def test_two_hundred_schools_leave_the_buttons_of_the_hall_in_sight(house, sign_in, tmp_path):
    many = [[f"99{number:08d}", f"云溪县第{number}中心小学（河口校区）", "1"] for number in range(1, 201)]
    applicants = [[f"2027{number:04d}", f"{many[number - 1][0]};{many[number][0]}"] for number in range(1, 41)]
    long = {**MATCH, "title": "云溪县2026年秋季义务教育阶段起始年级志愿录取与统筹安排电脑派位（全县二百所学校）", "own": applicants[2][0],
            "files": {"报名.csv": [["报名号", "志愿"], *applicants], "学校.csv": [["学校代码", "学校名称", "学位数"], *many],
                      "顺位.csv": [["报名号", "学校代码", "顺位"], *([own, code, "1"] for own, two in applicants for code in two.split(";"))]}}
    _, minutes, cards, _ = ceremony(house, sign_in, tmp_path, long)
    assert len(cards) == 200
    assert "云溪县第200中心小学(河口校区)" in cells(minutes)
