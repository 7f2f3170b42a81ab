"""Two versions of a plan side by side; the county's plan under an upper level's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from junheng.ground.people.values import Person
from junheng.rooms.plans import access, sheets
from junheng.rooms.plans.engine.comparison import (
    LevelComparison,
    VersionComparison,
    compare_levels,
    compare_versions,
)
from junheng.rooms.plans.engine.comparison.plain import levels_as_json, versions_as_json
from junheng.rooms.plans.engine.contract import reading_from
from junheng.rooms.plans.models import ClauseLink, Commitment, Plan, Version
from junheng.rooms.plans.queries.reading import PlanName, version_in_force
from junheng.rooms.plans.values import Path, PlanReading, Verdict


@dataclass(frozen=True, slots=True)
class Levels:
    """The county's plan under an upper one; `comparison` is None while there is no upper plan to choose."""

    lower: PlanName
    upper: PlanName | None
    uppers: tuple[PlanName, ...]
    comparison: LevelComparison | None
    may_say: bool
    clauses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of one plan; `comparison` is None while only one has been read."""

    plan: PlanName
    numbers: tuple[tuple[int, str], ...]
    old: int
    new: int
    comparison: VersionComparison | None


def levels(person: Person, lower_id: int, *, upper_id: int | None = None) -> Levels:
    """This will hold the plan against an upper one: the one asked for, else the latest issued. Six queries."""
    lower = Plan.objects.get(pk=lower_id)
    access.check_may_see_plan(person, lower)
    uppers = Plan.objects.filter(level=Plan.Level.UPPER).exclude(pk=lower_id).exclude(status=Plan.Status.READING).filter(
        withdrawn_at=None)
    choices = list(access.visible_plans(person, uppers).order_by("-date_issued", "-pk"))
    upper = next((plan for plan in choices if plan.pk == upper_id), choices[0] if choices else None)
    below = reading_in_force(lower)
    above = reading_in_force(upper) if upper else None
    comparison = None
    if upper is not None and above is not None and below is not None:
        comparison = compare_levels(above, below, verdicts=verdicts_of(upper, lower), leads=leads_of(lower))
    return Levels(
        name(lower), name(upper) if upper else None, tuple(name(plan) for plan in choices), comparison,
        access.may_review(person, lower),
        tuple(("·".join(item.path), item.heading or item.text[:30]) for item in below.items if item.path) if below else (),
    )


def versions(person: Person, plan_id: int, *, old: int | None = None, new: int | None = None) -> Versions:
    """This will hold two versions of a plan against each other: those asked for, else the last two."""
    plan = Plan.objects.get(pk=plan_id)
    access.check_may_see_plan(person, plan)
    rows = {row.number: row for row in Version.objects.filter(plan=plan, read_at__isnull=False).order_by("number")}
    numbers = list(rows)
    after = new if new in rows else numbers[-1] if numbers else 0
    before = old if old in rows else max((n for n in numbers if n < after), default=after)
    comparison = compare_versions(reading_of(rows[before]), reading_of(rows[after])) if before != after else None
    return Versions(name(plan), tuple((number, row.file_name) for number, row in rows.items()), before, after, comparison)


def levels_table(person: Person, lower_id: int, upper_id: int, *, today: date, created: datetime) -> tuple[str, bytes]:
    """The 上下级规划对照表 (.xlsx)."""
    del today
    access.check_may_in_general(person, "see", "plans/export")
    found = levels(person, lower_id, upper_id=upper_id)
    if found.comparison is None or found.upper is None:
        raise Plan.DoesNotExist
    title = f"{found.lower.title}承接对照表"
    return f"{title}.xlsx", sheets.levels_table(title, found.upper.title, found.comparison, created=created)


def levels_json(person: Person, lower_id: int, upper_id: int) -> dict[str, Any]:
    """The comparison of two plans of the house as JSON. Raises DoesNotExist where there is none."""
    found = levels(person, lower_id, upper_id=upper_id)
    if found.comparison is None or found.upper is None or found.upper.id != upper_id:
        raise Plan.DoesNotExist
    return levels_as_json(found.comparison)


def levels_of(upper: PlanReading, lower: PlanReading, *, created: datetime) -> tuple[dict[str, Any], bytes]:
    """Two plans just read, as JSON and as the 承接对照表. Nothing is stored."""
    found = compare_levels(upper, lower)
    title = f"{lower.title or '工作要点'}承接对照表"
    return levels_as_json(found), sheets.levels_table(title, upper.title or "上级规划", found, created=created)


def versions_of(old: PlanReading, new: PlanReading) -> dict[str, Any]:
    """Two versions just read, as JSON. Nothing is stored."""
    return versions_as_json(compare_versions(old, new))


def name(plan: Plan) -> PlanName:
    """A plan's name."""
    return PlanName(plan.pk, plan.title, plan.doc_number)


def reading_in_force(plan: Plan) -> PlanReading | None:
    """The reading of the plan's version in force, None while it has none."""
    version = version_in_force(plan)
    return reading_of(version) if version else None


def reading_of(version: Version) -> PlanReading:
    """A version's reading as a value."""
    return reading_from(version.reading, version.text)


def verdicts_of(upper: Plan, lower: Plan) -> dict[tuple[Path, Path], Verdict]:
    """What people have said of the clauses of two plans."""
    return {
        (tuple(row.upper_path.split("·")), tuple(row.lower_path.split("·"))): Verdict(row.verdict)
        for row in ClauseLink.objects.filter(upper=upper, lower=lower)
    }


def leads_of(plan: Plan) -> dict[Path, list[str]]:
    """The sections that lead the tasks of each clause."""
    found: dict[Path, list[str]] = defaultdict(list)
    rows = Commitment.objects.filter(plan=plan, lead_unit__isnull=False).order_by("position")
    for path, short, full in rows.values_list("item_path", "lead_unit__short_name", "lead_unit__name"):
        found[tuple(path)].append(short or full)
    return found
