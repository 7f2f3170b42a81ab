"""Checking slips (核对单): a round for a class, and one slip for each pupil. Of a code only its keyed digest is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from junheng.registry.models.classes import SchoolClass
from junheng.registry.models.people import Pupil
from junheng.registry.models.schools import School


class SlipRound(models.Model):
    """Slips that were handed out to a class once. `until` is the last day on which they open."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="slip_rounds")
    until = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["school_class"], condition=Q(closed_at__isnull=True), name="class_one_slip_round"),
            models.CheckConstraint(condition=Q(closed_at__isnull=True, closed_by__isnull=True) | Q(closed_at__isnull=False, closed_by__isnull=False),
                                   name="slip_round_closed_whole"),
        ]


class Slip(models.Model):
    """A pupil's slip. `wrong`: how often its code was given with other digits than the child's; `proposed`: how many values the guardian
    proposed, 0 where all was right, None while nobody has answered."""

    round = models.ForeignKey(SlipRound, on_delete=models.CASCADE, related_name="slips")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="slips")
    digest = models.CharField(max_length=64, unique=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    proposed = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["round_id", "pupil_id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "pupil"], name="slip_once_a_pupil"),
            models.CheckConstraint(condition=Q(answered_at__isnull=True, proposed__isnull=True) | Q(answered_at__isnull=False, proposed__isnull=False),
                                   name="slip_answered_whole"),
        ]
