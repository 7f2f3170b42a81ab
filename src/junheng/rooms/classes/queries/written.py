"""A placement as the files of the contract."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from junheng.rooms.classes.values import Allotment, Gap, Placement

BOM = "\ufeff"


def classes_csv(placement: Placement) -> bytes:
    """classes.csv: pupil_id, class; UTF-8 with BOM, roster order."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["pupil_id", "class"])
    rows.writerows(zip(placement.pupils, placement.classes, strict=True))
    return (BOM + out.getvalue()).encode()


def tutors_csv(given: Allotment) -> bytes:
    """tutors.csv: pupil_id, tutor_id, wish (empty: none); UTF-8 with BOM, roster order."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["pupil_id", "tutor_id", "wish"])
    rows.writerows((pupil, tutor, wish or "") for pupil, tutor, wish in zip(given.pupils, given.tutors, given.wishes, strict=True))
    return (BOM + out.getvalue()).encode()


def balance_json(placement: Placement) -> bytes:
    """balance.json: sizes, per covariate class means and the widest gap in standard deviations, the largest of them."""
    balance = placement.balance
    largest = max(balance.gaps, key=lambda gap: Decimal(gap.widest_gap), default=None)
    covariates: dict[str, dict[str, Any]] = {}
    for gap in balance.gaps:
        if gap.level is None:
            covariates[gap.covariate] = {"name": gap.covariate, "kind": str(gap.kind), **dict(figures(gap))}
        else:
            held = covariates.setdefault(gap.covariate, {"name": gap.covariate, "kind": str(gap.kind), "widest_gap": 0.0,
                                                         "levels": []})
            held["levels"].append({"level": gap.level, **dict(figures(gap))})
            held["widest_gap"] = max(held["widest_gap"], float(gap.widest_gap))
    said = {
        "classes": len(balance.sizes), "sizes": list(balance.sizes), "loads": [whole(load) for load in balance.loads],
        "covariates": list(covariates.values()),
        "largest": 0.0 if largest is None else float(largest.widest_gap),
        "largest_of": None if largest is None else {"covariate": largest.covariate, "level": largest.level},
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def figures(gap: Gap) -> Iterator[tuple[str, Any]]:
    """The figures of one covariate or level."""
    yield "mean", float(gap.mean)
    yield "sd", float(gap.sd)
    yield "class_means", [float(mean) if mean else None for mean in gap.class_means]
    yield "widest_gap", float(gap.widest_gap)
    if gap.tolerance is not None:
        yield "tolerance", float(gap.tolerance)
        yield "within", gap.within


def whole(load: str) -> int | float:
    """A load as JSON writes it."""
    return float(load) if "." in load else int(load)
