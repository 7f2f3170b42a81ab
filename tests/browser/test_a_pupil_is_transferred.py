"""In a real browser: a transfer from the search by number through its four decisions, by four people, at a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.house import PHONE, WIDE, fits

pytestmark = pytest.mark.browser


def number_of_a_pupil(house, sign_in) -> tuple[str, str]:
    """A pupil of 柳林中心小学: the first of a class of grade 1, with the number uncovered by a reason."""
    page = sign_in("liuxiao")
    page.goto(f"{house.address}/registry/schools/?q=云溪县柳林镇中心小学")
    page.click("th[scope=row] a:text-is('云溪县柳林镇中心小学')")
    page.click("th[scope=row] a:has-text('二年级1班')")
    page.click("tbody tr:nth-child(2) th a")
    name = page.inner_text("h1").split()[0]
    page.fill("[name=reason]", "核对转学材料")
    page.click("form:has([name=reason]) button")
    number = page.inner_text("dd.secret >> nth=0")
    return name, number


def test_a_transfer_passes_four_people_and_the_roll_moves(house, places, sign_in):
    name, number = number_of_a_pupil(house, sign_in)
    page = sign_in("ziliao", WIDE)
    page.goto(f"{house.address}/registry/events/")
    page.click("text=接收转入学生")
    page.fill("[name=number]", number)
    page.click("button.go:has-text('查')")
    expect(page.locator("main")).to_contain_text("柳林中心小学")
    page.select_option("[name=to_class]", index=1)
    page.fill("[name=reason]", "随父母迁居城关镇")
    page.click("button.go:has-text('发起')")
    expect(page.locator("h1")).to_contain_text("办理中")
    address = page.url
    for who, size in (("xiaozhang", PHONE), ("jijiao", WIDE), ("liuxiao", PHONE), ("jijiao", WIDE)):
        page = sign_in(who, size)
        page.goto(f"{house.address}/registry/events/")
        page.click(f"th a:text-is('{name}') >> nth=0")
        if page.url != address:
            page.goto(address)
        assert fits(page)
        page.fill("#words", "材料齐全")
        page.click("button.go:has-text('同意')")
        expect(page.locator(".path .past").last).to_contain_text("材料齐全")
    expect(page.locator("h1")).to_contain_text("已办结")
    page = sign_in("xiaozhang", WIDE)
    page.goto(f"{house.address}/registry/search/?q={number}")
    expect(page.locator("tbody")).to_contain_text("实验小学")
