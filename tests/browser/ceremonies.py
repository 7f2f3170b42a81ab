"""Two ceremonies with invented lists, prepared by the pages; for tests and pictures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.draws.made import csv_bytes

KINDERGARTENS = ("机关幼儿园", "城东幼儿园", "河口镇中心幼儿园")
PUPILS = [[f"G9900002020{number:04d}", "男" if number % 2 else "女", f"2020-{number % 12 + 1:02d}", KINDERGARTENS[number % 3],
           "双1" if number in {3, 4} else ""] for number in range(1, 61)]
SCHOOLS = [["9900000001", "云溪县实验小学", "12"], ["9900000002", "云溪县城东小学", "10"], ["9900000003", "云溪县河口镇中心小学", "8"],
           ["9900000004", "云溪县南湖新区九年一贯制学校小学部", "6"]]
APPLICANTS = [[f"2026{number:04d}", ";".join(SCHOOLS[(number + step) % 4][0] for step in range(2))] for number in range(1, 41)]
PRIORITIES = [[own, school[0], str(1 + (number + place) % 2)] for number, (own, _) in enumerate(APPLICANTS)
              for place, school in enumerate(SCHOOLS)]
PLACEMENT: dict[str, Any] = {"kind": "placement", "title": "云溪县实验小学2026年秋季一年级新生均衡编班", "fill": {"classes": "3"}, "choose": {"stage": "grade_1"},
             "files": {"一年级新生.csv": [["学籍号", "性别", "出生日期", "幼儿园", "同班"], *PUPILS]}, "own": PUPILS[2][0]}
MATCH: dict[str, Any] = {"kind": "match", "title": "云溪县2026年秋季城区小学一年级招生派位", "fill": {},
         "choose": {"mechanism": "tier_first", "remainder": "pick_in_ticket_order"},
         "files": {"报名.csv": [["报名号", "志愿"], *APPLICANTS], "顺位.csv": [["报名号", "学校代码", "顺位"], *PRIORITIES],
                   "学校.csv": [["学校代码", "学校名称", "学位数"], *SCHOOLS]}, "own": APPLICANTS[2][0]}


def announced(page: Page, house: House, folder: Path, what: dict[str, Any]) -> str:
    """The draw prepared on its form, all lists brought in at once, the notice published; the address of its page."""
    page.goto(f"{house.address}/draws/")
    page.click("details.menu summary")
    page.click(f"details.menu a[href$='kind={what['kind']}']")
    for name, text in {"title": what["title"], "held_at": "2026-11-25T09:30", "place": "县教育局一楼会议室", "phone": "0000-8866012",
                       "witnesses": "公证员 秦朗\n家长代表 王桂兰", **what["fill"]}.items():
        page.fill(f"[name={name}]", text)
    for name, code in what["choose"].items():
        page.select_option(f"#{name}", code)
    page.click("form.dform button.go")
    page.wait_for_url(re.compile(r"/draws/\d+/$"))
    for name, rows in what["files"].items():
        (folder / name).write_bytes(csv_bytes(rows))
    page.set_input_files("#file", [str(folder / name) for name in what["files"]])
    page.click("form[action$='/list/'] button")
    expect(page.locator(".files > li")).to_have_count(len(what["files"]))
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("form[action$='/publish/'] button")
    expect(page.locator("main")).to_contain_text("已发布公告")
    return page.url


def receipt(page: Page, desk: str, own: str) -> str:
    """The code on the slip of one family."""
    page.goto(f"{desk}slips/")
    return page.locator(".slips li", has_text=own).locator(".code .mono").inner_text().replace(" ", "")
