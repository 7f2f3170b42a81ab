"""What an indicator and a standard set are, as their files say it. Nonsense is refused at construction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from junheng.ground.standards.book import Source


class Shape(StrEnum):
    """What is computed. A file chooses a shape; it holds no expression.

    `ratio`: numerator ÷ denominator × per, of every school in every stage; its spread between schools follows.
    `share`: sum of the numerators ÷ sum of the denominators × per, of a county.
    `within`: the share of rows (classes, schools) that keep to a limit, × per, of a county.
    """

    RATIO = "ratio"
    SHARE = "share"
    WITHIN = "within"


class Better(StrEnum):
    """In which direction a value is good."""

    MORE = "more"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class Part:
    """A column of a published table; `where` keeps the rows whose columns hold one of the values named."""

    table: str
    column: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: `titles` and `why` by language; `unit` of its value, `lacking` the unit of what a school lacks."""

    id: str
    titles: Mapping[str, str]
    why: Mapping[str, str]
    shape: Shape
    better: Better
    per: int
    unit: str
    numerator: Part
    denominator: Part | None = None
    lacking: str = ""
    source: Source | None = None

    @property
    def goal(self) -> Better:
        """The good direction of the value; of a `within`, `better` speaks of its rows, and the more of them keep to it the better."""
        return Better.MORE if self.shape is Shape.WITHIN else self.better


@dataclass(frozen=True, slots=True)
class Item:
    """An indicator's place in a standard set: its number there, and the thresholds by stage (or by kind, for `within`).

    `limits` are the thresholds of an indicator's own value; `sizes` those that each row of a `within` keeps to, by stage, kind
    or grade; `source` where the thresholds come from. An item without an indicator is proved by papers.
    """

    id: str
    titles: Mapping[str, str]
    indicator: Indicator | None = None
    limits: Mapping[str, Fraction] = field(default_factory=dict)
    sizes: Mapping[str, Fraction] = field(default_factory=dict)
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which schools enter: kinds and ownerships left out, and teaching points with fewer than `small_point` pupils."""

    kinds_out: tuple[str, ...] = ()
    ownership_out: tuple[str, ...] = ()
    small_point: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """When schools and stages meet the standard; what a standard does not ask is None or empty.

    A school meets it when at least `reach` of its indicators reach their threshold and every other reaches `floor` of it. A
    stage meets it when all its schools do and the coefficients of variation keep to `spread` (each) or `composite` (their mean).
    """

    reach: int | None = None
    floor: Fraction | None = None
    spread: Mapping[str, Fraction] = field(default_factory=dict)
    composite: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard set as it stands on a day. `weights` split the resources of combined schools by stage."""

    id: str
    titles: Mapping[str, str]
    stages: tuple[str, ...]
    items: tuple[Item, ...]
    scope: Scope
    rule: Rule
    weights: Mapping[str, Fraction]

    @property
    def of_schools(self) -> tuple[Item, ...]:
        """Items computed for every school."""
        return tuple(each for each in self.items if each.indicator is not None and each.indicator.shape is Shape.RATIO)

    @property
    def of_counties(self) -> tuple[Item, ...]:
        """Items computed for the county as a whole."""
        return tuple(each for each in self.items if each.indicator is not None and each.indicator.shape is not Shape.RATIO)

    @property
    def of_papers(self) -> tuple[Item, ...]:
        """Items that no fact answers."""
        return tuple(each for each in self.items if each.indicator is None)
