"""Schools taken apart into their stages: what each piece counts, and which schools are left out.

Combined schools are split by weighted pupils (standards: `weight` by stage): a resource entered for the school alone gives the
piece of stage s the share w_s·n_s ÷ Σ w·n. A resource entered for the stage is taken as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from junheng.rooms.indicators.values.definitions import Scope, Standard
from junheng.rooms.indicators.values.inputs import COMBINED
from junheng.rooms.indicators.values.results import Left

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Piece:
    """One school in one stage: pupils, and its amount of each column; None where nothing was entered."""

    school_code: str
    pupils: int
    amounts: Mapping[str, Fraction | None]


def pieces(standard: Standard, tables: Tables, columns: Sequence[str]) -> tuple[dict[tuple[str, str], list[Piece]], dict[tuple[str, str], list[Left]]]:
    """The pieces that enter and those left out, by county and stage, in the order of the school codes."""
    schools = {row["school_code"]: row for row in tables["schools"]}
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in tables["stages"]:
        rows[row["school_code"]].append(row)
    entered: dict[tuple[str, str], list[Piece]] = defaultdict(list)
    left: dict[tuple[str, str], list[Left]] = defaultdict(list)
    for code in sorted(rows):
        school = schools[code]
        weighted = sum((standard.weights.get(row["stage"], Fraction(0)) * row["pupils"] for row in rows[code]), Fraction(0))
        for row in rows[code]:
            if row["stage"] not in standard.stages:
                continue
            key = (school["county"], row["stage"])
            reason = why_left(standard.scope, school, row, rows[code])
            if reason:
                left[key].append(Left(code, reason))
            else:
                entered[key].append(Piece(code, row["pupils"], {
                    column: amount(column, school, row, standard.weights, weighted) for column in columns}))
    return entered, left


def why_left(scope: Scope, school: Row, row: Row, rows: Sequence[Row]) -> str:
    """Why a school does not enter; empty when it does."""
    if school["kind"] in scope.kinds_out:
        return "kind"
    if school.get("ownership") in scope.ownership_out:
        return "ownership"
    if school["kind"] == "teaching_point" and sum(each["pupils"] for each in rows) < scope.small_point:
        return "small_point"
    return "" if row["pupils"] else "no_pupils"


def amount(column: str, school: Row, row: Row, weights: Mapping[str, Fraction], weighted: Fraction) -> Fraction | None:
    """What a stage of a school has of a column: its own entry, else its part of the school's."""
    if (own := row.get(column)) is not None:
        return exact(own)
    if (whole := school.get(column)) is None:
        return None
    if school["kind"] not in COMBINED:
        return exact(whole)
    return exact(whole) * weights.get(row["stage"], Fraction(0)) * row["pupils"] / weighted if weighted else None


def exact(number: int | float) -> Fraction:
    """A number as it was written in decimals."""
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))
