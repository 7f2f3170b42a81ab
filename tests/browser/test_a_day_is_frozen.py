"""In a real browser: the facts of a day are frozen, explained column by column, fetched, and checked outside the house."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from junheng.ground.snapshots.folder import faults
from tests.browser.house import PHONE, WIDE, fits

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "day"), [(WIDE, "2026-10-08"), (PHONE, "2025-10-09")], ids=["1440", "390"])
def test_a_day_is_frozen_and_its_tables_are_what_the_manifest_says(house, places, sign_in, tmp_path: Path, size, day):
    page = sign_in("bangong", size)
    page.goto(f"{house.address}/registry/")
    page.get_by_role("link", name="数据快照").click()
    page.fill("#on", day)
    page.get_by_role("button", name="锁定").click()
    year, month, number = map(int, day.split("-"))
    page.get_by_role("link", name=f"{year}年{month}月{number}日").click()
    expect(page.get_by_text("教学及辅助用房面积，不含室内体育用房")).to_be_visible()
    assert fits(page)
    for name in ("清单", "schools.parquet", "stages.parquet", "classes.parquet", "enrolment.parquet", "staff.parquet"):
        with page.expect_download() as out:
            page.get_by_role("link", name=name, exact=True).click()
        file = out.value.suggested_filename.removeprefix(f"{day}-")
        out.value.save_as(tmp_path / file)
    assert faults(tmp_path) == []
