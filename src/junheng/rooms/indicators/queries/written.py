"""A measurement as the contract writes it (part 2): numbers with 10 significant digits, gaps named, never 0."""

from __future__ import annotations

from typing import Any

from junheng.ground.standards.book import Source
from junheng.rooms.indicators.values.explained import Explained
from junheng.rooms.indicators.values.results import County, Measured, Missing, School, Spread, Stage, Whole

DIGITS = 10


def written(measured: Measured) -> dict[str, Any]:
    """The measurement as JSON values."""
    return {
        "standard": measured.standard, "on": measured.on.isoformat(), "engine": measured.engine, "weighted": measured.weighted,
        "cannot_compute": [gap(each) for each in measured.cannot_compute], "evidence": list(measured.evidence),
        "counties": [county(each) for each in measured.counties],
    }


def rounded(number: float | None) -> float | None:
    """A number with 10 significant digits."""
    return None if number is None else float(f"{number:.{DIGITS}g}")


def gap(missing: Missing) -> dict[str, Any]:
    """What cannot be computed: everywhere by its number and what is missing; else with county, stage and schools."""
    found: dict[str, Any] = {"id": missing.id, "missing": missing.missing}
    if missing.county:
        found |= {"county": missing.county, "stage": missing.stage or None, "schools": list(missing.schools)}
    return found


def county(held: County) -> dict[str, Any]:
    """One county. Items of a standard that has no item of schools are those of its one stage."""
    return {"county": held.county, "met": held.met, "stages": [stage(each) for each in held.stages], "indicators": [whole(each) for each in held.items]}


def stage(held: Stage) -> dict[str, Any]:
    """One stage."""
    composite = held.composite
    return {
        "stage": held.stage, "met": held.met, "indicators": [spread(each) for each in held.indicators],
        "composite": {"cv": rounded(composite.cv), "limit": composite.limit, "met": composite.met},
        "schools": [school(each) for each in held.schools],
        "excluded": [{"school_code": each.school_code, "reason": each.reason} for each in held.excluded],
    }


def spread(held: Spread) -> dict[str, Any]:
    """One coefficient of variation."""
    return {"id": held.id, "mean": rounded(held.mean), "sd": rounded(held.sd), "cv": rounded(held.cv), "cv_unweighted": rounded(held.cv_unweighted),
            "limit": held.limit, "met": held.met}


def whole(held: Whole) -> dict[str, Any]:
    """One item of the county as a whole."""
    return {"id": held.id, "value": rounded(held.value), "numerator": rounded(held.numerator), "denominator": rounded(held.denominator),
            "limit": held.limit, "met": held.met}


def school(held: School) -> dict[str, Any]:
    """One school."""
    return {
        "school_code": held.school_code, "values": {key: rounded(value) for key, value in held.values.items()}, "reached": held.reached, "met": held.met,
        "shortfalls": [{"id": each.id, "value": rounded(each.value), "needed": each.needed, "missing": rounded(each.missing), "unit": each.unit}
                       for each in held.shortfalls],
    }


def explanation(found: Explained) -> dict[str, Any]:
    """How a figure came about, as JSON values."""
    return {
        "figure": {"county": found.address.county, "stage": found.address.stage, "item": found.address.item, "what": found.address.what},
        "title": dict(found.titles), "unit": found.unit, "value": rounded(found.value), "limit": found.limit, "formula": found.formula,
        "in_numbers": found.in_numbers, "day": found.day.isoformat(), "rows": [dict(row) for row in found.rows],
        "formula_source": clause(found.formula_source), "limit_source": clause(found.limit_source),
    }


def clause(source: Source | None) -> dict[str, str] | None:
    """Where a number comes from."""
    return None if source is None else {"document": source.document, "number": source.number, "clause": source.clause, "mark": source.mark}
