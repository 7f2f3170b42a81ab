"""The standards of the house and of the county, read from their folders."""

from __future__ import annotations

import os
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from junheng.ground.standards import Book
from junheng.ground.standards.book import LEVELS


def load_book(county: Path | None) -> Book:
    """This will load `standards/*.toml` of the hall and of every room (nation level) and `standards/<level>/…` of a county's folder.

    A file named otherwise than a standard (it has no [values]) is left to its own reader.
    """
    texts: dict[str, str] = {}
    for room in (files("junheng.registry"), *sorted(files("junheng.rooms").iterdir(), key=lambda each: each.name)):
        folder = room / "standards"
        if folder.is_dir():
            for name, text in tomls(folder):
                texts[f"nation/{room.name}/{name}"] = text
    for level in LEVELS if county else ():
        base = Path(str(county)) / "standards" / level
        for place in sorted(base.rglob("*.toml")) if base.is_dir() else ():
            subject = place.relative_to(base).with_suffix("").as_posix().replace(os.sep, "/")
            texts[f"{level}/{subject}"] = place.read_text(encoding="utf-8")
    return Book.from_texts(texts)


def tomls(folder: Traversable) -> list[tuple[str, str]]:
    """Names and texts of a folder's standards."""
    found = []
    for place in folder.iterdir():
        if place.name.endswith(".toml"):
            text = place.read_text(encoding="utf-8")
            if "[values." in text:
                found.append((place.name.removesuffix(".toml"), text))
    return sorted(found)
