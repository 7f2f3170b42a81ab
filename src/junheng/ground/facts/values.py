"""What a published table is: its columns with type, unit, privacy class and meaning. Nonsense is refused at construction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

Row = Mapping[str, Any]
NAME = re.compile(r"[a-z][a-z0-9_]*")


class Type(StrEnum):
    """What a cell holds; any cell may be empty, but those of the key."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"


class Privacy(StrEnum):
    """For whose eyes a column is. There is no class for what is said of one person: such a column is not published at all.

    `public`: stands in what the bureau and the schools publish anyway. `internal`: numbers of institutions, for those who work
    here. `guarded`: how many of a group are something; a cell from which single people could be made out is left empty.
    """

    PUBLIC = "public"
    INTERNAL = "internal"
    GUARDED = "guarded"

    @property
    def label(self) -> str:
        """English message id."""
        return PRIVACY_LABELS[self.value]


PRIVACY_LABELS = {"public": "open to everybody", "internal": "for those who work here", "guarded": "small numbers left out"}


class Measure(StrEnum):
    """In what a column counts; texts are codes, names or words of a list."""

    CODE = "code"
    NAME = "name"
    WORD = "word"
    GRADE = "grade"
    NUMBER = "number"
    PUPILS = "pupils"
    CLASSES = "classes"
    STAFF = "staff"
    SQUARE_METRES = "m2"
    YUAN = "yuan"
    ROOMS = "rooms"
    COMPUTERS = "computers"
    BOOKS = "books"

    @property
    def label(self) -> str:
        """English message id."""
        return MEASURE_LABELS[self.value]


MEASURE_LABELS = {
    "code": "a code", "name": "a name", "word": "a word of a list", "grade": "a grade", "number": "an ordinal number", "pupils": "persons (pupils)",
    "classes": "classes (unit)", "staff": "persons (staff)", "m2": "square metres", "yuan": "yuan", "rooms": "rooms (unit)", "computers": "computers (unit)",
    "books": "volumes",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `meaning` is an English message id; a guarded column names in `of` the column of the same row that it is a part of."""

    name: str
    type: Type
    unit: Measure
    privacy: Privacy
    meaning: str
    of: str = ""

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"“{self.name}” is no name of a column")
        for said, kind in ((self.type, Type), (self.unit, Measure), (self.privacy, Privacy)):
            if not isinstance(said, kind):
                raise ValueError(f"{self.name}: {said!r} is no {kind.__name__}")
        if not self.meaning.strip():
            raise ValueError(f"{self.name}: nobody says what it means")
        if bool(self.of) != (self.privacy is Privacy.GUARDED):
            raise ValueError(f"{self.name}: a guarded column, and no other, is a part of another")
        if self.of and self.type is not Type.WHOLE:
            raise ValueError(f"{self.name}: only counts are guarded")


@dataclass(frozen=True, slots=True)
class Table:
    """A published table. `rows(day)` gives its rows as they stood on a day, in any order; `title` and `meaning` are message ids."""

    name: str
    title: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[date], Iterable[Row]] = field(compare=False)

    def __post_init__(self) -> None:
        names = self.names
        if not NAME.fullmatch(self.name) or not self.title.strip() or not self.meaning.strip():
            raise ValueError(f"“{self.name}”: a table has a name, a title and a meaning")
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: a column stands there twice")
        lost = ({*self.key} | {each.of for each in self.columns if each.of}) - set(names)
        if lost or not self.key:
            raise ValueError(f"{self.name}: no key, or columns that are not declared: {sorted(lost)}")
        if any(each.privacy is Privacy.GUARDED for each in self.columns if each.name in self.key):
            raise ValueError(f"{self.name}: a guarded column is no key")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in their order."""
        return tuple(each.name for each in self.columns)
