"""A running house for tests and pictures: its own home, its own port, the example county, a real Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
WIDE, PHONE = (1440, 900), (390, 844)
PATIENCE = 300


@dataclass(frozen=True, slots=True)
class House:
    """A house that answers at `address`; every demonstration account has the one `password`."""

    address: str
    password: str
    home: Path

    def sign_in(self, browser: Browser, account: str | None, size: tuple[int, int] = WIDE,
                language: str = "zh-hans", locale: str = "zh-CN") -> Page:
        """A page of a person's own, in a language chosen at the sign-in; without an account, a stranger's."""
        width, height = size
        context = browser.new_context(viewport={"width": width, "height": height}, locale=locale,
                                      has_touch=width < 800, accept_downloads=True)
        page = context.new_page()
        if account is not None or language != "zh-hans":
            page.goto(f"{self.address}/accounts/login/")
        if language != "zh-hans":
            with page.expect_navigation():
                page.click(f"button[name=language][value={language}]")
        if account is not None:
            page.fill("input[name=login]", account)
            page.fill("input[name=password]", self.password)
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: "/login" not in url)
        return page


@contextmanager
def running_house(**environment: str) -> Iterator[House]:
    """`junheng up --demo` on a home of its own, with a small part of the register, until the block ends; the lived year and
    the register are being loaded when it begins."""
    home = Path(tempfile.mkdtemp(prefix="junheng-house-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = (home / "said.txt").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "junheng", "up", "--demo", "--no-open", "--port", str(port)],
        env={**os.environ, "JUNHENG_HOME": str(home), "JUNHENG_DEMO_SCALE": "0.02", **environment}, stdout=said, stderr=said)
    try:
        address = f"http://localhost:{port}"
        wait_for(f"{address}/health/", process, home)
        yield House(address, (home / "demo-password").read_text(encoding="ascii"), home)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        said.close()
        shutil.rmtree(home, ignore_errors=True)


def wait_for(address: str, process: subprocess.Popen[bytes], home: Path) -> None:
    """Until the site answers. Raises RuntimeError with what the site said when it ends or stays silent."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError((home / "said.txt").read_text(errors="replace"))


def chromium(play: Playwright) -> Browser:
    """Debian's own Chromium. Raises RuntimeError naming the package where it is missing."""
    place = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if place is None:
        raise RuntimeError("Browser tests need Chromium: apt-get install chromium fonts-noto-cjk")
    return play.chromium.launch(executable_path=place, args=[*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])])


def fits(page: Page) -> bool:
    """Whether the page, once it is there, is no wider than its screen. A click returns before the next page has a body."""
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def lived(house: House, browser: Browser) -> dict[str, str]:
    """Addresses of the example plan and of one of its tasks, once the lived year is there."""
    page = house.sign_in(browser, "juzhang")
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        page.goto(f"{house.address}/plans/")
        plan = page.query_selector("th[scope=row] a:text-is('云溪县2026年教育工作要点')")
        link = str(plan.get_attribute("href")) if plan else ""
        if link and "desk" not in link and "reading" not in link:
            page.goto(house.address + link)
            page.wait_for_load_state("networkidle")
            task = page.query_selector("td.ti a:has-text('普惠性幼儿园在园幼儿占比')")
            if task is not None and page.query_selector(".mk:text-is('延期')") is not None:
                found = {"plan": link, "task": str(task.get_attribute("href"))}
                page.context.close()
                return found | hall(house, browser, until)
        time.sleep(0.3)
    raise RuntimeError("the example county was not loaded")


def hall(house: House, browser: Browser, until: float) -> dict[str, str]:
    """Addresses of a school, one of its classes, a pupil, a member of staff, a round and what the school is asked, once they are there."""
    page = house.sign_in(browser, "jijiao")
    while time.monotonic() < until:
        page.goto(f"{house.address}/registry/schools/?q=云溪县实验小学")
        school = page.query_selector("th[scope=row] a:text-is('云溪县实验小学')")
        if school is not None:
            page.goto(house.address + str(school.get_attribute("href")))
        group, member = (page.query_selector(f"a[href*='/registry/{kind}/']") for kind in ("classes", "staff"))
        if group is not None and member is not None:
            found = {"school": page.url.removeprefix(house.address), "class": str(group.get_attribute("href")),
                     "member": str(member.get_attribute("href"))}
            page.goto(house.address + found["class"])
            pupil = page.query_selector("a[href*='/registry/pupils/']")
            found["pupil"] = str(pupil.get_attribute("href")) if pupil is not None else ""
            page.goto(f"{house.address}/registry/rounds/")
            asked = page.query_selector("a:has-text('课后服务情况统计表')")
            if found["pupil"] and asked is not None:
                found["round"] = str(asked.get_attribute("href"))
                page.goto(house.address + found["round"])
                found["return"] = str(page.get_attribute("a:text-is('云溪县实验小学')", "href"))
                page.context.close()
                return found
        time.sleep(0.5)
    raise RuntimeError("the register was not loaded")
