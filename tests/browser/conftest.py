"""One running house and one browser for each test process; on PostgreSQL the house has a database of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.house import House, chromium, lived, running_house

# A busy machine is slow, not wrong.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def database() -> Iterator[dict[str, str]]:
    """The environment that names the house's database: SQLite at home, or a new one on the server under test."""
    server = os.environ.get("JUNHENG_DB")
    if not server:
        yield {}
        return
    import psycopg

    parts = urlsplit(server)
    name = f"{parts.path.lstrip('/')}_house_{os.getpid()}"
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
    yield {"JUNHENG_DB": urlunsplit(parts._replace(path=f"/{name}"))}
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(f'drop database "{name}" with (force)')


@pytest.fixture(scope="session")
def house(database) -> Iterator[House]:
    with running_house(**database) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        started = chromium(play)
        yield started
        started.close()


@pytest.fixture(scope="session")
def places(house, browser) -> dict[str, str]:
    """Addresses of the example plan and a task of it, after its lived year has been loaded."""
    return lived(house, browser)


@pytest.fixture
def sign_in(house, browser):
    """A page by account and size; closed when the test ends."""
    opened = []

    def signed_in(account, size=(1440, 900), **more):
        page = house.sign_in(browser, account, size, **more)
        opened.append(page)
        return page

    yield signed_in
    for page in opened:
        page.context.close()
