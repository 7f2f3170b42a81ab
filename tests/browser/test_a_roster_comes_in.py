"""In a real browser: a broken roster is sent in, its marked copy comes back, is mended in Excel, taken, and undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.house import PHONE, WIDE, fits

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1440", "390"])
def test_a_broken_roster_comes_back_marked_is_mended_taken_and_undone(house, places, sign_in, tmp_path: Path, size):
    page = sign_in("ziliao", size)
    page.on("dialog", lambda asked: asked.accept())
    page.goto(f"{house.address}/registry/imports/")
    with page.expect_download() as out:
        page.click("text=导出现有人员 >> nth=0")
    own = tmp_path / "own.xlsx"
    out.value.save_as(own)
    book = load_workbook(own)
    column = {cell.value: cell.column for cell in book.active[1]}
    right = {key: book.active.cell(2, column[key]).value for key in ("身份证件号", "性别")}
    book.active.cell(2, column["身份证件号"]).value = 1.10101201801e17
    book.active.cell(3, column["监护人1电话"]).value = f"100{size[0]:08d}"
    broken = tmp_path / "broken.xlsx"
    book.save(broken)

    page.set_input_files("#file-pupils", broken)
    page.click("form:has(#file-pupils) button.go")
    expect(page.get_by_role("link", name="下载标注表")).to_be_visible()
    expect(page.get_by_role("cell", name="身份证件号")).to_be_visible()
    assert fits(page)
    with page.expect_download() as back:
        page.click("text=下载标注表")
    marked = tmp_path / "marked.xlsx"
    back.value.save_as(marked)
    book = load_workbook(marked)
    assert book.sheetnames == ["问题清单", "学生基本信息"]
    assert book["学生基本信息"].cell(2, column["身份证件号"]).comment is not None

    book["学生基本信息"].cell(2, column["身份证件号"]).value = right["身份证件号"]
    mended = tmp_path / "mended.xlsx"
    book.save(mended)
    page.goto(f"{house.address}/registry/imports/")
    page.set_input_files("#file-pupils", mended)
    page.click("form:has(#file-pupils) button.go")
    page.get_by_role("button", name="全部导入").click()
    page.get_by_role("button", name="撤销导入").click()
    expect(page.locator("h1")).to_contain_text("已撤销")
