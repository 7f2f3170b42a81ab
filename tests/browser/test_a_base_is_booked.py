"""In a real browser: a school books a day of a practice base, a second grade finds fewer places, the first is cancelled."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.browser.house import PATIENCE, PHONE, WIDE, fits

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "day"), [(WIDE, "2026-12-08"), (PHONE, "2026-12-09")], ids=["1440", "390"])
def test_a_school_books_a_day_and_cancels_it(house, places, sign_in, size, day):
    page = sign_in("ziliao", size)
    page.on("dialog", lambda asked: asked.accept())
    until = time.monotonic() + PATIENCE
    link = page.get_by_role("link", name="云溪县科技馆")
    while time.monotonic() < until:
        page.goto(f"{house.address}/registry/bases/")
        if link.count():
            break
        time.sleep(0.5)
    link.click()
    page.select_option("#id_grade", index=1)
    page.fill("#id_on", day)
    page.fill("#id_pupils", "3")
    page.click("form:has(#id_grade) button.go")
    row = page.get_by_role("row").filter(has_text=day)
    expect(row).to_contain_text("已预约")
    expect(page.locator(".cal td").filter(has_text="197")).to_have_count(1)
    assert fits(page)
    row.get_by_role("button", name="退订").click()
    expect(page.get_by_role("row").filter(has_text=day)).to_contain_text("已退订")
    expect(page.locator(".cal td").filter(has_text="197")).to_have_count(0)
