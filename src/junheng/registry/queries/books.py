"""Rules of law as the register needs them, with the county's own."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from junheng.ground.standards import Book
from junheng.ground.standards.book import Entry
from junheng.ground.units.books import load_book
from junheng.registry.engine.procedures import Procedure, procedure_of
from junheng.registry.values.events import EventKind


@lru_cache(maxsize=1)
def book() -> Book:
    """The standards of the house and of the county, read once."""
    return load_book(Path(settings.COUNTY) if settings.COUNTY else None)


def retirement(on: date) -> Entry:
    """The rule of retirement in force on a day."""
    return book().at(on)["registry/retirement"]


def procedure(kind: EventKind, on: date) -> Procedure:
    """How an event of a kind is decided on a day: by whom in turn, in how many working days."""
    return procedure_of(kind, book().at(on)["registry/pupil-events"])
