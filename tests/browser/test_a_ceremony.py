"""A whole ceremony on a laptop that reaches nothing but itself: the hall screen step by step, the minutes opened and read."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import docx
import pytest
from playwright.sync_api import expect

from junheng.ground.draws import engine
from junheng.shell.check_page import check_page
from tests.browser.house import PHONE, fits
from tests.browser.test_a_plan_becomes_tasks import in_an_office
from tests.draws.made import csv_bytes

pytestmark = [pytest.mark.browser, pytest.mark.database]
HALL = (1920, 1080)
ROWS = [[f"JZ{number:03d}", f"家长{number}"] for number in range(1, 31)]
# Texts on the screen below 36 px of 1080, and whatever stands out of the window.
SMALL = """() => [...document.querySelectorAll('body *')].filter((each) => each.offsetParent && each.tagName !== 'OPTION'
    && [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
    && parseFloat(getComputedStyle(each).fontSize) < 36).map((each) => each.outerHTML.slice(0, 120))"""
OUTSIDE = """() => [...document.querySelectorAll('.l button, .l input:not([type=hidden]), nav li')].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.bottom > innerHeight + 1 || box.right > innerWidth + 1; }).map((each) => each.outerHTML.slice(0, 120))"""


def alone(page, house) -> list[str]:
    """This will cut the network: nothing but the laptop itself answers; returns what was asked of others."""
    asked = []

    def answer(route):
        if urlsplit(route.request.url).hostname in {"localhost", "127.0.0.1"}:
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    page.route("**/*", answer)
    return asked


def prepared(page, house, folder, title: str) -> str:
    """A draw prepared and its notice published by the pages; the address of its page."""
    page.goto(f"{house.address}/draws/new/")
    for name, text in (("title", title), ("held_at", "2026-11-25T09:30"), ("place", "县教育局一楼会议室"), ("phone", "0000-8866012"),
                       ("take", "8"), ("witnesses", "公证员 秦朗\n县人大代表 宋建国\n家长代表 王桂兰")):
        page.fill(f"[name={name}]", text)
    page.click("form.dform button.go")
    page.wait_for_url(re.compile(r"/draws/\d+/$"))
    place = folder / "名单.csv"
    place.write_bytes(csv_bytes([["编号", "姓名"], *ROWS]))
    page.set_input_files("#file", str(place))
    page.click("form[action$='/list/'] button")
    expect(page.locator("main")).to_contain_text("共30行")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("form[action$='/publish/'] button")
    expect(page.locator("main")).to_contain_text("已发布公告")
    return page.url


def part(page, number: int) -> None:
    """The screen shows this part, large enough for the last row and whole within the window."""
    expect(page.locator("nav [aria-current=step] b")).to_have_text(str(number))
    page.wait_for_load_state()      # the style sheets too: texts measured without them are all small
    assert page.evaluate(SMALL) == []
    assert page.evaluate(OUTSIDE) == []
    assert fits(page)


def test_a_ceremony_is_held_with_the_network_cut_and_its_minutes_are_ready_to_sign(house, places, sign_in, tmp_path):
    page = sign_in("bangong", HALL)
    asked, wrong = alone(page, house), []
    page.on("pageerror", lambda fault: wrong.append(str(fault)))
    desk = prepared(page, house, tmp_path, "家长监督委员会委员抽选")
    page.click("a[href$='/hall/']")
    before_the_seed(page)
    page.fill("#who-1", "家长代表王桂兰")
    page.type("#text-1", "3805")
    expect(page.locator(".b .has")).to_have_text(["3", "8", "0", "5"])
    expect(page.locator(".b .next")).to_have_text("?")
    page.type("#text-1", "16")
    page.press("#text-1", "Enter")
    expect(page.locator(".typed")).to_have_text("380516")
    # The power is cut: a new browser goes on where the old one stood.
    again = sign_in("bangong", HALL)
    asked_again = alone(again, house)
    again.goto(page.url)
    expect(again.locator(".typed")).to_have_text("380516")
    seed_and_run(again)
    with again.expect_download() as fetched:
        again.click(".done a")
    fetched.value.save_as(tmp_path / "现场记录.docx")
    assert (asked, asked_again, wrong) == ([], [], [])
    minutes_say_what_happened(tmp_path / "现场记录.docx")
    family_checks(house, sign_in, desk, tmp_path)


def before_the_seed(page) -> None:
    """List posted, parents looked up, trials run."""
    part(page, 1)
    for code, text in (("posted", "局网站和门口"), ("invited", "公证员秦朗、县人大代表宋建国、家长代表王桂兰"), ("imported", "30行，摘要一致")):
        page.fill(f"#s-{code}", text)
        page.press(f"#s-{code}", "Enter")
        page.wait_for_load_state()
    part(page, 2)
    page.fill("#id", "JZ007")
    page.press("#id", "Enter")
    expect(page.locator(".found")).to_have_text("JZ007：在名单第7行")
    page.fill("#names", "家长代表王桂兰、家长代表李娟")
    page.press("#names", "Enter")
    part(page, 3)
    for number in (1, 2):
        page.click("form[action$='/try/'] button")
        expect(page.locator(".found")).to_contain_text(f"第{number}次试运行")
    part(page, 3)
    page.click("text=试运行结束")
    part(page, 4)


def typed_and_pressed(page) -> None:
    """Two people type the same seed; a deputy presses the key."""
    for place, who in ((1, "家长代表王桂兰"), (2, "县人大代表宋建国")):
        page.fill(f"#who-{place}", who)
        page.fill(f"#text-{place}", "380516")
        page.press(f"#text-{place}", "Enter")
        page.wait_for_load_state()
    part(page, 5)
    page.fill("#pressed_by", "县人大代表宋建国")
    page.press("#pressed_by", "Enter")
    part(page, 6)


def seed_and_run(page) -> None:
    """The second entry differs, both type anew, the key is pressed, the result is signed and posted."""
    page.fill("#who-2", "县人大代表宋建国")
    page.fill("#text-2", "380561")
    page.press("#text-2", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("从第5位起不一致")
    part(page, 4)
    typed_and_pressed(page)
    expect(page.locator(".drawn li")).to_have_count(8)
    for code in ("signed", "published"):
        page.fill(f"#s-{code}", "已办")
        page.press(f"#s-{code}", "Enter")
        page.wait_for_load_state()
    expect(page.locator(".done")).to_contain_text("现场记录可以签字")


def minutes_say_what_happened(place) -> None:
    """Witnesses, seed, digests and result, as python-docx and an office read them."""
    paper = docx.Document(str(place))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    for word in ("秦朗", "王桂兰", "家长代表王桂兰、家长代表李娟", "380561", "签字", "按键运行"):
        assert any(word in cell for cell in cells), word
    shown = re.sub(r"\s", "", in_an_office(place))
    for word in ("家长监督委员会委员抽选现场记录", "种子数：380516", "名单共30行", "试运行2次", "抽中8个", "记录人"):
        assert word in shown, word
    assert len(re.findall(r"[0-9a-f]{64}", shown)) >= 3


def family_checks(house, sign_in, desk: str, folder) -> None:
    """Without an account, on a phone: the files are fetched from the public page, and the saved page finds them to hold."""
    number = re.search(r"/draws/(\d+)/", desk)[1]
    page = sign_in(None, PHONE)
    page.goto(f"{house.address}/draws/public/{number}/")
    expect(page.locator("main")).to_contain_text("380516")
    for name in ("notice.json", "transcript.json", "roster.csv"):
        with page.expect_download() as fetched:
            page.click(f"a[href$='{name}']")
        fetched.value.save_as(folder / name)
    with page.expect_download() as fetched:
        page.click("a[href$='?save']")
    fetched.value.save_as(folder / "check.html")
    assert (folder / "check.html").read_bytes() == check_page().content
    transcript = json.loads((folder / "transcript.json").read_bytes())
    held, _ = engine.freeze("roster", ["id", "name"], ROWS, titles=["编号", "姓名"])
    assert transcript["outcome"] == engine.run_order(transcript["rules"], "380516", {"roster": held})
    page.goto((folder / "check.html").as_uri())
    for field, name in (("transcript", "transcript.json"), ("lists", "roster.csv"), ("notice", "notice.json")):
        page.set_input_files(f"#{field}", str(folder / name))
    page.click("button.go")
    expect(page.locator("#verdict")).to_have_text("全部相符")


def test_the_same_check_page_opens_from_the_site_over_plain_http(house, sign_in):
    page = sign_in(None, PHONE)
    wrong = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(f"{house.address}/draws/check/")
    expect(page.locator("h1")).to_have_text("复核派位、编班结果")
    assert wrong == []
