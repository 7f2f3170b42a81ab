"""The page that checks a draw, opened from a file on a phone: no network, plain words, a child's own line."""

from __future__ import annotations

import json
from random import Random

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from junheng.ground.draws import engine
from junheng.shell.check_page import check_page
from tests.browser.house import PHONE, fits
from tests.browser.test_everyone_can_use_it import RULES, reach
from tests.draws.checkers import alike, as_sent, by_house, scripts
from tests.draws.made import case_of, changes, csv_bytes, drawn, sealed_anew
from tests.draws.test_tampering import ROWS, draw

pytestmark = pytest.mark.browser
VERDICTS = """(cases) => {
    const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const object = (text) => JunhengDraws.readObject(new TextDecoder("utf-8", { fatal: true }).decode(bytes(text)));
    return cases.map((asked) => {
        try {
            const files = (name) => (name in asked.files ? JunhengDraws.readCsv(bytes(asked.files[name])) : null);
            return JunhengDraws.verdict(object(asked.transcript), files, asked.notice ? object(asked.notice) : null, asked.shares);
        } catch { return "unreadable"; } }); }"""


@pytest.fixture
def folder(tmp_path):
    """The page and the files of one draw, as a family downloads them."""
    transcript, notice, content = draw()
    forged = sealed_anew({**transcript, "outcome": {"order": transcript["outcome"]["order"][::-1]}})
    (tmp_path / "check.html").write_bytes(check_page().content)
    (tmp_path / "transcript.json").write_bytes(engine.written(transcript))
    (tmp_path / "forged.json").write_bytes(engine.written(forged))
    (tmp_path / "notice.json").write_bytes(engine.written(notice))
    (tmp_path / "名单.csv").write_bytes(content)
    (tmp_path / "changed.csv").write_bytes(content.replace(b"77", b"78"))
    (tmp_path / "list.xlsx").write_bytes(b"PK\x03\x04" + bytes(100))
    return tmp_path


@pytest.fixture
def page(browser, folder):
    """The page opened from the file, with the network cut; what it asks for and complains of is remembered."""
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale="zh-CN", has_touch=True)
    context.set_offline(True)
    opened = context.new_page()
    opened.asked, opened.wrong = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("pageerror", lambda fault: opened.wrong.append(str(fault)))
    opened.on("console", lambda said: opened.wrong.append(said.text) if said.type == "error" else None)
    opened.goto((folder / "check.html").as_uri())
    yield opened
    context.close()


def checked(page, folder, transcript: str = "transcript.json", lists: str = "名单.csv", notice: str = "notice.json") -> None:
    """Files chosen and the button pressed, until the verdict is there."""
    for field, name in (("transcript", transcript), ("lists", lists), ("notice", notice)):
        if name:
            page.set_input_files(f"#{field}", str(folder / name))
    page.click("button.go")
    expect(page.locator("#said")).to_be_visible()


def test_a_true_draw_holds_line_by_line_and_nothing_is_asked_of_any_network(page, folder):
    checked(page, folder)
    expect(page.locator("#verdict")).to_have_text("全部相符")
    expect(page.locator("#verdict")).to_be_focused()
    expect(page.locator("#lines b.yes")).to_have_count(6)
    expect(page.locator("#about")).to_contain_text("314159")
    assert [url for url in page.asked if not url.startswith(("file:", "blob:"))] == []
    assert page.wrong == []


@pytest.mark.parametrize(("files", "where"), [
    ({"transcript": "forged.json"}, "order 1：记录写的是"),
    ({"lists": "changed.csv"}, "第3行与锁定的名单不同"),
])
def test_a_forged_draw_does_not_hold_and_the_page_says_where(page, folder, files, where):
    checked(page, folder, **files)
    expect(page.locator("#verdict")).to_have_text("有不相符的地方")
    expect(page.locator("#lines .where")).to_contain_text(where)


def test_a_family_finds_its_own_child_with_the_receipt_code_and_nobody_without(page, folder):
    transcript, _, _ = draw()
    checked(page, folder)
    page.fill("#asked input[name=pupil_id]", " Ｐ3 ")
    page.fill("#asked input[name=receipt]", "33337777")
    page.click("#own button")
    expect(page.locator("#found")).to_contain_text("第3行")
    expect(page.locator("#found")).to_contain_text(engine.ticket("314159", "P3"))
    order = transcript["outcome"]["order"]
    expect(page.locator("#found")).to_contain_text(f"第{order.index(3) + 1}个抽中" if 3 in order else "未抽中")
    page.fill("#asked input[name=receipt]", "33337778")
    page.click("#own button")
    expect(page.locator("#found")).to_contain_text("没有找到")
    expect(page.locator("#found")).not_to_contain_text("第3行")


def test_without_the_list_a_family_finds_its_line_by_all_that_stands_on_it(page, folder):
    page.set_input_files("#transcript", str(folder / "transcript.json"))
    for name, cell in zip(("pupil_id", "score", "receipt"), ROWS[3], strict=True):
        page.fill(f"#asked input[name={name}]", cell)
    page.click("#own button")
    expect(page.locator("#found")).to_contain_text("第4行")


@pytest.mark.parametrize(("field", "name", "told"), [
    ("transcript", "notice.json", "这是公告"), ("notice", "transcript.json", "这是过程记录"),
    ("transcript", "名单.csv", "不是过程记录"), ("lists", "list.xlsx", "另存为 .csv"),
])
def test_a_wrong_file_is_told_at_its_field(page, folder, field, name, told):
    page.set_input_files(f"#{field}", str(folder / name))
    expect(page.locator(f"#{field}-wrong")).to_contain_text(told)
    page.click("button.go")
    expect(page.locator("#said")).to_be_hidden()


def test_several_lists_are_told_apart_by_name_or_by_content_and_a_missing_one_is_named(page, folder, tmp_path):
    lists = [engine.freeze(name, ["id"], [[f"{name}{number}"] for number in range(3)])[0] for name in ("roster", "schools")]
    outcome = engine.run_order({}, "1", {"roster": lists[0]})
    held = engine.transcript(kind="order", algorithm="order/1", lists=lists, rules={}, seed="1", outcome=outcome)
    (tmp_path / "two.json").write_bytes(engine.written(held))
    for each, name in zip(lists, ("下载(1).csv", "SCHOOLS.csv"), strict=True):
        (tmp_path / name).write_bytes(csv_bytes([["id"], *each.rows]))
    page.set_input_files("#transcript", str(tmp_path / "two.json"))
    page.set_input_files("#lists", [str(tmp_path / "SCHOOLS.csv")])
    expect(page.locator("#lists-wrong")).to_contain_text("还缺：roster")
    page.set_input_files("#lists", [str(tmp_path / "SCHOOLS.csv"), str(tmp_path / "下载(1).csv")])
    page.click("button.go")
    expect(page.locator("#verdict")).to_have_text("全部相符")


def test_shares_of_witnesses_are_typed_where_the_notice_has_seals(page, tmp_path, folder):
    held, _ = engine.freeze("roster", ["id"], [["A"], ["B"]])
    common = {"kind": "order", "algorithm": "order/1", "lists": [held], "rules": {}}
    notice = engine.notice(title="摇号", at={}, witnesses=[], seed_made={
        "how": "shares", "seals": [engine.sealed("a1"), engine.sealed("b2")], "missing": "leave_out", "needed": 1}, **common)
    transcript = engine.transcript(seed="a1-b2", notice=notice["digest"], outcome=engine.run_order({}, "a1-b2", {"roster": held}), **common)
    for name, each in (("t.json", transcript), ("n.json", notice)):
        (tmp_path / name).write_bytes(engine.written(each))
    (tmp_path / "l.csv").write_bytes(csv_bytes([["id"], ["A"], ["B"]]))
    for field, name in (("transcript", "t.json"), ("lists", "l.csv"), ("notice", "n.json")):
        page.set_input_files(f"#{field}", str(tmp_path / name))
    for second, verdict in (("b2", "全部相符"), ("b3", "有不相符的地方")):
        page.fill("#share-0", "a1")
        page.fill("#share-1", second)
        page.click("button.go")
        expect(page.locator("#verdict")).to_have_text(verdict)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_is_open_to_everyone_before_and_after_a_check(page, folder, language):
    if language == "en":
        page.click("#language")
    for _ in range(2):
        expect(page.locator("html")).to_have_attribute("lang", language)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:160]) for each in found] == []
        assert fits(page)
        small = page.evaluate("""[...document.querySelectorAll('button, input')].filter((each) => each.offsetParent
            && each.getBoundingClientRect().height < 44).map((each) => each.outerHTML)""")
        assert small == []
        checked(page, folder, lists="changed.csv")


def test_the_page_speaks_both_languages_whole():
    words = (scripts()[0].parent / "words.js").read_text(encoding="utf-8")
    chinese, english = words.split("\n  en: {")
    keys = [[line.partition(":")[0].strip() for line in part.splitlines() if line.startswith("    ")] for part in (chinese, english)]
    assert keys[0] == keys[1]
    assert len(keys[0]) > 60


def test_the_check_needs_no_mouse(page, folder):
    for field, name in (("transcript", "transcript.json"), ("lists", "名单.csv")):
        reach(page, f"#{field}")
        page.set_input_files(f"#{field}", str(folder / name))
    reach(page, "button.go")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_be_focused()
    reach(page, "#asked input[name=pupil_id]")
    page.keyboard.type("P2")
    page.keyboard.press("Tab")
    page.keyboard.type("22228888")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("第2行")


def test_a_printed_verdict_holds_the_lines_and_no_buttons(page, folder):
    checked(page, folder)
    page.emulate_media(media="print")
    expect(page.locator("#lines")).to_be_visible()
    for gone in ("#choose", ".top", "#own button"):
        expect(page.locator(gone)).to_be_hidden()


def test_where_the_browser_allows_no_worker_the_page_checks_by_itself(page, folder):
    page.evaluate("() => { window.Worker = class { constructor() { throw new Error('no workers here'); } }; }")
    checked(page, folder)
    expect(page.locator("#verdict")).to_have_text("全部相符")


def test_a_long_check_can_be_stopped_and_says_that_nothing_is_known(page, folder):
    page.evaluate("() => { window.Worker = class { postMessage() {} terminate() {} }; }")
    page.set_input_files("#transcript", str(folder / "transcript.json"))
    page.set_input_files("#lists", str(folder / "名单.csv"))
    page.click("button.go")
    expect(page.locator("#told")).to_contain_text("请不要关闭本页")
    page.click("#stop")
    expect(page.locator("#lists-wrong")).to_contain_text("没有得出结论")
    expect(page.locator("#said")).to_be_hidden()


def test_a_thousand_random_draws_have_the_same_verdict_in_the_browser_and_in_the_house(browser):
    chance, cases = Random(390), []
    for number in range(1000):
        transcript, notice, content = drawn(chance, announced=chance.random() < 0.7)
        if number % 3 == 0:
            transcript = chance.choice(list(changes(transcript)))[1]
            transcript = sealed_anew(transcript) if chance.random() < 0.5 else transcript
        cases.append(case_of(transcript, notice, content))
    page = browser.new_page()
    for script in scripts():
        page.add_script_tag(path=script)
    said = page.evaluate(VERDICTS, json.loads(json.dumps([as_sent(case) for case in cases])))
    page.close()
    assert [alike(lines) for lines in said] == [alike(lines) for lines in by_house(cases)]
