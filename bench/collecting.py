"""A collection round of a whole county in a real browser: every school asked, 98 answers in mixed ways, three sent back, one workbook.

A house of its own with the example county at full size. Thirty heads answer on a phone's page, thirty by the form that they take
from their page, thirty-eight answers come as mail does (.xlsx, .ods, .csv) and are handed in by the asker at once; three are sent
back and answered again. Counted: minutes by the clock for the asker's and for a school's part, values that a person typed, values
that were filled in for them. No peer: the systems compared in docs have no such round to run beside it.
"""

from __future__ import annotations

import csv
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser.house import PATIENCE, PHONE, House, chromium, running_house

from bench.machine import describe

HEADINGS = ["学校名称", "学校标识码", "在校生数", "班级数", "延时服务教师数", "其中外聘", "补助经费（万元）", "备注"]
ANSWERS, ON_A_PHONE, BY_FILE, SENT_BACK = 98, 30, 30, 3

OPEN_HEADS = """
import django; django.setup()
from datetime import date
from django.utils import timezone
from junheng.ground.people import actions
from junheng.ground.people.values import Role
from junheng.registry.models import School
for school in School.objects.filter(closed=None).exclude(unit__code="X03").order_by("unit__code"):
    made = actions.open_account(username=f"head{school.pk}", name=f"校长{school.pk}", password=%r, by=None, at=timezone.now())
    actions.appoint(account_id=made.account_id, role=Role.SCHOOL_HEAD, unit_id=school.pk, since=date(2026, 1, 1), by=None, at=timezone.now())
    print(f"head{school.pk}", school.unit.name, sep="\\t")
"""


def heads(house: House) -> list[tuple[str, str]]:
    """An account for the head of every school: sign-in name, school."""
    done = subprocess.run([sys.executable, "-c", OPEN_HEADS % house.password], check=True, capture_output=True, text=True,
                          env={**os.environ, "JUNHENG_HOME": str(house.home), "DJANGO_SETTINGS_MODULE": "junheng.shell.settings"})
    return [tuple(line.split("\t")) for line in done.stdout.splitlines() if "\t" in line]  # type: ignore[misc]


def loaded(house: House, browser: Browser) -> None:
    """Until the register is there and its schools are asked something."""
    page = house.sign_in(browser, "jijiao")
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        page.goto(f"{house.address}/registry/rounds/")
        if page.locator("th a").count() >= 2:
            page.context.close()
            return
        time.sleep(1)
    raise RuntimeError("the example county was not loaded")


def asked(house: House, page: Page) -> str:
    """The asker makes the table and sends it to every school; its address."""
    page.goto(f"{house.address}/registry/rounds/new/")
    page.fill("[name=title]", "延时服务教师情况统计表")
    page.fill("[name=basis]", "云教基〔2026〕43号")
    page.fill("[name=due]", page.locator("[name=on]").input_value())
    page.fill("[name=headings]", "\t".join(HEADINGS))
    page.click("text=下一步：核对栏目、选择学校")
    page.fill("[name=x-6]", "5")
    page.click("[data-pick=all]")
    page.click("text=下发")
    page.wait_for_selector("#reminder-text")
    return page.url


def on_a_phone(house: House, browser: Browser, account: str) -> float:
    """A head answers on a phone; seconds from the list to the answer."""
    page = house.sign_in(browser, account, PHONE)
    began = time.perf_counter()
    page.goto(f"{house.address}/registry/returns/")
    page.click("text=延时服务教师情况统计表")
    for key, value in (("c5", "8"), ("c6", "2"), ("c7", "1.5")):
        page.fill(f"[name=v-0-{key}]", value)
    page.click("button:text-is('上报')")
    page.wait_for_selector("p.call")
    spent = time.perf_counter() - began
    page.context.close()
    return spent


def by_file(house: House, browser: Browser, account: str, place: Path) -> float:
    """A head takes the form, fills it in and sends it; seconds."""
    page = house.sign_in(browser, account)
    began = time.perf_counter()
    page.goto(f"{house.address}/registry/returns/")
    page.click("text=延时服务教师情况统计表")
    with page.expect_download() as waiting:
        page.click("text=下载表样")
    file = place / f"{account}.xlsx"
    waiting.value.save_as(file)
    book = load_workbook(file)
    for column, value in zip("EFG", (6, 1, 0.8), strict=True):
        book.worksheets[0][f"{column}2"] = value
    book.save(file)
    page.set_input_files("#file", file)
    page.click("text=上报文件")
    page.wait_for_selector("p.call")
    spent = time.perf_counter() - began
    page.context.close()
    return spent


def mailed(form: Path, names: list[str], place: Path) -> list[Path]:
    """Files as they come by mail: the asker's form cut to one school, as .xlsx, .csv and .ods in turn."""
    rows = list(load_workbook(form).worksheets[0].iter_rows(values_only=True))
    held = {str(row[0]): row for row in rows[1:]}
    files = []
    for number, name in enumerate(names):
        row = [*held[name][:4], 5, 1, 0.6, None]
        text = io.StringIO()
        csv.writer(text).writerows([[cell or "" for cell in rows[0]], ["" if cell is None else cell for cell in row]])
        file = place / f"{name}.csv"
        file.write_text(text.getvalue(), encoding="gb18030" if number % 2 else "utf-8-sig")
        files.append(file)
    for kind, some in (("xlsx", files[::3]), ("ods", files[1::3])):
        subprocess.run(["soffice", "--headless", "--convert-to", kind, "--infilter=CSV:44,34,76", "--outdir", str(place), *[
            str(each) for each in some if each.read_bytes().startswith(b"\xef\xbb\xbf")]], check=True, capture_output=True)
    return [next((file.with_suffix(f".{kind}") for kind in ("xlsx", "ods") if file.with_suffix(f".{kind}").exists()), file) for file in files]


def handed_in(page: Page, files: list[Path]) -> None:
    """The asker drops all files at once."""
    page.set_input_files("#handed", [str(each) for each in files])
    page.click("text=开始收取")
    while True:
        page.reload()
        page.wait_for_selector("#reminder-text")
        if page.locator(f"summary:has-text('已读取 {len(files)} 个文件')").count() and not page.locator("td:text-is('读取中')").count():
            return
        page.wait_for_timeout(300)


def main() -> None:
    """Run the round and print what it took."""
    print(describe())
    with tempfile.TemporaryDirectory() as folder, running_house(JUNHENG_DEMO_SCALE="1") as house, sync_playwright() as play:
        place, browser = Path(folder), chromium(play)
        loaded(house, browser)
        schools = heads(house)
        page = house.sign_in(browser, "jijiao")
        began = time.perf_counter()
        address = asked(house, page)
        asking = time.perf_counter() - began
        total = int(page.locator(".cnt b").first.inner_text())
        phones = [on_a_phone(house, browser, account) for account, _ in schools[:ON_A_PHONE]]
        filed = [by_file(house, browser, account, place) for account, _ in schools[ON_A_PHONE:ON_A_PHONE + BY_FILE]]
        page.goto(address)
        with page.expect_download() as waiting:
            page.click("text=空表（可下发）")
        form = place / "form.xlsx"
        waiting.value.save_as(form)
        files = mailed(form, [name for _, name in schools[ON_A_PHONE + BY_FILE:ANSWERS]], place)
        kinds = sorted({file.suffix for file in files})
        began = time.perf_counter()
        handed_in(page, files)
        for _ in range(SENT_BACK):
            page.goto(address)
            menu = page.locator("details:has(summary:text-is('退回补正'))").first
            menu.locator("summary").click()
            menu.locator("[name=words]").fill("补助经费请按万元填写")
            menu.locator("button").click()
            page.wait_for_selector("#reminder-text")
        missing = page.locator("#reminder-text").inner_text()
        page.click("text=复制催报文字")
        copied = "✓" in page.locator("button:has-text('复制催报文字')").inner_text()
        chasing = time.perf_counter() - began
        back = [on_a_phone(house, browser, account) for account, _ in schools[:SENT_BACK]]
        began = time.perf_counter()
        page.goto(address)
        with page.expect_download() as waiting:
            page.click("text=导出汇总表")
        book = place / "all.xlsx"
        waiting.value.save_as(book)
        closing = time.perf_counter() - began
        rows = list(load_workbook(book)["汇总表"].iter_rows(min_row=3, values_only=True))
        page.goto(f"{house.address}/registry/rounds/burden/")
        print(f"schools asked: {total}; answers: {len(rows) - 1} ({ON_A_PHONE} on a phone's page, {BY_FILE} by their own file, {len(files)} handed in as "
              f"{' '.join(kinds)}); sent back and answered again: {len(back)}; not returned, named in the reminder: {missing.count('、') + 1}; copied: {copied}")
        print(f"asker: {asking:.0f} s to ask, {chasing:.0f} s to take {len(files)} files, send {SENT_BACK} back and copy the reminder, {closing:.1f} s for the workbook")
        print(f"a school: {statistics.median(phones):.1f} s on a phone, {statistics.median(filed):.1f} s by file (median, a program's hands, not a person's)")
        print(f"values that schools typed: {(len(rows) - 1) * 3}; filled in for them: {(len(rows) - 1) * 4}; total row: {rows[-1][2:8]}")


if __name__ == "__main__":
    main()
