"""The chart of each measure as plain data, its labels written out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from junheng.rooms.plans.engine.schedule import Point
from junheng.rooms.plans.engine.wording import display
from junheng.rooms.plans.queries.detail import Detail, MeasureCard


def series(found: Detail, today: date) -> list[dict[str, Any]]:
    """This will give measured points, path, projection, limit and the gap of every measure that has a value."""
    words = {"today": _("Today"), "path": _("Due by schedule"), "goal": _("Measurable target"), "projection": _("Projection")}
    return [drawn(card, due=found.row.due, today=today, words=words) for card in found.measures if card.values]


def drawn(card: MeasureCard, *, due: date, today: date, words: dict[str, str]) -> dict[str, Any]:
    """One measure. Points are [ISO date, number, words]."""
    gap = card.latest is not None and card.expected is not None and card.gap and not card.met
    return {
        "subject": card.subject, "places": card.places, "downwards": card.downwards, "words": words, "today": today.isoformat(),
        "measured": [point(Point(on, value), card.places) for on, value, _source, _by in card.values],
        "baseline": point(card.baseline, card.places) if card.baseline else None,
        "path": [point(each, card.places) for each in card.path],
        "goal": float(card.goal) if card.goal is not None else None, "goal_words": display(card.target),
        "projection": point(Point(due, card.projection), card.finer) if card.projection is not None else None,
        "gap": [*point(Point(card.latest.on, card.expected), card.finer)[:2],
                _("short by %(gap)s") % {"gap": f"{written(card.gap, card.finer)}{card.unit}"}]
        if gap and card.latest and card.expected is not None else None,
    }


def point(where: Point, places: int) -> list[Any]:
    """A point with its value in words."""
    return [where.on.isoformat(), float(where.value), written(where.value, places)]


def written(value: Decimal, places: int) -> str:
    """A value with so many decimals, thousands marked."""
    return f"{value:,.{places}f}"
