"""In a real browser: a section chooses the columns of the overview and takes them out; a head opens on the own school's page."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.house import PHONE, WIDE, fits

pytestmark = pytest.mark.browser


def test_an_overview_in_ones_own_columns_goes_to_excel_in_the_same_order(house, places, sign_in, tmp_path: Path):
    page = sign_in("jijiao")
    page.goto(f"{house.address}/registry/overview/")
    page.get_by_role("button", name="恢复常用栏目").click()
    page.select_option("#column", label="住校生数")
    page.get_by_role("button", name="增加", exact=True).click()
    page.get_by_role("button", name="住校生数前移").click()
    page.get_by_role("button", name="去掉乡镇").click()
    heads = page.locator("thead th")
    expect(heads.nth(-2)).to_have_text("住校生数")
    with page.expect_download() as out:
        page.get_by_role("link", name="导出").click()
    book = tmp_path / "overview.xlsx"
    out.value.save_as(book)
    assert [cell.value for cell in load_workbook(book).active[2]][2:] == heads.all_inner_texts()[1:]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1440", "390"])
def test_a_head_of_school_opens_on_the_own_school_and_reaches_its_parts(house, places, sign_in, size):
    page = sign_in("xiaozhang", size)
    page.goto(house.address)
    expect(page.locator("h1")).to_contain_text("云溪县实验小学")
    expect(page.get_by_text("在籍学生")).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="值班表").click()
    page.fill("input[name^='person-']", "田小禾")
    page.get_by_role("button", name="保存本月").click()
    expect(page.get_by_text("排班与调班记录")).to_be_visible()


def test_every_school_of_the_map_is_reached_by_keyboard_from_the_list(house, places, sign_in):
    page = sign_in("jijiao")
    page.goto(f"{house.address}/registry/map/")
    first = page.locator("a[data-spot]").first
    first.focus()
    expect(page.locator(".leaflet-tooltip:not(.township-name)")).to_have_text(first.inner_text())
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    assert "/registry/schools/" in page.url
