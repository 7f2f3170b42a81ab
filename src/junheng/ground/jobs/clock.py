"""The day and the moment at which the house works; demonstrations live on a day of their own."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This moment, on the day that the house shows as today, in its own time zone."""
    moment = timezone.localtime()
    return datetime.combine(date.fromisoformat(settings.TODAY), moment.timetz()) if settings.TODAY else moment


def today() -> date:
    """The day that the house shows as today."""
    return now().date()
