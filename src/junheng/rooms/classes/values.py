"""The words of this room: modes, stages, covariates, rules, and what a placement gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Mode(StrEnum):
    """How pupils come into classes."""

    BALANCED = "balanced"
    LOTTERY = "lottery"
    SNAKE = "snake"


class Kind(StrEnum):
    """What the cells of a covariate are."""

    NUMERIC = "numeric"
    CATEGORICAL = "categorical"


class Scores(StrEnum):
    """What a stage allows of marks: never without a document, when the county's rules name them, as a matter of course."""

    REFUSED = "refused"
    WHEN_NAMED = "when_named"
    ALLOWED = "allowed"


# What people write for a sex, and the level it means.
SEXES = {"male": "male", "female": "female", "男": "male", "女": "female", "1": "male", "2": "female",
         "男性": "male", "女性": "female", "M": "male", "F": "female", "m": "male", "f": "female"}


@dataclass(frozen=True, slots=True)
class Stage:
    """The rule file of an entry stage: its covariates in order (a column, or a beginning with * behind it), and scores."""

    name: str
    title: str
    covariates: tuple[Mapping[str, Any], ...]
    strata: tuple[str, ...]
    scores: Scores
    size_tolerance: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A covariate, or one level of it: mean of each class, and the widest gap between two in standard deviations."""

    covariate: str
    level: str | None
    kind: Kind
    class_means: tuple[str, ...]
    mean: str
    sd: str
    widest_gap: str
    tolerance: str | None = None
    within: bool | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """How alike the classes are: sizes, and a gap for each covariate and level."""

    sizes: tuple[int, ...]
    loads: tuple[str, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """The result of one run: class of each pupil in roster order, balance, transcript, and what was noticed."""

    pupils: tuple[str, ...]
    classes: tuple[int, ...]
    balance: Balance
    transcript: Mapping[str, Any]
    notes: tuple[Any, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Allotment:
    """Tutors given: for each pupil in roster order the tutor, and which wish it was (0: none)."""

    pupils: tuple[str, ...]
    tutors: tuple[str, ...]
    wishes: tuple[int, ...]
    transcript: Mapping[str, Any]
    notes: tuple[Any, ...] = ()
