"""A county's intranet reaches nothing outside: no page loads from elsewhere, no lock file names a registry."""

from __future__ import annotations

import json
import re

import pytest

from tests.house.trees import ROOT, SOURCE, here, written

ADDRESS = re.compile(r"(?:https?:)?//[A-Za-z0-9.-]+\.[a-z]{2,}[^\s\"')>]*")
# Names of vocabularies; nothing is fetched from them.
NAMES_ONLY = ("http://www.w3.org/", "http://schemas.openxmlformats.org/")
FRONT = [*written("*.html", "*.css", "*.js", "*.svg", "*.json", "*.webmanifest", under=SOURCE)]
TEXTS = [place for place in written("*.py", "*.md", "*.toml", "*.txt", "*.json", "*.html", "*.css", "*.js", "*.sh",
                                    "*.po", "*.in", "*.cfg", "Makefile", "run") if place.name != "LICENSE"]
MACHINE = re.compile(r"(?<![\w.])/(?:work|home/\w+|root|Users/\w+|mnt|opt/\w+)/[\w.]+|/tmp/(?!x\b)[a-z]+/")
REGISTRY = re.compile(r"(?i)registry\.npmjs|npmmirror|pypi\.org/simple|files\.pythonhosted|--index-url|--extra-index|"
                      r"artifactory|nexus\.|\"resolved\":|\bmirrors?\.[a-z]+\.(?:com|cn|edu)")


@pytest.mark.parametrize("place", FRONT, ids=here)
def test_no_page_style_or_script_names_another_host(place):
    found = [address for address in ADDRESS.findall(place.read_text(encoding="utf-8"))
             if not address.startswith(NAMES_ONLY)]
    assert found == []


def test_no_file_carries_a_path_of_somebodys_machine_or_a_registry():
    this = here(ROOT / "tests" / "house" / "test_no_outside_addresses.py")
    found = [f"{here(place)}: {match.group()}" for place in TEXTS if here(place) != this
             for pattern in (MACHINE, REGISTRY) for match in pattern.finditer(place.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize("name", ["base", "test", "build"])
def test_every_python_package_is_locked_by_version_and_hash(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    packages = [block for block in re.split(r"\n(?=\S)", text.strip()) if block and not block.startswith("#")]
    assert packages
    assert [block.splitlines()[0] for block in packages if not (
        re.match(r"[A-Za-z0-9_.-]+==\S+", block) and re.search(r"--hash=sha256:[0-9a-f]{64}", block))] == []


def test_every_front_end_package_is_locked_by_version_and_hash():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    outside = {name: held for name, held in packages.items() if name}
    assert outside
    assert [name for name, held in outside.items() if "resolved" in held] == []
    assert [name for name, held in outside.items()
            if not (held.get("version") and held.get("integrity", "").startswith("sha512-"))] == []
