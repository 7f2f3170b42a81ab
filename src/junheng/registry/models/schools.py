"""Schools over time: what each was on any day, and which came from which."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from junheng.registry.models.columns import coded, days_in_order, one_of, one_open
from junheng.registry.values import Locale, Ownership, SchoolKind, SuccessionKind


class Village(models.Model):
    """A village or community (行政村、社区) of a township; coordinates in millionths of a degree."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    township = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    longitude_e6 = models.IntegerField(null=True)
    latitude_e6 = models.IntegerField(null=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """A school, kindergarten, teaching point or campus: the unit of the bureau's trees, and its ten-digit code (标识码).

    The code never changes and is never given twice. `opened` is its first day, which may lie before its unit's; `closed` the
    first day without it.
    """

    unit = models.OneToOneField("units.Unit", on_delete=models.PROTECT, primary_key=True, related_name="+")
    school_code = models.CharField(max_length=10, unique=True)
    opened = models.DateField()
    closed = models.DateField(null=True)

    class Meta:
        ordering = ["school_code"]
        constraints = [
            models.CheckConstraint(condition=Q(school_code__regex=r"^[0-9]{10}$"), name="school_code_of_ten_digits"),
            days_in_order("school_days_in_order", "opened", "closed"),
        ]

    def __str__(self) -> str:
        return self.school_code


class SchoolSpell(models.Model):
    """What a school is from a day on, until something about it changes. Areas and numbers of its rooms stand elsewhere.

    `capacity`: pupils for whom it is approved (核定规模), None where nobody has said. Coordinates in millionths of a degree.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="spells")
    since = models.DateField()
    until = models.DateField(null=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60, blank=True)
    kind = coded(SchoolKind)
    ownership = coded(Ownership)
    locale = coded(Locale)
    township = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", null=True)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+", null=True)
    address = models.CharField(max_length=200, blank=True)
    longitude_e6 = models.IntegerField(null=True)
    latitude_e6 = models.IntegerField(null=True)
    capacity = models.PositiveIntegerField(null=True)
    basis = models.CharField(max_length=200, blank=True)
    brought = models.ForeignKey("registry.Import", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["school_id", "since"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="school_spell_has_a_name"),
            one_of(SchoolKind, "kind", "school_kind_known"),
            one_of(Ownership, "ownership", "school_ownership_known"),
            one_of(Locale, "locale", "school_locale_known"),
            days_in_order("school_spell_days_in_order"),
            one_open("school", "school_one_open_spell"),
            models.UniqueConstraint(fields=["school", "since"], name="school_one_spell_from_a_day"),
        ]


class Succession(models.Model):
    """A school that went into another on a day (合并), or came out of it (分立), by a paper."""

    before = models.ForeignKey(School, on_delete=models.PROTECT, related_name="went_into")
    after = models.ForeignKey(School, on_delete=models.PROTECT, related_name="came_from")
    kind = coded(SuccessionKind)
    on = models.DateField()
    basis = models.CharField(max_length=200)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            one_of(SuccessionKind, "kind", "succession_kind_known"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="succession_of_two_schools"),
            models.UniqueConstraint(fields=["before", "after", "on"], name="succession_once"),
        ]
