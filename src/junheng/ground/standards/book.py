"""The Book: every number of law, policy and house rule, by id, as it stands on a day, with the chain behind it.

A file holds one subject:

    title = "…"
    [source]                      # of every value that names none of its own
    document = "…"  number = "…"  clause = "…"  mark = "S"   # S seen, S2 secondary, M memory, I interpretation, H house
    entered_by = "…"  checked_by = "…"  review_by = 2027-01-01
    [values.margin]
    unit = "share"
    [[values.margin.dated]]
    since = 2026-01-01
    value = "0.05"                # decimals are strings
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from junheng.ground.kernel.findings import Finding, Place, Refused

LEVELS = ("nation", "province", "city", "county")
UNCONFIRMED = frozenset({"M", "I"})


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from and who answers for it."""

    document: str
    number: str
    clause: str
    mark: str
    entered_by: str
    checked_by: str
    review_by: date | None

    @property
    def unconfirmed(self) -> bool:
        """Whether nobody has seen the document itself yet."""
        return self.mark in UNCONFIRMED


@dataclass(frozen=True, slots=True)
class Dated:
    """A value in force from `since` until the day before `until`, at one level, for one stage or for all ("")."""

    value: Decimal | str
    unit: str
    since: date
    until: date | None
    stage: str
    level: str
    source: Source


@dataclass(frozen=True, slots=True)
class Entry:
    """One subject on one day: its values by name, the lower level before the higher."""

    id: str
    title: str
    chains: Mapping[str, tuple[Dated, ...]]

    def dated(self, name: str, *, stage: str = "") -> Dated:
        """The value in force. Raises KeyError when there is none."""
        for dated in self.chains.get(name, ()):
            if dated.stage in {"", stage}:
                return dated
        raise KeyError(f"{self.id}: no value “{name}”{f' for {stage}' if stage else ''} on this day")

    def value(self, name: str, *, stage: str = "") -> Decimal:
        """The number in force. Raises KeyError when there is none, TypeError for a text."""
        found = self.dated(name, stage=stage).value
        if not isinstance(found, Decimal):
            raise TypeError(f"{self.id}: “{name}” is a text, not a number")
        return found

    def chain(self, name: str, *, stage: str = "") -> tuple[Dated, ...]:
        """All values in force, the county's first, the nation's last: what overrides what."""
        return tuple(dated for dated in self.chains.get(name, ()) if dated.stage in {"", stage})


@dataclass(frozen=True, slots=True)
class Book:
    """All subjects of all levels."""

    titles: Mapping[str, str]
    values: Mapping[str, Mapping[str, tuple[Dated, ...]]]

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> Book:
        """This will read TOML texts by "level/subject" ("nation/plans/light"). Raises Refused with the place."""
        titles: dict[str, str] = {}
        values: dict[str, dict[str, list[Dated]]] = {}
        for name, text in texts.items():
            level, _, subject = name.partition("/")
            if level not in LEVELS or not subject:
                raise wrong(name, "The name must begin with a level: %(levels)s.", levels=", ".join(LEVELS))
            said = parsed(name, text)
            titles.setdefault(subject, str(said.get("title", subject)))
            for key, body in said.get("values", {}).items():
                values.setdefault(subject, {}).setdefault(key, []).extend(
                    dated_of(name, key, each, body, said.get("source", {}), level) for each in body.get("dated", [])
                )
        ordered = {
            subject: {key: tuple(sorted(found, key=rank)) for key, found in keys.items()}
            for subject, keys in values.items()
        }
        return cls(titles, ordered)

    def at(self, day: date) -> Mapping[str, Entry]:
        """The Book as it stands on a day."""
        return {
            subject: Entry(subject, self.titles[subject], {
                key: tuple(each for each in found if each.since <= day and (each.until is None or day < each.until))
                for key, found in keys.items()
            })
            for subject, keys in self.values.items()
        }


def rank(dated: Dated) -> tuple[int, int, int]:
    """County before nation, a stage's own value before one for all, later before earlier."""
    return (-LEVELS.index(dated.level), 0 if dated.stage else 1, -dated.since.toordinal())


def parsed(name: str, text: str) -> Mapping[str, Any]:
    """A TOML text as a mapping."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise wrong(name, "The file is not valid TOML: %(fault)s.", fault=str(fault)) from None


def dated_of(name: str, key: str, each: Mapping[str, Any], body: Mapping[str, Any], source: Mapping[str, Any],
             level: str) -> Dated:
    """One dated value. Raises Refused for a missing date or source and for a number that is not a string."""
    said = {**source, **each.get("source", {})}
    if not isinstance(each.get("since"), date):
        raise wrong(name, "“%(key)s” has a value without the day it holds from.", key=key)
    if not str(said.get("document", "")).strip():
        raise wrong(name, "“%(key)s” has a value without a source.", key=key)
    raw = each.get("value")
    if isinstance(raw, bool) or not isinstance(raw, str):
        raise wrong(name, "“%(key)s”: numbers are written as strings, so that no digit is lost.", key=key)
    value: Decimal | str = raw
    if body.get("unit") != "text":
        try:
            value = Decimal(raw)
        except InvalidOperation:
            raise wrong(name, "“%(key)s”: “%(value)s” is not a number.", key=key, value=raw) from None
    return Dated(
        value, str(body.get("unit", "")), each["since"], each.get("until"), str(each.get("stage", "")), level,
        Source(str(said["document"]), str(said.get("number", "")), str(said.get("clause", "")),
               str(said.get("mark", "")), str(said.get("entered_by", "")), str(said.get("checked_by", "")),
               said.get("review_by")),
    )


def wrong(name: str, message: str, **values: str) -> Refused:
    """A refusal that names the file."""
    return Refused(Finding(code="standard", message=message, remedy="Correct the file and load it again.",
                           place=Place(file=name), values=values))


def lint(book: Book, today: date) -> tuple[Finding, ...]:
    """What is to be looked at: unknown marks, values unconfirmed, reviews overdue."""
    found = []
    for subject, keys in book.values.items():
        for key, chain in keys.items():
            for dated in chain:
                place = Place(file=f"{dated.level}/{subject}", column=key)
                if dated.source.mark not in {"S", "S2", "M", "I", "H"}:
                    found.append(Finding("mark", "The source is not marked: S, S2, M, I or H.", "Mark it.", place))
                if dated.source.unconfirmed:
                    found.append(Finding("unconfirmed", "Nobody has confirmed this value in its document.",
                                         "Look the document up and set the mark to S.", place, level="warning"))
                if dated.source.review_by and dated.source.review_by < today:
                    found.append(Finding("review", "The review of this value is overdue.",
                                         "Check the document for amendments and set a new date.", place,
                                         level="warning"))
    return tuple(found)
