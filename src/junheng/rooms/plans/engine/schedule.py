"""The path of a measured value from its baseline to its target, and where the present pace leads (PLN-04).

The schedule (序时进度) is a straight line from the baseline's date to the due date. A value is held against the
line at the value's own date, so that figures of October are never judged by the calendar of December.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from junheng.rooms.plans.values import Comparator

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a date."""

    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class MeasureState:
    """One measurable target with everything known of it. `values` may stand in any order."""

    comparator: Comparator
    value: Decimal | None
    value_high: Decimal | None = None
    strict: bool = False
    baseline: Point | None = None
    values: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one measure is, on the date of its latest value.

    `share` and `expected_share` are parts of the way (0 to 1); `gap` is what is missing to the schedule in the
    measure's own unit (0 when on or ahead of it); `projection` is the value at the due date at the present pace,
    None with fewer than two points.
    """

    met: bool
    on_schedule: bool
    share: Decimal
    expected_share: Decimal
    latest: Point
    goal: Decimal | None
    expected: Decimal | None
    gap: Decimal
    projection: Decimal | None


def holds(comparator: Comparator, actual: Decimal, goal: Decimal, *, high: Decimal | None, strict: bool) -> bool:
    """Whether a value meets a target. About (~) is met from the number on; a range at its lower end."""
    if comparator is Comparator.AT_MOST or comparator is Comparator.DECREASE:
        return actual < goal if strict else actual <= goal
    if comparator is Comparator.RANGE and high is not None:
        return goal <= actual <= high
    return actual > goal if strict else actual >= goal


def goal_of(state: MeasureState) -> Decimal | None:
    """The value to be reached: increments and decrements stand on the baseline, or on nothing when none is known."""
    if state.value is None:
        return state.baseline.value if state.baseline else None
    if state.comparator is Comparator.INCREASE:
        return state.value + (state.baseline.value if state.baseline else ZERO)
    if state.comparator is Comparator.DECREASE:
        return state.baseline.value - state.value if state.baseline else None
    return state.value


def standing(state: MeasureState, *, start: date, due: date, margin: Decimal) -> Standing | None:
    """This will hold the latest value against target and schedule; None while there is no value.

    `margin` is the part of the way (0 to 1) by which a value may lag behind the line and still be on schedule.
    """
    if not state.values:
        return None
    points = sorted(state.values, key=lambda point: point.on)
    latest = points[-1]
    goal = goal_of(state)
    if goal is None:
        return Standing(met=False, on_schedule=False, share=ZERO, expected_share=ZERO, latest=latest, goal=None,
                        expected=None, gap=ZERO, projection=None)
    met = holds(state.comparator, latest.value, goal, high=state.value_high, strict=state.strict)
    base = state.baseline or (points[0] if len(points) > 1 else None)
    downwards = state.comparator in {Comparator.AT_MOST, Comparator.DECREASE}
    if base is None:
        base = Point(start, latest.value if downwards else ZERO)
    expected = line(base.on, base.value, due, goal, latest.on)
    way = goal - base.value
    if way == 0:
        share = ONE if met else ZERO
        expected_share = ONE
    else:
        share = clip((latest.value - base.value) / way)
        expected_share = clip((expected - base.value) / way)
    if met:
        share = ONE
    lag = (latest.value - expected) if downwards else (expected - latest.value)
    on_schedule = met or (share >= expected_share - margin and way != 0)
    return Standing(
        met=met,
        on_schedule=on_schedule,
        share=share,
        expected_share=expected_share,
        latest=latest,
        goal=goal,
        expected=expected,
        gap=max(ZERO, lag) if not met else ZERO,
        projection=projected(base, latest, due),
    )


def line(start: date, first: Decimal, end: date, last: Decimal, on: date) -> Decimal:
    """The height of the straight line from (start, first) to (end, last) on a date, level outside it."""
    if on <= start or end <= start:
        return first if on <= start and end > start else last
    if on >= end:
        return last
    return first + (last - first) * (on - start).days / (end - start).days


def projected(base: Point, latest: Point, due: date) -> Decimal | None:
    """The value at the due date if the pace since the baseline goes on; None when both are of one day."""
    days = (latest.on - base.on).days
    if days <= 0:
        return None
    if latest.on >= due:
        return latest.value
    return latest.value + (latest.value - base.value) / days * (due - latest.on).days


def clip(share: Decimal) -> Decimal:
    """A share held between 0 and 1."""
    return min(ONE, max(ZERO, share))


def elapsed(start: date, due: date, today: date) -> Decimal:
    """The part of the time from start to due that has gone by, 0 to 1."""
    if due <= start:
        return ONE if today >= due else ZERO
    return clip(Decimal((today - start).days) / Decimal((due - start).days))


def path_points(state: MeasureState, *, start: date, due: date) -> Sequence[Point]:
    """Both ends of the schedule line, for drawing."""
    goal = goal_of(state)
    if goal is None:
        return ()
    first = state.baseline or Point(start, ZERO)
    return (first, Point(due, goal))
