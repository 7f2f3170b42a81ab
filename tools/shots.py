"""Pictures of the running example county for README and docs: `make shots`, or `python tools/shots.py FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.ceremonies import MATCH, PLACEMENT, announced, receipt  # noqa: E402
from tests.browser.house import PHONE, WIDE, House, chromium, lived, running_house  # noqa: E402

# name, account, address, sizes
SHOTS = (
    ("board", "juzhang", "{plan}", (WIDE, PHONE)),
    ("desk", "bangong", "{plan}desk/", (WIDE,)),
    ("levels", "bangong", "{plan}levels/", (WIDE,)),
    ("task", "xueqian", "{task}", (WIDE,)),
    ("mine", "xueqian", "/plans/mine/", (PHONE,)),
    ("school", "bangong", "{school}", (WIDE,)),
    ("round", "jijiao", "{round}", (WIDE,)),
    ("return", "ziliao", "{return}", (PHONE,)),
    ("snapshots", "bangong", "/facts/", (WIDE,)),
)
HALL = (1920, 1080)


def main() -> int:
    """Take every picture into the folder named, else docs/shots."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    with running_house(JUNHENG_DEMO_SCALE="1") as house, sync_playwright() as play:
        browser = chromium(play)
        places = lived(house, browser)
        for name, account, path, sizes in SHOTS:
            for size in sizes:
                page = house.sign_in(browser, account, size)
                page.goto(house.address + path.format(**places))
                page.wait_for_load_state("networkidle")
                page.screenshot(path=folder / f"{name}-{size[0]}.png")
                page.context.close()
        hall(house, browser, folder / "hall-1920.png")
        roster(house, browser, folder / "import-1440.png")
        event(house, browser, folder / "event-1440.png")
        checked(house, browser, folder / "check-390.png")
        held(house, browser, PLACEMENT, folder / "placement-1440.png", folder / "own-class-390.png")
        held(house, browser, MATCH, folder / "match-1440.png", folder / "own-school-390.png")
        browser.close()
    return 0


def roster(house: House, browser: Browser, place: Path) -> None:
    """A list of pupils with faults, looked at."""
    page = house.sign_in(browser, "ziliao", WIDE)
    page.goto(f"{house.address}/registry/imports/")
    with page.expect_download() as out:
        page.click("text=导出现有人员 >> nth=0")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "三年级学生名册.xlsx"
        out.value.save_as(file)
        book = load_workbook(file)
        column = {cell.value: cell.column for cell in book.active[1]}
        for row, title, value in ((3, "身份证件号", 1.10101201801e17), (5, "性别", "不详"), (6, "出生日期", "2018-13-40"), (8, "班级", "实验班"),
                                  (10, "监护人1电话", "10012345678"), (1, "现住址", "家住哪里")):
            book.active.cell(row, column[title]).value = value
        book.save(file)
        page.set_input_files("#file-pupils", file)
        page.click("form:has(#file-pupils) button.go")
        page.wait_for_selector("text=下载标注表")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=place)
    page.context.close()


def event(house: House, browser: Browser, place: Path) -> None:
    """A transfer that waits for the bureau."""
    page = house.sign_in(browser, "jijiao", WIDE)
    page.goto(f"{house.address}/registry/events/")
    page.click("tbody th a >> nth=0")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=place)
    page.context.close()


def hall(house: House, browser: Browser, place: Path) -> None:
    """The hall screen while the seed is being drawn."""
    page = house.sign_in(browser, "bangong", HALL)
    page.goto(f"{house.address}/draws/2/hall/")
    for code in ("posted", "invited", "imported"):
        page.fill(f"#s-{code}", "家长代表王桂兰")
        page.press(f"#s-{code}", "Enter")
        page.wait_for_load_state()
    page.fill("#names", "家长代表王桂兰、家长代表李娟")
    page.press("#names", "Enter")
    page.click("form[action$='/try/'] button")
    page.click("text=试运行结束")
    page.fill("#who-1", "家长代表王桂兰")
    page.fill("#text-1", "3805")
    page.screenshot(path=place)
    page.context.close()


def held(house: House, browser: Browser, what: dict[str, Any], result: Path, own: Path) -> None:
    """A ceremony of a room held to its end: the result on the hall screen, and what one family reads on its phone."""
    page = house.sign_in(browser, "bangong", WIDE)
    with tempfile.TemporaryDirectory() as folder:
        desk = announced(page, house, Path(folder), what)
    code = receipt(page, desk, what["own"])
    page.goto(f"{desk}hall/")
    for step in ("posted", "invited", "imported", "names"):
        typed(page, {f"#{'' if step == 'names' else 's-'}{step}": "家长代表王桂兰"})
    page.click("form[action$='/try/'] button")
    page.click("text=试运行结束")
    for place, who in ((1, "家长代表王桂兰"), (2, "县人大代表宋建国")):
        typed(page, {f"#who-{place}": who, f"#text-{place}": "380516"})
    typed(page, {"#pressed_by": "县人大代表宋建国"})
    page.wait_for_selector(".cap")
    page.screenshot(path=result)
    for step in ("signed", "published"):
        typed(page, {f"#s-{step}": "已办"})
    page.wait_for_selector(".done")
    page.context.close()
    phone = house.sign_in(browser, None, PHONE)
    phone.goto(desk.replace("/draws/", "/draws/public/"))
    typed(phone, {"#id": what["own"], "#receipt": code})
    phone.wait_for_selector(".own b")
    phone.locator("form.sheet").screenshot(path=own)
    phone.context.close()


def typed(page: Page, fields: Mapping[str, str]) -> None:
    """Fields filled one after the other, and Enter in the last."""
    for field, text in fields.items():
        page.fill(field, text)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def checked(house: House, browser: Browser, place: Path) -> None:
    """The check page on a phone, after it has found the example county's draw to hold."""
    page = house.sign_in(browser, None, PHONE)
    with tempfile.TemporaryDirectory() as folder:
        page.goto(f"{house.address}/draws/public/1/")
        for name in ("notice.json", "transcript.json", "roster.csv"):
            with page.expect_download() as fetched:
                page.click(f"a[href$='{name}']")
            fetched.value.save_as(Path(folder) / name)
        page.goto(f"{house.address}/draws/check/")
        for field, name in (("transcript", "transcript.json"), ("lists", "roster.csv"), ("notice", "notice.json")):
            page.set_input_files(f"#{field}", str(Path(folder) / name))
        page.click("button.go")
        page.wait_for_selector("#lines li")
        page.locator("#said").scroll_into_view_if_needed()
        page.screenshot(path=place)
    page.context.close()


if __name__ == "__main__":
    sys.exit(main())
