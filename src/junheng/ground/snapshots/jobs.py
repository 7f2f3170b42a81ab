"""Freezing behind the running site: when somebody asks for it, and the census by itself."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from junheng.ground.jobs import clock
from junheng.ground.jobs.daily import BY_THE_CLOCK, daily
from junheng.ground.jobs.registry import Progress, job
from junheng.ground.kernel.findings import Refused
from junheng.ground.snapshots import actions, queries
from junheng.ground.snapshots.taking import taken


@job(queries.KEY)
def freeze(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will freeze the facts of a day."""
    on = date.fromisoformat(arguments["on"])
    progress.step(0, 2, "Taking the facts of the day")
    tables = taken(on)
    progress.step(1, 2, "Freezing them")
    return {"snapshot": actions.freeze(on=on, tables=tables, by=arguments["by"], by_name=arguments["by_name"], at=clock.now())}


@daily("snapshots.census", at=time(3, 30))
def census(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """This will freeze the census of the year once its day has come, unless somebody has; an empty register is let be."""
    del arguments, progress
    on = queries.census_due(clock.today())
    if on is None:
        return {}
    try:
        tables = taken(on)
    except Refused:
        return {}
    return {"snapshot": actions.freeze(on=on, tables=tables, by=None, by_name=BY_THE_CLOCK, at=clock.now())}
