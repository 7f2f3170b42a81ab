"""From a published plan to the year's tasks, as an office does it: in a browser, with real files.

With JUNHENG_PLANS (a folder of published plans) every plan there goes this way; without it, plans of our own in three
formats do.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from junheng.shell.lived_year import EXAMPLE
from tests.browser.house import PHONE, fits

pytestmark = [pytest.mark.browser, pytest.mark.database]

OWN = """某县2026年{name}工作要点

一、学前教育
（一）扩大资源。新建公办幼儿园2所，普惠性幼儿园覆盖率达到92%。
（二）规范管理。保育员持证上岗率达到100%，每园配备保健医1名。
二、队伍建设
（一）补充教师。公开招聘教师86名，评选名师20名。
（二）减轻负担。印发《社会事务进校园清单》。
三、安全
（一）落实安全责任。一键式报警装置联网率达到100%。
"""


def as_docx(place: Path) -> Path:
    """A plan of our own as Word, its second half in a table."""
    paper = docx.Document()
    lines = OWN.format(name="文档").splitlines()
    for line in lines[:6]:
        paper.add_paragraph(line)
    table = paper.add_table(rows=0, cols=1)
    for line in lines[6:]:
        table.add_row().cells[0].text = line
    paper.save(str(place))
    return place


def files(folder: Path) -> list[Path]:
    """The plans that go the whole way."""
    published = os.environ.get("JUNHENG_PLANS")
    if published:
        return sorted(Path(published).glob("*.txt"))
    page = folder / "网页要点.html"
    page.write_text("<html><body><nav>首页</nav>" + "".join(f"<p>{line}</p>" for line in OWN.format(name="网页").splitlines())
                    + "</body></html>", encoding="utf-8")
    plain = folder / "要点.txt"
    plain.write_text((EXAMPLE / "upper-2026.txt").read_text(encoding="utf-8").replace("澄河", "清溪"), encoding="gb18030")
    return [as_docx(folder / "要点.docx"), page, plain]


def names() -> list[str]:
    published = os.environ.get("JUNHENG_PLANS")
    return [place.stem for place in sorted(Path(published).glob("*.txt"))] if published else ["docx", "html", "txt"]


@pytest.mark.parametrize("number", range(len(names())), ids=names())
def test_a_plan_is_uploaded_reviewed_and_adopted(house, places, sign_in, tmp_path, number):
    plan = files(tmp_path)[number]
    page = sign_in("bangong")
    wrong = []
    page.on("pageerror", lambda fault: wrong.append(str(fault)))
    page.goto(f"{house.address}/plans/")
    page.set_input_files("#file", str(plan))
    expect(page.locator("[data-chosen]")).to_have_text(plan.name)
    page.click("form[data-upload] button")
    page.wait_for_url(re.compile(r"/desk/$"), timeout=60_000)

    found = page.locator(".rgt > *").count()
    assert found >= 5
    second = page.locator(".rgt a.it").first
    wanted = second.get_attribute("data-at")
    second.click()
    expect(page.locator("#chosen")).to_have_attribute("data-id", wanted)
    expect(page.locator(".txt a.cur").first).to_have_attribute("data-at", wanted)

    page.keyboard.press("k")
    expect(page.locator("#chosen")).not_to_have_attribute("data-id", wanted)
    page.keyboard.press("a")
    expect(page.locator("#decided")).to_have_text("1")
    page.fill("#title", "改过的任务名称")
    page.click("[data-verb=accept]")
    expect(page.locator("#decided")).to_have_text("2")
    page.keyboard.press("x")
    expect(page.locator("#decided")).to_have_text("3")
    page.keyboard.press("m")
    expect(page.locator("#decided")).to_have_text("4")

    page.on("dialog", lambda dialog: dialog.accept())
    page.click("form[data-confirm] button")
    expect(page.locator("#decided")).to_have_text(str(found))
    page.click("form[action$='/adopt/'] button")
    page.wait_for_url(re.compile(r"/plans/\d+/$"), timeout=60_000)
    expect(page.locator("td.ti a", has_text="改过的任务名称")).to_have_count(1)
    tasks = page.locator("td.ti a").count()
    assert found - 3 <= tasks <= found - 1
    assert not wrong
    papers_open_in_an_office(page, tmp_path, tasks)


def papers_open_in_an_office(page, folder: Path, tasks: int) -> None:
    """The task table, the ledger and the bulletin are fetched by clicking and opened by LibreOffice."""
    for end, words in (("task-table.xlsx", "任务分解表"), ("ledger.xlsx", "督办台账"), ("bulletin.docx", "推进情况的通报"),
                       ("slip.docx", "发文处理笺")):
        if end == "bulletin.docx":
            page.click(".menu summary")
        with page.expect_download() as fetched:
            page.click(f"a[href$='{end}']")
        place = folder / end
        fetched.value.save_as(place)
        if end.endswith("xlsx"):
            sheet = openpyxl.load_workbook(place).worksheets[0]
            numbered = [row for row in sheet.iter_rows(min_row=3, values_only=True) if row[1]]
            assert len(numbered) == tasks
        assert words in re.sub(r"\s", "", in_an_office(place))


def in_an_office(place: Path) -> str:
    """The text of a file as LibreOffice shows it."""
    office, text = shutil.which("soffice"), shutil.which("pdftotext")
    if office is None or text is None:
        raise RuntimeError("This test needs: apt-get install libreoffice-writer libreoffice-calc poppler-utils")
    subprocess.run([office, f"-env:UserInstallation=file://{place.parent}/office", "--headless", "--convert-to", "pdf",
                    "--outdir", str(place.parent), str(place)], check=True, capture_output=True, timeout=120)
    made = place.with_suffix(".pdf")
    return subprocess.run([text, "-q", str(made), "-"], check=True, capture_output=True, text=True).stdout


def test_a_clause_is_split_where_the_words_are_marked_and_a_missed_one_is_added(house, places, sign_in, tmp_path):
    plan = tmp_path / "分拆.txt"
    plan.write_text(OWN.format(name="分拆"), encoding="utf-8")
    page = sign_in("bangong")
    page.goto(f"{house.address}/plans/")
    page.set_input_files("#file", str(plan))
    page.click("form[data-upload] button")
    page.wait_for_url(re.compile(r"/desk/$"), timeout=60_000)
    found = page.locator(".rgt > *").count()
    page.evaluate("""() => {
        const text = document.getElementById('quote').firstChild, range = document.createRange();
        range.setStart(text, 4); range.setEnd(text, 6);
        getSelection().removeAllRanges(); getSelection().addRange(range); }""")
    page.keyboard.press("s")
    expect(page.locator(".rgt > *")).to_have_count(found + 1)
    page.evaluate("""() => {
        const line = [...document.querySelectorAll('.txt li')].find((each) => each.textContent.includes('落实安全责任'));
        const range = document.createRange();
        range.selectNodeContents(line);
        getSelection().removeAllRanges(); getSelection().addRange(range); }""")
    page.keyboard.press("n")
    expect(page.locator(".rgt > *")).to_have_count(found + 2)


def test_a_clause_is_split_and_a_missed_one_added_by_keyboard_alone(house, places, sign_in, tmp_path):
    plan = tmp_path / "键盘.txt"
    own = OWN.format(name="键盘").replace("\n\n", "\n\n今年是值班值守制度建立的第三年。\n", 1)  # a preamble promises nothing
    plan.write_text(own + "（二）建好队伍。各校做好值班值守；每校配齐保安，定期开展应急演练。\n", encoding="utf-8")
    page = sign_in("bangong")
    page.goto(f"{house.address}/plans/")
    page.set_input_files("#file", str(plan))
    page.click("form[data-upload] button")
    page.wait_for_url(re.compile(r"/desk/$"), timeout=60_000)
    found = page.locator(".rgt > *").count()

    item = page.locator(".rgt a.it", has_text="建好队伍")
    chosen = str(item.get_attribute("data-at"))
    item.click()
    expect(page.locator("#chosen")).to_have_attribute("data-id", chosen)
    quote = page.locator("#quote")
    if "，" not in quote.inner_text():  # only the heading was proposed: nothing to split at, and the page says so
        page.keyboard.press("s")
        expect(page.locator("#splitting")).to_contain_text("没有")
    page.locator("#chosen").focus()
    page.keyboard.press("n")
    expect(page.locator("#missing")).to_be_focused()
    page.keyboard.type("每校配齐保安，定期开展应急演练")
    page.keyboard.press("Enter")
    expect(page.locator(".rgt > *")).to_have_count(found + 1)
    expect(quote).to_have_text("每校配齐保安，定期开展应急演练")

    page.locator("#chosen").focus()
    page.keyboard.press("s")
    expect(page.locator(".cutp")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".cutp")).to_have_count(0)
    page.keyboard.press("s")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator(".rgt > *")).to_have_count(found + 2)
    expect(quote).to_have_text("每校配齐保安，")

    page.locator("#chosen").focus()
    page.keyboard.press("n")
    page.keyboard.type("值班值守")
    expect(page.locator("#sentences option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".rgt > *")).to_have_count(found + 3)


def test_words_of_a_missed_clause_survive_a_step_that_arrives_late(house, places, sign_in, tmp_path):
    plan = tmp_path / "迟到.txt"
    plan.write_text(OWN.format(name="迟到").replace("\n\n", "\n\n今年是值班值守制度建立的第三年。\n", 1), encoding="utf-8")
    page = sign_in("bangong")
    page.goto(f"{house.address}/plans/")
    page.set_input_files("#file", str(plan))
    page.click("form[data-upload] button")
    page.wait_for_url(re.compile(r"/desk/$"), timeout=60_000)
    found = page.locator(".rgt > *").count()
    held = []
    page.route(re.compile(r"\?at="), lambda route: held.append(route))
    page.locator(".rgt a.it").first.click()
    page.locator("#chosen").focus()
    page.keyboard.press("n")
    page.keyboard.type("值班值守")
    page.keyboard.press("Enter")
    expect(page.locator("#missing")).to_have_value("值班值守")
    assert len(held) == 1
    with page.expect_response(re.compile(r"\?at=")):
        held[0].continue_()
    expect(page.locator(".rgt > *")).to_have_count(found + 1)


def test_a_file_is_dropped_onto_the_page(house, places, sign_in):
    page = sign_in("bangong")
    page.goto(f"{house.address}/plans/")
    page.evaluate("""(text) => {
        const data = new DataTransfer();
        data.items.add(new File([text], '拖放.txt', { type: 'text/plain' }));
        document.querySelector('[data-drop]').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })); }""",
                  OWN.format(name="拖放"))
    expect(page.locator("[data-chosen]")).to_have_text("拖放.txt")
    page.click("form[data-upload] button")
    page.wait_for_url(re.compile(r"/desk/$"), timeout=60_000)
    expect(page.locator("h1")).to_contain_text("拖放工作要点")


def test_a_refused_file_says_what_to_do_and_leaves_nothing(house, places, sign_in, tmp_path):
    old = tmp_path / "要点.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    page = sign_in("bangong")
    page.goto(f"{house.address}/plans/")
    plans = page.locator("tbody tr").count()
    page.set_input_files("#file", str(old))
    page.click("form[data-upload] button")
    expect(page.get_by_role("alert")).to_contain_text("另存")
    page.goto(f"{house.address}/plans/")
    expect(page.locator("tbody tr")).to_have_count(plans)


def test_a_section_reports_from_a_phone(house, places, sign_in):
    page = sign_in("xueqian", PHONE)
    page.goto(f"{house.address}/plans/mine/")
    page.click("text=保育员持证上岗率")
    page.click("text=报进展")
    page.fill("textarea[name=progress]", "已组织两期培训，参训人员全部取证。")
    page.click("form:has(textarea[name=progress]) button.go")
    expect(page.locator("main")).to_contain_text("已组织两期培训")
    assert fits(page)


def test_what_was_typed_survives_a_closed_page(house, places, sign_in):
    page = sign_in("jijiao")
    page.goto(f"{house.address}/plans/mine/")
    page.click(".todo a >> nth=0")
    page.click("text=报进展")
    page.fill("textarea[name=progress]", "写到一半的进展")
    address = page.url
    page.goto(f"{house.address}/plans/")
    page.goto(address)
    expect(page.locator("textarea[name=progress]")).to_have_value("写到一半的进展")
