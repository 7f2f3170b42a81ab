"""One test run, one home of its own; PostgreSQL runs take only the tests that touch a database."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow, not wrong.
settings.register_profile("junheng", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("junheng")
os.environ.setdefault("JUNHENG_HOME", tempfile.mkdtemp(prefix="junheng-test-"))
os.environ.pop("JUNHENG_COUNTY", None)
os.environ.pop("JUNHENG_TODAY", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junheng.shell.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup", "client", "admin_client"}


def pytest_configure(config: pytest.Config) -> None:
    """Catalogues are compiled once, before any worker process loads them; this process forgets older ones."""
    config.addinivalue_line("filterwarnings", "ignore:No directory at:UserWarning")  # static files are collected by `up` alone
    if not hasattr(config, "workerinput"):
        import gettext

        from django.utils.translation import trans_real

        from junheng.shell.messages import compile_all

        if compile_all():
            trans_real._translations.clear()
            gettext._translations.clear()


@pytest.fixture(autouse=True)
def _quick_passwords(settings, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.FILES_ROOT = tmp_path / "files"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches a database runs: everything else has run on SQLite already."""
    if not os.environ.get("JUNHENG_DB"):
        return
    touching = [item for item in items
                if item.get_closest_marker("django_db") or item.get_closest_marker("database") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=[item for item in items if item not in touching])
    items[:] = touching


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a skipped test is a failed one."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = 1
