"""In a real browser: a finding is mended at once, two records of one child are merged and parted again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.house import PHONE, WIDE, fits

pytestmark = pytest.mark.browser


def test_a_finding_is_mended_and_two_records_are_merged_and_parted(house, places, sign_in):
    page = sign_in("jijiao", WIDE)
    page.on("dialog", lambda asked: asked.accept())
    page.goto(f"{house.address}/registry/checks/")
    page.get_by_role("link", name="性别与身份证件号不符").first.click()
    page.locator("tbody a").first.click()
    finding = page.url
    page.get_by_role("button", name="按身份证件号更正性别").click()
    expect(page.get_by_text("已消除")).to_be_visible()

    page.goto(f"{house.address}/registry/duplicates/")
    page.get_by_role("link", name="明哲").click()
    expect(page.get_by_text("姓名 异体或形近字")).to_be_visible()
    page.get_by_role("button", name="合并", exact=True).click()
    expect(page.get_by_text("同一人，已合并")).to_be_visible()
    page.goto(f"{house.address}/registry/search/?q=AGAIN-P")
    expect(page.get_by_role("link", name="明哲")).to_be_visible()
    page.goto(f"{house.address}/registry/duplicates/?state=same")
    page.locator("tbody a").first.click()
    pair = page.url
    page.get_by_role("button", name="撤销合并").click()
    expect(page.get_by_role("button", name="合并", exact=True)).to_be_visible()

    phone = sign_in("jijiao", PHONE)
    for address in (finding, pair, f"{house.address}/registry/checks/", f"{house.address}/registry/checks/findings/", f"{house.address}/registry/duplicates/"):
        phone.goto(address)
        assert fits(phone), address
