"""Pages of the repository: every link resolves, every command exists, every picture is there and shown."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.house.trees import ROOT, here, written

PAGES = [*written("*.md")]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SHOTS = ROOT / "docs" / "shots"
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
# Words of a page that name a place in the repository.
NAMED = re.compile(r"`((?:docs|src|tests|tools|bench|counties|requirements)/[\w./-]+)`")


@pytest.mark.parametrize("page", PAGES, ids=here)
def test_every_link_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    heads = {re.sub(r"[^\w一-鿿 -]", "", line.lstrip("# ").lower()).replace(" ", "-")
             for line in text.splitlines() if line.startswith("#")}
    lost = []
    for link in LINK.findall(text):
        target, _, anchor = link.partition("#")
        if "://" in link or (target.startswith("docs/shots/") and not SHOTS.exists()):
            continue
        if (target and not (page.parent / target).exists()) or (not target and anchor not in heads):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=here)
def test_every_place_that_a_page_names_exists(page):
    assert [name for name in NAMED.findall(page.read_text(encoding="utf-8")) if not (ROOT / name).exists()] == []


def commands() -> list[str]:
    """Lines of the code blocks of all pages, without remarks and without names of files and values."""
    lines = {line.partition("  #")[0].strip().removeprefix("$ ") for page in PAGES
             for block in BLOCK.findall(page.read_text(encoding="utf-8")) for line in block.splitlines()}
    inline = {code for page in PAGES for code in re.findall(r"`((?:make|junheng) [^`]+)`", page.read_text(encoding="utf-8"))}
    return sorted(line for line in lines | inline if re.match(r"(make|junheng)\b", line))


@pytest.mark.parametrize("command", [line for line in commands() if line.startswith("make")])
def test_every_make_command_exists(command):
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    for word in command.split()[1:]:
        if "=" in word:
            assert f"$({word.partition('=')[0]})" in rules
        elif not word.startswith("-"):
            assert re.search(rf"^{re.escape(word)}:", rules, re.MULTILINE), word


@pytest.mark.parametrize("command", [line for line in commands() if line.startswith("junheng")])
def test_every_junheng_command_exists_with_its_options(command):
    words = command.split()[1:]
    verbs = [word for word in words[:2] if re.fullmatch(r"[a-z]+", word)]
    told = subprocess.run([sys.executable, "-m", "junheng", *verbs, "--help"], capture_output=True, text=True,
                          env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"})
    assert told.returncode == 0, told.stderr
    assert [word for word in words if word.startswith("--") and word not in told.stdout] == []


def test_every_picture_is_shown_and_every_picture_shown_is_there():
    shown = {(page.parent / link).resolve() for page in PAGES for link in LINK.findall(page.read_text(encoding="utf-8"))
             if link.endswith((".png", ".jpg", ".svg"))}
    there = {place.resolve() for place in written("*.png", "*.jpg", under=ROOT / "docs")}
    assert there - shown == set()
    assert not SHOTS.exists() or shown <= there
