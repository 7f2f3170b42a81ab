"""What a measurement says: of counties, their stages and schools. A value that cannot be computed is None, never 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Missing:
    """An item that cannot be computed, and the file or column that is missing for it.

    Without a county it is missing everywhere; else in this county's stage, at these schools (empty: the mean is zero).
    """

    id: str
    missing: str
    county: str = ""
    stage: str = ""
    schools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What a school lacks of one item: `value` and `needed` in the item's unit, `missing` in `unit` (teachers, m2, yuan)."""

    id: str
    value: float
    needed: float
    missing: float
    unit: str


@dataclass(frozen=True, slots=True)
class School:
    """One school in one stage. `reached` counts the items that reach their threshold."""

    school_code: str
    values: Mapping[str, float | None]
    reached: int
    met: bool | None
    shortfalls: tuple[Shortfall, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A school left out, and why: kind, ownership, small_point or no_pupils."""

    school_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean, standard deviation and coefficient of variation of one item between the schools of a stage."""

    id: str
    mean: float | None
    sd: float | None
    cv: float | None
    cv_unweighted: float | None
    limit: float | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Composite:
    """The plain mean of the coefficients of all items."""

    cv: float | None
    limit: float | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a county."""

    stage: str
    met: bool | None
    indicators: tuple[Spread, ...]
    composite: Composite
    schools: tuple[School, ...]
    excluded: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """An item of the county as a whole: numerator and denominator are sums, or rows that keep to their limit and all rows."""

    id: str
    value: float | None
    numerator: float
    denominator: float
    limit: float | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class County:
    """One county. `met` speaks of all that could be computed; what could not is named beside."""

    county: str
    met: bool | None
    stages: tuple[Stage, ...]
    items: tuple[Whole, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A standard measured: `weighted` says which coefficient was judged, `evidence` names the items that papers prove."""

    standard: str
    on: date
    engine: str
    weighted: bool
    counties: tuple[County, ...]
    cannot_compute: tuple[Missing, ...]
    evidence: tuple[str, ...]
