"""In a real browser: differences with the national roll are read, said of, decided and taken back, at a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.house import PHONE, WIDE, fits

pytestmark = pytest.mark.browser


def test_a_difference_is_decided_and_the_decision_taken_back(house, places, sign_in):
    page = sign_in("jijiao", WIDE)
    page.on("dialog", lambda asked: asked.accept())
    for _ in range(120):  # the demonstration loads its export last of all
        page.goto(f"{house.address}/registry/national/")
        if page.get_by_text("距今").count():
            break
        page.wait_for_timeout(1000)
    expect(page.get_by_text("距今")).to_be_visible()
    page.get_by_role("link", name="出生日期").click()
    page.locator("tbody a").first.click()
    difference = page.url
    page.get_by_role("button", name="以国家系统为准").click()
    expect(page.locator("h1").get_by_text("以国家系统为准")).to_be_visible()
    page.get_by_role("button", name="撤销处理").click()
    page.get_by_label("理由").fill("出生证明已核")
    page.get_by_role("button", name="列入更正清单").click()
    expect(page.get_by_text("出生证明已核")).to_be_visible()
    page.goto(f"{house.address}/registry/national/")
    with page.expect_download() as found:
        page.get_by_role("link", name="更正清单").click()
    assert found.value.suggested_filename.endswith(".xlsx")

    page.goto(f"{house.address}/registry/national/differences/?kind=probably_one_person")
    page.locator("tbody a").first.click()
    probable = page.url
    page.get_by_role("button", name="是同一人", exact=True).click()
    expect(page.get_by_role("button", name="撤销处理")).to_be_visible()

    phone = sign_in("jijiao", PHONE)
    for address in (difference, probable, f"{house.address}/registry/national/", f"{house.address}/registry/national/differences/",
                    f"{house.address}/registry/national/files/1/"):
        phone.goto(address)
        assert fits(phone), address
