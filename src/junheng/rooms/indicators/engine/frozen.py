"""A standard as it stood on a day, written down whole, and read back: what a published figure was measured by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any

from junheng.ground.standards.book import Source
from junheng.rooms.indicators.values.definitions import (
    Better,
    Indicator,
    Item,
    Part,
    Rule,
    Scope,
    Shape,
    Standard,
)


def written(standard: Standard) -> str:
    """The standard as JSON."""
    return canonical(plain(standard))


def canonical(held: Any) -> str:
    """JSON values as one text: the same values, the same bytes."""
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def version(text: str) -> str:
    """What a definition is known by: the first sixteen digits of its SHA-256."""
    return sha256(text.encode()).hexdigest()[:16]


def plain(value: Any) -> Any:
    """A value as JSON has it: fractions and days as texts."""
    if isinstance(value, Fraction | date):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


def read(text: str) -> Standard:
    """The standard that was written down."""
    said = json.loads(text)
    rule = said["rule"]
    return Standard(
        said["id"], said["titles"], tuple(said["stages"]), tuple(map(item, said["items"])),
        Scope(tuple(said["scope"]["kinds_out"]), tuple(said["scope"]["ownership_out"]), said["scope"]["small_point"]),
        Rule(rule["reach"], number(rule["floor"]), numbers(rule["spread"]), numbers(rule["composite"])), numbers(said["weights"]))


def item(said: Mapping[str, Any]) -> Item:
    """One item."""
    return Item(said["id"], said["titles"], indicator(said["indicator"]), numbers(said["limits"]), numbers(said["sizes"]), source(said["source"]))


def indicator(said: Mapping[str, Any] | None) -> Indicator | None:
    """One indicator."""
    if said is None:
        return None
    above = part(said["numerator"])
    assert above is not None
    return Indicator(said["id"], said["titles"], said["why"], Shape(said["shape"]), Better(said["better"]), said["per"], said["unit"], above,
                     part(said["denominator"]), said["lacking"], source(said["source"]))


def part(said: Mapping[str, Any] | None) -> Part | None:
    """A numerator or a denominator."""
    return None if said is None else Part(said["table"], said["column"], {column: tuple(allowed) for column, allowed in said["where"].items()})


def source(said: Mapping[str, Any] | None) -> Source | None:
    """A source."""
    if said is None:
        return None
    due = said["review_by"]
    return Source(said["document"], said["number"], said["clause"], said["mark"], said["entered_by"], said["checked_by"],
                  date.fromisoformat(due) if due else None)


def number(said: str | None) -> Fraction | None:
    """A fraction."""
    return None if said is None else Fraction(said)


def numbers(said: Mapping[str, str]) -> dict[str, Fraction]:
    """Fractions by key."""
    return {key: Fraction(value) for key, value in said.items()}
