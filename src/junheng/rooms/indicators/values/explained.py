"""A figure that explains itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from junheng.ground.standards.book import Source


@dataclass(frozen=True, slots=True)
class Address:
    """Which figure: a county, a stage ("" for an item of the county), an item, and of it a school's value or mean, sd, cv, cv_unweighted."""

    county: str
    stage: str
    item: str
    what: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure with its formula in words and in numbers, the rows behind it, and where formula and threshold come from.

    `rows`: what was counted, by column; of a spread each school with its value and its `share` of the variance.
    """

    address: Address
    titles: Mapping[str, str]
    unit: str
    value: float | None
    formula: str
    in_numbers: str
    rows: tuple[Mapping[str, Any], ...]
    limit: float | None
    formula_source: Source | None
    limit_source: Source | None
    day: date
