"""Terms of the county and days of its own that differ from the weekday (校历)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from junheng.registry.models.columns import coded, one_of
from junheng.registry.models.kept import Kept
from junheng.registry.values.standing import DayKind


class Term(Kept):
    """A term (学期): 1 in autumn, 2 in spring, of the school year that opens in a year; both days counted."""

    school_year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["school_year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["school_year", "number"], name="term_once"),
            models.CheckConstraint(condition=Q(number__in=[1, 2]), name="term_first_or_second"),
            models.CheckConstraint(condition=Q(first_day__lt=F("last_day")), name="term_days_in_order"),
        ]


class DayOff(Kept):
    """Days on which the county's schools are closed, or open on a weekend; both days counted."""

    word = models.CharField(max_length=40)
    kind = coded(DayKind)
    first_day = models.DateField()
    last_day = models.DateField()
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["first_day", "word"]
        constraints = [
            one_of(DayKind, "kind", "day_kind_known"),
            models.UniqueConstraint(fields=["word", "first_day"], name="day_off_once"),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="day_off_days_in_order"),
        ]
