"""Every page for everyone: WCAG 2.2 AA by axe, no sideways scrolling on a phone, keyboard, print, both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from playwright.sync_api import expect

import junheng
from tests.browser.house import PHONE, WIDE, fits

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
SOURCE = Path(junheng.__file__).parent
PAGES = [
    ("shenjiyuan", "/audit/?words=登录"),
    ("anquanyuan", "/people/1/"), ("xitong", "/units/"), ("xitong", "/units/?tree=administrative"), ("xitong", "/units/25/"),
    ("xueqian", "/me/tokens/"), ("xueqian", "/accounts/2fa/"), ("xueqian", "/accounts/sessions/"),
    (None, "/accounts/login/"), ("bangong", "/plans/"), ("bangong", "{plan}"), ("bangong", "{plan}desk/"),
    ("bangong", "{plan}timeline/"), ("bangong", "{plan}levels/"), ("bangong", "{plan}versions/"), ("bangong", "{plan}ledger/"),
    ("xueqian", "{task}"), ("xueqian", "{task}?form=report"), ("xueqian", "{task}?form=proof"), ("xueqian", "{task}?form=change"),
    ("xueqian", "{task}?form=value"), ("xueqian", "{task}?form=baseline"), ("xueqian", "{task}?form=milestone"),
    ("bangong", "{task}?form=assign"), ("bangong", "{task}?form=order"), ("xueqian", "/plans/mine/"),
    ("bangong", "/plans/overdue/"), ("bangong", "/plans/unproved/"), ("bangong", "/plans/calendar/"),
    ("bangong", "/plans/search/?q=幼儿园"), ("xueqian", "/notices/"), ("xueqian", "/me/"), ("xitong", "/people/"),
    ("shenji", "/audit/"), ("xueqian", "/plans/999999/"), ("xueqian", "/people/"),
    (None, "/draws/public/"), (None, "/draws/public/1/"), ("bangong", "/draws/"), ("bangong", "/draws/new/"),
    ("bangong", "/draws/1/"), ("bangong", "/draws/2/hall/"), ("bangong", "/draws/1/hall/"), ("bangong", "/draws/1/result/"),
    ("bangong", "/draws/1/slips/"), ("juzhang", "/registry/"), ("juzhang", "/registry/schools/"), ("bangong", "{school}"),
    ("bangong", "{school}change/"), ("bangong", "{school}split/"), ("juzhang", "{school}staff/"), ("jijiao", "{class}"), ("juzhang", "{class}"),
    ("jijiao", "{pupil}"), ("renshi", "{member}"), ("jijiao", "/registry/search/?q=zm"), ("juzhang", "/registry/search/?q=没有这个人"),
    ("ziliao", "/registry/imports/"), ("jijiao", "/registry/rounds/"), ("jijiao", "/registry/rounds/new/"), ("jijiao", "{round}"), ("ziliao", "{return}"),
    ("ziliao", "/registry/returns/"), ("juzhang", "/registry/rounds/burden/"),
    ("jijiao", "/registry/events/"), ("jijiao", "/registry/events/1/"), ("ziliao", "/registry/events/receive/"),
    ("ziliao", "{pupil}events/"), ("ziliao", "{pupil}correct/"), ("jijiao", "{pupil}history/"), ("jijiao", "/registry/corrections/1/"),
    ("jijiao", "/registry/headcounts/"), (None, "/registry/slip/"), ("ziliao", "{class}slips/"), ("renshi", "{member}events/"), ("renshi", "{school}staff/appoint/"),
    ("bangong", "/registry/facilities/"), ("ziliao", "/registry/lists/rooms/"), ("ziliao", "/registry/lists/papers/new/"),
    ("bangong", "/registry/groups/"), ("bangong", "/registry/papers/"), ("juzhang", "/registry/networks/"), ("ziliao", "/registry/bases/"),
    ("ziliao", "/registry/bases/1/?month=2026-12"), ("jiaoshi", "/registry/calendar/"),
    ("bangong", "/facts/"), ("bangong", "/registry/nodes/"),
    ("jijiao", "/registry/national/"), ("ziliao", "/registry/national/"), ("jijiao", "/registry/national/differences/"),
    ("jijiao", "/registry/national/files/1/"), ("jijiao", "/registry/national/differences/1/"), ("jijiao", "/registry/national/differences/2/"),
    ("jijiao", "/registry/overview/"), ("juzhang", "/registry/directory/"), ("bangong", "/registry/directory/11/"),
    ("bangong", "/registry/duty/"), ("juzhang", "/registry/duty/"), ("jijiao", "/registry/map/"), ("xiaozhang", "/school/"),
]


def named(entry: tuple[str | None, str]) -> str:
    return f"{entry[0] or 'stranger'} {entry[1]}"


@pytest.fixture(params=[WIDE, PHONE], ids=["1440", "390"])
def size(request):
    return request.param


LOOSE_LABELS = "[...document.querySelectorAll('label[for]')].filter((each) => !each.control).map((each) => each.htmlFor)"
REPEATED_IDS = """() => {
    const all = [...document.querySelectorAll('[id]')].map((each) => each.id);
    return all.filter((id, place) => all.indexOf(id) !== place); }"""


@pytest.mark.parametrize("entry", PAGES, ids=named)
def test_a_page_is_open_to_everyone(house, places, sign_in, size, entry):
    account, path = entry
    page = sign_in(account, size)
    foreign, wrong = [], []
    page.on("request", lambda asked: foreign.append(asked.url) if not asked.url.startswith((house.address, "data:")) else None)
    page.on("pageerror", lambda fault: wrong.append(str(fault)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" and "status of 40" not in said.text else None)
    page.goto(house.address + path.format(**places))
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:160], each["nodes"][0]["failureSummary"][:300]) for each in found] == []
    assert fits(page)
    assert page.evaluate(LOOSE_LABELS) == []
    assert page.evaluate(REPEATED_IDS) == []
    assert foreign == []
    assert wrong == []


def catalogue() -> dict[str, str]:
    """Every message without slots: English and Chinese."""
    found = {}
    for place in SOURCE.rglob("locale/zh_Hans/LC_MESSAGES/django.po"):
        with place.open("rb") as file:
            found |= {each.id: each.string for each in read_po(file)
                      if isinstance(each.id, str) and each.id and "%(" not in each.id and each.id != each.string}
    return found


TEXTS = """() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest('script, style, [lang=zh], [lang=en], tbody, .doc'))
        found.push(walk.currentNode.textContent.trim());
    return found.filter((text) => text); }"""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("entry", [each for each in PAGES if "search" not in each[1]], ids=named)
def test_a_page_speaks_one_language(house, places, sign_in, entry, language):
    account, path = entry
    page = sign_in(account, language=language)
    page.goto(house.address + path.format(**places))
    expect(page.locator("html")).to_have_attribute("lang", language)
    messages = catalogue()
    foreign = set(messages) if language == "zh-hans" else set(messages.values()) - set(messages)
    assert [text for text in page.evaluate(TEXTS) if text in foreign] == []


# Words that leave their cell or the page, or that a box cuts off without saying them in a title.
NOT_WHOLE = """() => {
    const found = [], cell = 'td, th, a, button, summary, label, h1, h2, dd, dt, li, p';
    for (const each of document.querySelectorAll('body *')) {
        const words = [...each.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim());
        if (!words.length || each.closest('svg, .sr, pre, .skip, .doc, [lang=en], details:not([open]) > :not(summary)')) continue;
        const range = document.createRange();
        range.setStartBefore(words[0]); range.setEndAfter(words[words.length - 1]);
        const said = range.getBoundingClientRect(), around = each.closest(cell)?.getBoundingClientRect();
        if (!said.width || !each.getBoundingClientRect().height) continue;
        let box = each;
        while (box !== document.body && getComputedStyle(box).overflowX === 'visible') box = box.parentElement;
        const clip = box.getBoundingClientRect(), how = getComputedStyle(box).overflowX;
        if (['auto', 'scroll'].includes(how)) continue;
        const cut = box !== document.body && (said.right > clip.right + 2 || said.left < clip.left - 2);
        const out = !cut && around && (said.right > around.right + 2 || said.left < around.left - 2 || said.bottom > around.bottom + 4);
        if ((cut && !each.closest('[title]') && !box.querySelector('[title]')) || (out && !each.closest('.cut')))
            found.push(`${cut ? 'cut' : 'out'} ${each.tagName}.${each.className} ${each.textContent.trim().slice(0, 40)}`);
    }
    return [...new Set(found)]; }"""


@pytest.mark.parametrize("entry", [each for each in PAGES if "?form" not in each[1] and "desk" not in each[1]], ids=named)
def test_english_words_are_whole_and_keep_to_their_places(house, places, sign_in, size, entry):
    account, path = entry
    page = sign_in(account, size, language="en")
    page.goto(house.address + path.format(**places))
    page.wait_for_load_state("networkidle")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.evaluate(NOT_WHOLE) == []
    assert fits(page)


def test_an_english_browser_reads_chinese_until_somebody_asks_for_english(house, places, sign_in):
    stranger = sign_in(None, locale="en-US")
    stranger.goto(f"{house.address}/accounts/login/")
    expect(stranger.locator("html")).to_have_attribute("lang", "zh-hans")
    page = sign_in("caiwu", locale="en-US")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    asked = sign_in("caiwu", locale="en-US", language="en")
    expect(asked.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def test_the_way_from_sign_in_to_a_report_needs_no_mouse(house, places, browser):
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{house.address}/accounts/login/")
    page.focus("input[name=login]")
    page.keyboard.type("tiwei")
    page.keyboard.press("Tab")
    page.keyboard.type(house.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto(f"{house.address}/plans/mine/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    reach(page, ".todo a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/plans/tasks/"), wait_until="networkidle")
    reach(page, ".btns a[href*='form=report']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("form=report"), wait_until="networkidle")
    reach(page, "textarea[name=progress]")
    page.keyboard.type("已完成第三季度测评。")
    reach(page, "form button.go")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("已完成第三季度测评。")
    context.close()


def test_a_unit_of_two_hundred_is_found_by_typing_a_part_of_its_name(house, places, sign_in):
    page = sign_in("anquanyuan")
    page.goto(f"{house.address}/people/")
    page.click("th a:text-is('jiaoshi')")
    page.select_option("#role", "clerk")
    page.focus("#unit")
    page.keyboard.type("没有的学校")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("没有叫“没有的学校”的单位")
    expect(page.locator("#unit")).to_have_value("没有的学校")
    expect(page.locator("#role")).to_have_value("clerk")
    page.fill("#unit", "柳林中心小学")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("资料员")
    assert page.locator("#all-units option").count() > 30


def reach(page, selector: str) -> None:
    """Tab until something that matches has the focus, seen as such."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"{selector} is not reached by the Tab key")


def test_a_printed_board_holds_the_table_and_who_printed_it(house, places, sign_in):
    page = sign_in("juzhang")
    page.goto(house.address + places["plan"])
    page.emulate_media(media="print")
    for gone in (".rail", ".top", ".dock"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".printfoot")).to_contain_text("打印 周明远")
    assert page.pdf(format="A4", landscape=True).startswith(b"%PDF")


def test_the_language_is_changed_on_ones_own_page(house, places, sign_in):
    page = sign_in("dudao")
    page.goto(f"{house.address}/me/")
    page.click("button[name=language]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(f"{house.address}/plans/mine/")
    expect(page.locator("h1")).to_have_text("My work")
    elsewhere = sign_in("dudao")
    expect(elsewhere.locator("html")).to_have_attribute("lang", "en")
