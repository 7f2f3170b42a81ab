"""What a table that people send in is made of: its columns, the words for them, and what may stand in their cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

Value = str | int | bool | date | Decimal | None


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole"
    AMOUNT = "amount"
    HUNDREDTHS = "hundredths"
    DAY = "day"
    CHOICE = "choice"
    YES = "yes"
    IDENTITY = "identity"
    ROLL = "roll"
    PHONE = "phone"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Field:
    """A column. `title` is its heading in templates and exports, `aliases` are other headings that mean it.

    `required`: a cell may not be empty. `choices`: code by word, for CHOICE. `least`, `most`: of WHOLE, AMOUNT
    and HUNDREDTHS (a number with two decimals at most, held in whole hundredths); of TEXT and CODE `most` is the number of
    characters. `hint` and `example` stand in the template.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    aliases: tuple[str, ...] = ()
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    least: int = 0
    most: int = 100
    example: str = ""
    hint: str = ""
    width: float = 12


@dataclass(frozen=True, slots=True)
class Form:
    """A table that people send in: `unique` names the columns that no two rows may share, where they are filled; `shows` the two
    by which a report names a row."""

    name: str
    title: str
    fields: tuple[Field, ...]
    unique: tuple[str, ...] = ()
    shows: tuple[str, str] = ("name", "name")

    def field(self, key: str) -> Field:
        """The column of a key. Raises KeyError."""
        for each in self.fields:
            if each.key == key:
                return each
        raise KeyError(key)
