"""Definitions from their files: those of this room, and a county's own beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.standards import Book, lint
from junheng.ground.units.books import load_book
from junheng.rooms.indicators.engine import defining
from junheng.rooms.indicators.engine.cases import faults_of_indicator, faults_of_standard
from junheng.rooms.indicators.values.definitions import Indicator, Standard

SUBJECT = "indicators"
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All definitions: what their files say by id, and the Book with their numbers."""

    indicators: Mapping[str, Said]
    standards: Mapping[str, Said]
    book: Book

    def names(self) -> list[str]:
        """Ids of the standard sets."""
        return sorted(self.standards)

    def defined(self) -> dict[str, Indicator]:
        """The indicators. Raises Refused."""
        return {name: defining.indicator(name, said) for name, said in self.indicators.items()}

    def standard(self, name: str, on: date) -> Standard:
        """A standard set on a day. Raises Refused where there is none of that name, or none in force."""
        if name not in self.standards:
            raise Refused(Finding(code="indicators/no-standard", message="There is no standard “%(name)s”.",
                                  remedy="Name one of these: %(names)s.", values={"name": name, "names": ", ".join(self.names())}))
        return defining.standard(name, self.standards[name], self.defined(), self.book, f"{SUBJECT}/{name}", on)


def shelf(county: Path | None) -> Shelf:
    """The definitions of this room and of a county's folder (`standards/county/indicators/`). Raises Refused."""
    indicators: dict[str, Said] = {}
    standards: dict[str, Said] = {}
    for name, text, place in texts(county):
        said = parsed(place, text)
        (standards if "items" in said else indicators)[name] = said
    return Shelf(indicators, standards, load_book(county))


def texts(county: Path | None) -> Iterator[tuple[str, str, str]]:
    """Name, text and place of every definition; a county's files come last, so that they win."""
    base = files("junheng.rooms.indicators") / "standards"
    for folder in (base / "indicators", base):
        for place in folder.iterdir():
            if place.name.endswith(".toml"):
                yield place.name.removesuffix(".toml"), place.read_text(encoding="utf-8"), place.name
    own = county / "standards" / "county" / SUBJECT if county else None
    for held in sorted(own.glob("*.toml")) if own is not None and own.is_dir() else ():
        text = held.read_text(encoding="utf-8")
        if "[[items]]" in text or "numerator" in text:  # else an overlay of numbers alone, which the Book reads
            yield held.stem, text, held.name


def parsed(place: str, text: str) -> Said:
    """A TOML text."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Refused(Finding(code="indicator", message="The file is not valid TOML: %(fault)s.", remedy="Correct the file and load it again.",
                              place=Place(file=place), values={"fault": str(fault)})) from None


def linted(held: Shelf, today: date) -> list[Finding]:
    """Everything that is to be looked at: refusals, worked cases that come out otherwise, overdue reviews, unconfirmed numbers."""
    found: list[Finding] = []
    indicators: dict[str, Indicator] = {}
    for name, said in sorted(held.indicators.items()):
        try:
            indicators[name] = defining.indicator(name, said)
        except Refused as fault:
            found += fault.findings
            continue
        found += [*faults_of_indicator(name, indicators[name], said.get("cases", ())), *reviewed(name, said, today)]
    for name, said in sorted(held.standards.items()):
        try:
            standard = defining.standard(name, said, indicators, held.book, f"{SUBJECT}/{name}", today)
        except Refused as fault:
            found += fault.findings
            continue
        found += faults_of_standard(name, standard, said.get("cases", ()))
    return [*found, *(each for each in lint(held.book, today) if (each.place.file or "").split("/")[1:2] == [SUBJECT])]


def reviewed(name: str, said: Said, today: date) -> Iterator[Finding]:
    """Warnings about the source of a formula."""
    source = said.get("source", {})
    if source.get("mark") in {"M", "I"}:
        yield Finding("unconfirmed", "Nobody has confirmed this value in its document.", "Look the document up and set the mark to S.",
                      Place(file=name, column="source"), level="warning")
    if isinstance(due := source.get("review_by"), date) and due < today:
        yield Finding("review", "The review of this value is overdue.", "Check the document for amendments and set a new date.",
                      Place(file=name, column="source"), level="warning")
