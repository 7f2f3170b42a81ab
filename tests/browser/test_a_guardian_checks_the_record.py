"""In a real browser: slips printed at the school, answered on a guardian's phone without an account, passed on, decided."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.house import PHONE, WIDE, fits

pytestmark = pytest.mark.browser


def slips_of_a_class(house, places, sign_in) -> tuple[str, str, str, str]:
    """Address of a class whose slips are printed, name of its first pupil, the code on the slip, the last four of the number."""
    page = sign_in("xiaozhang", WIDE)
    page.goto(house.address + places["class"])
    page.click("tbody tr:nth-child(3) th a")
    name = page.inner_text("h1").split()[0]
    page.fill("[name=reason]", "核对家长核对单")
    page.click("form:has([name=reason]) button")
    four = page.inner_text("dd.secret >> nth=0")[-4:]
    page.goto(house.address + places["class"] + "slips/")
    assert fits(page)
    page.click("button:text-is('制单并打印')")
    slip = page.locator(".cutslips li", has_text=name).first
    code = slip.locator(".code").inner_text()
    assert fits(page)
    sheet = page.pdf(format="A4")
    assert sheet.startswith(b"%PDF")
    return places["class"], name, code, four


def test_a_guardian_proposes_on_a_phone_and_two_offices_look(house, places, sign_in):
    group, name, code, four = slips_of_a_class(house, places, sign_in)
    phone = sign_in(None, PHONE)
    phone.goto(f"{house.address}/registry/slip/")
    assert fits(phone)
    phone.fill("[name=code]", code)
    phone.fill("[name=tail]", "0000" if four != "0000" else "1111")
    phone.click("button:text-is('打开核对单')")
    expect(phone.locator("[role=alert]")).to_contain_text("核对单无法打开")
    phone.fill("[name=code]", code)
    phone.fill("[name=tail]", four)
    phone.click("button:text-is('打开核对单')")
    expect(phone.locator("h1")).to_have_text(name)
    assert fits(phone)
    phone.fill("#address", "云溪县城关镇南街8号")
    phone.click("button:text-is('提交更正')")
    expect(phone.locator("[role=status]")).to_contain_text("已收到，谢谢")
    phone.reload()
    expect(phone.locator("main")).not_to_contain_text(name)

    page = sign_in("xiaozhang", PHONE)
    page.goto(house.address + group)
    expect(page.locator("tr", has_text=name).first).to_contain_text("提出更正")
    page.goto(f"{house.address}/registry/corrections/")
    page.click(f"th a:text-is('{name}') >> nth=0")
    assert fits(page)
    page.fill("#words", "已查验户口簿")
    page.click("button:text-is('报送审核')")
    expect(page.locator("h1")).to_contain_text("待审核")
    address = page.url
    page = sign_in("jijiao", WIDE)
    page.goto(address)
    expect(page.locator("main")).to_contain_text("家长（核对单）")
    page.click("button:text-is('采纳')")
    expect(page.locator("h1")).to_contain_text("已采纳")
