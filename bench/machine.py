"""The machine and the versions behind a figure, for the head of every table."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def describe() -> str:
    """One line: day, cores, memory, load, versions."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", f"{processor()}, {os.cpu_count()} cores, {gigabytes:.0f} GiB",
        f"load {os.getloadavg()[0]:.1f}", f"{platform.system()} {platform.release()}", f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in ("django", "granian")),
    ]
    return ", ".join(parts)


def processor() -> str:
    """The processor's name, where the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
