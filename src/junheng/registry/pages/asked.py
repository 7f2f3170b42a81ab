"""The day that a page is asked about, and what every page of the hall shows of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.dateparse import parse_date

from junheng.ground.people.asked import today

FIRST = date(1949, 10, 1)


def day_of(request: HttpRequest) -> date:
    """The day of `?on=`, today where there is none or it makes no sense; never a day to come."""
    now = today(request)
    try:
        asked = parse_date(request.GET.get("on", ""))
    except ValueError:
        return now
    return asked if asked is not None and FIRST <= asked <= now else now


def frame(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """The day, and what links carry to stay on it."""
    day = day_of(request)
    return {"day": day, "at": "" if day == today(request) else f"?on={day.isoformat()}", **more}
