"""The page that checks a draw, put together: styles, words and scripts in one file that loads nothing."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

# Scripts in the order in which they load; those of the rooms that draw come in between, whichever are there.
FIRST, LAST = ("sha256.js", "core.js"), ("words.js", "page.js")


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The page as bytes, and the content policy under which it runs: nothing but its own scripts and styles."""

    content: bytes
    policy: str


@lru_cache(maxsize=1)
def check_page() -> CheckPage:
    """This will put the page together from its parts."""
    parts = files("junheng.ground.draws") / "static" / "draws"
    style = "\n" + read(files("junheng.shell") / "static" / "junheng" / "tokens.css") + read(parts / "page.css")
    rooms = sorted(place.name for place in parts.iterdir() if place.name.endswith(".js") and place.name not in {*FIRST, *LAST})
    scripts = [("data-engine", f"\n{read(parts / name)}") for name in (*FIRST, *rooms)]
    scripts += [("", f"\n{read(parts / name)}") for name in LAST]
    policy = (
        f"default-src 'none'; script-src {' '.join(mark(text) for _, text in scripts)}; style-src {mark(style)}; "
        "worker-src blob:; base-uri 'none'; form-action 'none'"
    )
    slots = {
        "<!--policy-->": policy, "<!--title-->": "复核派位、编班结果 · 均衡", "<!--style-->": style,
        "<!--scripts-->": "\n".join(f"<script {kind}>{text}</script>" if kind else f"<script>{text}</script>" for kind, text in scripts),
    }
    page = read(parts / "check.html")
    for slot, text in slots.items():
        page = page.replace(slot, text, 1)
    return CheckPage(page.encode(), policy)


def read(place: Traversable) -> str:
    """A part as text."""
    return place.read_text(encoding="utf-8")


def mark(text: str) -> str:
    """An inline script or style as a content policy names it."""
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
