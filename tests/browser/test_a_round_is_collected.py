"""A table is asked for, answered on a phone and by Excel, handed in by the asker, chased and put together: in a real browser."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.house import PHONE, fits

HEADINGS = "学校名称\t在校生数\t延时服务教师数\t其中外聘\t备注"


def mailed(form: Path) -> Path:
    """The asker's form as another school mails it back: its own row alone, filled in."""
    book = load_workbook(form)
    sheet = book.worksheets[0]
    other = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value != "云溪县实验小学")
    for row in range(sheet.max_row, 1, -1):
        if row != other:
            sheet.delete_rows(row)
    sheet["C2"], sheet["D2"] = 5, 1
    file = form.with_name("mailed.xlsx")
    book.save(file)
    return file


def test_a_table_is_asked_answered_and_put_together(house, places, sign_in, tmp_path):
    asker = sign_in("jijiao")
    asker.goto(f"{house.address}/registry/")
    asker.click("a:text-is('收表')")
    asker.click("text=新建收表")
    asker.fill("[name=title]", "延时服务教师情况统计表")
    asker.fill("[name=basis]", "云教基〔2026〕43号")
    asker.fill("[name=due]", asker.locator("[name=on]").input_value())
    asker.fill("[name=headings]", HEADINGS)
    asker.click("text=下一步：核对栏目、选择学校")
    expect(asker.locator("[name=k-2]")).to_have_value("known:pupils")
    asker.fill("[name=x-4]", "3")
    asker.click("[data-pick=all]")
    asker.click("text=下发")
    expect(asker.locator("h2:has-text('未报名单')")).to_be_visible()
    asker.click("text=复制催报文字")
    expect(asker.locator("button:has-text('复制催报文字')")).to_contain_text("✓")

    phone = sign_in("ziliao", PHONE)
    phone.goto(f"{house.address}/registry/returns/")
    phone.click("text=延时服务教师情况统计表")
    assert fits(phone)
    phone.fill("[name=v-0-c3]", "12")
    phone.fill("[name=v-0-c4]", "13")
    phone.click("button:text-is('上报')")
    expect(phone.locator("[role=alert]")).to_contain_text("超过“延时服务教师数”的 12")
    expect(phone.locator("[name=v-0-c3]")).to_have_value("12")
    phone.fill("[name=v-0-c4]", "3")
    phone.click("button:text-is('上报')")
    expect(phone.locator(".call")).to_contain_text("田小禾")

    asker.reload()
    with asker.expect_download() as waiting:
        asker.click("text=空表（可下发）")
    form = tmp_path / "form.xlsx"
    waiting.value.save_as(form)
    asker.set_input_files("#handed", mailed(form))
    asker.click("text=开始收取")
    for _ in range(40):
        asker.wait_for_timeout(500)
        asker.reload()
        if asker.locator("td:text-is('已收')").count():
            break
    asker.click("summary:has-text('已读取 1 个文件')")
    expect(asker.locator("td:text-is('已收')")).to_be_visible()
    with asker.expect_download() as waiting:
        asker.click("text=导出汇总表")
    out = tmp_path / "all.xlsx"
    waiting.value.save_as(out)
    rows = list(load_workbook(out)["汇总表"].iter_rows(min_row=3, values_only=True))
    assert len(rows) == 3
    assert rows[-1][3:5] == (17, 4)
