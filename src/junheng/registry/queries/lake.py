"""Questions about published facts in the lake: one county's export, or a province of many."""

from __future__ import annotations

from typing import Any

from junheng.ground.lake import Lake


def enrolment_by_grade(lake: Lake) -> list[dict[str, Any]]:
    """Pupils by county, stage and grade."""
    table = lake.table("enrolment")
    keys = ["county", "stage", "grade"]
    return lake.rows(table.group_by(keys).agg(pupils=table.pupils.sum()).order_by(keys))
