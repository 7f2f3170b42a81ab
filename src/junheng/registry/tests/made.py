"""Invented counties for the tests, each made once."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from junheng.ground.standards.book import Book
from junheng.registry.engine.invented import County, Rules, county

ROOT = Path(__file__).resolve().parents[4]
EXAMPLE, STANDARDS = ROOT / "counties" / "example", ROOT / "src" / "junheng" / "registry" / "standards"
DAY = date(2026, 11, 26)


@cache
def told(name: str) -> dict:
    return tomllib.loads((EXAMPLE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def rules(day: date = DAY) -> Rules:
    names = ("entry-ages", "class-sizes", "retirement")
    book = Book.from_texts({f"nation/registry/{name}": (STANDARDS / f"{name}.toml").read_text(encoding="utf-8") for name in names})
    return Rules(*(book.at(day)[f"registry/{name}"] for name in names))


@cache
def made(seed: str = "云溪", scale: str = "1", day: date = DAY, years: int = 5, number: int = 0) -> County:
    return county(seed, scale, day, years, shape=told("invented"), names=told("names"), rules=rules(day), number=number)
