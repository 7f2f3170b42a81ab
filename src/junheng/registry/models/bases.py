"""Practice bases and their days: no day takes more pupils than the base can, whoever books at the same moment."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from junheng.registry.models.columns import coded, days_in_order, one_of
from junheng.registry.models.kept import Kept
from junheng.registry.models.schools import School
from junheng.registry.values import Stage
from junheng.registry.values.standing import BaseKind, BookingState


class Base(Kept):
    """A practice base (实践基地): how many pupils a day, for which grades (1 to 12), until when its safety papers hold."""

    name = models.CharField(max_length=80, unique=True)
    kind = coded(BaseKind)
    operator = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=200, blank=True)
    capacity = models.PositiveIntegerField()
    themes = models.CharField(max_length=200, blank=True)
    first_grade = models.PositiveSmallIntegerField()
    last_grade = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField()
    safety_until = models.DateField(null=True)
    since = models.DateField()
    until = models.DateField(null=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            one_of(BaseKind, "kind", "base_kind_known"), days_in_order("base_days_in_order"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="base_takes_somebody"),
            models.CheckConstraint(condition=Q(first_grade__gte=1, last_grade__lte=12, first_grade__lte=F("last_grade")), name="base_grades_in_order"),
        ]


class BaseDay(models.Model):
    """How many pupils come on a day. The capacity is that of the day's first booking, or what the base was raised to since."""

    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="days")
    on = models.DateField()
    capacity = models.PositiveIntegerField()
    booked = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["base_id", "on"]
        constraints = [
            models.UniqueConstraint(fields=["base", "on"], name="base_day_once"),
            models.CheckConstraint(condition=Q(booked__lte=F("capacity")), name="base_day_not_overbooked"),
        ]


class Booking(models.Model):
    """A grade of a school on a day of a base; `attended` afterwards, how many came."""

    day = models.ForeignKey(BaseDay, on_delete=models.PROTECT, related_name="bookings")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    stage = coded(Stage)
    grade = models.PositiveSmallIntegerField()
    pupils = models.PositiveIntegerField()
    state = coded(BookingState, default=BookingState.BOOKED.value)
    attended = models.PositiveIntegerField(null=True)
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    booked_at = models.DateTimeField()

    class Meta:
        ordering = ["day_id", "id"]
        constraints = [
            one_of(Stage, "stage", "booking_stage_known"), one_of(BookingState, "state", "booking_state_known"),
            models.CheckConstraint(condition=Q(pupils__gte=1), name="booking_of_somebody"),
            models.CheckConstraint(condition=Q(state="attended", attended__isnull=False) | (~Q(state="attended") & Q(attended__isnull=True)),
                                   name="booking_attended_is_counted"),
            models.UniqueConstraint(fields=["day", "school", "stage", "grade"], condition=~Q(state="cancelled"), name="booking_once"),
        ]
